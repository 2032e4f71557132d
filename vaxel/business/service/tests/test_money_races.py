"""Several at once on one ticket or document: one sale, one refund, never more money than there is."""

from typing import Any

import pytest

from vaxel.business.accounting import periods
from vaxel.business.billing import deposits as unused
from vaxel.business.billing import posting
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import corrections, deposits, refunds, sales, store_credit, tenders
from vaxel.business.payments.models import Payment
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.tests.test_cards import on_the_counter
from vaxel.business.payments.tests.test_invoices import ordered, said
from vaxel.business.payments.tests.test_refunds import sold
from vaxel.business.service.tests.test_races import at_once
from vaxel.business.stock.models import Balance
from vaxel.business.tickets.lines import Wish
from vaxel.kernel import checks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
CHECKS = ("payments.open_amounts", "payments.refunds", "payments.store_credit", "payments.journal", "billing.credits",
          "billing.deposits", "billing.numbers", "stock.balances")  # fmt: skip


def sound() -> None:
    assert {name: said for name in CHECKS if (said := checks.run(name))} == {}
    assert periods.unbalanced() == []


def done(answers: list[Any]) -> list[Any]:
    """Those that were not refused; anything but a refusal is a bug."""
    bugs = [one for one in answers if isinstance(one, type) and not hasattr(one, "sentence")]
    assert bugs == []
    return [one for one in answers if not isinstance(one, type)]


def test_a_counter_ticket_is_sold_once() -> None:
    here = counter()
    ticket = on_the_counter(here, 1_000_000)
    answers = at_once(*[
        lambda: sales.finish(ticket, [Tender("cash", 10_000)], register=here.shop.k1, by=here.shop.sam, at=AT)
    ] * 6)  # fmt: skip
    assert (len(done(answers)), Document.objects.count(), Payment.objects.count()) == (1, 1, 1)
    sound()


def test_a_receipt_is_taken_back_once_and_so_is_its_money() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.pads), paid=[Tender("card", 50_000), Tender("cash", 39_900)])
    answers = at_once(*[
        lambda: refunds.take_back(receipt, register=here.shop.k1, reason="Fel", by=here.shop.sam, at=AT)
    ] * 6)  # fmt: skip
    assert len(done(answers)) == 1
    assert sum(Payment.objects.values_list("amount_minor", flat=True)) == 0
    assert Balance.objects.get(part=here.pads).on_hand_milli == 10_000
    sound()


def test_posting_paying_crediting_and_correcting_at_once_agree() -> None:
    here = counter()
    ticket = ordered(here)
    deposits.take(ticket, amount_minor=50_000, paid=[Tender("card", 50_000)], register=here.shop.k1, **said(here))
    posted = done(at_once(*[lambda: posting.post(ticket, **said(here))] * 4))
    assert len(posted) == 1
    [invoice] = posted
    mo: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    answers = at_once(
        lambda: tenders.take(invoice, [Tender("card", 189_900)], register=here.shop.k1, **mo),
        lambda: corrections.correct(invoice, reason="Fel", **mo),
        lambda: refunds.take_back(invoice, register=here.shop.k1, reason="Fel", **mo),
        lambda: tenders.take(invoice, [Tender("bank", 189_900)], **mo),
        lambda: corrections.correct(invoice, reason="Fel", **mo),
        lambda: deposits.give_back(ticket, tender="card", register=here.shop.k1, **mo),
    )
    done(answers)
    assert Document.objects.filter(credits=invoice).count() == 1
    assert Balance.objects.get(part=here.pads).on_hand_milli == 10_000
    sound()


def test_deposits_are_given_back_once_and_used_once() -> None:
    here = counter()
    ticket = ordered(here)
    deposits.take(ticket, amount_minor=50_000, paid=[Tender("card", 50_000)], register=here.shop.k1, **said(here))
    mo: dict[str, Any] = {"by": here.shop.mo, "at": AT}
    answers = at_once(
        *[lambda: deposits.give_back(ticket, tender="card", register=here.shop.k1, **mo)] * 3,
        lambda: posting.post(ticket, **mo),
    )
    done(answers)
    given = -sum(Payment.objects.filter(purpose="refund").values_list("amount_minor", flat=True))
    used = sum(Document.objects.filter(kind="invoice").values_list("deposit_minor", flat=True))
    assert (given + used, unused.unused_gross(ticket)) == (50_000, 0)
    sound()


def test_store_credit_is_spent_once() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.filter), paid=[Tender("card", 14_900)], customer=here.shop.bo)
    refunds.take_back(receipt, register=here.shop.k1, reason="Fel", to="store_credit", by=here.shop.sam, at=AT)

    def spend() -> Document:
        return sold(here, Wish(part=here.filter), paid=[Tender("store_credit", 14_900)], customer=here.shop.bo)

    assert len(done(at_once(*[spend] * 4))) == 1
    assert store_credit.balance(here.shop.bo) == 0
    sound()


def test_a_customer_on_account_is_not_sold_beyond_the_limit_by_two_tills() -> None:
    here = counter()

    def on_account(here: Counter = here) -> Document:
        return sold(here, Wish(kind="part", text="Motor", unit_price_cm=200_000_000),
                    paid=[Tender("on_account", 2_500_000)], customer=here.shop.ada)  # fmt: skip

    answers = at_once(*[on_account] * 4)
    owed = sum(Document.objects.filter(customer=here.shop.ada).values_list("open_minor", flat=True))
    assert owed <= 5_000_000, answers
    sound()
