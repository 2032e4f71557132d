"""What a part fits, on screen: typed, removed, from files and learned; each source stays by itself (K-12, K-13)."""

import pytest

from vaxel.business.catalog import fits, fitting
from vaxel.business.catalog.fits import NewFit
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.fitment import reading
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db
V70 = {"make": "Volvo", "model": "V70", "year_from": "2008", "year_to": "2012"}


@pytest.fixture
def floor() -> Floor:
    return workshop()


def years(floor: Floor) -> list[tuple[str, int, int, str]]:
    return [(one.model, one.year_from, one.year_to, one.source) for one in reading.said(floor.pads)]


def test_a_car_is_added_shown_as_one_row_of_years_answers_a_search_and_is_taken_away(floor: Floor) -> None:
    mo, where = Desk("mo"), f"/parts/{floor.pads.pk}/fitment"
    mo.form(
        f"{where}/add",
        **V70,
        engine="D5244T",
        position="front",
        facts="brake_disc: 300 mm\nNot with sport chassis",
        quantity="1",
    )
    assert years(floor) == [("V70", 2008, 2012, fits.TYPED)]
    text = mo.get(where).text
    assert "2008–2012" in text
    assert "brake_disc: 300 mm" in text
    assert "Not with sport chassis" in text
    [one] = reading.said(floor.pads)
    gone = {"make": one.make, "model": one.model, "year_from": "2008", "year_to": "2012", "position": "front",
            "engine": one.engine, "facts": one.written}  # fmt: skip
    mo.form(f"{where}/remove", **gone)
    assert years(floor) == []


def test_it_fits_the_car_at_once(floor: Floor) -> None:
    floor.car.model_year = 2010
    floor.car.save()
    assert fitting.answers(floor.car, [floor.pads.pk])[floor.pads.pk].level == "unknown"
    Desk("mo").form(f"/parts/{floor.pads.pk}/fitment/add", **V70)
    assert fitting.answers(floor.car, [floor.pads.pk])[floor.pads.pk].level == "fits"


@pytest.mark.parametrize("wrong", [{"make": ""}, {"year_from": "soon"}, {"year_from": "2013"}, {"quantity": "many"}])
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(floor: Floor, wrong: dict[str, str]) -> None:
    page = Desk("mo").form(f"/parts/{floor.pads.pk}/fitment/add", **(V70 | wrong))
    assert page.status >= 400
    assert 'role="alert"' in page.text
    assert 'value="V70"' in page.text
    assert years(floor) == []


def test_what_a_file_says_stands_beside_and_is_not_removed_by_hand(floor: Floor) -> None:
    fits.add(floor.pads, fits=[NewFit("Volvo", "V70", 2008, 2009)], source="Bosch ACES", **SAID)
    mo, where = Desk("mo"), f"/parts/{floor.pads.pk}/fitment"
    mo.form(f"{where}/add", **V70)
    assert years(floor) == [("V70", 2008, 2009, "Bosch ACES"), ("V70", 2008, 2012, fits.TYPED)]
    mo.form(f"{where}/remove", **V70)
    assert years(floor) == [("V70", 2008, 2009, "Bosch ACES")]
    text = mo.get(where).text
    assert "Bosch ACES" in text
    assert "/fitment/remove" not in text


def test_universal_is_set_and_only_by_who_may(floor: Floor) -> None:
    where = f"/parts/{floor.pads.pk}/fitment"
    assert Desk("kim").form(f"{where}/universal", universal="1").status == 403
    assert Desk("kim").form(f"{where}/add", **V70).status == 403
    assert "/fitment/add" not in Desk("kim").get(where).text
    Desk("mo").form(f"{where}/universal", universal="1")
    floor.pads.refresh_from_db()
    assert floor.pads.universal


def test_the_page_asks_as_much_of_three_cars_as_of_one(floor: Floor) -> None:
    mo, where = Desk("mo"), f"/parts/{floor.pads.pk}/fitment"
    mo.form(f"{where}/add", **V70)
    few = asked(mo, where)
    for model in ("V60", "XC70"):
        mo.form(f"{where}/add", **(V70 | {"model": model}))
    assert asked(mo, where) == few
