"""What may happen in a shop: each verb of the counter and the workshop, a few lines, on things picked by number."""

from collections.abc import Callable
from datetime import timedelta

from tests.invariants.shop import Nothing, Shop
from vaxel.business.billing.models import Document
from vaxel.business.catalog.models import CannedJob
from vaxel.business.parties.models import Party
from vaxel.business.payments import cards, corrections, deposits, drawers, processors, refunds, sales, tenders
from vaxel.business.payments.models import Payment
from vaxel.business.payments.tenders import Tender
from vaxel.business.service import approvals, clocks, deferred, handover, links, supply, voiding, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import DeferredWork
from vaxel.business.stock import adjustments, receipts
from vaxel.business.tickets import canned as canned_jobs
from vaxel.business.tickets import jobs, lines, quotes, tickets
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import NOBODY
from vaxel.business.tickets.permits import Answer as Price

SEVERAL = {"whole_visit", "charge_card", "answer", "add_job", "finish"}  # more than one action: the first may stand
Verb = Callable[["Shop", int, int, int], object]
VERBS: dict[str, Verb] = {}


def verb(function: Verb) -> Verb:
    """The function may happen, under its own name."""
    VERBS[function.__name__] = function
    return function


@verb
def open_ticket(world: Shop, a: int, b: int, c: int) -> object:
    return tickets.open_ticket(
        world.shop.workshop, customer=world.customers[a % 3], vehicle=world.floor.car if b % 4 else None,
        kind="counter" if c % 4 == 0 else "service", register=world.till, **world.said,
    )  # fmt: skip


@verb
def add_job(world: Shop, a: int, b: int, _c: int) -> object:
    ticket = world.ticket(a)
    if b % 2:
        return canned_jobs.apply(ticket, CannedJob.objects.get(key="oil"), **world.said)
    job = jobs.add(ticket, title=f"Job {b}", category="brakes", **world.said)
    return lines.add(job, [lines.Wish("labour", operation=world.floor.change_pads, quantity_milli=b * 100 + 250)],
                     **world.said)  # fmt: skip


@verb
def add_line(world: Shop, a: int, b: int, c: int) -> object:
    by = world.shop.kim if c % 2 else world.shop.mo
    return lines.add(world.job(a), [world.wish(b, c, a), world.wish(c, a, b)], by=by, at=world.at)


@verb
def type_price(world: Shop, a: int, b: int, c: int) -> object:
    line = world.line(a, kind="part")
    answer = Price(world.shop.mo, "Gammal kund") if c % 2 else NOBODY
    return lines.change(line, version=line.version, unit_price_cm=b * 1_111_100, answer=answer, by=world.shop.sam,
                        at=world.at)  # fmt: skip


@verb
def change_quantity(world: Shop, a: int, b: int, c: int) -> object:
    line = world.line(a)
    return lines.change(line, version=line.version, quantity_milli=(b % 4) * 1000 + (c % 2) * 500, **world.said)


@verb
def remove_line(world: Shop, a: int, _b: int, _c: int) -> object:
    return lines.remove(world.line(a), **world.said)


@verb
def remove_job(world: Shop, a: int, _b: int, _c: int) -> object:
    return jobs.remove(world.job(a), **world.said)


@verb
def discount(world: Shop, a: int, b: int, c: int) -> object:
    by = world.shop.kim if c % 2 else world.shop.mo
    if b % 2:
        return jobs.discount(world.job(a), ppm=b * 11_111, by=by, at=world.at)
    return jobs.discount_ticket(world.ticket(a), minor=b * 777, by=by, at=world.at)


@verb
def menu_price(world: Shop, a: int, b: int, _c: int) -> object:
    return jobs.set_menu_price(world.job(a), price_minor=b * 33_333 or None, **world.said)


@verb
def set_customer(world: Shop, a: int, b: int, _c: int) -> object:
    return tickets.set_customer(world.ticket(a), customer=world.customers[b % 3], **world.said)


@verb
def split(world: Shop, a: int, _b: int, _c: int) -> object:
    job = world.job(a)
    return jobs.split(job.ticket, jobs=[job], **world.said)


@verb
def send_quote(world: Shop, a: int, _b: int, _c: int) -> object:
    return approvals.ask(world.ticket(a), sent_to="bo@example.se", **world.said)


@verb
def answer(world: Shop, a: int, b: int, c: int) -> object:
    ticket = world.ticket(a)
    decisions = ("approve", "approve", "decline", "later")
    said = [Answer(job, decisions[(b + n * c) % 4]) for n, job in enumerate(ticket.jobs.order_by("pk"))]
    if c % 2:
        return approvals.record(ticket, answers=said, said_by="Bo", method="in_person", **world.said)
    version = quotes.newest(ticket)
    if version is None:
        raise Nothing()
    link = links.make(ticket, **world.said)[0]
    return approvals.answer_link(link, version=version, answers=said, name="Bo", by=links.customer(link), at=world.at)


