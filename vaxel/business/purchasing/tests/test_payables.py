"""Suppliers' bills paid from the bank: in part and whole, and never more than is owed."""

from datetime import date

import pytest

from vaxel.business.accounting import periods
from vaxel.business.accounting.ledger import PeriodClosed
from vaxel.business.accounting.models import Period
from vaxel.business.purchasing import bills, payables, posting
from vaxel.business.purchasing.bills import Charge
from vaxel.business.purchasing.models import BillPayment, SupplierBill
from vaxel.business.purchasing.tests.buying import SAID, Buying, booked, buying, came, line, ordered, receive, want

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


@pytest.fixture
def house() -> Buying:
    return buying()


def billed(house: Buying, *, post: bool = True) -> SupplierBill:
    """Ten pads for 1 000.00 and 250.00 VAT."""
    order = ordered(house, want(house.pads, 10))
    receive(order, came(order, house.pads, 10))
    goods = Charge("goods", 100_000, 10_000, purchase_line_id=line(order, house.pads).pk)
    bill = bills.enter(
        house.brembo, house.site, number="4711", charges=[goods], tax_minor=25_000, gross_minor=125_000,
        bill_date=date(2026, 11, 24), **SAID,
    )  # fmt: skip
    return posting.post(bill, **SAID) if post else bill


def test_a_bill_is_paid_in_parts_until_nothing_is_left(house: Buying) -> None:
    bill = billed(house)
    for amount, left in ((25_000, 100_000), (100_000, 0)):
        payables.pay(bill, amount_minor=amount, day=DAY, **SAID)
        assert payables.left_on([bill.pk]) == {bill.pk: left}
    assert booked("payables", "bank") == (0, -125_000)
    with pytest.raises(payables.MoreThanOwed, match="4711"):
        payables.pay(bill, amount_minor=1, day=DAY, **SAID)
    assert BillPayment.objects.count() == 2


@pytest.mark.parametrize("amount", [0, -1, 125_001])
def test_more_than_is_owed_is_not_paid(house: Buying, amount: int) -> None:
    with pytest.raises(payables.MoreThanOwed):
        payables.pay(billed(house), amount_minor=amount, day=DAY, **SAID)
    assert BillPayment.objects.count() == 0


def test_what_is_not_posted_is_not_paid(house: Buying) -> None:
    with pytest.raises(payables.NotPosted):
        payables.pay(billed(house, post=False), amount_minor=1, day=DAY, **SAID)


def test_nothing_is_paid_in_a_locked_month(house: Buying) -> None:
    bill = billed(house)
    periods.set_state(Period.objects.get(first_day=date(2026, 11, 1)), state="locked", **SAID)
    with pytest.raises(PeriodClosed, match="2026-12-01"):
        payables.pay(bill, amount_minor=1, day=DAY, **SAID)
    assert BillPayment.objects.count() == 0
