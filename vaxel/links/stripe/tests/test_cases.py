"""More of the numbered failure cases of payments.md §28: odd words, late and broken news, one writer, one request."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from vaxel.business.accounting.models import Posting
from vaxel.business.payments import cards, inbox, refunds
from vaxel.business.payments.models import InboxEvent, Payment, PaymentEvent
from vaxel.business.payments.processors import TerminalState
from vaxel.business.payments.tests.test_cards import on_the_counter
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import TrayItem
from vaxel.links.stripe import events
from vaxel.links.stripe.terminal import of_intent
from vaxel.links.stripe.tests.fakes import Played, played
from vaxel.links.stripe.tests.test_terminal import charge, sold

__all__ = ["played"]
pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[4]


def test_case_5_below_the_least_amount_nothing_is_charged_and_the_till_is_free(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 29_900), 299)
    assert (payment.state, payment.reason) == ("cancelled", "amount_too_small")
    assert list(played.fake.world.all("charge")) == []
    assert played.thing["action"] is None


def test_case_24_a_reader_that_does_what_we_do_not_know_is_no_yes(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.thing["action"] = {"type": "print_hologram", "status": "half_done", "print_hologram": {"x": 1}}
    assert cards.follow(payment).state == "declined"
    again = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap()
    assert cards.follow(again).state == "taken"


@pytest.mark.parametrize("error", [None, {"type": "card_error", "code": "card_declined", "decline_code": "lost_card"}])
def test_case_26_with_and_without_the_issuers_word_the_intent_decides(played: Played, error: Any) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap("4000000000009987")
    played.thing["action"]["api_error"] = error
    after = cards.follow(payment)
    assert after.state == "declined"
    assert "lost" not in after.reason


def test_case_51_one_command_is_one_request(played: Played) -> None:
    played.fake.arm("drop_before", "/v1/payment_intents")
    assert charge(played, on_the_counter(played.here, 1_000_000)).state == "unknown"
    assert played.posted("/v1/payment_intents") == 1, "the SDK repeats nothing by itself"


def test_case_52_the_same_news_twice_is_booked_once(played: Played) -> None:
    document = sold(played)
    payment = Payment.objects.get()
    before = (PaymentEvent.objects.count(), Posting.objects.count())
    said = TerminalState("taken", payment.provider_ref, "Visa", amount_minor=10_000, our_id=str(payment.pk))
    for _ in range(2):
        cards.apply(payment, said, by=Actor.system("terminal"), at=clock.now())
    assert (PaymentEvent.objects.count(), Posting.objects.count()) == before
    assert document.gross_minor == 10_000


def event(payment: Payment, number: str, **more: Any) -> dict[str, Any]:
    """The provider's word that something happened to the payment's intent."""
    return {
        "id": f"evt_{number}", "object": "event", "created": int(datetime.now(UTC).timestamp()), "livemode": False,
        "type": "payment_intent.succeeded", "data": {"object": {"id": payment.provider_ref, "object": "payment_intent",
                                                                "metadata": {"pos_payment": str(payment.pk)}}},
        **more,
    }  # fmt: skip


def test_case_62_news_that_the_worker_died_over_is_worked_on_again(played: Played, monkeypatch: Any) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap()
    events.take_in(event(payment, "1"), "webhook")

    def dies(_payment: Payment) -> Payment:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(cards, "look_again", dies)
        with pytest.raises(MemoryError):
            inbox.work()
    assert InboxEvent.objects.get().state == "new"
    inbox.work()
    assert (InboxEvent.objects.get().state, Payment.objects.get().state) == ("done", "taken")


def test_case_63_news_that_is_three_days_late_still_counts(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap()
    late = int((datetime.now(UTC) - timedelta(days=3)).timestamp())
    events.take_in(event(payment, "2", created=late), "webhook")
    inbox.work()
    assert Payment.objects.get().state == "taken"


def test_case_65_news_in_another_version_is_only_asked_about(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    odd = event(payment, "3", api_version="2019-01-01", type="payment_intent.succeeded", request="req_1", unheard=[1])
    odd["data"]["object"] |= {"status": "succeeded", "amount_received": 999, "charges": {"data": []}}
    events.take_in(odd, "webhook")
    inbox.work()
    assert Payment.objects.get().state == "pending", "its body is never believed"
    played.tap()
    events.take_in({**odd, "id": "evt_4"}, "webhook")
    inbox.work()
    assert Payment.objects.get().state == "taken"


def test_case_84_a_refund_that_fails_ten_days_later_is_told_once_and_stays_in_the_books(played: Played) -> None:
    document = sold(played)
    refunds.take_back(document, register=played.here.shop.k1, reason="Fel", by=played.here.shop.sam, at=clock.now())
    refund = cards.follow(Payment.objects.select_related("refunds").get(amount_minor__lt=0))
    assert refund.state == "taken"
    posted = Posting.objects.count()
    played.fake.world.ahead_s += 10 * 86_400
    with played.fake.world.lock:
        played.fake.world.fail_refund(next(played.fake.world.all("refund")))
    events.fetch()
    inbox.work()
    events.take_in({**played.fake.world.events[-1], "id": "evt_again"}, "webhook")
    inbox.work()
    item = TrayItem.objects.get()
    assert (item.kind, item.facts["amount_minor"]) == ("refund_failed", 10_000)
    assert (Payment.objects.get(pk=refund.pk).state, Posting.objects.count()) == ("taken", posted)


def test_case_116_words_and_fields_that_are_new_are_never_a_yes(played: Played) -> None:
    said = of_intent({"id": "pi_1", "object": "payment_intent", "status": "teleported", "metadata": {}, "new": 1}, 0)
    assert said is not None
    assert said.answer == "waiting"
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.intents()[0] |= {"surprise": {"a": [1, 2]}}
    played.tap()
    assert cards.follow(payment).state == "taken"


def test_case_117_what_the_provider_took_away_and_card_numbers_are_never_sent() -> None:
    for path in (ROOT / "vaxel").rglob("*.py"):
        if "tests" in path.parts or "fake" in path.parts:
            continue
        text = path.read_text()
        assert not re.search(r"(?<!allowed_)payment_method_types", text), path
        assert "card[number]" not in text, path
        assert not re.search(r"payment_methods\.create", text), path


def test_case_119_one_function_writes_a_payments_state() -> None:
    found = []
    for path in (ROOT / "vaxel").rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            assigned = (node.targets for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Assign))
            found += [path.name for targets in assigned for one in targets if ast.unparse(one) == "payment.state"]
    assert found == ["cards.py"]
