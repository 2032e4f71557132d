"""Kits kept ready-made: same value in and out, all or none (K-20)."""

from typing import Any

import pytest

from vaxel.business.accounting.models import Posting
from vaxel.business.catalog import kits
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import shop
from vaxel.business.stock import building, needs, places, receipts
from vaxel.business.stock.models import Movement
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import AT, MO, move, out, part, shelf
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db
BY: Any = {"by": MO, "at": AT}


def made() -> tuple[Site, Part, Part, Part]:
    """Seven pads at 100, nine discs at 400, and a kit of one set of pads and two discs."""
    site = shop().workshop
    places.open_store(site, **BY)
    kit, pads, discs = part(), part(), part()
    kits.set_components(kit, components=[(pads, 1000), (discs, 2000)], **BY)
    receipts.receive(site, lines=[(pads, 7000, 10_000), (discs, 9000, 40_000)], **BY)
    return site, kit, pads, discs


def test_a_kit_is_built_and_taken_apart_for_what_it_is_worth() -> None:
    site, kit, pads, discs = made()
    store = places.store(site.pk)
    assert building.build(kit, site, quantity_milli=3000, **BY).value_minor == 270_000
    assert [shelf(one, store) for one in (kit, pads, discs)] == [(3, 0, 270_000), (4, 0, 40_000), (3, 0, 120_000)]
    assert needs.components([kit.pk]) == {kit.pk: [(kit.pk, 1000)]}  # it is sold from the shelf
    building.take_apart(kit, site, quantity_milli=1000, **BY)
    assert [shelf(one, store) for one in (kit, pads, discs)] == [(2, 0, 180_000), (5, 0, 50_000), (5, 0, 200_000)]
    assert {name: found for name, found in checks.run_all().items() if found and name.startswith("stock.")} == {}


def test_a_kit_that_was_sold_before_it_was_built_costs_what_it_took_and_the_books_say_so() -> None:
    site, kit, _pads, discs = made()
    store = places.store(site.pk)
    building.build(kit, site, quantity_milli=1000, **BY)
    move([out(kit, store, 2, allow_short=True)])  # one at 900.00 was there, the other is owed at the same
    assert shelf(kit, store) == (-1, 0, -90_000)
    receipts.receive(site, lines=[(discs, 7000, 60_000)], **BY)  # 14 discs for 7 000.00: 500.00 each
    building.build(kit, site, quantity_milli=1000, **BY)
    assert shelf(kit, store) == (0, 0, 0)
    booked = Posting.objects.filter(entry__source_kind="stock_build").values_list("role", "amount_minor")
    assert sorted(booked) == [("stock", -20_000), ("stock_change", 20_000)], "1 100.00 less 900.00"


def test_a_kit_of_kits_takes_the_ready_made_one_from_the_shelf() -> None:
    _site, kit, pads, _discs = made()
    outer = part(stocking="kit")
    kits.set_components(outer, components=[(kit, 1000), (pads, 1000)], **BY)
    assert needs.components([outer.pk]) == {outer.pk: [(kit.pk, 1000), (pads.pk, 1000)]}


def test_what_lacks_a_component_is_not_built() -> None:
    site, kit, pads, discs = made()
    store, before = places.store(site.pk), Movement.objects.count()
    with pytest.raises(Short):
        building.build(kit, site, quantity_milli=5000, **BY)
    with pytest.raises(Short):
        building.take_apart(kit, site, quantity_milli=1000, **BY)
    with pytest.raises(building.WholeKits):
        building.build(kit, site, quantity_milli=1500, **BY)
    with pytest.raises(building.NoRecipe):
        building.build(pads, site, quantity_milli=1000, **BY)
    with pytest.raises(receipts.NotShelved):
        building.build(part(stocking="kit"), site, quantity_milli=1000, **BY)
    assert (shelf(pads, store)[0], shelf(discs, store)[0], Movement.objects.count()) == (7, 9, before)
