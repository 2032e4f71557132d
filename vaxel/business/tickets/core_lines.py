"""What becomes of the old unit of a part that is fitted in our bay: charged for, or ours (K-53 b)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.tickets import fees, pricing, upkeep
from vaxel.business.tickets.models import Line
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict


class NoCoreToCharge(Conflict):
    """Only parts with a core charge have one, and each line once."""

    sentence = _("“%(text)s” has no core charge, or it is charged already.")


@action("lines.charge_core", site=lambda line, **_: line.ticket.site_id)
def charge(line: Line, *, language: str = "sv", by: Actor, at: datetime) -> Line:
    """The line's core is charged, as many as the line has, and is owed once the ticket is posted (K-53 b, S-107).

    Refuses with NoCoreToCharge, TicketClosed.
    """
    ticket = upkeep.require_open(line.ticket)
    terms = pricing.terms(ticket, at, language)
    held = Line.objects.filter(parent=line, kind="core").exists()
    fee = fees.cores_of([line.part_id], terms.day).get(line.part_id) if line.part_id else None
    if fee is None or held or line.customer_supplied:
        raise NoCoreToCharge(text=line.text)
    made = fees.charged(terms, line, fee)
    Line.objects.filter(pk=line.pk).update(core_case="")
    upkeep.refresh(ticket, at)
    return made


class NoCoreOwed(Conflict):
    """Only parts with a core charge have an old unit that somebody wants back."""

    sentence = _("“%(text)s” has no core charge.")


@action("lines.keep_core", site=lambda line, **_: line.ticket.site_id)
def keep(line: Line, *, by: Actor, at: datetime) -> Line:
    """The old unit stays with us: nothing is charged for it, and it lies in the bank once the ticket is posted.

    Refuses with NoCoreOwed, TicketClosed.
    """
    ticket = upkeep.require_open(line.ticket)
    day = pricing.terms(ticket, at, "sv").day
    if line.part_id is None or line.customer_supplied or line.part_id not in fees.cores_of([line.part_id], day):
        raise NoCoreOwed(text=line.text)
    Line.objects.filter(parent=line, kind="core").delete()
    line.core_case = "ours"
    line.save(update_fields=["core_case"])
    upkeep.refresh(ticket, at)
    return line
