"""Bays, equipment and loan cars, and the cars we lend."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.schedule import calendars, loans
from vaxel.business.schedule.models import Loan as LoanRow
from vaxel.business.schedule.models import Resource as ResourceRow
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.bookings import Cancelled
from vaxel.doors.api.endpoints.tickets import Kilometres, row_of
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import T120, T160, Body, Empty, Moment, Shape


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


class NewResource(Body):
    """A bay, equipment, a loan car (a vehicle) or a seat."""

    kind: Literal["bay", "equipment", "loan_car", "seat"]
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    vehicle: UUID | None = None
    site: UUID | None = None


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
    return ask.do(loans.reserve, loan_of, row, ticket=row_of(ask, body.ticket), starts_at=body.starts_at,
                  ends_at=body.ends_at)  # fmt: skip


def _lent(ask: Ask, loan: UUID) -> LoanRow:
    return ask.one(LoanRow.objects.select_related("resource"), loan, "resource__site_id")


@writes("POST", "/loans/{loan}/hand-over", status=200)
def hand_over(ask: Ask, loan: UUID, body: Borrowed) -> Loan:
    """Hand a loan car over to its borrower."""
    said = {"borrower": body.borrower, "licence_seen": body.licence_seen, "km": body.km}
    return ask.do(loans.hand_over, loan_of, _lent(ask, loan), **said)


@writes("POST", "/loans/{loan}/take-back", status=200)
def take_back(ask: Ask, loan: UUID, body: Returned) -> Loan:
    """Say that a loan car is back."""
    return ask.do(loans.take_back, loan_of, _lent(ask, loan), km=body.km, note=body.note)


@writes("POST", "/loans/{loan}/cancel", status=200)
def cancel_loan(ask: Ask, loan: UUID, body: Cancelled) -> Loan:
    """Free a loan car that was kept."""
    return ask.do(loans.cancel, loan_of, _lent(ask, loan), reason=body.reason)


def loan_of(row: LoanRow) -> Loan:
    """The loan as the API tells it."""
    return Loan(
        id=row.id, resource=row.resource_id, ticket=row.ticket_id, starts_at=row.starts_at, ends_at=row.ends_at,
        state=row.state, borrower=row.borrower, out_km=row.out_km, back_km=row.back_km,
    )  # fmt: skip


def _resource(row: ResourceRow) -> Resource:
    return Resource(id=row.id, site=row.site_id, kind=row.kind, name=row.name, vehicle=row.vehicle_id)
