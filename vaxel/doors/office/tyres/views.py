"""The tyre hotel: sets taken in, one set with its wheels and stays, the swap, moving, handing out, labels."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Site
from vaxel.business.tyres import hotel, places, swaps
from vaxel.business.tyres.hotel import SetIn
from vaxel.business.tyres.models import SEASONS, TyrePlace, WheelSet
from vaxel.business.vehicles import plates
from vaxel.business.vehicles.models import Ownership, Vehicle
from vaxel.doors import wording
from vaxel.doors.office import happened
from vaxel.doors.office.desk import at_sites, by, desk, found, go, language, once, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.tyres import wheels
from vaxel.doors.office.tyres.listing import WheelSets
from vaxel.doors.papers import labels
from vaxel.doors.papers.labels import Label
from vaxel.kernel.refusals import BadInput, NotFound, Refused


class NoSuchCar(BadInput):
    """Wheels belong to a car."""

    sentence = gettext_lazy("No vehicle has the plate “%(text)s”. It is added with its first ticket.")


class NobodysCar(BadInput):
    """Wheels are stored for somebody."""

    sentence = gettext_lazy("%(plate)s has no owner yet. Open a ticket for it with its customer first.")


class NoMoment(BadInput):
    """A booking has a time."""

    sentence = gettext_lazy("Choose a day and a time.")


def _known(request: HttpRequest, wheel_set_id: UUID) -> WheelSet:
    rows = WheelSet.objects.select_related("site", "vehicle", "customer", "place")
    return found(at_sites(request, rows), wheel_set_id)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The sets of the site."""
    return answer(request, WheelSets())


@screen
def new(request: HttpRequest) -> HttpResponse:
    """A set that we have not had is taken in."""
    fault = ""
    if request.method == "POST":
        try:
            made = _store(request)
            where = made.place.label if made.place else _("no place")
            said = _("Set %(number)s lies at %(place)s.") % {"number": made.number, "place": where}
            return go(request, reverse("tyres:show", args=[made.pk]), said)
        except Refused as refusal:
            fault = str(refusal)
    site = desk(request).site
    context = {
        "fault": fault, "plate": request.POST.get("plate", request.GET.get("plate", "")), "said": request.POST,
        "rows": wheels.typed(request) if request.method == "POST" else wheels.blank(), "seasons": SEASONS,
        "free": places.with_room(site)[:200], "site": site,
    }  # fmt: skip
    return render(request, "office/tyres/new.html", context, status=422 if fault else 200)


def _store(request: HttpRequest) -> WheelSet:
    text = request.POST.get("plate", "")
    vehicle = Vehicle.objects.filter(plate=plates.stripped(text)).first() if plates.stripped(text) else None
    if vehicle is None:
        raise NoSuchCar(text=text[:20])
    owned = Ownership.objects.filter(vehicle=vehicle, valid_to=None).select_related("party").first()
    if owned is None:
        raise NobodysCar(plate=vehicle.plate)
    key = UUID(once(request))
    site = desk(request).site
    return hotel.store(site, vehicle=vehicle, customer=owned.party, what=_set(request, season="season"),
                       place=_place(request, site), id=key, **by(request))  # fmt: skip


def _set(request: HttpRequest, *, season: str) -> SetIn:
    said = request.POST
    return SetIn(
        said.get(season, ""), wheels.read(request), size=said.get("size", ""), rim=said.get("rim", ""),
        lock_key=said.get("lock_key", ""), has_sensors="has_sensors" in said, note=said.get("note", ""),
    )  # fmt: skip


def _place(request: HttpRequest, site: Site) -> TyrePlace | None:
    wanted = request.POST.get("place", "")
    return found(TyrePlace.objects.filter(site=site), wanted) if wanted else None


