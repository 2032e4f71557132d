"""Facts that no sound till makes: each is kept and waits for a person, and the next one goes on."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from vaxel.business.accounting import periods
from vaxel.business.accounting.models import Period
from vaxel.business.billing.models import Document
from vaxel.business.locations import enrolments, registers
from vaxel.business.locations.models import Device, Register
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, till_facts
from vaxel.business.payments.models import Payment, TillFact
from vaxel.business.payments.tests.a_till import Till, a_till
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.payments.till_facts import Item
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
NINE, LATER = AT + timedelta(minutes=10), AT + timedelta(hours=1)


@pytest.fixture
def here() -> Counter:
    return counter()


@pytest.fixture
def till(here: Counter) -> Till:
    return a_till(here.shop.k1, here.shop.sam)


def as_text(item: Item, text: str) -> Item:
    return replace(item, body=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def but(item: Item, **more: Any) -> Item:
    return as_text(item, json.dumps({**json.loads(item.body), **more}))


def waits_and_the_next_goes_on(here: Counter, till: Till, odd: Item) -> TillFact:
    till.kept.clear()
    till.sale((here.pads, 1000), at=NINE)
    answers = till.send(odd, *till.kept)
    assert [one.status for one in answers] == ["ok", "ok"]
    assert [bool(one.result and one.result["waits"]) for one in answers] == [True, False]
    return TillFact.objects.get(pk=odd.uuid)


def tender(amount: int, settles: int, **more: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "tender": "cash", "amount_minor": amount, "settles_minor": settles, **more}


@pytest.mark.parametrize("tenders", [
    [], [tender(-10_000, -10_000), tender(99_900, 99_900)], [tender(89_900, 89_900, change_minor=-100)],
    [tender(89_900, 89_900, tender="gift_card")], [tender(89_900, 89_900, tender="instalments")],
    [tender(2**60, 89_900)], [tender(True, True)],
])  # fmt: skip
def test_money_that_cannot_be_waits(here: Counter, till: Till, tenders: list[dict[str, Any]]) -> None:
    odd = but(till.sale((here.pads, 1000), at=NINE), tenders=tenders)
    waits_and_the_next_goes_on(here, till, odd)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("line", [
    {"discount_minor": 99_900_000}, {"quantity_milli": -1000}, {"quantity_milli": True}, {"unit_price_cm": 2**52},
    {"discount_minor": 2**53 - 1}, {"text": 7}, {"kind": "gift_card"}, {"parent": "x"},
])  # fmt: skip
def test_a_line_that_cannot_be_waits(here: Counter, till: Till, line: dict[str, Any]) -> None:
    waits_and_the_next_goes_on(here, till, till.sale((here.pads, 1000), at=NINE, line=line, gross_minor=0))


def test_two_lines_of_one_id_wait(here: Counter, till: Till) -> None:
    odd = till.sale((here.pads, 1000), (here.oil, 1000), at=NINE)
    lines = json.loads(odd.body)["lines"]
    waits_and_the_next_goes_on(here, till, but(odd, lines=[lines[0], {**lines[1], "id": lines[0]["id"]}]))


def test_a_number_out_of_all_reason_waits_and_takes_none(here: Counter, till: Till) -> None:
    odd = but(till.sale((here.pads, 1000), at=NINE), number=2**53 - 1)
    till.number = 0
    waits_and_the_next_goes_on(here, till, odd)
    assert Document.objects.get().number == 1


@pytest.mark.parametrize("text", ["", "[", "[]", "7", "null", '{"a": ' + "9" * 5000 + "}", "[" * 100_000, "{}\x00"])
def test_a_body_that_is_no_object_waits_and_is_not_booked_later_either(here: Counter, till: Till, text: str) -> None:
    held = waits_and_the_next_goes_on(here, till, as_text(till.sale((here.pads, 1000), at=NINE), text))
    with pytest.raises(Refused):
        till_facts.retry(held, by=here.shop.kim, at=LATER)


def test_what_failed_on_the_database_fails_again_with_a_sentence(here: Counter, till: Till) -> None:
    first = till.sale((here.pads, 1000), at=NINE)
    till.send()
    body = json.loads(first.body)
    odd = but(till.sale((here.pads, 1000), at=NINE), lines=body["lines"], tenders=body["tenders"])
    held = waits_and_the_next_goes_on(here, till, odd)
    with pytest.raises(till_facts.Unknown):
        till_facts.retry(held, by=here.shop.kim, at=LATER)


@pytest.mark.parametrize("kind", ["\x00", "sale\x00", "ö" * 200])
def test_a_kind_that_nobody_knows_waits(here: Counter, till: Till, kind: str) -> None:
    waits_and_the_next_goes_on(here, till, replace(till.sale((here.pads, 1000), at=NINE), kind=kind))


def test_half_a_character_in_a_text_does_not_stop_the_sale(here: Counter, till: Till) -> None:
    odd = till.sale((here.pads, 1000), at=NINE)
    [line] = json.loads(odd.body)["lines"]
    odd = but(odd, series="K1A\ud83d", lines=[{**line, "text": "Bromsbelägg \ud83d"}])
    [answer] = till.send(odd)
    assert answer.status == "ok"
    assert not answer.result["waits"] if answer.result else False
    assert Document.objects.get().lines.get().text == "Bromsbelägg"


@pytest.mark.parametrize(("client_at", "skew_ms", "sent_at"), [
    (NINE, 2**53, None), (NINE, -(2**53), None),
    (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), None, None),
    (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))), 5, None),
    (datetime(9999, 12, 31, tzinfo=UTC), None, NINE), (datetime(1, 1, 1, tzinfo=UTC), None, NINE),
])  # fmt: skip
def test_a_clock_out_of_all_reason_is_no_end(
    here: Counter, till: Till, client_at: datetime, skew_ms: int | None, sent_at: datetime | None
) -> None:
    odd = replace(till.sale((here.pads, 1000), at=NINE), client_at=client_at, skew_ms=skew_ms, sent_at=sent_at)
    [answer] = till.send(odd)
    assert answer.status == "ok"
    assert Device.objects.get().last_seq == 1


@pytest.mark.parametrize("more", [
    {"lines": []}, {"tenders": []}, {"tenders": [tender(-89_900, -89_900)]}, {"number": "x"}, {"number": -1},
    {"sale": "00000000-0000-0000-0000-000000000000"},
])  # fmt: skip
def test_a_return_that_cannot_be_waits(here: Counter, till: Till, more: dict[str, Any]) -> None:
    sold = till.sale((here.pads, 1000), at=NINE)
    till.send()
    odd = but(till.give_back(sold, at=NINE), **more)
    till.kept.clear()
    [answer] = till.send(odd)
    assert answer.status == "ok"
    assert answer.result
    assert answer.result["waits"] is (more.get("number") != -1)


@pytest.mark.parametrize(("kind", "body"), [
    ("drawer_close", {"counted_minor": -5, "denominations": {}}),
    ("drawer_open", {"float_minor": -1}), ("cash", {"direction": "drop", "amount_minor": -500}),
    ("cash", {"direction": "x\x00", "amount_minor": 500}), ("cash", {"direction": "pay_in", "amount_minor": 2**53 - 1}),
    ("deposit", {"ticket": "x"}), ("payment", {"document": None}), ("event", {"event": "copy", "amount_minor": True}),
])  # fmt: skip
def test_cash_that_cannot_be_waits(here: Counter, till: Till, kind: str, body: dict[str, Any]) -> None:
    waits_and_the_next_goes_on(here, till, till.fact(kind, at=NINE, **body))


def test_a_till_out_of_use_has_sold_all_the_same(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE, tender="card")
    drawers.close(here.shop.k1, counted_minor=100_000, without_tills="Nät nere", by=here.shop.sam, at=NINE)
    registers.retire(here.shop.k1, **SETUP)
    [answer] = till_facts_again(till)
    assert answer.result
    assert (answer.result["kind"], answer.result["waits"]) == ("receipt", False)
    assert "register_retired" in [one["code"] for one in answer.flags]
    assert Register.objects.get(pk=here.shop.k1.pk).retired_at is not None


def till_facts_again(till: Till) -> list[till_facts.Answer]:
    """The facts of the till, by a device that is read anew as the door reads it."""
    till.device = Device.objects.select_related("site", "register").get(pk=till.device.pk)
    return till.send(at=LATER)


def test_papers_of_another_site_wait_for_a_person(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE)
    [sold] = till.send()
    assert sold.result
    other = a_till(here.shop.k2, here.shop.mo)
    back = till.give_back(till.kept[0], at=NINE)
    named = json.loads(back.body)
    paid = {"document": sold.result["document"], "amount_minor": 5, "tenders": [tender(500, 500)]}
    other.fact("return", at=NINE, **{**named, "operator": str(here.shop.mo.id), "number": 1})
    other.fact("payment", at=NINE, **paid)
    assert [one.result and one.result["waits"] for one in other.send()] == [True, True]
    assert {one.why[:25] for one in TillFact.objects.filter(state="waits")} == {"köpet som kom tillbaka är"}
    assert Payment.objects.count() == 1


def test_money_that_went_back_at_the_till_is_not_sent_back_again(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=NINE, tender="card")
    till.send()
    Payment.objects.update(provider_ref="fake_x")
    back = till.give_back(sold, at=NINE)
    one = {"id": str(new_id()), "tender": "card", "amount_minor": 89_900, "settles_minor": 89_900}
    till.send(but(back, tenders=[one]))
    assert Payment.objects.get(purpose="refund").state == "taken"


def test_a_day_that_is_locked_in_the_books_is_told(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE)
    month = Period.objects.get(first_day=AT.date().replace(day=1))
    periods.set_state(month, state="locked", **SETUP)
    [answer] = till.send(at=AT + timedelta(days=8))
    assert [one["code"] for one in answer.flags] == ["period_locked"]


def test_a_fact_taken_in_while_its_device_is_enrolled_again_stays_counted(
    here: Counter, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_bytes: int) -> str:
        Device.objects.filter(pk=till.device.pk).update(last_seq=7)
        return "x" * 43

    monkeypatch.setattr("secrets.token_urlsafe", meanwhile)
    enrolments.enrol(here.shop.k1, device_id=till.device.pk, name="Disk\x00 1", **SETUP)
    held = Device.objects.get()
    assert (held.last_seq, held.name) == (7, "Disk 1")
