"""Cars booked in: when they come, and whether they did."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from vaxel.business.schedule import bookings
from vaxel.business.schedule.models import Booking as BookingRow
from vaxel.business.schedule.models import Resource as ResourceRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.tickets import row_of
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import T20, T200, Body, Empty, Moment, Shape

How = Literal["drop_off", "waits", "loan_car", "after_hours"]


class Booking(Shape):
    """A car that comes: `state` booked, arrived, missed or cancelled."""

    id: UUID
    site: UUID
    ticket: UUID
    starts_at: datetime
    how: str
    state: str
    arrived_at: datetime | None


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


@writes("POST", "/tickets/{ticket}/bookings")
def book(ask: Ask, ticket: UUID, body: ToBook) -> Booking:
    """Book the car in."""
    car = ask.maybe(ResourceRow.objects.all(), body.loan_car, "loan_car", "site_id")
    return ask.do(
        bookings.book, booking_of, row_of(ask, ticket), starts_at=body.starts_at, how=body.how, channel="api",
        note=body.note, key_box=body.key_box, loan_car=car, back_at=body.back_at,
    )  # fmt: skip


def _booked(ask: Ask, booking: UUID) -> BookingRow:
    return ask.one(BookingRow.objects.all(), booking, "site_id")


@writes("PATCH", "/bookings/{booking}")
def rebook(ask: Ask, booking: UUID, body: Rebook) -> Booking:
    """Move a booking to another time."""
    return ask.do(bookings.move, booking_of, _booked(ask, booking), starts_at=body.starts_at, how=body.how or "")


@writes("POST", "/bookings/{booking}/arrive", status=200)
def arrive(ask: Ask, booking: UUID, body: Arrived) -> Booking:
    """Say that the car has come."""
    return ask.do(bookings.arrive, booking_of, _booked(ask, booking), promise_at=body.promise_at)


@writes("POST", "/bookings/{booking}/cancel", status=200)
def cancel(ask: Ask, booking: UUID, body: Cancelled) -> Booking:
    """Cancel a booking; a loan car that was kept for it is free."""
    return ask.do(bookings.cancel, booking_of, _booked(ask, booking), reason=body.reason)


@writes("POST", "/bookings/{booking}/miss", status=200)
def miss(ask: Ask, booking: UUID, body: Empty) -> Booking:
    """Say that the car did not come."""
    return ask.do(bookings.miss, booking_of, _booked(ask, booking))


def booking_of(row: BookingRow) -> Booking:
    """The booking as the API tells it."""
    return Booking(id=row.id, site=row.site_id, ticket=row.ticket_id, starts_at=row.starts_at, how=row.how,
                   state=row.state, arrived_at=row.arrived_at)  # fmt: skip
