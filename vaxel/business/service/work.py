"""A job's work: begun, held, taken up again, completed, cancelled, and who did it (S-19 to S-21, S-70)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Staff
from vaxel.business.locations.preferences import Preference
from vaxel.business.service import time_entries
from vaxel.business.service.events import JobCompleted, JobHeld
from vaxel.business.stock import naming, reservations
from vaxel.business.tickets import costing, holding, upkeep
from vaxel.business.tickets.models import Job, Line, Ticket, WorkShare
from vaxel.business.tickets.states import HOLD_REASONS, WORK
from vaxel.business.vehicles import odometer
from vaxel.kernel.actions import action, note, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION
from vaxel.kernel.refusals import BadInput, Conflict, Refused

DIAGNOSIS = "diagnosis"
preferences.declare(
    Preference(
        "work.diagnosis_most_minor", 100_000, _("Diagnosis below this may begin before the customer's yes."), lowest=0
    )
)


class NotApproved(Refused):
    """Work begins when the customer has said yes (S-20, R-53)."""

    sentence = _("“%(job)s” is not approved. Ask the customer before the work begins.")


class ApprovalStale(Refused):
    """The job was changed after the yes (S-91, S-94)."""

    sentence = _("“%(job)s” was changed after the customer approved it. Ask again before the work goes on.")


class NoVehicle(Refused):
    """Work is done on something (S-9)."""

    sentence = _("Ticket %(ref)s has no vehicle. Choose one before the work begins.")


class NoSuchHold(BadInput):
    """A hold has one of the known reasons."""

    sentence = _(
        "Say why the job waits: for approval, the customer, parts, outside work, a resource or something else."
    )


class WhyMissing(BadInput):
    """What ends a job unfinished needs a reason."""

    sentence = _("Give a reason.")


class NoteMissing(BadInput):
    """A note says something."""

    sentence = _("Write what is to be noted.")


class StillClocked(Conflict):
    """A job is not cancelled under somebody's hands."""

    sentence = _("%(names)s is clocked on “%(job)s”. Stop the clock first.")


class PartsIssued(Conflict):
    """What was handed out comes back before the job is cancelled."""

    sentence = _("Parts have been handed out to “%(job)s”. Take them back into stock first.")


class BadShares(BadInput):
    """Shares of a labour line are the whole."""

    sentence = _("The technicians' shares must be 100 %% together, each above nothing.")


class NotLabour(BadInput):
    """Only labour has technicians."""

    sentence = _("“%(text)s” is no labour line.")


class NotATechnician(Refused):
    """Who has left, or does other work, is not put on a line."""

    sentence = _("%(name)s is not a technician here.")


def site_of(job: Job, *_args: Any, **_kwargs: Any) -> UUID:
    """The site whose permission counts."""
    return job.ticket.site_id


def site_of_line(line: Line, *_args: Any, **_kwargs: Any) -> UUID:
    """The site whose permission counts."""
    return line.ticket.site_id


def lock(job: Job) -> tuple[Ticket, Job]:
    """The job's ticket, open and locked, and the job as it is now; refuses with TicketClosed."""
    ticket = upkeep.require_open(Ticket(pk=job.ticket_id))
    return ticket, Job.objects.get(pk=job.pk)


def move(job: Job, state: str, **fields: Any) -> None:
    """The job's work is in the state; refuses with WrongState when the table has no such move."""
    job.work = WORK.check(job.work, state)
    job.hold_reason = ""
    job.version += 1
    for name, value in fields.items():
        setattr(job, name, value)
    job.save(update_fields=["work", "hold_reason", "version", *fields])
    touch(job)


def require_may_start(ticket: Ticket, job: Job, at: datetime) -> None:
    """Nothing, when the work may begin (S-20); refuses with NotApproved, ApprovalStale, NoVehicle."""
    if ticket.kind == "service" and ticket.vehicle_id is None:
        raise NoVehicle(ref=ticket.ref)
    if ticket.kind == "internal" or job.decision == "approved":
        return
    if job.decision == "stale":
        raise ApprovalStale(job=job.title)
    if not _small_diagnosis(ticket, job, at):
        raise NotApproved(job=job.title)


def _small_diagnosis(ticket: Ticket, job: Job, at: datetime) -> bool:
    """Diagnosis for less than what needs a yes beforehand (S-101), and not said no to."""
    if job.category != DIAGNOSIS or job.decision != "undecided":
        return False
    contents = costing.load(ticket)
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
    gross = costing.sum_of(contents, [one for one in contents.jobs if one.pk == job.pk], rates, whole=False).gross
    return bool(gross < preferences.value("work.diagnosis_most_minor", ticket.site_id))


@action("jobs.begin", site=site_of)
def begin(job: Job, *, by: Actor, at: datetime) -> Job:
    """Work on the job has begun, also one that was on hold or taken up again after completion (S-19 to S-21).

    Refuses with NotApproved, ApprovalStale, NoVehicle, WrongState, TicketClosed.
    """
    ticket, fresh = lock(job)
    require_may_start(ticket, fresh, at)
    move(fresh, "in_progress")
    upkeep.refresh(ticket, at)
    return fresh


@action("jobs.complete", site=site_of)
def complete(job: Job, *, cause: str = "", correction: str = "", by: Actor, at: datetime) -> Job:
    """The work is done; `cause` and `correction` are what the customer reads. The actor's own clock on it stops.

    Refuses with WrongState, TicketClosed.
    """
    ticket, fresh = lock(job)
    texts = {name: text for name, text in (("cause", cause), ("correction", correction)) if text}
    move(fresh, "completed", **texts)
    _stop_own_clock(ticket, fresh, by, at)
    upkeep.refresh(ticket, at)
    publish(JobCompleted(ticket.pk, fresh.pk, ready=ticket.order_status == "ready"))
    return fresh


