"""Receipts, opening balances, adjustments, scrap and levels: the shelf and the books say the same."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.catalog import kits, parts
from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.stock import adjustments, levels, needs, places, queries, receipts
from vaxel.business.stock.models import Balance, Movement, ReorderLevel, StockLocation
from vaxel.business.stock.reservations import Wish
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import MO, hold, into, issue, move, out, part, shelf, wish
from vaxel.kernel import checks
from vaxel.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
SETUP: dict[str, Any] = {"by": MO, "at": AT}


@pytest.fixture
def cast() -> Shop:
    """The shop, both sites with their stores."""
    made = shop()
    for site in (made.workshop, made.tyres):
        places.open_store(site, **SETUP)
    return made


@pytest.fixture
def here(cast: Shop) -> UUID:
    """The workshop's store."""
    return places.store(cast.workshop.pk)


@pytest.fixture
def pads() -> Part:
    """Brake pads."""
    return part("P 85 020", norm="P85020")


def postings(source_kind: str) -> list[tuple[str, int]]:
    """(account, minor units) of all entries of that kind."""
    found = Posting.objects.filter(entry__source_kind=source_kind).order_by("entry__number", "n")
    return list(found.values_list("account", "amount_minor"))


def sound() -> list[str]:
    """What `vaxel check` has to say of stock."""
    return [said for name, found in checks.run_all().items() if name.startswith("stock.") for said in found]


def test_a_site_has_one_store(cast: Shop) -> None:
    assert places.open_store(cast.workshop, **SETUP).pk == places.store(cast.workshop.pk)
    assert StockLocation.objects.count() == 2
    with pytest.raises(places.NoStore):
        places.store(uuid4())


def test_a_receipt_is_on_the_shelf_and_in_the_books(cast: Shop, here: UUID, pads: Part) -> None:
    oil = part("OIL", unit="l")
    receipts.receive(cast.workshop, lines=[(pads, 10_000, 10_000), (oil, 2_500, 8_999)], by=cast.mo, at=AT)
    assert shelf(pads, here) == (10, 0, 100_000)
    found = Balance.objects.get(part=oil)
    assert (found.on_hand_milli, found.value_minor) == (2_500, 22_498)
    assert postings("stock_receipt") == [("1460", 122_498), ("4960", -122_498)]
    assert list(Part.objects.order_by("number").values_list("cost_minor", flat=True)) == [8_999, 10_000]
    assert sound() == []


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ((0, 100, "stocked"), receipts.NothingReceived), ((-1_000, 100, "stocked"), receipts.NothingReceived),
        ((1_000, -1, "stocked"), receipts.CostBelowZero), ((1_000, 1, "kit"), receipts.NotShelved),
        ((1_000, 1, "not_counted"), receipts.NotShelved), ((1_000, 1, "on_demand"), receipts.NotShelved),
    ],
)  # fmt: skip
def test_a_receipt_that_makes_no_sense_is_refused(
    cast: Shop, pads: Part, line: tuple[int, int, str], refusal: type[Refused]
) -> None:
    milli, cost, stocking = line
    other = part("X", stocking=stocking)
    with pytest.raises(refusal):
        receipts.receive(cast.workshop, lines=[(pads, 1_000, 1), (other, milli, cost)], by=cast.mo, at=AT)
    with pytest.raises(receipts.NothingReceived):
        receipts.receive(cast.workshop, lines=[], by=cast.mo, at=AT)
    assert (Balance.objects.count(), Movement.objects.count(), LedgerEntry.objects.count()) == (0, 0, 0)


def test_an_opening_that_comes_after_the_first_sales_covers_them(cast: Shop, here: UUID, pads: Part) -> None:
    move([out(pads, here, 3, allow_short=True)])
    lines = [(pads.pk, 5_000, 10_000)]
    assert receipts.open_balances(cast.workshop, key="late", lines=lines, by=cast.mo, at=AT) == 1
    held = Balance.objects.get(part=pads, location=here)
    assert (held.on_hand_milli, held.value_minor, held.short_milli) == (2_000, 20_000, 0)
    assert receipts.open_balances(cast.workshop, key="late", lines=lines, by=cast.mo, at=AT) == 0
    assert sum(Balance.objects.values_list("value_minor", flat=True)) == 20_000


def test_opening_balances_are_booked_once_k107(cast: Shop, here: UUID) -> None:
    lines = [(part().pk, 2_000, 5_000) for _ in range(900)]
    for expected in (900, 0):
        assert receipts.open_balances(cast.workshop, key="2026", lines=lines, by=cast.mo, at=AT) == expected
    assert postings("stock_opening") == [("1460", 9_000_000), ("4960", -9_000_000)]
    assert (Balance.objects.count(), Movement.objects.count(), sound()) == (900, 900, [])
    with pytest.raises(receipts.NothingReceived):
        receipts.open_balances(cast.workshop, key="other", lines=[(part().pk, 0, 1)], by=cast.mo, at=AT)


