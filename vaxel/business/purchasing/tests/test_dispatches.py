"""Orders on their way: sent once, unknown until known, never forgotten (F-5, F-6, F-45, F-47)."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from vaxel.business.purchasing import availability, catalogs, changes, dispatches, orders, suppliers
from vaxel.business.purchasing.catalogs import CatalogDown, LineSaid, Offered, Placed, Placing, Wanted
from vaxel.business.purchasing.dispatches import FakeMailer, Letter
from vaxel.business.purchasing.models import CatalogAnswer, Dispatch, Offer, PurchaseOrder
from vaxel.business.purchasing.orders import For
from vaxel.business.purchasing.tests.buying import AT, MO, SAID, Buying, buying, line, offer, supplier, want
from vaxel.kernel import clock, worker
from vaxel.kernel.models import Event, TrayItem

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEMS: dict[str, "System"] = {}
POST = FakeMailer()


class System:
    """A supplier's system in memory: `broken` is how many next calls get no answer, `heard` whether they arrived."""

    def __init__(self) -> None:
        self.placed: dict[str, Placing] = {}
        self.broken, self.heard, self.no = 0, True, ""
        self.said: list[LineSaid] = []
        self.calls: list[str] = []
        self.offered: list[Offered] = []
        self.cancels = True
        self.asleep_s = 0.0

    def availability(self, wants: Any) -> list[Offered]:
        """What the test says."""
        time.sleep(self.asleep_s)
        self._count("availability")
        return self.offered

    price = availability

    def order(self, placing: Placing) -> Placed:
        """Kept under its key."""
        if self.no:
            return Placed("refused", reason=self.no)
        if self.heard or not self.broken:
            self.placed.setdefault(placing.key, placing)
        self._count("order")
        return Placed("accepted", f"S{list(self.placed).index(placing.key) + 1}", lines=self.said)

    def order_status(self, key: str) -> Placed:
        """Accepted, if it is there."""
        self._count("order_status")
        return Placed("accepted", "S1", lines=self.said) if key in self.placed else Placed("not_known")

    def cancel(self, key: str) -> Placed:
        """As the test says."""
        self._count("cancel")
        return Placed("cancelled") if self.cancels else Placed("refused", reason="packed")

    def _count(self, call: str) -> None:
        self.calls.append(call)
        if self.broken > 0:
            self.broken -= 1
            raise CatalogDown("timed out")


def open_named(name: str) -> "System | None":
    """The systems of this test."""
    return SYSTEMS.get(name)


def post() -> FakeMailer:
    """The mailer of this test."""
    return POST


def letter(order: PurchaseOrder, to: str) -> Letter:
    """A plain letter."""
    return Letter(to, f"Order {order.number}", "text", b"%PDF", "order.pdf")


@pytest.fixture
def house() -> Iterator[Buying]:
    """Brembo takes orders by its system."""
    made = buying()
    SYSTEMS.clear()
    SYSTEMS["brembo"] = System()
    POST.sent.clear()
    POST.is_down = False
    suppliers.change(made.brembo, link="brembo", send_by="link", **SAID)
    here = "vaxel.business.purchasing.tests.test_dispatches"
    with override_settings(SUPPLIER_CATALOGS=f"{here}.open_named", ORDER_LETTER=f"{here}.letter"), clock.fixed(AT):
        yield made


def sent(house: Buying, **fields: Any) -> Dispatch:
    """An order of four pads that waits to be sent."""
    [order] = orders.draft(house.site, wants=[want(house.pads, 4, **fields)], **SAID)
    orders.send(order, **SAID)
    return dispatch(order)


def dispatch(order: PurchaseOrder) -> Dispatch:
    """The order's newest sending, as it is now."""
    found = Dispatch.objects.select_related("order__supplier__party", "order__site").filter(order=order)
    return found.order_by("-made_at", "-pk")[0]


def test_an_order_is_placed_and_confirmed_by_the_worker(house: Buying) -> None:
    SYSTEMS["brembo"].said = [LineSaid("G-P85020", 3_000, date(2026, 12, 1), 990_000, back_ordered=True)]
    waits = uuid4()
    going = sent(house, meant_for=For("ticket_line", waits, "STH-1"))
    assert (going.state, SYSTEMS["brembo"].calls) == ("waiting", [])
    worker.drain()
    going = dispatch(going.order)
    assert (going.state, going.reference, going.order.state, going.order.supplier_ref) == (
        "sent",
        "S1",
        "confirmed",
        "S1",
    )
    found = line(going.order, house.pads)
    assert (found.open_milli, found.expected_on, found.unit_price_cm) == (3_000, date(2026, 12, 1), 990_000)
    [placing] = SYSTEMS["brembo"].placed.values()
    assert (placing.number, placing.lines) == (1, [Wanted("G-P85020", 4_000)])
    assert Event.objects.filter(name="purchasing.DeliveryMoved").count() == 1
    dispatches.watch()
    dispatches.watch()
    assert SYSTEMS["brembo"].calls == ["order"]


