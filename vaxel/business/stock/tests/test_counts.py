"""Counts while selling goes on, by two people, with lots and bins, recounted and posted by another (K-84 to K-90)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.business.accounting.models import Posting
from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import shop
from vaxel.business.stock import (
    adjustments,
    bins,
    count_posting,
    count_rules,
    counts,
    lots,
    places,
    receipts,
    rolling,
    tracking,
)
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Count, CountEntry, CountLine, Movement, StockLocation
from vaxel.business.stock.tests.shelves import AT, MO, move, out, part, shelf
from vaxel.kernel import checks
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import TrayItem
from vaxel.kernel.states import WrongState

EVERYTHING: Any = {None: frozenset({"*"})}
SAM = Actor("staff", "Sam", id=new_id(), grants=EVERYTHING)
KIM = Actor("staff", "Kim", id=new_id(), grants=EVERYTHING)
BY: Any = {"by": MO, "at": AT}


def clock(hours: int, minutes: int = 0) -> datetime:
    return AT.replace(hour=hours, minute=minutes)


def site(**settings: int) -> Site:
    made = shop().workshop
    places.open_store(made, **BY)
    for key, value in {"count_alone_minor": 10**9, "recount_minor": 10**9, "recount_ppm": 10**9, **settings}.items():
        preferences.change(f"stock.{key}", value=value, site=made, **BY)
    return made


def stocked(where: Site, pieces: int, cost: int = 10_000) -> Part:
    pads = part()
    receipts.receive(where, lines=[(pads, pieces * 1000, cost)], **BY)
    return pads


def sound() -> None:
    assert {name: found for name, found in checks.run_all().items() if found and name.startswith("stock.")} == {}


def test_the_first_eighty_per_cent_of_what_moves_is_class_a() -> None:
    assert count_rules.classes({"a": 80, "b": 15, "c": 5, "d": 0, "e": -3}) == {
        "a": "A", "b": "B", "c": "C", "d": "C", "e": "C"
    }  # fmt: skip
    assert count_rules.classes({"a": 1}) == {"a": "A"}
    assert count_rules.classes({}) == {}


@given(st.dictionaries(st.integers(0, 20), st.integers(-5, 1000)))
def test_a_class_never_moves_less_than_the_next(worth: dict[int, int]) -> None:
    found = count_rules.classes(worth)
    least = {kind: min((worth[part] for part in worth if found[part] == kind), default=None) for kind in "ABC"}
    most = {kind: max((worth[part] for part in worth if found[part] == kind), default=None) for kind in "ABC"}
    assert found.keys() == worth.keys()
    for high, low in (("A", "B"), ("B", "C"), ("A", "C")):
        top, bottom = least[high], most[low]
        assert top is None or bottom is None or top >= bottom


def test_classes_are_due_by_the_quarter_half_year_and_year() -> None:
    day = date(2026, 1, 1)
    assert [count_rules.due_on(kind, day, day) for kind in "ABC"] == [
        date(2026, 4, 2), date(2026, 7, 2), date(2027, 1, 1)
    ]  # fmt: skip
    assert count_rules.due_on("C", None, day) == day


@pytest.mark.parametrize(
    ("difference", "expected", "worth", "far"),
    [(0, 10_000, 0, False), (-1000, 10_000, -900, False), (-2000, 10_000, -900, True), (-1000, 10_000, -1001, True),
     (1000, 0, 10, True)],
)  # fmt: skip
def test_too_far_is_a_share_or_a_worth(difference: int, expected: int, worth: int, far: bool) -> None:
    assert count_rules.too_far(difference, expected, worth, most_minor=1000, most_ppm=100_000) == far


@pytest.mark.django_db
def test_what_is_sold_after_the_count_of_a_line_is_respected() -> None:
    """K-85: expected 12 at 10:05, counted 11, two sold at 10:20, posted 11:00 → −1 → 9."""
    where = site()
    pads = stocked(where, 12)
    store = places.store(where.pk)
    begun = counts.begin(where, scope="all", **BY)
    line = counts.count(begun, part=pads, quantity_milli=11_000, by=SAM, at=clock(10, 5))
    assert (line.expected_milli, line.difference_milli) == (12_000, -1_000)
    move([out(pads, store, 2)], at=clock(10, 20))
    counts.finish(begun, by=SAM, at=clock(10, 50))
    posted = count_posting.post(begun, why="Inventering", by=KIM, at=clock(11))
    assert (shelf(pads, store), posted.worth_minor, posted.state) == ((9, 0, 90_000), -10_000, "posted")
    assert Movement.objects.get(kind="count").reason == f"Count {begun.number}: Inventering"
    stock = sum(Posting.objects.filter(role="stock").values_list("amount_minor", flat=True))
    assert stock == 110_000  # the sale of the sample posts nothing
    with pytest.raises(WrongState):
        counts.count(begun, part=pads, quantity_milli=1, by=SAM, at=clock(12))


@pytest.mark.django_db
def test_a_late_fact_from_before_a_posted_count_was_missed_by_it_already() -> None:
    """K-86: 12 on hand, 2 sold offline 09:50, counted 10 at 10:05 (−2 → 10); the sale arrives 11:00: −2, +2 → 10."""
    where = site()
    pads = stocked(where, 12)
    store = places.store(where.pk)
    begun = counts.begin(where, scope="all", **BY)
    counts.count(begun, part=pads, quantity_milli=10_000, by=SAM, at=clock(10, 5))
    counts.finish(begun, by=SAM, at=clock(10, 10))
    count_posting.post(begun, by=SAM, at=clock(10, 15))
    [moved] = move([out(pads, store, 2, allow_short=True)], happened_at=clock(9, 50), at=clock(11))
    assert (shelf(pads, store), moved.value_minor, moved.revalued_minor) == ((10, 0, 100_000), -20_000, 20_000)
    rows = Movement.objects.filter(kind="count").order_by("recorded_at", "sequence")
    assert [(one.quantity_milli, one.source_id) for one in rows] == [
        (-2000, CountLine.objects.get().pk), (2000, CountLine.objects.get().pk)
    ]  # fmt: skip
    move([out(pads, store, 1, allow_short=True)], happened_at=clock(10, 30), at=clock(11))
    assert shelf(pads, store) == (9, 0, 90_000)


@pytest.mark.django_db
def test_a_late_fact_before_the_count_is_posted_is_expected_no_more() -> None:
    where = site()
    pads = stocked(where, 12)
    store = places.store(where.pk)
    begun = counts.begin(where, scope="parts", parts=[pads], **BY)
    counts.count(begun, part=pads, quantity_milli=10_000, by=SAM, at=clock(10, 5))
    move([out(pads, store, 2, allow_short=True)], happened_at=clock(9, 50), at=clock(10, 30))
    counts.finish(begun, by=SAM, at=clock(10, 40))
    count_posting.post(begun, by=SAM, at=clock(10, 45))
    assert (shelf(pads, store), Movement.objects.filter(kind="count").count()) == ((10, 0, 100_000), 0)
    sound_balances = checks.run("stock.balances")
    assert sound_balances == []


@pytest.mark.django_db
def test_scans_add_up_and_goods_that_move_meanwhile_are_counted_again() -> None:
    where = site()
    pads = stocked(where, 3)
    begun = counts.begin(where, scope="all", **BY)
    for minute in range(3):
        counts.count(begun, part=pads, quantity_milli=1000, add=True, by=SAM, at=clock(10, minute))
    assert CountLine.objects.get().counted_milli == 3000
    assert not CountLine.objects.get().disturbed
    move([out(pads, places.store(where.pk), 1)], at=clock(10, 4))
    line = counts.count(begun, part=pads, quantity_milli=1000, add=True, by=SAM, at=clock(10, 5))
    assert line.disturbed
    assert counts.finish(begun, by=SAM, at=clock(10, 6)).state == "open"
    again = counts.count(begun, part=pads, quantity_milli=2000, add=True, by=SAM, at=clock(10, 7))
    assert (again.counted_milli, again.rounds, again.again, again.disturbed) == (2000, 1, False, False)
    assert counts.finish(begun, by=SAM, at=clock(10, 8)).state == "counted"
    assert CountEntry.objects.count() == 5


@pytest.mark.django_db
def test_two_people_do_not_count_the_same_pile_without_knowing() -> None:
    where = site()
    pads = stocked(where, 5)
    begun = counts.begin(where, scope="all", **BY)
    counts.count(begun, part=pads, quantity_milli=2000, by=SAM, at=clock(10))
    for add in (True, False):
        with pytest.raises(counts.CountedByOther, match="Sam has counted 2"):
            counts.count(begun, part=pads, quantity_milli=3000, add=add, by=KIM, at=clock(10, 1))
    assert CountLine.objects.get().counted_milli == 2000
    line = counts.count(begun, part=pads, quantity_milli=3000, add=True, together=True, by=KIM, at=clock(10, 2))
    assert (line.counted_milli, line.difference_milli) == (5000, 0)


@pytest.mark.django_db
def test_a_large_difference_is_counted_twice_and_posted_by_another() -> None:
    where = site(recount_minor=50_000, count_alone_minor=50_000)
    pads, bulbs = stocked(where, 10), stocked(where, 10, 100)
    store = places.store(where.pk)
    begun = counts.begin(where, scope="all", **BY)
    with pytest.raises(counts.NothingCounted):
        counts.finish(begun, by=SAM, at=clock(10))
    counts.count(begun, part=pads, quantity_milli=3000, by=SAM, at=clock(10))
    counts.count(begun, part=bulbs, quantity_milli=9000, by=SAM, at=clock(10))
    with pytest.raises(WrongState):
        count_posting.post(begun, by=KIM, at=clock(10, 1))
    assert counts.finish(begun, by=SAM, at=clock(10, 2)).state == "open"
    assert CountLine.objects.get(again=True).part_id == pads.pk
    counts.count(begun, part=pads, quantity_milli=4000, by=SAM, at=clock(10, 3))
    assert counts.finish(begun, by=SAM, at=clock(10, 4)).state == "counted"
    told = count_posting.result(Count.objects.get())
    assert (told.counted, told.right, told.net_minor, told.gross_minor) == (2, 0, -60_100, 60_100)
    refused = [{"by": SAM}, {"by": SAM, "second": SAM}, {"by": KIM, "second": SAM}]
    for who in refused:
        with pytest.raises(count_posting.SomebodyElse, match="601,00"):
            count_posting.post(begun, at=clock(10, 5), **who)  # type: ignore[arg-type]
    assert (shelf(pads, store)[0], Count.objects.get().state) == (10, "counted")
    posted = count_posting.post(begun, second=KIM, by=SAM, at=clock(10, 6))
    assert (shelf(pads, store)[0], posted.approved_by, posted.worth_minor) == (4, "Kim", -60_100)
    sound()


@pytest.mark.django_db
def test_what_nobody_counted_stays_unless_the_rest_is_empty() -> None:
    where = site()
    pads, bulbs = stocked(where, 4), stocked(where, 6)
    store = places.store(where.pk)
    first = counts.begin(where, scope="all", **BY)
    counts.count(first, part=pads, quantity_milli=4000, by=SAM, at=clock(10))
    counts.finish(first, by=SAM, at=clock(10))
    count_posting.post(first, by=SAM, at=clock(10))
    assert (shelf(pads, store)[0], shelf(bulbs, store)[0]) == (4, 6)
    second = counts.begin(where, scope="all", **BY)
    counts.count(second, part=pads, quantity_milli=4000, by=SAM, at=clock(11))
    counts.finish(second, rest_is_empty=True, by=SAM, at=clock(11))
    count_posting.post(second, by=SAM, at=clock(11))
    assert (shelf(pads, store)[0], shelf(bulbs, store)[0]) == (4, 0)
    sound()


@pytest.mark.django_db
def test_bins_are_counted_each_and_hold_what_was_found() -> None:
    where = site()
    pads = part()
    place = StockLocation.objects.get(pk=places.store(where.pk))
    bins.set_home(pads, place, code="A-1", **BY)
    receipts.receive(where, lines=[(pads, 10_000, 1_000)], **BY)
    bins.move(pads, place, to="LOFT", quantity_milli=4000, **BY)
    begun = counts.begin(where, scope="bins", bin_codes=["loft"], **BY)
    assert begun.lines.count() == 1
    with pytest.raises(counts.SayWhichBin):
        counts.count(begun, part=pads, quantity_milli=3000, by=SAM, at=clock(10))
    with pytest.raises(bins.BinNameMissing):
        counts.count(begun, part=pads, quantity_milli=3000, bin_code="nowhere", by=SAM, at=clock(10))
    line = counts.count(begun, part=pads, quantity_milli=3000, bin_code="Loft", by=SAM, at=clock(10))
    assert (line.expected_milli, line.difference_milli) == (4000, -1000)
    counts.finish(begun, by=SAM, at=clock(10))
    count_posting.post(begun, by=SAM, at=clock(10))
    assert [(one.code, one.milli) for one in bins.where([pads.pk], place.pk)[pads.pk]] == [
        ("A-1", 6000),
        ("LOFT", 3000),
    ]
    sound()


@pytest.mark.django_db
def test_what_lies_at_no_bin_is_counted_there_when_one_says_so() -> None:
    where = site()
    pads = stocked(where, 10)
    place = StockLocation.objects.get(pk=places.store(where.pk))
    bins.move(pads, place, to="LOFT", quantity_milli=4000, **BY)
    begun = counts.begin(where, scope="all", **BY)
    with pytest.raises(counts.SayWhichBin, match="–, LOFT"):
        counts.count(begun, part=pads, quantity_milli=6000, by=SAM, at=clock(10))
    line = counts.count(begun, part=pads, quantity_milli=6000, bin_code=bins.NOWHERE, by=SAM, at=clock(10))
    assert (line.bin_id, line.expected_milli, line.difference_milli) == (None, 6000, 0)
    with pytest.raises(bins.BinNameMissing):
        bins.make(place, code=bins.NOWHERE, **BY)


@pytest.mark.django_db
def test_serial_numbers_are_counted_piece_by_piece() -> None:
    where = site()
    battery = tracking.track(part(), kind="serial", **BY)
    store = places.store(where.pk)
    receipts.receive(where, lines=[(battery, 2000, 50_000)], lots={0: [LotIn("A1"), LotIn("A2")]}, **BY)
    van = places.open_place(where, kind="van", name="ABC 123", **BY)
    begun = counts.begin(where, scope="all", **BY)
    with pytest.raises(counts.SayWhichLot):
        counts.count(begun, part=battery, quantity_milli=1000, by=SAM, at=clock(10))
    counts.count(begun, part=battery, quantity_milli=1000, lot="a-1", by=SAM, at=clock(10))
    counts.count(begun, part=battery, quantity_milli=1000, lot="B7", by=SAM, at=clock(10))
    adjustments.move(battery, where, quantity_milli=1000, to=van, lots=[LotIn("A2")], **BY)
    with pytest.raises(lots.SerialHere, match="ABC 123"):
        counts.count(begun, part=battery, quantity_milli=1000, lot="A2", by=SAM, at=clock(10))
    counts.finish(begun, rest_is_empty=True, by=SAM, at=clock(10))
    count_posting.post(begun, by=SAM, at=clock(10))
    assert [(one.lot.code, one.on_hand_milli) for one in lots.here(battery.pk, store)] == [("A1", 1000), ("B7", 1000)]
    assert shelf(battery, store) == (2, 0, 100_000)
    sound()


@pytest.mark.django_db
def test_a_count_below_what_is_promised_stands_and_is_told() -> None:
    from vaxel.business.stock.tests.shelves import hold, wish

    where = site()
    pads = stocked(where, 5)
    store = places.store(where.pk)
    hold(wish(pads, store, 4, source_id=uuid4()))
    begun = counts.begin(where, scope="all", **BY)
    counts.count(begun, part=pads, quantity_milli=1000, by=SAM, at=clock(10))
    counts.finish(begun, by=SAM, at=clock(10))
    count_posting.post(begun, by=SAM, at=clock(10))
    assert shelf(pads, store) == (1, 0, 10_000)
    assert TrayItem.objects.get().kind == "stock.reservation_given_up"


@pytest.mark.django_db
def test_refusals_begin_nothing() -> None:
    where = site()
    for scope, kind in (("dust", ""), ("class", ""), ("class", "D"), ("all", "A")):
        with pytest.raises(counts.NoSuchScope):
            counts.begin(where, scope=scope, kind=kind, **BY)
    empties: list[dict[str, Any]] = [
        {"scope": "all"}, {"scope": "bins", "bin_codes": ["X"]}, {"scope": "class", "kind": "A"}
    ]  # fmt: skip
    for empty in empties:
        with pytest.raises(counts.NothingToCount):
            counts.begin(where, **empty, **BY)
    with pytest.raises(receipts.NotShelved):
        counts.begin(where, scope="parts", parts=[part(stocking="kit")], **BY)
    assert not Count.objects.exists()
    pads = stocked(where, 1)
    begun = counts.begin(where, scope="all", **BY)
    with pytest.raises(counts.BadCount):
        counts.count(begun, part=pads, quantity_milli=-1, by=SAM, at=clock(10))
    assert not CountEntry.objects.exists()
    assert counts.cancel(begun, by=SAM, at=clock(10)).state == "cancelled"


@pytest.mark.django_db
def test_what_sells_most_is_due_first_and_not_again_before_its_time() -> None:
    where = site()
    slow, quick = stocked(where, 50, 100), stocked(where, 50, 10_000)
    store = places.store(where.pk)
    move([out(quick, store, 20), out(slow, store, 1)])
    assert rolling.classes(store, AT + timedelta(days=1)) == {quick.pk: "A", slow.pk: "C"}
    assert [(one.part_id, one.kind) for one in rolling.due(store, AT + timedelta(days=1))] == [
        (quick.pk, "A"), (slow.pk, "C")
    ]  # fmt: skip
    begun = counts.begin(where, scope="class", kind="A", by=MO, at=AT + timedelta(days=1))
    counts.count(begun, part=quick, quantity_milli=30_000, by=SAM, at=AT + timedelta(days=1))
    counts.finish(begun, by=SAM, at=AT + timedelta(days=1))
    count_posting.post(begun, by=SAM, at=AT + timedelta(days=1))
    assert [one.part_id for one in rolling.due(store, AT + timedelta(days=2))] == [slow.pk]
    assert [one.part_id for one in rolling.due(store, AT + timedelta(days=93))] == [quick.pk, slow.pk]
