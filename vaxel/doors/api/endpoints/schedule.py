"""The workshop's hours: what is planned on whom, cars booked in, cars we lend, and a card moved on the board."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vaxel.business.locations.models import Site, Staff
from vaxel.business.schedule import board, bookings, calendars, lanes, loans, planning, queries
from vaxel.business.schedule.models import Absence as AbsenceRow
from vaxel.business.schedule.models import Booking as BookingRow
from vaxel.business.schedule.models import Loan as LoanRow
from vaxel.business.schedule.models import PlannedTime as PlannedRow
from vaxel.business.schedule.models import Resource as ResourceRow
from vaxel.business.schedule.rules import WorkDay
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.jobs import job_of
from vaxel.doors.api.endpoints.tickets import Kilometres, Ticket, anew, row_of
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import (
    T20,
    T120,
    T160,
    T200,
    Body,
    Day,
    Empty,
    Moment,
    Name,
    QuantityAboveZero,
    Shape,
    given,
)

Minutes = Annotated[int, Meta(ge=1, le=planning.LONGEST_MINUTES, description="working minutes")]
MinuteOfDay = Annotated[int, Meta(ge=0, le=1440, description="minutes from midnight on the site's wall clock")]
How = Literal["drop_off", "waits", "loan_car", "after_hours"]


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


class Booking(Shape):
    """A car that comes: `state` booked, arrived, missed or cancelled."""

    id: UUID
    site: UUID
    ticket: UUID
    starts_at: datetime
    how: str
    state: str
    arrived_at: datetime | None


class Loan(Shape):
    """One of our cars on loan: `state` booked, out, back or cancelled."""

    id: UUID
    resource: UUID
    ticket: UUID
    starts_at: datetime
    ends_at: datetime
    state: str
    borrower: str
    out_km: int | None
    back_km: int | None


class Resource(Shape):
    """What hours are booked on besides technicians."""

    id: UUID
    site: UUID
    kind: str
    name: str
    vehicle: UUID | None


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


class ToBook(Body):
    """`loan_car`: one of our cars is kept from then until `back_at`."""

    starts_at: Moment
    how: How = "drop_off"
    note: T200 = ""
    key_box: T20 = ""
    loan_car: UUID | None = None
    back_at: Moment | None = None


class Rebook(Body):
    """Another time."""

    starts_at: Moment
    how: How | None = None


class Arrived(Body):
    """The car has come; `promise_at`: when the customer is told it is ready."""

    promise_at: Moment | None = None


class Cancelled(Body):
    """Why, if known."""

    reason: T200 = ""


class NewResource(Body):
    """A bay, equipment, a loan car (a vehicle) or a seat."""

    kind: Literal["bay", "equipment", "loan_car", "seat"]
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    vehicle: UUID | None = None
    site: UUID | None = None


class HoursOfDay(Body):
    """A weekday's hours, 0 is Monday; without `until` nobody works then."""

    weekday: Annotated[int, Meta(ge=0, le=6)]
    begins: MinuteOfDay = 0
    until: MinuteOfDay = 0
    break_begins: MinuteOfDay = 0
    break_until: MinuteOfDay = 0


class Week(Body):
    """Weekdays that are named; of a technician, or of the site."""

    days: Annotated[list[HoursOfDay], Meta(min_length=1, max_length=7)]
    technician: UUID | None = None
    site: UUID | None = None


class ClosedDay(Body):
    """The site is closed on the day, or ends at `closes_minute`."""

    day: Day
    name: Name
    closes_minute: MinuteOfDay = 0
    site: UUID | None = None


class Away(Body):
    """A technician is away, or a resource out of use."""

    starts_at: Moment
    ends_at: Moment
    technician: UUID | None = None
    resource: UUID | None = None
    reason: Literal["holiday", "sick", "child", "training", "service", "other"] = "other"
    note: T200 = ""
    site: UUID | None = None


class Absence(Shape):
    """Who is away, and when."""

    id: UUID
    technician: UUID | None
    resource: UUID | None
    starts_at: datetime
    ends_at: datetime
    reason: str


class Done(Shape):
    """The site whose hours were changed."""

    site: UUID


class ToLend(Body):
    """For which visit, from when until when."""

    ticket: UUID
    starts_at: Moment
    ends_at: Moment


class Borrowed(Body):
    """Who drives, whose licence was seen."""

    borrower: Annotated[T160, Meta(min_length=1)]
    licence_seen: bool
    km: Kilometres | None = None


