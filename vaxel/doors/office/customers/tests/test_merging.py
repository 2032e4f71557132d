"""A customer who is here twice: found, compared, merged, and apart again, on screen."""

import pytest

from vaxel.business.parties import parties
from vaxel.business.parties.models import KeptApart, Party, PartyMerge
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def twin(floor: Floor, **fields: object) -> Party:
    return parties.add(**{"name": "Bosse Öberg", "phone": floor.shop.bo.phone} | fields, by=floor.shop.kim, at=AT)  # type: ignore[arg-type]


def test_from_the_list_of_doubles_to_one_card_and_back(floor: Floor) -> None:
    kim, bo, other = Desk("kim"), floor.shop.bo, twin(floor, note="Rings after four")
    assert "same phone" in kim.get("/customers/doubles").text
    page = kim.get("/customers/merge", keep=str(other.pk), other=str(bo.pk)).text
    assert "Merge into Bosse Öberg (can be undone for 30 days)" in page
    assert page.count('name="take_email"') == 2
    answer = kim.form("/customers/merge", keep=str(other.pk), other=str(bo.pk), take_email="other", take_name="other")
    assert answer.status == 303
    card = kim.get(f"/customers/{other.pk}").text
    assert "<h1>Bo Öberg</h1>" in card
    assert "bo@example.se" in card
    assert "Rings after four" in card
    assert str(floor.ticket.pk) in card
    assert kim.get(f"/customers/{bo.pk}").leads_to == f"/customers/{other.pk}"
    done = PartyMerge.objects.get()
    assert f"/customers/merge/{done.pk}/undo" in card
    kim.form(f"/customers/merge/{done.pk}/undo")
    assert "<h1>Bo Öberg</h1>" in kim.get(f"/customers/{bo.pk}").text
    assert "<h1>Bosse Öberg</h1>" in kim.get(f"/customers/{other.pk}").text


def test_two_are_ticked_in_the_list(floor: Floor) -> None:
    kim, bo, ada = Desk("kim"), str(floor.shop.bo.pk), str(floor.shop.ada.pk)
    assert "Merge two" in kim.get("/customers").text
    where = kim.form("/customers/merge/picked", pick=[bo, ada]).leads_to
    assert where == f"/customers/merge?keep={bo}&other={ada}"
    assert kim.form("/customers/merge/picked", pick=[bo]).status == 400


def test_what_cannot_be_merged_says_why_and_offers_no_button(floor: Floor) -> None:
    kim, bo, ada = Desk("kim"), str(floor.shop.bo.pk), str(floor.shop.ada.pk)
    page = kim.get("/customers/merge", keep=bo, other=ada)
    assert "One is a private customer and the other a company" in page.text
    assert "can be undone" not in page.text
    assert kim.form("/customers/merge", keep=bo, other=ada).status == 422
    assert not PartyMerge.objects.exists()


def test_not_the_same_is_said_once(floor: Floor) -> None:
    kim, other = Desk("kim"), twin(floor)
    kim.form("/customers/doubles/apart", one=str(floor.shop.bo.pk), other=str(other.pk))
    assert KeptApart.objects.count() == 1
    assert "same phone" not in kim.get("/customers/doubles").text


def test_a_technician_finds_none_of_it(floor: Floor) -> None:
    tess, other = Desk("tess"), twin(floor)
    assert tess.get("/customers/doubles").status == 403
    assert tess.form("/customers/merge", keep=str(other.pk), other=str(floor.shop.bo.pk)).status == 403
    assert "Merge two" not in tess.get("/customers").text
    assert "compare and merge" not in tess.get(f"/customers/{other.pk}").text


def test_the_doubles_are_asked_for_as_often_with_three_as_with_one(floor: Floor) -> None:
    kim = Desk("kim", language="sv")
    twin(floor)
    once = asked(kim, "/customers/doubles")
    twin(floor, name="Tredje")
    twin(floor, name="Fjärde")
    assert asked(kim, "/customers/doubles") == once
