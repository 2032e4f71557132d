"""Returns, cores and claims: what goes back to suppliers and what they owe for it (K-52 to K-59, K-71, S-151)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import bills, claims, cores, posting, returns, suppliers
from vaxel.business.purchasing.bills import Charge
from vaxel.business.purchasing.models import Claim, Core, ReceiptLine, ReturnLine, SupplierBill, SupplierReturn
from vaxel.business.purchasing.returns import Back
from vaxel.business.purchasing.tests.buying import (
    AT,
    SAID,
    Buying,
    booked,
    buying,
    came,
    offer,
    ordered,
    receive,
    sound,
    want,
)
from vaxel.business.stock import adjustments, places
from vaxel.business.stock.models import Balance
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import part, shelf
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def house() -> Buying:
    return buying()


def delivered(house: Buying, pieces: int = 10) -> ReceiptLine:
    """Pads that have come."""
    order = ordered(house, want(house.pads, pieces))
    return receive(order, came(order, house.pads, pieces)).lines.select_related("part").get()


def back_of(house: Buying, *goods: Back, reason: str = "too_many") -> SupplierReturn:
    """A drafted return."""
    return returns.draft(house.site, supplier=house.brembo, reason=reason, goods=goods, **SAID)


def credit(house: Buying, *charges: Charge, number: str = "K-1") -> SupplierBill:
    """A posted credit note with VAT."""
    net = sum(charge.net_minor for charge in charges)
    note = bills.enter(
        house.brembo, house.site, number=number, bill_date=DAY, charges=charges, tax_minor=net // 4,
        gross_minor=net + net // 4, kind="credit", **SAID,
    )  # fmt: skip
    return posting.post(note, **SAID)


def test_goods_leave_at_their_cost_and_the_credit_is_expected_until_it_comes(house: Buying) -> None:
    received = delivered(house)
    back = back_of(house, Back(house.pads, 3_000, received))
    assert shelf(house.pads, places.store(house.site.pk))[0] == 10
    returns.agree(back, return_number="RMA-7", **SAID)
    returns.ship(back, **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (7, 0, 70_000)
    assert booked("supplier_receivable", "stock") == (30_000, 70_000)
    assert sound() == []
    going = ReturnLine.objects.get()
    credit(house, Charge("return", 10_000, 1_000, return_line_id=going.pk))
    assert SupplierReturn.objects.get().state == "shipped"
    credit(house, Charge("return", 18_000, 2_000, return_line_id=going.pk), number="K-2")
    assert SupplierReturn.objects.get().state == "credited"
    assert booked("supplier_receivable", "cost_variance", "payables") == (0, 2_000, 35_000)
    assert sound() == []


def test_no_more_is_credited_than_went_back(house: Buying) -> None:
    back = back_of(house, Back(house.pads, 1_000, delivered(house)))
    going = ReturnLine.objects.get()
    with pytest.raises(returns.NotShipped):
        credit(house, Charge("return", 10_000, 1_000, return_line_id=going.pk))
    returns.ship(back, return_number="R", **SAID)
    with pytest.raises(returns.CreditedAlready):
        credit(house, Charge("return", 20_000, 2_000, return_line_id=going.pk), number="K-2")
    assert booked("payables") == (0,)


def test_no_more_goes_back_than_came_by_a_delivery(house: Buying) -> None:
    received = delivered(house, 4)
    back_of(house, Back(house.pads, 3_000, received))
    with pytest.raises(returns.MoreThanCame):
        back_of(house, Back(house.pads, 2_000, received))
    for wrong in ((), (Back(house.pads, 0),)):
        with pytest.raises(returns.NothingToReturn):
            back_of(house, *wrong)
    with pytest.raises(returns.NothingToReturn):
        back_of(house, Back(house.pads, 1_000), reason="whim")
    assert SupplierReturn.objects.count() == 1


def test_nothing_is_shipped_without_their_number_or_without_goods(house: Buying) -> None:
    back = back_of(house, Back(house.pads, 11_000))
    with pytest.raises(returns.ReturnNumberMissing):
        returns.ship(back, **SAID)
    with pytest.raises(returns.ReturnNumberMissing):
        returns.agree(back, return_number=" ", **SAID)
    delivered(house)
    with pytest.raises(Short):
        returns.ship(back, return_number="R", **SAID)
    assert SupplierReturn.objects.get().state == "draft"
    assert returns.cancel(back, **SAID).state == "cancelled"
    with pytest.raises(WrongState):
        returns.ship(back, return_number="R", **SAID)


@pytest.mark.parametrize(("came_back", "lost", "left"), [(True, 0, 10), (False, 30_000, 7)])
def test_a_refused_return_comes_back_or_is_a_loss(house: Buying, came_back: bool, lost: int, left: int) -> None:
    back = back_of(house, Back(house.pads, 3_000, delivered(house)))
    returns.ship(back, return_number="R", **SAID)
    returns.refused(back, goods_came_back=came_back, reason="opened", **SAID)
    assert booked("supplier_receivable", "cost_variance") == (0, lost)
    assert shelf(house.pads, places.store(house.site.pk))[0] == left
    assert sound() == []
    with pytest.raises(returns.NotShipped):
        credit(house, Charge("return", 30_000, 3_000, return_line_id=ReturnLine.objects.get().pk))


def test_a_return_is_set_off_against_what_will_not_be_billed(house: Buying) -> None:
    received = delivered(house)
    back = back_of(house, Back(house.pads, 3_000, received))
    with pytest.raises(returns.NotShipped):
        returns.set_off(ReturnLine.objects.get(), **SAID)
    returns.ship(back, return_number="R", **SAID)
    returns.set_off(ReturnLine.objects.get(), **SAID)
    assert booked("supplier_receivable", "goods_received") == (0, -70_000)
    assert SupplierReturn.objects.get().state == "credited"
    with pytest.raises(returns.NotShipped):
        returns.set_off(ReturnLine.objects.get(), **SAID)
    assert sound() == []


def test_what_is_billed_already_waits_for_its_credit_note(house: Buying) -> None:
    received = delivered(house)
    bill = bills.enter(
        house.brembo, house.site, number="L-1", bill_date=DAY, tax_minor=25_000, gross_minor=125_000,
        charges=[Charge("goods", 100_000, 10_000, purchase_line_id=received.line_id)], **SAID,
    )  # fmt: skip
    posting.post(bill, **SAID)
    back = back_of(house, Back(house.pads, 3_000, received))
    returns.ship(back, return_number="R", **SAID)
    with pytest.raises(returns.NothingUnbilled) as refused:
        returns.set_off(ReturnLine.objects.get(), **SAID)
    with translation.override("en"):
        assert str(refused.value) == "What came by that delivery is billed. Wait for the credit note instead."
    assert SupplierReturn.objects.get().state == "shipped"
    assert sound() == []


def starter(house: Buying) -> Part:
    """An alternator at 2 400.00 with a core of 500.00 at the supplier."""
    made = part("ALT-1")
    offer(house.brembo, made, 200_000, core_cm=5_000_000)
    return made


def owed(house: Buying, what: Part, pieces: int = 1) -> list[Core]:
    """Bo was charged 600.00 for each core."""
    return cores.owe(
        house.site, part=what, pieces=pieces, customer=house.shop.bo, source_kind="document_line", source_id=uuid4(),
        customer_minor=60_000, **SAID,
    )  # fmt: skip


def test_a_core_from_sale_to_credit(house: Buying) -> None:
    """K-54, K-56 to K-59."""
    alternator = starter(house)
    order = ordered(house, want(alternator, 1))
    receive(order, came(order, alternator, 1))
    [core] = owed(house, alternator)
    assert (core.tag, core.state, core.supplier_minor, core.customer_minor) == (1, "owed_by_customer", 50_000, 60_000)
    cores.hand_in(core, **SAID)
    bank = Balance.objects.get(location__kind="cores")
    assert (bank.on_hand_milli, bank.value_minor) == (1_000, 0)
    back = cores.send_back(house.site, supplier=house.brembo, core_ids=[core.pk], return_number="C-88", **SAID)
    assert (back.state, Core.objects.get().state) == ("shipped", "collected")
    assert Balance.objects.get(location__kind="cores").on_hand_milli == 0
    assert booked("core_receivable") == (50_000,)
    credit(house, Charge("return", 50_000, 1_000, return_line_id=ReturnLine.objects.get().pk))
    assert (Core.objects.get().state, SupplierReturn.objects.get().state) == ("credited", "credited")
    assert booked("core_receivable", "payables") == (0, 62_500)
    assert sound() == []


def test_told_twice_a_core_is_owed_once(house: Buying) -> None:
    alternator, source = starter(house), uuid4()
    facts: dict[str, Any] = {
        "part": alternator, "pieces": 2, "customer": house.shop.bo, "source_kind": "document_line",
        "source_id": source, "customer_minor": 60_000,
    }  # fmt: skip
    first = cores.owe(house.site, **facts, **SAID)
    assert cores.owe(house.site, **facts, **SAID) == first
    assert list(Core.objects.order_by("tag").values_list("tag", flat=True)) == [1, 2]
    with pytest.raises(cores.WholeCores):
        cores.owe(house.site, **(facts | {"pieces": 0, "source_id": uuid4()}), **SAID)


def test_a_core_out_of_our_bay_goes_straight_to_the_bank(house: Buying) -> None:
    [core] = cores.take_in(house.site, part=starter(house), source_kind="ticket_line", source_id=uuid4(), **SAID)
    assert (core.state, core.customer) == ("in_bank", None)
    cores.lose(core, scrapped=True, reason="cracked", **SAID)
    assert Core.objects.get().state == "scrapped"
    assert booked("core_receivable", "cogs") == (-50_000, 50_000)
    assert Balance.objects.get(location__kind="cores").on_hand_milli == 0
    assert sound() == []


def test_a_core_after_its_day_needs_a_decision(house: Buying) -> None:
    suppliers.change(house.brembo, core_days=30, **SAID)
    [core] = owed(house, starter(house))
    late: dict[str, Any] = SAID | {"at": AT + timedelta(days=31)}
    with pytest.raises(cores.CoreTooLate):
        cores.hand_in(core, **late)
    assert Core.objects.get().state == "owed_by_customer"
    cores.expire(core, **late)
    assert booked("cogs", "core_receivable") == (50_000, -50_000)
    cores.hand_in(core, late=True, **late)
    assert booked("cogs", "core_receivable") == (0, 0)
    assert sound() == []


def test_a_waived_core_says_why(house: Buying) -> None:
    [core] = owed(house, starter(house))
    with pytest.raises(cores.WhyMissing):
        cores.waive(core, reason=" ", **SAID)
    assert cores.waive(core, reason="goodwill", **SAID).state == "waived"
    with pytest.raises(WrongState):
        cores.hand_in(core, **SAID)
    assert sound() == []


def test_a_run_is_of_cores_in_the_bank_under_a_number(house: Buying) -> None:
    alternator = starter(house)
    [core] = owed(house, alternator)
    with pytest.raises(returns.ReturnNumberMissing):
        cores.send_back(house.site, supplier=house.brembo, core_ids=[core.pk], return_number="", **SAID)
    with pytest.raises(cores.NotTheirCores):
        cores.send_back(house.site, supplier=house.brembo, core_ids=[core.pk], return_number="C", **SAID)
    cores.hand_in(core, **SAID)
    with pytest.raises(cores.NotTheirCores):
        cores.send_back(house.site, supplier=house.tyska, core_ids=[core.pk], return_number="C", **SAID)
    with pytest.raises(returns.NothingToReturn):
        cores.send_back(house.site, supplier=house.brembo, core_ids=[], return_number="C", **SAID)
    assert not SupplierReturn.objects.exists()


def test_rejected_cores_are_a_loss(house: Buying) -> None:
    [core] = owed(house, starter(house))
    cores.hand_in(core, **SAID)
    back = cores.send_back(house.site, supplier=house.brembo, core_ids=[core.pk], return_number="C", **SAID)
    returns.refused(back, goods_came_back=False, reason="worn", **SAID)
    assert Core.objects.get().state == "rejected"
    assert booked("core_receivable", "cost_variance") == (-50_000, 50_000)
    assert sound() == []


def test_a_warranty_claim_is_settled_by_their_credit_alone(house: Buying) -> None:
    """S-151, P-13."""
    claim = claims.open_claim(
        house.site, supplier=house.brembo, text="Bearing noisy after 2 000 km", parts_minor=40_000,
        labour_minor=60_000, part=house.pads, **SAID,
    )  # fmt: skip
    with pytest.raises(claims.ClaimClosed):
        credit(house, Charge("claim", 70_000, claim_id=claim.pk))
    claims.send(claim, their_number="W-1", **SAID)
    with pytest.raises(claims.GrantedTooMuch):
        claims.answer(claim, granted_minor=100_001, **SAID)
    claims.answer(claim, granted_minor=70_000, **SAID)
    assert Claim.objects.get().state == "part_approved"
    assert booked("payables", "warranty_cost") == (0, 0)
    credit(house, Charge("claim", 70_000, claim_id=claim.pk), number="K-2")
    found = Claim.objects.get()
    assert (found.state, found.credited_minor) == ("settled", 70_000)
    assert booked("payables", "warranty_cost") == (87_500, -70_000)
    assert sound() == []


def test_a_claim_asks_for_something(house: Buying) -> None:
    for text, parts in (("", 100), ("noisy", 0), ("noisy", -1)):
        with pytest.raises(claims.NothingClaimed):
            claims.open_claim(house.site, supplier=house.brembo, text=text, parts_minor=parts, **SAID)
    assert not Claim.objects.exists()


def test_scrapped_goods_do_not_go_back(house: Buying) -> None:
    received = delivered(house, 2)
    adjustments.scrap(house.pads, house.site, quantity_milli=2_000, reason="broken", by=house.shop.mo, at=AT)
    back = back_of(house, Back(house.pads, 1_000, received))
    with pytest.raises(Short):
        returns.ship(back, return_number="R", **SAID)
    assert booked("supplier_receivable") == (0,)
