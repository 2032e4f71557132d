"""Before the invoice: which piece, the torque of the wheels, and what becomes of the old part (G6, G10, K-21, K-53)."""

from datetime import date

import pytest

from vaxel.business.catalog import fees, operations
from vaxel.business.catalog.models import Part
from vaxel.business.purchasing.models import Core
from vaxel.business.service import clocks, gate_facts, handover, supply, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, later, workshop
from vaxel.business.stock import adjustments, receipts, tracking
from vaxel.business.stock.lots import LotIn, SerialMissing
from vaxel.business.stock.models import LotBalance, Movement
from vaxel.business.tickets import core_lines, serials, tickets
from vaxel.business.tickets.models import Line
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db


def done(floor: Floor) -> Floor:
    """Bo has approved the brakes, and Tess has done them."""
    tickets.change(floor.ticket, odometer_in_km=120_000, odometer_out_km=120_003, by=floor.shop.kim, at=AT)
    floor.phone(Answer(floor.brakes, "approve"), Answer(floor.wipers, "decline"))
    work.assign(floor.line(floor.brakes, "labour"), shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=AT)
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    work.complete(floor.brakes, correction="New pads", by=floor.shop.tess, at=later(hours=1))
    return floor


def tracked(kind: str, *codes: str) -> Floor:
    """The pads are known by piece or DOT week: these lie in the store."""
    floor = workshop(pads=0)
    tracking.track(floor.pads, kind=kind, **SAID)
    pads = Part.objects.get(pk=floor.pads.pk)
    for code in codes:
        receipts.receive(floor.shop.workshop, lines=[(pads, 1000, 40_000)], lots={0: [LotIn(code)]}, **SAID)
    return done(floor)


def unmet(floor: Floor) -> list[str]:
    return [str(one) for one in gate_facts.check(floor.now(), later(hours=2))]


def post(floor: Floor, **change: str) -> None:
    overrides = change or None
    handover.post_ticket(floor.ticket, overrides=overrides, by=floor.shop.mo, at=later(hours=2))


def sound() -> None:
    assert {name: found for name, found in checks.run_all().items() if found and name != "kernel.events"} == {}


@pytest.mark.parametrize(("kind", "codes"), [("serial", ("P-1", "P-2")), ("dot", ("2325", "2425"))])
def test_nothing_is_invoiced_before_it_is_said_which_piece_or_dot_week(kind: str, codes: tuple[str, str]) -> None:
    floor = tracked(kind, *codes)
    assert unmet(floor) == ["“Bromsbelägg”: say which 0986494104 it is, 1 to name."]
    with pytest.raises(handover.GatesUnmet, match="say which 0986494104"):
        post(floor)
    assert not Movement.objects.filter(kind__in=("sale", "issue")).exists()
    serials.name_lots(floor.line(floor.brakes, "part"), lots=[LotIn(codes[1])], by=floor.shop.tess, at=AT)
    assert unmet(floor) == []
    post(floor)
    assert Movement.objects.get(quantity_milli__lt=0).lot == codes[1]
    assert [one.lot.code for one in LotBalance.objects.filter(on_hand_milli__gt=0).select_related("lot")] == [codes[0]]
    sound()


def test_a_lot_may_be_picked_by_the_shelf() -> None:
    floor = tracked("lot", "L-1")
    assert unmet(floor) == []
    post(floor)
    assert Movement.objects.get(quantity_milli__lt=0).lot == "L-1"


def test_what_was_handed_out_was_named_when_it_left() -> None:
    floor = tracked("serial", "P-1", "P-2")
    row = floor.line(floor.brakes, "part")
    with pytest.raises(SerialMissing):
        supply.hand_out(row, by=floor.shop.tess, at=AT)
    serials.name_lots(row, lots=[LotIn("P-1")], by=floor.shop.tess, at=AT)
    supply.hand_out(row, by=floor.shop.tess, at=AT)
    assert unmet(floor) == []


