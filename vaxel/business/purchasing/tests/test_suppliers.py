"""Suppliers and their offers."""

from typing import Any

import pytest

from vaxel.business.catalog import kits
from vaxel.business.catalog import search as finder
from vaxel.business.catalog.models import PartCode
from vaxel.business.parties.models import Party
from vaxel.business.purchasing import changes, offers, suppliers
from vaxel.business.purchasing.models import Offer, Supplier
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.tests.buying import SAID, Buying, buying, offer, ordered, supplier, want
from vaxel.business.stock.tests.shelves import part
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Buying:
    return buying()


def test_a_supplier_is_a_party_in_a_role(house: Buying) -> None:
    found = suppliers.add(house.shop.ada, lead_days=2, cutoff="16:00", minimum_minor=50_000, **SAID)
    assert Party.objects.get(pk=house.shop.ada.pk).is_supplier
    assert (found.lead_days, found.cutoff, found.minimum_minor) == (2, "16:00", 50_000)
    with pytest.raises(suppliers.SupplierAlready):
        suppliers.add(house.shop.ada, **SAID)
    with pytest.raises(suppliers.WalkInSells):
        suppliers.add(house.shop.walk_in, **SAID)
    assert Supplier.objects.count() == 3


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"cutoff": "25:00"}, suppliers.BadSupplierTerms), ({"currency": "XXX"}, suppliers.BadSupplierTerms),
        ({"rate_ppm": 0}, suppliers.BadSupplierTerms), ({"link": "../etc"}, suppliers.BadSupplierTerms),
        ({"tax_kind": "moon"}, suppliers.BadSupplierTerms), ({"minimum_minor": -1}, suppliers.BadSupplierTerms),
        ({"send_by": "link"}, suppliers.NowhereToSend), ({"lead_days": 366}, suppliers.BadSupplierTerms),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused(house: Buying, terms: dict[str, Any], refusal: type[Exception]) -> None:
    before = Supplier.objects.filter(pk=house.brembo.pk).values().get()
    with pytest.raises(refusal):
        suppliers.change(house.brembo, **terms, **SAID)
    assert Supplier.objects.filter(pk=house.brembo.pk).values().get() == before


def test_changed_terms_are_in_history(house: Buying) -> None:
    suppliers.change(house.brembo, lead_days=3, auto_send=True, **SAID)
    note = History.objects.get(action="suppliers.change").note
    assert (note["before"], note["after"]) == (
        {"lead_days": 1, "auto_send": False}, {"lead_days": 3, "auto_send": True},
    )  # fmt: skip


def test_a_supplier_with_open_orders_stays(house: Buying) -> None:
    order = ordered(house, want(house.pads, 2))
    with pytest.raises(suppliers.OrdersOpen):
        suppliers.retire(house.brembo, **SAID)
    changes.cancel(order, **SAID)
    assert suppliers.retire(house.brembo, **SAID).retired_at
    assert not Offer.objects.filter(supplier=house.brembo, preferred=True).exists()
    assert offers.standing([house.pads.pk])[house.pads.pk][0].supplier == house.tyska
    assert suppliers.restore(house.brembo, **SAID).retired_at is None


def test_the_first_offer_is_preferred_and_another_may_be(house: Buying) -> None:
    first, second = offers.standing([house.pads.pk])[house.pads.pk]
    assert (first.supplier, second.supplier) == (house.brembo, house.tyska)
    offers.prefer(second, **SAID)
    assert list(Offer.objects.filter(part=house.pads, preferred=True)) == [second]
    assert offers.standing([house.pads.pk])[house.pads.pk][0] == second


def test_an_offer_is_replaced_and_its_old_price_kept_in_history(house: Buying) -> None:
    offer(house.brembo, house.pads, 11_000, breaks=((10_000, 1_000_000),), pack_milli=5_000)
    found = offers.standing([house.pads.pk])[house.pads.pk][0]
    assert Offer.objects.filter(part=house.pads).count() == 2
    asked = offers.asks(found, 7_000)
    assert (asked.quantity_milli, asked.unit_price_cm, asked.amount_minor) == (10_000, 1_000_000, 100_000)
    assert offers.asks(found, 5_000).unit_price_cm == 1_100_000
    assert History.objects.filter(action="offers.set").order_by("recorded_at").last().note["before_cm"] == 1_000_000  # type: ignore[union-attr]


def test_a_supplier_s_number_finds_the_part_and_is_one_part_s(house: Buying) -> None:
    assert PartCode.objects.get(kind="supplier", part=house.discs, supplier=house.brembo.party).text == "G-D09200"
    assert [hit.part_id for hit in finder.parts("gd09200")] == [house.discs.pk]
    with pytest.raises(offers.OfferNumberTaken):
        offers.set_offer(house.brembo, part("X1"), terms=Terms("g d09200", 100), **SAID)
    assert Offer.objects.count() == 3


@pytest.mark.parametrize(
    "terms",
    [Terms("---", 100), Terms("A1", -1), Terms("A1", 1, pack_milli=0), Terms("A1", 1, breaks=((0, 1),)),
     Terms("A1", 1, breaks=((5, 1), (5, 2))), Terms("A1", 1, minimum_milli=-1)],
)  # fmt: skip
def test_an_offer_that_cannot_be_is_refused(house: Buying, terms: Terms) -> None:
    with pytest.raises(offers.BadOffer):
        offers.set_offer(house.brembo, part("X1"), terms=terms, **SAID)
    assert Offer.objects.count() == 3


def test_a_kit_is_not_bought(house: Buying) -> None:
    kit = part("KIT", stocking="kit")
    kits.set_components(kit, components=[(house.pads, 1_000)], **SAID)
    with pytest.raises(offers.KitsAreNotBought):
        offer(house.brembo, kit, 100)
    assert not Offer.objects.filter(part=kit).exists()


def test_an_offer_that_ended_is_not_bought_on(house: Buying) -> None:
    offers.retire(Offer.objects.get(supplier=house.brembo, part=house.discs), **SAID)
    assert offers.standing([house.discs.pk]) == {house.discs.pk: []}


def test_suppliers_and_offers_are_read_in_two_queries(house: Buying, django_assert_num_queries: object) -> None:
    third = supplier("Tredje")
    for what in (house.pads, house.discs):
        offer(third, what, 100)
    with django_assert_num_queries(2):  # type: ignore[operator]
        offers.standing([house.pads.pk, house.discs.pk])
