"""The end of a visit: gates checked inside the posting, overrides with a reason, work left undone laid on the car."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.locations import preferences
from vaxel.business.parties import parties
from vaxel.business.payments import cards, corrections, tenders
from vaxel.business.payments.processors import TerminalState
from vaxel.business.service import approvals, clocks, gate_facts, handover, links, supply, voiding, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.stock.models import Balance
from vaxel.business.tickets import costing, jobs, lines, quotes, tickets
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.refusals import TicketClosed
from vaxel.business.tickets.tickets import StillHeld
from vaxel.kernel.models import Event, History

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Bo has approved the brakes, and Tess has changed the pads."""
    made = workshop()
    tickets.change(made.ticket, odometer_in_km=120_000, by=made.shop.kim, at=AT)
    made.answer(made.ask(), made.brakes, no=[made.wipers])
    work.assign(made.line(made.brakes, "labour"), shares=[(made.tess, 1_000_000)], by=made.shop.kim, at=AT)
    clocks.on(made.brakes, by=made.shop.tess, at=AT)
    work.complete(made.brakes, correction="New pads", by=made.shop.tess, at=later(hours=1))
    return made


def test_the_approved_work_is_invoiced_at_the_approved_price_and_the_rest_waits(floor: Floor) -> None:
    invoice = handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    assert (invoice.kind, invoice.gross_minor, floor.now().state) == (Document.INVOICE, 287_500, "posted")
    assert floor.now().order_status == "invoiced"
    assert set(DocumentLine.objects.filter(document=invoice).values_list("source_line", flat=True)) == {
        floor.line(floor.brakes, "labour").pk, floor.line(floor.brakes, "part").pk,
    }  # fmt: skip
    [said] = invoice.head["approvals"]
    assert said["at"].endswith("+01:00")
    assert (said["name"], said["jobs"], said["gross_minor"], said["method"]) == (
        "Bo Öberg",
        ["Brakes"],
        287_500,
        "link",
    )
    balance = Balance.objects.get(part=floor.pads)
    assert (balance.on_hand_milli, balance.reserved_milli) == (3000, 0)
    floor.car.refresh_from_db()
    assert (floor.car.odometer_km, floor.now().odometer_out_km) == (120_003, 120_003)
    [waits] = DeferredWork.objects.filter(state="open")
    assert (waits.title, waits.decision) == ("Wipers", "declined")
    assert Event.objects.get(name="service.TicketHandedOver").body["deferred"] == [str(waits.pk)]


def test_every_unmet_gate_is_said_at_once_and_nothing_is_posted(floor: Floor) -> None:
    lines.add(floor.brakes, [lines.Wish("placeholder", text="Hose, to be chosen")], by=floor.shop.kim, at=AT)
    clocks.on(floor.brakes, by=floor.shop.tess, at=later(hours=1))
    with pytest.raises(handover.GatesUnmet) as refused:
        handover.post_ticket(floor.ticket, odometer_out_km=119_000, by=floor.shop.kim, at=later(hours=2))
    assert [one.gate for one in refused.value.gates] == ["G2", "G3", "G8", "G14"]
    assert "Hose, to be chosen" in str(refused.value)
    assert (Document.objects.count(), floor.now().state, floor.now().odometer_out_km) == (0, "open", None)


def test_what_the_screen_believed_does_not_count(floor: Floor) -> None:
    assert [one.gate for one in gate_facts.check(floor.now(), later(hours=2))] == ["G8"]
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=2000, by=floor.shop.kim, at=AT)
    with pytest.raises(handover.GatesUnmet, match="changed after it was approved"):
        handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    assert Document.objects.count() == 0


def test_an_override_needs_the_permission_and_a_reason_and_is_in_history(floor: Floor) -> None:
    with pytest.raises(handover.NotOverridable, match="G8"):
        handover.post_ticket(floor.ticket, overrides={"G8": "Broken"}, by=floor.shop.kim, at=later(hours=2))
    with pytest.raises(handover.WhyOverride):
        handover.post_ticket(floor.ticket, overrides={"G8": " "}, by=floor.shop.mo, at=later(hours=2))
    assert Document.objects.count() == 0
    handover.post_ticket(floor.ticket, overrides={"G8": "The instrument is dead"}, by=floor.shop.mo, at=later(hours=2))
    assert History.objects.get(action="invoices.post_ticket").note == {
        "overridden": {"G8": "The instrument is dead"}, "warned": [],
    }  # fmt: skip


def test_a_gate_is_as_strict_as_the_site_has_chosen(floor: Floor) -> None:
    preferences.change("gates.G8", value="warn", site=floor.shop.workshop, by=floor.shop.mo, at=AT)
    handover.post_ticket(floor.ticket, by=floor.shop.kim, at=later(hours=2))
    assert History.objects.get(action="invoices.post_ticket").note["warned"] == ["G8"]


def test_work_nobody_answered_about_waits_on_the_car(floor: Floor) -> None:
    jobs.add(floor.ticket, title="Rust", by=floor.shop.kim, at=AT)
    handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    assert list(DeferredWork.objects.order_by("title").values_list("title", "decision")) == [
        ("Rust", "later"), ("Wipers", "declined"),
    ]  # fmt: skip


def test_the_total_never_passes_what_was_approved(floor: Floor) -> None:
    floor.phone(Answer(floor.wipers, "approve"), at=later(hours=1))
    facts = gate_facts.gather(costing.load(floor.now()), AT)
    assert (facts.total_minor, facts.limit_minor) == (337_500, 337_500)


