"""The two clocks of a technician: the shift, and the job they are on (S-121 to S-123)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site, Staff
from vaxel.business.service import hours, time_entries, work
from vaxel.business.service.models import TimeEntry
from vaxel.business.tickets import upkeep
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.tickets.refusals import TicketClosed
from vaxel.kernel import tray
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict, Refused

LATE_AFTER = timedelta(minutes=2)


class NotClocked(Conflict):
    """There is no running clock to stop."""

    sentence = _("%(name)s is not clocked on any job.")


class NotOnShift(Conflict):
    """There is no shift to end."""

    sentence = _("%(name)s is not on shift.")


class OnShiftAlready(Conflict):
    """A shift starts once."""

    sentence = _("%(name)s is on shift already.")


class NotStaff(BadInput):
    """A clock belongs to a person."""

    sentence = _("Say whose clock it is.")


class CorrectedAlready(Conflict):
    """A time entry is corrected once; its correction may be corrected again."""

    sentence = _("This time has been corrected already. Correct the newest one.")


class InTheFuture(BadInput):
    """Time that has not been."""

    sentence = _("That time has not come yet.")


class Elsewhere(Refused):
    """Someone else's clock needs a permission of its own."""

    sentence = _("You may only stop and start your own clock.")


def _person(staff: Staff | None, by: Actor, site_id: UUID) -> Staff:
    """Whose clock it is: the actor's, or another's for who may `clocks_of_others.set`."""
    if staff is None:
        staff = time_entries.person(by)
        if staff is None:
            raise NotStaff()
    elif staff.pk != by.id and not by.may("clocks_of_others.set", site_id):
        raise Elsewhere()
    return Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)


@action("clocks.on", site=work.site_of)
def on(
    job: Job, *, staff: Staff | None = None, happened_at: datetime | None = None, by: Actor, at: datetime
) -> TimeEntry:
    """The person is on the job, on shift if they were not, and off whatever they were on; the job has begun (S-20).

    A clock that was pressed without connection says `happened_at`: a fact, never refused (S-122); what clashes lies
    in the tray. Otherwise refuses as `jobs.begin` does, and with Elsewhere.
    """
    moment = happened_at or at
    if moment > at + LATE_AFTER:
        raise InTheFuture()
    late = at - moment > LATE_AFTER
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=job.ticket_id)
    person = _person(staff, by, ticket.site_id)
    before = time_entries.state_of(person)
    if not before.on_shift:
        time_entries.write(person, "shift", "on", site_id=ticket.site_id, at=moment)
    if before.job_id and not late:
        time_entries.write(person, "job", "off", site_id=ticket.site_id, at=moment, job=Job(pk=before.job_id))
    entry = time_entries.write(person, "job", "on", site_id=ticket.site_id, at=moment, job=job)
    _begin(ticket, job, late=late, at=at)
    touch(job)
    return entry


def _begin(ticket: Ticket, job: Job, *, late: bool, at: datetime) -> None:
    """The job is in progress and known to be worked on; a late fact that clashes is laid in the tray instead."""
    fresh = Job.objects.get(pk=job.pk)
    try:
        if ticket.state in upkeep.CLOSED:
            raise TicketClosed(ref=ticket.ref)
        work.require_may_start(ticket, fresh, at)
        if fresh.work != "in_progress":
            work.move(fresh, "in_progress")
    except Refused as refusal:
        if not late:
            raise
        tray.lay("clocked_against_the_rules", fresh, site_id=ticket.site_id, at=at, why=str(refusal), ref=ticket.ref)
    if not fresh.clocked:
        fresh.clocked = True
        fresh.save(update_fields=["clocked"])
    if ticket.state not in upkeep.CLOSED:
        upkeep.refresh(ticket, at)


@action("clocks.off")
def off(*, staff: Staff | None = None, happened_at: datetime | None = None, by: Actor, at: datetime) -> TimeEntry:
    """The person's job clock has stopped; the job stays in progress. Refuses with NotClocked, Elsewhere, NotStaff."""
    moment = min(happened_at or at, at)
    person = _person(staff, by, by.site_id or UUID(int=0))
    job_id = time_entries.state_of(person).job_id
    if job_id is None:
        raise NotClocked(name=person.name)
    job = Job.objects.select_related("ticket").get(pk=job_id)
    touch(job)
    return time_entries.write(person, "job", "off", site_id=job.ticket.site_id, at=moment, job=job)


@action("clocks.shift_on")
def shift_on(site: Site, *, staff: Staff | None = None, by: Actor, at: datetime) -> TimeEntry:
    """The person is on shift. Refuses with OnShiftAlready, Elsewhere, NotStaff."""
    person = _person(staff, by, site.pk)
    if time_entries.state_of(person).on_shift:
        raise OnShiftAlready(name=person.name)
    return time_entries.write(person, "shift", "on", site_id=site.pk, at=at)


@action("clocks.shift_off")
def shift_off(
    site: Site, *, staff: Staff | None = None, happened_at: datetime | None = None, by: Actor, at: datetime
) -> TimeEntry:
    """The person has gone home (or went, at `happened_at`), and their job clock has stopped.

    Refuses with NotOnShift, Elsewhere, NotStaff.
    """
    moment = min(happened_at or at, at)
    person = _person(staff, by, site.pk)
    now = time_entries.state_of(person)
    if not now.on_shift:
        raise NotOnShift(name=person.name)
    if now.job_id:
        time_entries.write(person, "job", "off", site_id=site.pk, at=moment, job=Job(pk=now.job_id))
    return time_entries.write(person, "shift", "off", site_id=site.pk, at=moment)


@action("clocks.correct")
def correct(
    entry: TimeEntry, *, happened_at: datetime | None, reason: str, job: Job | None = None, by: Actor, at: datetime
) -> TimeEntry:
    """A new row stands in place of the entry: at another time, on another job, or struck out (`happened_at` None).

    The old row stays (S-122). Refuses with WhyMissing, CorrectedAlready, InTheFuture, Elsewhere.
    """
    if not reason.strip():
        raise work.WhyMissing()
    if happened_at is not None and happened_at > at:
        raise InTheFuture()
    person = _person(entry.staff, by, entry.site_id)
    if TimeEntry.objects.filter(corrects=entry).exists():
        raise CorrectedAlready()
    note(before=entry.happened_at.isoformat(), after=happened_at.isoformat() if happened_at else "", reason=reason)
    return time_entries.write(
        person, entry.kind, entry.direction if happened_at else hours.STRUCK_OUT, site_id=entry.site_id,
        at=happened_at or entry.happened_at, job=job or entry.job, corrects=entry, reason=reason.strip(),
    )  # fmt: skip
