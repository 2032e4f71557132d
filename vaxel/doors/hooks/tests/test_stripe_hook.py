"""Stripe's webhook: signed or nothing, stored once, and never believed (payments.md §28, 55–65)."""

import json
import time
from typing import Any

import pytest
from django.test import Client

from vaxel.business.payments import cards, inbox, pay_links
from vaxel.business.payments.models import InboxEvent, Payment
from vaxel.business.payments.pay_links import NoLinks
from vaxel.business.payments.tests.counter import counter
from vaxel.business.payments.tests.test_cards import on_the_counter
from vaxel.kernel import clock
from vaxel.kernel.models import TrayItem
from vaxel.links.stripe import events
from vaxel.links.stripe.tests.fakes import Played, played

__all__ = ["played"]
pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "whsec_test"


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def send(body: bytes, *, secret: str = SECRET, at: int | None = None, header: str | None = None) -> int:
    """The answer's status; signed as Stripe signs."""
    import stripe

    if header is None:
        made = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, at or int(time.time()))
        header = str(made)
    response = Client().post(
        "/hooks/stripe", body, content_type="application/json", headers={"Stripe-Signature": header}
    )
    return response.status_code


def waiting(played: Played) -> Payment:
    payment = cards.start(
        on_the_counter(played.here, 1_000_000), amount_minor=10_000, register=played.here.shop.k1,
        by=played.here.shop.sam, at=clock.now(),
    )  # fmt: skip
    return cards.send(payment)


def newest(played: Played) -> bytes:
    return json.dumps(played.fake.world.events[-1]).encode()


def test_case_55_what_is_not_signed_by_stripe_is_refused(played: Played) -> None:
    waiting(played)
    played.tap()
    body = newest(played)
    assert send(body, secret="whsec_other") == 400
    assert send(body, at=int(time.time()) - 400) == 400
    assert send(body, header="") == 400
    assert send(body, header="t=1,v0=abc") == 400
    signed = send.__globals__["SECRET"] and body.replace(b"succeeded", b"succeedeD")
    import stripe

    header = str(stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, int(time.time())))
    assert send(signed, header=header) == 400
    assert InboxEvent.objects.count() == 0


def test_case_56_the_same_event_twice_is_one_row_and_one_payment(played: Played) -> None:
    payment = waiting(played)
    played.tap()
    assert [send(newest(played)), send(newest(played))] == [200, 200]
    inbox.work()
    inbox.work()
    payment.refresh_from_db()
    assert (payment.state, InboxEvent.objects.get().state) == ("taken", "done")


def test_case_57_and_59_one_fact_in_two_events_and_an_old_failure_after_it(played: Played) -> None:
    payment = waiting(played)
    played.tap("4000000000000002")
    failed = played.fake.world.events[-2]
    cards.follow(payment)
    again = cards.start(payment.ticket, amount_minor=10_000, register=played.here.shop.k1,  # type: ignore[arg-type]
                        by=played.here.shop.sam, at=clock.now())  # fmt: skip
    cards.send(again)
    played.tap()
    for event in (*played.fake.world.events[-2:], failed):
        assert send(json.dumps(event).encode()) == 200
    inbox.work()
    payment.refresh_from_db()
    assert payment.state == "taken"
    assert TrayItem.objects.count() == 0


def test_case_60_cancelled_and_then_paid_is_taken_and_told(played: Played) -> None:
    payment = waiting(played)
    Payment.objects.filter(pk=payment.pk).update(state="cancelled")
    played.tap()
    assert send(newest(played)) == 200
    inbox.work()
    payment.refresh_from_db()
    assert (payment.state, TrayItem.objects.get().kind) == ("taken", "late_success")


def test_case_61_what_is_not_ours_is_left_alone(played: Played) -> None:
    foreign = played.fake.world.intend({"amount": 5_000, "currency": "sek"})
    played.fake.world.pay(foreign, "4242424242424242", "card")
    assert send(newest(played)) == 200
    live = {**played.fake.world.events[-1], "id": "evt_live", "livemode": True}
    assert send(json.dumps(live).encode()) == 200
    inbox.work()
    assert [one.state for one in InboxEvent.objects.all()] == ["ignored"]
    assert Payment.objects.count() == 0


