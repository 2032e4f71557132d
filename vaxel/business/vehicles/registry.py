"""Vehicles: adding and changing them, moving plates between them, and who owns them (C-13, C-15, C-16, F-68)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.parties.queries import standing
from vaxel.business.vehicles import plates, vin
from vaxel.business.vehicles.models import Ownership, Plate, Vehicle
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

FUELS = ("", "petrol", "diesel", "electric", "hybrid", "plugin_hybrid", "ethanol", "gas", "hydrogen", "other")
_LONGEST = {
    "chassis_number": 40, "make": 60, "model": 80, "engine": 60, "fuel": 30, "colour": 30, "unit_number": 20,
    "note": 5_000,
}  # fmt: skip


class PlateTaken(Conflict):
    """A plate is on one vehicle at a time; `vehicle_id` is the other one, `offer` the action that moves it."""

    sentence = _("%(plate)s is on %(vehicle)s. Move the plate if it now belongs here, or correct it.")
    offer = "vehicles.move_plate"


class VinTaken(Conflict):
    """A VIN is one vehicle's (C-13)."""

    sentence = _("The VIN %(vin)s belongs to %(vehicle)s already.")


class TooLong(BadInput):
    """Free text fits its field."""

    sentence = _("The %(field)s has at most %(most)s characters.")


class UnlikelyYear(BadInput):
    """Cars were not made then."""

    sentence = _("%(year)s is not a model year. Give one between 1885 and %(last)s, or leave it empty.")


class EarlierDay(BadInput):
    """What follows does not begin before what it follows."""

    sentence = _("The day is before %(since)s, when the present one began.")


def described(vehicle: Vehicle) -> str:
    """The vehicle in a sentence: plate, make, model and year, as far as known."""
    pieces = (
        plates.printed(vehicle.plate), vehicle.make, vehicle.model, str(vehicle.model_year or ""),
        "" if vehicle.plate else vehicle.vin or vehicle.chassis_number,
    )  # fmt: skip
    return " ".join(piece for piece in pieces if piece) or str(vehicle.id)


@action("vehicles.add")
def add(
    *, plate: str = "", country: str = "SE", owner: Party | None = None, id: UUID | None = None, by: Actor,
    at: datetime, vin: str = "", chassis_number: str = "", make: str = "", model: str = "",
    model_year: int | None = None, engine: str = "", fuel: str = "", colour: str = "",
    first_registered_on: date | None = None, unit_number: str = "", note: str = "",
) -> Vehicle:  # fmt: skip
    """The vehicle exists, with its plate and owner from today. What the VIN says fills what was left empty.

    The VIN's answer is kept in `decoded` with source and day (C-19). An `id` that exists is a replay: that vehicle is
    returned as it is. Refuses with PlateTaken, VinTaken, BadPlate, BadVin, TooLong, UnlikelyYear.
    """
    if id and (held := Vehicle.objects.filter(pk=id).first()):
        return held
    today = day_of(by, at)
    typed = {
        "chassis_number": chassis_number, "make": make, "model": model, "model_year": model_year, "engine": engine,
        "fuel": fuel, "colour": colour, "first_registered_on": first_registered_on, "unit_number": unit_number,
        "note": note,
    }  # fmt: skip
    vehicle = Vehicle(id=id or new_id(), made_at=at)
    _fill(vehicle, typed, today)
    if vin:
        _set_vin(vehicle, vin, today)
    wanted = plates.read(plate, country).text if plate else ""
    _refuse_taken(vehicle, wanted, country)
    _insert(vehicle, wanted, country, today)
    if owner:
        owner = standing(owner)
        Ownership.objects.create(vehicle=vehicle, party=owner, valid_from=today)
        touch(owner)
    return vehicle


def _insert(vehicle: Vehicle, wanted: str, country: str, today: date) -> None:
    vehicle.plate = wanted
    try:
        with transaction.atomic():
            vehicle.save(force_insert=True)
            if wanted:
                Plate.objects.create(vehicle=vehicle, text=wanted, country=country, valid_from=today)
    except IntegrityError:  # someone else was quicker: say whose it is
        _refuse_taken(vehicle, wanted, country)
        raise


@action("vehicles.change")
def change(vehicle: Vehicle, *, by: Actor, at: datetime, **fields: Any) -> Vehicle:
    """The vehicle has the values of `fields`; what is not named stays. Before and after are in history.

    Fields: vin, chassis_number, make, model, model_year, engine, fuel, colour, first_registered_on, unit_number, note.
    A plate is moved with `move_plate`. Refuses with VinTaken, BadVin, TooLong, UnlikelyYear.
    """
    vehicle = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    before = {name: str(getattr(vehicle, name)) for name in fields}
    today = day_of(by, at)
    text = fields.pop("vin", None)
    _fill(vehicle, fields, today)
    if text is not None:
        _set_vin(vehicle, text, today)
        _refuse_taken(vehicle, "", "SE")
    vehicle.save()
    note(before=before, after={name: str(getattr(vehicle, name)) for name in before})
    return vehicle


