"""Bookings: a time agreed ahead, the car that comes, and the one that does not (S-137 to S-141, S-147)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.schedule import lanes, loans
from vaxel.business.schedule.models import HOWS, Booking, Loan, Resource
from vaxel.business.schedule.planning import require_working
from vaxel.business.tickets import upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import clock
from vaxel.kernel.actions import action
from vaxel.kernel.actions import note as remember
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

NO_SHOW = preferences.declare(
    Preference("bookings.no_show_minutes", 60, _("Minutes until a booked car that has not come counts as missed."),
               lowest=5, highest=24 * 60)
)  # fmt: skip
CHANNELS = ("phone", "counter", "web", "email", "sms", "api")


class NoSuchHow(BadInput):
    """The customer waits, leaves the car, or takes a loan car."""

    sentence = _("Say whether the customer waits, leaves the car, borrows one or leaves it after hours.")


class InThePast(BadInput):
    """Nobody comes yesterday."""

    sentence = _("That time has passed. Choose a later one.")


class BookedAlready(Conflict):
    """One visit, one time."""

    sentence = _("Ticket %(ref)s is booked for %(when)s already. Move that booking instead.")


class NotBooked(Conflict):
    """What has come, or was cancelled, is changed no more."""

    sentence = _("This car has come already, or its booking was missed or cancelled.")


class TooSoon(Conflict):
    """They may still come."""

    sentence = _("They may still come: a car counts as missed %(minutes)s minutes after its time.")


@action("bookings.book")
def book(
    ticket: Ticket, *, starts_at: datetime, how: str = "drop_off", channel: str = "phone", key_box: str = "",
    note: str = "", loan_car: Resource | None = None, back_at: datetime | None = None, id: UUID | None = None,
    by: Actor, at: datetime,
) -> Booking:  # fmt: skip
    """The car comes then; with `loan_car` the customer has it from then until `back_at`, in the same transaction.

    Refuses with NoSuchHow, InThePast, BookedAlready, NoTime; for the loan car as `loans.reserve` does.
    """
    fresh = upkeep.require_open(ticket)
    if how not in HOWS or channel not in CHANNELS:
        raise NoSuchHow()
    held = Booking.objects.filter(ticket=fresh, state="booked").first()
    if held is not None:
        raise BookedAlready(ref=fresh.ref, when=_said(fresh, held.starts_at))
    _require_open(fresh, starts_at, how, at)
    made = Booking.objects.create(
        id=id or new_id(), site=fresh.site, ticket=fresh, starts_at=starts_at, how=how, channel=channel,
        key_box=key_box.strip(), note=note.strip(), booked_by_id=by.id if by.kind == "staff" else None, booked_at=at,
    )  # fmt: skip
    if loan_car is not None:
        loans.reserve(loan_car, ticket=fresh, starts_at=starts_at, ends_at=back_at or starts_at + timedelta(days=1),
                      by=by, at=at)  # fmt: skip
    upkeep.refresh(fresh, at)
    return made


def _require_open(ticket: Ticket, starts_at: datetime, how: str, at: datetime) -> None:
    if starts_at < at - timedelta(minutes=15):
        raise InThePast()
    if how == "after_hours":
        return
    day = lanes.today(ticket.site, starts_at)
    require_working(lanes.load(ticket.site, day, day), None, starts_at)


def _said(ticket: Ticket, when: datetime) -> str:
    return clock.local(when, ticket.site.time_zone).strftime("%Y-%m-%d %H:%M")


def _lock(booking: Booking) -> tuple[Ticket, Booking]:
    ticket = upkeep.require_open(Ticket(pk=booking.ticket_id))
    fresh = Booking.objects.get(pk=booking.pk)
    if fresh.state != "booked":
        raise NotBooked()
    return ticket, fresh


@action("bookings.move")
def move(booking: Booking, *, starts_at: datetime, how: str = "", by: Actor, at: datetime) -> Booking:
    """The car comes at another time. Refuses with NotBooked, InThePast, NoTime, NoSuchHow."""
    ticket, fresh = _lock(booking)
    wanted = how or fresh.how
    if wanted not in HOWS:
        raise NoSuchHow()
    _require_open(ticket, starts_at, wanted, at)
    remember(before=fresh.starts_at.isoformat(), after=starts_at.isoformat())
    fresh.starts_at, fresh.how = starts_at, wanted
    fresh.save(update_fields=["starts_at", "how"])
    upkeep.refresh(ticket, at)
    return fresh


@action("bookings.arrive")
def arrive(booking: Booking, *, promise_at: datetime | None = None, by: Actor, at: datetime) -> Booking:
    """The car has come, and is promised then (S-139). Refuses with NotBooked."""
    ticket, fresh = _lock(booking)
    if promise_at is not None:
        ticket.promise_at = promise_at
        ticket.first_promise_at = ticket.first_promise_at or promise_at
        ticket.save(update_fields=["promise_at", "first_promise_at"])
    return _end(ticket, fresh, "arrived", at)


@action("bookings.cancel")
def cancel(booking: Booking, *, reason: str = "", by: Actor, at: datetime) -> Booking:
    """The car does not come; a loan car that was kept for the visit is free. Refuses with NotBooked."""
    ticket, fresh = _lock(booking)
    remember(reason=reason)
    return _end(ticket, fresh, "cancelled", at)


@action("bookings.miss")
def miss(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """The car did not come (S-140); it counts for the customer. Refuses with NotBooked, TooSoon."""
    ticket, fresh = _lock(booking)
    minutes = preferences.value(NO_SHOW.key, ticket.site_id)
    if at < fresh.starts_at + timedelta(minutes=minutes):
        raise TooSoon(minutes=minutes)
    return _end(ticket, fresh, "missed", at)


def _end(ticket: Ticket, booking: Booking, state: str, at: datetime) -> Booking:
    booking.state = state
    booking.arrived_at = at if state == "arrived" else None
    booking.save(update_fields=["state", "arrived_at"])
    if state != "arrived":
        Loan.objects.filter(ticket=ticket, state="booked").update(state="cancelled")
    upkeep.refresh(ticket, at)
    return booking


def no_shows(party_id: Any, at: datetime) -> int:
    """How often the customer did not come within a year (S-137)."""
    since = at - timedelta(days=365)
    return Booking.objects.filter(ticket__customer_id=party_id, state="missed", starts_at__gte=since).count()
