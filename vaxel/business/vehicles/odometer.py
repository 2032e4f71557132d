"""The odometer log: dated readings with unit and source; a wrong one is answered by a newer one (S-9, C-14, F-70)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.vehicles.models import OdometerReading, Vehicle
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import BadInput, Conflict

Source = Literal["check_in", "check_out", "inspection", "customer", "register", "estimate", "typed"]
SOURCES = ("check_in", "check_out", "inspection", "customer", "register", "estimate", "typed")
MOST_KM = 9_999_999
MOST_KM_A_DAY = 1_000
_MILE_MM = 1_609_344
_DAY_S = 86_400


class BadReading(BadInput):
    """A reading is a whole number on an instrument."""

    sentence = _("The reading must be a whole number between 0 and %(most)s, in km or mi.")


class LowerReading(Conflict):
    """Lower than another reading before it: kept only with a reason, and flagged."""

    sentence = _(
        "The reading is %(value)s km, but it was %(before)s km on %(day)s. Correct it, or say why it is lower."
    )


class UnlikelyReading(Conflict):
    """So far in so short a time: kept only with a reason, and flagged."""

    sentence = _("The reading is %(value)s km, %(more)s km more than on %(day)s. Correct it, or say how that can be.")


def to_km(value: int, unit: str) -> int:
    """The value in kilometres; an international mile is 1 609.344 m."""
    return value if unit == "km" else rdiv(value * _MILE_MM, 1_000_000)


@action("odometer.record")
def record(
    vehicle: Vehicle, *, value: int, unit: Literal["km", "mi"] = "km", source: Source, reason: str = "",
    instrument_replaced: bool = False, ticket_id: UUID | None = None, id: UUID | None = None, by: Actor, at: datetime,
) -> OdometerReading:  # fmt: skip
    """The reading is in the log, read at `at`; the vehicle shows the newest one.

    `instrument_replaced`: the vehicle has gone as far as before, and the new instrument shows `value`. A reading lower
    than one before it, higher than one after it, or more than MOST_KM_A_DAY since, needs a reason and is flagged;
    estimates do not count. An `id` that exists is a replay: that reading is returned. Refuses with LowerReading,
    UnlikelyReading, BadReading.
    """
    if id and (held := OdometerReading.objects.filter(pk=id).first()):
        return held
    if not 0 <= value <= MOST_KM or unit not in ("km", "mi") or source not in SOURCES or len(reason) > 200:
        raise BadReading(most=MOST_KM)
    Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    trusted = vehicle.readings.exclude(source="estimate")
    before = trusted.filter(at__lte=at).order_by("at", "id").last()
    offset_km = before.offset_km if before else 0
    if instrument_replaced and before:
        offset_km = before.distance_km - to_km(value, unit)
    distance_km = to_km(value, unit) + offset_km
    after = trusted.filter(at__gt=at).order_by("at", "id").first()
    flagged = _is_unlikely(distance_km, at, before, after)
    if flagged and not reason.strip():
        raise flagged
    reading = OdometerReading(
        vehicle=vehicle, distance_km=max(0, distance_km), offset_km=offset_km, flagged=bool(flagged), read_value=value,
        unit=unit, source=source, reason=reason.strip(), ticket_id=ticket_id, at=at,
    )  # fmt: skip
    if id:
        reading.id = id
    reading.save(force_insert=True)
    _show_newest(vehicle)
    note(distance_km=reading.distance_km, reason=reading.reason)
    return reading


def _is_unlikely(
    distance_km: int, at: datetime, before: OdometerReading | None, after: OdometerReading | None
) -> Conflict | None:
    if before and distance_km < before.distance_km:
        return LowerReading(value=distance_km, before=before.distance_km, day=before.at.date().isoformat())
    if after and distance_km > after.distance_km:
        return LowerReading(value=after.distance_km, before=distance_km, day=at.date().isoformat())
    if before:
        days = max(1, -(-int((at - before.at).total_seconds()) // _DAY_S))
        more = distance_km - before.distance_km
        if more > MOST_KM_A_DAY * days:
            return UnlikelyReading(value=distance_km, more=more, day=before.at.date().isoformat())
    return None


def newest(vehicle: Vehicle) -> OdometerReading | None:
    """The reading with the latest moment."""
    return vehicle.readings.order_by("at", "id").last()


def _show_newest(vehicle: Vehicle) -> None:
    found = newest(vehicle)
    vehicle.odometer_km = found.distance_km if found else None
    vehicle.save(update_fields=["odometer_km"])