@verb
def yes_to_all(world: Shop, a: int, _b: int, _c: int) -> object:
    ticket = world.ticket(a)
    said = [Answer(job, "approve") for job in ticket.jobs.exclude(work="cancelled")]
    return approvals.record(ticket, answers=said, said_by="Bo", method="in_person", **world.said)


@verb
def clock_on(world: Shop, a: int, _b: int, _c: int) -> object:
    return clocks.on(world.job(a), by=world.shop.tess, at=world.at)


@verb
def clock_off(world: Shop, _a: int, b: int, _c: int) -> object:
    if b % 3 == 0:
        return clocks.shift_off(world.shop.workshop, by=world.shop.tess, at=world.at)
    return clocks.off(by=world.shop.tess, at=world.at)


@verb
def hold(world: Shop, a: int, b: int, _c: int) -> object:
    job = world.job(a)
    return work.hold(job, reason="parts", **world.said) if b % 2 else work.resume(job, **world.said)


@verb
def complete(world: Shop, a: int, _b: int, _c: int) -> object:
    return work.complete(world.job(a), correction="Klart", by=world.shop.tess, at=world.at)


@verb
def cancel(world: Shop, a: int, _b: int, _c: int) -> object:
    return work.cancel(world.job(a), reason="Behövs inte", **world.said)


@verb
def hand_out(world: Shop, a: int, b: int, _c: int) -> object:
    return supply.hand_out(world.line(a, kind="part"), quantity_milli=(b % 3) * 500 or None, **world.said)


@verb
def put_back(world: Shop, a: int, _b: int, _c: int) -> object:
    return supply.take_back(world.line(a, kind="part"), **world.said)


@verb
def whole_visit(world: Shop, a: int, b: int, _c: int) -> object:
    """Everything that stands between a ticket and its invoice, so that posting is reached often."""
    ticket = world.ticket(a)
    if not ticket.jobs.exists():
        add_job(world, a, b, 0)
    said = [Answer(job, "approve") for job in ticket.jobs.exclude(work="cancelled")]
    approvals.record(ticket, answers=said, said_by="Bo", method="in_person", **world.said)
    for line in Line.objects.filter(ticket=ticket, kind="labour").select_related("ticket"):
        work.assign(line, shares=[(world.floor.tess, 1_000_000)], **world.said)
    for job in Job.objects.filter(ticket=ticket).exclude(work__in=["cancelled", "completed"]):
        if job.work == "on_hold":
            work.resume(job, **world.said)
        world.at += timedelta(minutes=1)
        clocks.on(job, by=world.shop.tess, at=world.at)
        world.at += timedelta(minutes=20)
        work.complete(job, by=world.shop.tess, at=world.at)
    world.at += timedelta(minutes=1)
    return post(world, a, b, 1)


@verb
def post(world: Shop, a: int, b: int, c: int) -> object:
    gates = {"G1": "Test", "G2": "Test", "G4": "Test", "G5": "Test", "G8": "Test"}
    return handover.post_ticket(
        world.ticket(a), odometer_out_km=1000 + b * 10, overrides=gates if c % 3 == 0 else {}, **world.said
    )  # fmt: skip


@verb
def void(world: Shop, a: int, _b: int, _c: int) -> object:
    return voiding.void(world.ticket(a), reason="Ångrat", **world.said)


@verb
def take_up(world: Shop, a: int, b: int, _c: int) -> object:
    waiting: DeferredWork = world.pick(DeferredWork.objects.filter(state="open"), b)
    return deferred.take_up(world.ticket(a), works=[waiting], **world.said)


@verb
def ring_up(world: Shop, a: int, b: int, c: int) -> object:
    wishes = [world.wish(a, b, c), world.wish(b, c, a)][: c % 2 + 1]
    buyer = world.customers[c % 3]
    total = sales.priced(world.till, wishes, customer=buyer, **world.said).gross
    return sales.ring_up(world.till, wishes, money(total, b, buyer), customer=buyer, **world.said)


