"""Finding vehicles by plate, VIN (also its end), chassis number or the fleet's own number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

from django.db import connection

from vaxel.business.vehicles import plates
from vaxel.business.vehicles.models import Plate, Vehicle
from vaxel.kernel.db.ordering import AFTER_ALL

Reason = Literal["plate", "former_plate", "unit", "chassis", "vin", "vin_end", "mixed_up"]
_ORDER: dict[str, int] = {reason: place for place, reason in enumerate(get_args(Reason))}
SHORTEST, SHORTEST_VIN_END, LONGEST = 2, 4, 40
_EACH_WAY = """SELECT * FROM (SELECT 'plate' AS reason, text AS matched, vehicle_id, valid_to FROM vehicles_plate
WHERE text >= %s AND text < %s AND valid_to IS NULL ORDER BY text LIMIT %s) AS now
UNION ALL SELECT * FROM (SELECT 'former_plate', text, vehicle_id, valid_to FROM vehicles_plate
WHERE text >= %s AND text < %s AND valid_to IS NOT NULL ORDER BY text, valid_to DESC LIMIT %s) AS formerly
UNION ALL SELECT * FROM (SELECT 'unit', unit_number, id, CAST(NULL AS date) FROM vehicles_vehicle
WHERE unit_number = %s ORDER BY id LIMIT %s) AS fleet
UNION ALL SELECT * FROM (SELECT 'chassis', chassis_number, id, CAST(NULL AS date) FROM vehicles_vehicle
WHERE chassis_number = %s ORDER BY id LIMIT %s) AS old"""
_VIN = """ UNION ALL SELECT * FROM (SELECT 'vin', vin, id, CAST(NULL AS date) FROM vehicles_vehicle
WHERE vin >= %s AND vin < %s ORDER BY vin LIMIT %s) AS begun
UNION ALL SELECT * FROM (SELECT 'vin_end', vin, id, CAST(NULL AS date) FROM vehicles_vehicle
WHERE vin_backwards >= %s AND vin_backwards < %s ORDER BY vin_backwards LIMIT %s) AS ended"""


@dataclass(frozen=True, slots=True)
class FoundVehicle:
    """A vehicle, by what it was found, and the plate or number that matched."""

    vehicle: Vehicle
    reason: Reason
    matched: str


def find(text: str, most: int = 20) -> list[FoundVehicle]:
    """Vehicles whose plate begins with the text, now first and then formerly (C-15), which carry it as unit or chassis
    number, or whose VIN begins or ends with it. Finds nothing: plates with O and 0, I and 1 mixed up.

    Two queries. The plain columns are ordered bytewise, so that indexes serve "begins with".
    """
    plain, typed = plates.stripped(text[:LONGEST]), text[:LONGEST].strip().upper()
    if len(plain) < SHORTEST or "\0" in plain:
        return []
    rows = _rows(plain, typed, most)
    if not rows:
        held = Plate.objects.filter(text__in=plates.twins(plain), valid_to=None).order_by("text")[:most]
        rows = [("mixed_up", plate.text, plate.vehicle_id) for plate in held]
    firsts: dict[UUID, tuple[Reason, str]] = {}
    for reason, matched, vehicle_id in rows:
        firsts.setdefault(vehicle_id, (reason, matched))
    wanted = list(firsts)[:most]
    vehicles = Vehicle.objects.in_bulk(wanted) if wanted else {}
    return [FoundVehicle(vehicles[one], *firsts[one]) for one in wanted]


def _rows(plain: str, typed: str, most: int) -> list[tuple[Reason, str, UUID]]:
    """(reason, what matched, vehicle), the best reason first; of a plate's former vehicles the latest first."""
    begins = [plain, plain + AFTER_ALL, most]
    sql = _EACH_WAY
    wanted: list[Any] = [*begins, *begins, typed, most, typed, most]
    if len(plain) >= SHORTEST_VIN_END:
        ends = [plain[::-1], plain[::-1] + AFTER_ALL, most]
        sql, wanted = sql + _VIN, [*wanted, *begins, *ends]
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        found = cursor.fetchall()
    found.sort(key=lambda row: str(row[3] or ""), reverse=True)
    found.sort(key=lambda row: (_ORDER[row[0]], row[1]))
    return [_read(row) for row in found]


def _read(row: Sequence[Any]) -> tuple[Reason, str, UUID]:
    reason, matched, vehicle_id, _valid_to = row
    return reason, matched, vehicle_id if isinstance(vehicle_id, UUID) else UUID(vehicle_id)
