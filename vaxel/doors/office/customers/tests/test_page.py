"""The customer's page: money, what they want to hear, and whether they are here twice."""

from typing import Any

import pytest

from vaxel.business.parties import parties
from vaxel.business.parties.models import Consent
from vaxel.business.service.models import Approver
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.vehicles import registry
from vaxel.doors.office.customers.views import MOST_CARS
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_a_yes_and_a_no_are_stored_and_the_newest_counts(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/customers/{floor.shop.bo.pk}"
    pressed = 'aria-pressed="true"'
    assert pressed not in kim.get(where).text
    kim.post(f"{where}/consent", purpose="reminder", channel="sms", given="yes")
    assert kim.get(where).text.count(pressed) == 1
    kim.post(f"{where}/consent", purpose="reminder", channel="sms", given="no")
    assert pressed not in kim.get(where).text
    assert list(Consent.objects.order_by("at", "pk").values_list("given", "source")) == [
        (True, "desk"),
        (False, "desk"),
    ]


@pytest.mark.parametrize("fields", [{"purpose": "spam", "channel": "sms"}, {"purpose": "offer", "channel": "pigeon"}])
def test_what_nobody_asks_is_not_stored(floor: Floor, fields: dict[str, str]) -> None:
    assert Desk("kim").post(f"/customers/{floor.shop.bo.pk}/consent", **fields, given="yes").status >= 400
    assert not Consent.objects.exists()


def test_who_may_not_stores_nothing(floor: Floor) -> None:
    answer = Desk("tess").post(
        f"/customers/{floor.shop.bo.pk}/consent", purpose="offer", channel="sms", given="yes"
    )  # fmt: skip
    assert answer.status == 403
    assert not Consent.objects.exists()


def test_the_same_phone_twice_is_said_with_the_way_to_the_other(floor: Floor) -> None:
    twin = parties.add(name="Bosse Öberg", phone=floor.shop.bo.phone, by=floor.shop.kim, at=AT)
    text = Desk("kim").get(f"/customers/{floor.shop.bo.pk}").text
    assert "Perhaps the same customer" in text
    assert f"/customers/{twin.pk}" in text
    assert "Perhaps the same customer" not in Desk("kim").get(f"/customers/{floor.shop.ada.pk}").text


def test_the_page_asks_as_often_with_three_consents_as_with_one(floor: Floor) -> None:
    kim, where = Desk("kim", language="sv"), f"/customers/{floor.shop.bo.pk}"

    def said(channel: str) -> None:
        more: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
        parties.record_consent(floor.shop.bo, channel=channel, purpose="offer", given=True, source="desk", **more)

    said("sms")
    once = asked(kim, where)
    said("mail")
    said("post")
    assert asked(kim, where) == once


def test_a_fleets_page_shows_some_cars_and_leads_to_the_rest(floor: Floor) -> None:
    for n in range(MOST_CARS + 2):
        registry.add(plate=f"FLT {n:03}", make="Saab", owner=floor.shop.ada, by=floor.shop.mo, at=AT)
    page = Desk("kim").get(f"/customers/{floor.shop.ada.pk}").text
    held = floor.shop.ada.ownerships.count()
    assert f"{held - MOST_CARS} cars more" in page
    assert f"/vehicles?owner={floor.shop.ada.pk}" in page
    listed = Desk("kim").get(f"/vehicles?owner={floor.shop.ada.pk}").text
    assert listed.count("FLT 0") >= MOST_CARS
    assert floor.car.plate not in listed or floor.car.ownerships.filter(party=floor.shop.ada).exists()
    assert Desk("kim").get("/vehicles?owner=nobody").status == 200


def test_who_may_approve_is_listed_added_and_removed(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/customers/{floor.shop.ada.pk}"
    assert "Anybody: nobody is on the list." in kim.get(where).text
    kim.form(f"{where}/approvers", name="Eva Ros", limit="5 000", contact="070-1")
    made = Approver.objects.get()
    assert (made.limit_minor, made.without_tax) == (500_000, False)
    assert "up to 5 000,00" in kim.get(where).text
    assert kim.form(f"{where}/approvers", name=" ").status in (400, 422)
    kim.form(f"{where}/approvers/{made.pk}/remove")
    assert "Eva Ros" not in kim.get(where).text.partition("Who may approve")[2].partition("</section>")[0]
    assert Approver.objects.count() == 1
