"""A quote on its way to the customer: one message per wish, told truly how far it came."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from vaxel.business.messaging import carriers, outbox
from vaxel.business.messaging.carriers import NotTaken, Outgoing
from vaxel.business.messaging.models import Message
from vaxel.business.messaging.outbox import NoCarrier, NoConsent, NothingToSendAgain, OtherMessage
from vaxel.business.parties import parties
from vaxel.business.parties.parties import BadEmail, BadPhone
from vaxel.business.service import approvals, links, sending
from vaxel.business.service.models import ApprovalLink
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets.models import QuoteVersion
from vaxel.kernel import clock
from vaxel.kernel.actions import rehearsal
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound, Refused

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "https://shop.example/q/TOKEN"
here = __name__


class Down:
    """A carrier out of reach."""

    name, tells = "down", True

    def carry(self, message: Outgoing) -> str:
        raise NotTaken("no route", again=True)


class Real:
    """A carrier that takes everything."""

    name, tells = "real", True
    got: list[Outgoing] = []

    def carry(self, message: Outgoing) -> str:
        self.got.append(message)
        return "s1"


@pytest.fixture
def floor(settings: Any) -> Floor:
    settings.FAKE_MESSAGES = True
    return workshop()


def send(floor: Floor, to: str) -> Message:
    return sending.send_quote(floor.ticket, jobs=[floor.brakes], to=to, page=PAGE, by=floor.shop.kim, at=AT)[1]


def round_at(**passed: int) -> None:
    with clock.fixed(AT + timedelta(**passed)):
        outbox.watch()


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_the_quote_is_sent_delivered_and_its_link_leads_to_the_answer(floor: Floor) -> None:
    message = send(floor, "070-123 45 67")
    assert (message.state, message.channel, message.to, message.parts) == ("waiting", "sms", "+46701234567", 1)
    round_at(seconds=1)
    assert (now(message).state, now(message).tries) == ("sent", 1)
    round_at(seconds=6)
    assert (now(message).state, now(message).tries) == ("delivered", 1)
    token = now(message).link.rsplit("/", 1)[1]
    link = links.find(token, AT)
    version = QuoteVersion.objects.get()
    approvals.answer_link(
        link, version=version, answers=[approvals.Answer(floor.brakes, "approve")], name="Bo", address="192.0.2.7",
        browser="", by=links.customer(link), at=AT,
    )  # fmt: skip
    assert floor.now(floor.brakes).decision == "approved"


@pytest.mark.parametrize(("to", "refusal"), [("070-12", BadPhone), ("bo@", BadEmail), ("", BadPhone)])
def test_a_wrong_address_is_refused_before_anything_is_made(floor: Floor, to: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        send(floor, to)
    assert (Message.objects.count(), QuoteVersion.objects.count(), ApprovalLink.objects.count()) == (0, 0, 0)


def test_without_a_carrier_no_quote_is_said_to_be_sent(floor: Floor) -> None:
    with override_settings(FAKE_MESSAGES=False), pytest.raises(NoCarrier):
        send(floor, "070-123 45 67")
    assert (Message.objects.count(), QuoteVersion.objects.count()) == (0, 0)
    assert carriers.of("sms") is not None


def test_a_refused_number_fails_once_and_a_person_may_try_again(floor: Floor) -> None:
    message = send(floor, "070-123 00 01")
    round_at(seconds=1)
    round_at(seconds=60)
    assert (now(message).state, now(message).tries, now(message).error) == ("failed", 1, "no such subscriber")
    outbox.again(message, by=floor.shop.kim, at=AT)
    assert now(message).state == "waiting"
    with pytest.raises(NothingToSendAgain):
        outbox.again(message, by=floor.shop.kim, at=AT)
    assert now(message).tries == 0


def test_a_time_out_after_it_was_taken_is_not_sent_again_and_the_receipt_settles_it(floor: Floor) -> None:
    message = send(floor, "070-123 00 02")
    with clock.fixed(AT):
        outbox.work(message)
    assert now(message).state == "unknown"
    with clock.fixed(AT + timedelta(hours=1)):
        outbox.work(message)
    assert (now(message).state, now(message).tries) == ("unknown", 1)
    outbox.hear(message.pk, outbox.secret(message.pk), "delivered", at=AT)
    assert now(message).state == "delivered"


def test_a_sender_that_vanished_leaves_it_unknown(floor: Floor) -> None:
    message = send(floor, "070-123 45 67")
    machine = Actor.system("messages")
    assert outbox.take(message, by=machine, at=AT) is not None
    assert outbox.take(message, by=machine, at=AT) is None
    round_at(seconds=100)
    assert (now(message).state, now(message).tries) == ("unknown", 1)


def test_receipts_may_come_twice_late_and_in_any_order_but_only_with_the_secret(floor: Floor) -> None:
    message = send(floor, "bo@example.se")
    with clock.fixed(AT):
        outbox.work(message)
    address = f"/hooks/sms/{message.pk}"
    assert Client().post(f"{address}/{'0' * 40}", {"status": "delivered"}).status_code == 404
    assert now(message).state == "sent"
    right = f"{address}/{outbox.secret(message.pk)}"
    for status in ("created", "failed", "delivered", "delivered", "failed"):
        assert Client(enforce_csrf_checks=True).post(right, {"status": status}).status_code == 204
    assert now(message).state == "delivered"
    with pytest.raises(NotFound):
        outbox.hear(floor.ticket.pk, outbox.secret(floor.ticket.pk), "delivered", at=AT)


def test_no_contact_is_tried_again_later_and_later_and_in_the_end_given_up(floor: Floor) -> None:
    with override_settings(FAKE_MESSAGES=False, SMS_CARRIER=f"{here}.Down"):
        message = send(floor, "070-123 45 67")
        with clock.fixed(AT):
            outbox.work(message)
        assert (now(message).state, now(message).due_at - AT) == ("waiting", timedelta(seconds=5))
        for hour in range(1, 20):
            round_at(hours=hour)
    assert (now(message).state, now(message).tries, now(message).error) == ("failed", outbox.MOST_TRIES, "no route")


def test_a_real_carriers_customers_link_is_forgotten_when_it_has_arrived(floor: Floor) -> None:
    Real.got.clear()
    with override_settings(FAKE_MESSAGES=False, SMS_CARRIER=f"{here}.Real", PUBLIC_URL="https://shop.example"):
        message = send(floor, "070-123 45 67")
        with clock.fixed(AT):
            outbox.work(message)
            outbox.work(message)
    [got] = Real.got
    assert message.link in got.text
    assert got.receipts == f"https://shop.example/hooks/sms/{message.pk}/{outbox.secret(message.pk)}"
    outbox.hear(message.pk, outbox.secret(message.pk), "delivered", at=AT)
    assert (now(message).state, now(message).link) == ("delivered", "")
    assert now(message).whole.endswith("…")


def test_a_key_is_one_message_and_marketing_needs_a_yes(floor: Floor) -> None:
    late = AT + timedelta(hours=12)  # 22:00 on a Tuesday in Stockholm

    def offer(text: str) -> Message:
        kim, shop = floor.shop.kim, floor.shop
        with rehearsal(kim, late):
            return outbox.lay(
                shop.workshop, shop.bo, to="bo@example.se", text=text, key="offer", purpose="offer", by=kim, at=late
            )

    with pytest.raises(NoConsent):
        offer("Sale")
    assert Message.objects.count() == 0
    parties.record_consent(
        floor.shop.bo, channel="mail", purpose="offer", given=True, source="desk", by=floor.shop.kim, at=AT
    )
    first = offer("Sale")
    assert (offer("Sale").pk, first.due_at) == (first.pk, AT + timedelta(hours=22))  # 08:00 next morning
    with pytest.raises(OtherMessage):
        offer("Other")
    assert Message.objects.count() == 1
