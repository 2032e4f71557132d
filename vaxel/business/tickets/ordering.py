"""Where lines stand in a job, and jobs on a ticket."""

from datetime import datetime
from uuid import UUID

from vaxel.business.tickets import upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor


def _site(thing: Line | Job, *_args: object, **_kwargs: object) -> UUID:
    return thing.ticket.site_id


@action("lines.move", site=_site)
def move_line(line: Line, *, steps: int, by: Actor, at: datetime) -> Line:
    """The line stands so many places further down its job (up, when below zero), and what hangs on it with it.

    Past the end it goes to the next job, as long as the customer has answered about neither: what was said yes to
    stays together. Refuses with TicketClosed.
    """
    ticket = upkeep.require_open(line.ticket)
    fresh = Line.objects.select_related("job").get(pk=line.pk)
    order = _typed(fresh.job)
    now = next((n for n, one in enumerate(order) if one.pk == fresh.pk), None)
    if now is None:
        return fresh
    wanted = now + steps
    if 0 <= wanted < len(order):
        order.insert(wanted, order.pop(now))
        _number(order)
    else:
        _to_neighbour(ticket, fresh, order, down=steps > 0)
    note(line=str(fresh.pk), text=fresh.text, steps=steps)
    upkeep.refresh(ticket, at)
    return Line.objects.select_related("job").get(pk=fresh.pk)


def _typed(job: Job) -> list[Line]:
    """The lines that people put there, in order: not what hangs on them, and not the supplies fee."""
    held = Line.objects.filter(job=job, parent__isnull=True).exclude(fee__kind="supplies")
    return list(held.order_by("position", "id"))


def _number(order: list[Line]) -> None:
    for n, one in enumerate(order):
        one.position = n
    Line.objects.bulk_update(order, ["position"])
    places = {one.pk: one.position for one in order}
    hung = list(Line.objects.filter(parent__in=places))
    for child in hung:
        assert child.parent_id
        child.position = places[child.parent_id]
    Line.objects.bulk_update(hung, ["position"])


def _to_neighbour(ticket: Ticket, line: Line, order: list[Line], *, down: bool) -> None:
    jobs = list(Job.objects.filter(ticket=ticket).order_by("position", "id"))
    at = next(n for n, job in enumerate(jobs) if job.pk == line.job_id) + (1 if down else -1)
    if not 0 <= at < len(jobs) or line.job.said or jobs[at].said:
        return
    other = _typed(jobs[at])
    Line.objects.filter(pk=line.pk).update(job=jobs[at])
    Line.objects.filter(parent=line).update(job=jobs[at])
    _number([one for one in order if one.pk != line.pk])
    _number([line, *other] if down else [*other, line])


def stand_after(ticket: Ticket, made: Job, before: Job) -> None:
    """The job stands right after another. Part of the caller's action."""
    order = [job for job in Job.objects.filter(ticket=ticket).order_by("position", "id") if job.pk != made.pk]
    at = next(n for n, job in enumerate(order) if job.pk == before.pk)
    order.insert(at + 1, made)
    for n, job in enumerate(order):
        job.position = n
    Job.objects.bulk_update(order, ["position"])


@action("jobs.move", site=_site)
def move_job(job: Job, *, steps: int, by: Actor, at: datetime) -> Job:
    """The job stands so many places further down the ticket, at the ends at most. Refuses with TicketClosed."""
    ticket = upkeep.require_open(job.ticket)
    order = list(Job.objects.filter(ticket=ticket).order_by("position", "id"))
    now = next(n for n, one in enumerate(order) if one.pk == job.pk)
    moved = order.pop(now)
    order.insert(max(0, min(len(order), now + steps)), moved)
    for n, one in enumerate(order):
        one.position = n
    Job.objects.bulk_update(order, ["position"])
    note(job=str(job.pk), title=job.title, steps=steps)
    upkeep.refresh(ticket, at)
    return moved