def test_an_override_lets_the_shelf_pick_a_tyre_but_a_piece_never_leaves_unnamed() -> None:
    """S-30: the permission and a reason open the gate; the ledger's own law on pieces stands (K-21)."""
    floor = tracked("dot", "2325")
    with pytest.raises(handover.WhyOverride):
        post(floor, G6=" ")
    with pytest.raises(handover.NotOverridable):
        handover.post_ticket(floor.ticket, overrides={"G6": "Worn off"}, by=floor.shop.kim, at=later(hours=2))
    post(floor, G6="Worn off")
    assert Movement.objects.get(quantity_milli__lt=0).lot == "2325"


def test_a_piece_never_leaves_unnamed_whoever_answers_for_it() -> None:
    floor = tracked("serial", "P-1")
    with pytest.raises(SerialMissing):
        post(floor, G6="In a hurry")
    assert floor.now().state == "open"


def test_the_torque_is_noted_where_the_operation_asks_for_it() -> None:
    floor = done(workshop())
    operations.define(code="B-10", name_sv="Byta belägg", hours_milli=1500, asks_torque=True, **SAID)
    assert unmet(floor) == ["“Byta belägg”: the torque of the wheels is missing."]
    labour = floor.line(floor.brakes, "labour")
    with pytest.raises(serials.BadTorque):
        serials.note_torque(labour, torque_nm=5_000, by=floor.shop.tess, at=AT)
    serials.note_torque(labour, torque_nm=120, by=floor.shop.tess, at=AT)
    assert unmet(floor) == []
    operations.define(code="B-10", name_sv="Byta belägg", hours_milli=1500, **SAID)
    assert floor.line(floor.brakes, "labour").operation.asks_torque, "not said, it stays as it is"  # type: ignore[union-attr]


def with_core() -> Floor:
    """600.00 is charged for the pads' old unit."""
    floor = workshop()
    fee = fees.define(key="core", name_sv="Stompant", name_en="Core charge", kind="core", unit_price_cm=6_000_000,
                      valid_from=date(2026, 1, 1), **SAID)  # fmt: skip
    fees.hang(fee, part=floor.pads, **SAID)
    return done(floor)


def test_the_old_part_that_stays_with_us_costs_nothing_and_lies_in_the_bank_once_posted() -> None:
    floor = with_core()
    assert unmet(floor) == ["“Bromsbelägg” has a core charge: keep the old part, or charge for it."]
    with pytest.raises(handover.GatesUnmet):
        post(floor)
    assert not Core.objects.exists()
    core_lines.keep(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    assert unmet(floor) == []
    post(floor)
    assert list(Core.objects.values_list("state", "part", "customer_minor")) == [("in_bank", floor.pads.pk, 0)]
    sound()


def test_the_choice_can_be_changed_until_the_invoice() -> None:
    floor = with_core()
    row = floor.line(floor.brakes, "part")
    core_lines.charge(row, by=floor.shop.kim, at=AT)
    assert Line.objects.filter(parent=row, kind="core").count() == 1
    core_lines.keep(Line.objects.select_related("ticket__site").get(pk=row.pk), by=floor.shop.kim, at=AT)
    assert not Line.objects.filter(parent=row, kind="core").exists()
    core_lines.charge(Line.objects.select_related("ticket", "job").get(pk=row.pk), by=floor.shop.kim, at=AT)
    assert Line.objects.get(pk=row.pk).core_case == ""


def test_only_a_part_with_a_core_charge_has_an_old_part_to_keep() -> None:
    floor = done(workshop())
    with pytest.raises(core_lines.NoCoreOwed):
        core_lines.keep(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    assert unmet(floor) == []


def test_an_adjustment_of_pieces_names_them() -> None:
    floor = tracked("serial", "P-1")
    adjustments.adjust(Part.objects.get(pk=floor.pads.pk), floor.shop.workshop, quantity_milli=1000, reason="found",
                       lots=[LotIn("P-9")], **SAID)  # fmt: skip
    assert sorted(LotBalance.objects.values_list("lot__code", flat=True)) == ["P-1", "P-9"]
