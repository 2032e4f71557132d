"""Search everything: plates, VINs, phones, names, tickets, parts and documents from one box."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vaxel.business.billing.finding import by_number
from vaxel.business.billing.models import Document
from vaxel.business.catalog import search as catalogue
from vaxel.business.parties import queries as parties
from vaxel.business.stock import lot_rules
from vaxel.business.stock.models import Lot
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles import queries as vehicles
from vaxel.doors.office.desk import at_sites, desk, screen
from vaxel.doors.office.tickets.listing import matching

MOST = 8
SHORTEST_SERIAL = 3


@screen
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Everything that fits the text, in sections; a ticket number with # goes there at once."""
    q = request.GET.get("q", "").strip()
    if not q:
        return render(request, "office/find.html", {"q": ""})
    found = search(request, q, MOST)
    if q.startswith("#") and len(found["tickets"]) == 1:
        return redirect(reverse("ticket:show", args=[found["tickets"][0].pk]))
    return render(request, "office/find.html", found | {"q": q})


def search(request: HttpRequest, q: str, most: int) -> dict[str, list[Any]]:
    """What the shop holds that fits the text and the person may know of, at most so many of each. Six queries."""
    rows = at_sites(request, Ticket.objects.filter(matching(q))).select_related("vehicle", "customer")
    return {
        "tickets": list(rows.order_by("-made_at")[:most]), "cars": [one.vehicle for one in vehicles.find(q, most)],
        "people": list(parties.search(q, most)),
        "parts": list(catalogue.parts(q, site_id=desk(request).site.pk, most=most)),
        "documents": _documents(request, q, most),
        "serials": _serials(q, most),
    }  # fmt: skip


def _documents(request: HttpRequest, q: str, most: int) -> list[Document]:
    rows = at_sites(request, Document.objects.filter(by_number(q)))
    return list(rows.select_related("customer").order_by("-posted_at")[:most])


def _serials(q: str, most: int) -> list[Lot]:
    """Pieces and lots whose number begins so; three signs at least."""
    number = lot_rules.norm(q)
    if len(number) < SHORTEST_SERIAL or not number.isalnum():
        return []
    return list(Lot.objects.filter(norm__startswith=number).select_related("part__brand").order_by("norm")[:most])
