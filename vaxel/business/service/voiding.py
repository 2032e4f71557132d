"""Ending a ticket without a sale: what it held is free, its links are closed (S-7)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from vaxel.business.billing import deposits
from vaxel.business.billing.models import Document
from vaxel.business.payments import kept
from vaxel.business.payments.models import Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.business.service import links, time_entries
from vaxel.business.service.models import DeferredWork
from vaxel.business.stock import naming, reservations
from vaxel.business.tickets import costing, holding, tickets, upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.tickets import StillHeld
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor


@action("tickets.void")
def void(ticket: Ticket, *, reason: str, by: Actor, at: datetime) -> Ticket:
    """The ticket is void: nothing is held for it, its links work no more, work it had taken up waits again.

    Refuses with StillHeld while it has a posted document, a deposit, a card payment, handed out parts or clocked time,
    and with ReasonMissing, WrongState, TicketClosed.
    """
    fresh = upkeep.require_open(ticket)
    contents = costing.load(fresh)
    lines = [line.pk for job in contents.jobs for line in contents.lines[job.pk]]
    what = _held(fresh, [job.pk for job in contents.jobs], lines, at)
    if what:
        raise StillHeld(ref=fresh.ref, what=what)
    reservations.release(lines, at)
    naming.forget(lines)
    links.close_all(fresh, at)
    DeferredWork.objects.filter(on_job__ticket=fresh, state="open").update(on_job=None)
    return tickets.end_void(fresh, reason=reason, at=at)


def _held(ticket: Ticket, job_ids: list[UUID], line_ids: list[UUID], at: datetime) -> str:
    """What keeps the ticket from being voided, in words; nothing when nothing does."""
    if Document.objects.filter(ticket=ticket).exclude(kind=Document.DEPOSIT).exists():
        return gettext("a posted document")
    if deposits.unused_gross(ticket):
        return gettext("a deposit")
    undecided = Payment.objects.filter(ticket=ticket, state__in=UNDECIDED).exists()
    if undecided or kept.free_payments(ticket):
        return gettext("a card payment")
    if any(holding.issued(line_ids).values()):
        return gettext("parts that were handed out")
    return gettext("clocked time") if time_entries.worked(job_ids, at) else ""
