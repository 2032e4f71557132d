"""Lots, tyres' DOT and serial numbers: named, picked first expiring first, in one place, traced (K-21, K-22, K-76)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import shop
from vaxel.business.stock import adjustments, ledger, lot_rules, lots, naming, places, receipts, tracking
from vaxel.business.stock.lot_rules import OnHand
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Lot, LotBalance, Movement, NamedLot
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import AT, MO, into, move, out, part, shelf
from vaxel.business.stock.tests.shelves import site as other_site
from vaxel.kernel import checks
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import TrayItem

BY: Any = {"by": MO, "at": AT}


@action("sample.name")
def name(source: UUID, of: Part, pieces: Sequence[LotIn], location: UUID, *, by: Actor, at: datetime) -> None:
    """The line takes these."""
    naming.name(source, of, pieces, location_id=location)


def site() -> Site:
    """The workshop, with its books and its store."""
    made = shop().workshop
    places.open_store(made, **BY)
    return made


def tracked(kind: str, **fields: Any) -> Part:
    return tracking.track(part(**fields), kind=kind, **BY)


def lying(of: Part) -> list[tuple[str, int]]:
    found = LotBalance.objects.filter(lot__part=of).exclude(on_hand_milli=0).order_by("lot__code")
    return [(one.lot.code, one.on_hand_milli // 1000) for one in found.select_related("lot")]


def sound() -> None:
    names = ("stock.balances", "stock.lots", "stock.serials", "stock.nothing_is_worth_nothing")
    assert {one: checks.run(one) for one in names} == {one: [] for one in names}


@pytest.mark.parametrize(
    ("code", "made"),
    [("2325", date(2025, 6, 2)), ("DOT XL7K 2325", date(2025, 6, 2)), ("0124", date(2024, 1, 1)), ("5325", None),
     ("5326", None), ("4926", None), ("23", None), ("ABCD", None), ("0025", None), ("4726", date(2026, 11, 16))],
)  # fmt: skip
def test_a_dot_code_is_a_week_that_has_been(code: str, made: date | None) -> None:
    assert lot_rules.dot_date(code, date(2026, 11, 24)) == made


def test_months_later_is_the_same_day_or_the_months_last() -> None:
    assert lot_rules.months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert lot_rules.months_later(date(2025, 6, 2), 60) == date(2030, 6, 2)
    assert lot_rules.months_later(date(2025, 12, 15), 1) == date(2026, 1, 15)


def test_what_expires_first_is_picked_first_and_what_has_expired_is_not() -> None:
    day = date(2026, 11, 24)

    def lot(code: str, before: date | None, came: int, milli: int) -> OnHand:
        return OnHand(uuid4(), code, False, before, came, 0, milli)

    fresh, soon, old, bare = (
        lot("fresh", day + timedelta(900), 1, 2000), lot("soon", day, 2, 2000), lot("old", day - timedelta(1), 0, 9000),
        lot("bare", None, 0, 2000),
    )  # fmt: skip
    assert lot_rules.pick([fresh, bare, old, soon], 5000, day) == [(soon, 2000), (fresh, 2000), (bare, 1000)]
    assert lot_rules.pick([old], 1000, day) == []


@pytest.mark.django_db
def test_a_tyre_is_sold_oldest_first_and_not_when_it_is_too_old() -> None:
    where, tyre = site(), tracked("dot", number="NORD")
    here = places.store(where.pk)
    came = [LotIn("1226", 4000), LotIn("4825", 4000), LotIn("0121", 4000)]
    receipts.receive(where, lines=[(tyre, 12_000, 90_000)], lots={0: came}, **BY)
    sold = out(tyre, here, 6)
    [moved] = move([sold])
    assert (moved.move, moved.value_minor, moved.on_hand_milli) == (sold, -540_000, 6_000)
    assert [(one.lot, one.quantity_milli) for one in Movement.objects.filter(kind="sale").order_by("lot")] == [
        ("1226", -2000), ("4825", -4000)
    ]  # fmt: skip
    assert lying(tyre) == [("0121", 4), ("1226", 2)]
    with pytest.raises(lots.OnlyExpired, match=r"NORD is too old \(0121\)"):
        move([out(tyre, here, 3)])
    assert shelf(tyre, here) == (6, 0, 540_000)
    move([out(tyre, here, 4, lot="0121")])  # on purpose
    assert lying(tyre) == [("1226", 2)]
    sound()


@pytest.mark.django_db
def test_a_lot_that_is_no_dot_week_is_refused() -> None:
    tyre = tracked("dot")
    with pytest.raises(lots.NoDot, match="9925"):
        receipts.receive(site(), lines=[(tyre, 1000, 1)], lots={0: [LotIn("9925")]}, **BY)
    assert not Movement.objects.exists()


@pytest.mark.django_db
def test_a_piece_is_named_before_it_leaves_and_leaves_with_its_own_cost() -> None:
    where, battery = site(), tracked("serial", number="VARTA")
    here = places.store(where.pk)
    receipts.receive(
        where, lines=[(battery, 2000, 80_000), (battery, 1000, 110_000)],
        lots={0: [LotIn("A1"), LotIn("A2")], 1: [LotIn("B1")]}, **BY,
    )  # fmt: skip
    line = uuid4()
    with pytest.raises(lots.SerialMissing, match=r"Say which VARTA: 2 to name, 0 named. In stock here: A1, A2, B1"):
        move([out(battery, here, 2, source_id=line)])
    name(line, battery, [LotIn("b-1")], here, **BY)
    with pytest.raises(lots.SerialMissing, match=r"2 to name, 1 named. In stock here: A1, A2"):
        move([out(battery, here, 2, source_id=line)])
    assert shelf(battery, here) == (3, 0, 270_000)
    name(line, battery, [LotIn("B1"), LotIn("A2")], here, **BY)
    [moved] = move([out(battery, here, 2, source_id=line)])
    assert (moved.value_minor, lying(battery)) == (-190_000, [("A1", 1)])
    sold = Movement.objects.get(lot="B1", kind="sale")
    assert (sold.value_minor, sold.source_id) == (-110_000, line)
    back = into(battery, here, 1, None, kind="customer_return", reverses=sold.pk, lot="B1", source_id=uuid4())
    assert move([back])[0].value_minor == 110_000
    assert lying(battery) == [("A1", 1), ("B1", 1)]
    sound()


@pytest.mark.django_db
def test_a_piece_that_lies_somewhere_does_not_come_in_again() -> None:
    here, there, battery = site(), other_site("LIN", "Linköping"), tracked("serial")
    receipts.receive(here, lines=[(battery, 1000, 1)], lots={0: [LotIn("A1")]}, **BY)
    for where in (here, there):
        with pytest.raises(lots.SerialHere, match="Verkstaden"):
            receipts.receive(where, lines=[(battery, 1000, 1)], lots={0: [LotIn("a 1")]}, **BY)
    with pytest.raises(lots.OnePiece):
        receipts.receive(there, lines=[(battery, 2000, 1)], lots={0: [LotIn("A2", 2000)]}, **BY)
    with pytest.raises(lots.LotMissing):
        receipts.receive(there, lines=[(battery, 1000, 1)], **BY)
    with pytest.raises(receipts.LotsDiffer):
        receipts.receive(there, lines=[(battery, 2000, 1)], lots={0: [LotIn("A2")]}, **BY)
    assert (lying(battery), Lot.objects.count(), Movement.objects.count()) == ([("A1", 1)], 1, 1)
    lot = Lot.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        LotBalance.objects.create(lot=lot, location_id=places.store(there.pk), single=True, on_hand_milli=1000)


@pytest.mark.django_db
def test_two_lines_do_not_name_the_same_piece_and_only_what_is_there() -> None:
    where, battery, pads = site(), tracked("serial"), part()
    here = places.store(where.pk)
    receipts.receive(where, lines=[(battery, 1000, 1)], lots={0: [LotIn("A1")]}, **BY)
    name(uuid4(), battery, [LotIn("A1")], here, **BY)
    with pytest.raises(naming.NamedElsewhere):
        name(uuid4(), battery, [LotIn("A1")], here, **BY)
    with pytest.raises(lots.LotShort):
        name(uuid4(), battery, [LotIn("A9")], here, **BY)
    with pytest.raises(lots.OnePiece):
        name(uuid4(), battery, [LotIn("A1"), LotIn("a1")], here, **BY)
    with pytest.raises(naming.NotTracked):
        name(uuid4(), pads, [LotIn("A1")], here, **BY)
    assert NamedLot.objects.count() == 1


@pytest.mark.django_db
def test_a_serial_sold_offline_twice_stands_and_is_disputed() -> None:
    where, battery = site(), tracked("serial")
    here = places.store(where.pk)
    receipts.receive(where, lines=[(battery, 1000, 50_000)], lots={0: [LotIn("A1")]}, **BY)
    move([out(battery, here, 1, lot="A1", allow_short=True)])
    move([out(battery, here, 1, lot="A1", allow_short=True)])
    assert (shelf(battery, here)[0], lying(battery)) == (-1, [("A1", -1)])
    assert sorted(TrayItem.objects.values_list("kind", flat=True)) == ["stock.oversold", "stock.serial_disputed"]
    assert checks.run("stock.lots") == []


@pytest.mark.django_db
def test_a_fact_that_names_no_piece_stands_and_the_tray_says_so() -> None:
    where, battery = site(), tracked("serial")
    here = places.store(where.pk)
    receipts.receive(where, lines=[(battery, 2000, 50_000)], lots={0: [LotIn("A1"), LotIn("A2")]}, **BY)
    move([out(battery, here, 1, allow_short=True)])
    assert (shelf(battery, here)[0], lying(battery)) == (1, [("?", -1), ("A1", 1), ("A2", 1)])
    assert TrayItem.objects.get().kind == "stock.lot_unknown"
    assert checks.run("stock.lots") == []


@pytest.mark.django_db
def test_what_is_not_there_is_short_whatever_it_is_called() -> None:
    where, battery = site(), tracked("serial", number="VARTA")
    with pytest.raises(Short):
        move([out(battery, places.store(where.pk), 1, lot="A1")])
    receipts.receive(where, lines=[(battery, 1000, 1)], lots={0: [LotIn("A1")]}, **BY)
    with pytest.raises(lots.LotShort, match="VARTA, A7: 1 wanted, 0 here"):
        move([out(battery, places.store(where.pk), 1, lot="A7")])
    assert lying(battery) == [("A1", 1)]


@pytest.mark.django_db
def test_how_a_part_is_tracked_stands_while_some_of_it_lies_there() -> None:
    where, battery = site(), tracked("serial")
    receipts.receive(where, lines=[(battery, 1000, 1)], lots={0: [LotIn("A1")]}, **BY)
    with pytest.raises(tracking.TrackingLocked):
        tracking.track(battery, kind="none", **BY)
    with pytest.raises(tracking.NoSuchTracking):
        tracking.track(battery, kind="guess", **BY)
    with pytest.raises(receipts.NotShelved):
        tracking.track(part(stocking="kit"), kind="lot", **BY)
    assert Part.objects.get(pk=battery.pk).tracking == "serial"


@pytest.mark.django_db
def test_a_piece_is_scrapped_and_moved_by_its_number() -> None:
    where, airbag = site(), tracked("serial")
    here, van = places.store(where.pk), places.open_place(where, kind="van", name="ABC 123", **BY)
    receipts.receive(where, lines=[(airbag, 2000, 400_000)], lots={0: [LotIn("A1"), LotIn("A2")]}, **BY)
    adjustments.move(airbag, where, quantity_milli=1000, to=van, lots=[LotIn("A2")], **BY)
    assert (shelf(airbag, here), shelf(airbag, van.pk)) == ((1, 0, 400_000), (1, 0, 400_000))
    adjustments.scrap(airbag, where, quantity_milli=1000, reason="broken", text="Stena, 4711", lots=[LotIn("A1")], **BY)
    assert lying(airbag) == [("A2", 1)]
    with pytest.raises(receipts.LotsDiffer):
        adjustments.scrap(airbag, where, quantity_milli=2000, reason="broken", lots=[LotIn("A2")], place=van, **BY)
    with pytest.raises(adjustments.NotThePlace):
        adjustments.move(airbag, where, quantity_milli=1000, to=van, from_place=van, lots=[LotIn("A2")], **BY)
    assert shelf(airbag, van.pk) == (1, 0, 400_000)
    sound()


@pytest.mark.django_db
def test_untracked_parts_cost_no_statement_more(django_assert_num_queries: Any) -> None:
    where, pads = site(), part()
    here = places.store(where.pk)
    move([into(pads, here, 10, 1000)])
    with transaction.atomic(), django_assert_num_queries(3):
        ledger.move([out(pads, here, 1)], at=AT)
