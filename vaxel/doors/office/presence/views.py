"""The kiosk's taps, the inspection view in Swedish whoever reads, its export, and the people of the ledger."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Staff
from vaxel.business.presence import arrivals, inspection, rules
from vaxel.business.presence.inspection import Ledger
from vaxel.business.presence.models import Guest, GuestEntry
from vaxel.business.schedule import lanes
from vaxel.business.service import clocks
from vaxel.business.service.models import TimeEntry
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.kernel.refusals import BadInput, NotFound

HEAD = (
    "Företag", "Organisationsnummer", "Verksamhetslokal", "Datum", "Namn", "Personnummer", "Arbetsgivare", "Påbörjat",
    "Avslutat", "Påbörjat antecknat", "Avslutat antecknat",
)  # fmt: skip
CHANGES = ("Rättelse av", "Avser", "Tidigare värde", "Nytt värde", "Orsak", "Rättat av", "Rättat")


@screen
@require_GET
def kiosk(request: HttpRequest) -> HttpResponse:
    """Everyone who works here, one tap each."""
    here = desk(request)
    people = inspection.people(here.site)
    context = {"people": people, "here": sum(1 for one in people if one.here_since), "now": here.at}
    return render(request, "office/presence/kiosk.html", context)


@screen
@require_POST
def tap(request: HttpRequest) -> HttpResponse:
    """The person who was tapped has come or gone, whichever it is."""
    here = desk(request)
    pk, coming = request.POST.get("who", ""), request.POST.get("do") == "come"
    if request.POST.get("kind") == "guest":
        guest = found(Guest.objects.filter(site=here.site), pk)
        (arrivals.guest_arrives if coming else arrivals.guest_leaves)(guest, **by(request))
        name = guest.name
    else:
        person = found(Staff.objects.filter(home_site=here.site), pk)
        (arrivals.arrive if coming else arrivals.leave)(here.site, staff=person, **by(request))
        name = person.name
    words = _("%(name)s came %(when)s.") if coming else _("%(name)s left %(when)s.")
    said = words % {"name": name, "when": timezone.localtime(here.at).strftime("%H:%M:%S")}
    return go(request, reverse("presence:kiosk"), said)


def _days(request: HttpRequest) -> tuple[date, date]:
    here = desk(request)
    today = lanes.today(here.site, here.at)

    def day(name: str, otherwise: date) -> date:
        try:
            return date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            return otherwise

    first = day("first", today)
    return first, day("last", first)


def _shown(request: HttpRequest) -> Ledger:
    first, last = _days(request)
    return inspection.show(desk(request).site, first=first, last=last, **by(request))


@screen
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """What an inspector reads: Swedish text, dates and times as the rules write them; each look is journalled."""
    with translation.override("sv"):
        shown = _shown(request)
        context = {"it": shown, "lines": [_line(one) for one in shown.lines], "now": desk(request).at,
                   "changes": [_change(one) for one in shown.changes], "here": _here(shown)}  # fmt: skip
        return render(request, "office/presence/ledger.html", context)


def _here(shown: Ledger) -> int:
    return sum(1 for one in shown.lines if one.came and not one.went)


def _stamp(when: datetime | None) -> str:
    return f"{rules.written_day(when)} {rules.written_time(when)}" if when else ""


def _line(one: inspection.Line) -> dict[str, str]:
    known = one.came or one.went
    assert known is not None
    return {
        "day": rules.written_day(known), "name": one.name, "number": one.number, "firm": one.firm,
        "came": rules.written_time(one.came) if one.came else "", "came_told": _stamp(one.came_told),
        "went": _went(one), "went_told": _stamp(one.went_told),
    }  # fmt: skip


def _went(one: inspection.Line) -> str:
    """The time; with its day when that is another."""
    if one.went is None:
        return ""
    same = one.came is None or one.came.date() == one.went.date()
    return rules.written_time(one.went) if same else _stamp(one.went)


def _change(one: inspection.Changed) -> dict[str, str]:
    return {
        "name": one.name, "what": "Påbörjat" if one.direction == "on" else "Avslutat", "old": _stamp(one.old),
        "new": _stamp(one.new) or "Struket", "reason": one.reason, "who": one.who, "at": _stamp(one.at),
    }  # fmt: skip


@screen
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The ledger of the days as a file that a spreadsheet opens; corrections follow the lines."""
    shown = _shown(request)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in shown.lines:
        said = _line(one)
        rows.writerow([_plain(cell) for cell in (
            shown.company, shown.organisation_number, shown.site, said["day"], said["name"], said["number"],
            said["firm"], said["came"], said["went"], said["came_told"], said["went_told"],
        )])  # fmt: skip
    if shown.changes:
        rows.writerow([])
        rows.writerow(CHANGES)
        for change in shown.changes:
            rows.writerow([_plain(cell) for cell in _change(change).values()])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="personalliggare-{shown.first}-{shown.last}.csv"'
    return response


def _plain(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@screen
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who the ledger lists, whose number is missing, and today's entries that may be corrected."""
    here = desk(request)
    since = here.at - timedelta(days=7)
    guests = GuestEntry.objects.filter(site=here.site, happened_at__gte=since, corrected_by=None)
    shifts = TimeEntry.objects.filter(site=here.site, kind="shift", happened_at__gte=since, corrected_by=None)
    context = {
        "people": inspection.people(here.site), "may_change": here.may("presence.set_number"),
        "guests": guests.exclude(direction="nil").select_related("guest").order_by("-happened_at")[:30],
        "shifts": shifts.exclude(direction="nil").select_related("staff").order_by("-happened_at")[:30],
    }  # fmt: skip
    return render(request, "office/presence/people.html", context)


@screen
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """A guest is added or ends, a number is kept, or an entry is corrected by a new one."""
    here, said = desk(request), request.POST
    match what:
        case "guest":
            arrivals.add_guest(here.site, name=said.get("name", ""), firm=said.get("firm", ""),
                               number=said.get("number", ""), **by(request))  # fmt: skip
        case "end":
            arrivals.end_guest(found(Guest.objects.filter(site=here.site), said.get("who", "")), **by(request))
        case "number":
            person = found(Staff.objects.filter(home_site=here.site), said.get("who", ""))
            arrivals.set_number(person, number=said.get("number", ""), **by(request))
        case "correct":
            _correct(request)
        case _:
            raise NotFound()
    return go(request, reverse("presence:people"), _("Noted."))


def _correct(request: HttpRequest) -> None:
    said: Any = request.POST
    when = None if said.get("never") else _moment(said.get("at", ""))
    told = {"happened_at": when, "reason": said.get("reason", ""), **by(request)}
    if said.get("kind") == "guest":
        arrivals.correct_guest(found(GuestEntry.objects.filter(site=desk(request).site), said.get("entry", "")), **told)
    else:
        clocks.correct(found(TimeEntry.objects.filter(site=desk(request).site), said.get("entry", "")), **told)


def _moment(text: str) -> datetime:
    try:
        return timezone.make_aware(datetime.fromisoformat(text))
    except ValueError:
        raise BadInput() from None