def money(total: int, n: int, buyer: Party) -> list[Tender]:
    """Some way to pay the total exactly, or in cash a little too much."""
    if n % 5 == 0:
        return [Tender("cash", -(-total // 10_000) * 10_000)]
    if n % 5 == 1 and total > 20_000:
        return [Tender("card", total - 10_000), Tender("cash", 10_000)]
    if n % 5 == 2 and not buyer.is_walk_in:
        return [Tender("on_account", total)]
    if n % 5 == 3 and not buyer.is_walk_in:
        return [Tender("store_credit", total)]
    return [Tender("swish" if n % 2 else "card", total)]


@verb
def finish(world: Shop, a: int, b: int, _c: int) -> object:
    ticket: Ticket = world.pick(Ticket.objects.filter(kind="counter").exclude(state__in=["posted", "void"]), a)
    if not ticket.lines.exists():
        lines.add(jobs.add(ticket, **world.said), [world.wish(a, b, 1), world.wish(b, a, 1)], **world.said)
        ticket.refresh_from_db()
    return sales.finish(ticket, money(ticket.gross_minor, b, ticket.customer), register=world.till, **world.said)


@verb
def take_payment(world: Shop, a: int, b: int, c: int) -> object:
    document: Document = world.pick(Document.objects.exclude(open_minor=0), a)
    amount = document.open_minor if b % 2 else max(1, document.open_minor // 3)
    tender = ("card", "bank", "swish", "cash", "store_credit")[c % 5]
    if tender == "cash":
        amount = -(-amount // 100) * 100
    return tenders.take(document, [Tender(tender, amount)], register=world.till, **world.said)


@verb
def charge_card(world: Shop, a: int, b: int, c: int) -> object:
    about: Ticket | Document = (
        world.pick(Document.objects.filter(kind="invoice").exclude(open_minor=0), a) if b % 2 else world.ticket(a)
    )
    owed = about.open_minor if isinstance(about, Document) else about.gross_minor
    payment = cards.start(about, amount_minor=max(1, owed // (c % 2 + 1)), register=world.till, **world.said)
    state = processors.TerminalState(("taken", "declined", "unknown", "cancelled")[c % 4], "ref")
    return cards.apply(payment, state, **world.said)


@verb
def settle_card(world: Shop, a: int, b: int, _c: int) -> object:
    payment: Payment = world.pick(Payment.objects.filter(state__in=["pending", "unknown"]), a)
    state = processors.TerminalState("taken" if b % 2 else "cancelled", "ref")
    return cards.apply(payment, state, **world.said)


@verb
def give_back(world: Shop, a: int, b: int, c: int) -> object:
    document: Document = world.pick(Document.objects.filter(kind__in=["receipt", "invoice"]), a)
    line = document.lines.exclude(kind="note").order_by("n")[b % max(1, document.lines.count())]
    quantities = {line.pk: line.quantity_milli if c % 2 else 500} if b % 3 else None
    to = "store_credit" if c % 4 == 0 else None
    return refunds.take_back(document, register=world.till, quantities=quantities, reason="Fel", to=to, **world.said)


@verb
def correct(world: Shop, a: int, _b: int, _c: int) -> object:
    return corrections.correct(
        world.pick(Document.objects.filter(kind="invoice"), a), reason="Fel kund", **world.said
    )  # fmt: skip


@verb
def allocate(world: Shop, a: int, _b: int, _c: int) -> object:
    return corrections.allocate_free(world.pick(Document.objects.filter(kind="invoice"), a), **world.said)


@verb
def deposit(world: Shop, a: int, b: int, c: int) -> object:
    amount = (b + 1) * 11_100
    paid = [Tender(("cash", "card", "swish", "store_credit")[c % 4], amount)]
    return deposits.take(world.ticket(a), amount_minor=amount, paid=paid, register=world.till, **world.said)


@verb
def deposit_back(world: Shop, a: int, _b: int, c: int) -> object:
    tender = ("cash", "card", "store_credit")[c % 3]
    return deposits.give_back(world.ticket(a), tender=tender, register=world.till, **world.said)


@verb
def drawer(world: Shop, a: int, b: int, c: int) -> object:
    if c % 3 == 0:
        return drawers.close(world.till, counted_minor=100_000 + a * 100, **world.said)
    if c % 3 == 1:
        return drawers.open(world.till, float_minor=b * 10_000, **world.said)
    kind = ("pay_in", "pay_out", "drop")[b % 3]
    return drawers.move_cash(world.till, kind=kind, amount_minor=a * 5_000, note_text="Växel", **world.said)


@verb
def goods(world: Shop, a: int, b: int, c: int) -> object:
    part = world.parts[a % len(world.parts)]
    if c % 3 == 0:
        return receipts.receive(world.shop.workshop, lines=[(part, (b + 1) * 1000, 10_000 + b)], **world.said)
    if c % 3 == 1:
        return adjustments.adjust(
            part, world.shop.workshop, quantity_milli=(b - 4) * 1000, reason="found", **world.said
        )
    return adjustments.scrap(part, world.shop.workshop, quantity_milli=(b % 3) * 1000, reason="broken", **world.said)
