"""Several at once: a plate is on one car whoever was quicker, and nobody waits for ever."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from vaxel.business.vehicles import registry
from vaxel.business.vehicles.models import Plate, Vehicle
from vaxel.business.vehicles.registry import PlateTaken
from vaxel.business.vehicles.tests.cast import AT, SAM, car
from vaxel.kernel import checks
from vaxel.kernel.refusals import Conflict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def _at_once(*asks: Callable[[], object]) -> list[str]:
    outcomes: list[str] = []

    def run(ask: Callable[[], object]) -> None:
        try:
            ask()
            outcomes.append("done")
        except Conflict as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_eight_enter_the_same_plate_and_one_does() -> None:
    assert _at_once(*[lambda: car("ABC123")] * 8) == sorted([PlateTaken.__name__] * 7 + ["done"])
    assert (Vehicle.objects.count(), Plate.objects.count()) == (1, 1)


def test_a_plate_pulled_in_all_directions_ends_on_one_car() -> None:
    cars = [car(f"AAA11{n}") for n in range(4)]

    def move(vehicle: Vehicle, plate: str) -> Callable[[], object]:
        return lambda: registry.move_plate(vehicle, plate=plate, by=SAM, at=AT)

    outcomes = _at_once(*[move(one, f"AAA11{n}") for one in cars for n in range(4)])
    assert set(outcomes) <= {"done", "Conflict"}
    assert checks.run("vehicles.plates") == []
    assert Plate.objects.filter(valid_to=None).count() <= 4
