"""A request for a time is booked, answered with another time, or declined, and the customer is told once."""

from typing import Any

import pytest

from vaxel.business.messaging.models import Message
from vaxel.business.schedule import bookings, requests
from vaxel.business.schedule.models import Booking
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.tickets import visit_requests
from vaxel.business.tickets.intake import NewCustomer, NewVehicle
from vaxel.business.tickets.models import Ticket, VisitRequest
from vaxel.business.tickets.refusals import ReasonMissing
from vaxel.business.tickets.visit_requests import HandledAlready, Wish
from vaxel.kernel.models import TrayItem
from vaxel.kernel.refusals import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(settings: Any) -> Floor:
    settings.FAKE_MESSAGES = True
    return workshop()


def asked(floor: Floor, **fields: Any) -> VisitRequest:
    wish = Wish(**{"name": "Nils Ny", "wish": "Service", "phone": "070-555 55 55", "plate": "XYZ 987"} | fields)
    site = floor.shop.workshop
    return visit_requests.ask(site, wish, today=AT.date(), by=visit_requests.public(site), at=AT)


def kim(floor: Floor) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT}


def test_a_booking_makes_customer_car_ticket_time_and_message(floor: Floor) -> None:
    one = asked(floor)
    made = requests.book(
        one, customer=NewCustomer(name="Nils Ny", phone=one.phone), vehicle=NewVehicle(plate=one.plate),
        starts_at=later(days=1), how="waits", **kim(floor),
    )  # fmt: skip
    ticket = made.ticket
    assert (ticket.concern, ticket.customer.name, ticket.vehicle and ticket.vehicle.plate) == (
        "Service", "Nils Ny", "XYZ987",
    )  # fmt: skip
    assert (made.channel, made.how, made.starts_at) == ("web", "waits", later(days=1))
    one.refresh_from_db()
    assert (one.state, one.ticket) == ("taken", ticket)
    message = Message.objects.get()
    assert (message.to, message.party) == ("+46705555555", ticket.customer)
    assert "onsdag 25 november 10:00" in message.text
    assert not TrayItem.objects.filter(closed_at=None).exists()
    with pytest.raises(HandledAlready, match="Kim Lund"):
        requests.decline(one, reason="Full", **kim(floor))


def test_another_time_is_offered_as_often_as_it_takes_and_told_in_their_language(floor: Floor) -> None:
    one = asked(floor, language="en", phone="", email="nils@example.se")
    requests.offer(one, starts_at=later(days=2), **kim(floor))
    requests.offer(one, starts_at=later(days=3), **kim(floor))
    one.refresh_from_db()
    assert (one.state, one.offered_for) == ("offered", later(days=3))
    texts = list(Message.objects.order_by("made_at", "pk").values_list("to", "text"))
    assert [to for to, _text in texts] == ["nils@example.se"] * 2
    assert "but Thursday 26 November 10:00 is free" in texts[0][1]
    assert not Booking.objects.exists()
    with pytest.raises(bookings.InThePast):
        requests.offer(one, starts_at=later(days=-1), **kim(floor))
    requests.decline(one, reason="They chose another shop", tell=False, **kim(floor))
    with pytest.raises(HandledAlready):
        requests.offer(one, starts_at=later(days=4), **kim(floor))


def test_a_no_has_a_reason_and_all_of_it_or_nothing_happens(floor: Floor, settings: Any) -> None:
    one = asked(floor)
    with pytest.raises(ReasonMissing):
        requests.decline(one, reason=" ", **kim(floor))
    settings.FAKE_MESSAGES, settings.SMS_CARRIER, settings.MAIL_CARRIER = False, "", ""
    for act in (
        lambda: requests.decline(one, reason="Full", **kim(floor)),
        lambda: requests.offer(one, starts_at=later(days=1), **kim(floor)),
        lambda: requests.book(one, customer=NewCustomer(name="N"), vehicle=None, starts_at=later(days=1), **kim(floor)),
    ):
        with pytest.raises(requests.CannotTell, match="Nils Ny"):
            act()
    one.refresh_from_db()
    assert (one.state, Ticket.objects.count(), Message.objects.count()) == ("new", 1, 0)
    requests.decline(one, reason="Full", tell=False, **kim(floor))
    assert VisitRequest.objects.get().state == "declined"


def test_who_may_not_book_answers_nobody(floor: Floor) -> None:
    one, tess = asked(floor), dict[str, Any](by=floor.shop.tess, at=AT)
    with pytest.raises(Forbidden):
        requests.decline(one, reason="Full", **tess)
    with pytest.raises(Forbidden):
        requests.offer(one, starts_at=later(days=1), **tess)
    with pytest.raises(Forbidden):
        requests.book(one, customer=floor.shop.bo, vehicle=None, starts_at=later(days=1), **tess)
    assert VisitRequest.objects.get().state == "new"
