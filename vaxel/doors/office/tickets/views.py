"""Tickets: the list, and a new one by plate, phone, name or VIN in one box."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vaxel.business.parties.models import Party
from vaxel.business.service import deferred
from vaxel.business.tickets import intake as takings
from vaxel.business.vehicles import lookups, plates
from vaxel.business.vehicles.lookups import LookupDown, PlateAnswer
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.desk import by, desk, found, go, once, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.tickets import intake, listing
from vaxel.kernel.refusals import Refused


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The tickets, newest first, as the address asks."""
    return answer(request, listing.Tickets())


@screen
def new(request: HttpRequest) -> HttpResponse:
    """The one box, what it leads to, and the form; posted, the ticket is open with whatever had to be added."""
    if request.method == "POST":
        return _take_in(request)
    q = request.GET.get("q", "").strip()
    leads = intake.leads(q) if q else []
    if is_fragment(request):
        return render(request, "office/tickets/leads.html", {"q": q, "leads": leads})
    certain = intake.certain(q, leads)
    if certain and not _wants_form(request):
        return redirect(f"{request.path}?{certain.query}")
    context = {"q": q, "leads": leads, **_chosen(request)}
    if _wants_form(request) or (q and not leads):
        context["form"] = form = intake.NewTicketForm(initial=_initial(q, context))
        form.begin_at_first_empty(skip=form.settled(context["vehicle"], context["customer"]))
    return render(request, "office/tickets/new.html", context)


def _wants_form(request: HttpRequest) -> bool:
    return any(name in request.GET for name in ("vehicle", "customer", "new"))


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The car and the customer that the address or the form names."""
    asked = request.POST if request.method == "POST" else request.GET
    vehicle = found(Vehicle.objects.all(), asked["vehicle"]) if asked.get("vehicle") else None
    customer = found(Party.objects.all(), asked["customer"]) if asked.get("customer") else None
    waiting = deferred.waiting(vehicle.pk) if vehicle else []
    return {"vehicle": vehicle, "customer": customer, "waiting": waiting}


def _initial(q: str, context: dict[str, Any]) -> dict[str, Any]:
    """What the box said, in its field, and what a register knows of a new plate."""
    if context["vehicle"] or context["customer"]:
        return {}
    said: dict[str, Any] = dict(intake.guess(q)) if q else {}
    answer = _looked_up(said.get("plate", ""))
    if answer:
        context["source"] = lookups.current().source
        said |= {"vin": answer.vin, "make": answer.make, "model": answer.model, "model_year": answer.model_year}
    return said


def _looked_up(plate: str) -> PlateAnswer | None:
    """The register's answer; nothing when it is down: the work goes on without it."""
    if not plate:
        return None
    try:
        return lookups.current().look_up(plates.stripped(plate))
    except LookupDown:
        return None


def _take_in(request: HttpRequest) -> HttpResponse:
    form = intake.NewTicketForm(request.POST)
    chosen = _chosen(request)
    if form.is_valid():
        try:
            ticket = _stored(request, form, chosen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if not chosen["vehicle"]:
                _warn_of_vin(request, ticket.vehicle)
            return go(request, reverse("ticket:show", args=[ticket.pk]))
    context = {**chosen, "form": form, "q": request.POST.get("q", ""), "leads": []}
    return render(request, "office/tickets/new.html", context, status=422)


def _warn_of_vin(request: HttpRequest, vehicle: Vehicle | None) -> None:
    """What to look at before the new car's VIN is trusted stands on the ticket; its number is stored as it is."""
    for warning in vehicle.decoded.get("vin", {}).get("warnings", []) if vehicle else []:
        messages.warning(request, warning)


def _stored(request: HttpRequest, form: intake.NewTicketForm, chosen: dict[str, Any]) -> Any:
    typed = form.cleaned_data
    here = desk(request)
    return takings.take_in.once(
        once(request), here.site, vehicle=chosen["vehicle"] or form.new_vehicle(),
        customer=chosen["customer"] or form.new_customer(), concern=typed["concern"], odometer_km=typed["odometer"],
        odometer_reason=typed["odometer_reason"], promise_at=typed["promise_at"], register=here.register, **by(request),
    )  # fmt: skip
