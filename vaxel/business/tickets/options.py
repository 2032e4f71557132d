"""Options: sibling jobs of which the customer picks one, good, better or best (S-49).

An option that nobody chose is neither declined nor deferred. While nothing is chosen the recommended option, else the
first, stands for its group in every sum.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.tickets import jobs as jobs_
from vaxel.business.tickets import lines, ordering, upkeep
from vaxel.business.tickets.choices import groups
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

MOST = 6
COPIED = ("labour", "part", "sublet", "note", "placeholder")


class TooFewOptions(BadInput):
    """A choice is between two at least."""

    sentence = _("Choose at least two jobs that stand against each other.")


class TooManyOptions(BadInput):
    """More than anybody compares."""

    sentence = _("A choice has at most %(most)s options.")


class ChosenAlready(Conflict):
    """The customer has said yes to one of them."""

    sentence = _("The customer has said yes to “%(title)s” already. What it stands against cannot change now.")


def _site_of_job(job: Job, *_args: object, **_kwargs: object) -> UUID:
    return job.ticket.site_id


@action("jobs.make_options")
def make(ticket: Ticket, *, jobs: Sequence[Job], recommended: Job | None = None, by: Actor, at: datetime) -> Ticket:
    """The customer picks one of these jobs; what is recommended (else the first) stands for them in the sums.

    Refuses with TooFewOptions, TooManyOptions, ChosenAlready, TicketClosed.
    """
    fresh = upkeep.require_open(ticket)
    chosen = list(Job.objects.filter(ticket=fresh, pk__in=[job.pk for job in jobs]))
    if len(chosen) < 2:
        raise TooFewOptions()
    _store(fresh, chosen, recommended.pk if recommended else chosen[0].pk, new_id())
    _tidy(fresh)
    upkeep.refresh(fresh, at)
    return fresh


def _store(ticket: Ticket, chosen: Sequence[Job], recommended_id: UUID, group_id: UUID) -> None:
    if len(chosen) > MOST:
        raise TooManyOptions(most=MOST)
    _not_chosen_yet(chosen)
    for job in chosen:
        job.option_group, job.recommended = group_id, job.pk == recommended_id
    Job.objects.bulk_update(chosen, ["option_group", "recommended"])
    note(options=[job.title for job in chosen], group=str(group_id), ticket=ticket.ref)


def _not_chosen_yet(jobs: Iterable[Job]) -> None:
    for job in jobs:
        if job.said == "approve":
            raise ChosenAlready(title=job.title)


@action("jobs.add_option", site=_site_of_job)
def add(
    job: Job, *, title: str = "", language: str = "sv", id: UUID | None = None, by: Actor, at: datetime
) -> Job:  # fmt: skip
    """One more job stands against this one, with the same lines priced as of now: the start of a better or a cheaper
    way of doing it. The first time, `job` becomes what is recommended.

    Refuses with TooManyOptions, ChosenAlready, and as `jobs.add` and `lines.add` do.
    """
    ticket = upkeep.require_open(job.ticket)
    held = Job.objects.get(pk=job.pk)
    group_id = held.option_group or new_id()
    siblings = list(Job.objects.filter(ticket=ticket, option_group=group_id)) if held.option_group else [held]
    recommended = next((one.pk for one in siblings if one.recommended), held.pk)
    made: Job = jobs_.add(
        ticket, title=title.strip() or held.title, concern=held.concern, category=held.category, id=id, by=by, at=at
    )
    Job.objects.filter(pk=made.pk).update(payer=held.payer_id)
    _store(ticket, [*siblings, made], recommended, group_id)
    ordering.stand_after(ticket, made, siblings[-1])
    copied = _wishes(Line.objects.filter(job=held, kind__in=COPIED).select_related("part", "operation"))
    if copied:
        lines.add(made, copied, language=language, by=by, at=at)
    else:
        upkeep.refresh(ticket, at)
    return Job.objects.get(pk=made.pk)


def _wishes(held: Iterable[Line]) -> list[lines.Wish]:
    """The lines as wishes of a new job; what a parent brings with it (fees, cores) comes by itself."""
    return [
        lines.Wish(
            kind=line.kind, part=line.part, operation=line.operation, text=line.text,
            quantity_milli=line.quantity_milli, tax_code=line.tax_code, customer_supplied=line.customer_supplied,
            unit_price_cm=line.unit_price_cm if line.priced and not (line.part_id or line.operation_id) else None,
        )
        for line in held
        if line.parent_id is None
    ]  # fmt: skip


@action("jobs.recommend", site=_site_of_job)
def recommend(job: Job, *, by: Actor, at: datetime) -> Job:
    """This option is the one the shop recommends: it stands for its group until the customer has chosen.

    Refuses with TooFewOptions when the job stands against no other, TicketClosed.
    """
    ticket = upkeep.require_open(job.ticket)
    held = Job.objects.get(pk=job.pk)
    if held.option_group is None:
        raise TooFewOptions()
    Job.objects.filter(ticket=ticket, option_group=held.option_group).update(recommended=False)
    Job.objects.filter(pk=held.pk).update(recommended=True)
    upkeep.refresh(ticket, at)
    return Job.objects.get(pk=held.pk)


@action("jobs.set_apart", site=_site_of_job)
def set_apart(job: Job, *, by: Actor, at: datetime) -> Job:
    """The job stands by itself again; a choice that has one option left is none. Refuses with ChosenAlready."""
    ticket = upkeep.require_open(job.ticket)
    held = Job.objects.get(pk=job.pk)
    if held.option_group is not None:
        _not_chosen_yet(Job.objects.filter(ticket=ticket, option_group=held.option_group))
        note(title=held.title, group=str(held.option_group))
        Job.objects.filter(pk=held.pk).update(option_group=None, recommended=False)
        _tidy(ticket)
    upkeep.refresh(ticket, at)
    return Job.objects.get(pk=held.pk)


def _tidy(ticket: Ticket) -> None:
    """No group has one job alone."""
    rows = Job.objects.filter(ticket=ticket, option_group__isnull=False)
    alone = [group[0].pk for group in groups(list(rows)).values() if len(group) == 1]
    if alone:
        Job.objects.filter(pk__in=alone).update(option_group=None, recommended=False)
