"""Bills: matched with order and receipt, decided, posted; credit notes (K-68 to K-70, K-79)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from vaxel.business.purchasing import bills, claims, posting, receiving
from vaxel.business.purchasing.bills import Charge
from vaxel.business.purchasing.models import (
    BillLine,
    BillMatch,
    Claim,
    PurchaseLine,
    PurchaseOrder,
    ReceiptLine,
    SupplierBill,
)
from vaxel.business.purchasing.tests.buying import (
    AT,
    SAID,
    Buying,
    booked,
    buying,
    came,
    line,
    offer,
    ordered,
    receive,
    sound,
    want,
)
from vaxel.business.stock import places
from vaxel.business.stock.tests.shelves import part, shelf
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Forbidden

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def house() -> Buying:
    return buying()


def goods(of: PurchaseLine, pieces: int, net_minor: int) -> Charge:
    """A line about so many pieces of a purchase line, for so much together."""
    return Charge("goods", net_minor, pieces * 1000, purchase_line_id=of.pk)


def enter(house: Buying, *charges: Charge, number: str = "4711", **fields: Any) -> SupplierBill:
    """A bill of Brembo with 25 % VAT."""
    net = sum(charge.net_minor for charge in charges)
    facts: dict[str, Any] = {"tax_minor": net // 4, "gross_minor": net + net // 4, "bill_date": DAY} | fields
    return bills.enter(house.brembo, house.site, number=number, charges=charges, **(SAID | facts))


def delivered(house: Buying, pieces: int = 10, **fields: Any) -> tuple[PurchaseOrder, PurchaseLine]:
    """An order of pads that has come."""
    order = ordered(house, want(house.pads, pieces))
    receive(order, came(order, house.pads, pieces), **fields)
    return order, line(order, house.pads)


def gone(house: Buying, pieces: int) -> None:
    """So many pads are used in the house, and the books know."""
    from vaxel.business.stock import adjustments

    adjustments.scrap(house.pads, house.site, quantity_milli=pieces * 1000, reason="broken", by=house.shop.mo, at=AT)


def test_a_bill_that_agrees_is_owed(house: Buying) -> None:
    _order, pads = delivered(house)
    bill = posting.post(enter(house, goods(pads, 10, 100_000)), **SAID)
    assert (bill.state, bill.due_date) == ("posted", date(2026, 12, 24))
    assert booked("goods_received", "input_vat", "payables", "stock", "cost_variance") == (
        0, 25_000, -125_000, 100_000, 0,
    )  # fmt: skip
    assert ReceiptLine.objects.get().billed_minor == 100_000
    assert BillMatch.objects.get().accrued_minor == 100_000
    assert sound() == []


def test_a_difference_within_the_tolerance_follows_the_goods(house: Buying) -> None:
    """K-68 and K-79: 10 at 100.00, billed 101.50, all still here."""
    _order, pads = delivered(house)
    bill = enter(house, goods(pads, 10, 101_500))
    assert BillLine.objects.values_list("agrees", "difference_minor").get() == ("match", 1_500)
    posting.post(bill, **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (10, 0, 101_500)
    assert booked("goods_received", "cost_variance") == (0, 0)
    assert sound() == []


def test_a_greater_difference_waits_for_a_person(house: Buying) -> None:
    """K-79: six of ten are gone; 20.00 to stock, 30.00 to cost variance."""
    _order, pads = delivered(house)
    gone(house, 6)
    bill = enter(house, goods(pads, 10, 105_000))
    wrong = BillLine.objects.get()
    assert (wrong.agrees, wrong.difference_minor) == ("price", 5_000)
    with pytest.raises(posting.NotAgreed):
        posting.post(bill, **SAID)
    assert booked("payables") == (0,)
    bills.decide(wrong, decision="accepted", **SAID)
    posting.post(bill, **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (4, 0, 42_000)
    assert booked("goods_received", "cost_variance", "payables") == (0, 3_000, -131_250)
    assert sound() == []


def test_a_refused_difference_is_claimed_and_credited(house: Buying) -> None:
    """K-70."""
    _order, pads = delivered(house)
    bill = enter(house, goods(pads, 10, 105_000))
    bills.decide(BillLine.objects.get(), decision="claimed", **SAID)
    posting.post(bill, **SAID)
    claim = Claim.objects.get()
    assert (claim.kind, claim.state, claim.accrued_minor) == ("price", "sent", 5_000)
    assert booked("supplier_receivable", "stock") == (5_000, 100_000)
    assert sound() == []
    credit = enter(house, Charge("claim", 5_000, claim_id=claim.pk), number="K-1", kind="credit")
    posting.post(credit, **SAID)
    assert Claim.objects.get().state == "settled"
    assert booked("supplier_receivable", "payables", "input_vat", "cost_variance") == (0, -125_000, 25_000, 0)
    assert sound() == []


def test_a_rejected_claim_is_a_loss(house: Buying) -> None:
    _order, pads = delivered(house)
    bill = enter(house, goods(pads, 10, 105_000))
    bills.decide(BillLine.objects.get(), decision="claimed", **SAID)
    posting.post(bill, **SAID)
    claims.answer(Claim.objects.get(), granted_minor=0, **SAID)
    assert booked("supplier_receivable", "cost_variance") == (0, 5_000)
    assert sound() == []


def test_more_billed_than_came_waits_for_the_rest(house: Buying) -> None:
    """K-68: received 8, billed 10."""
    order = ordered(house, want(house.pads, 10))
    receive(order, came(order, house.pads, 8))
    bill = enter(house, goods(line(order, house.pads), 10, 100_000))
    assert BillLine.objects.values_list("agrees", "difference_minor").get() == ("quantity", 20_000)
    with pytest.raises(posting.NotAgreed):
        posting.post(bill, **SAID)
    receive(order, came(order, house.pads, 2))
    bills.compare_again(bill, **SAID)
    assert BillLine.objects.get().agrees == "match"
    posting.post(bill, **SAID)
    assert len(BillMatch.objects.all()) == 2
    assert booked("goods_received") == (0,)
    assert sound() == []


def test_what_was_billed_and_never_comes_is_claimed(house: Buying) -> None:
    order = ordered(house, want(house.pads, 10))
    receive(order, came(order, house.pads, 8))
    bill = enter(house, goods(line(order, house.pads), 10, 100_000))
    bills.decide(BillLine.objects.get(), decision="claimed", **SAID)
    posting.post(bill, **SAID)
    assert booked("goods_received", "supplier_receivable", "payables") == (0, 20_000, -125_000)
    assert Claim.objects.get().kind == "quantity"
    assert sound() == []


def test_a_number_is_entered_once_until_it_is_withdrawn(house: Buying) -> None:
    """K-69."""
    _order, pads = delivered(house)
    bill = enter(house, goods(pads, 10, 100_000))
    with pytest.raises(bills.BillTwice):
        enter(house, goods(pads, 10, 100_000))
    assert SupplierBill.objects.count() == 1
    bills.withdraw(bill, **SAID)
    enter(house, goods(pads, 10, 100_000))
    with pytest.raises(bills.DecidedAlready):
        posting.post(bill, **SAID)
    assert booked("payables") == (0,)


def test_a_posted_bill_stands(house: Buying) -> None:
    _order, pads = delivered(house)
    bill = posting.post(enter(house, goods(pads, 10, 100_000)), **SAID)
    for again in (posting.post, bills.withdraw, bills.compare_again):
        with pytest.raises(bills.DecidedAlready):
            again(bill, **SAID)
    assert booked("payables") == (-125_000,)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"gross_minor": 125_001}, bills.DoesNotAddUp),
        ({"rounding_minor": 100, "gross_minor": 125_100}, bills.DoesNotAddUp),
        ({"tax_minor": 20_000, "gross_minor": 120_000}, bills.BadVat),
        ({"number": "  "}, bills.NothingBilled),
        ({"kind": "letter"}, bills.NothingBilled),
    ],
)  # fmt: skip
def test_a_bill_that_cannot_be_leaves_nothing(house: Buying, fields: dict[str, Any], refusal: type[Exception]) -> None:
    _order, pads = delivered(house)
    with pytest.raises(refusal):
        enter(house, goods(pads, 10, 100_000), **fields)
    assert not SupplierBill.objects.exists()


@pytest.mark.parametrize(
    ("charge", "refusal"),
    [
        (Charge("goods", 100), bills.BadBill), (Charge("return", 100, return_line_id=uuid4()), bills.BadBill),
        (Charge("freight", -100), bills.BadBill), (Charge("gift", 100), bills.BadBill),
        (Charge("goods", 100, purchase_line_id=uuid4()), bills.NotTheirs),
    ],
)  # fmt: skip
def test_a_line_names_what_it_is_for(house: Buying, charge: Charge, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        enter(house, charge, tax_minor=25, gross_minor=charge.net_minor + 25)
    assert not SupplierBill.objects.exists()


def test_another_supplier_s_goods_are_not_billed(house: Buying) -> None:
    order = ordered(house, want(house.pads, 1, supplier_id=house.tyska.pk))
    receive(order, came(order, house.pads, 1))
    with pytest.raises(bills.NotTheirs):
        enter(house, goods(line(order, house.pads), 1, 1_000))
    assert not SupplierBill.objects.exists()


def test_freight_that_was_known_is_settled_and_a_difference_follows_the_goods(house: Buying) -> None:
    _order, pads = delivered(house, freight_minor=10_000)
    posting.post(enter(house, goods(pads, 10, 100_000), Charge("freight", 12_000)), **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (10, 0, 112_000)
    assert booked("goods_received", "payables") == (0, -140_000)
    assert sound() == []


def test_freight_nobody_knew_of_makes_the_goods_dearer(house: Buying) -> None:
    _order, pads = delivered(house)
    posting.post(enter(house, goods(pads, 10, 100_000), Charge("freight", 5_000)), **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (10, 0, 105_000)
    assert sound() == []


def test_rounding_is_a_line_of_its_own(house: Buying) -> None:
    _order, pads = delivered(house)
    posting.post(enter(house, goods(pads, 10, 99_999), tax_minor=25_000, rounding_minor=1, gross_minor=125_000), **SAID)
    assert booked("rounding", "payables") == (1, -125_000)
    assert sound() == []


def test_a_bill_from_the_union_is_taxed_on_both_sides(house: Buying) -> None:
    """M-40: reverse charge."""
    order = ordered(house, want(house.pads, 10, supplier_id=house.tyska.pk))
    receive(order, came(order, house.pads, 10))
    bill = bills.enter(
        house.tyska, house.site, number="RE-9", bill_date=DAY, charges=[goods(line(order, house.pads), 10, 9_000)],
        tax_minor=0, gross_minor=9_000, **SAID,
    )  # fmt: skip
    posting.post(bill, **SAID)
    assert booked("payables", "input_vat_rc", "output_vat_rc_purchase_25", "input_vat") == (
        -103_500,
        25_875,
        -25_875,
        0,
    )
    with pytest.raises(bills.BadVat):
        bills.enter(
            house.tyska, house.site, number="RE-10", bill_date=DAY, tax_minor=2_250, gross_minor=11_250,
            charges=[goods(line(order, house.pads), 10, 9_000)], **SAID,
        )  # fmt: skip
    assert sound() == []


def test_a_rate_that_moved_is_a_difference_of_cost(house: Buying) -> None:
    order = ordered(house, want(house.pads, 10, supplier_id=house.tyska.pk))
    receive(order, came(order, house.pads, 10))
    house.tyska.rate_ppm = 11_600_000
    house.tyska.save()
    bill = bills.enter(
        house.tyska, house.site, number="RE-9", bill_date=DAY, charges=[goods(line(order, house.pads), 10, 9_000)],
        tax_minor=0, gross_minor=9_000, **SAID,
    )  # fmt: skip
    posting.post(bill, **SAID)
    assert shelf(house.pads, places.store(house.site.pk))[2] == 104_400
    assert booked("goods_received", "payables") == (0, -104_400)
    assert sound() == []


def test_accepting_much_needs_the_right(house: Buying) -> None:
    _order, pads = delivered(house, 10)
    enter(house, goods(pads, 10, 200_000))
    kim = house.shop.kim
    clerk = Actor("staff", "Kim", id=kim.id, site_id=house.site.pk, grants={house.site.pk: frozenset({"bills.decide"})})
    wrong = BillLine.objects.get()
    with pytest.raises(Forbidden):
        bills.decide(wrong, decision="accepted", by=clerk, at=AT)
    assert BillLine.objects.get().decision == ""
    bills.decide(wrong, decision="claimed", by=clerk, at=AT)
    assert (BillLine.objects.get().decision, BillLine.objects.get().decided_by) == ("claimed", "Kim")


def test_a_decision_falls_when_the_line_changes(house: Buying) -> None:
    order = ordered(house, want(house.pads, 10))
    receive(order, came(order, house.pads, 8))
    bill = enter(house, goods(line(order, house.pads), 10, 100_000))
    bills.decide(BillLine.objects.get(), decision="claimed", **SAID)
    receive(order, came(order, house.pads, 2))
    posting.post(bill, **SAID)
    assert not Claim.objects.exists()
    assert booked("supplier_receivable") == (0,)
    with pytest.raises(bills.DecidedAlready):
        bills.decide(BillLine.objects.get(), decision="accepted", **SAID)


def test_what_agrees_needs_no_decision(house: Buying) -> None:
    _order, pads = delivered(house)
    enter(house, goods(pads, 10, 100_000))
    with pytest.raises(bills.NothingToDecide):
        bills.decide(BillLine.objects.get(), decision="accepted", **SAID)
    assert BillLine.objects.get().decision == ""


def test_a_price_credit_makes_what_is_here_cheaper(house: Buying) -> None:
    _order, pads = delivered(house)
    posting.post(enter(house, goods(pads, 10, 100_000)), **SAID)
    gone(house, 6)
    posting.post(enter(house, goods(pads, 10, 10_000), number="K-1", kind="credit"), **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (4, 0, 36_000)
    assert booked("cost_variance", "payables") == (-6_000, -112_500)
    assert sound() == []


def test_a_core_charge_is_owed_back_by_the_supplier(house: Buying) -> None:
    """P-11."""
    starter = part("S-1")
    offer(house.brembo, starter, 240_000, core_cm=5_000_000)
    order = ordered(house, want(starter, 1))
    receive(order, came(order, starter, 1))
    assert booked("core_receivable", "stock", "goods_received") == (50_000, 240_000, -290_000)
    bought = line(order, starter)
    posting.post(enter(
        house, goods(bought, 1, 240_000), Charge("core", 52_000, purchase_line_id=bought.pk)
    ), **SAID)  # fmt: skip
    assert booked("core_receivable", "goods_received", "payables") == (52_000, 0, -365_000)
    assert sound() == []


def test_bought_work_is_a_cost_of_its_own(house: Buying) -> None:
    posting.post(enter(house, Charge("other", 80_000, text="Lackering", source_id=uuid4())), **SAID)
    assert booked("bought_work", "payables") == (80_000, -100_000)
    assert sound() == []


def test_a_receipt_that_is_billed_is_not_taken_back(house: Buying) -> None:
    from vaxel.business.purchasing import corrections

    order, pads = delivered(house, 4)
    posting.post(enter(house, goods(pads, 4, 40_000)), **SAID)
    receipt = order.site.goods_receipts.get()
    with pytest.raises(corrections.BilledAlready):
        corrections.take_back(receipt, lines=[(receipt.lines.get().pk, 1_000)], reason="x", **SAID)
    assert shelf(house.pads, places.store(house.site.pk))[0] == 4
    assert receiving.SOURCE == "goods_receipt"
