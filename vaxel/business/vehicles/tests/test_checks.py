"""The vehicles' checks say where a cache is not what it was taken from."""

from datetime import timedelta

import pytest

from vaxel.business.vehicles import odometer, registry
from vaxel.business.vehicles.models import Vehicle
from vaxel.business.vehicles.tests.cast import AT, S40, SAM, car, party
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db
NAMES = ("vehicles.plates", "vehicles.odometer", "vehicles.vins")


def _sentences() -> list[str]:
    return [sentence for name in NAMES for sentence in checks.run(name)]


def test_sound_vehicles_are_silent() -> None:
    vehicle, other = car("ABC123", vin=S40, owner=party("Ada")), car("XYZ987")
    odometer.record(vehicle, value=1_000, source="check_in", by=SAM, at=AT)
    odometer.record(vehicle, value=900, source="check_in", reason="mistyped", by=SAM, at=AT + timedelta(days=1))
    registry.move_plate(other, plate="ABC123", by=SAM, at=AT + timedelta(days=2))
    assert _sentences() == []


def test_a_cache_that_went_its_own_way_is_told() -> None:
    vehicle = car("ABC123", vin=S40)
    odometer.record(vehicle, value=1_000, source="check_in", by=SAM, at=AT)
    Vehicle.objects.update(plate="XYZ987", odometer_km=None, vin_backwards="x")
    assert _sentences() == [
        f"vehicle {vehicle.id} shows the plate “XYZ987”, but “ABC123” is in force",
        f"vehicle {vehicle.id} shows None km, its newest reading says 1000 km",
        f"vehicle {vehicle.id} has the VIN {S40}, but is found by x",
    ]
