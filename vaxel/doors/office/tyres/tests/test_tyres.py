"""The tyre hotel at the screen: shelves named, wheels taken in, swapped with their ticket, listed and labelled."""

from typing import Any

import pytest

from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.tyres.models import TyrePlace, WheelSet
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def shelf(kim: Desk, **change: Any) -> Any:
    fields = {"rack": "a", "shelf": "2", "first": "1", "last": "4", "capacity": "1"} | change
    return kim.form("/tyres/places/add", **fields)


def taken_in(kim: Desk, plate: str, season: str = "winter", tread: str = "6,0", **more: Any) -> Any:
    wheels = {f"tread-{one}": tread for one in ("VF", "HF", "VB", "HB")}
    return kim.form("/tyres/new", **{"plate": plate, "season": season, "size": "205/55 R16", **wheels, **more})


def test_a_shelf_is_named_and_wheels_lie_on_it(floor: Floor) -> None:
    kim = Desk("kim")
    assert shelf(kim).leads_to == "/tyres/places"
    assert "4 places are free" in kim.get("/tyres/places").text
    page = taken_in(kim, floor.car.plate.lower())
    held = WheelSet.objects.get()
    assert page.leads_to == f"/tyres/sets/{held.pk}"
    assert (held.customer, held.vehicle, held.place and held.place.label) == (floor.shop.bo, floor.car, "A-2-1")
    text = kim.get("/tyres/places").text
    assert "3 places are free" in text
    assert floor.car.plate[:3] in text
    shown = kim.get(page.leads_to).text
    assert "A-2-1" in shown
    assert 'value="6.0"' in shown


@pytest.mark.parametrize(
    ("change", "why"),
    [({"plate": "ZZZ 999"}, "No vehicle has the plate"), ({"tread": "x"}, "is no tread depth"),
     ({"dot-VF": "9920"}, "is no DOT code"), ({"season": "spring"}, "Choose the season")],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said_and_what_was_typed_stays(
    floor: Floor, change: dict[str, str], why: str
) -> None:
    kim = Desk("kim")
    page = taken_in(kim, **{"plate": floor.car.plate, "rim": "Alu 16"} | change)
    assert page.status == 422
    assert why in page.text
    assert 'value="Alu 16"' in page.text
    assert WheelSet.objects.count() == 0


def test_the_season_is_swapped_with_one_press_that_leads_to_the_ticket(floor: Floor) -> None:
    kim = Desk("kim")
    shelf(kim)
    taken_in(kim, floor.car.plate)
    winter = WheelSet.objects.get()
    page = kim.post(f"/tyres/sets/{winter.pk}/swap", off="summer", **{"tread-VF": "1,5"})
    summer = WheelSet.objects.get(season="summer")
    assert (summer.state, summer.worst, summer.place and summer.place.label) == ("stored", "red", "A-2-1")
    assert "/tickets/" in page.leads_to
    assert "Wheel swap" in kim.get(page.leads_to).text
    unsafe = kim.get("/tyres", view="unsafe").text
    assert f"/tyres/sets/{summer.pk}" in unsafe
    assert f"/tyres/sets/{winter.pk}" not in unsafe
    offered = kim.form(f"/tyres/sets/{summer.pk}/offer")
    assert "New tyres" in kim.get(offered.leads_to).text


def test_a_set_is_moved_measured_handed_out_taken_in_and_labelled(floor: Floor) -> None:
    kim = Desk("kim")
    shelf(kim)
    taken_in(kim, floor.car.plate)
    held, third = WheelSet.objects.get(), TyrePlace.objects.get(number=3)
    at = f"/tyres/sets/{held.pk}"
    kim.post(f"{at}/move", place=str(third.pk))
    kim.post(f"{at}/measure", **{"tread-HF": "2,9"})
    held.refresh_from_db()
    assert (held.place, held.worst) == (third, "red")
    paper = kim.client.get(f"{at}/label")
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    kim.post(f"{at}/hand-out")
    assert kim.post(f"{at}/hand-out").status == 409
    kim.post(f"{at}/take-in")
    held.refresh_from_db()
    assert (held.state, held.place and held.place.number) == ("stored", 1)
    assert kim.post(f"{at}/book", starts_at="nonsense").status == 400
    assert kim.post(f"{at}/nothing").status == 404


def test_the_car_s_page_says_that_its_wheels_lie_here(floor: Floor) -> None:
    kim = Desk("kim")
    assert "/tyres/sets/" not in kim.get(f"/vehicles/{floor.car.pk}").text
    shelf(kim)
    taken_in(kim, floor.car.plate)
    held = WheelSet.objects.get()
    assert f"/tyres/sets/{held.pk}" in kim.get(f"/vehicles/{floor.car.pk}").text
    assert f"/tyres/sets/{held.pk}" in kim.get(f"/tickets/{floor.ticket.pk}").text


def test_the_list_and_the_map_ask_as_much_for_three_as_for_one(floor: Floor) -> None:
    kim = Desk("kim")
    shelf(kim)
    taken_in(kim, floor.car.plate)
    first = [asked(kim, "/tyres"), asked(kim, "/tyres/places")]
    taken_in(kim, floor.car.plate, "summer")
    taken_in(kim, floor.car.plate, "studded")
    assert [asked(kim, "/tyres"), asked(kim, "/tyres/places")] == first


def test_an_empty_place_goes_out_of_use_and_one_with_wheels_stays(floor: Floor) -> None:
    kim = Desk("kim")
    shelf(kim)
    taken_in(kim, floor.car.plate)
    empty, full = TyrePlace.objects.get(number=4), TyrePlace.objects.get(number=1)
    assert kim.form("/tyres/places/retire", place=str(empty.pk)).leads_to == "/tyres/places"
    assert "2 places are free" in kim.get("/tyres/places").text
    refused = kim.form("/tyres/places/retire", place=str(full.pk))
    assert refused.status == 409
    assert "Wheels lie on A-2-1" in refused.text
    assert TyrePlace.objects.get(number=1).retired_at is None
