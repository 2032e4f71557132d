"""Whose ticket it is, and which car: found as one types, or added here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.parties import queries as party_queries
from vaxel.business.parties.models import Party
from vaxel.business.service import payers
from vaxel.business.tickets import intake, tickets
from vaxel.business.tickets.models import Job
from vaxel.business.vehicles import queries as vehicle_queries
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office.builder.answers import Strip, drawn, sheet, the_ticket
from vaxel.doors.office.customers.forms import CustomerForm
from vaxel.doors.office.desk import by, found, screen
from vaxel.doors.office.vehicles.forms import VehicleForm
from vaxel.kernel.refusals import Refused


@screen
@require_GET
def people(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Customers that fit the text; before anything is typed, the car's owner and its former customers."""
    ticket = the_ticket(request, ticket_id)
    q = request.GET.get("q", "").strip()
    if q:
        rows = party_queries.search(q, 12)
    else:
        near = Party.objects.filter(tickets__vehicle=ticket.vehicle_id) if ticket.vehicle_id else Party.objects.none()
        rows = list(near.exclude(pk=ticket.customer_id).distinct()[:6])
    return sheet(request, "people", {"parties": rows, "q": q, "ticket": ticket})


@screen
@require_POST
def set_customer(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket is the chosen customer's."""
    ticket = the_ticket(request, ticket_id)
    wanted = request.POST.get("party", "")
    party = found(Party.objects.all(), wanted) if wanted else _only_one(request.POST.get("q", ""))
    if party is None:
        return drawn(request, ticket, strip=Strip(_("Choose the customer from the list."), "warn"), status=422)
    tickets.set_customer(ticket, customer=party, **by(request))
    return drawn(request, ticket)


@screen
@require_POST
def set_payer(request: HttpRequest, ticket_id: UUID, job_id: UUID) -> HttpResponse:
    """The job is invoiced to the party whose name was written; left empty, to the ticket's customer."""
    ticket = the_ticket(request, ticket_id)
    job = found(Job.objects.filter(ticket=ticket).select_related("payer"), job_id)
    text = request.POST.get("q", "").strip()
    party = None if not text else _named(text)
    if text and party is None:
        said = _("“%(text)s” is nobody, or several. Write the payer's whole name, or their organisation number.")
        return drawn(request, ticket, here=job_id, strip=Strip(said % {"text": text}, "warn"), status=422)
    payers.set_payer(job, payer=party, **by(request))
    return drawn(request, ticket, here=job_id)


def _named(text: str) -> Party | None:
    """The one whose name it is, else the only one that fits."""
    exact = Party.objects.filter(name__iexact=text, merged_into=None)[:2]
    return exact[0] if len(exact) == 1 else _only_one(text)


def _only_one(text: str) -> Party | None:
    rows = party_queries.search(text, 2)
    return rows[0] if len(rows) == 1 else None


@screen
@require_POST
def new_customer(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """A new customer is known, and the ticket is theirs."""
    ticket = the_ticket(request, ticket_id)
    form = CustomerForm(request.POST)
    if form.is_valid():
        try:
            intake.set_new_customer(ticket, card=form.fields_for_action(), **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return drawn(request, ticket)
    return sheet(request, "again", {"ticket": ticket, "form": form, "name": "customer"}, status=422)


@screen
@require_GET
def cars(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Vehicles that fit the text; before anything is typed, those of the customer."""
    ticket = the_ticket(request, ticket_id)
    q = request.GET.get("q", "").strip()
    if q:
        rows = [one.vehicle for one in vehicle_queries.find(q, 12)]
    else:
        own = Vehicle.objects.filter(ownerships__party=ticket.customer_id, ownerships__valid_to=None)
        rows = [] if ticket.customer.is_walk_in else [car for car in own[:9] if car.pk != ticket.vehicle_id]
    return sheet(request, "cars", {"cars": rows, "q": q, "ticket": ticket})


@screen
@require_POST
def set_vehicle(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket is about the chosen vehicle."""
    ticket = the_ticket(request, ticket_id)
    wanted = request.POST.get("vehicle", "")
    rows = [] if wanted else vehicle_queries.find(request.POST.get("q", ""), 2)
    if not wanted and len(rows) != 1:
        return drawn(request, ticket, strip=Strip(_("Choose the vehicle from the list."), "warn"), status=422)
    vehicle = found(Vehicle.objects.all(), wanted) if wanted else rows[0].vehicle
    tickets.set_vehicle(ticket, vehicle=vehicle, **by(request))
    return drawn(request, ticket)


@screen
@require_POST
def new_vehicle(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """A new vehicle is known, the customer's own, and the ticket is about it."""
    ticket = the_ticket(request, ticket_id)
    form = VehicleForm(request.POST)
    if form.is_valid():
        try:
            intake.set_new_vehicle(ticket, card=form.cleaned_data, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return drawn(request, ticket)
    return sheet(request, "again", {"ticket": ticket, "form": form, "name": "vehicle"}, status=422)
