"""Who pays for which job: the customer, or an insurer, a maker, a fleet (S-160)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.payments import kept
from vaxel.business.tickets import upkeep
from vaxel.business.tickets.models import Job
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict


class NoNameOnAnInvoice(BadInput):
    """The walk-in customer is nobody who can be sent an invoice."""

    sentence = _("Choose a payer with a name: an invoice cannot be sent to a walk-in customer.")


class PaidAtTheCounter(Conflict):
    """A counter sale is paid by who stands there."""

    sentence = _("A counter sale has one payer, its customer. Only jobs in the workshop can be paid by others.")


class PayerHasPaid(Conflict):
    """Money of the payer lies on the ticket, ready for their next invoice (S-39)."""

    sentence = _(
        "%(payer)s has paid for this ticket already, and the money waits for their invoice. Pay it back first, then "
        "let somebody else pay for the job."
    )


@action("jobs.set_payer", site=lambda job, **_: job.ticket.site_id)
def set_payer(job: Job, *, payer: Party | None, by: Actor, at: datetime) -> Job:
    """The job is invoiced to the payer; to the ticket's customer with None, or with the customer.

    Refuses with NoNameOnAnInvoice, PaidAtTheCounter, PayerHasPaid, TicketClosed.
    """
    ticket = upkeep.require_open(job.ticket)
    fresh = Job.objects.select_related("payer").get(pk=job.pk)
    wanted = None if payer is None else queries.standing(payer)
    if wanted == ticket.customer:
        wanted = None
    if wanted is not None and wanted.is_walk_in:
        raise NoNameOnAnInvoice()
    if wanted is not None and ticket.kind != "service":
        raise PaidAtTheCounter()
    leaving = fresh.payer
    last = not Job.objects.filter(ticket=ticket, payer=leaving).exclude(pk=fresh.pk).exists()
    if leaving is not None and leaving != wanted and last and kept.paid_by(ticket, leaving):
        raise PayerHasPaid(payer=leaving.name)
    note(before=leaving.name if leaving else "", after=wanted.name if wanted else "")
    fresh.payer = wanted
    fresh.version += 1
    fresh.save(update_fields=["payer", "version"])
    upkeep.refresh(ticket, at)
    return fresh
