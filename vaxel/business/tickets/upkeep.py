"""After every change: the ticket's sums, status and version are true again, in the same transaction (S-23)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from vaxel.business.tickets import choices, costing, fingerprint, order_status
from vaxel.business.tickets.models import Job, QuoteVersion, Ticket
from vaxel.business.tickets.order_status import JobFacts
from vaxel.business.tickets.refusals import TicketClosed
from vaxel.business.tickets.totals import Rates
from vaxel.kernel.actions import touch

CLOSED = frozenset({"posted", "void"})
_booked: list[Callable[[UUID], datetime | None]] = []


def ask_when_booked(told: Callable[[UUID], datetime | None]) -> None:
    """The rung that books says, from a ticket's id, the earliest time it is booked or planned for (S-22, row 10)."""
    _booked.append(told)


def require_open(ticket: Ticket) -> Ticket:
    """The ticket as the database has it now, if it may still change; refuses with TicketClosed."""
    fresh = Ticket.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=ticket.pk)
    if fresh.state in CLOSED:
        raise TicketClosed(ref=fresh.ref)
    touch(fresh)
    return fresh


def refresh(ticket: Ticket, at: datetime) -> costing.Contents:
    """Decisions, sums, order status and version follow from what the ticket holds now; the contents are returned."""
    contents = costing.load(ticket)
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
    for job in contents.jobs:
        _decide(contents, job, rates)
    sums = costing.sum_of(contents, contents.counted(), rates)
    ticket.net_minor, ticket.tax_minor, ticket.gross_minor = sums.net, sums.tax, sums.gross
    if ticket.kind != "counter":
        ticket.booked_at = min((when for told in _booked if (when := told(ticket.pk))), default=None)
    ticket.order_status = status_of(contents, at)
    ticket.version += 1
    ticket.save(update_fields=["net_minor", "tax_minor", "gross_minor", "booked_at", "order_status", "version"])
    return contents


def _decide(contents: costing.Contents, job: Job, rates: Rates) -> None:
    """The job's cached decision follows from the newest answer and what the job holds now."""
    decision = decision_of(contents, job, rates)
    if decision != job.decision:
        job.decision = decision
        job.save(update_fields=["decision"])


def decision_of(contents: costing.Contents, job: Job, rates: Rates) -> str:
    """What the newest answer means for the job as it stands (S-18)."""
    if choices.chosen_instead(job, contents.jobs):
        return "not_chosen"
    gross = costing.sum_of(contents, [job], rates, whole=False).gross if job.terms else 0
    return fingerprint.decision(job.said, job.terms, gross_minor=gross, lines=contents.lines[job.pk])


def status_of(contents: costing.Contents, at: datetime) -> str:
    """The order status of S-22 for a ticket's contents at a moment."""
    ticket = contents.ticket
    newest = QuoteVersion.objects.filter(quote__ticket=ticket).order_by("-n").only("valid_until").first()
    return order_status.derive(
        ticket.state,
        [JobFacts(job.decision, job.work, job.hold_reason, job.sent, job.clocked) for job in contents.jobs],
        internal=ticket.kind == "internal",
        booked=ticket.booked_at is not None,
        quote_sent=newest is not None,
        quote_expired=newest is not None and newest.valid_until < costing.business_day(ticket.site, at),
    )
