"""Goods in: shelf, order, books and who waits say the same (K-38, K-39, K-62 to K-66)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import changes, corrections, orders, receiving, unordered
from vaxel.business.purchasing.models import (
    GoodsReceipt,
    PurchaseOrder,
    ReceiptLine,
    ReturnLine,
    SupplierReturn,
)
from vaxel.business.purchasing.needs import Need, ask_of
from vaxel.business.purchasing.orders import For
from vaxel.business.purchasing.receiving import Came
from vaxel.business.purchasing.tests.buying import (
    AT,
    MO,
    SAID,
    Buying,
    Waiting,
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
from vaxel.business.purchasing.unordered import Unordered
from vaxel.business.stock import places
from vaxel.business.stock.models import Balance, Movement, Reservation, StockLocation
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import move, out, part, shelf
from vaxel.kernel.models import Event, TrayItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Buying:
    return buying()


def test_a_part_delivery_is_on_the_shelf_owed_for_and_the_rest_stays_open(house: Buying) -> None:
    order = ordered(house, want(house.pads, 10), want(house.discs, 2))
    receipt = receive(order, came(order, house.pads, 6), delivery_note="F-1")
    here = places.store(house.site.pk)
    assert shelf(house.pads, here) == (6, 0, 60_000)
    assert booked("stock", "goods_received") == (60_000, -60_000)
    assert (receipt.number, receipt.delivery_note) == (1, "F-1")
    assert PurchaseOrder.objects.get().state == "part_received"
    assert (line(order, house.pads).open_milli, line(order, house.discs).open_milli) == (4_000, 2_000)
    receive(order, came(order, house.pads, 4), came(order, house.discs, 2))
    assert PurchaseOrder.objects.get().state == "received"
    assert Part.objects.get(pk=house.pads.pk).cost_minor == 10_000
    assert sound() == []


def test_freight_is_part_of_what_goods_cost(house: Buying) -> None:
    """K-64: 100.00 over 600.00, 300.00 and 150.00."""
    third = part("T1")
    offer(house.brembo, third, 15_000)
    order = ordered(house, want(house.pads, 6), want(house.discs, 1), want(third, 1))
    rows = [came(order, one, n) for one, n in ((house.pads, 6), (house.discs, 1), (third, 1))]
    receive(order, *rows, freight_minor=10_000)
    here = places.store(house.site.pk)
    assert [shelf(one, here)[2] for one in (house.pads, house.discs, third)] == [65_714, 32_857, 16_429]
    assert booked("stock", "goods_received") == (115_000, -115_000)
    assert Part.objects.get(pk=third.pk).cost_minor == 16_429
    assert sound() == []


def test_a_foreign_delivery_is_worth_our_money(house: Buying) -> None:
    order = ordered(house, want(house.pads, 10, supplier_id=house.tyska.pk))
    assert (order.currency, order.rate_ppm) == ("EUR", 11_500_000)
    receive(order, came(order, house.pads, 10), freight_minor=1_000)
    assert shelf(house.pads, places.store(house.site.pk)) == (10, 0, 103_500 + 11_500)
    assert booked("goods_received") == (-115_000,)
    assert sound() == []


def test_more_than_ordered_is_taken_on_purpose_and_marked(house: Buying) -> None:
    order = ordered(house, want(house.pads, 2))
    with pytest.raises(receiving.MoreThanOrdered):
        receive(order, came(order, house.pads, 3))
    assert not GoodsReceipt.objects.exists()
    assert not Movement.objects.exists()
    receive(order, came(order, house.pads, 3, over=True))
    assert ReceiptLine.objects.get().over_milli == 1_000
    assert PurchaseOrder.objects.get().state == "received"
    assert sound() == []


def test_two_who_receive_the_same_line_do_not_both(house: Buying) -> None:
    """The second sees what the first did; nothing of its receipt is stored."""
    order = ordered(house, want(house.pads, 4))
    row = came(order, house.pads, 4, seen_open_milli=4_000)
    receive(order, row)
    with pytest.raises(receiving.ReceivedMeanwhile):
        receive(order, row)
    assert (GoodsReceipt.objects.count(), shelf(house.pads, places.store(house.site.pk))[0]) == (1, 4)


def test_the_same_press_twice_is_one_receipt(house: Buying) -> None:
    order = ordered(house, want(house.pads, 4))
    pressed = uuid4()
    first = receive(order, came(order, house.pads, 2), id=pressed)
    assert receive(order, came(order, house.pads, 2), id=pressed) == first
    assert shelf(house.pads, places.store(house.site.pk))[0] == 2


def test_a_delivery_note_is_received_once_unless_on_purpose(house: Buying) -> None:
    order = ordered(house, want(house.pads, 4))
    receive(order, came(order, house.pads, 2), delivery_note="F-1")
    with pytest.raises(receiving.DeliveryNoteTwice):
        receive(order, came(order, house.pads, 2), delivery_note="F-1")
    assert GoodsReceipt.objects.count() == 1
    receive(order, came(order, house.pads, 2), delivery_note="F-1", again=True)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"quantity_milli": 0}, receiving.NothingCame), ({"condition": "odd"}, receiving.NothingCame),
        ({"unit_price_cm": -1}, receiving.BadCost), ({"line_id": uuid4()}, receiving.NothingCame),
    ],
)  # fmt: skip
def test_a_receipt_that_cannot_be_leaves_nothing(
    house: Buying, fields: dict[str, object], refusal: type[Exception]
) -> None:
    order = ordered(house, want(house.pads, 4))
    row = Came(**({"line_id": line(order, house.pads).pk, "quantity_milli": 1_000} | fields))  # type: ignore[arg-type]
    with pytest.raises(refusal):
        receive(order, row)
    with pytest.raises(receiving.BadCost):
        receive(order, came(order, house.pads, 1), freight_minor=-1)
    assert not GoodsReceipt.objects.exists()


def test_only_what_is_on_its_way_here_is_received(house: Buying) -> None:
    [draft] = orders.draft(house.site, wants=[want(house.pads, 4)], **SAID)
    with pytest.raises(receiving.NotOnTheWay):
        receive(draft, came(draft, house.pads, 1))
    order = orders.send(draft, **SAID)
    with pytest.raises(receiving.NotOnTheWay):
        receiving.receive(house.shop.tyres, supplier=house.brembo, came=[came(order, house.pads, 1)], **SAID)
    with pytest.raises(receiving.NotOnTheWay):
        receiving.receive(house.site, supplier=house.tyska, came=[came(order, house.pads, 1)], **SAID)
    changes.cancel(order, **SAID)
    with pytest.raises(receiving.NotOnTheWay):
        receive(order, came(order, house.pads, 1))
    assert not GoodsReceipt.objects.exists()


def test_another_price_on_the_delivery_note_counts(house: Buying) -> None:
    order = ordered(house, want(house.pads, 4))
    receive(order, came(order, house.pads, 4, unit_price_cm=1_050_000))
    assert shelf(house.pads, places.store(house.site.pk))[2] == 42_000
    assert line(order, house.pads).unit_price_cm == 1_000_000


def test_who_waits_is_served_linked_first_by_promise(house: Buying) -> None:
    """K-39: five arrive; T1 (Friday, 2) and T2 (Thursday, 2) are linked, T3 (2) is not."""
    t1, t2, t3 = uuid4(), uuid4(), uuid4()
    friday, thursday = AT + timedelta(days=3), AT + timedelta(days=2)
    ask_of(Waiting(
        Need("ticket_line", t1, house.pads.pk, 2_000, "STH-1", friday, AT),
        Need("ticket_line", t2, house.pads.pk, 2_000, "STH-2", thursday, AT),
        Need("ticket_line", t3, house.pads.pk, 2_000, "STH-3", AT, AT),
    ))  # fmt: skip
    order = ordered(
        house, want(house.pads, 2, meant_for=For("ticket_line", t1, "STH-1")),
        want(house.pads, 3, meant_for=For("ticket_line", t2, "STH-2")),
    )  # fmt: skip
    receive(order, came(order, house.pads, 5))
    held = dict(Reservation.objects.filter(state="held").values_list("source_id", "quantity_milli"))
    assert held == {t2: 2_000, t1: 2_000, t3: 1_000}
    assert shelf(house.pads, places.store(house.site.pk)) == (5, 5, 50_000)
    [covered] = Event.objects.filter(name="purchasing.NeedsCovered")
    assert dict(covered.body["covered"]) == {str(t2): 2_000, str(t1): 2_000, str(t3): 1_000}
    [arrived] = Event.objects.filter(name="stock.GoodsArrived")
    assert arrived.body["part_ids"] == [str(house.pads.pk)]
    assert sound() == []


def test_what_was_sold_before_it_came_is_served_first(house: Buying) -> None:
    """K-77 on arrival: nothing that is owed to the past is promised, and its cost is put right."""
    waits = uuid4()
    ask_of(Waiting(Need("ticket_line", waits, house.pads.pk, 3_000, "STH-1", None, AT)))
    here = places.store(house.site.pk)
    house.pads.cost_minor = 9_000
    house.pads.save()
    move([out(house.pads, here, 2, allow_short=True)])
    order = ordered(house, want(house.pads, 3))
    receive(order, came(order, house.pads, 3))
    assert shelf(house.pads, here) == (1, 1, 10_000)
    assert dict(Reservation.objects.values_list("source_id", "quantity_milli")) == {waits: 1_000}
    assert booked("cost_variance") == (2_000,)


def test_what_was_bought_for_a_ticket_that_is_gone_lies_in_the_tray(house: Buying) -> None:
    """K-47."""
    order = ordered(house, want(house.pads, 1, meant_for=For("ticket_line", uuid4(), "STH-1")))
    ask_of(Waiting())
    receive(order, came(order, house.pads, 1))
    item = TrayItem.objects.get(kind="purchasing.nobody_waits")
    assert item.facts == {"part": "P85020", "label": "STH-1"}
    assert shelf(house.pads, places.store(house.site.pk)) == (1, 0, 10_000)


def test_damaged_goods_lie_in_quarantine_with_the_draft_of_a_return(house: Buying) -> None:
    order = ordered(house, want(house.pads, 4))
    receive(order, came(order, house.pads, 3), came(order, house.pads, 1, condition="damaged"))
    assert shelf(house.pads, places.store(house.site.pk)) == (3, 0, 30_000)
    aside = StockLocation.objects.get(kind="quarantine", site=house.site)
    assert shelf(house.pads, aside.pk) == (1, 0, 10_000)
    back = SupplierReturn.objects.get()
    assert (back.reason, back.state, back.supplier) == ("defective", "draft", house.brembo)
    gone = ReturnLine.objects.get()
    assert (gone.quantity_milli, gone.expected_minor, gone.location_id) == (1_000, 10_000, aside.pk)
    assert sound() == []


def test_a_substitute_is_taken_and_said(house: Buying) -> None:
    order = ordered(house, want(house.pads, 2))
    receive(order, came(order, house.pads, 2, part_id=house.discs.pk))
    assert shelf(house.discs, places.store(house.site.pk)) == (2, 0, 20_000)
    assert not Balance.objects.filter(part=house.pads).exists()
    assert TrayItem.objects.get(kind="purchasing.substitute").facts == {"ordered": "P85020", "came": "D09200"}
    assert PurchaseOrder.objects.get().state == "received"


def test_what_nobody_shelves_is_used_up_at_once(house: Buying) -> None:
    rags = part("RAGS", stocking="not_counted")
    offer(house.brembo, rags, 500)
    order = ordered(house, want(rags, 10))
    receive(order, came(order, rags, 10))
    assert booked("cogs", "goods_received", "stock") == (5_000, -5_000, 0)
    assert not Balance.objects.filter(part=rags).exists()
    assert sound() == []


def test_goods_without_an_order_make_the_order_behind_them(house: Buying) -> None:
    """K-65."""
    unordered.receive_unordered(
        house.site, supplier=house.brembo, goods=[Unordered(house.pads, 3_000, 990_000)], delivery_note="F-9", **SAID
    )
    order = PurchaseOrder.objects.get()
    assert (order.origin, order.state, order.number) == ("receipt", "received", 1)
    assert shelf(house.pads, places.store(house.site.pk)) == (3, 0, 29_700)
    with pytest.raises(receiving.NothingCame):
        unordered.receive_unordered(house.site, supplier=house.brembo, goods=[], **SAID)
    assert sound() == []


def test_a_receipt_is_put_right_at_the_value_it_came_in_with(house: Buying) -> None:
    """K-66."""
    order = ordered(house, want(house.pads, 4))
    receipt = receive(order, came(order, house.pads, 4), freight_minor=1_000)
    [received] = receipt.lines.all()
    back = corrections.take_back(receipt, lines=[(received.pk, 1_000)], reason="miscounted", **SAID)
    assert shelf(house.pads, places.store(house.site.pk)) == (3, 0, 30_750)
    assert booked("stock", "goods_received") == (30_750, -30_750)
    assert (back.reverses, line(order, house.pads).received_milli) == (receipt, 3_000)
    assert PurchaseOrder.objects.get().state == "part_received"
    with pytest.raises(corrections.BilledAlready):
        corrections.take_back(receipt, lines=[(received.pk, 4_000)], reason="all", **SAID)
    with pytest.raises(corrections.NothingToPutRight):
        corrections.take_back(receipt, lines=[], reason="none", **SAID)
    move([out(house.pads, places.store(house.site.pk), 2)])
    with pytest.raises(Short):
        corrections.take_back(receipt, lines=[(received.pk, 3_000)], reason="gone", **SAID)
    assert sound() == [
        "site " + str(house.site.pk) + ": shelves are worth 10250 minor units, the stock account says 30750"
    ]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_receipt_takes_as_many_queries_with_three_lines_as_with_one(
    house: Buying, lines: int, django_assert_max_num_queries: object
) -> None:
    parts = [part(f"Q{n}") for n in range(lines)]
    for one in parts:
        offer(house.brembo, one, 1_000)
    order = ordered(house, *(want(one, 2) for one in parts))
    rows = [came(order, one, 2) for one in parts]
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        receiving.receive(house.site, supplier=house.brembo, came=rows, by=MO, at=AT)
