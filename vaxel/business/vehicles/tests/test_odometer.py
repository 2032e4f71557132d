"""The odometer log: rollback, wrong unit, replaced instrument, estimate (F-70)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from vaxel.business.vehicles import odometer
from vaxel.business.vehicles.models import OdometerReading, Vehicle
from vaxel.business.vehicles.odometer import BadReading, LowerReading, UnlikelyReading
from vaxel.business.vehicles.tests.cast import AT, SAM, car

pytestmark = pytest.mark.django_db


def _read(vehicle: Vehicle, value: int, days: int = 0, **fields: object) -> OdometerReading:
    wanted = {"source": "check_in"} | fields
    return odometer.record(vehicle, value=value, by=SAM, at=AT + timedelta(days=days), **wanted)  # type: ignore[arg-type]


def _shown() -> int | None:
    return Vehicle.objects.get().odometer_km


def test_the_newest_reading_is_shown_on_the_vehicle() -> None:
    vehicle = car()
    _read(vehicle, 120_000)
    _read(vehicle, 121_500, days=30, source="check_out")
    assert _shown() == 121_500
    _read(vehicle, 121_000, days=20, source="customer")
    assert _shown() == 121_500
    assert list(OdometerReading.objects.order_by("at").values_list("distance_km", "flagged")) == [
        (120_000, False), (121_000, False), (121_500, False),
    ]  # fmt: skip


def test_a_lower_reading_needs_a_reason_and_is_flagged() -> None:
    vehicle = car()
    _read(vehicle, 120_000)
    with pytest.raises(LowerReading, match="120000 km on 2026-11-24"):
        _read(vehicle, 12_000, days=1)
    assert (OdometerReading.objects.count(), _shown()) == (1, 120_000)
    reading = _read(vehicle, 119_000, days=1, reason="The first one was mistyped")
    assert (reading.flagged, reading.reason, _shown()) == (True, "The first one was mistyped", 119_000)


def test_a_late_reading_is_not_higher_than_what_followed() -> None:
    vehicle = car()
    _read(vehicle, 120_000, days=10)
    with pytest.raises(LowerReading):
        _read(vehicle, 125_000)
    assert _shown() == 120_000


def test_more_than_a_thousand_kilometres_a_day_is_asked_again() -> None:
    vehicle = car()
    _read(vehicle, 12_000)
    with pytest.raises(UnlikelyReading, match="108000 km more"):
        _read(vehicle, 120_000, days=5)
    assert OdometerReading.objects.count() == 1
    assert _read(vehicle, 17_000, days=5).flagged is False


def test_miles_are_converted_and_kept_as_read() -> None:
    reading = _read(car(), 100_000, unit="mi")
    assert (reading.distance_km, reading.read_value, reading.unit) == (160_934, 100_000, "mi")
    assert (odometer.to_km(1, "mi"), odometer.to_km(1, "km")) == (2, 1)


def test_a_replaced_instrument_goes_on_from_where_the_old_one_was() -> None:
    vehicle = car()
    _read(vehicle, 210_000)
    replaced = _read(vehicle, 5, days=1, instrument_replaced=True)
    assert (replaced.distance_km, replaced.offset_km, replaced.flagged) == (210_000, 209_995, False)
    later = _read(vehicle, 1_005, days=30)
    assert (later.distance_km, later.read_value, _shown()) == (211_000, 1_005, 211_000)


def test_an_estimate_does_not_bind_the_next_reading() -> None:
    vehicle = car()
    _read(vehicle, 100_000)
    _read(vehicle, 104_000, days=60, source="estimate")
    assert _read(vehicle, 103_000, days=61).flagged is False


@pytest.mark.parametrize("wish", [{"value": -1}, {"value": 10_000_000}, {"unit": "nm"}, {"source": "guess"}])
def test_what_is_no_reading_is_refused(wish: dict[str, object]) -> None:
    vehicle = car()
    with pytest.raises(BadReading):
        odometer.record(vehicle, by=SAM, at=AT, **({"value": 1, "source": "typed"} | wish))  # type: ignore[arg-type]
    assert not OdometerReading.objects.exists()


def test_the_log_only_grows() -> None:
    _read(car(), 1)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE vehicles_odometerreading SET distance_km = 0")