def test_case_64_asking_alone_finds_everything_and_overlaps_without_harm(played: Played) -> None:
    payment = waiting(played)
    played.tap()
    assert events.fetch() == 2
    assert events.fetch() == 0
    assert send(newest(played)) == 200
    inbox.work()
    payment.refresh_from_db()
    assert (payment.state, InboxEvent.objects.count()) == ("taken", 2)


@pytest.mark.parametrize("fault", ["drop_before", "rate_limit"])
def test_a_list_of_events_that_breaks_off_is_asked_for_again_from_its_beginning(played: Played, fault: str) -> None:
    for _one in range(130):
        played.fake.world.tell("payment_intent.created", {"id": "pi_fakex", "object": "payment_intent", "metadata": {}})
        played.fake.world.ahead_s += 3
    asked = len(played.fake.calls)
    answer = played.fake.answer

    def breaks(method: str, path: str, text: str, headers: dict[str, str]) -> Any:
        if "starting_after" in text and len(played.fake.calls) < asked + 2:
            played.fake.arm(fault, "/v1/events")
        return answer(method, path, text, headers)

    played.fake.answer = breaks  # type: ignore[method-assign] # the second page alone gets no answer
    assert events.fetch() == 0
    assert InboxEvent.objects.count() == 0
    played.fake.answer = answer  # type: ignore[method-assign]
    assert events.fetch() == 130
    assert InboxEvent.objects.count() == 130


