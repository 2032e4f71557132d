"""Work: jobs begun, held, resumed, finished and cancelled; clocks; parts handed out and taken back; the invoice."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.locations.models import Staff
from vaxel.business.service import clocks, deferred, handover, supply, work
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.models import TimeEntry as TimeRow
from vaxel.doors.api.ask import Ask, UnknownThing
from vaxel.doors.api.endpoints.documents import Document
from vaxel.doors.api.endpoints.documents import anew as document_anew
from vaxel.doors.api.endpoints.jobs import job_of, line_of
from vaxel.doors.api.endpoints.tickets import Kilometres, Ticket, anew, row_of
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import T200, Body, Day, Empty, LongText, Moment, Ppm, QuantityAboveZero, Reason, Shape


class Finished(Body):
    """What was found and done, as the customer reads it."""

    cause: LongText = ""
    correction: LongText = ""


class Hold(Body):
    """Why the job waits; `other` needs a text."""

    reason: Literal["approval", "customer", "parts", "sublet", "resource", "other"]
    text: T200 = ""


class Why(Body):
    """Why."""

    reason: Reason


class Share(Body):
    """A technician's share of a labour line."""

    staff: UUID
    share_ppm: Ppm


class Shares(Body):
    """The shares of a labour line: a million together."""

    shares: Annotated[list[Share], Meta(min_length=1, max_length=20)]


class Clock(Body):
    """Whose clock, and when if it was earlier than now."""

    staff: UUID
    happened_at: Moment | None = None


class Shift(Body):
    """Whose shift, and where."""

    staff: UUID
    site: UUID | None = None


class AskAgain(Body):
    """The day to ask again."""

    ask_again_on: Day | None


class Dropped(Shape):
    """Work that waits on a vehicle, or did."""

    id: UUID
    state: str


class TimeEntry(Shape):
    """A fact of a clock."""

    id: UUID
    staff: UUID
    site: UUID
    kind: str
    direction: str
    job: UUID | None
    happened_at: datetime


class HandedOut(Body):
    """How much; left out: all that is left."""

    quantity: QuantityAboveZero | None = None


class ToPost(Body):
    """`overrides`: gates to post against, each with its reason; needs a permission."""

    odometer_out_km: Kilometres | None = None
    overrides: dict[Annotated[str, Meta(max_length=3, pattern="^G[0-9]{1,2}$")], Reason] = {}


@writes("POST", "/jobs/{job}/begin", status=200)
def begin(ask: Ask, job: UUID, body: Empty) -> Ticket:
    """Begin work on a job."""
    return ask.do(work.begin, lambda row: anew(row.ticket), job_of(ask, job))


@writes("POST", "/jobs/{job}/complete", status=200)
def complete(ask: Ask, job: UUID, body: Finished) -> Ticket:
    """Complete a job, with what was found and done."""
    said = {"cause": body.cause, "correction": body.correction}
    return ask.do(work.complete, lambda row: anew(row.ticket), job_of(ask, job), **said)


@writes("POST", "/jobs/{job}/hold", status=200)
def hold(ask: Ask, job: UUID, body: Hold) -> Ticket:
    """Put a job on hold, with a reason."""
    said = {"reason": body.reason, "text": body.text}
    return ask.do(work.hold, lambda row: anew(row.ticket), job_of(ask, job), **said)


@writes("POST", "/jobs/{job}/resume", status=200)
def resume(ask: Ask, job: UUID, body: Empty) -> Ticket:
    """Take a job off hold."""
    return ask.do(work.resume, lambda row: anew(row.ticket), job_of(ask, job))


@writes("POST", "/jobs/{job}/cancel", status=200)
def cancel(ask: Ask, job: UUID, body: Why) -> Ticket:
    """Cancel a job, with a reason; what was held for it is free again."""
    return ask.do(work.cancel, lambda row: anew(row.ticket), job_of(ask, job), reason=body.reason)