def test_what_was_handed_out_is_taken_back_before_a_ticket_is_void() -> None:
    floor = workshop()
    floor.phone(Answer(floor.brakes, "approve"))
    supply.hand_out(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    with pytest.raises(StillHeld, match="parts that were handed out"):
        voiding.void(floor.ticket, reason="Sold", by=floor.shop.mo, at=AT)
    supply.take_back(floor.line(floor.brakes, "part"), by=floor.shop.kim, at=AT)
    voiding.void(floor.ticket, reason="Sold", by=floor.shop.mo, at=AT)
    assert (floor.now().state, floor.now().order_status) == ("void", "void")


def test_after_hand_over_a_link_leads_to_the_invoice_and_nothing_can_be_answered(floor: Floor) -> None:
    _made, token = links.make(floor.ticket, by=floor.shop.kim, at=AT)
    handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    link = links.find(token, later(hours=3))
    assert link.ticket_id == floor.ticket.pk
    version = quotes.newest(floor.ticket)
    assert version is not None
    with pytest.raises(TicketClosed):
        approvals.answer_link(
            link, version=version, answers=[Answer(floor.wipers, "approve")], name="Bo",
            by=links.customer(link), at=later(hours=3),
        )  # fmt: skip
    assert floor.now(floor.wipers).said == "decline"


def test_a_void_ticket_holds_nothing_and_is_refused_while_it_does() -> None:
    floor = workshop()
    asked = floor.ask()
    floor.answer(asked, floor.brakes, floor.wipers)
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    with pytest.raises(StillHeld, match="clocked time"):
        voiding.void(floor.ticket, reason="Sold", by=floor.shop.mo, at=later(hours=1))
    assert Balance.objects.get(part=floor.pads).reserved_milli == 1000
    other = workshop_second(floor)
    _link, token = links.make(other, by=floor.shop.kim, at=AT)
    voiding.void(other, reason="Sold", by=floor.shop.mo, at=later(hours=1))
    with pytest.raises(links.LinkRevoked):
        links.find(token, AT)
    assert Balance.objects.get(part=floor.pads).reserved_milli == 1000


def workshop_second(floor: Floor) -> Ticket:
    """Another ticket of Bo's with one approved pad."""
    ticket = tickets.open_ticket(
        floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, by=floor.shop.kim, at=AT
    )
    job = jobs.add(ticket, title="More", by=floor.shop.kim, at=AT)
    lines.add(job, [lines.Wish(part=floor.pads)], by=floor.shop.kim, at=AT)
    approvals.record(
        ticket, answers=[Answer(job, "approve")], said_by="Bo", method="in_person", by=floor.shop.kim, at=AT
    )
    assert Balance.objects.get(part=floor.pads).reserved_milli == 2000
    return ticket


def test_the_checklist_takes_the_same_number_of_queries_for_two_lines_and_six(floor: Floor) -> None:
    ticket = floor.now()
    with CaptureQueriesContext(connection) as two:
        gate_facts.check(ticket, later(hours=2))
    more = [lines.Wish("labour", text=f"More {n}", quantity_milli=100) for n in range(3)]
    lines.add(floor.brakes, [*more, lines.Wish(part=floor.blades)], by=floor.shop.kim, at=AT)
    ticket = floor.now()
    with CaptureQueriesContext(connection) as six:
        gate_facts.check(ticket, later(hours=2))
    assert len(two) == len(six) <= 20


def test_what_was_paid_on_a_corrected_invoice_pays_the_next(floor: Floor) -> None:
    first = handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=2))
    tenders.take(first, [tenders.Tender("swish", 287_500)], by=floor.shop.mo, at=later(hours=2))
    corrections.correct(first, reason="Wrong name", by=floor.shop.mo, at=later(hours=3))
    second = handover.post_ticket(floor.ticket, odometer_out_km=120_003, by=floor.shop.kim, at=later(hours=4))
    assert (second.number, second.gross_minor, second.open_minor) == (2, 287_500, 0)


def test_a_ticket_with_a_card_is_not_voided(floor: Floor) -> None:
    sale = tickets.open_ticket(floor.shop.workshop, kind="counter", by=floor.shop.sam, at=AT)
    lines.add(jobs.add(sale, by=floor.shop.sam, at=AT), [lines.Wish(part=floor.blades)], by=floor.shop.sam, at=AT)
    payment = cards.start(sale, amount_minor=25_000, register=floor.shop.k1, by=floor.shop.sam, at=AT)
    with pytest.raises(StillHeld, match="a card payment"):
        voiding.void(sale, reason="Gone", by=floor.shop.mo, at=AT)
    cards.apply(payment, TerminalState("declined"), by=floor.shop.mo, at=AT)
    assert voiding.void(sale, reason="Gone", by=floor.shop.mo, at=AT).state == "void"


def test_an_account_without_a_limit_is_not_full(floor: Floor) -> None:
    parties.change(floor.shop.bo, terms_days=30, by=floor.shop.mo, at=AT)
    assert "G9" not in [one.gate for one in gate_facts.check(floor.now(), later(hours=2))]
    parties.change(floor.shop.bo, credit_limit_minor=287_499, by=floor.shop.mo, at=AT)
    assert "G9" in [one.gate for one in gate_facts.check(floor.now(), later(hours=2))]