@screen
@require_GET
def show(request: HttpRequest, wheel_set_id: UUID) -> HttpResponse:
    """One set: its wheels in colours, where it lies, its stays, and what can be done with it."""
    held, here = _known(request, wheel_set_id), desk(request)
    comma = "," if language() == "sv" else "."
    others = WheelSet.objects.filter(vehicle=held.vehicle).exclude(pk=held.pk)
    context = {
        "held": held, "rows": wheels.of(held, timezone.localdate(here.at), comma), "seasons": SEASONS,
        "off": list(others.filter(state__in=["fitted", "customer"]).order_by("state", "-number")),
        "beside": list(others.filter(state="stored").select_related("place")), "blank": wheels.blank(),
        "free": places.with_room(held.site)[:200], "told": happened.of(request, held.pk),
        "stays": held.periods.select_related("place", "ticket_in", "ticket_out").order_by("-in_at")[:20],
        "may": {deed: here.may(f"tyre_sets.{deed}") for deed in
                ("swap", "book_swap", "move", "hand_out", "measure", "take_in", "discard", "offer")},
    }  # fmt: skip
    return render(request, "office/tyres/show.html", context)


@screen
@require_POST
def swap(request: HttpRequest, wheel_set_id: UUID) -> HttpResponse:
    """The season's swap in one press: on to the ticket that it is on."""
    held, wanted = _known(request, wheel_set_id), request.POST.get("off", "")
    if wanted in SEASONS:
        ticket = swaps.swap(held, new=SetIn(wanted, wheels.treads(request)), language=language(), **by(request))
    elif wanted:
        off = found(WheelSet.objects.filter(vehicle=held.vehicle), wanted)
        ticket = swaps.swap(held, off=off, wheels=wheels.treads(request), language=language(), **by(request))
    else:
        ticket = swaps.swap(held, language=language(), **by(request))
    return go(request, reverse("ticket:show", args=[ticket.pk]), _("The wheels are swapped; this is the ticket."))


@screen
@require_POST
def do(request: HttpRequest, wheel_set_id: UUID, deed: str) -> HttpResponse:
    """Anything else with the set."""
    if deed not in DEEDS:
        raise NotFound()
    held = _known(request, wheel_set_id)
    where, said = DEEDS[deed](request, held)
    return go(request, where or reverse("tyres:show", args=[held.pk]), said)


def _move(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    place = found(TyrePlace.objects.filter(site=held.site), request.POST.get("place", ""))
    hotel.move(held, place=place, **by(request))
    return "", _("It lies at %(place)s now.") % {"place": place.label}


def _measure(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    hotel.measure(held, wheels=wheels.read(request), **by(request))
    return "", _("The wheels are stored as you wrote them.")


def _hand_out(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    hotel.hand_out(held, **by(request))
    return "", _("The customer has the wheels.")


def _take_in(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    hotel.take_in(held, place=_place(request, held.site), **by(request))
    return "", _("The wheels lie in the hotel again.")


def _discard(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    hotel.discard(held, reason=request.POST.get("reason", ""), **by(request))
    return "", _("The set is no more.")


def _offer(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    ticket = swaps.offer(held, language=language(), **by(request))
    return reverse("ticket:show", args=[ticket.pk]), _("Choose the tyres, then send the quote.")


def _book(request: HttpRequest, held: WheelSet) -> tuple[str, str]:
    try:
        when = timezone.make_aware(datetime.fromisoformat(request.POST.get("starts_at", "")))
    except ValueError:
        raise NoMoment() from None
    made = swaps.book(held, starts_at=when, language=language(), **by(request))
    return reverse("ticket:show", args=[made.ticket_id]), _("The swap is booked; this is its ticket.")


type Deed = Callable[[HttpRequest, WheelSet], tuple[str, str]]
DEEDS: dict[str, Deed] = {
    "move": _move, "measure": _measure, "hand-out": _hand_out, "take-in": _take_in, "discard": _discard,
    "offer": _offer, "book": _book,
}  # fmt: skip


@screen
@require_GET
def label(request: HttpRequest, wheel_set_id: UUID) -> HttpResponse:
    """Four labels, one for each wheel: plate, season, place, and the set's number as bars (S-174)."""
    held = _known(request, wheel_set_id)
    place, season = held.place.label if held.place else "", str(wording.word("tyres", held.season).text)
    wanted = [
        Label(name=f"{held.vehicle.plate} {row.position}", number=f"{season} {held.size}".strip(), price=place,
              brand=held.customer.name, code=f"W{held.number}")
        for row in wheels.blank()
    ]  # fmt: skip
    body = labels.render(wanted, "60x30", author=held.site.name, language=language())
    headers = {"Content-Disposition": f'inline; filename="wheels-{held.number}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
