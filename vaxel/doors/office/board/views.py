"""The board, its card's menu, and a card moved or put back."""

import json
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.schedule import board, board_rules
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.tickets.states import HOLD_REASONS
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.board import reading
from vaxel.doors.office.board.kept import kept
from vaxel.doors.office.board.reading import Asked
from vaxel.doors.office.builder.answers import Strip
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, language, screen
from vaxel.kernel.refusals import BadInput, Refused


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The board, list or day as the address asks; for htmx its inside alone."""
    template = "office/board/inside.html" if is_fragment(request) else "office/board/board.html"
    return render(request, template, _context(request, Asked.of(request.GET)))


def _context(request: HttpRequest, asked: Asked, strip: Strip | None = None) -> dict[str, object]:
    here = desk(request)
    fresh = request.method == "POST"
    picture = reading.draw(here, asked, fresh=fresh)
    rows = reading.day_of(here.site, here.at) if asked.view == "day" else []
    known = (one.key for one in picture.columns if one.count)
    column = asked.column or ("at_work" if here.staff.is_technician else next(known, "to_start"))
    context = {"it": picture, "asked": asked, "strip": strip, "now": here.at, "rows": rows, "column": column}
    if asked.view != "day":
        context["drawn"] = _cards_drawn(request, asked, context, fresh=fresh)
    return context


def _cards_drawn(request: HttpRequest, asked: Asked, context: dict[str, object], *, fresh: bool) -> SafeString:
    """The columns or the list as HTML: the same for all who ask the same in the same language."""
    here = desk(request)
    sites = [one.pk for one in reading.known_sites(here)] if asked.site == "all" else [here.site.pk, *_other(asked)]
    whose = here.staff.pk if asked.who == "mine" else None
    what = "drawn", request.GET.urlencode(), context["column"], language(), whose, tuple(sites), here.site.pk
    name = "list" if asked.view == "list" else "columns"

    def make() -> SafeString:
        return render_to_string(f"office/board/{name}.html", context, request)

    return kept(what, sites, here.at, make, fresh=fresh)


def _other(asked: Asked) -> list[UUID]:
    """The other site that the address names, if it is one."""
    try:
        return [UUID(asked.site)]
    except ValueError:
        return []


def _ticket(request: HttpRequest, ticket_id: UUID | str) -> Ticket:
    return found(at_sites(request, Ticket.objects.select_related("site", "vehicle", "customer")), ticket_id)


@screen
@require_GET
def menu(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Where the card may go, and for what it may wait; what is not possible says why."""
    return render(request, "office/board/menu.html", _menu(_ticket(request, ticket_id)))


def _menu(ticket: Ticket) -> dict[str, object]:
    jobs = list(Job.objects.filter(ticket=ticket))
    ways: list[dict[str, object]] = []
    for key in board_rules.COLUMNS:
        way = board.way_to(ticket, jobs, key)
        title, icon = reading.TITLES[key]
        if way.no == "to_invoice":
            ways.append({"key": key, "title": title, "icon": icon, "leads": reverse("ticket:show", args=[ticket.pk])})
        elif key != "quotes" or way.no == "here":
            ways.append({"key": key, "title": title, "icon": icon, "no": board.why_not(way) if way.no else "",
                         "here": way.no == "here"})  # fmt: skip
    first = next((one for one in ways if not one.get("no") and not one.get("here") and not one.get("leads")), None)
    if first is not None:
        first["first"] = True
    return {"ticket": ticket, "ways": ways, "reasons": HOLD_REASONS}


@screen
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """The card stands in the other column, because its jobs' own actions were done; the strip offers to undo."""
    ticket = _ticket(request, request.POST.get("ticket", ""))
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    if to == "handed_over" and ticket.order_status == "ready":
        return go(request, reverse("ticket:show", args=[ticket.pk]), _("Invoice the ticket to hand the car over."))
    try:
        before = board.move(ticket, to=to, reason=reason, text=request.POST.get("text", ""), **by(request))
    except board.HoldReasonMissing as refusal:
        return _drawn(request, Strip(str(refusal), "note"), menu=ticket)
    except Refused as refusal:
        return _drawn(request, Strip(str(refusal), "bad"), status=refusal.status)
    said = _("%(car)s: %(column)s") % {"car": _name(ticket), "column": reading.TITLES[to][0]}
    values = {"ticket": str(ticket.pk), "before": json.dumps(before)}
    return _drawn(request, Strip(said, "good", reverse("board:put_back"), _("Undo"), "Control+z", values))


@screen
@require_POST
def put_back(request: HttpRequest) -> HttpResponse:
    """The jobs are as they were before the card was moved."""
    ticket = _ticket(request, request.POST.get("ticket", ""))
    try:
        held = {an_id(key): (str(work), str(why)) for key, (work, why) in json.loads(request.POST["before"]).items()}
    except (ValueError, KeyError, AttributeError, TypeError):
        raise BadInput() from None
    try:
        board.put_back(ticket, before=held, **by(request))
    except Refused as refusal:
        return _drawn(request, Strip(str(refusal), "bad"), status=refusal.status)
    return _drawn(request, Strip(_("%(car)s stands where it stood.") % {"car": _name(ticket)}, "note"))


def _name(ticket: Ticket) -> str:
    return ticket.vehicle.plate if ticket.vehicle and ticket.vehicle.plate else f"#{ticket.ref}"


def _drawn(request: HttpRequest, strip: Strip, *, status: int = 200, menu: Ticket | None = None) -> HttpResponse:
    if not is_fragment(request):
        return go(request, reverse("board:board"), "" if strip.kind == "bad" else strip.text)
    request.GET = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)  # links keep its filters
    context = _context(request, Asked.of(request.GET), strip)
    if menu is not None:
        context["menu"] = _menu(menu)
    return render(request, "office/board/answer.html", context, status=status)
