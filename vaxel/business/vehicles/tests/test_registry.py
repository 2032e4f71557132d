"""Vehicles and their plates and owners: nothing is a key, histories stay whole and apart (F-68)."""

from datetime import date, timedelta

import pytest

from vaxel.business.vehicles import plates, registry
from vaxel.business.vehicles.models import Ownership, Plate, Vehicle
from vaxel.business.vehicles.plates import BadPlate
from vaxel.business.vehicles.registry import EarlierDay, PlateTaken, TooLong, UnlikelyYear, VinTaken
from vaxel.business.vehicles.tests.cast import AT, S40, SAM, TODAY, car, party
from vaxel.business.vehicles.vin import BadVin
from vaxel.kernel.models import History

LATER = AT + timedelta(days=30)
pytestmark = pytest.mark.django_db


def _periods(text: str) -> list[tuple[str, date, date | None]]:
    held = Plate.objects.filter(text=text).order_by("valid_from", "valid_to")
    return [(plate.vehicle.note, plate.valid_from, plate.valid_to) for plate in held]


@pytest.mark.parametrize(
    ("typed", "stored", "printed", "warnings"),
    [("abc 123", "ABC123", "ABC 123", 0), ("mlb-84a", "MLB84A", "MLB 84A", 0), ("ABC12O", "ABC12O", "ABC12O", 1),
     ("Ö", "", "", 0), ("KALLE", "KALLE", "KALLE", 1), ("AB", "AB", "AB", 1), ("ABC1234X", "", "", 0),
     ("AB<12", "", "", 0), ("", "", "", 0)],
)  # fmt: skip
def test_plates_are_stored_without_blanks_and_printed_with_and_personal_ones_get_a_hint(
    typed: str, stored: str, printed: str, warnings: int
) -> None:
    if not stored:
        with pytest.raises(BadPlate):
            plates.read(typed)
        return
    reading = plates.read(typed)
    assert (reading.text, plates.printed(reading.text), len(reading.warnings)) == (stored, printed, warnings)


def test_foreign_plates_are_longer() -> None:
    assert plates.read("M-XY 1234E", "DE").text == "MXY1234E"
    assert plates.printed("MXY1234E", "DE") == "MXY1234E"


def test_a_vehicle_is_stored_with_plate_and_owner_and_the_vin_fills_what_was_empty() -> None:
    ada = party("Ada")
    vehicle = car("ABC 123", vin=S40, owner=ada, model="S40 Classic")
    kept = Vehicle.objects.get()
    assert (kept.plate, kept.vin, kept.vin_backwards) == ("ABC123", S40, S40[::-1])
    assert (kept.make, kept.model, kept.model_year, kept.engine) == ("Volvo", "S40 Classic", 2006, "B5244S4")
    assert (kept.decoded["vin"]["source"], kept.decoded["vin"]["day"]) == ("NHTSA vPIC, vininfo", "2026-11-24")
    assert list(Ownership.objects.values_list("vehicle", "party", "valid_from", "valid_to")) == [
        (vehicle.id, ada.id, TODAY, None)
    ]
    assert registry.described(kept) == "ABC 123 Volvo S40 Classic 2006"


def test_a_plate_that_is_on_another_car_is_refused_and_names_it() -> None:
    first = car("ABC123", make="Volvo", model="V70")
    with pytest.raises(PlateTaken, match="ABC 123 Volvo V70") as refused:
        car("abc 123", make="Saab")
    assert refused.value.params["vehicle_id"] == str(first.id)
    assert refused.value.offer == "vehicles.move_plate"
    assert (Vehicle.objects.count(), Plate.objects.count()) == (1, 1)


def test_a_plate_moves_between_cars_and_both_histories_stay() -> None:
    old, new = car("ABC123", note="old"), car("XYZ987", note="new")
    registry.move_plate(new, plate="ABC 123", by=SAM, at=LATER)
    day = LATER.date()
    assert _periods("ABC123") == [("old", TODAY, day), ("new", day, None)]
    assert _periods("XYZ987") == [("new", TODAY, day)]
    assert (Vehicle.objects.get(pk=old.pk).plate, Vehicle.objects.get(pk=new.pk).plate) == ("", "ABC123")
    back = LATER + timedelta(days=1)
    registry.move_plate(old, plate="ABC123", by=SAM, at=back)
    assert _periods("ABC123") == [("old", TODAY, day), ("new", day, back.date()), ("old", back.date(), None)]
    assert Vehicle.objects.get(pk=new.pk).plate == ""