@pytest.mark.parametrize("heard", [True, False])
def test_a_lost_answer_orders_once(house: Buying, heard: bool) -> None:
    """F-45: unknown is a state; it is asked about before it is sent again."""
    system = SYSTEMS["brembo"]
    system.broken, system.heard = 1, heard
    going = sent(house)
    dispatches.work(going)
    assert dispatch(going.order).state == "unknown"
    assert PurchaseOrder.objects.get().state == "sent"
    dispatches.watch()
    assert system.calls == ["order"]
    with clock.fixed(AT + timedelta(seconds=10)):
        dispatches.watch()
    assert dispatch(going.order).state == "sent"
    assert system.calls == (["order", "order_status"] if heard else ["order", "order_status", "order"])
    assert len(system.placed) == 1


def test_a_sender_that_died_is_asked_about_after_its_lease(house: Buying) -> None:
    """F-4, F-49: killed after the call, before its answer was stored."""
    going = sent(house)
    dispatches.take(going, **SAID)
    SYSTEMS["brembo"].placed[str(going.pk)] = dispatches.placing(dispatch(going.order))
    assert dispatches.take(going, **SAID) is None
    with clock.fixed(AT + timedelta(seconds=91)):
        dispatches.watch()
    assert dispatch(going.order).state == "sent"
    assert SYSTEMS["brembo"].calls == ["order_status"]


def test_after_some_tries_a_person_is_asked_and_decides(house: Buying) -> None:
    SYSTEMS["brembo"].broken = 99
    going = sent(house)
    for n in range(4):
        with clock.fixed(AT + timedelta(hours=n)):
            dispatches.watch()
    assert TrayItem.objects.filter(kind="purchasing.sending_unknown").count() == 1
    with pytest.raises(dispatches.Undecided):
        dispatches.ask_to_cancel(going.order, reason="", by=MO, at=AT)
    assert PurchaseOrder.objects.get().state == "sent"
    dispatches.decide(dispatch(going.order), they_have_it=True, supplier_ref="by phone", **SAID)
    assert (dispatch(going.order).state, PurchaseOrder.objects.get().supplier_ref) == ("sent", "by phone")
    with pytest.raises(dispatches.NothingUnderWay):
        dispatches.decide(dispatch(going.order), they_have_it=False, **SAID)


def test_they_have_it_not_makes_it_a_draft_that_keeps_its_number(house: Buying) -> None:
    SYSTEMS["brembo"].broken, SYSTEMS["brembo"].heard = 1, False
    going = sent(house)
    dispatches.work(going)
    dispatches.decide(going, they_have_it=False, **SAID)
    order = PurchaseOrder.objects.get()
    assert (order.state, order.number) == ("draft", 1)
    again = orders.send(order, **SAID)
    assert again.number == 1
    worker.drain()
    assert dispatch(order).state == "sent"
    assert len(SYSTEMS["brembo"].placed) == 1


def test_a_refused_order_is_a_draft_again_in_the_tray(house: Buying) -> None:
    SYSTEMS["brembo"].no = "account closed"
    going = sent(house)
    dispatches.work(going)
    assert (dispatch(going.order).state, PurchaseOrder.objects.get().state) == ("refused", "draft")
    assert TrayItem.objects.get(kind="purchasing.order_refused").facts["why"] == "account closed"
    assert Dispatch.objects.count() == 1


def test_a_connection_that_is_not_there_is_said(house: Buying) -> None:
    SYSTEMS.clear()
    going = sent(house)
    dispatches.work(going)
    assert dispatch(going.order).state == "refused"
    assert "brembo" in dispatch(going.order).error
    with pytest.raises(catalogs.NoConnection):
        catalogs.connect("brembo")


