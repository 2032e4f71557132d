"""Cards at Stripe's readers, against FakeStripe: the numbered cases of payments.md §28."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import cards, processors, readers, refunds, sales
from vaxel.business.payments.models import Attempt, CardReader, Payment
from vaxel.business.payments.readers import ReaderTaken
from vaxel.business.payments.tenders import StillUndecided
from vaxel.business.payments.tests.test_cards import on_the_counter
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import checks, clock, worker
from vaxel.kernel.models import TrayItem
from vaxel.links.stripe.client import WrongKey, client, key
from vaxel.links.stripe.tests.fakes import Played, played

__all__ = ["played"]
pytestmark = pytest.mark.django_db(transaction=True)


def charge(played: Played, about: Ticket, amount: int = 10_000) -> Payment:
    """The amount is on the reader."""
    now = clock.now()
    return cards.send(
        cards.start(about, amount_minor=amount, register=played.here.shop.k1, by=played.here.shop.sam, at=now)
    )


def sold(played: Played) -> Document:
    ticket = on_the_counter(played.here, 1_000_000)
    payment = charge(played, ticket)
    played.tap()
    cards.follow(payment)
    done = sales.finish(ticket, [], register=played.here.shop.k1, by=played.here.shop.sam, at=clock.now())
    return Document.objects.get(pk=done["document"])


def test_case_7_approved_with_what_the_receipt_prints(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert cards.follow(payment).state == "pending"
    played.tap()
    done = cards.follow(payment)
    assert (done.state, done.reference, done.provider) == ("taken", "Visa •••• 4242", "stripe")
    assert [one["status"] for one in played.intents()] == ["succeeded"]
    assert list(Attempt.objects.order_by("id").values_list("op", "state")) == [
        ("create", "succeeded"), ("process", "succeeded"),
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [1, 2, 3, 5, 55, 65, 75])
def test_case_8_declined_by_amount(played: Played, ending: int) -> None:
    payment = charge(played, on_the_counter(played.here, 2_000_000), 10_000 + ending)
    played.tap()
    assert cards.follow(payment).state == "declined"
    assert list(played.fake.world.all("balance_transaction")) == []


def test_case_8_a_declined_card_and_then_another_pay_the_same_intent(played: Played) -> None:
    ticket = on_the_counter(played.here, 1_000_000)
    payment = charge(played, ticket)
    played.tap("4000000000009995")
    declined = cards.follow(payment)
    assert (declined.state, declined.reason) == ("declined", "insufficient_funds")
    again = charge(played, ticket)
    assert again.pk == payment.pk
    played.tap()
    assert cards.follow(again).state == "taken"
    assert [one["status"] for one in played.intents()] == ["succeeded"]
    assert len(set(Attempt.objects.filter(op="process").values_list("key", flat=True))) == 2


def test_case_9_the_customer_cancels_on_the_reader(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.fake.world.walk_away(played.thing)
    after = cards.follow(payment)
    assert (after.state, after.reason) == ("declined", "customer_canceled")
    assert cards.cancel(after).state == "cancelled"
    assert played.intents()[0]["status"] == "canceled"


def test_case_10_the_cashier_cancels_before_a_card(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert cards.cancel(payment).state == "cancelled"
    assert (played.thing["action"], played.intents()[0]["status"]) == (None, "canceled")
    assert not CardReader.objects.exclude(lease_payment=None).exists()


def test_case_11_a_cancel_that_loses_to_the_card_is_paid_and_told(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap()
    assert cards.cancel(payment).state == "taken"
    assert TrayItem.objects.get().kind == "late_success"


def test_case_12_timed_out_and_the_reader_has_it(played: Played) -> None:
    played.fake.arm("reader_timeout_has_it", "process_payment_intent")
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert payment.state == "unknown"
    assert cards.follow(payment).state == "pending"
    payment.refresh_from_db()
    played.tap()
    assert cards.follow(payment).state == "taken"
    assert len(list(played.fake.world.all("charge"))) == 1


def test_case_13_timed_out_and_the_reader_has_it_not(played: Played) -> None:
    played.fake.arm("reader_timeout_lost", "process_payment_intent")
    ticket = on_the_counter(played.here, 1_000_000)
    assert cards.follow(charge(played, ticket)).state == "declined"
    payment = charge(played, ticket)
    played.tap()
    assert cards.follow(payment).state == "taken"
    assert len(played.intents()) == 1
    assert len(set(Attempt.objects.filter(op="process").values_list("key", flat=True))) == 2


def test_case_14_an_offline_reader_gets_nothing(played: Played) -> None:
    played.thing["status"] = "offline"
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert (payment.state, payment.reason) == ("declined", "terminal_reader_offline")


def test_case_15_a_reader_with_anothers_payment_is_left_alone(played: Played) -> None:
    other = played.fake.world.intend({"amount": 7_700, "currency": "sek"})
    played.fake.world.process(played.thing, {"payment_intent": other["id"]})
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert (payment.state, payment.reason) == ("declined", "terminal_reader_busy")
    assert played.thing["action"]["process_payment_intent"]["payment_intent"] == other["id"]


def test_case_16_an_intent_that_was_paid_already_is_paid(played: Played) -> None:
    ticket = on_the_counter(played.here, 1_000_000)
    payment = charge(played, ticket)
    played.tap("4000000000000002")
    cards.follow(payment)
    played.fake.world.pay(played.intents()[0], "4242424242424242", "card_present")
    assert charge(played, ticket).state == "taken"


def test_case_17_overwritten_by_a_display_the_payment_is_no_ones_yes(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.fake.world.act(played.thing, "set_reader_display", type="cart", cart=None)
    assert cards.follow(payment).state == "declined"


def test_case_19_two_tills_and_one_reader(played: Played) -> None:
    here = played.here
    charge(played, on_the_counter(here, 1_000_000))
    with pytest.raises(ReaderTaken):
        cards.start(on_the_counter(here, 500_000), amount_minor=5_000, register=here.shop.k1, by=here.shop.sam,
                    at=clock.now())  # fmt: skip
    assert Payment.objects.count() == 1


def test_case_20_an_expired_lease_is_no_permission(played: Played) -> None:
    charge(played, on_the_counter(played.here, 1_000_000))
    CardReader.objects.update(lease_until=AT - timedelta(days=1))
    second = charge(played, on_the_counter(played.here, 500_000), 5_000)
    assert (second.state, second.reason) == ("declined", "terminal_reader_busy")


def test_case_28_a_stolen_card_shows_no_detail(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap("4000000000009979")
    assert cards.follow(payment).reason == "card_declined"


def test_case_32_the_create_answer_is_lost_and_the_same_key_finds_it(played: Played) -> None:
    played.fake.arm("drop_answer", "/v1/payment_intents")
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert payment.state == "unknown"
    assert cards.follow(payment).state == "declined"
    assert len(played.intents()) == 1


def test_case_33_the_process_answer_is_lost(played: Played) -> None:
    played.fake.arm("drop_answer", "process_payment_intent")
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert payment.state == "unknown"
    with pytest.raises(StillUndecided):
        cards.start(payment.ticket, amount_minor=10_000, register=played.here.shop.k1,  # type: ignore[arg-type]
                    by=played.here.shop.sam, at=clock.now())  # fmt: skip
    played.tap()
    cards.watch()
    payment.refresh_from_db()
    assert (payment.state, len(list(played.fake.world.all("charge")))) == ("taken", 1)


def test_case_34_paid_while_the_till_was_dead_is_found_by_the_sweep(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    played.tap()
    cards.watch()
    payment.refresh_from_db()
    assert payment.state == "taken"


def test_case_37_the_refund_answer_is_lost_and_it_is_given_once(played: Played) -> None:
    receipt = sold(played)
    refunds.take_back(receipt, register=played.here.shop.k1, reason="fel", by=played.here.shop.sam, at=clock.now())
    played.fake.arm("drop_answer", "/v1/refunds")
    worker.drain()
    refund = Payment.objects.get(purpose="refund")
    assert refund.state == "unknown"
    cards.watch()
    refund.refresh_from_db()
    assert (refund.state, [one["amount"] for one in played.fake.world.all("refund")]) == ("taken", [10_000])
    assert [line for lines in checks.run_all().values() for line in lines] == []


def test_case_45_the_same_key_with_another_body_is_refused(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    Attempt.objects.filter(op="create").update(state="unknown", body={"amount": 500, "currency": "sek"})
    Payment.objects.filter(pk=payment.pk).update(provider_ref="", state="unknown")
    payment.refresh_from_db()
    assert cards.follow(payment).state == "unknown"
    assert len(played.intents()) == 1


@pytest.mark.parametrize("fault", ["rate_limit", "http_500_not_done", "drop_before"])
def test_case_47_and_48_what_failed_before_it_was_done_charges_nothing(played: Played, fault: str) -> None:
    played.fake.arm(fault, "/v1/payment_intents")
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert payment.state == "unknown"
    assert played.intents() == []


def test_case_48_a_stored_500_is_replayed_and_the_intent_is_looked_for(played: Played) -> None:
    played.fake.arm("http_500_done", "/v1/payment_intents")
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert payment.state == "unknown"
    assert cards.follow(payment).state == "declined"
    assert (len(played.intents()), played.posted("/v1/payment_intents")) == (1, 1)


def test_case_50_two_presses_are_one_payment(played: Played) -> None:
    ticket = on_the_counter(played.here, 1_000_000)
    said: dict[str, Any] = {"amount_minor": 10_000, "register": played.here.shop.k1, "by": played.here.shop.sam}
    first = cards.start(ticket, id=None, at=clock.now(), **said)
    again = cards.start(ticket, id=first.pk, at=clock.now(), **said)
    assert first.pk == again.pk
    assert played.posted("/v1/payment_intents") == 0


def test_case_53_what_was_heard_before_a_later_command_is_stale(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    old = processors.TerminalState("cancelled", dispatch_seen=0)
    assert cards.apply(payment, old, by=played.here.shop.mo, at=AT).state == "pending"
    taken = processors.TerminalState("taken", "pi_x", amount_minor=10_000, dispatch_seen=0)
    assert cards.apply(payment, taken, by=played.here.shop.mo, at=AT).state == "taken"


def test_case_61_an_object_of_another_payment_changes_nothing(played: Played) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    odd = processors.TerminalState("taken", "pi_x", amount_minor=10_000, our_id="another")
    assert cards.apply(payment, odd, by=played.here.shop.mo, at=AT).state == "pending"
    assert TrayItem.objects.get().kind == "integrity_mismatch"


def test_case_106_and_107_keys(settings: Any) -> None:
    for wrong in ("pk_test_1", "whatever"):
        settings.STRIPE_KEY = wrong
        with pytest.raises(WrongKey):
            key()
    settings.STRIPE_KEY, settings.PRACTICE = "sk_live_1", True
    with pytest.raises(WrongKey):
        key()
    settings.PRACTICE, settings.STRIPE_API = False, "http://127.0.0.1:1"
    with pytest.raises(WrongKey):
        key()


def test_another_key_is_used_from_the_next_call_on(played: Played, settings: Any) -> None:
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    right, settings.STRIPE_KEY = settings.STRIPE_KEY, "sk_test_another"
    assert cards.follow(payment).state == "unknown"
    settings.STRIPE_KEY = right
    payment.refresh_from_db()
    assert cards.follow(payment).state == "pending"


def test_a_wrong_key_charges_nothing_and_says_so(played: Played, settings: Any) -> None:
    settings.STRIPE_KEY = "pk_test_1"
    payment = charge(played, on_the_counter(played.here, 1_000_000))
    assert (payment.state, payment.reason) == ("cancelled", "wrong_key")
    assert list(Attempt.objects.values_list("op", "state", "code")) == [("create", "failed", "wrong_key")]
    assert played.intents() == []


def test_a_refund_whose_answer_is_lost_stays_unknown_while_the_key_is_wrong(played: Played, settings: Any) -> None:
    receipt = sold(played)
    refunds.take_back(receipt, register=played.here.shop.k1, reason="fel", by=played.here.shop.sam, at=clock.now())
    played.fake.arm("drop_answer", "/v1/refunds")
    worker.drain()
    for wrong in ("pk_test_1", "sk_test_another"):
        right, settings.STRIPE_KEY = settings.STRIPE_KEY, wrong
        cards.watch()
        assert Payment.objects.get(purpose="refund").state == "unknown"
        settings.STRIPE_KEY = right
    cards.watch()
    assert Payment.objects.get(purpose="refund").state == "taken"
    assert len(list(played.fake.world.all("refund"))) == 1


def test_case_118_no_call_inside_a_transaction(played: Played) -> None:
    from django.db import transaction

    from vaxel.links.stripe.client import ask

    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        ask(client().v1.payment_intents.list)


def test_a_retired_reader_serves_nobody(played: Played) -> None:
    readers.retire(played.reader, by=played.here.shop.mo, at=AT)
    with pytest.raises(cards.NoReader):
        charge(played, on_the_counter(played.here, 1_000_000))
    assert Payment.objects.count() == 0
