"""Suppliers at the screen: their terms and what they offer."""

import csv
import io
from collections.abc import Iterator

import pytest

from vaxel.business.purchasing import cores
from vaxel.business.purchasing.models import Offer, Supplier
from vaxel.business.service.tests.cast import AT, SAID, Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, key, ordered
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db
TERMS = {"currency": "SEK", "tax_kind": "domestic", "send_by": "hand", "lead_days": "2", "terms_days": "30"}


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_a_supplier_is_added_with_terms_and_prices(floor: Floor) -> None:
    mo = Desk("mo")
    made = mo.post("/suppliers/new", name="Mekonomen Grossist", **TERMS)
    supplier = Supplier.objects.get(party__name="Mekonomen Grossist")
    assert made.leads_to == f"/suppliers/{supplier.pk}"
    mo.post(f"/suppliers/{supplier.pk}/offers", what=f"part:{floor.blades.pk}", price="64.50", pack="2")
    offer = Offer.objects.get(supplier=supplier)
    assert (offer.unit_price_cm, offer.pack_milli, offer.preferred) == (645_000, 2_000, True)
    refused = mo.post(f"/suppliers/{supplier.pk}/edit", **{**TERMS, "send_by": "mail"})
    assert (refused.status, Supplier.objects.get(pk=supplier.pk).send_by) == (422, "hand")
    assert "64,50" in mo.get(f"/suppliers/{supplier.pk}").text


def test_a_supplier_added_by_a_form_sent_twice_is_one(floor: Floor) -> None:
    mo = Desk("mo")
    assert 'name="once"' in mo.get("/suppliers/new").text
    form = {"name": "Mekonomen Grossist", **TERMS, **key()}
    made = [mo.post("/suppliers/new", **form).leads_to for _time in range(2)]
    supplier = Supplier.objects.get(party__name="Mekonomen Grossist")
    assert made == [f"/suppliers/{supplier.pk}"] * 2


def test_cores_are_summed_where_one_stands(floor: Floor) -> None:
    """Worth is in the site's currency: what lies elsewhere is not in the sum."""
    for site in (floor.shop.workshop, floor.shop.tyres):
        cores.take_in(site, part=floor.pads, source_kind="ticket_line", source_id=floor.ticket.pk, **SAID)
    page = Desk("mo").get(f"/suppliers/{brembo().pk}").text
    assert "<dt>Cores not credited</dt><dd>100,00 kr</dd>" in page


def test_an_offer_stays_typed_when_its_price_is_wrong(floor: Floor) -> None:
    mo, path = Desk("mo"), f"/suppliers/{brembo().pk}/offers"
    assert f'hx-post="{path}" hx-swap="none"' in mo.get(f"/suppliers/{brembo().pk}").text
    refused = mo.post(path, what=f"part:{floor.blades.pk}", price="12,x")
    assert (refused.status, Offer.objects.filter(part=floor.blades).exists()) == (400, False)
    assert 'hx-target="#strip"' in refused.text


def test_the_list_as_a_file_says_how_many_lines_are_on_the_way(floor: Floor) -> None:
    ordered()
    sent = b"".join(Desk("mo").get("/suppliers?as=csv").response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(sent))
    assert (row["Name"], row["On the way here"]) == ("Brembo Grossist", "1")


def test_who_may_not_add_a_supplier_is_not_asked_to(floor: Floor) -> None:
    Supplier.objects.update(retired_at=AT)
    assert ['href="/suppliers/new"' in Desk(who).get("/suppliers").text for who in ("mo", "kim")] == [True, False]