class Returned(Body):
    """The car is back."""

    km: Kilometres | None = None
    note: T120 = ""


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
        bookings=[_booking(one) for one in queries.bookings(site, span.start, span.end)],
        loans=[_loan(one) for one in queries.loans(site, span.start, span.end)],
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


def _on(ask: Ask, technician: UUID | None, resource: UUID | None) -> dict[str, Any]:
    """The lane that the body names, as an action wants it."""
    return {
        "staff": ask.maybe(Staff.objects.all(), technician, "technician"),
        "resource": ask.maybe(ResourceRow.objects.all(), resource, "resource", "site_id"),
    }


@writes("POST", "/jobs/{job}/planned-times")
def plan(ask: Ask, job: UUID, body: ToPlan) -> PlannedTime:
    """Plan time of a job on a technician or a resource."""
    said = {"starts_at": body.starts_at, "minutes": body.minutes, "firm": body.firm}
    return ask.do(planning.plan, _planned, job_of(ask, job), **_on(ask, body.technician, body.resource), **said)


@writes("PATCH", "/planned-times/{planned}")
def move(ask: Ask, planned: UUID, body: ToMove) -> PlannedTime:
    """Move planned time, give it to another, make it longer or shorter."""
    row = ask.one(PlannedRow.objects.all(), planned, "site_id")
    said = {key: value for key, value in given(body).items() if key in ("starts_at", "minutes")}
    return ask.do(planning.move, _planned, row, **_on(ask, body.technician, body.resource), **said)


@writes("DELETE", "/planned-times/{planned}")
def take_off(ask: Ask, planned: UUID, body: Empty) -> Ticket:
    """Take time off the plan; the job waits to be placed."""
    row = ask.one(PlannedRow.objects.all(), planned, "site_id")
    return ask.do(planning.take_off, lambda job: anew(job.ticket), row)


@writes("POST", "/tickets/{ticket}/bookings")
def book(ask: Ask, ticket: UUID, body: ToBook) -> Booking:
    """Book the car in."""
    car = ask.maybe(ResourceRow.objects.all(), body.loan_car, "loan_car", "site_id")
    return ask.do(
        bookings.book, _booking, row_of(ask, ticket), starts_at=body.starts_at, how=body.how, channel="api",
        note=body.note, key_box=body.key_box, loan_car=car, back_at=body.back_at,
    )  # fmt: skip


def _booked(ask: Ask, booking: UUID) -> BookingRow:
    return ask.one(BookingRow.objects.all(), booking, "site_id")


@writes("PATCH", "/bookings/{booking}")
def rebook(ask: Ask, booking: UUID, body: Rebook) -> Booking:
    """Move a booking to another time."""
    return ask.do(bookings.move, _booking, _booked(ask, booking), starts_at=body.starts_at, how=body.how or "")


@writes("POST", "/bookings/{booking}/arrive", status=200)
def arrive(ask: Ask, booking: UUID, body: Arrived) -> Booking:
    """Say that the car has come."""
    return ask.do(bookings.arrive, _booking, _booked(ask, booking), promise_at=body.promise_at)


@writes("POST", "/bookings/{booking}/cancel", status=200)
def cancel(ask: Ask, booking: UUID, body: Cancelled) -> Booking:
    """Cancel a booking; a loan car that was kept for it is free."""
    return ask.do(bookings.cancel, _booking, _booked(ask, booking), reason=body.reason)


@writes("POST", "/bookings/{booking}/miss", status=200)
def miss(ask: Ask, booking: UUID, body: Empty) -> Booking:
    """Say that the car did not come."""
    return ask.do(bookings.miss, _booking, _booked(ask, booking))


@writes("POST", "/resources")
def add_resource(ask: Ask, body: NewResource) -> Resource:
    """Add a bay, equipment, a loan car or a seat."""
    car = ask.maybe(Vehicle.objects.all(), body.vehicle, "vehicle")
    return ask.do(calendars.add, _resource, ask.site(body.site), kind=body.kind, name=body.name, vehicle=car)


@writes("POST", "/resources/{resource}/retire", status=200)
def retire(ask: Ask, resource: UUID, body: Empty) -> Resource:
    """Book nothing on it any more."""
    return ask.do(calendars.retire, _resource, ask.one(ResourceRow.objects.all(), resource, "site_id"))


@writes("POST", "/resources/{resource}/loans")
def lend(ask: Ask, resource: UUID, body: ToLend) -> Loan:
    """Keep a loan car for a ticket's customer."""
    row = ask.one(ResourceRow.objects.all(), resource, "site_id")
    return ask.do(loans.reserve, _loan, row, ticket=row_of(ask, body.ticket), starts_at=body.starts_at,
                  ends_at=body.ends_at)  # fmt: skip


