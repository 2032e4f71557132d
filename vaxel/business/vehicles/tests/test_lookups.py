"""The register outside: some plates, unknown ones, and being down."""

import pytest
from django.test import override_settings

from vaxel.business.vehicles import lookups
from vaxel.business.vehicles.lookups import Difference, FakeLookup, LookupDown, PlateAnswer
from vaxel.business.vehicles.models import Vehicle
from vaxel.business.vehicles.tests.cast import AT, SAM, car


def test_a_fake_register_knows_some_plates_and_not_others_and_can_be_down() -> None:
    register = FakeLookup()
    answer = register.look_up("abc 123")
    assert answer is not None
    assert (answer.make, answer.model, answer.vin) == ("Volvo", "S40", "YV1MS382162123456")
    assert register.look_up("ZZZ999") is None
    assert register.look_up("ABC123", "NO") is None
    with pytest.raises(LookupDown):
        FakeLookup(is_down=True).look_up("ABC123")


def test_settings_choose_the_register() -> None:
    assert lookups.current().look_up("ABC123") is None
    with override_settings(PLATE_LOOKUP="vaxel.business.vehicles.lookups.FakeLookup"):
        assert lookups.current().source == "demo"


@pytest.mark.django_db
def test_the_answer_is_kept_with_source_and_day_fills_what_was_empty_and_overwrites_nothing() -> None:
    vehicle = car("ABC123", make="Volvo", colour="grå")
    answer = FakeLookup().look_up("ABC123")
    assert answer is not None
    different = lookups.store(vehicle, answer=answer, source="demo", by=SAM, at=AT)
    kept = Vehicle.objects.get()
    assert (kept.colour, kept.model, kept.vin, str(kept.first_registered_on)) == (
        "grå", "S40", "YV1MS382162123456", "2006-03-14",
    )  # fmt: skip
    assert different == [Difference("colour", "grå", "blå")]
    assert kept.decoded["register"] | {"source": "demo", "day": "2026-11-24"} == kept.decoded["register"]
    assert kept.decoded["vin"]["make"] == "Volvo"


@pytest.mark.django_db
def test_asked_again_only_the_differences_are_told() -> None:
    vehicle = car("ABC123", make="Volvo", model="V50")
    assert lookups.differences(vehicle, PlateAnswer("ABC123", make="VOLVO", model="S40")) == [
        Difference("model", "V50", "S40")
    ]
