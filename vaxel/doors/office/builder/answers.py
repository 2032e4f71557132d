"""How the ticket's screen answers: the whole ticket drawn anew (htmx morphs it in place), a sheet, or a strip."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from vaxel.business.messaging import carriers
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.refusals import BelowCost, DiscountAboveLimit, MayNotPrice
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import vouching
from vaxel.doors.office.builder import picture
from vaxel.doors.office.desk import Desk, at_sites, desk, found
from vaxel.kernel.refusals import Refused

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


NEEDS_ANOTHER = (BelowCost, DiscountAboveLimit, MayNotPrice)
FIELD_NAMES = {
    "text": _l("Text"), "quantity": _l("Quantity"), "unit_price": _l("Price each"), "discount": _l("Discount"),
    "concern": _l("The customer says"), "odometer_in_km": _l("Odometer in"), "odometer_out_km": _l("Odometer out"),
    "promise_at": _l("Promised"), "po_number": _l("Customer's order number"), "title": _l("Title"),
}  # fmt: skip


def undo(text: str, url: str, values: Mapping[str, str] | None = None, *, kind: str = "note") -> Strip:
    """What was done, with the way back on a button and on Ctrl Z."""
    return Strip(text, kind, url, _("Undo"), "Control+z", values or {})


def changed(
    url: str, before: Mapping[str, str], after: Mapping[str, str], *, what: str = "", **more: str
) -> Strip | None:
    """Which field was what and is what now, with the way back; nothing when nothing changed."""
    if dict(before) == dict(after):
        return None
    names = [str(FIELD_NAMES[name]) for name in before if name in FIELD_NAMES and before[name] != after[name]]
    if len(names) != 1:
        said = _("Changed.")
    else:
        name = next(name for name in before if before[name] != after[name])
        said = _("%(field)s: %(before)s → %(after)s") % {
            "field": names[0], "before": shorten(before[name]) or "–", "after": shorten(after[name]) or "–",
        }  # fmt: skip
    return undo(f"{what}. {said}" if what and "text" not in before else said, url, {**before, **more})


def shorten(text: str, most: int = 60) -> str:
    """The text, with its end cut off when it is long."""
    return text if len(text) <= most else text[: most - 1] + "…"


def url_of(name: str, ticket: Ticket, *args: Any) -> str:
    """An address of this screen."""
    return reverse(f"ticket:{name}", args=[ticket.pk, *args])


def the_ticket(request: HttpRequest, ticket_id: UUID) -> Ticket:
    """The ticket, if this person may know of it."""
    return found(at_sites(request, Ticket.objects.select_related(*_WITH)), ticket_id)


def drawn(
    request: HttpRequest, ticket: Ticket, *, strip: Strip | None = None, here: UUID | None = None, status: int = 200,
    added: UUID | None = None, keeps_strip: bool = False,
) -> HttpResponse:  # fmt: skip
    """The ticket as it is now: in place for htmx, by redirect for a plain form. An open sheet is closed.

    `added` is the line that Tab leads to from the box. With `keeps_strip` notices and sheets stay as they are: it was
    somebody else who changed the ticket.
    """
    at_counter = (request.POST.get("at") or request.GET.get("at")) == "counter"
    if not is_fragment(request):
        if strip:
            messages.add_message(request, {"good": 25, "warn": 30, "bad": 40}.get(strip.kind, 20), strip.text)
        page = "counter:cart" if at_counter else "ticket:show"
        return HttpResponse(status=303, headers={"Location": reverse(page, args=[ticket.pk])})
    fresh = Ticket.objects.select_related(*_WITH).get(pk=ticket.pk)
    context = context_of(request, fresh, strip=strip, here=here or marked(request))
    context |= {"added": added, "keeps_strip": keeps_strip}
    place = "counter" if at_counter else "builder"
    return render(request, f"office/{place}/answer.html", context, status=status)


def sees_prices(here: Desk) -> bool:
    """Whether amounts are shown to the person: those who only do the work see none unless permitted (S-129)."""
    return any(here.may(one) for one in ("prices.see", "lines.change", "prices.see_margin"))


def context_of(
    request: HttpRequest, ticket: Ticket, *, strip: Strip | None = None, here: UUID | None = None
) -> dict[str, Any]:
    """What builder/ticket.html needs."""
    here_desk = desk(request)
    return {
        "it": picture.draw(request, ticket, here=here), "ticket": ticket, "strip": strip,
        "clocks": here_desk.staff.is_technician, "prices": sees_prices(here_desk),
        "sends": carriers.any_in_use() and here_desk.may("messages.tell"),
        "may_send": here_desk.may("approvals.make_link"), "may_buy": here_desk.may("lines.order"),
    }  # fmt: skip


def sheet(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The dialog `builder/sheets/<name>.html`, opened over the page."""
    return render(request, f"office/builder/sheets/{name}.html", context, status=status)


def ask_another(request: HttpRequest, ticket: Ticket, refusal: Refused) -> HttpResponse:
    """A sheet where a second person vouches with a PIN and a reason; it sends the same wish again."""
    here = desk(request)
    kept = {
        name: value
        for name, value in request.POST.items()
        if name not in ("second", "pin", "reason", "csrfmiddlewaretoken")
    }
    permission = refusal.params.get("permission")
    others = vouching.who_may(here, permission) if permission else vouching.who_may_give_more(here)
    context = {"refusal": str(refusal), "url": request.path, "kept": kept, "others": others, "ticket": ticket,
               "reason": request.POST.get("reason", "")}  # fmt: skip
    return sheet(request, "vouch", context, status=refusal.status)


def marked(request: HttpRequest) -> UUID | None:
    """The job the person has marked as the one that lines go to."""
    text = request.POST.get("here") or request.GET.get("here") or ""
    try:
        return UUID(text)
    except ValueError:
        return None