def test_an_adjustment_moves_at_the_average_and_says_why(cast: Shop, here: UUID, pads: Part) -> None:
    receipts.receive(cast.workshop, lines=[(pads, 3_000, 3_333)], by=cast.mo, at=AT)
    adjustments.adjust(pads, cast.workshop, quantity_milli=-1_000, reason="broken", text="dropped", by=cast.mo, at=AT)
    adjustments.adjust(pads, cast.workshop, quantity_milli=2_000, reason="found", by=cast.mo, at=AT)
    assert shelf(pads, here) == (4, 0, 13_332)
    said = list(Movement.objects.filter(kind="adjust").order_by("recorded_at", "id").values_list("reason", flat=True))
    assert said == ["broken: dropped", "found"]
    assert postings("stock_adjust") == [("1460", -3_333), ("4960", 3_333), ("1460", 6_666), ("4960", -6_666)]
    assert sound() == []


def test_what_is_found_on_an_empty_shelf_comes_at_the_last_average_else_the_cost(
    cast: Shop, here: UUID, pads: Part
) -> None:
    cheap = part("NEW", cost_minor=700)
    receipts.receive(cast.workshop, lines=[(pads, 2_000, 3_000)], by=cast.mo, at=AT)
    adjustments.adjust(pads, cast.workshop, quantity_milli=-2_000, reason="lost", by=cast.mo, at=AT)
    found = [
        adjustments.adjust(one, cast.workshop, quantity_milli=2_000, reason="found", by=cast.mo, at=AT).value_minor
        for one in (pads, cheap)
    ]
    assert found == [6_000, 1_400]


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ((0, "found"), adjustments.NothingToAdjust), ((1_000, ""), adjustments.NoSuchReason),
        ((1_000, "because"), adjustments.NoSuchReason), ((-4_000, "lost"), Short),
        ((-3_000, "stolen"), adjustments.SecondPersonNeeded),
    ],
)  # fmt: skip
def test_an_adjustment_that_may_not_be_is_refused(
    cast: Shop, here: UUID, pads: Part, wanted: tuple[int, str], refusal: type[Refused]
) -> None:
    quantity, reason = wanted
    receipts.receive(cast.workshop, lines=[(pads, 3_000, 200_000)], by=cast.mo, at=AT)
    with pytest.raises(refusal):
        adjustments.adjust(pads, cast.workshop, quantity_milli=quantity, reason=reason, by=cast.mo, at=AT)
    assert (shelf(pads, here), postings("stock_adjust")) == ((3, 0, 600_000), [])


def test_above_a_value_a_second_person_stands_for_it_k109(cast: Shop, here: UUID, pads: Part) -> None:
    receipts.receive(cast.workshop, lines=[(pads, 3_000, 200_000)], by=cast.mo, at=AT)
    wanted: dict[str, Any] = {"quantity_milli": -3_000, "reason": "stolen", "by": cast.mo, "at": AT}
    for nobody in (None, cast.mo, cast.tess):
        with pytest.raises(adjustments.SecondPersonNeeded, match="6\xa0000,00"):
            adjustments.adjust(pads, cast.workshop, second=nobody, **wanted)
    adjustments.adjust(pads, cast.workshop, second=MO, **wanted)
    assert shelf(pads, here) == (0, 0, 0)
    preferences.change("stock.adjust_alone_minor", value=0, site=cast.workshop, by=cast.mo, at=AT)
    with pytest.raises(adjustments.SecondPersonNeeded):
        adjustments.adjust(pads, cast.workshop, **(wanted | {"quantity_milli": 1_000}))


def test_scrap_leaves_the_shelf_and_the_books(cast: Shop, here: UUID, pads: Part) -> None:
    receipts.receive(cast.workshop, lines=[(pads, 3_000, 5_000)], by=cast.mo, at=AT)
    adjustments.scrap(pads, cast.workshop, quantity_milli=1_000, reason="broken", by=cast.mo, at=AT)
    assert (shelf(pads, here), postings("stock_scrap")) == ((2, 0, 10_000), [("1460", -5_000), ("4960", 5_000)])
    with pytest.raises(adjustments.NothingToAdjust):
        adjustments.scrap(pads, cast.workshop, quantity_milli=-1_000, reason="broken", by=cast.mo, at=AT)
    assert sound() == []


def test_a_min_for_each_site_f35_k91(cast: Shop, here: UUID, pads: Part) -> None:
    there = places.store(cast.tyres.pk)
    move([into(pads, here, 5, 500), into(pads, there, 5, 500)])
    levels.set_level(pads, cast.workshop, min_milli=4_000, max_milli=10_000, **SETUP)
    levels.set_level(pads, cast.tyres, min_milli=6_000, max_milli=7_000, **SETUP)
    assert queries.to_reorder(cast.workshop.pk) == []
    hold(wish(pads, here, 3))
    [proposal] = queries.to_reorder(cast.workshop.pk)
    assert queries.how_many_to_reorder(cast.workshop.pk) == 1
    assert (proposal.position_milli, proposal.quantity_milli) == (2_000, 8_000)
    assert proposal.why == "position 2 < min 4"
    assert [one.quantity_milli for one in queries.to_reorder(cast.tyres.pk)] == [2_000]


