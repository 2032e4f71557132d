"""How the ticket's screen answers: the whole ticket drawn anew (htmx morphs it in place), a sheet, or a strip."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from vaxel.business.tickets.models import Ticket
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.builder import picture
from vaxel.doors.office.desk import at_sites, desk, found

_WITH = ("site", "customer", "vehicle", "register", "made_by")


@dataclass(frozen=True, slots=True)
class Strip:
    """A notice in the place that is kept for it; `label` and `values` make a button that posts them to `url`."""

    text: str
    kind: str = "good"
    url: str = ""
    label: str = ""
    keys: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def the_ticket(request: HttpRequest, ticket_id: UUID) -> Ticket:
    """The ticket, if this person may know of it."""
    return found(at_sites(request, Ticket.objects.select_related(*_WITH)), ticket_id)


def drawn(
    request: HttpRequest, ticket: Ticket, *, strip: Strip | None = None, here: UUID | None = None, status: int = 200
) -> HttpResponse:
    """The ticket as it is now: in place for htmx, by redirect for a plain form. An open sheet is closed."""
    at_counter = (request.POST.get("at") or request.GET.get("at")) == "counter"
    if not is_fragment(request):
        if strip:
            messages.add_message(request, {"good": 25, "warn": 30, "bad": 40}.get(strip.kind, 20), strip.text)
        page = "counter:cart" if at_counter else "ticket:show"
        return HttpResponse(status=303, headers={"Location": reverse(page, args=[ticket.pk])})
    fresh = Ticket.objects.select_related(*_WITH).get(pk=ticket.pk)
    context = context_of(request, fresh, strip=strip, here=here or marked(request))
    place = "counter" if at_counter else "builder"
    return render(request, f"office/{place}/answer.html", context, status=status)


def context_of(
    request: HttpRequest, ticket: Ticket, *, strip: Strip | None = None, here: UUID | None = None
) -> dict[str, Any]:
    """What builder/ticket.html needs."""
    return {
        "it": picture.draw(request, ticket, here=here), "ticket": ticket, "strip": strip,
        "clocks": desk(request).staff.is_technician,
    }  # fmt: skip


def sheet(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The dialog `builder/sheets/<name>.html`, opened over the page."""
    return render(request, f"office/builder/sheets/{name}.html", context, status=status)


def marked(request: HttpRequest) -> UUID | None:
    """The job the person has marked as the one that lines go to."""
    text = request.POST.get("here") or request.GET.get("here") or ""
    try:
        return UUID(text)
    except ValueError:
        return None
