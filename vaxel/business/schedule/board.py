"""A card is moved on the board: the jobs' own actions make the column true, or a sentence says why not (S-27)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.schedule import board_rules
from vaxel.business.schedule.board_rules import Column, JobState, Step, Way
from vaxel.business.service import work
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict, Refused


class NoWay(Refused):
    """The jobs stand in the way."""

    sentence = "%(why)s"


class HoldReasonMissing(BadInput):
    """What waits, waits for something."""

    sentence = _("Say what the car waits for.")


class MovedOn(Conflict):
    """Too late to undo."""

    sentence = _("“%(job)s” has gone on since. Look at the ticket.")


class NoSuchColumn(BadInput):
    """Not on the board."""

    sentence = _("There is no such column on the board.")


WHY: Mapping[str, str | Promise] = {
    "here": _("The card stands there already."),
    "invoiced": _("The ticket is invoiced. A correction begins on the ticket itself."),
    "approved": _("A yes is not taken back by moving the card. Open the ticket to change what is approved."),
    "not_approved": _("Nothing is approved yet: %(jobs)s. Send the quote or note the answer on the ticket."),
    "to_invoice": _("Invoice the ticket to hand the car over."),
    "not_ready": _("The car is not ready to hand over: %(jobs)s is not done."),
    "begun": _("Work has begun and cannot be un-begun: %(jobs)s. Put it on hold instead."),
    "all_done": _("All is done, so nothing can wait: %(jobs)s."),
    "unfinished": _("Not done yet: %(jobs)s. Begin or cancel it first; what is under way can be completed."),
    "awaits_answer": _("The work is done, but a finding awaits the customer's answer."),
}


def why_not(way: Way) -> str:
    """The sentence of a way that there is not."""
    return str(WHY[way.no]) % {"jobs": ", ".join(way.titles) or "–"}


def states(ticket: Ticket, jobs: Sequence[Job]) -> list[JobState]:
    """The ticket's jobs as the rules want them."""
    internal = ticket.kind == "internal"
    return [
        JobState(str(job.pk), job.title, job.work, internal or job.decision in ("approved", "stale"), job.clocked)
        for job in jobs
    ]


def way_to(ticket: Ticket, jobs: Sequence[Job], column: Column) -> Way:
    """The steps to the column, or why there are none."""
    return board_rules.way(ticket.order_status, column, states(ticket, jobs))


@action("board.move")
def move(
    ticket: Ticket, *, to: str, reason: str = "", text: str = "", by: Actor, at: datetime
) -> dict[str, tuple[str, str]]:
    """The ticket stands in the column, because its jobs say so; how they were is returned, for `put_back`.

    `reason`: one of HOLD_REASONS when it is to wait. Refuses with NoSuchColumn, NoWay, HoldReasonMissing, and as the
    jobs' own actions do.
    """
    if to not in board_rules.COLUMNS:
        raise NoSuchColumn()
    fresh = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    jobs = list(Job.objects.filter(ticket=fresh))
    way = way_to(fresh, jobs, to)
    if way.no:
        raise NoWay(why=why_not(way))
    if any(step.verb == "hold" for step in way.steps) and not reason:
        raise HoldReasonMissing()
    of = {str(job.pk): job for job in jobs}
    before = {step.key: (of[step.key].work, of[step.key].hold_reason) for step in way.steps}
    for step in way.steps:
        _do(of[step.key], step, reason=reason, text=text, by=by, at=at)
    note(to=to, before={key: list(value) for key, value in before.items()})
    touch(fresh)
    return before


def _do(job: Job, step: Step, *, reason: str, text: str, by: Actor, at: datetime) -> None:
    match step.verb:
        case "begin":
            work.begin(job, by=by, at=at)
        case "hold":
            work.hold(job, reason=reason, text=text, by=by, at=at)
        case "resume":
            work.resume(job, by=by, at=at)
        case _:
            work.complete(job, by=by, at=at)


@action("board.put_back")
def put_back(ticket: Ticket, *, before: Mapping[UUID, tuple[str, str]], by: Actor, at: datetime) -> Ticket:
    """The jobs are as they were before the card was moved, by their own steps. Refuses with MovedOn."""
    fresh = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    for job in Job.objects.filter(ticket=fresh, pk__in=before):
        state, reason = before[job.pk]
        verbs = board_rules.back(job.work, state, clocked=job.clocked)
        if verbs is None:
            raise MovedOn(job=job.title)
        for verb in verbs:
            _do(job, Step(verb, str(job.pk)), reason=reason or "other", text=str(_("undone")), by=by, at=at)
    touch(fresh)
    return Ticket.objects.get(pk=fresh.pk)
