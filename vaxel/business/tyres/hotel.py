"""Sets in the hotel: taken in, measured, moved, handed out and discarded (S-170 to S-174)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Ticket
from vaxel.business.tyres import places, rules, settings
from vaxel.business.tyres.models import POSITIONS, SEASONS, StoragePeriod, TyrePlace, Wheel, WheelSet
from vaxel.business.tyres.refusals import BadDot, BadSet, BadTread, NotStored, StoredAlready
from vaxel.business.tyres.states import SET
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import clock, numbering
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id

MEASURES = ("brand", "dot", "tread_tenths", "damage")


@dataclass(frozen=True, slots=True)
class WheelIn:
    """A wheel as seen: what is None stays as it was."""

    position: str
    tread_tenths: int | None = None
    brand: str | None = None
    dot: str | None = None
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class SetIn:
    """A set as it is taken in for the first time."""

    season: str
    wheels: Sequence[WheelIn] = ()
    size: str = ""
    rim: str = ""
    lock_key: str = ""
    has_sensors: bool = False
    note: str = ""


def at_site(wheel_set: WheelSet, *_args: Any, **_kwargs: Any) -> UUID:
    """Where the set belongs."""
    return wheel_set.site_id


@action("tyre_sets.store")
def store(
    site: Site, *, vehicle: Vehicle, customer: Party, what: SetIn, place: TyrePlace | None = None,
    ticket: Ticket | None = None, id: UUID | None = None, by: Actor, at: datetime,
) -> WheelSet:  # fmt: skip
    """A set we have not had lies in the hotel, on the place or, without one, on the first that is free.

    A set without a free place is stored without one, to be placed by hand. The same `id` again is the same set.
    Refuses with BadSet, BadTread, BadDot, PlaceElsewhere, PlaceFull.
    """
    held = WheelSet.objects.filter(pk=id).first() if id else None
    if held is not None:
        return held
    made = make(site, vehicle=vehicle, customer=customer, what=what, state="customer", id=id, at=at)
    touch(vehicle, customer)
    return lay(made, place or places.with_room(site).first(), ticket=ticket, at=at)


@action("tyre_sets.take_in", site=at_site)
def take_in(
    wheel_set: WheelSet, *, wheels: Sequence[WheelIn] = (), place: TyrePlace | None = None,
    ticket: Ticket | None = None, by: Actor, at: datetime,
) -> WheelSet:  # fmt: skip
    """A set that was on the car or with the customer lies here again. Refuses with StoredAlready, and as `store`."""
    held = locked(wheel_set)
    if held.state == "stored":
        raise StoredAlready(number=held.number)
    see(held, wheels, at)
    return lay(held, place or places.with_room(held.site).first(), ticket=ticket, at=at)


@action("tyre_sets.measure", site=at_site)
def measure(wheel_set: WheelSet, *, wheels: Sequence[WheelIn], by: Actor, at: datetime) -> WheelSet:
    """The wheels are as seen now. Refuses with BadSet, BadTread, BadDot."""
    held = locked(wheel_set)
    note(before=treads(held))
    see(held, wheels, at)
    return held


@action("tyre_sets.move", site=at_site)
def move(wheel_set: WheelSet, *, place: TyrePlace, by: Actor, at: datetime) -> WheelSet:
    """The set lies on another place. Refuses with NotStored, PlaceElsewhere, PlaceFull."""
    held = locked(wheel_set)
    if held.state != "stored":
        raise NotStored(number=held.number)
    if held.place_id == place.pk:
        return held
    note(before=held.place.label if held.place else "", after=place.label)
    held.place = places.claimed(place, held.site_id)
    held.save(update_fields=["place"])
    held.periods.filter(out_at=None).update(place=held.place)
    return held


@action("tyre_sets.hand_out", site=at_site)
def hand_out(
    wheel_set: WheelSet, *, fitted: bool = False, ticket: Ticket | None = None, by: Actor, at: datetime
) -> WheelSet:
    """The customer has fetched the set, or it is on the car; its place is free. Refuses with NotStored."""
    return leave(locked(wheel_set), "fitted" if fitted else "customer", ticket=ticket, at=at)


@action("tyre_sets.discard", site=at_site)
def discard(wheel_set: WheelSet, *, reason: str = "", by: Actor, at: datetime) -> WheelSet:
    """The set is no more; what was known of it stays. Refuses with WrongState."""
    held = locked(wheel_set)
    wanted = SET.check(held.state, "discarded")
    note(reason=reason)
    if held.state == "stored":
        return leave(held, wanted, ticket=None, at=at)
    held.state = wanted
    held.save(update_fields=["state"])
    return held


def locked(wheel_set: WheelSet) -> WheelSet:
    """The set as the database has it, held until the action ends."""
    return WheelSet.objects.select_for_update(of=("self",)).select_related("site", "place").get(pk=wheel_set.pk)


def make(
    site: Site, *, vehicle: Vehicle, customer: Party, what: SetIn, state: str, id: UUID | None = None, at: datetime
) -> WheelSet:
    """A new set with its wheels, in the state; part of the actions that meet one."""
    if what.season not in SEASONS:
        raise BadSet()
    made = WheelSet.objects.create(
        id=id or new_id(), number=numbering.take("wheel_sets"), site=site, vehicle=vehicle, customer=customer,
        season=what.season, size=what.size.strip()[:30], rim=what.rim.strip()[:40],
        lock_key=what.lock_key.strip()[:40], has_sensors=what.has_sensors, note=what.note.strip()[:400], state=state,
        made_at=at,
    )  # fmt: skip
    Wheel.objects.bulk_create(Wheel(wheel_set=made, position=one) for one in POSITIONS)
    see(made, what.wheels, at)
    return made


def see(held: WheelSet, wheels: Sequence[WheelIn], at: datetime) -> None:
    """The set's wheels are as seen, and its worst colour and oldest tyre follow."""
    seen = {one.position: one for one in wheels}
    if len(seen) != len(wheels) or not seen.keys() <= set(POSITIONS):
        raise BadSet()
    day = clock.local(at, held.site.time_zone).date()
    rows = list(held.wheels.all())
    for wheel in rows:
        one = seen.get(wheel.position)
        if one is not None:
            _checked(one, day)
            for name in MEASURES:
                if getattr(one, name) is not None:
                    setattr(wheel, name, getattr(one, name))
    Wheel.objects.bulk_update(rows, MEASURES)
    limits = settings.limits(held.site_id)
    made = [found for found in (rules.made_on(one.dot, day) for one in rows) if found is not None]
    held.worst = rules.worst(rules.tread_colour(one.tread_tenths, held.season, limits) for one in rows)
    held.oldest_on = min(made, default=None)
    held.save(update_fields=["worst", "oldest_on"])


