"""Requests for a time: read, and answered with a booking, another time, or no."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.parties import folding
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import Party
from vaxel.business.schedule import requests
from vaxel.business.schedule.models import HOWS
from vaxel.business.tickets.intake import NewCustomer, NewVehicle
from vaxel.business.tickets.models import VisitRequest
from vaxel.business.tickets.visit_requests import OPEN
from vaxel.business.vehicles import plates
from vaxel.business.vehicles.models import Ownership, Vehicle
from vaxel.doors.office import happened
from vaxel.doors.office.desk import at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.schedule.views import TimeUnreadable
from vaxel.doors.office.visits.listing import VisitRequests
from vaxel.kernel.refusals import Refused

MAY = ("bookings.answer_request", "bookings.offer_time", "bookings.decline_request")
NEW = "new"
MORNING, AFTERNOON = time(8), time(13)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Those who wait for an answer."""
    only_who_may(request, *MAY)
    return answer(request, VisitRequests())


@screen
@require_GET
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What was asked, who it may be, and the three answers."""
    only_who_may(request, *MAY)
    return _page(request, _asked(request, request_id), {})


@screen
@require_POST
def book(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The car is booked in on a new ticket."""
    asked = _asked(request, request_id)
    typed = request.POST
    try:
        made = requests.book.once(
            once(request), asked, customer=_customer(asked, typed), vehicle=_vehicle(asked, typed),
            starts_at=_moment(typed), how=typed.get("how", "drop_off"), tell=bool(typed.get("tell")),
            register=desk(request).register, **by(request),
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, asked, typed, refusal, "book")
    when = timezone.localtime(made.starts_at).strftime("%Y-%m-%d %H:%M")
    return go(request, reverse("ticket:show", args=[made.ticket_id]), _("The car comes %(when)s.") % {"when": when})


@screen
@require_POST
def offer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Another time is proposed; it waits for what they say."""
    asked, typed = _asked(request, request_id), request.POST
    try:
        requests.offer(asked, starts_at=_moment(typed), tell=bool(typed.get("tell")), **by(request))
    except Refused as refusal:
        return _page(request, asked, typed, refusal, "offer")
    return go(request, reverse("visits:show", args=[asked.pk]), _("The other time is offered."))


@screen
@require_POST
def decline(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Nothing comes of it, with a reason."""
    asked, typed = _asked(request, request_id), request.POST
    try:
        requests.decline(asked, reason=typed.get("reason", ""), tell=bool(typed.get("tell")), **by(request))
    except Refused as refusal:
        return _page(request, asked, typed, refusal, "decline")
    return go(request, reverse("visits:list"), _("The request is declined."))


def _asked(request: HttpRequest, request_id: UUID) -> VisitRequest:
    return found(at_sites(request, VisitRequest.objects.select_related("site", "ticket", "handled_by")), request_id)


def _page(
    request: HttpRequest, asked: VisitRequest, typed: Mapping[str, Any], refused: Refused | None = None, where: str = ""
) -> HttpResponse:
    here = desk(request)
    cars = _cars(asked)
    people = _people(asked, cars)
    context = {
        "asked": asked, "is_open": asked.state in OPEN, "cars": cars, "people": people, "hows": HOWS, "typed": typed,
        "refused": refused, "where": where, "starts_at": _proposed(asked, here.at), "to": requests.way_back(asked),
        "customer": typed.get("customer") or (str(people[0].pk) if people else NEW),
        "vehicle": typed.get("vehicle") or (str(cars[0].pk) if cars else NEW if asked.plate else ""),
        "how": typed.get("how") or ("waits" if asked.waits_here else "drop_off"),
        "told": happened.of(request, asked.pk),
    }  # fmt: skip
    return render(request, "office/visits/show.html", context, status=refused.status if refused else 200)


def _cars(asked: VisitRequest) -> list[Vehicle]:
    """The car with the plate that was written, if we know it."""
    plate = plates.stripped(asked.plate)
    return list(Vehicle.objects.filter(plate=plate)[:2]) if plate else []


def _people(asked: VisitRequest, cars: list[Vehicle]) -> list[Party]:
    """Who it may be: by the car, the phone, the e-mail, in that order; a person decides (C-48)."""
    owners = [one.party for one in Ownership.objects.filter(vehicle__in=cars, valid_to=None).select_related("party")]
    alike = parties.likely_same(phone=asked.phone, email=asked.email) if asked.phone or asked.email else []
    alike.sort(key=lambda one: _unlike(one.name, asked.name))
    return list({one.pk: one for one in [*owners, *alike] if not one.is_walk_in}.values())


def _unlike(name: str, asked: str) -> tuple[bool, bool]:
    """False comes first: the same name, then one that sounds so."""
    return folding.fold(name) != folding.fold(asked), folding.name_key(name) != folding.name_key(asked)


def _customer(asked: VisitRequest, typed: Mapping[str, Any]) -> Party | NewCustomer:
    chosen = typed.get("customer", NEW)
    if chosen != NEW:
        return found(Party.objects.filter(is_walk_in=False), chosen)
    return NewCustomer(name=asked.name, phone=asked.phone, email=asked.email)


def _vehicle(asked: VisitRequest, typed: Mapping[str, Any]) -> Vehicle | NewVehicle | None:
    chosen = typed.get("vehicle", "")
    if chosen == NEW:
        return NewVehicle(plate=asked.plate)
    return found(Vehicle.objects.all(), chosen) if chosen else None


def _moment(typed: Mapping[str, Any]) -> datetime:
    try:
        when = datetime.fromisoformat(typed.get("starts_at", ""))
    except ValueError:
        raise TimeUnreadable() from None
    return timezone.make_aware(when) if timezone.is_naive(when) else when


def _proposed(asked: VisitRequest, at: datetime) -> datetime:
    """The day they want, else the next weekday, in the part of the day they want."""
    day = asked.wanted_on if asked.wanted_on and asked.wanted_on > timezone.localtime(at).date() else None
    if day is None:
        day = timezone.localtime(at).date() + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, AFTERNOON if asked.part_of_day == "afternoon" else MORNING))