def _stop_own_clock(ticket: Ticket, job: Job, by: Actor, at: datetime) -> None:
    staff = time_entries.person(by)
    if staff is not None and time_entries.state_of(staff).job_id == job.pk:
        time_entries.write(staff, "job", "off", site_id=ticket.site_id, at=at, job=job)


@action("jobs.hold", site=site_of)
def hold(job: Job, *, reason: str, text: str = "", by: Actor, at: datetime) -> Job:
    """The job waits for one of `HOLD_REASONS`; clocks on it are left to their owners.

    Refuses with NoSuchHold, WhyMissing (reason `other` without a text), WrongState, TicketClosed.
    """
    if reason not in HOLD_REASONS:
        raise NoSuchHold()
    if reason == "other" and not text.strip():
        raise WhyMissing()
    ticket, fresh = lock(job)
    put_on_hold(fresh, reason)
    note(reason=reason, text=text)
    upkeep.refresh(ticket, at)
    return fresh


def put_on_hold(job: Job, reason: str) -> None:
    """The job is on hold for the reason, inside an action that refreshes the ticket."""
    move(job, "on_hold", hold_reason=reason)
    publish(JobHeld(job.ticket_id, job.pk, reason))


@action("jobs.resume", site=site_of)
def resume(job: Job, *, by: Actor, at: datetime) -> Job:
    """The job waits no longer: it goes on where somebody has worked on it, and is pending where nobody has.

    Refuses with NotApproved and ApprovalStale where work goes on, WrongState, TicketClosed.
    """
    ticket, fresh = lock(job)
    if fresh.clocked:
        require_may_start(ticket, fresh, at)
    move(fresh, "in_progress" if fresh.clocked else "pending")
    upkeep.refresh(ticket, at)
    return fresh


@action("jobs.cancel", site=site_of)
def cancel(job: Job, *, reason: str, by: Actor, at: datetime) -> Job:
    """The job is not done. What was held for it is free again; clocked time stays on it and counts as ours.

    Refuses with WhyMissing, StillClocked, PartsIssued, WrongState, TicketClosed.
    """
    if not reason.strip():
        raise WhyMissing()
    ticket, fresh = lock(job)
    names = time_entries.on_now([fresh.pk], at).get(fresh.pk, ())
    if names:
        raise StillClocked(names=", ".join(names), job=fresh.title)
    lines = list(Line.objects.filter(job=fresh).values_list("pk", flat=True))
    if any(holding.issued(lines).values()):
        raise PartsIssued(job=fresh.title)
    reservations.release(lines, at)
    naming.forget(lines)
    move(fresh, "cancelled")
    note(reason=reason)
    upkeep.refresh(ticket, at)
    return fresh


@action("jobs.assign", site=site_of_line)
def assign(line: Line, *, shares: Sequence[tuple[Staff, int]], by: Actor, at: datetime) -> Line:
    """These technicians share the labour line, in parts per million that are a million together (S-70).

    Refuses with NotLabour, BadShares, NotATechnician, TicketClosed.
    """
    if line.kind != "labour":
        raise NotLabour(text=line.text)
    if sum(ppm for _staff, ppm in shares) != MILLION or any(ppm <= 0 for _staff, ppm in shares):
        raise BadShares()
    if len({staff.pk for staff, _ppm in shares}) != len(shares):
        raise BadShares()
    for staff, _ppm in shares:
        if not (staff.is_active and staff.is_technician):
            raise NotATechnician(name=staff.name)
    upkeep.require_open(Ticket(pk=line.ticket_id))
    WorkShare.objects.filter(line=line).delete()
    WorkShare.objects.bulk_create([WorkShare(line=line, staff=staff, share_ppm=ppm) for staff, ppm in shares])
    note(line=str(line.pk), shares={staff.name: ppm for staff, ppm in shares})
    touch(Job(pk=line.job_id))
    return line


@action("jobs.note", site=site_of)
def write_note(job: Job, *, text: str, by: Actor, at: datetime) -> Job:
    """The text stands below what was noted before, with who wrote it. Refuses with NoteMissing, TicketClosed."""
    if not text.strip():
        raise NoteMissing()
    ticket, fresh = lock(job)
    fresh.internal_note = f"{fresh.internal_note}\n{by.name}: {text.strip()}".strip()
    fresh.version += 1
    fresh.save(update_fields=["internal_note", "version"])
    upkeep.refresh(ticket, at)
    touch(fresh)
    return fresh


@action("jobs.read_odometer", site=site_of)
def read_odometer(job: Job, *, km: int, reason: str = "", by: Actor, at: datetime) -> Job:
    """The reading is in the car's log, and on the ticket when it had none. Refuses with NoVehicle, TicketClosed and as

    `odometer.record` does.
    """
    ticket, fresh = lock(job)
    if ticket.vehicle is None:
        raise NoVehicle(ref=ticket.ref)
    odometer.record(ticket.vehicle, value=km, source="check_in", reason=reason, ticket_id=ticket.pk, by=by, at=at)
    if ticket.odometer_in_km is None:
        ticket.odometer_in_km = km
        ticket.save(update_fields=["odometer_in_km"])
    upkeep.refresh(ticket, at)
    return fresh