def _lent(ask: Ask, loan: UUID) -> LoanRow:
    return ask.one(LoanRow.objects.select_related("resource"), loan, "resource__site_id")


@writes("POST", "/loans/{loan}/hand-over", status=200)
def hand_over(ask: Ask, loan: UUID, body: Borrowed) -> Loan:
    """Hand a loan car over to its borrower."""
    said = {"borrower": body.borrower, "licence_seen": body.licence_seen, "km": body.km}
    return ask.do(loans.hand_over, _loan, _lent(ask, loan), **said)


@writes("POST", "/loans/{loan}/take-back", status=200)
def take_back(ask: Ask, loan: UUID, body: Returned) -> Loan:
    """Say that a loan car is back."""
    return ask.do(loans.take_back, _loan, _lent(ask, loan), km=body.km, note=body.note)


@writes("POST", "/loans/{loan}/cancel", status=200)
def cancel_loan(ask: Ask, loan: UUID, body: Cancelled) -> Loan:
    """Free a loan car that was kept."""
    return ask.do(loans.cancel, _loan, _lent(ask, loan), reason=body.reason)


@writes("PUT", "/working-hours")
def set_hours(ask: Ask, body: Week) -> Done:
    """Set the hours of weekdays, of the site or of a technician there."""
    week = {
        one.weekday: WorkDay(one.begins, one.until, one.break_begins, one.break_until) if one.until else None
        for one in body.days
    }
    person = ask.maybe(Staff.objects.all(), body.technician, "technician")
    return ask.do(calendars.set_hours, _done, ask.site(body.site), week=week, staff=person)


@writes("POST", "/closed-days")
def close_day(ask: Ask, body: ClosedDay) -> Done:
    """Close a site on a day, or make it a half day."""
    said = {"day": body.day, "name": body.name, "closes_minute": body.closes_minute}
    return ask.do(calendars.close_day, lambda row: Done(site=row.site_id), ask.site(body.site), **said)


@writes("POST", "/absences")
def leave(ask: Ask, body: Away) -> Absence:
    """Note that a technician is away, or a resource out of use."""
    said = {"starts_at": body.starts_at, "ends_at": body.ends_at, "reason": body.reason, "note": body.note}
    return ask.do(calendars.leave, _absence, ask.site(body.site), **_on(ask, body.technician, body.resource), **said)


@writes("POST", "/absences/{absence}/cancel", status=200)
def back(ask: Ask, absence: UUID, body: Empty) -> Absence:
    """Take an absence away."""
    return ask.do(calendars.back, _absence, ask.one(AbsenceRow.objects.all(), absence, "site_id"))


@writes("POST", "/tickets/{ticket}/move", status=200)
def move_card(ask: Ask, ticket: UUID, body: Card) -> Ticket:
    """Move a ticket to another column of the board, by its jobs' own steps."""
    row = row_of(ask, ticket)
    return ask.do(board.move, lambda _before: anew(row), row, to=body.to, reason=body.reason, text=body.text)


def _done(site: Site) -> Done:
    return Done(site=site.pk)


def _planned(row: PlannedRow) -> PlannedTime:
    return PlannedTime(
        id=row.id, site=row.site_id, job=row.job_id, technician=row.staff_id, resource=row.resource_id,
        starts_at=row.starts_at, ends_at=row.ends_at, minutes=row.minutes, firm=row.firm,
    )  # fmt: skip


def _booking(row: BookingRow) -> Booking:
    return Booking(id=row.id, site=row.site_id, ticket=row.ticket_id, starts_at=row.starts_at, how=row.how,
                   state=row.state, arrived_at=row.arrived_at)  # fmt: skip


def _loan(row: LoanRow) -> Loan:
    return Loan(
        id=row.id, resource=row.resource_id, ticket=row.ticket_id, starts_at=row.starts_at, ends_at=row.ends_at,
        state=row.state, borrower=row.borrower, out_km=row.out_km, back_km=row.back_km,
    )  # fmt: skip


def _resource(row: ResourceRow) -> Resource:
    return Resource(id=row.id, site=row.site_id, kind=row.kind, name=row.name, vehicle=row.vehicle_id)


def _absence(row: AbsenceRow) -> Absence:
    return Absence(id=row.id, technician=row.staff_id, resource=row.resource_id, starts_at=row.starts_at,
                   ends_at=row.ends_at, reason=row.reason)  # fmt: skip
