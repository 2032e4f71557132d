"""The shop's own words to customers, who is left alone, and how they say so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from vaxel.business.messaging import outbox, templates, ways_out
from vaxel.business.messaging.models import Message, MessageTemplate, StoppedAddress
from vaxel.business.messaging.outbox import NoConsent
from vaxel.business.messaging.templates import BadField, BadText, NoSuchTemplate
from vaxel.business.parties import parties
from vaxel.business.parties.models import Consent
from vaxel.business.parties.queries import may_message
from vaxel.business.service import telling
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.kernel import clock
from vaxel.kernel.actions import rehearsal
from vaxel.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db
PAGE, WAY_OUT = "https://shop.example/q/TOKEN/status", "https://shop.example/stop/TOKEN"
BO = "070-123 45 67"


@pytest.fixture
def floor(settings: Any) -> Floor:
    settings.FAKE_MESSAGES = True
    return workshop()


def tell(floor: Floor, kind: str = "ready", at: Any = AT) -> Message:
    return telling.tell(floor.now(), kind=kind, to=BO, page=PAGE, way_out=WAY_OUT, by=floor.shop.kim, at=at)


def agreed(floor: Floor, purpose: str = "reminder", *, given: bool = True, at: Any = AT) -> None:
    parties.record_consent(floor.shop.bo, channel="sms", purpose=purpose, given=given, source="desk", by=floor.shop.kim,
                           at=at)  # fmt: skip


def words(floor: Floor, text: str, kind: str = "ready", language: str = "sv") -> MessageTemplate:
    return templates.set_words(kind, language, subject="Bilen", text=text, by=floor.shop.mo, at=AT)


def test_the_shops_own_words_are_sent_with_their_fields_filled(floor: Floor) -> None:
    words(floor, "Hej {name}, {plate} ({car}) är klar. {amount} {link}")
    message = tell(floor)
    assert message.text.startswith(f"Hej {floor.shop.bo.name}, ABC123 (Volvo V70) är klar.")
    assert message.text.endswith("{link}")
    assert message.link.startswith("https://shop.example/q/")
    assert "TOKEN" not in message.link


def test_once_for_each_time_the_car_is_ready(floor: Floor) -> None:
    assert tell(floor) == tell(floor)
    assert Message.objects.count() == 1
    assert floor.ticket.links.count() == 1


@pytest.mark.parametrize(("text", "why"), [
    ("Hej {namn}", BadField), ("Hej {name", BadField), ("Hej }", BadField), ("{work} är klar", BadField),
    ("  ", BadText), ("x" * 1_001, BadText),
])  # fmt: skip
def test_a_text_nobody_can_fill_in_is_refused(floor: Floor, text: str, why: type[Exception]) -> None:
    with pytest.raises(why):
        words(floor, text)
    assert not MessageTemplate.objects.exists()


def test_the_houses_words_come_back(floor: Floor) -> None:
    words(floor, "Klar!")
    templates.reset("ready", "sv", by=floor.shop.mo, at=AT)
    assert not templates.words("ready", "sv").own
    with pytest.raises(NoSuchTemplate):
        templates.words("bye", "sv")


def test_a_brace_in_a_value_stays_a_brace() -> None:
    assert templates.filled("Hej {name} {plate}!", {"name": "{plate}", "plate": ""}) == "Hej {plate} !"


def test_thanks_need_consent_wait_for_the_morning_and_show_the_way_out(floor: Floor) -> None:
    with pytest.raises(NoConsent):
        tell(floor, "thanks")
    agreed(floor, "review")
    message = tell(floor, "thanks", at=later(hours=12))  # 22:00 in Stockholm
    assert message.due_at == AT.replace(hour=7) + timedelta(days=1)
    token = message.text.rsplit("/stop/", 1)[1]
    assert ways_out.of_token(token) == (floor.shop.bo, "sms")


def test_what_waits_is_reminded_of_once_per_offer(floor: Floor) -> None:
    floor.phone(Answer(floor.wipers, "later"))
    work = DeferredWork.objects.get()
    agreed(floor)
    first = telling.remind(work, to=BO, way_out=WAY_OUT, by=floor.shop.kim, at=AT)
    assert "Wipers" in first.text
    assert telling.remind(work, to=BO, way_out=WAY_OUT, by=floor.shop.kim, at=later(hours=1)) == first
    DeferredWork.objects.update(state="dropped")
    with pytest.raises(telling.NotWaiting):
        telling.remind(DeferredWork.objects.get(), to=BO, by=floor.shop.kim, at=AT)


def test_without_a_way_out_nothing_of_the_kind_is_sent(floor: Floor) -> None:
    agreed(floor, "review")
    with pytest.raises(telling.NoWayOut):
        telling.tell(floor.now(), kind="thanks", to=BO, by=floor.shop.kim, at=AT)
    assert not Message.objects.exists()


def press(token: str, at: Any = AT) -> Any:
    with clock.fixed(at):
        return Client().post(f"/stop/{token}")


def test_the_way_out_needs_no_log_in_and_ends_all_but_service(floor: Floor) -> None:
    agreed(floor)
    token = ways_out.token(floor.shop.bo.pk, "sms")
    assert Client().get(f"/stop/{token}").status_code == 200
    assert may_message(floor.shop.bo, channel="sms", purpose="reminder")  # looking is not pressing: bots look
    assert press(token, later(hours=1)).status_code == 200
    assert not may_message(floor.shop.bo, channel="sms", purpose="reminder")
    assert may_message(floor.shop.bo, channel="sms", purpose="service")
    rows = Consent.objects.count()
    press(token, later(hours=2))
    assert Consent.objects.count() == rows


@pytest.mark.parametrize("change", [lambda one: one[:-1] + "x", lambda one: "0" * 32 + one[32:], lambda one: one[:20]])
def test_a_made_up_way_out_leads_nowhere(floor: Floor, change: Any) -> None:
    token = change(ways_out.token(floor.shop.bo.pk, "sms"))
    with pytest.raises(NotFound):
        ways_out.of_token(token)
    assert press(token).status_code == 404


def reply(text: str, sender: str = "+46701234567", secret: str = "") -> int:
    with clock.fixed(later(hours=1)):
        path = f"/hooks/replies/{secret or ways_out.inbox_secret()}"
        return Client().post(path, {"from": sender, "message": text}).status_code


def test_a_stop_word_acts_at_once_and_is_answered_once(floor: Floor) -> None:
    agreed(floor)
    tell(floor)
    assert reply("Stopp, tack!") == 204
    assert StoppedAddress.objects.get().address == "+46701234567"
    assert not may_message(floor.shop.bo, channel="sms", purpose="reminder")
    reply("STOP")
    assert Message.objects.filter(key__startswith="stop ").count() == 1
    assert tell(floor).purpose == "service"


def test_a_number_that_said_stop_gets_nothing_for_somebody_else_either(floor: Floor) -> None:
    reply("stop")
    parties.record_consent(floor.shop.ada, channel="sms", purpose="offer", given=True, source="import",
                           by=floor.shop.kim, at=AT)  # fmt: skip
    lay: dict[str, Any] = {"to": BO, "text": "Rea", "purpose": "offer", "by": floor.shop.kim}
    with pytest.raises(NoConsent), rehearsal(floor.shop.kim, AT):
        outbox.lay(floor.shop.workshop, floor.shop.ada, key="a", at=later(hours=2), **lay)
    parties.record_consent(floor.shop.ada, channel="sms", purpose="offer", given=True, source="desk",
                           by=floor.shop.kim, at=later(hours=3))  # fmt: skip
    with rehearsal(floor.shop.kim, AT):
        made = outbox.lay(floor.shop.workshop, floor.shop.ada, key="a", at=later(hours=4), **lay)
    assert made.to == "+46701234567"


@pytest.mark.parametrize("text", ["Kan jag komma vid 8?", "", "Bilen stoppar"])
def test_other_replies_change_nothing(floor: Floor, text: str) -> None:
    assert reply(text) == 204
    assert not StoppedAddress.objects.exists()


def test_a_reply_without_the_secret_is_not_heard(floor: Floor) -> None:
    assert reply("STOP", secret="x" * 40) == 404
    assert not StoppedAddress.objects.exists()
