"""From a ticket's missing part to its order, its arrival and its customer; cores from sale to bank (K-38 to K-55)."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.catalog import fees
from vaxel.business.locations.models import Site
from vaxel.business.parties import parties
from vaxel.business.payments import drawers, refunds, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.purchasing import changes, offers, orders, receiving, reorder, suppliers
from vaxel.business.purchasing.changes import Said
from vaxel.business.purchasing.models import Core, PurchaseLine, PurchaseOrder, Supplier
from vaxel.business.purchasing.needs import asker
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.receiving import Came
from vaxel.business.service import special_orders, supply
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, later, workshop
from vaxel.business.stock import receipts
from vaxel.business.stock.models import Balance, Reservation
from vaxel.business.tickets import buying, core_lines, jobs, lines, tickets
from vaxel.business.tickets.buying import Pick
from vaxel.business.tickets.models import Line, Ticket
from vaxel.kernel import checks, events
from vaxel.kernel.models import History, TrayItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """No pads are in the house, Bo has approved the brakes, and Brembo sells pads at 350.00."""
    made = workshop(pads=0)
    made.phone(Answer(made.brakes, "approve"))
    offers.set_offer(brembo(), made.pads, terms=Terms("G-1", 3_500_000), **SAID)
    return made


def brembo() -> Supplier:
    """The supplier."""
    party = parties.add(kind="company", name="Brembo Grossist", is_customer=False, **SAID)
    return suppliers.add(party, **SAID)


def ordered(floor: Floor, **fields: Any) -> PurchaseOrder:
    """The pads are ordered from the ticket and the order is sent."""
    picks = [Pick(floor.line(floor.brakes, "part").pk, **fields)]
    [order] = buying.order(floor.ticket, picks=picks, send=True, by=floor.shop.kim, at=AT)
    return order


def receive(order: PurchaseOrder, pieces: int) -> None:
    """So many pads come, and everybody hears of it."""
    [row] = order.lines.all()
    receiving.receive(order.site, supplier=order.supplier, came=[Came(row.pk, pieces * 1000)], **SAID)
    for _time in range(2):
        events.tell_waiting(later(hours=2))


def state(floor: Floor) -> str:
    """Where the brake pads are."""
    line = floor.line(floor.brakes, "part")
    return supply.states([line])[line.pk]


def test_needed_ordered_reserved(floor: Floor) -> None:
    """K-44: the state of supply is derived, at each step."""
    assert (state(floor), floor.now(floor.brakes).hold_reason) == ("needed", "parts")
    [draft] = buying.order(floor.ticket, picks=[Pick(floor.line(floor.brakes, "part").pk)], by=floor.shop.kim, at=AT)
    assert state(floor) == "needed"
    order = orders.send(draft, **SAID)
    assert state(floor) == "ordered"
    [link] = order.lines.get().links.all()
    assert (link.source_id, link.quantity_milli) == (floor.line(floor.brakes, "part").pk, 1_000)
    assert link.label == f"STH-{floor.ticket.ref}"
    receive(order, 1)
    assert (state(floor), floor.now(floor.brakes).work) == ("reserved", "pending")
    came = History.objects.filter(action="tickets.parts_came")
    assert {one.note["came"][0] for one in came} == {f"1 × {floor.line(floor.brakes, 'part').text}"}
    assert [said for found in checks.run_all().values() for said in found] == []


def test_what_is_on_order_or_here_is_not_bought_again(floor: Floor) -> None:
    order = ordered(floor)
    with pytest.raises(buying.NothingLacking):
        ordered(floor)
    receive(order, 1)
    with pytest.raises(buying.NothingLacking):
        ordered(floor)
    assert PurchaseOrder.objects.count() == 1


def test_only_part_lines_of_the_ticket_are_ordered(floor: Floor) -> None:
    for line in (floor.line(floor.brakes, "labour"),):
        with pytest.raises(buying.NotPartsOfTheTicket):
            buying.order(floor.ticket, picks=[Pick(line.pk)], by=floor.shop.kim, at=AT)
    with pytest.raises(buying.NotPartsOfTheTicket):
        buying.order(floor.ticket, picks=[], by=floor.shop.kim, at=AT)
    assert not PurchaseOrder.objects.exists()


def test_what_is_bought_per_job_is_ordered_once(floor: Floor) -> None:
    floor.pads.stocking = "on_demand"
    floor.pads.save()
    order = ordered(floor)
    receive(order, 1)
    with pytest.raises(buying.NothingLacking):
        ordered(floor)
    assert not Balance.objects.filter(part=floor.pads).exists()


def test_the_needs_list_is_what_approved_work_lacks(floor: Floor) -> None:
    site: Site = floor.shop.workshop
    [need] = asker().waiting(site.pk)
    assert (need.part_id, need.quantity_milli, need.label) == (floor.pads.pk, 1_000, f"STH-{floor.ticket.ref}")
    [proposal] = reorder.proposals(site, AT)
    assert (proposal.group, proposal.quantity_milli, proposal.position_milli) == ("tickets", 1_000, -1_000)
    [order] = reorder.draft(site, **SAID)
    assert PurchaseLine.objects.get(order=order).links.count() == 1
    assert reorder.draft(site, **SAID) == []
    assert PurchaseLine.objects.get().quantity_milli == 1_000


def test_a_delivery_after_the_promise_lies_in_the_tray_once(floor: Floor) -> None:
    """K-63."""
    Ticket.objects.filter(pk=floor.ticket.pk).update(promise_at=AT + timedelta(days=1))
    order = ordered(floor)
    [row] = order.lines.all()
    for day in (3, 5):
        changes.confirm(order, lines=[Said(row.pk, expected_on=date(2026, 12, day))], **SAID)
        events.tell_waiting(later(hours=1))
    item = TrayItem.objects.get(kind="purchasing.after_promise")
    assert item.facts == {"ref": floor.ticket.ref, "promised": "2026-11-25", "expected": "2026-12-05"}
    assert History.objects.filter(action="tickets.delivery_moved").count() == 2


def test_what_was_bought_for_a_job_that_was_declined_waits_for_a_person(floor: Floor) -> None:
    """K-47."""
    order = ordered(floor)
    floor.phone(Answer(floor.brakes, "decline", "sold the car"), at=later(hours=1))
    receive(order, 1)
    assert TrayItem.objects.get(kind="purchasing.nobody_waits").facts["label"] == f"STH-{floor.ticket.ref}"
    assert not Reservation.objects.filter(state="held", part=floor.pads).exists()


def counter(floor: Floor, pads: int) -> Ticket:
    """A counter ticket of Bo with pads to be ordered."""
    ticket = tickets.open_ticket(floor.shop.workshop, kind="counter", customer=floor.shop.bo, by=floor.shop.sam, at=AT)
    [job] = [ticket.jobs.first() or jobs.add(ticket, title="", by=floor.shop.sam, at=AT)]
    lines.add(job, [lines.Wish(part=floor.pads, quantity_milli=pads * 1000)], by=floor.shop.sam, at=AT)
    return ticket


def test_a_special_order_waits_for_goods_and_then_for_its_customer(floor: Floor) -> None:
    """K-48, K-50, K-51."""
    ticket = counter(floor, 2)
    [row] = Line.objects.filter(ticket=ticket, kind="part")
    [order] = buying.order(ticket, picks=[Pick(row.pk)], send=True, by=floor.shop.sam, at=AT)
    [waits] = special_orders.listing(floor.shop.workshop.pk, AT)
    assert (waits.ticket, waits.colour, waits.expected_on) == (ticket, "none", date(2026, 11, 25))
    receive(order, 2)
    held = Reservation.objects.get(source_id=row.pk)
    assert held.quantity_milli == 2_000
    item = TrayItem.objects.get(kind="special_order.ready")
    assert item.facts == {"ref": ticket.ref, "customer": "Bo Öberg", "phone": "070-123 45 67"}
    for days, overdue in ((1, ""), (8, "remind"), (31, "decide")):
        [ready] = special_orders.listing(floor.shop.workshop.pk, AT + timedelta(days=days))
        assert (ready.colour, ready.overdue) == ("all", overdue)


def test_a_back_order_is_said(floor: Floor) -> None:
    ticket = counter(floor, 2)
    [row] = Line.objects.filter(ticket=ticket, kind="part")
    [order] = buying.order(ticket, picks=[Pick(row.pk)], send=True, by=floor.shop.sam, at=AT)
    changes.confirm(
        order, lines=[Said(order.lines.get().pk, expected_on=date(2026, 12, 24), back_ordered=True)], **SAID
    )
    [waits] = special_orders.listing(floor.shop.workshop.pk, AT)
    assert (waits.colour, waits.expected_on) == ("back_ordered", date(2026, 12, 24))


def test_a_core_that_is_charged_is_owed_and_one_that_is_credited_lies_in_the_bank(floor: Floor) -> None:
    """K-53 a, K-55: by sale and by return, in the same transaction."""
    receipts.receive(floor.shop.workshop, lines=[(floor.pads, 4_000, 35_000)], **SAID)
    drawers.open(floor.shop.k1, float_minor=500_000, by=floor.shop.sam, at=AT)
    charge_cores(floor)
    ticket = counter(floor, 2)
    [charged] = Line.objects.filter(ticket=ticket, kind="core")
    assert (charged.parent, charged.quantity_milli) == (Line.objects.get(ticket=ticket, kind="part"), 2_000)
    owed = Ticket.objects.get(pk=ticket.pk).gross_minor
    done = sales.finish(ticket, [Tender("cash", owed)], register=floor.shop.k1, by=floor.shop.sam, at=AT)
    assert (
        list(Core.objects.values_list("state", "customer_minor", "part"))
        == [("owed_by_customer", 60_000, floor.pads.pk)] * 2
    )
    found = Document.objects.get(pk=done["document"])
    [charge] = found.lines.filter(kind="core")
    refunds.take_back(
        found, register=floor.shop.k1, quantities={charge.pk: 1_000}, reason="core back", by=floor.shop.mo, at=AT
    )
    assert sorted(Core.objects.values_list("state", flat=True)) == ["in_bank", "owed_by_customer"]
    assert Balance.objects.get(location__kind="cores").on_hand_milli == 1_000
    for _time in range(2):
        events.tell_waiting(later(hours=2))
    assert [said for found in checks.run_all().values() for said in found] == []


def test_a_core_rung_up_at_the_counter_is_owed_too(floor: Floor) -> None:
    """K-53 a: the ticket and its lines come into being in the sale itself."""
    receipts.receive(floor.shop.workshop, lines=[(floor.pads, 4_000, 35_000)], **SAID)
    charge_cores(floor)
    wishes = [lines.Wish(part=floor.pads, quantity_milli=2_000)]
    said: Any = {"customer": floor.shop.bo, "by": floor.shop.sam, "at": AT}
    total = sales.priced(floor.shop.k1, wishes, **said).gross
    sales.ring_up(floor.shop.k1, wishes, [Tender("card", total)], **said)
    assert (
        list(Core.objects.values_list("state", "customer_minor", "part", "customer"))
        == [("owed_by_customer", 60_000, floor.pads.pk, floor.shop.bo.pk)] * 2
    )


def charge_cores(floor: Floor) -> None:
    """600.00 is charged for the pads' old unit until it is back."""
    fee = fees.define(key="core", name_sv="Stompant", name_en="Core charge", kind="core", unit_price_cm=6_000_000,
                      valid_from=date(2026, 1, 1), **SAID)  # fmt: skip
    fees.hang(fee, part=floor.pads, **SAID)


def test_a_core_fitted_in_our_bay_is_charged_only_when_somebody_says_so(floor: Floor) -> None:
    """K-53 b."""
    charge_cores(floor)
    lines.add(floor.brakes, [lines.Wish(part=floor.pads)], by=floor.shop.kim, at=AT)
    assert not Line.objects.filter(ticket=floor.ticket, kind="core").exists()
    row = Line.objects.filter(ticket=floor.ticket, kind="part", part=floor.pads).latest("pk")
    core_lines.charge(row, by=floor.shop.kim, at=AT)
    assert (
        Line.objects.get(ticket=floor.ticket, kind="core").unit_price_cm == 7_500_000
    )  # as the ticket shows prices: with VAT
    with pytest.raises(core_lines.NoCoreToCharge):
        core_lines.charge(row, by=floor.shop.kim, at=AT)
    assert Line.objects.filter(ticket=floor.ticket, kind="core").count() == 1
