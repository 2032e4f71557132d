"""Parts of approved jobs: held, handed out by scan before posting, taken back, and the books that follow."""

import pytest

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.catalog import kits, parts
from vaxel.business.service import supply, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.business.stock import receipts
from vaxel.business.stock.models import Balance, Movement
from vaxel.business.tickets import holding, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo has approved the brakes."""
    made = workshop()
    made.phone(Answer(made.brakes, "approve"))
    return made


def shelf(floor: Floor) -> tuple[int, int]:
    """Pads on hand and held."""
    balance = Balance.objects.get(part=floor.pads)
    return balance.on_hand_milli, balance.reserved_milli


def test_what_is_held_goes_out_by_scan_and_the_books_follow(floor: Floor) -> None:
    pads = floor.line(floor.brakes, "part")
    assert (shelf(floor), supply.states([pads])) == ((4000, 1000), {pads.pk: "reserved"})
    supply.hand_out(pads, by=floor.shop.kim, at=AT)
    assert (shelf(floor), supply.states([pads])) == ((3000, 0), {pads.pk: "issued"})
    assert [(one.kind, one.quantity_milli, one.value_minor) for one in Movement.objects.filter(kind="issue")] == [
        ("issue", -1000, -40_000)
    ]
    entry = LedgerEntry.objects.get(source_kind="hand_out")
    assert dict(Posting.objects.filter(entry=entry).values_list("role", "amount_minor")) == {
        "cogs": 40_000,
        "stock": -40_000,
    }
    with pytest.raises(supply.HandedOutAlready):
        supply.hand_out(pads, by=floor.shop.kim, at=AT)
    assert shelf(floor) == (3000, 0)


def test_pieces_go_out_one_by_one_and_come_back_at_what_they_cost(floor: Floor) -> None:
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=3000, by=floor.shop.kim, at=AT)
    floor.phone(Answer(floor.brakes, "approve"))
    pads = floor.line(floor.brakes, "part")
    supply.hand_out(pads, quantity_milli=1000, by=floor.shop.kim, at=AT)
    supply.hand_out(pads, quantity_milli=1000, by=floor.shop.kim, at=AT)
    assert (shelf(floor), supply.out_milli(pads), supply.missing([pads])) == ((2000, 1000), 2000, [])
    with pytest.raises(work.PartsIssued, match="Brakes"):
        work.cancel(floor.brakes, reason="Sold", by=floor.shop.kim, at=AT)
    supply.take_back(pads, by=floor.shop.kim, at=AT)
    assert (shelf(floor)[0], supply.out_milli(pads), Balance.objects.get(part=floor.pads).value_minor) == (
        4000,
        0,
        160_000,
    )
    with pytest.raises(supply.NothingOut):
        supply.take_back(pads, by=floor.shop.kim, at=AT)
    supply.hand_out(pads, by=floor.shop.kim, at=AT)
    assert shelf(floor) == (1000, 0)
    supply.take_back(pads, by=floor.shop.kim, at=AT)
    booked = Posting.objects.filter(entry__source_kind="hand_out", role="cogs").values_list("amount_minor", flat=True)
    assert sum(booked) == 0
    work.cancel(floor.brakes, reason="Sold", by=floor.shop.kim, at=AT)
    assert shelf(floor) == (4000, 0)


def test_parts_go_to_work_that_is_agreed(floor: Floor) -> None:
    with pytest.raises(supply.NotForHandOut, match="Wipers"):
        supply.hand_out(floor.line(floor.wipers, "part"), by=floor.shop.kim, at=AT)
    with pytest.raises(supply.NotAPart):
        supply.hand_out(floor.line(floor.brakes, "labour"), by=floor.shop.kim, at=AT)
    assert Movement.objects.filter(kind="issue").count() == 0


def test_a_kit_needs_its_components_and_waits_for_the_one_that_is_missing(floor: Floor) -> None:
    kit = parts.add(brand="Växel", number="KIT 1", name_sv="Bromssats", name_en="Brake kit", stocking="kit", **SAID)
    discs = parts.add(brand="TRW", number="DF6015", name_sv="Bromsskiva", name_en="Disc", cost_minor=55_000, **SAID)
    kits.set_components(kit, components=[(floor.pads, 1000), (discs, 2000)], **SAID)
    [line] = lines.add(floor.wipers, [lines.Wish("part", part=kit, unit_price_cm=20_000_000)], by=floor.shop.mo, at=AT)
    floor.phone(Answer(floor.wipers, "approve"))
    assert [(one.part_id, one.missing_milli) for one in supply.missing([line])] == [(discs.pk, 2000)]
    assert (floor.now(floor.wipers).hold_reason, supply.states([line])[line.pk]) == ("parts", "needed")
    receipts.receive(floor.shop.workshop, lines=[(discs, 2000, 55_000)], **SAID)
    floor.phone(Answer(floor.wipers, "approve"))
    assert supply.states([line])[line.pk] == "reserved"
    supply.hand_out(line, by=floor.shop.kim, at=AT)
    assert (supply.out_milli(line), supply.states([line])[line.pk]) == (1000, "issued")
    assert Balance.objects.get(part=discs).on_hand_milli == 0


def test_what_the_customer_brings_or_nobody_counts_needs_no_shelf(floor: Floor) -> None:
    rags = parts.add(brand="Tork", number="R1", name_sv="Trasor", name_en="Rags", stocking="not_counted", **SAID)
    own, cloth = lines.add(
        floor.wipers,
        [lines.Wish(part=floor.blades, customer_supplied=True), lines.Wish(part=rags, unit_price_cm=100)],
        by=floor.shop.mo, at=AT,
    )  # fmt: skip
    assert supply.states([own, cloth]) == {own.pk: "customer_supplied", cloth.pk: "not_counted"}
    assert holding.needs([own, cloth]) == []


def test_a_line_that_shrinks_or_goes_lets_go_at_once(floor: Floor) -> None:
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=3000, by=floor.shop.kim, at=AT)
    floor.phone(Answer(floor.brakes, "approve"))
    assert shelf(floor) == (4000, 3000)
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=2000, by=floor.shop.kim, at=AT)
    assert shelf(floor) == (4000, 2000)
    pads = floor.line(floor.brakes, "part")
    supply.hand_out(pads, quantity_milli=1000, by=floor.shop.kim, at=AT)
    lines.change(pads, version=pads.version, quantity_milli=1000, by=floor.shop.kim, at=AT)
    assert shelf(floor) == (3000, 0)
    with pytest.raises(holding.HandedOut, match="Bromsbelägg"):
        lines.remove(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    assert floor.line(floor.brakes, "part").quantity_milli == 1000
    supply.take_back(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    lines.remove(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    assert shelf(floor) == (4000, 0)
