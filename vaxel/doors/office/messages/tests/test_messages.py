"""From the ticket's dialog to the outbox page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from vaxel.business.messaging import outbox
from vaxel.business.messaging.models import Message
from vaxel.business.service import sending
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets.models import QuoteVersion
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock
from vaxel.kernel.actions import rehearsal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def floor(settings: Any) -> Floor:
    settings.FAKE_MESSAGES = True
    return workshop()


def test_a_quote_sent_twice_by_one_form_is_one_message_and_is_seen_in_the_outbox(floor: Floor) -> None:
    where = f"/tickets/{floor.ticket.pk}"
    with clock.fixed(AT):
        kim = Desk("kim")
        assert "Send the quote" in kim.part(f"{where}/sheets/ask").text
        form = {"jobs": str(floor.brakes.pk), "sent_to": "070-123 45 67", "send": "1", "once": str(uuid4())}
        first, second = (kim.post(f"{where}/ask", **form) for _n in range(2))
        assert "On its way to +46701234567" in first.text
        assert "On its way to +46701234567" in second.text
    [message] = Message.objects.all()
    assert QuoteVersion.objects.count() == 1
    with clock.fixed(AT + timedelta(seconds=1)):
        outbox.watch()
        page = kim.get("/messages").text
        assert message.link in page
        assert "Sent" in page
    assert message.link in kim.get("/messages", ticket=str(floor.ticket.pk)).text
    assert message.link not in kim.get("/messages", ticket=str(floor.brakes.pk)).text
    assert message.link not in kim.get("/messages", ticket="nonsense").text
    assert message.link in kim.get("/messages", q="0701234567").text


def test_a_wrong_number_is_said_and_nothing_is_made(floor: Floor) -> None:
    with clock.fixed(AT):
        said = Desk("kim").post(f"/tickets/{floor.ticket.pk}/ask", jobs=str(floor.brakes.pk), sent_to="070-1", send="1")
    assert "070-1 is not a phone number" in said.text
    assert (Message.objects.count(), QuoteVersion.objects.count()) == (0, 0)


def test_the_customers_page_is_sent_too(floor: Floor) -> None:
    where = f"/tickets/{floor.ticket.pk}"
    with clock.fixed(AT):
        sent = Desk("kim").post(f"{where}/send-page", to="bo@example.se")
    assert "On its way to bo@example.se" in sent.text
    assert [(one.channel, one.parts) for one in Message.objects.all()] == [("mail", 0)]


def test_what_did_not_arrive_is_sent_again_from_the_list(floor: Floor) -> None:
    with clock.fixed(AT):
        message = _sent(floor, "070-123 00 01")
        outbox.watch()
        kim = Desk("kim")
        assert "no such subscriber" in kim.get("/messages", view="trouble").text
        kim.post(f"/messages/{message.pk}/again")
    assert Message.objects.get().state == "waiting"


def test_who_may_not_send_again_sees_no_button(floor: Floor) -> None:
    with clock.fixed(AT):
        message = _sent(floor, "070-123 00 01")
        outbox.watch()
        assert "Send again" in Desk("kim").get("/messages", view="trouble").text
        tess = Desk("tess")
        assert "no such subscriber" in tess.get("/messages", view="trouble").text
        assert "Send again" not in tess.get("/messages", view="trouble").text
        assert tess.post(f"/messages/{message.pk}/again").status == 403
    assert Message.objects.get().state == "failed"


def test_the_list_asks_no_more_for_three_messages_than_for_one(floor: Floor) -> None:
    with clock.fixed(AT):
        _sent(floor, "bo@example.se")
        kim = Desk("kim")
        once = asked(kim, "/messages")
        _sent(floor, "070-123 45 67")
        _sent(floor, "070-123 45 68")
        assert asked(kim, "/messages") == once


def _sent(floor: Floor, to: str) -> Message:
    page = "https://shop.example/q/TOKEN"
    return sending.send_quote(floor.ticket, jobs=[floor.brakes], to=to, page=page, by=floor.shop.kim, at=AT)[1]


def test_several_that_did_not_arrive_are_sent_again_and_the_others_left_alone(floor: Floor) -> None:
    with clock.fixed(AT):
        made = []
        for n, state in enumerate(("failed", "unknown", "delivered")):
            one = _laid(floor, n)
            Message.objects.filter(pk=one.pk).update(state=state, text="Ready")
            made.append(str(one.pk))
        kim = Desk("kim")
        answer = kim.form("/messages/again", pick=made, next="/messages?view=trouble")
        assert answer.leads_to == "/messages?view=trouble"
        assert "2 messages are sent once more." in kim.get("/messages").text
        assert Message.objects.get(pk=made[2]).state == "delivered"
        assert not Message.objects.filter(pk__in=made[:2], state__in=("failed", "unknown")).exists()
        assert kim.form("/messages/again", pick=[made[2]]).status == 409
        assert kim.form("/messages/again").status == 400
        assert Desk("tess").form("/messages/again", pick=made).status == 403


def _laid(floor: Floor, n: int) -> Message:
    site, bo = floor.shop.workshop, floor.shop.bo
    with rehearsal(floor.shop.kim, AT):
        return outbox.lay(site, bo, to="070-123 45 67", text="Ready", key=f"test {n}", by=floor.shop.kim, at=AT)
