"""Answers to those who asked for a time on the public page: a booking, another time, or no (S-138, C-48, C-54).

Each answer is one action: what it does to the calendar, the request that is dealt with, and, when it is wanted, the
message that tells the customer, or none of it.
"""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from vaxel.business.locations.models import Register
from vaxel.business.messaging import carriers, outbox
from vaxel.business.messaging.models import Message
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.schedule import bookings
from vaxel.business.schedule.bookings import InThePast
from vaxel.business.schedule.models import Booking
from vaxel.business.tickets import intake, visit_requests
from vaxel.business.tickets.intake import NewCustomer, NewVehicle
from vaxel.business.tickets.models import VisitRequest
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import clock
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused


class CannotTell(Refused):
    """Nobody carries a message to where they can be reached."""

    sentence = gettext_lazy("The shop cannot send to %(name)s. Call or write to them yourself, and untick the message.")


@action("bookings.answer_request")
def book(
    request: VisitRequest, *, customer: Party | NewCustomer, vehicle: Vehicle | NewVehicle | None, starts_at: datetime,
    how: str = "drop_off", tell: bool = True, register: Register | None = None, by: Actor, at: datetime,
) -> Booking:  # fmt: skip
    """A ticket with what was asked for stands, its car comes then, and the request has become it.

    Refuses as `tickets.take_in`, `bookings.book` and `tickets.take_up_request` do, and with CannotTell.
    """
    ticket = intake.take_in(
        request.site, vehicle=vehicle, customer=customer, concern=request.wish, register=register,
        language=request.language, by=by, at=at,
    )  # fmt: skip
    made = bookings.book(ticket, starts_at=starts_at, how=how, channel="web", by=by, at=at)
    visit_requests.take_up(request, ticket=ticket, by=by, at=at)
    if tell:
        text = gettext_lazy(
            "Hello %(name)s! You are welcome to %(site)s on %(when)s. If it does not suit you, call us."
        )
        _tell(request, ticket.customer, text, starts_at, f"visit {request.pk} booked", by=by, at=at)
    return made


@action("bookings.offer_time")
def offer(request: VisitRequest, *, starts_at: datetime, tell: bool = True, by: Actor, at: datetime) -> VisitRequest:
    """Another time is proposed, and nothing is booked before they say yes.

    Refuses with InThePast, CannotTell, HandledAlready.
    """
    if starts_at < at:
        raise InThePast()
    fresh = visit_requests.offer(request, starts_at=starts_at)
    if tell:
        text = gettext_lazy(
            "Hello %(name)s! The time you asked for is taken at %(site)s, but %(when)s is free. "
            "Call or write to us if it suits you, and we will book it."
        )
        _tell(fresh, None, text, starts_at, f"visit {request.pk} offer {starts_at:%Y%m%d%H%M}", by=by, at=at)
    return fresh


@action("bookings.decline_request")
def decline(request: VisitRequest, *, reason: str, tell: bool = True, by: Actor, at: datetime) -> VisitRequest:
    """Nothing comes of it, and the customer reads `reason`. Refuses as `tickets.decline_request` does; CannotTell."""
    fresh = visit_requests.decline(request, reason=reason, by=by, at=at)
    if tell:
        text = gettext_lazy("Hello %(name)s! We are sorry, %(site)s cannot help you this time: %(reason)s")
        _tell(fresh, None, text, None, f"visit {request.pk} declined", by=by, at=at)
    return fresh


def way_back(request: VisitRequest) -> str:
    """Where a message would reach them: the phone, else the e-mail address; empty when nobody carries it."""
    for channel, address in ((Message.SMS, request.phone), (Message.MAIL, request.email)):
        if address and carriers.of(channel) is not None:
            return address
    return ""


def _tell(
    request: VisitRequest, party: Party | None, text: object, when: datetime | None, key: str, *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """The message waits in the outbox, in the language they asked in; a stranger's is the walk-in customer's."""
    to = way_back(request)
    if not to:
        raise CannotTell(name=request.name)
    with override(request.language):
        said = str(text) % {
            "name": request.name, "site": request.site.name, "reason": request.note,
            "when": _said(clock.local(when, request.site.time_zone), request.language) if when else "",
        }  # fmt: skip
        subject = _("Your request for a time")
    outbox.lay(
        request.site, party or queries.walk_in(), to=to, text=said, subject=subject, key=key, by=by, at=at
    )  # fmt: skip


def _said(local: datetime, language: str) -> str:
    """Wednesday 25 November 10:00, onsdag 25 november 10:00: Django writes Swedish days with a capital."""
    day = date_format(local, "l j F")
    return f"{day.lower() if language == 'sv' else day} {local:%H:%M}"
