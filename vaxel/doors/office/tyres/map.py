"""The map of the hotel's places: what is free, and what lies where."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.tyres import places
from vaxel.business.tyres.models import TyrePlace, WheelSet
from vaxel.business.tyres.refusals import BadPlaces
from vaxel.doors.office.desk import by, desk, found, go, screen


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf with its places, each with the sets that lie there in `lying`."""

    name: str
    places: list[TyrePlace]


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """All places, shelf by shelf."""
    lying = Prefetch("sets", WheelSet.objects.select_related("vehicle"), to_attr="lying")
    held = list(TyrePlace.objects.filter(site=desk(request).site, retired_at=None).prefetch_related(lying))
    shelves = [Shelf(name, list(rows)) for name, rows in groupby(held, key=_shelf)]
    room = sum(one.capacity for one in held)
    taken = sum(len(one.lying) for one in held)
    may_retire = desk(request).may("tyre_places.retire")
    context = {
        "shelves": shelves, "room": room, "taken": taken, "free": room - taken,
        "may_add": desk(request).may("tyre_places.add"),
        "idle": [one for one in held if may_retire and not one.lying],
    }  # fmt: skip
    return render(request, "office/tyres/places.html", context)


def _shelf(place: TyrePlace) -> str:
    return "-".join(one for one in (place.room, place.rack, place.shelf) if one)


@screen
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A shelf has places more."""
    said = request.POST
    made = places.add(
        desk(request).site, room=said.get("room", ""), rack=said.get("rack", ""), shelf=said.get("shelf", ""),
        first=_whole(said, "first"), last=_whole(said, "last"), capacity=_whole(said, "capacity"),
        elsewhere="elsewhere" in said, **by(request),
    )  # fmt: skip
    n = len(made)
    return go(request, reverse("tyres:places"), ngettext("%(n)s place more.", "%(n)s places more.", n) % {"n": n})


@screen
@require_POST
def retire(request: HttpRequest) -> HttpResponse:
    """Nothing is laid on the place any more."""
    rows = TyrePlace.objects.filter(site=desk(request).site, retired_at=None)
    place = places.retire(found(rows, request.POST.get("place", "")), **by(request))
    return go(request, reverse("tyres:places"), _("%(place)s is out of use.") % {"place": place.label})


def _whole(said: Mapping[str, str], name: str) -> int:
    text = said.get(name, "").strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        raise BadPlaces(most=places.MOST)
    return int(text)
