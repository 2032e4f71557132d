"""The workshop's hours: what is planned on whom, and a card moved on the board."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vaxel.business.locations.models import Site, Staff
from vaxel.business.schedule import board, lanes, planning, queries
from vaxel.business.schedule.models import PlannedTime as PlannedRow
from vaxel.business.schedule.models import Resource as ResourceRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.bookings import Booking, booking_of
from vaxel.doors.api.endpoints.jobs import job_of
from vaxel.doors.api.endpoints.resources import Loan, loan_of
from vaxel.doors.api.endpoints.tickets import Ticket, anew, row_of
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T200, Body, Day, Empty, Moment, QuantityAboveZero, Shape, given

Minutes = Annotated[int, Meta(ge=1, le=planning.LONGEST_MINUTES, description="working minutes")]


class PlannedTime(Shape):
    """So many minutes of a job on a technician or a resource."""

    id: UUID
    site: UUID
    job: UUID
    technician: UUID | None
    resource: UUID | None
    starts_at: datetime
    ends_at: datetime
    minutes: int
    firm: bool


class LaneDay(Shape):
    """A technician or a resource on a day: capacity and what is planned of it, in minutes."""

    lane: UUID
    kind: str
    name: str
    day: date
    capacity_minutes: int
    planned_minutes: int


class Calendar(Shape):
    """Days of a site: loads, planned times, bookings and loans; `conflicts`: planned times that clash."""

    lanes: list[LaneDay]
    planned: list[PlannedTime]
    bookings: list[Booking]
    loans: list[Loan]
    conflicts: list[UUID]


class FreeTime(Shape):
    """When a technician has so much time free on end."""

    technician: UUID
    name: str
    at: datetime


class CalendarFilters(Body):
    """`days` from `day` on, today when left out."""

    site: UUID | None = None
    day: Day | None = None
    days: Annotated[int, Meta(ge=1, le=31)] = 1


class FreeFilters(Body):
    """For how many hours of work."""

    site: UUID | None = None
    hours: QuantityAboveZero | None = None


class ToPlan(Body):
    """On a technician or a resource; without `minutes` what is left of the job."""

    starts_at: Moment
    technician: UUID | None = None
    resource: UUID | None = None
    minutes: Minutes | None = None
    firm: bool = True


class ToMove(Body):
    """What is left out stays."""

    starts_at: Moment | UnsetType = UNSET
    technician: UUID | None = None
    resource: UUID | None = None
    minutes: Minutes | UnsetType = UNSET


class Card(Body):
    """To which column; `waiting` needs a reason."""

    to: Literal["to_start", "at_work", "waiting", "ready"]
    reason: Literal["", "approval", "customer", "parts", "sublet", "resource", "other"] = ""
    text: T200 = ""


@reads("/calendar", may="tickets.read")
def calendar(ask: Ask, filters: CalendarFilters) -> Calendar:
    """A site's days: who has how much to do, what is planned, booked in and lent."""
    site = _site(ask, filters.site)
    first = filters.day or lanes.today(site, ask.at)
    days = [first + timedelta(days=n) for n in range(filters.days)]
    held = lanes.load(site, days[0], days[-1])
    span = queries.day_span(site, days[0], len(days))
    times = list(queries.planned(site, span.start, span.end))
    loads = queries.loads(held, days, times)
    shown = [
        LaneDay(lane=lane.id, kind=lane.kind, name=lane.name, day=day, capacity_minutes=loads[lane.id, day].capacity,
                planned_minutes=loads[lane.id, day].planned)
        for lane in held.lanes for day in days
    ]  # fmt: skip
    return Calendar(
        lanes=shown, planned=[_planned(one) for one in times],
        bookings=[booking_of(one) for one in queries.bookings(site, span.start, span.end)],
        loans=[loan_of(one) for one in queries.loans(site, span.start, span.end)],
        conflicts=sorted(queries.clashing(times, held)),
    )  # fmt: skip


@reads("/free-times", may="tickets.read")
def free_times(ask: Ask, filters: FreeFilters) -> list[FreeTime]:
    """Who is free, and when next, for so many hours of work; the soonest first."""
    minutes = max(1, filters.hours.milli * 60 // 1000) if filters.hours else 60
    found = queries.next_free(_site(ask, filters.site), min(minutes, planning.LONGEST_MINUTES), ask.at)
    return [FreeTime(technician=one.lane.id, name=one.lane.name, at=one.at) for one in found]


def _site(ask: Ask, site_id: UUID | None) -> Site:
    """The site that is asked for, else the token's, else the first."""
    sites = ask.mine(Site.objects.filter(closed_at=None), "id", wanted=site_id or ask.by.site_id)
    return ask.one(sites, site_id or ask.by.site_id or sites.values_list("pk", flat=True)[0])


def on_lane(ask: Ask, technician: UUID | None, resource: UUID | None) -> dict[str, Any]:
    """The lane that the body names, as an action wants it."""
    return {
        "staff": ask.maybe(Staff.objects.all(), technician, "technician"),
        "resource": ask.maybe(ResourceRow.objects.all(), resource, "resource", "site_id"),
    }


@writes("POST", "/jobs/{job}/planned-times")
def plan(ask: Ask, job: UUID, body: ToPlan) -> PlannedTime:
    """Plan time of a job on a technician or a resource."""
    said = {"starts_at": body.starts_at, "minutes": body.minutes, "firm": body.firm}
    return ask.do(planning.plan, _planned, job_of(ask, job), **on_lane(ask, body.technician, body.resource), **said)


@writes("PATCH", "/planned-times/{planned}")
def move(ask: Ask, planned: UUID, body: ToMove) -> PlannedTime:
    """Move planned time, give it to another, make it longer or shorter."""
    row = ask.one(PlannedRow.objects.all(), planned, "site_id")
    said = {key: value for key, value in given(body).items() if key in ("starts_at", "minutes")}
    return ask.do(planning.move, _planned, row, **on_lane(ask, body.technician, body.resource), **said)


@writes("DELETE", "/planned-times/{planned}")
def take_off(ask: Ask, planned: UUID, body: Empty) -> Ticket:
    """Take time off the plan; the job waits to be placed."""
    row = ask.one(PlannedRow.objects.all(), planned, "site_id")
    return ask.do(planning.take_off, lambda job: anew(job.ticket), row)


@writes("POST", "/tickets/{ticket}/move", status=200)
def move_card(ask: Ask, ticket: UUID, body: Card) -> Ticket:
    """Move a ticket to another column of the board, by its jobs' own steps."""
    row = row_of(ask, ticket)
    return ask.do(board.move, lambda _before: anew(row), row, to=body.to, reason=body.reason, text=body.text)


def _planned(row: PlannedRow) -> PlannedTime:
    return PlannedTime(
        id=row.id, site=row.site_id, job=row.job_id, technician=row.staff_id, resource=row.resource_id,
        starts_at=row.starts_at, ends_at=row.ends_at, minutes=row.minutes, firm=row.firm,
    )  # fmt: skip
