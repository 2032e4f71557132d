"""Planned time: so many hours of a job on a technician, a bay or another resource, moved and taken away (S-131)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.locations.models import Site, Staff
from vaxel.business.schedule import lanes, rules, work_left
from vaxel.business.schedule.calendars import REASONS
from vaxel.business.schedule.lanes import Calendar, Lane
from vaxel.business.schedule.models import Booking, PlannedTime, Resource
from vaxel.business.schedule.refusals import Away, NotHere, NothingLeft, NoTime, Taken
from vaxel.business.schedule.rules import Span
from vaxel.business.tickets import upkeep
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput

LONGEST_MINUTES = 60 * 200
ONE_AT_A_TIME = ("bay", "equipment", "loan_car")


def site_of(job: Job, *_args: Any, **_kwargs: Any) -> UUID:
    """The site whose permission counts."""
    return job.ticket.site_id


@action("schedule.plan", site=site_of)
def plan(
    job: Job, *, starts_at: datetime, staff: Staff | None = None, resource: Resource | None = None,
    minutes: int | None = None, firm: bool = True, id: UUID | None = None, by: Actor, at: datetime,
) -> PlannedTime:  # fmt: skip
    """So many minutes of the job (what is left of it, when not said) are planned on the technician or the resource.

    It may run over lunch and nights; more than a day holds is allowed and shown (S-132). Refuses with NothingLeft,
    NoTime, Away, Taken, NotHere, TicketClosed.
    """
    ticket = upkeep.require_open(Ticket(pk=job.ticket_id))
    fresh = Job.objects.get(pk=job.pk)
    _require_left(fresh)
    lane = _lane(ticket.site, staff, resource)
    length = minutes if minutes is not None else work_left.left([fresh], at)[fresh.pk]
    span = _span(ticket.site, lane, starts_at, length)
    _require_free(lane, span, but=None)
    made = PlannedTime.objects.create(
        id=id or new_id(), site=ticket.site, job=fresh, staff=staff, resource=resource, starts_at=span.start,
        ends_at=span.end, minutes=length, firm=firm, made_by_id=by.id if by.kind == "staff" else None, made_at=at,
    )  # fmt: skip
    note(job=fresh.title, on=lane.name, starts_at=span.start.isoformat(), minutes=length)
    upkeep.refresh(ticket, at)
    return made


@action("schedule.move")
def move(
    planned: PlannedTime, *, starts_at: datetime | None = None, staff: Staff | None = None,
    resource: Resource | None = None, minutes: int | None = None, by: Actor, at: datetime,
) -> PlannedTime:  # fmt: skip
    """It begins then, on that lane, and is so long; what is left out stays (S-142). Refuses as `plan` does."""
    ticket = upkeep.require_open(Ticket(pk=Job.objects.values_list("ticket_id", flat=True).get(pk=planned.job_id)))
    fresh = PlannedTime.objects.select_related("job", "staff", "resource").get(pk=planned.pk)
    _require_left(fresh.job)
    if staff is not None or resource is not None:
        fresh.staff, fresh.resource = staff, resource
    lane = _lane(ticket.site, fresh.staff, fresh.resource)
    before = {"starts_at": fresh.starts_at.isoformat(), "minutes": fresh.minutes}
    fresh.minutes = minutes if minutes is not None else fresh.minutes
    span = _span(ticket.site, lane, starts_at or fresh.starts_at, fresh.minutes)
    _require_free(lane, span, but=fresh.pk)
    fresh.starts_at, fresh.ends_at = span.start, span.end
    fresh.save(update_fields=["staff", "resource", "starts_at", "ends_at", "minutes"])
    note(job=fresh.job.title, on=lane.name, before=before, after={"starts_at": span.start.isoformat(),
                                                                  "minutes": fresh.minutes})  # fmt: skip
    upkeep.refresh(ticket, at)
    return fresh


@action("schedule.take_off")
def take_off(planned: PlannedTime, *, by: Actor, at: datetime) -> Job:
    """The time is not planned any more; the job waits to be placed."""
    job = Job.objects.select_related("ticket").get(pk=planned.job_id)
    ticket = upkeep.require_open(job.ticket)
    note(job=job.title, starts_at=planned.starts_at.isoformat(), minutes=planned.minutes)
    PlannedTime.objects.filter(pk=planned.pk).delete()
    touch(job)
    upkeep.refresh(ticket, at)
    return job


def booked_at(ticket_id: UUID) -> datetime | None:
    """The earliest time the ticket's work is planned for, or its car booked in. One query."""
    planned = PlannedTime.objects.filter(job__ticket_id=ticket_id).order_by().values_list("starts_at")
    booked = Booking.objects.filter(ticket_id=ticket_id, state__in=("booked", "arrived")).values_list("starts_at")
    return min((when for (when,) in planned.union(booked)), default=None)