def test_who_may_not_ask_for_events_is_told_once(
    played: Played, settings: Any, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_told", set())
    settings.STRIPE_KEY = "sk_test_another"
    assert [events.fetch(), events.fetch()] == [0, 0]
    assert [one.getMessage() for one in caplog.records if one.name == events.__name__] == [
        "the provider lets nobody ask for its events: http_401"
    ]


def link(played: Played, amount: int = 10_000) -> Payment:
    return pay_links.start(
        on_the_counter(played.here, 1_000_000), amount_minor=amount, register=played.here.shop.k1,
        by=played.here.shop.sam, at=clock.now(),
    )  # fmt: skip


def test_case_66_a_link_is_paid_once_and_then_shows_it(played: Played) -> None:
    payment, browser = link(played), Client()
    address = f"/p/{pay_links.token(payment)}"
    led = browser.post(address)
    assert (led.status_code, led["Location"].startswith(played.fake.world.things["_address"]["url"])) == (303, True)
    session = next(played.fake.world.all("checkout.session"))
    played.fake.world.buy(session, "4242424242424242", "klarna")
    shown = browser.get(address + "?paid&lang=en")
    payment.refresh_from_db()
    assert (payment.state, payment.reference) == ("taken", "Klarna")
    assert b"Thank you, it is paid." in shown.content
    assert browser.post(address).status_code == 200
    assert len(list(played.fake.world.all("checkout.session"))) == 1


def test_case_67_an_expired_session_does_not_end_the_link(played: Played) -> None:
    payment, browser = link(played), Client()
    address = f"/p/{pay_links.token(payment)}"
    browser.post(address)
    played.fake.world.ahead_s = 86_500
    played.fake.world.pass_time()
    played.fake.world.ahead_s = 0
    assert cards.follow(payment).state == "pending"
    browser.post(address)
    assert sorted(one["status"] for one in played.fake.world.all("checkout.session")) == ["expired", "open"]


def bought(played: Played, payment: Payment, status: str) -> str:
    """The customer has paid on the provider's page, and the money stands so; the link's address."""
    address = f"/p/{pay_links.token(payment)}"
    Client().post(address)
    played.fake.world.buy(next(played.fake.world.all("checkout.session")), "4242424242424242", "klarna")
    played.intents()[0]["status"] = status
    return address


def test_a_link_whose_money_is_on_its_way_is_not_paid_twice(played: Played) -> None:
    payment = link(played)
    address = bought(played, payment, "processing")
    assert Client().post(address).status_code == 503
    assert len(list(played.fake.world.all("checkout.session"))) == 1
    played.intents()[0]["status"] = "succeeded"
    assert cards.follow(payment).state == "taken"


def test_a_link_whose_money_did_not_come_after_all_can_be_paid_again(played: Played) -> None:
    address = bought(played, link(played), "requires_payment_method")
    assert Client().post(address).status_code == 303
    assert sorted(one["status"] for one in played.fake.world.all("checkout.session")) == ["complete", "open"]


def test_what_is_unknown_of_a_link_is_known_again_when_its_money_is_on_its_way(played: Played) -> None:
    payment = link(played)
    bought(played, payment, "processing")
    session = next(played.fake.world.all("checkout.session"))["id"]
    Payment.objects.update(state="unknown")
    payment.refresh_from_db()
    waits = cards.follow(payment)
    assert (waits.state, waits.provider_ref) == ("pending", session)
    played.intents()[0]["status"] = "succeeded"
    assert cards.follow(waits).state == "taken"


def test_a_provider_that_is_silent_is_said_so_and_nothing_is_charged(played: Played) -> None:
    payment = link(played)
    played.fake.arm("drop_before", "/v1/checkout/sessions")
    shown = Client().post(f"/p/{pay_links.token(payment)}?lang=en")
    assert shown.status_code == 503
    assert b"The payment page cannot be reached just now. Try again in a minute, or call us." in shown.content
    assert list(played.fake.world.all("checkout.session")) == []


def test_case_68_looking_creates_nothing(played: Played) -> None:
    payment = link(played)
    shown = Client().get(f"/p/{pay_links.token(payment)}")
    assert (shown.status_code, "no-store" in shown["Cache-Control"]) == (200, True)
    assert shown["X-Robots-Tag"].startswith("noindex")
    assert list(played.fake.world.all("checkout.session")) == []


def test_case_69_closing_loses_to_who_has_paid_already(played: Played) -> None:
    payment = link(played)
    Client().post(f"/p/{pay_links.token(payment)}")
    played.fake.world.buy(next(played.fake.world.all("checkout.session")), "4242424242424242", "card")
    payment.refresh_from_db()
    assert cards.cancel(payment).state == "taken"


def test_case_71_a_closed_link_is_dead_and_a_new_one_has_another_address(played: Played) -> None:
    payment = link(played)
    Client().post(f"/p/{pay_links.token(payment)}")
    payment.refresh_from_db()
    assert cards.cancel(payment).state == "cancelled"
    assert next(played.fake.world.all("checkout.session"))["status"] == "expired"
    again = pay_links.start(payment.ticket, amount_minor=9_000, register=played.here.shop.k1,  # type: ignore[arg-type]
                            by=played.here.shop.sam, at=clock.now())  # fmt: skip
    assert pay_links.token(again) != pay_links.token(payment)
    gone = Client().get(f"/p/{pay_links.token(payment)}", headers={"Accept-Language": "en"})
    assert gone.status_code == 404
    assert "This link does not work any more. Ask us for a new one." in gone.content.decode()


def test_case_75_two_phones_open_one_session(played: Played) -> None:
    payment = link(played)
    address = f"/p/{pay_links.token(payment)}"
    first, second = Client().post(address), Client().post(address)
    assert first["Location"] == second["Location"]


def test_case_108_unknown_and_closed_links_get_one_answer_and_a_limit(played: Played) -> None:
    payment = link(played)
    cards.cancel(payment)
    closed = Client().get(f"/p/{pay_links.token(payment)}?lang=sv")
    answers = [Client().get(f"/p/{'x' * 32}?lang=sv") for _ in range(20)]
    assert (closed.status_code, closed.content) == (404, answers[0].content)
    answers.insert(0, closed)
    assert {one.status_code for one in answers[:20]} == {404}
    assert answers[20].status_code == 429


def test_without_a_provider_there_are_no_links() -> None:
    here = counter()
    with pytest.raises(NoLinks):
        pay_links.start(on_the_counter(here, 1_000_000), amount_minor=100, register=here.shop.k1, by=here.shop.sam,
                        at=clock.now())  # fmt: skip
    assert Payment.objects.count() == 0
