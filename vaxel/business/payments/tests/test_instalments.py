"""Paying in parts: an invoice with a plan, paid at any till, told of before and after, ended when not kept."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations import preferences
from vaxel.business.locations.tests.cast import AT
from vaxel.business.messaging import carriers
from vaxel.business.messaging.models import Message
from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.business.payments import instalments, refunds, sales, tenders
from vaxel.business.payments.instalment_rules import Covered, Parts, covered, overdue, read, schedule
from vaxel.business.payments.models import InstalmentPlan, Payment
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.payments.tests.test_gift_cards import sound
from vaxel.business.tickets.lines import Wish
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
TODAY = AT.date()
THREE = Parts(3, TODAY + timedelta(days=30))


def offered(most: int = 4) -> Counter:
    """A counter whose owner lets customers pay in parts."""
    here = counter()
    preferences.change_many({"instalments.most": most, "instalments.terms": "Utan ränta."}, **SETUP)
    return here


def eva() -> Party:
    """Who can be reached by phone."""
    return parties.add(kind="private", name="Eva Ek", phone="070-123 45 67", **SETUP)


def sold(here: Counter, buyer: Party, parts: Parts | None = THREE, *paid: Tender) -> Document:
    """Pads at 899.00: what is paid now, and the rest in parts."""
    rest = 89_900 - sum(one.amount_minor for one in paid)
    answer = sales.ring_up(
        here.shop.k1, [Wish(part=here.pads)], [*paid, Tender("instalments", rest, parts=parts)], customer=buyer,
        by=here.shop.sam, at=AT,
    )  # fmt: skip
    return Document.objects.get(pk=answer["document"])


def test_case_97_the_remainder_is_on_the_last_line_and_months_end_in_their_own_day() -> None:
    assert schedule(10_000, Parts(3, date(2026, 1, 31))) == [
        (date(2026, 1, 31), 3_333), (date(2026, 2, 28), 3_333), (date(2026, 3, 31), 3_334),
    ]  # fmt: skip
    assert schedule(5, Parts(4, date(2026, 11, 30)))[-1] == (date(2027, 2, 28), 2)
    for total in (1, 2, 89_900, 123_457):
        for count in (2, 3, 4):
            assert sum(amount for _day, amount in schedule(total, Parts(count, TODAY))) == total


def test_case_97_the_oldest_is_covered_first_and_more_than_all_covers_all() -> None:
    lines = [(date(2026, 2, 1), 40), (date(2026, 1, 1), 30)]
    assert covered(lines, 35) == [Covered(date(2026, 1, 1), 30, 30), Covered(date(2026, 2, 1), 40, 5)]
    assert [one.left_minor for one in covered(lines, 100)] == [0, 0]
    assert [one.paid_minor for one in covered(lines, -5)] == [0, 0]
    assert overdue(covered(lines, 10), date(2026, 1, 1)) == 0
    assert overdue(covered(lines, 10), date(2026, 1, 2)) == 20
    assert (read("3@2026-12-28"), read("x@y")) == (Parts(3, date(2026, 12, 28)), None)


def test_a_sale_in_parts_is_an_invoice_with_a_plan_and_the_books_know_a_debt() -> None:
    here = offered()
    document = sold(here, eva(), THREE, Tender("cash", 20_000))
    plan = InstalmentPlan.objects.get()
    assert (document.kind, document.open_minor, plan.principal_minor) == ("invoice", 69_900, 69_900)
    assert document.due_on == schedule(0, THREE)[-1][0]
    assert [(one.due, one.amount_minor, one.paid_minor) for one in instalments.standing(plan)] == [
        (day, 23_300, 0) for day, _nothing in schedule(0, THREE)
    ]  # fmt: skip
    assert plan.terms == "Utan ränta."
    assert list(Payment.objects.values_list("tender", "amount_minor")) == [("cash", 20_000)]
    assert sound()


def test_case_97_paid_at_any_till_settled_early_and_open_again_when_the_goods_come_back() -> None:
    here = offered()
    document = sold(here, eva())
    plan = InstalmentPlan.objects.get()
    tenders.take(document, [Tender("swish", 40_000)], register=here.shop.k1, by=here.shop.sam, at=AT)
    plan = InstalmentPlan.objects.get()
    assert [one.left_minor for one in instalments.standing(plan)] == [0, 19_932, 29_968]
    assert instalments.state(plan, THREE.first_due + timedelta(days=1)) == "running"
    assert instalments.state(plan, THREE.first_due + timedelta(days=40)) == "late"
    tenders.take(document, [Tender("bank", 49_900)], by=here.shop.sam, at=AT)
    assert instalments.state(InstalmentPlan.objects.get(), TODAY) == "paid"
    refunds.take_back(document, reason="Fel", by=here.shop.mo, at=AT)
    assert sound()


def test_who_may_not_pay_in_parts() -> None:
    here = counter()
    buyer = eva()
    with pytest.raises(instalments.NotOffered):
        sold(here, buyer)
    preferences.change_many({"instalments.most": 3}, **SETUP)
    nameless = parties.add(kind="private", name="Utan Telefon", **SETUP)
    for customer, parts, refusal in (
        (nameless, THREE, instalments.NeedsName), (buyer, None, instalments.WrongParts),
        (buyer, Parts(4, TODAY), instalments.WrongParts), (buyer, Parts(1, TODAY), instalments.WrongParts),
        (buyer, Parts(2, TODAY - timedelta(days=1)), instalments.WrongParts),
        (buyer, Parts(2, TODAY + timedelta(days=61)), instalments.WrongParts),
    ):  # fmt: skip
        with pytest.raises(refusal):
            sold(here, customer, parts)
    parties.change(buyer, terms_days=30, by=here.shop.mo, at=AT)
    with pytest.raises(sales.OneWayOwed):
        sold(here, Party.objects.get(pk=buyer.pk), THREE, Tender("on_account", 10_000))
    assert Document.objects.count() == 0


def test_an_invoice_is_parted_once_and_ended_with_a_reason() -> None:
    here = offered()
    buyer = eva()
    parties.change(buyer, terms_days=30, by=here.shop.mo, at=AT)
    answer = sales.ring_up(
        here.shop.k1, [Wish(part=here.pads)], [Tender("on_account", 89_900)], customer=buyer, by=here.shop.sam, at=AT
    )
    document = Document.objects.get(pk=answer["document"])
    said: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    plan = instalments.agree(document, parts=THREE, **said)
    with pytest.raises(instalments.PlanThere):
        instalments.agree(document, parts=THREE, **said)
    with pytest.raises(instalments.ReasonMissing):
        instalments.end(plan, reason=" ", **said)
    assert instalments.end(plan, reason="Betalar inte", **said).ended_at == AT
    with pytest.raises(instalments.PlanOver):
        instalments.end(plan, reason="Igen", **said)
    assert instalments.state(InstalmentPlan.objects.get(), TODAY) == "ended"


def test_each_part_is_told_of_once_before_and_once_after_and_not_when_it_is_paid(monkeypatch: Any) -> None:
    here = offered()
    sold(here, eva())
    monkeypatch.setattr(carriers, "of", lambda _channel: object())

    def told(days: int) -> list[str]:
        with clock.fixed(AT + timedelta(days=days)):
            instalments.remind_all()
            instalments.remind_all()
        return list(Message.objects.order_by("made_at", "id").values_list("key", flat=True))

    plan = InstalmentPlan.objects.get()
    assert told(20) == []
    assert told(28) == [f"instalment:{plan.pk}:1:soon"]
    assert told(29) == [f"instalment:{plan.pk}:1:soon"]
    assert "29966" not in Message.objects.get().text
    assert told(33) == [f"instalment:{plan.pk}:1:soon", f"instalment:{plan.pk}:1:late"]
    tenders.take(plan.document, [Tender("bank", 59_932)], by=here.shop.sam, at=AT)
    assert len(told(70)) == 2


def test_who_has_paid_a_little_is_told_of_the_next_part_too(monkeypatch: Any) -> None:
    here = offered()
    sold(here, eva())
    monkeypatch.setattr(carriers, "of", lambda _channel: object())
    plan = InstalmentPlan.objects.get()
    with clock.fixed(AT + timedelta(days=33)):
        instalments.remind_all()
    tenders.take(plan.document, [Tender("bank", 10_000)], by=here.shop.sam, at=AT)
    with clock.fixed(AT + timedelta(days=59)):
        instalments.remind_all()
    assert list(Message.objects.order_by("made_at", "id").values_list("key", flat=True)) == [
        f"instalment:{plan.pk}:1:late", f"instalment:{plan.pk}:2:soon",
    ]  # fmt: skip
