"""Every screen says what it is for; the keys can be silenced for one person."""

import pytest

from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import Shop, shop
from vaxel.doors.office import frame, urls
from vaxel.doors.office.helping import texts
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


@pytest.mark.parametrize("place", frame.PLACES, ids=lambda place: place.view)
def test_every_screen_has_its_lines(place: frame.Place) -> None:
    found = texts.of(place.view)
    assert found is not None
    assert str(found.about)


# Answers that are no pages of their own, and the developers' page.
NO_PAGES = {"palette:list", "lists:list", "design:list", "office:help", "office:choose", "office:appearance"}


def test_every_page_of_the_office_has_help() -> None:
    spaces = {f"{one.namespace}:list" for one in urls.urlpatterns if one.namespace != "office"}
    views = {f"office:{one.name}" for one in urls.office[0]}
    lacking = {one for one in spaces | views if texts.of(one) is None} - NO_PAGES
    assert lacking == set()


def test_the_drawer_says_what_the_page_is_for_in_the_reader_s_language(cast: Shop) -> None:
    text = Desk("mo").part("/help", of="drawers:list").text
    assert "Count and close the day" in text
    assert "<html" not in text
    assert "Räkna och stäng dagen" in Desk("mo", language="sv").get("/help", of="drawers:list").text


def test_a_page_that_nothing_is_written_about_still_shows_its_keys(cast: Shop) -> None:
    text = Desk("mo").part("/help", of="no:such").text
    assert "<key-map>" in text


def test_it_leads_back_only_to_our_own_pages(cast: Shop) -> None:
    assert 'href="/staff"' in Desk("mo").get("/help", of="staff:list", next="/staff").text
    assert "evil" not in Desk("mo").part("/help", next="https://evil.example/").text


def test_letters_are_off_for_one_person_alone(cast: Shop) -> None:
    mo = Desk("mo")
    assert "data-letters" not in mo.get("/customers").text
    mo.form("/keys", letters="off", next="/customers")
    assert 'data-letters="off"' in mo.get("/customers").text
    assert "Switch single letters on for me" in mo.part("/help").text
    assert "data-letters" not in Desk("kim").get("/customers").text
    assert list(Staff.objects.filter(letter_keys=False)) == [cast.staff["mo"]]