upkeep.ask_when_booked(booked_at)


def _require_left(job: Job) -> None:
    if job.work in work_left.OVER:
        raise NothingLeft(job=job.title)


def _lane(site: Site, staff: Staff | None, resource: Resource | None) -> Lane:
    if (staff is None) == (resource is None):
        raise BadInput()
    if staff is not None:
        if not (staff.is_active and staff.is_technician and staff.home_site_id == site.pk):
            raise NotHere(who=staff.name, site=site.name)
        return Lane(lanes.PERSON, staff.pk, staff.name)
    assert resource is not None
    # Whoever plans on the same place waits here, so that two never take one hour of it.
    held = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if held.site_id != site.pk or held.retired_at is not None:
        raise NotHere(who=held.name, site=site.name)
    return Lane(held.kind, held.pk, held.name)


def _span(site: Site, lane: Lane, starts_at: datetime, minutes: int) -> Span:
    """From the first working moment at or after `starts_at` on its day until so much work is done."""
    if not 0 < minutes <= LONGEST_MINUTES:
        raise BadInput()
    day = lanes.today(site, starts_at)
    calendar = lanes.load(site, day, day)
    require_working(calendar, lane, starts_at)
    working = calendar.working(lane.id)
    first = next(rules.stretches(working, starts_at, day), None)
    end = rules.end_of(working, starts_at, day, minutes)
    if first is None or end is None:
        raise NoTime(when=day.isoformat())
    return Span(first.start, end)


def require_working(calendar: Calendar, lane: Lane | None, starts_at: datetime) -> None:
    """Nothing, when somebody works at that hour or after it that day; refuses with NoTime, Away."""
    site, day = calendar.site, lanes.today(calendar.site, starts_at)
    open_ = [span for span in calendar.windows(None, day) if span.end > starts_at]
    mine = [span for span in calendar.windows(lane.id, day) if span.end > starts_at] if lane else open_
    if mine:
        return
    absent = calendar.absent(lane.id, Span(starts_at, rules.moment(day, rules.DAY_MINUTES, site.time_zone))) if (
        lane and open_) else None  # fmt: skip
    if absent is not None and lane is not None:
        until = clock.local(absent.ends_at, site.time_zone)
        raise Away(who=lane.name, reason=absent.note or REASONS[absent.reason], until=until.strftime("%Y-%m-%d %H:%M"))
    raise NoTime(when=clock.local(starts_at, site.time_zone).strftime("%Y-%m-%d %H:%M"))


def _require_free(lane: Lane, span: Span, *, but: UUID | None) -> None:
    """A bay holds one car at a time; a technician may be overbooked, and it shows."""
    if lane.kind not in ONE_AT_A_TIME:
        return
    held = PlannedTime.objects.filter(
        resource_id=lane.id, starts_at__lt=span.end, ends_at__gt=span.start, job__ticket__state__in=("draft", "quoted",
                                                                                                     "open"),
    ).exclude(job__work__in=work_left.OVER).exclude(pk=but or UUID(int=0))  # fmt: skip
    other = held.select_related("job__ticket__vehicle", "site").order_by("starts_at").first()
    if other is None:
        return
    begins, ends = (clock.local(one, other.site.time_zone) for one in (other.starts_at, other.ends_at))
    raise Taken(**{"where": lane.name, "car": _car(other.job.ticket.vehicle, other.job.ticket),
                   "from": begins.strftime("%H:%M"), "until": ends.strftime("%H:%M")})  # fmt: skip


def _car(vehicle: Vehicle | None, ticket: Ticket) -> str:
    return vehicle.plate if vehicle and vehicle.plate else f"#{ticket.ref}"