def test_moving_a_plate_to_where_it_is_changes_nothing_and_no_day_lies_before_the_period() -> None:
    vehicle = car("ABC123")
    registry.move_plate(vehicle, plate="ABC123", by=SAM, at=LATER)
    assert _periods("ABC123") == [("", TODAY, None)]
    other = car("XYZ987")
    with pytest.raises(EarlierDay):
        registry.move_plate(other, plate="ABC123", day=TODAY - timedelta(days=1), by=SAM, at=AT)
    assert _periods("ABC123") == [("", TODAY, None)]
    assert Vehicle.objects.get(pk=other.pk).plate == "XYZ987"


def test_a_plate_comes_off_and_may_be_used_again() -> None:
    vehicle = registry.take_off_plate(car("ABC123"), by=SAM, at=LATER)
    assert (vehicle.plate, Vehicle.objects.get().plate) == ("", "")
    again = car("ABC123")
    assert Plate.objects.filter(text="ABC123").count() == 2
    assert again.plate == "ABC123"


def test_a_mistyped_vin_is_corrected_and_the_car_stays_the_same() -> None:
    vehicle = car("ABC123", vin="YV1MS382162123457")
    changed = registry.change(vehicle, vin=S40, by=SAM, at=LATER)
    assert (changed.id, changed.vin, changed.plate) == (vehicle.id, S40, "ABC123")
    note = History.objects.get(action="vehicles.change").note
    assert (note["before"], note["after"]) == ({"vin": "YV1MS382162123457"}, {"vin": S40})
    assert registry.change(vehicle, vin="", by=SAM, at=LATER).vin == ""


def test_a_vin_is_on_one_vehicle() -> None:
    car("ABC123", vin=S40)
    other = car("XYZ987")
    with pytest.raises(VinTaken, match="ABC 123"):
        registry.change(other, vin=S40, by=SAM, at=AT)
    with pytest.raises(VinTaken):
        car(vin=S40)
    assert Vehicle.objects.filter(vin=S40).count() == 1
    assert car().vin == car().vin == ""


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"vin": "1M8GDM9AXKPO42788"}, BadVin),
        ({"plate": "TOOLONG1"}, BadPlate),
        ({"model_year": 1850}, UnlikelyYear),
        ({"model_year": 2028}, UnlikelyYear),
        ({"colour": "x" * 31}, TooLong),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(fields: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        car(**fields)  # type: ignore[arg-type]
    assert (Vehicle.objects.count(), Plate.objects.count()) == (0, 0)


def test_owners_follow_each_other() -> None:
    ada, bo = party("Ada"), party("Bo")
    vehicle = car("ABC123", owner=ada)
    registry.set_owner(vehicle, party=ada, by=SAM, at=LATER)
    registry.set_owner(vehicle, party=bo, by=SAM, at=LATER)
    registry.set_owner(vehicle, party=None, day=date(2027, 3, 1), by=SAM, at=LATER)
    assert list(Ownership.objects.order_by("valid_from").values_list("party__name", "valid_from", "valid_to")) == [
        ("Ada", TODAY, LATER.date()), ("Bo", LATER.date(), date(2027, 3, 1)),
    ]  # fmt: skip


def test_a_new_owner_does_not_begin_before_the_former() -> None:
    vehicle = car(owner=party("Ada"))
    with pytest.raises(EarlierDay, match="2026-11-24"):
        registry.set_owner(vehicle, party=party("Bo"), day=date(2026, 11, 1), by=SAM, at=AT)
    assert Ownership.objects.get().valid_to is None


def test_an_old_car_has_a_chassis_number_and_no_vin() -> None:
    vehicle = car("OLD065", chassis_number="131341-12345", make="Volvo", model="Amazon", model_year=1965)
    assert (vehicle.vin, vehicle.chassis_number) == ("", "131341-12345")