@writes("POST", "/jobs/{job}/clock", status=201)
def clock_on(ask: Ask, job: UUID, body: Clock) -> TimeEntry:
    """Clock a technician on a job; they are off whatever they were on."""
    person = ask.named(Staff.objects.all(), body.staff, "staff")
    return ask.do(clocks.on, _time, job_of(ask, job), staff=person, happened_at=body.happened_at)


@writes("POST", "/clocks/off", status=201)
def clock_off(ask: Ask, body: Clock) -> TimeEntry:
    """Stop a technician's job clock."""
    person = ask.named(Staff.objects.all(), body.staff, "staff")
    return ask.do(clocks.off, _time, staff=person, happened_at=body.happened_at)


@writes("POST", "/shifts/on", status=201)
def shift_on(ask: Ask, body: Shift) -> TimeEntry:
    """Put somebody on shift."""
    person = ask.named(Staff.objects.all(), body.staff, "staff")
    return ask.do(clocks.shift_on, _time, ask.site(body.site), staff=person)


@writes("POST", "/shifts/off", status=201)
def shift_off(ask: Ask, body: Shift) -> TimeEntry:
    """Take somebody off shift; their job clock stops."""
    person = ask.named(Staff.objects.all(), body.staff, "staff")
    return ask.do(clocks.shift_off, _time, ask.site(body.site), staff=person)


@writes("PATCH", "/deferred-work/{work}")
def ask_again(ask: Ask, work: UUID, body: AskAgain) -> Dropped:
    """Set when the customer is to be asked again; null: at the next visit."""
    row = ask.one(DeferredWork.objects.select_related("ticket"), work, "ticket__site_id")
    return ask.do(deferred.ask_again, lambda made: Dropped(id=made.pk, state=made.state), row, on=body.ask_again_on)


@writes("POST", "/deferred-work/{work}/drop", status=200)
def drop(ask: Ask, work: UUID, body: Why) -> Dropped:
    """Drop work that waits on a vehicle: nobody is reminded of it any more."""
    row = ask.one(DeferredWork.objects.select_related("ticket"), work, "ticket__site_id")
    return ask.do(deferred.drop, lambda made: Dropped(id=made.pk, state=made.state), row, reason=body.reason)


@writes("PUT", "/lines/{line}/technicians")
def assign(ask: Ask, line: UUID, body: Shares) -> Ticket:
    """Say which technicians share a labour line."""
    people = Staff.objects.in_bulk([one.staff for one in body.shares])
    for n, one in enumerate(body.shares):
        if one.staff not in people:
            raise UnknownThing(path=f"shares[{n}].staff", id=one.staff)
    shares = [(people[one.staff], one.share_ppm) for one in body.shares]
    return ask.do(work.assign, lambda row: anew(row.ticket), line_of(ask, line), shares=shares)


@writes("POST", "/lines/{line}/hand-out", status=200)
def hand_out(ask: Ask, line: UUID, body: HandedOut) -> Ticket:
    """Hand a line's part out to the job."""
    milli = body.quantity.milli if body.quantity else None
    return ask.do(supply.hand_out, lambda row: anew(row.ticket), line_of(ask, line), quantity_milli=milli)


@writes("POST", "/lines/{line}/take-back", status=200)
def take_back(ask: Ask, line: UUID, body: Empty) -> Ticket:
    """Take everything that was handed out for a line back into the store."""
    return ask.do(supply.take_back, lambda row: anew(row.ticket), line_of(ask, line))


@writes("POST", "/tickets/{ticket}/invoice")
def post(ask: Ask, ticket: UUID, body: ToPost) -> Document:
    """Invoice the ticket's approved work: goods leave, the books follow. All unmet gates are told at once."""
    said = {"odometer_out_km": body.odometer_out_km, "overrides": body.overrides}
    return ask.do(handover.post_ticket, document_anew, row_of(ask, ticket), **said)


def _time(row: TimeRow) -> TimeEntry:
    return TimeEntry(
        id=row.id, staff=row.staff_id, site=row.site_id, kind=row.kind, direction=row.direction, job=row.job_id,
        happened_at=row.happened_at,
    )  # fmt: skip
