"""Bins: home holds what was not put elsewhere, goods are taken from home first, nothing is written at a sale (K-29)."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.business.catalog.models import Part
from vaxel.business.stock import bin_rules, bins, places
from vaxel.business.stock.models import PartBin, StockLocation
from vaxel.business.stock.tests.shelves import AT, MO, into, move, out, part, site
from vaxel.kernel import checks

BY: Any = {"by": MO, "at": AT}


def lies(of: Part, place: StockLocation) -> list[tuple[str, int, bool]]:
    return [(one.code, one.milli // 1000, one.home) for one in bins.where([of.pk], place.pk)[of.pk]]


def store() -> StockLocation:
    return StockLocation.objects.get(pk=places.store(site().pk))


def bin_id(code: str) -> UUID:
    return PartBin.objects.get(bin__code=code).bin_id


def test_goods_are_taken_from_home_then_from_the_other_bins_in_order() -> None:
    put = [("loft", 5), ("back", 4)]
    assert bin_rules.spread(12, "home", put) == {"home": 3, "loft": 5, "back": 4}
    assert bin_rules.spread(7, "home", put) == {"home": 0, "loft": 3, "back": 4}
    assert bin_rules.spread(2, "home", put) == {"home": 0, "loft": 0, "back": 2}
    assert bin_rules.spread(-1, "home", put) == {"home": -1, "loft": 0, "back": 0}


@given(st.integers(-20, 40), st.lists(st.integers(0, 9), max_size=4))
def test_bins_sum_to_what_is_on_hand_and_only_home_is_ever_missing(on_hand: int, put: list[int]) -> None:
    lie = bin_rules.spread(on_hand, "home", list(enumerate(put)))
    assert sum(lie.values()) == on_hand
    assert all(0 <= lie[n] <= put[n] for n in range(len(put)))
    assert lie["home"] >= 0 or all(lie[n] == 0 for n in range(len(put)))


@pytest.mark.django_db
def test_goods_come_in_at_home_are_put_away_and_sold_from_home_first() -> None:
    place, pads = store(), part()
    bins.set_home(pads, place, code="a-01", **BY)
    move([into(pads, place.pk, 10, 1000)])
    assert lies(pads, place) == [("A-01", 10, True)]
    bins.move(pads, place, to="LOFT", quantity_milli=6000, **BY)
    assert lies(pads, place) == [("A-01", 4, True), ("LOFT", 6, False)]
    move([out(pads, place.pk, 7)])
    assert lies(pads, place) == [("A-01", 0, True), ("LOFT", 3, False)]
    bins.move(pads, place, to="A-01", quantity_milli=2000, from_bin=bin_id("LOFT"), **BY)
    assert lies(pads, place) == [("A-01", 2, True), ("LOFT", 1, False)]
    move([into(pads, place.pk, 5, 500)])
    assert lies(pads, place) == [("A-01", 7, True), ("LOFT", 1, False)]
    bins.set_home(pads, place, code="LOFT", **BY)
    assert lies(pads, place) == [("LOFT", 1, True), ("A-01", 7, False)]
    assert checks.run("stock.bins") == []


@pytest.mark.django_db
def test_what_has_no_bin_is_put_into_one() -> None:
    place, pads = store(), part()
    move([into(pads, place.pk, 3, 300)])
    assert lies(pads, place) == [("", 3, True)]
    bins.move(pads, place, to="B-1", quantity_milli=1000, **BY)
    assert lies(pads, place) == [("", 2, True), ("B-1", 1, False)]
    bins.move(pads, place, to="B-1", quantity_milli=2000, **BY)
    assert lies(pads, place) == [("B-1", 3, True)]
    move([into(pads, place.pk, 1, 100)])
    assert lies(pads, place) == [("B-1", 4, True)]


@pytest.mark.django_db
def test_no_more_is_moved_than_lies_there() -> None:
    place, pads = store(), part()
    bins.set_home(pads, place, code="A", **BY)
    move([into(pads, place.pk, 2, 200)])
    for wrong in (0, -1000, 3000):
        with pytest.raises(bins.NotInBin):
            bins.move(pads, place, to="B", quantity_milli=wrong, **BY)
    with pytest.raises(bins.SameBin):
        bins.move(pads, place, to="a", quantity_milli=1000, **BY)
    with pytest.raises(bins.BinNameMissing):
        bins.move(pads, place, to=" ", quantity_milli=1000, **BY)
    assert lies(pads, place) == [("A", 2, True)]
