"""The kiosk's taps, the inspection view in Swedish whoever reads, its export, and the people of the ledger."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vaxel.business.locations import credentials
from vaxel.business.locations.models import Staff
from vaxel.business.presence import arrivals, inspection, passes
from vaxel.business.presence.inspection import Ledger
from vaxel.business.presence.models import Guest, GuestEntry
from vaxel.business.service import clocks
from vaxel.business.service.models import TimeEntry
from vaxel.doors import pictures
from vaxel.doors.addresses import public_address
from vaxel.doors.auth import session
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.presence import written
from vaxel.kernel.refusals import BadInput, NotFound


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


def _shown(request: HttpRequest) -> Ledger:
    here = desk(request)
    first, last = written.days(request.GET, here.site, here.at)
    return inspection.show(here.site, first=first, last=last, **by(request))


@screen
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """What an inspector reads: Swedish text, dates and times as the rules write them; each look is journalled."""
    with translation.override("sv"):
        return render(request, "office/presence/ledger.html", written.pages(_shown(request)))


@screen
@require_http_methods(["GET", "POST"])
def inspector(request: HttpRequest) -> HttpResponse:
    """How to show the ledger to an inspector: here, with nobody logged in, or on their own phone for an hour."""
    here = desk(request)
    if request.method != "POST":
        return render(request, "office/presence/inspector.html", {"minutes": passes.GOOD_FOR.seconds // 60})
    where = reverse("portal:inspector", args=[passes.hand_out(here.site, **by(request))])
    if request.POST.get("do") == "here":
        credentials.log_out(here.staff, **by(request))
        session.step_aside(request)
        return go(request, where)
    address = public_address(request, where)
    context = {"address": address, "picture": pictures.qr(address), "until": here.at + passes.GOOD_FOR,
               "minutes": passes.GOOD_FOR.seconds // 60}  # fmt: skip
    return render(request, "office/presence/inspector.html", context)


@screen
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The ledger of the days as a file that a spreadsheet opens; corrections follow the lines."""
    return written.file(_shown(request))


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
