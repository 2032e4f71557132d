"""Places of the hotel: made in bulk, found free, taken out of use (S-169)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from vaxel.business.locations.models import Site
from vaxel.business.tyres.models import TyrePlace
from vaxel.business.tyres.refusals import BadPlaces, PlaceElsewhere, PlaceFull, PlaceInUse, PlaceThere
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor

MOST = 200


@action("tyre_places.add")
def add(
    site: Site, *, rack: str, shelf: str, first: int = 1, last: int = 1, room: str = "", capacity: int = 1,
    elsewhere: bool = False, by: Actor, at: datetime,
) -> list[TyrePlace]:  # fmt: skip
    """The shelf has places numbered `first` to `last`. Refuses with BadPlaces, PlaceThere."""
    rack, shelf, room = rack.strip().upper(), shelf.strip().upper(), room.strip().upper()
    sound = rack and shelf and len(rack) <= 10 and len(shelf) <= 10 and len(room) <= 20 and 1 <= capacity <= 50
    if not sound or not 1 <= first <= last <= 9999 or last - first >= MOST:
        raise BadPlaces(most=MOST)
    held = TyrePlace.objects.filter(site=site, room=room, rack=rack, shelf=shelf, number__range=(first, last)).first()
    if held is not None:
        raise PlaceThere(place=held.label)
    return TyrePlace.objects.bulk_create(
        TyrePlace(site=site, room=room, rack=rack, shelf=shelf, number=n, capacity=capacity, elsewhere=elsewhere)
        for n in range(first, last + 1)
    )


@action("tyre_places.retire", site=lambda place, *_, **__: place.site_id)
def retire(place: TyrePlace, *, by: Actor, at: datetime) -> TyrePlace:
    """Nothing is laid there any more. Refuses with PlaceInUse."""
    held = TyrePlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if held.sets.exists():
        raise PlaceInUse(place=held.label)
    held.retired_at = at
    held.save(update_fields=["retired_at"])
    return held


def in_use(*, free: bool = False) -> QuerySet[TyrePlace, Any]:
    """Places of all sites that are in use, each with how many sets are `lying` there, in the shelves' order.

    `free`: those alone where a set more finds room.
    """
    rows = TyrePlace.objects.filter(retired_at=None).annotate(lying=Count("sets"))
    rows = rows.filter(lying__lt=F("capacity")) if free else rows
    return rows.order_by("elsewhere", "room", "rack", "shelf", "number")


def with_room(site: Site) -> QuerySet[TyrePlace, Any]:
    """The site's places where a set more finds room, in the shelves' order."""
    return in_use(free=True).filter(site=site)


def claimed(place: TyrePlace, site_id: UUID) -> TyrePlace:
    """The place, locked, with room for one set more. Refuses with PlaceElsewhere, PlaceFull."""
    held = TyrePlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if held.site_id != site_id or held.retired_at is not None:
        raise PlaceElsewhere(place=held.label)
    if held.sets.count() >= held.capacity:
        raise PlaceFull(place=held.label)
    return held