@action("vehicles.move_plate")
def move_plate(
    vehicle: Vehicle, *, plate: str, country: str = "SE", day: date | None = None, by: Actor, at: datetime
) -> Vehicle:
    """The plate is on this vehicle from `day` (today), and no longer on the one that had it; both histories stay.

    The plate this vehicle had until then is no longer in force. Refuses with BadPlate, EarlierDay, and with Conflict
    when someone else moves the same plate at the same moment.
    """
    wanted = plates.read(plate, country).text
    first = day or day_of(by, at)
    vehicle, held = _both_locked(vehicle, wanted, country)
    if held and held.vehicle_id == vehicle.pk:
        return vehicle
    if held:
        _end_plate(held, first)
        touch(held.vehicle)
        note(moved_from=str(held.vehicle_id))
    _take_off(vehicle, first)
    try:
        with transaction.atomic():
            Plate.objects.create(vehicle=vehicle, text=wanted, country=country, valid_from=first)
    except IntegrityError:  # it came on another car meanwhile
        raise Conflict() from None
    note(before=vehicle.plate, after=wanted)
    vehicle.plate = wanted
    vehicle.save(update_fields=["plate"])
    return vehicle


def _both_locked(vehicle: Vehicle, plate: str, country: str) -> tuple[Vehicle, Plate | None]:
    """The vehicle and the plate's present period; both vehicles are locked in the order of their ids."""
    in_force = Plate.objects.filter(text=plate, country=country, valid_to=None)
    other_id = in_force.values_list("vehicle", flat=True).first()
    wanted = [vehicle.pk, other_id] if other_id else [vehicle.pk]
    locked = {row.pk: row for row in Vehicle.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    held = in_force.select_related("vehicle").first()
    if held and held.vehicle_id not in locked:
        raise Conflict()
    return locked[vehicle.pk], held


@action("vehicles.take_off_plate")
def take_off_plate(vehicle: Vehicle, *, day: date | None = None, by: Actor, at: datetime) -> Vehicle:
    """The vehicle has no plate from `day` (today). Refuses with EarlierDay."""
    note(before=vehicle.plate)
    _take_off(vehicle, day or day_of(by, at))
    vehicle.plate = ""
    return vehicle


def _take_off(vehicle: Vehicle, day: date) -> None:
    own = Plate.objects.filter(vehicle=vehicle, valid_to=None).first()
    if own:
        _end_plate(own, day)


def _end_plate(held: Plate, day: date) -> None:
    if day < held.valid_from:
        raise EarlierDay(since=held.valid_from.isoformat())
    held.valid_to = day
    held.save(update_fields=["valid_to"])
    Vehicle.objects.filter(pk=held.vehicle_id).update(plate="")


@action("vehicles.set_owner")
def set_owner(vehicle: Vehicle, *, party: Party | None, day: date | None = None, by: Actor, at: datetime) -> Vehicle:
    """The party owns the vehicle from `day` (today), nobody we know when it is None; the former period ends that day.

    Refuses with EarlierDay.
    """
    first, party = day or day_of(by, at), party and standing(party)
    Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    held = Ownership.objects.filter(vehicle=vehicle, valid_to=None).select_related("party").first()
    if held and party and held.party_id == party.pk:
        return vehicle
    if held:
        if first < held.valid_from:
            raise EarlierDay(since=held.valid_from.isoformat())
        held.valid_to = first
        held.save(update_fields=["valid_to"])
        touch(held.party)
    if party:
        Ownership.objects.create(vehicle=vehicle, party=party, valid_from=first)
        touch(party)
    return vehicle


def day_of(by: Actor, at: datetime) -> date:
    """The day of the moment where the actor is."""
    zone = Site.objects.filter(pk=by.site_id).values_list("time_zone", flat=True).first() if by.site_id else None
    return clock.local(at, zone or "Europe/Stockholm").date()


def _fill(vehicle: Vehicle, values: dict[str, Any], today: date) -> None:
    for name, value in values.items():
        if name not in _LONGEST and name not in ("model_year", "first_registered_on"):
            raise TypeError(f"a vehicle has no field {name} that can be changed here")
        if name in _LONGEST and len(value) > _LONGEST[name]:
            raise TooLong(field=name.replace("_", " "), most=_LONGEST[name])
        if name == "model_year" and value is not None and not 1885 <= value <= today.year + 1:
            raise UnlikelyYear(year=value, last=today.year + 1)
        setattr(vehicle, name, _tidy(name, value))


def _tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.strip().upper() if name in ("chassis_number", "unit_number") else value.strip()


def _set_vin(vehicle: Vehicle, text: str, today: date) -> None:
    """The vehicle carries the VIN, and what it says where nothing was known."""
    vehicle.vin, vehicle.vin_backwards = "", ""
    vehicle.decoded.pop("vin", None)
    if not text:
        return
    decoded = vin.decode(text, today)
    vehicle.vin = vin.read(text).vin
    vehicle.vin_backwards = vehicle.vin[::-1]
    vehicle.decoded["vin"] = decoded.as_json() | {"day": today.isoformat()}
    for name in ("make", "model", "model_year", "engine", "fuel"):
        setattr(vehicle, name, getattr(vehicle, name) or getattr(decoded, name))


def _refuse_taken(vehicle: Vehicle, plate: str, country: str) -> None:
    if plate:
        held = Plate.objects.filter(text=plate, country=country, valid_to=None).select_related("vehicle").first()
        if held and held.vehicle_id != vehicle.pk:
            raise PlateTaken(
                plate=plates.printed(plate, country), vehicle=described(held.vehicle), vehicle_id=str(held.vehicle_id)
            )
    other = Vehicle.objects.filter(vin=vehicle.vin).exclude(pk=vehicle.pk).first() if vehicle.vin else None
    if other:
        raise VinTaken(vin=vehicle.vin, vehicle=described(other), vehicle_id=str(other.pk))
