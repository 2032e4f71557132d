"""The desk's list of those who asked for a time, and the page that answers one."""

from typing import Any

import pytest

from vaxel.business.parties import parties
from vaxel.business.schedule.models import Booking
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import visit_requests
from vaxel.business.tickets.models import Ticket, VisitRequest
from vaxel.business.tickets.visit_requests import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Floor:
    settings.FAKE_MESSAGES = True
    monkeypatch.setattr(clock, "now", lambda: AT)
    return workshop()


def wish(floor: Floor, **fields: Any) -> VisitRequest:
    said = Wish(**{"name": "Nils Ny", "wish": "Byta <olja>", "phone": "070-555 55 55", "plate": ""} | fields)
    site = floor.shop.workshop
    return visit_requests.ask(site, said, today=AT.date(), by=visit_requests.public(site), at=AT)


def test_it_waits_on_today_in_the_list_and_in_the_tray(floor: Floor) -> None:
    one, kim = wish(floor), Desk("kim")
    for where in ("/", "/visits", "/tray"):
        assert f"/visits/{one.pk}" in kim.get(where).text
    assert "Byta &lt;olja&gt;" in kim.get("/visits").text
    assert f"/visits/{one.pk}" not in Desk("tess").get("/").text
    assert Desk("tess").get("/visits").status == Desk("tess").get(f"/visits/{one.pk}").status == 403


def test_the_known_car_and_its_owner_are_proposed_and_booked(floor: Floor) -> None:
    one, kim = wish(floor, plate=floor.car.plate, name="B Öberg", phone="08-1234567"), Desk("kim")
    one_page = f"/visits/{one.pk}"
    page = kim.get(one_page).text
    assert f'value="{floor.shop.bo.pk}" checked' in page
    assert f'value="{floor.car.pk}" checked' in page
    answer = kim.form(
        f"{one_page}/book", starts_at="2026-11-26T09:00", how="drop_off", customer=str(floor.shop.bo.pk),
        vehicle=str(floor.car.pk),
    )  # fmt: skip
    made = Booking.objects.get()
    assert answer.leads_to == f"/tickets/{made.ticket_id}"
    assert (made.ticket.customer, made.ticket.vehicle) == (floor.shop.bo, floor.car)
    assert "/book" not in kim.get(one_page).text


def test_the_same_name_is_proposed_before_one_that_sounds_so(floor: Floor) -> None:
    phone = "070-555 55 55"
    for name in ("Emma Sandstrom", "Ema Sandström", "Anna Annan"):
        parties.add(name=name, phone=phone, by=floor.shop.kim, at=AT)
    page = Desk("kim").get(f"/visits/{wish(floor, name='Emma Sandström', phone=phone).pk}").text
    order = [page.index(f"<span>{name}") for name in ("Emma Sandstrom", "Ema Sandström", "Anna Annan")]
    assert order == sorted(order)
    assert "Asked for a time on the public page" in page


def test_a_press_twice_is_one_booking(floor: Floor) -> None:
    one, kim = wish(floor), Desk("kim")
    fields = {"starts_at": "2026-11-26T09:00", "how": "waits", "customer": "new", "vehicle": "", "tell": "1"}
    once = "01a20000-0000-7000-8000-000000000001"
    first = kim.form(f"/visits/{one.pk}/book", once=once, **fields)
    assert kim.form(f"/visits/{one.pk}/book", once=once, **fields).leads_to == first.leads_to
    assert (Booking.objects.count(), Ticket.objects.count()) == (1, 2)


def test_what_is_refused_keeps_what_was_typed(floor: Floor) -> None:
    one, kim = wish(floor), Desk("kim")
    page = kim.form(f"/visits/{one.pk}/decline", reason=" ")
    assert (page.status, "reason" in page.text) == (400, True)
    page = kim.form(f"/visits/{one.pk}/offer", starts_at="2020-01-01T10:00", tell="1")
    assert (page.status, "That time has passed" in page.text) == (400, True)
    assert 'value="2020-01-01T10:00"' in page.text
    assert kim.form(f"/visits/{one.pk}/book", starts_at="soon").status == 400
    assert VisitRequest.objects.get().state == "new"
    kim.form(f"/visits/{one.pk}/offer", starts_at="2026-11-27T10:00", tell="1")
    assert "Offered another time" in kim.get("/visits", view="offered").text
    kim.form(f"/visits/{one.pk}/decline", reason="Fullt till mars")
    assert "Fullt till mars" in kim.get(f"/visits/{one.pk}").text


def test_the_list_asks_as_often_with_three_as_with_one(floor: Floor) -> None:
    kim = Desk("kim", language="sv")
    wish(floor)
    once = asked(kim, "/visits")
    wish(floor)
    wish(floor)
    assert asked(kim, "/visits") == once
