"""What a till did without the server: booked once and in order, with what clashes laid out for a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.billing.models import Document
from vaxel.business.catalog import parts, prices
from vaxel.business.catalog.models import PriceList
from vaxel.business.locations import staff
from vaxel.business.locations.models import Device
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, till_facts
from vaxel.business.payments.models import DrawerSession, JournalEvent, Payment, TillFact, ZReport
from vaxel.business.payments.tests.a_till import Till, a_till
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.stock.models import Balance
from vaxel.kernel.checks import run_all
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import TrayItem
from vaxel.kernel.refusals import Forbidden

pytestmark = pytest.mark.django_db
NINE = AT + timedelta(minutes=10)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def here() -> Counter:
    return counter()


@pytest.fixture
def till(here: Counter) -> Till:
    return a_till(here.shop.k1, here.shop.sam)


def in_tray() -> list[str]:
    return sorted(TrayItem.objects.filter(closed_at=None).values_list("kind", flat=True))


def sound() -> list[str]:
    return [one for name, found in run_all().items() for one in found if name != "kernel.events"]  # nobody works here


def test_a_sale_stands_as_it_was_rung_up(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), (here.oil, 4300), at=NINE)
    [answer] = till.send()
    assert (answer.status, answer.flags) == ("ok", ())
    document = Document.objects.get()
    assert answer.result == {
        "kind": "receipt", "series": "K1A", "number": 1, "document": str(document.pk), "waits": False,
        "ticket": str(till.kept[0].uuid), "ticket_ref": 1, "currency": "SEK", "net_minor": document.net_minor,
        "tax_minor": document.tax_minor, "gross_minor": 145_757, "change_minor": 0, "rounding_minor": 43,
        "payments": [str(Payment.objects.get().pk)],
    }  # fmt: skip
    assert (document.series, document.happened_at) == (f"receipt:{here.shop.k1.pk}:A", NINE)
    assert document.head["cashier"] == "Sam Berg"
    entry = LedgerEntry.objects.get(source_id=document.pk)
    assert dict(Posting.objects.filter(entry=entry).values_list("role", "amount_minor"))["cash"] == 145_800
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9000
    assert drawers.expected(DrawerSession.objects.get()) == 100_000 + 145_800
    assert in_tray() == []
    assert sound() == []


def test_an_answer_that_was_lost_is_given_again(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE)
    [first] = till.send()
    [again] = till.send()
    assert (again.status, again.result) == ("dup", first.result)
    assert Document.objects.count() == Payment.objects.count() == TillFact.objects.count() == 1
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9000


def test_the_same_id_with_other_content_is_an_alarm(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE)
    till.send()
    changed = replace(till.kept[0], sha256="0" * 64, seq=2)
    [answer] = till.send(changed)
    assert answer.status == "conflict"
    assert in_tray() == ["till.conflict"]
    assert (Document.objects.count(), Device.objects.get().last_seq) == (1, 2)
    [other] = till.send(replace(changed, uuid=new_id(), seq=1))
    assert other.status == "conflict"


def test_facts_come_in_order_or_not_at_all(here: Counter, till: Till) -> None:
    for _n in range(3):
        till.sale((here.filter, 1000), at=NINE)
    [answer] = till.send(till.kept[1])
    assert (answer.status, answer.expected) == ("gap", 1)
    assert not Document.objects.exists()
    assert [one.status for one in till.send()] == ["ok", "ok", "ok"]
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_what_changed_meanwhile_is_laid_out_and_the_sale_stands(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 12_000), (here.filter, 1000), at=NINE, customer=str(new_id()))
    parts.retire(here.filter, **SETUP)
    prices.set(PriceList.objects.get(), prices=[(here.pads, 9_990_000)], **SETUP)
    [answer] = till.send(sold)
    assert answer.status == "ok"
    assert Document.objects.get().gross_minor == 12 * 89_900 + 14_900
    assert Balance.objects.get(part=here.pads).on_hand_milli == -2000
    assert in_tray() == ["stock.oversold", "till.part_retired", "till.price_differs", "till.unknown_customer"]
    assert sound() == []


def test_a_part_that_is_not_here_was_sold_all_the_same(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=NINE, line={"part": str(new_id())})
    [answer] = till.send(sold)
    assert [flag["code"] for flag in answer.flags] == ["unknown_part"]
    assert Document.objects.get().lines.get().text == "Bromsbelägg fram"
    assert Balance.objects.get(part=here.pads).on_hand_milli == 10_000


def test_who_may_not_has_done_it_and_someone_is_told(here: Counter, till: Till) -> None:
    typed = till.line(here.pads, 1000, unit_price_cm=5_000_000, typed=True)
    other = till.line(here.filter, 1000, discount_ppm=500_000, amount_minor=7_450)
    gross = typed["amount_minor"] + other["amount_minor"]
    till.sale((here.pads, 0), at=NINE, lines=[typed, other], gross_minor=gross, tax_minor=11_490, tenders=[
        {"id": str(new_id()), "tender": "card", "amount_minor": gross, "settles_minor": gross, "reference": "Visa 1234"}
    ])  # fmt: skip
    [answer] = till.send()
    assert [flag["code"] for flag in answer.flags] == ["not_permitted", "not_permitted"]
    assert Document.objects.get().gross_minor == gross


def test_a_second_person_makes_it_right(here: Counter, till: Till) -> None:
    assert here.shop.mo.id
    typed = till.line(here.pads, 1000, unit_price_cm=5_000_000, typed=True)
    from vaxel.business.locations.enrolments import word_of

    second = {"operator": str(here.shop.mo.id), "shift": word_of(till.device, here.shop.mo.id), "reason": "Repa"}
    till.sale((here.pads, 1000), at=NINE, line={"unit_price_cm": 5_000_000, "typed": True}, second=second)
    assert typed["typed"]
    [answer] = till.send()
    assert answer.flags == ()


def test_nobody_we_know_and_a_word_that_is_not_ours(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE, operator=str(new_id()))
    till.sale((here.pads, 1000), at=NINE, shift="made up")
    unknown, unproven = till.send()
    assert [flag["code"] for flag in unknown.flags] == ["operator_unknown", "not_permitted"]
    assert [flag["code"] for flag in unproven.flags] == ["operator_unproven"]
    staff.leave(here.shop.staff["sam"], by=here.shop.mo, at=AT)
    [gone] = till.send(till.sale((here.pads, 1000), at=NINE))
    assert [flag["code"] for flag in gone.flags] == ["not_permitted"]
    assert Document.objects.count() == 3


def test_the_till_counted_otherwise_and_the_drawer_agrees_with_the_till(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE, tenders=[
        {"id": str(new_id()), "tender": "cash", "amount_minor": 80_000, "settles_minor": 80_000}
    ])  # fmt: skip
    [answer] = till.send()
    assert [flag["code"] for flag in answer.flags] == ["sum_differs"]
    payment = Payment.objects.get()
    assert (payment.amount_minor, payment.rounding_minor) == (89_900, -9_900)
    assert drawers.expected(DrawerSession.objects.get()) == 180_000
    assert sound() == []


def test_what_cannot_be_read_waits_and_the_next_goes_on(here: Counter, till: Till) -> None:
    till.sale((here.pads, 1000), at=NINE)
    till.sale((here.pads, 1000), at=NINE, tenders=[{"tender": "cows", "amount_minor": 1}])
    till.sale((here.filter, 1000), at=NINE)
    till.fact("dance", at=NINE)
    first, broken, third, unknown = till.send()
    assert [one.status for one in (first, broken, third, unknown)] == ["ok"] * 4
    assert broken.result == {"kind": "", "document": None, "series": "K1A", "number": 2, "waits": True}
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == [1, 3]
    assert in_tray() == ["till.waits", "till.waits"]
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9000
    assert sound() == []


def test_what_waited_is_booked_with_its_own_number(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=NINE)
    back = till.give_back(replace(sold, uuid=new_id()), at=NINE)
    till.sale((here.filter, 1000), at=NINE)
    till.send()
    waiting = TillFact.objects.get(pk=back.uuid)
    assert (waiting.state, waiting.number) == ("waits", 2)
    TillFact.objects.filter(pk=back.uuid).update(body=back.body.replace(_sale_of(back.body), str(sold.uuid)))
    booked = till_facts.retry(waiting, by=here.shop.kim, at=LATER)
    assert (booked.state, booked.document.number if booked.document else 0) == ("booked", 2)
    assert in_tray() == []
    with pytest.raises(till_facts.DoesNotWait):
        till_facts.retry(waiting, by=here.shop.kim, at=LATER)
    assert sound() == []


def _sale_of(body: str) -> str:
    import json

    return str(json.loads(body)["sale"])


def test_what_waited_is_settled_otherwise(here: Counter, till: Till) -> None:
    till.fact("dance", at=NINE)
    till.send()
    waiting = TillFact.objects.get()
    with pytest.raises(Forbidden):
        till_facts.settle(waiting, how="Övning", by=here.shop.tess, at=LATER)
    till_facts.settle(waiting, how="Övning", by=here.shop.sam, at=LATER)
    assert (TillFact.objects.get().state, in_tray()) == ("settled", [])


def test_goods_come_back_against_a_sale_of_the_same_queue(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 2000), at=NINE)
    till.give_back(sold, at=NINE + timedelta(minutes=5))
    _sale, back = till.send()
    assert (back.status, back.flags) == ("ok", ())
    assert back.result
    assert (back.result["kind"], back.result["series"], back.result["number"]) == ("return_receipt", "K1A", 2)
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9000
    assert drawers.expected(DrawerSession.objects.get()) == 100_000 + 89_900
    assert sound() == []


def test_the_same_goods_come_back_once(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=NINE)
    till.give_back(sold, at=NINE)
    till.give_back(sold, at=NINE)
    *_before, twice = till.send()
    assert twice.result
    assert twice.result["waits"]
    assert Document.objects.filter(kind="return_receipt").count() == 1
    assert sound() == []


def test_a_return_by_the_number_on_paper(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=NINE)
    till.give_back(sold, at=NINE, but={"sale": None}, receipt={"series": "K1A", "number": 1}, lines=[
        {"n": 1, "quantity_milli": 1000}])  # fmt: skip
    _sale, back = till.send()
    assert back.result
    assert not back.result["waits"]


def test_on_account_is_an_invoice_that_the_server_numbers(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=NINE, tender="on_account", basis="excl", customer=str(here.shop.ada.pk),
                     tax_minor=22_475, gross_minor=112_375,
                     tenders=[{"id": str(new_id()), "tender": "on_account", "amount_minor": 112_375,
                               "settles_minor": 112_375}])  # fmt: skip
    [answer] = till.send(sold)
    assert answer.result
    assert (answer.result["kind"], answer.result["number"], answer.result["series"]) == ("invoice", 1, "")
    assert Document.objects.get().open_minor == 112_375
    assert [flag["code"] for flag in answer.flags] == ["price_differs"]  # the list is with VAT
    till.sale((here.filter, 1000), at=NINE, tender="on_account", customer=str(here.shop.bo.pk))
    [bo] = till.send(till.kept[-1])
    assert [flag["code"] for flag in bo.flags] == ["over_credit"]
    assert sound() == []


def test_a_whole_day_at_the_till(here: Counter, till: Till) -> None:
    drawers.close(here.shop.k1, counted_minor=100_000, without_tills="Provdag", by=here.shop.sam, at=NINE)
    till.fact("drawer_open", at=NINE, float_minor=50_000)
    till.sale((here.pads, 1000), at=NINE + timedelta(minutes=1))
    till.fact("cash", at=NINE + timedelta(minutes=2), direction="pay_out", amount_minor=10_000, note="Porto")
    till.fact("drawer_kick", at=NINE + timedelta(minutes=3), reason="Växla")
    till.fact("event", at=NINE + timedelta(minutes=4), event="copy", number=1, amount_minor=89_900)
    till.fact("drawer_close", at=NINE + timedelta(minutes=5), counted_minor=129_900, denominations={"10000": 1})
    answers = till.send()
    assert [one.status for one in answers] == ["ok"] * 6
    assert answers[-1].result == {"kind": "z_report", "number": 2, "series": "", "waits": False}
    body = ZReport.objects.get(number=2).body
    assert (body["sales"], body["copies_count"], body["drawer_openings"], body["pay_out"]) == (89_900, 1, 1, 10_000)
    assert (body["expected_minor"], body["counted_minor"]) == (129_900, 129_900)
    assert sound() == []


def test_a_sale_after_the_day_was_closed_counts_in_the_next(here: Counter, till: Till) -> None:
    sold = till.sale((here.pads, 1000), at=AT + timedelta(minutes=50))
    evening = AT + timedelta(hours=9)
    drawers.close(
        here.shop.k1, counted_minor=189_900, without_tills="Surfplattan är borta", by=here.shop.sam, at=evening
    )
    frozen = ZReport.objects.get().body
    [answer] = till.send(sold, at=evening + timedelta(minutes=20))
    assert sorted(flag["code"] for flag in answer.flags) == ["drawer_closed", "late"]
    event = JournalEvent.objects.filter(kind="sale").get()
    assert '"happened_at":"2026-11-24T09:50:00+00:00"' in event.canonical
    drawers.open(here.shop.k1, float_minor=100_000, by=here.shop.sam, at=evening + timedelta(hours=12))
    assert drawers.expected(DrawerSession.objects.get(closed_at=None)) == 189_900
    second = drawers.close(here.shop.k1, counted_minor=100_000, without_tills="–", by=here.shop.sam,
                           at=evening + timedelta(hours=13))  # fmt: skip
    assert (second.number, second.body["sales"]) == (2, 89_900)
    assert ZReport.objects.get(number=1).body == frozen
    assert Document.objects.get().business_date == date(2026, 11, 24)
    assert sound() == []


def test_the_day_is_not_closed_over_unsent_sales(here: Counter, till: Till) -> None:
    from vaxel.business.locations import enrolments

    enrolments.heard(till.device, waiting=3, oldest_at=NINE, app="1", schema=1, at=LATER)
    with pytest.raises(drawers.TillsWaiting) as refused:
        drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.sam, at=LATER)
    assert "3 sales wait at Disk 1" in str(refused.value)
    assert not ZReport.objects.exists()
    enrolments.heard(till.device, waiting=0, oldest_at=None, app="1", schema=1, at=LATER)
    silent = LATER + timedelta(minutes=4)
    with pytest.raises(drawers.TillsWaiting) as refused:
        drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.sam, at=silent)
    assert "has not been heard of since" in str(refused.value)
    enrolments.heard(till.device, waiting=0, oldest_at=None, app="1", schema=1, at=silent)
    assert drawers.close(here.shop.k1, counted_minor=100_000, by=here.shop.sam, at=silent).number == 1


def test_a_server_from_an_older_backup_asks_for_what_it_lacks(here: Counter, till: Till) -> None:
    for _n in range(3):
        till.sale((here.filter, 1000), at=NINE)
    till.send(*till.kept[:2])  # the third was sent to the server that is gone
    [answer] = till.send(till.sale((here.pads, 1000), at=NINE))
    assert (answer.status, answer.expected) == ("gap", 3)
    assert [one.status for one in till.send()] == ["dup", "dup", "ok", "ok"]
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_clock_that_is_off_is_told_once_and_its_sales_have_our_time(here: Counter, till: Till) -> None:
    for _n in range(2):
        made = till.sale((here.filter, 1000), at=NINE + timedelta(days=1))
        till.kept[-1] = replace(made, skew_ms=-86_400_000)
    till.send()
    assert set(Document.objects.values_list("happened_at", flat=True)) == {NINE}
    assert in_tray() == ["till.clock_skew"]


def test_receipts_that_never_came_are_named(here: Counter, till: Till) -> None:
    till.sale((here.filter, 1000), at=NINE)
    till.number += 2
    till.sale((here.filter, 1000), at=NINE)
    _first, odd = till.send()
    assert [flag["code"] for flag in odd.flags] == ["number_differs"]
    assert TillFact.objects.get(seq=2).skipped == [2, 3]
    assert Document.objects.filter(number=4).exists()
    assert sound() == []


def test_two_tills_of_a_register_have_series_of_their_own(here: Counter, till: Till) -> None:
    other = a_till(here.shop.k1, here.shop.kim, name="Disk 2")
    till.sale((here.filter, 1000), at=NINE)
    other.sale((here.filter, 1000), at=NINE)
    other.send()
    till.send()
    assert sorted(Document.objects.values_list("series", "number")) == [
        (f"receipt:{here.shop.k1.pk}:A", 1), (f"receipt:{here.shop.k1.pk}:B", 1),
    ]  # fmt: skip
    assert sound() == []


def test_a_hash_that_looks_like_a_card_number_is_no_card_number(here: Counter, till: Till) -> None:
    sold = replace(till.sale((here.filter, 1000), at=NINE), sha256="4111111111111111" + "a" * 48)
    [answer] = till.send(sold)
    assert answer.status == "ok"