def test_a_system_is_asked_to_cancel_before_we_do(house: Buying) -> None:
    going = sent(house)
    worker.drain()
    SYSTEMS["brembo"].cancels = False
    with pytest.raises(dispatches.NotCancelled):
        dispatches.ask_to_cancel(going.order, reason="dear", by=MO, at=AT)
    SYSTEMS["brembo"].broken = 1
    with pytest.raises(dispatches.NotCancelled):
        dispatches.ask_to_cancel(going.order, reason="dear", by=MO, at=AT)
    assert PurchaseOrder.objects.get().state == "confirmed"
    SYSTEMS["brembo"].cancels = True
    assert dispatches.ask_to_cancel(going.order, reason="dear", by=MO, at=AT).state == "cancelled"


def test_an_order_that_waits_is_withdrawn_when_it_is_cancelled(house: Buying) -> None:
    going = sent(house)
    changes.cancel(going.order, **SAID)
    worker.drain()
    assert (dispatch(going.order).state, SYSTEMS["brembo"].calls) == ("withdrawn", [])


def test_new_days_are_heard_of_without_a_call(house: Buying) -> None:
    going = sent(house)
    worker.drain()
    SYSTEMS["brembo"].said = [LineSaid("G-P85020", None, date(2026, 12, 24))]
    with clock.fixed(AT + timedelta(hours=3)):
        dispatches.follow()
        dispatches.follow()
    assert line(going.order, house.pads).expected_on == date(2026, 12, 24)
    assert SYSTEMS["brembo"].calls == ["order", "order_status"]


def test_a_letter_is_sent_once_and_waits_while_the_post_is_down(house: Buying) -> None:
    suppliers.change(house.brembo, send_by="mail", **SAID)
    going = sent(house)
    here = "vaxel.business.purchasing.tests.test_dispatches"
    with override_settings(ORDER_MAILER=f"{here}.post"):
        POST.is_down = True
        dispatches.watch()
        assert dispatch(going.order).state == "waiting"
        POST.is_down = False
        with clock.fixed(AT + timedelta(minutes=1)):
            dispatches.watch()
            dispatches.watch()
    assert dispatch(going.order).state == "sent"
    [(key, posted)] = POST.sent
    assert (key, posted.to, posted.subject) == (str(going.pk), "order@grossist.example", "Order 1")


def test_without_a_mailer_a_person_sends_the_paper_and_says_so(house: Buying) -> None:
    suppliers.change(house.brembo, send_by="mail", **SAID)
    going = sent(house)
    dispatches.watch()
    assert dispatch(going.order).state == "waiting"
    dispatches.decide(dispatch(going.order), they_have_it=True, **SAID)
    assert dispatch(going.order).state == "sent"


def test_several_suppliers_side_by_side_and_who_is_late_is_said_so(house: Buying) -> None:
    slow, broken = supplier("Slow"), supplier("Broken")
    for one, name in ((slow, "slow"), (broken, "broken")):
        suppliers.change(one, link=name, **SAID)
        offer(one, house.pads, 9_500)
        SYSTEMS[name] = System()
    SYSTEMS["broken"].broken = 9
    SYSTEMS["slow"].asleep_s = 0.6
    SYSTEMS["brembo"].offered = [Offered("g p85020", 7_000, 1_020_000, "SEK", date(2026, 11, 25))]
    begun = time.monotonic()
    board = availability.ask([(house.pads.pk, 4_000)], by=MO, at=AT, deadline_s=0.3)
    assert time.monotonic() - begun < 0.55
    said = {
        cell.supplier: (cell.heard, cell.available_milli, cell.unit_price_cm) for cell in board.cells[house.pads.pk]
    }
    assert said == {
        "Brembo Grossist": ("live", 7_000, 1_020_000), "Slow": ("late", None, 950_000),
        "Broken": ("down", None, 950_000), "Tyska Delar": ("offer", None, 90_000),
    }  # fmt: skip
    assert board.cells[house.pads.pk][0].preferred
    assert CatalogAnswer.objects.get().unit_price_cm == 1_020_000
    assert Offer.objects.get(supplier=house.brembo, part=house.pads).unit_price_cm == 1_020_000
    [order] = orders.draft(house.site, wants=[want(house.pads, 1)], **SAID)
    assert line(order, house.pads).unit_price_cm == 1_020_000


def test_a_part_a_system_does_not_know_is_said_so_and_a_foreign_price_is_not_kept(house: Buying) -> None:
    board = availability.ask([(house.pads.pk, 4_000)], by=MO, at=AT)
    assert board.cells[house.pads.pk][0].heard == "unknown"
    SYSTEMS["brembo"].offered = [replace(Offered("G-P85020", 7_000, 5_000), currency="USD")]
    availability.ask([(house.pads.pk, 4_000)], by=MO, at=AT)
    assert not CatalogAnswer.objects.exists()
