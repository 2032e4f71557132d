"""Optional lines: what the customer may take or leave beside a job, and so says yes or no to by itself (S-89).

An optional line is a job of its own that names the job it adds to: whatever holds for a job (its price, the answer, the
fingerprint, the technician's work, what waits when it was declined) holds for it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.tickets import ordering, upkeep
from vaxel.business.tickets.models import Job, Line
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

OPTIONAL = frozenset({"part", "labour", "sublet"})


class NotOptional(BadInput):
    """What hangs on something else, or is nothing to choose."""

    sentence = _("“%(text)s” cannot be optional by itself: only a part, labour or sublet work with lines beside it.")


class AnsweredAlready(Conflict):
    """What was said yes or no to stays together."""

    sentence = _("The customer has answered about “%(title)s” already. Add the line to a new job instead.")


class FixedPrice(Conflict):
    """The lines of a fixed price have no prices of their own."""

    sentence = _("“%(title)s” has a fixed price, so that no line of it can be left out. Add a job instead.")


@action("lines.make_optional", site=lambda line, **_: line.ticket.site_id)
def make_optional(line: Line, *, id: UUID | None = None, by: Actor, at: datetime) -> Job:
    """The line, with what hangs on it, is an optional extra of its job, right after it; `id` names the extra.

    Refuses with NotOptional, AnsweredAlready, FixedPrice, TicketClosed.
    """
    ticket = upkeep.require_open(line.ticket)
    fresh = Line.objects.select_related("job").get(pk=line.pk)
    job = fresh.job
    beside = Line.objects.filter(job=job, parent__isnull=True, kind__in=OPTIONAL).exclude(pk=fresh.pk)
    if fresh.kind not in OPTIONAL or fresh.parent_id or not beside.exists():
        raise NotOptional(text=fresh.text or fresh.number)
    if job.said:
        raise AnsweredAlready(title=job.title)
    if job.pricing == "fixed":
        raise FixedPrice(title=job.title)
    made = Job.objects.create(
        id=id or new_id(), ticket=ticket, title=(fresh.text or fresh.number)[:160], category=job.category,
        price_kind=job.price_kind, payer_id=job.payer_id, adds_to_id=job.adds_to_id or job.pk, position=job.position,
    )  # fmt: skip
    Line.objects.filter(pk=fresh.pk).update(job=made)
    Line.objects.filter(parent=fresh).update(job=made)
    ordering.stand_after(ticket, made, job)
    note(line=str(fresh.pk), text=made.title, adds_to=job.title)
    upkeep.refresh(ticket, at)
    return Job.objects.get(pk=made.pk)


def left_alone(jobs: Iterable[Job], yes: Collection[UUID]) -> tuple[Job, Job] | None:
    """The first extra among `yes` whose job is neither approved nor among `yes`, and that job."""
    held = {job.pk: job for job in jobs}
    for job in held.values():
        base = held.get(job.adds_to_id) if job.adds_to_id else None
        if job.pk in yes and base and base.pk not in yes and base.said != "approve" and base.work != "cancelled":
            return job, base
    return None
