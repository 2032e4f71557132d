"""Orders: drafted per supplier, changed, sent, confirmed, called off, closed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from vaxel.business.purchasing import changes, offers, orders
from vaxel.business.purchasing.changes import Said
from vaxel.business.purchasing.models import (
    Amendment,
    CatalogAnswer,
    Dispatch,
    PurchaseLine,
    PurchaseLink,
    PurchaseOrder,
)
from vaxel.business.purchasing.orders import For
from vaxel.business.purchasing.tests.buying import (
    AT,
    SAID,
    Buying,
    buying,
    came,
    line,
    offer,
    ordered,
    receive,
    sound,
    want,
)
from vaxel.business.stock.tests.shelves import part
from vaxel.kernel.models import Event
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Buying:
    return buying()


def test_ticked_lines_become_one_draft_a_supplier_with_links(house: Buying) -> None:
    """K-60: equal parts are one line, rounding up to packs is for stock."""
    offer(house.brembo, house.pads, 10_000, pack_milli=4_000)
    t1, t2 = (For("ticket_line", uuid4(), label) for label in ("STH-1", "STH-2"))
    made = orders.draft(
        house.site, origin="tickets", **SAID,
        wants=[want(house.pads, 2, meant_for=t1), want(house.pads, 3, meant_for=t2), want(house.discs, 1),
               want(house.pads, 1, supplier_id=house.tyska.pk)],
    )  # fmt: skip
    assert [(order.supplier, order.state, order.number) for order in sorted(made, key=lambda one: one.currency)] == [
        (house.tyska, "draft", None), (house.brembo, "draft", None),
    ]  # fmt: skip
    order = next(one for one in made if one.supplier == house.brembo)
    found = line(order, house.pads)
    assert (found.quantity_milli, found.unit_price_cm, found.number) == (8_000, 1_000_000, "G-P85020")
    links = PurchaseLink.objects.filter(line=found).order_by("label")
    assert list(links.values_list("label", "quantity_milli")) == [("STH-1", 2_000), ("STH-2", 3_000)]


def test_a_draft_is_added_to(house: Buying) -> None:
    [first] = orders.draft(house.site, wants=[want(house.pads, 2)], **SAID)
    [second] = orders.draft(house.site, wants=[want(house.pads, 1), want(house.discs, 1)], **SAID)
    assert first == second
    assert line(first, house.pads).quantity_milli == 3_000
    assert PurchaseLine.objects.count() == 2
    [other] = orders.draft(house.shop.tyres, wants=[want(house.pads, 1)], **SAID)
    assert other != first


def test_a_line_that_is_on_order_is_not_bought_twice_by_mistake(house: Buying) -> None:
    meant = For("ticket_line", uuid4(), "STH-1")
    order = ordered(house, want(house.pads, 2, meant_for=meant))
    with pytest.raises(orders.OrderedAlready):
        orders.draft(house.site, wants=[want(house.pads, 2, meant_for=meant)], **SAID)
    assert PurchaseOrder.objects.count() == 1
    assert orders.draft(house.site, wants=[want(house.pads, 2, meant_for=meant)], again=True, **SAID)
    receive(order, came(order, house.pads, 2))


def test_what_nobody_sells_is_refused(house: Buying) -> None:
    lonely = part("LONELY")
    with pytest.raises(orders.NoOffer):
        orders.draft(house.site, wants=[want(house.pads, 1), want(lonely, 1)], **SAID)
    with pytest.raises(orders.NotOffered):
        orders.draft(house.site, wants=[want(house.discs, 1, supplier_id=house.tyska.pk)], **SAID)
    with pytest.raises(orders.NothingToOrder):
        orders.draft(house.site, wants=[], **SAID)
    with pytest.raises(orders.NothingToOrder):
        orders.draft(house.site, wants=[want(house.pads, 0)], **SAID)
    assert not PurchaseOrder.objects.exists()


def test_the_price_heard_just_now_is_the_order_s(house: Buying) -> None:
    answer = CatalogAnswer.objects.create(
        supplier=house.brembo, part=house.pads, unit_price_cm=987_600, asked_at=AT - timedelta(minutes=29)
    )
    [order] = orders.draft(house.site, wants=[want(house.pads, 2)], **SAID)
    assert line(order, house.pads).unit_price_cm == 987_600
    answer.asked_at = AT - timedelta(minutes=31)
    answer.save()
    orders.draft(house.site, wants=[want(house.pads, 1)], **SAID)
    assert line(order, house.pads).unit_price_cm == 1_000_000


def test_sending_gives_a_number_days_and_a_dispatch(house: Buying) -> None:
    offers.set_offer(house.brembo, house.discs, terms=offers.Terms("G-D09200", 3_000_000, lead_days=5), **SAID)
    [order] = orders.draft(house.site, wants=[want(house.pads, 2), want(house.discs, 1)], **SAID)
    sent = orders.send(order, **SAID)
    assert (sent.number, sent.state, sent.sent_at) == (1, "sent", AT)
    assert line(order, house.pads).expected_on == date(2026, 11, 25)
    assert line(order, house.discs).expected_on == date(2026, 12, 1)
    assert list(Dispatch.objects.values_list("method", "state")) == [("hand", "sent")]
    assert Event.objects.filter(name="purchasing.OrderSent").count() == 1
    with pytest.raises(WrongState):
        orders.send(order, **SAID)
    assert PurchaseOrder.objects.get().number == 1
    assert sound() == []


def test_below_the_supplier_s_minimum_is_sent_on_purpose_only(house: Buying) -> None:
    house.brembo.minimum_minor = 50_000
    house.brembo.save()
    [order] = orders.draft(house.site, wants=[want(house.pads, 2)], **SAID)
    with pytest.raises(orders.BelowMinimum):
        orders.send(order, **SAID)
    assert PurchaseOrder.objects.get().state == "draft"
    assert orders.send(order, anyway=True, **SAID).state == "sent"


def test_a_change_after_sending_is_an_amendment(house: Buying) -> None:
    [order] = orders.draft(house.site, wants=[want(house.pads, 2)], **SAID)
    orders.change_line(line(order, house.pads), quantity_milli=4_000, **SAID)
    assert not Amendment.objects.exists()
    orders.send(order, **SAID)
    orders.change_line(line(order, house.pads), quantity_milli=6_000, unit_price_cm=990_000, **SAID)
    assert list(Amendment.objects.order_by("field").values_list("field", "before", "after", "by")) == [
        ("quantity_milli", "4000", "6000", "Mo"), ("unit_price_cm", "1000000", "990000", "Mo"),
    ]  # fmt: skip
    receive(order, came(order, house.pads, 3))
    with pytest.raises(orders.LessThanCame):
        orders.change_line(line(order, house.pads), quantity_milli=2_000, **SAID)
    with pytest.raises(orders.BadLine):
        orders.change_line(line(order, house.pads), quantity_milli=0, **SAID)
    assert line(order, house.pads).quantity_milli == 6_000
    with pytest.raises(orders.NotDraft):
        orders.remove_line(line(order, house.pads), **SAID)


def test_a_draft_loses_lines_and_is_put_away(house: Buying) -> None:
    [order] = orders.draft(house.site, wants=[want(house.pads, 2), want(house.discs, 1)], **SAID)
    orders.remove_line(line(order, house.discs), **SAID)
    assert order.lines.count() == 1
    assert changes.cancel(order, **SAID).state == "cancelled"
    with pytest.raises(WrongState):
        orders.send(order, **SAID)
    assert orders.draft(house.site, wants=[want(house.pads, 1)], **SAID) != [order]


def test_the_supplier_confirms_less_later_and_dearer_and_who_waits_is_told(house: Buying) -> None:
    """K-63."""
    waits = uuid4()
    order = ordered(house, want(house.pads, 4, meant_for=For("ticket_line", waits, "STH-1")), want(house.discs, 2))
    pads, discs = line(order, house.pads), line(order, house.discs)
    changes.confirm(
        order, supplier_ref=" 4711 ", **SAID,
        lines=[Said(pads.pk, 3_000, date(2026, 12, 10), 1_010_000, back_ordered=True), Said(discs.pk, 2_000)],
    )  # fmt: skip
    fresh = PurchaseOrder.objects.get()
    assert (fresh.state, fresh.supplier_ref) == ("confirmed", "4711")
    pads = line(order, house.pads)
    assert (pads.cancelled_milli, pads.open_milli, pads.expected_on) == (1_000, 3_000, date(2026, 12, 10))
    assert (pads.unit_price_cm, pads.back_ordered) == (1_010_000, True)
    [moved] = Event.objects.filter(name="purchasing.DeliveryMoved")
    assert moved.body["source_ids"] == [str(waits)]
    with pytest.raises(orders.BadLine):
        changes.confirm(order, lines=[Said(uuid4())], **SAID)


def test_calling_off_everything_cancels_and_the_rest_closes(house: Buying) -> None:
    order = ordered(house, want(house.pads, 4))
    with pytest.raises(orders.MoreThanOpen):
        changes.call_off(line(order, house.pads), quantity_milli=5_000, **SAID)
    changes.call_off(line(order, house.pads), quantity_milli=4_000, **SAID)
    assert PurchaseOrder.objects.get(pk=order.pk).state == "cancelled"
    other = ordered(house, want(house.pads, 4))
    receive(other, came(other, house.pads, 1))
    assert changes.close(other, **SAID).state == "closed"
    assert line(other, house.pads).cancelled_milli == 3_000
    with pytest.raises(orders.NotSent):
        changes.confirm(other, **SAID)
    third = ordered(house, want(house.pads, 4))
    assert changes.cancel(third, reason="dear", **SAID).state == "cancelled"
    assert orders.incoming([house.pads.pk], house.site.pk) == {}
    assert sound() == []


def test_a_part_on_order_keeps_its_stocking_kind(house: Buying) -> None:
    """K-6."""
    from vaxel.business.catalog import parts

    order = ordered(house, want(house.pads, 1))
    with pytest.raises(parts.StockingLocked):
        parts.change(house.pads, stocking="on_demand", **SAID)
    changes.cancel(order, **SAID)
    assert parts.change(house.pads, stocking="on_demand", **SAID).stocking == "on_demand"
