"""Vehicles: found by plate, VIN or unit number; one vehicle with everything it has been through (W4)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.service import deferred, history
from vaxel.business.service.models import DeferredWork
from vaxel.business.vehicles import odometer, registry, vin
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.vehicles import mileage
from vaxel.doors.office.vehicles.forms import DetailsForm
from vaxel.doors.office.vehicles.listing import Vehicles
from vaxel.kernel.refusals import Refused


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
    told = history.of_vehicle(vehicle)
    owned = list(vehicle.ownerships.select_related("party").order_by("-valid_from"))
    owner = owned[0].party if owned and not owned[0].valid_to else None
    context = {
        "vehicle": vehicle, "history": told, "owned": owned, "owner": owner,
        "plates": vehicle.plates.order_by("-valid_from"), "mileage": mileage.of(told.readings),
        "details": DetailsForm(initial={name: getattr(vehicle, name) for name in DetailsForm().fields}),
        "doubts": vin.decode(vehicle.vin, timezone.localdate(desk(request).at)).warnings if vehicle.vin else (),
        "told": happened.of(request, vehicle.pk), "sites": Site.objects.filter(closed_at=None).count(),
    }  # fmt: skip
    return render(request, "office/vehicles/show.html", context)


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