def test_levels_that_cross_are_refused(cast: Shop, pads: Part) -> None:
    for low, high in ((-1, 5), (5_000, 4_000)):
        with pytest.raises(levels.LevelsCross):
            levels.set_level(pads, cast.workshop, min_milli=low, max_milli=high, **SETUP)
        with pytest.raises(levels.LevelsCross):
            levels.set_many(cast.workshop, levels=[(pads.pk, low, high)], **SETUP)
    assert not ReorderLevel.objects.exists()


def test_the_reorder_list_is_one_statement(cast: Shop) -> None:
    def counted(more: int) -> tuple[int, int]:
        wanted = [(part().pk, 1_000, 2_000) for _ in range(more)]
        levels.set_many(cast.workshop, levels=wanted, **SETUP)
        with CaptureQueriesContext(connection) as statements:
            return len(queries.to_reorder(cast.workshop.pk)), len(statements)

    assert [counted(1), counted(2)] == [(1, 1), (3, 1)]


def test_a_kit_is_there_as_often_as_its_scarcest_component_k18(cast: Shop, here: UUID) -> None:
    pads, discs, clips, paste = part("PADS"), part("DISCS"), part("CLIPS"), part("PASTE", stocking="not_counted")
    kit = part("KIT", stocking="kit")
    inside = [(pads, 1_000), (discs, 2_000), (clips, 1_000), (paste, 50)]
    kits.set_components(kit, components=inside, **SETUP)
    move([into(pads, here, 7, 700), into(discs, here, 9, 900), into(clips, here, 3, 300)])
    there = queries.availability([kit.pk, discs.pk, paste.pk], here)
    assert there == {kit.pk: 3_000, discs.pk: 9_000, paste.pk: None}
    hold(wish(clips, here, 1))
    assert queries.availability([kit.pk], here) == {kit.pk: 2_000}


def test_a_kit_is_held_and_issued_by_its_components_all_or_none_k19(cast: Shop, here: UUID) -> None:
    pads, discs, paste, empty = (
        part("PADS"),
        part("DISCS"),
        part("PASTE", stocking="not_counted"),
        part("E", stocking="kit"),
    )
    kit = part("KIT", stocking="kit")
    kits.set_components(kit, components=[(pads, 1_000), (discs, 2_000), (paste, 50)], **SETUP)
    move([into(pads, here, 7, 700), into(discs, here, 3, 300)])

    def wishes(kit_milli: int, line: UUID) -> list[Wish]:
        [taken, nothing, none, one] = needs.shelved(
            [(kit.pk, kit_milli), (paste.pk, 9), (empty.pk, 1_000), (pads.pk, 5)]
        )
        assert (nothing, none, one) == ([], [], [(pads.pk, 5)])
        return [Wish(uuid4(), part_id, here, milli, "line", line) for part_id, milli in taken]

    with pytest.raises(Short, match="DISCS"):
        hold(*wishes(2_000, uuid4()))
    line = uuid4()
    hold(*wishes(1_000, line))
    assert (shelf(pads, here), shelf(discs, here)) == ((7, 1, 700), (3, 2, 300))
    issue([out(pads, here, 1, source_id=line), out(discs, here, 2, source_id=line)])
    assert (shelf(pads, here), shelf(discs, here)) == ((6, 0, 600), (1, 0, 100))
    assert queries.supply([line]) == {line: {pads.pk: queries.Supply(0, 1_000), discs.pk: queries.Supply(0, 2_000)}}
    gone = Movement.objects.get(source_id=line, part=discs)
    move([into(discs, here, 1, None, kind="customer_return", reverses=gone.pk)])
    hold(wish(discs, here, 1, source_id=line))
    assert queries.supply([line])[line][discs.pk] == queries.Supply(1_000, 1_000)


def test_a_counted_part_keeps_its_stocking_kind_k6(cast: Shop, here: UUID, pads: Part) -> None:
    move([into(pads, here, 1, 100)])
    with pytest.raises(parts.StockingLocked, match="P 85 020"):
        parts.change(pads, stocking="not_counted", **SETUP)
    pads.refresh_from_db()
    assert pads.stocking == "stocked"


def test_balances_are_read_in_one_statement(cast: Shop, here: UUID, pads: Part) -> None:
    there = places.store(cast.tyres.pk)
    move([into(pads, here, 2, 200), into(pads, there, 1, 100)])
    with CaptureQueriesContext(connection) as statements:
        found = queries.balances([pads.pk])
    assert (len(statements), [(one.place, one.available_milli) for one in found]) == (
        1, [("Däckhuset", 1_000), ("Verkstaden", 2_000)],
    )  # fmt: skip
    assert [one.place for one in queries.balances([pads.pk], cast.tyres.pk)] == ["Däckhuset"]