def _checked(one: WheelIn, day: Any) -> None:
    if one.tread_tenths is not None and not 0 <= one.tread_tenths <= rules.LONGEST_TENTHS:
        raise BadTread(text=one.tread_tenths)
    if one.dot and rules.made_on(one.dot, day) is None:
        raise BadDot(text=one.dot)


def lay(held: WheelSet, place: TyrePlace | None, *, ticket: Ticket | None, at: datetime) -> WheelSet:
    """A stay begins on the place; part of the actions that take wheels in."""
    held.state = SET.check(held.state, "stored")
    held.place = places.claimed(place, held.site_id) if place else None
    held.save(update_fields=["state", "place"])
    StoragePeriod.objects.create(
        wheel_set=held, site=held.site, place=held.place, in_at=at, condition_in=treads(held), ticket_in=ticket
    )
    return held


def leave(held: WheelSet, state: str, *, ticket: Ticket | None, at: datetime) -> WheelSet:
    """The stay ends; part of the actions that give wheels out. Refuses with NotStored."""
    if held.state != "stored":
        raise NotStored(number=held.number)
    held.periods.filter(out_at=None).update(out_at=at, condition_out=treads(held), ticket_out=ticket)
    held.state, held.place = SET.check(held.state, state), None
    held.save(update_fields=["state", "place"])
    return held


def treads(held: WheelSet) -> dict[str, int | None]:
    """Position → tread in tenths of a millimetre."""
    return dict(Wheel.objects.filter(wheel_set=held).values_list("position", "tread_tenths"))
