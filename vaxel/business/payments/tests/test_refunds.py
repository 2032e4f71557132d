"""Goods and money back: never more than was sold or paid, at stored values, the way it came."""

from typing import Any

import pytest

from vaxel.business.accounting import periods
from vaxel.business.billing.credits import MoreThanSold, NothingToCredit, NotOnDocument
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import refunds, sales, store_credit, tenders
from vaxel.business.payments.models import Payment
from vaxel.business.payments.refunds import OtherTender, ReasonMissing
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.stock.models import Balance
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.permits import Answer
from vaxel.business.tickets.refusals import TooPrecise

pytestmark = pytest.mark.django_db


def sold(here: Counter, *wishes: Wish, paid: list[Tender], **more: Any) -> Document:
    done = sales.ring_up(here.shop.k1, list(wishes), paid, by=here.shop.sam, at=AT, **more)
    return Document.objects.get(pk=done["document"])


def back(here: Counter, document: Document, **more: Any) -> Document:
    given: dict[str, Any] = {"register": here.shop.k1, "reason": "Fel artikel", "by": here.shop.sam, "at": AT, **more}
    return refunds.take_back(document, **given)


def test_three_pieces_back_one_by_one_leave_nothing() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.filter, quantity_milli=3000), paid=[Tender("card", 44_700)])
    line = DocumentLine.objects.get(document=receipt).pk
    first, second, third = (back(here, receipt, quantities={line: 1000}) for _ in range(3))
    assert [(one.kind, one.gross_minor, one.tax_minor) for one in (first, second, third)] == [
        ("return_receipt", -14_900, -2_980), ("return_receipt", -14_900, -2_980), ("return_receipt", -14_900, -2_980),
    ]  # fmt: skip
    assert [one.number for one in (receipt, first, second, third)] == [1, 2, 3, 4], "one series a register (R-11)"
    balance = Balance.objects.get(part=here.filter)
    assert (balance.on_hand_milli, balance.value_minor) == (10_000, 70_000)
    assert sum(Payment.objects.values_list("amount_minor", flat=True)) == 0
    with pytest.raises(NothingToCredit):
        back(here, receipt)
    assert Document.objects.count() == 4
    assert periods.unbalanced() == []


def test_more_than_was_sold_is_refused() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.filter), paid=[Tender("card", 14_900)])
    line = DocumentLine.objects.get(document=receipt).pk
    with pytest.raises(MoreThanSold):
        back(here, receipt, quantities={line: 1001})
    with pytest.raises(ReasonMissing):
        back(here, receipt, reason=" ")
    assert (Document.objects.count(), Balance.objects.get(part=here.filter).on_hand_milli) == (1, 9000)


def test_cash_back_is_never_more_coins_than_came_in() -> None:
    here = counter()
    receipt = sold(here, Wish(kind="part", text="Skruv", unit_price_cm=5_000, quantity_milli=3000),
                   paid=[Tender("cash", 200)])  # fmt: skip
    assert (receipt.gross_minor, Payment.objects.get().rounding_minor) == (150, 50)
    line = DocumentLine.objects.get(document=receipt).pk
    for _ in range(3):
        back(here, receipt, quantities={line: 1000})
    out = Payment.objects.filter(purpose="refund").order_by("made_at", "id")
    assert sum(one.amount_minor + one.rounding_minor for one in out) == -200
    assert sum(one.amount_minor for one in out) == -150


def test_money_goes_back_the_way_it_came_newest_first() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.pads), paid=[Tender("card", 50_000), Tender("cash", 39_900)])
    with pytest.raises(OtherTender):
        back(here, receipt, to="swish")
    done = back(here, receipt)
    assert done.gross_minor == -89_900
    out = dict(Payment.objects.filter(purpose="refund").values_list("tender", "amount_minor"))
    assert out == {"cash": -39_900, "card": -50_000}


def test_store_credit_is_kept_and_spent_and_never_below_zero() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.pads), paid=[Tender("card", 89_900)], customer=here.shop.bo)
    back(here, receipt, to="store_credit")
    assert store_credit.balance(here.shop.bo) == 89_900
    sold(here, Wish(part=here.filter), paid=[Tender("store_credit", 14_900)], customer=here.shop.bo)
    assert store_credit.balance(here.shop.bo) == 75_000
    with pytest.raises(store_credit.StoreCreditTooLow):
        sold(here, Wish(part=here.pads), paid=[Tender("store_credit", 89_900)], customer=here.shop.bo)
    assert (store_credit.balance(here.shop.bo), Document.objects.count()) == (75_000, 3)
    assert periods.unbalanced() == []


def test_an_invoice_on_account_is_paid_in_parts_and_credited() -> None:
    here = counter()
    invoice = sold(here, Wish(part=here.pads, quantity_milli=2000), paid=[Tender("on_account", 179_800)],
                   customer=here.shop.ada)  # fmt: skip
    assert (invoice.kind, invoice.open_minor, str(invoice.due_on)) == ("invoice", 179_800, "2026-12-24")
    with pytest.raises(tenders.StaysOwed):
        tenders.take(invoice, [Tender("on_account", 100_000)], by=here.shop.mo, at=AT)
    tenders.take(invoice, [Tender("bank", 100_000)], by=here.shop.mo, at=AT)
    invoice.refresh_from_db()
    assert invoice.open_minor == 79_800
    line = DocumentLine.objects.get(document=invoice).pk
    credit = back(here, invoice, quantities={line: 1000})
    invoice.refresh_from_db()
    credit.refresh_from_db()
    assert (credit.kind, credit.gross_minor) == ("credit_note", -89_900)
    assert (invoice.open_minor, credit.open_minor) == (0, 0)
    assert Payment.objects.filter(purpose="refund").get().amount_minor == -10_100, "89 900 less the 79 800 still owed"
    with pytest.raises(tenders.NothingOwed):
        tenders.take(invoice, [Tender("bank", 100)], by=here.shop.mo, at=AT)
    assert periods.unbalanced() == []


def test_on_account_needs_terms_and_room() -> None:
    here = counter()
    with pytest.raises(tenders.NotOnAccount):
        sold(here, Wish(part=here.pads), paid=[Tender("on_account", 89_900)], customer=here.shop.bo)
    with pytest.raises(tenders.OverCreditLimit):
        sold(here, Wish(part=here.pads, unit_price_cm=600_000_000), paid=[Tender("on_account", 7_500_000)],
             customer=here.shop.ada, answer=_mo(here))  # fmt: skip
    assert Document.objects.count() == 0


def _mo(here: Counter) -> Answer:
    return Answer(here.shop.mo, "avtalat pris")


def test_only_lines_of_the_document_come_back_and_in_whole_pieces() -> None:
    here = counter()
    pads = sold(here, Wish(part=here.pads), paid=[Tender("card", 89_900)])
    filter_ = sold(here, Wish(part=here.filter), paid=[Tender("card", 14_900)])
    mine, other = (DocumentLine.objects.get(document=one).pk for one in (pads, filter_))
    with pytest.raises(NotOnDocument):
        back(here, pads, quantities={mine: 1000, other: 1000})
    with pytest.raises(TooPrecise):
        back(here, pads, quantities={mine: 500})
    assert (Document.objects.count(), Payment.objects.filter(purpose="refund").count()) == (2, 0)


def test_a_printed_note_is_nothing_to_credit() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.pads), Wish(kind="note", text="Hej"), paid=[Tender("card", 89_900)])
    back(here, receipt, quantities={DocumentLine.objects.get(document=receipt, kind="part").pk: 1000})
    with pytest.raises(NothingToCredit):
        back(here, receipt)
    assert Document.objects.count() == 2
