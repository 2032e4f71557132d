"""The next service of a car that we have serviced (C-25 to C-28)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from vaxel.business.locations import preferences
from vaxel.business.service import forecast
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.vehicles import odometer

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_a_car_we_never_serviced_has_no_forecast(floor: Floor) -> None:
    assert forecast.next_service(floor.car.pk, floor.shop.workshop, AT) is None


def test_the_last_service_the_readings_and_the_settings_make_the_day(floor: Floor) -> None:
    done = datetime(2026, 3, 10, 9, tzinfo=UTC)
    for value, at in ((69_000, datetime(2025, 3, 12, 9, tzinfo=UTC)), (84_200, done)):
        odometer.record(floor.car, value=value, source="check_out", by=floor.shop.kim, at=at)
    Ticket.objects.filter(pk=floor.ticket.pk).update(state="posted", posted_at=done, odometer_out_km=84_200)
    Job.objects.filter(pk=floor.brakes.pk).update(category="service", work="completed")
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    found = forecast.next_service(floor.car.pk, floor.shop.workshop, at)
    assert found is not None
    assert (found.day, found.by_distance_first) == (date(2027, 3, 3), True)
    preferences.change("service.interval_km", value=0, by=floor.shop.mo, at=AT)
    later = forecast.next_service(floor.car.pk, floor.shop.workshop, at + timedelta(days=1))
    assert later is not None
    assert (later.day, later.by_distance) == (date(2027, 3, 10), None)
