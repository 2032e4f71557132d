"""Finding vehicles by plate, VIN (also its end), chassis number or the fleet's own number."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Literal

from django.db.models import Q

from vaxel.business.vehicles import plates
from vaxel.business.vehicles.models import Plate, Vehicle
from vaxel.kernel.db.ordering import begins

Reason = Literal["plate", "former_plate", "vin", "vin_end", "chassis", "unit", "mixed_up"]
SHORTEST, SHORTEST_VIN_END, LONGEST = 2, 4, 40


@dataclass(frozen=True, slots=True)
class FoundVehicle:
    """A vehicle, by what it was found, and the plate or number that matched."""

    vehicle: Vehicle
    reason: Reason
    matched: str


def find(text: str, most: int = 20) -> list[FoundVehicle]:
    """Vehicles whose plate begins with the text, now first and then formerly (C-15), whose VIN is it or begins or ends
    with it, or which carry it as chassis or unit number. Finds nothing: plates with O and 0, I and 1 mixed up.
    """
    plain = plates.stripped(text[:LONGEST])
    if len(plain) < SHORTEST:
        return []
    found: dict[object, FoundVehicle] = {}
    for one in (*_by_plate(plain, most), *_by_number(plain, text.strip().upper(), most)):
        found.setdefault(one.vehicle.pk, one)
    return list(found.values())[:most] or _mixed_up(plain, most)


def _by_plate(plain: str, most: int) -> list[FoundVehicle]:
    held = Plate.objects.filter(begins("text", plain)).select_related("vehicle")
    rows = list(held.filter(valid_to=None).order_by("text")[:most])
    rows += held.exclude(valid_to=None).order_by("text", "-valid_to")[:most]
    return [FoundVehicle(row.vehicle, "plate" if row.valid_to is None else "former_plate", row.text) for row in rows]


def _by_number(plain: str, text: str, most: int) -> list[FoundVehicle]:
    ways: list[tuple[Reason, str, Q]] = [
        ("unit", "unit_number", Q(unit_number=text)),
        ("chassis", "chassis_number", Q(chassis_number=text)),
    ]
    if len(plain) >= SHORTEST_VIN_END:
        ways += [("vin", "vin", begins("vin", plain)), ("vin_end", "vin", begins("vin_backwards", plain[::-1]))]
    return [
        FoundVehicle(vehicle, reason, getattr(vehicle, field))
        for reason, field, way in ways
        for vehicle in Vehicle.objects.filter(way).order_by(field, "id")[:most]
    ]


def _mixed_up(plain: str, most: int) -> list[FoundVehicle]:
    if not (twins := plates.twins(plain)):
        return []
    ways = reduce(or_, (Q(text=twin) for twin in twins))
    rows = Plate.objects.filter(ways, valid_to=None).select_related("vehicle").order_by("text")[:most]
    return [FoundVehicle(row.vehicle, "mixed_up", row.text) for row in rows]
