"""Vehicles: found by plate, VIN or unit number; one vehicle with everything it has been through (W4)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.service import deferred, forecast, history
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets import intake
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Ticket
from vaxel.business.tyres import swaps
from vaxel.business.vehicles import odometer, registry, vin
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, language, once, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.tickets.listing import OPEN
from vaxel.doors.office.vehicles import mileage, visits
from vaxel.doors.office.vehicles.forms import DetailsForm
from vaxel.doors.office.vehicles.listing import Vehicles
from vaxel.kernel.refusals import Refused

MOST_VISITS = 200


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The vehicles, newest first, or those that fit the search."""
    return answer(request, Vehicles())


@screen
@require_GET
def show(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """The vehicle's page: what waits, visits, odometer, owners, plates."""
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    here, today = desk(request), timezone.localdate(desk(request).at)
    owned = list(vehicle.ownerships.select_related("party").order_by("-valid_from"))
    owner = owned[0].party if owned and not owned[0].valid_to else None
    context = _visits(request, vehicle) | {
        "vehicle": vehicle, "owned": owned, "owner": owner, "plates": vehicle.plates.order_by("-valid_from"),
        "details": DetailsForm(initial={name: getattr(vehicle, name) for name in DetailsForm().fields}),
        "doubts": vin.decode(vehicle.vin, today).warnings if vehicle.vin else (),
        "told": happened.of(request, vehicle.pk), "sites": Site.objects.filter(closed_at=None).count(),
        "open_ticket": _open_ticket(request, vehicle), "fitted": visits.fitted(vehicle),
        "warranties": visits.warranties(vehicle, today), "may_sell": here.may("tickets.add_line"),
        "wheels": swaps.stored_for(vehicle.pk),
        "service": forecast.next_service(vehicle.pk, desk(request).site, desk(request).at),
    }  # fmt: skip
    context["mileage"] = mileage.of(context["history"].readings)
    return render(request, "office/vehicles/show.html", context)


def _visits(request: HttpRequest, vehicle: Vehicle) -> dict[str, Any]:
    """The history, and those of its visits that the address asks for."""
    told, categories = history.of_vehicle(vehicle, most=MOST_VISITS), visits.categories_of(vehicle)
    kind, text = request.GET.get("kind", ""), request.GET.get("words", "").strip()[:80]
    shown = visits.narrowed(told.visits, categories, kind=kind, text=text)
    return {"vehicle": vehicle, "history": told, "visits": shown, "kinds": visits.kinds(categories), "kind": kind,
            "words": text}  # fmt: skip


def _open_ticket(request: HttpRequest, vehicle: Vehicle) -> Ticket | None:
    """The newest ticket of the car that is still open here: what is put on a ticket is put on it."""
    rows = Ticket.objects.filter(vehicle=vehicle, site=desk(request).site, kind="service", state__in=OPEN)
    return rows.order_by("-made_at").first()


@screen
@require_GET
def visits_(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """The visits that fit: the part of the page for htmx, else the whole page."""
    if not is_fragment(request):
        return go(request, f"{reverse('vehicles:show', args=[vehicle_id])}?{request.GET.urlencode()}")
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    return render(request, "office/vehicles/visits.html", _visits(request, vehicle))


@screen
@require_POST
def take_up(request: HttpRequest, vehicle_id: UUID, work_id: UUID) -> HttpResponse:
    """What was said no to stands as a job on the car's open ticket; without one, a new ticket is begun."""
    work = found(DeferredWork.objects.filter(vehicle=vehicle_id), work_id)
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    ticket = _open_ticket(request, vehicle)
    if ticket is None:
        return go(request, f"{reverse('tickets:new')}?vehicle={vehicle.pk}")
    deferred.take_up(ticket, works=[work], language=language(), **by(request))
    return go(
        request, reverse("ticket:show", args=[ticket.pk]), _("“%(title)s” is on the ticket.") % {"title": work.title}
    )


@screen
@require_POST
def sell_again(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """The part is on the car's open ticket; without one, on a new one at the counter."""
    vehicle, here = found(Vehicle.objects.all(), vehicle_id), desk(request)
    part = found(Part.objects.filter(retired_at=None), request.POST.get("part", ""))
    wish, ticket = Wish(part=part), _open_ticket(request, vehicle)
    asked = [str(vehicle.pk), str(part.pk)]  # a wish has an id of its own each time
    if ticket is not None:
        intake.add_line.once(once(request), ticket, wish, language=language(), asked=asked, **by(request))
        return go(
            request, reverse("ticket:show", args=[ticket.pk]), _("%(part)s is on the ticket.") % {"part": part.number}
        )
    held = vehicle.ownerships.filter(valid_to=None).select_related("party").first()
    line = intake.start_sale.once(
        once(request), here.site, wish, register=here.register, customer=held.party if held else None,
        language=language(), asked=asked, **by(request),
    )  # fmt: skip
    return go(request, reverse("counter:cart", args=[line.ticket_id]))


@screen
@require_POST
def change(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """The card has the values of the form."""
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    form = DetailsForm(request.POST)
    if form.is_valid():
        try:
            registry.change(vehicle, **form.cleaned_data, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, _page(vehicle), _("The vehicle is changed."))
    return render(request, "office/vehicles/edit.html", {"vehicle": vehicle, "details": form}, status=422)


def _page(vehicle: Vehicle) -> str:
    return reverse("vehicles:show", args=[vehicle.pk])


@screen
@require_POST
def move_plate(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """The plate is on this vehicle from today."""
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    registry.move_plate(vehicle, plate=request.POST.get("plate", ""), **by(request))
    return go(request, _page(vehicle), _("The plate is moved."))


@screen
@require_POST
def read_odometer(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """One more reading in the log."""
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    value = reading.whole(request.POST.get("value", ""), "km")
    reason = request.POST.get("reason", "")
    odometer.record(vehicle, value=value or 0, source="typed", reason=reason, **by(request))
    return go(request, _page(vehicle), _("The reading is stored."))


@screen
@require_POST
def set_owner(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """The party owns the vehicle from today; nobody known when none is chosen."""
    vehicle = found(Vehicle.objects.all(), vehicle_id)
    wanted = request.POST.get("party", "")
    party = found(Party.objects.filter(is_walk_in=False), wanted) if wanted else None
    registry.set_owner(vehicle, party=party, **by(request))
    return go(request, _page(vehicle), _("The owner is changed."))


@screen
@require_POST
def drop(request: HttpRequest, vehicle_id: UUID, work_id: UUID) -> HttpResponse:
    """Nobody is reminded of the waiting work any more."""
    work = found(DeferredWork.objects.filter(vehicle=vehicle_id), work_id)
    deferred.drop(work, reason=request.POST.get("reason", ""), **by(request))
    return go(request, reverse("vehicles:show", args=[vehicle_id]), _("The work waits no longer."))
