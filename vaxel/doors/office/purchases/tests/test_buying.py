"""Buying as it is done at the screens: from a ticket's line to the supplier's credit note, page by page."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.purchasing.models import GoodsReceipt, PurchaseOrder
from vaxel.business.service import supply
from vaxel.business.service.tests.cast import AT, Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, ordered
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


@pytest.mark.django_db(transaction=True)
def test_a_part_is_ordered_from_its_line_and_the_job_goes_on_when_it_comes(floor: Floor) -> None:
    kim, line = Desk("kim"), floor.line(floor.brakes, "part")
    at = f"/tickets/{floor.ticket.pk}"
    assert "Order 1 part" in kim.get(at).text
    panel = kim.part(f"{at}/buy", line=line.pk)
    assert "Brembo Grossist" in panel.text
    assert "350,00" in panel.text
    done = kim.post(f"{at}/buy/order", pick=line.pk, do="send", **{f"from-{line.pk}": brembo().pk})
    assert "1 order is on its way to Brembo Grossist." in done.text
    order = PurchaseOrder.objects.get()
    assert (order.state, supply.states([line])[line.pk]) == ("sent", "ordered")
    page = kim.get(f"/receiving/from/{brembo().pk}")
    assert f"STH-{floor.ticket.ref}" in page.text
    codes = re.search(r'data-codes="([^"]*)"', page.text)
    assert codes
    assert {"0986494104:1000", "G1:1000"} <= set(codes[1].split())
    [row] = order.lines.all()
    received = kim.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "1", f"open-{row.pk}": "1000"})
    receipt = GoodsReceipt.objects.get()
    assert received.leads_to == f"/receiving/{receipt.pk}"
    assert f"STH-{floor.ticket.ref}" in kim.get(received.leads_to).text
    for _time in range(2):
        events.tell_waiting(AT)
    assert floor.now(floor.brakes).work == "pending"


def test_an_order_is_written_changed_sent_confirmed_and_cancelled(floor: Floor) -> None:
    kim = Desk("kim")
    begun = kim.post("/purchases/new", supplier=brembo().pk, what=f"part:{floor.pads.pk}", quantity="4")
    order = PurchaseOrder.objects.get()
    assert begun.leads_to == f"/purchases/{order.pk}"
    [row] = order.lines.all()
    kim.post(f"/purchases/lines/{row.pk}/change", quantity="6")
    assert order.lines.get().quantity_milli == 6_000
    assert kim.client.get(f"/purchases/{order.pk}/order.pdf").content.startswith(b"%PDF-")
    kim.post(f"/purchases/{order.pk}/send", method="mail")
    page = kim.get(f"/purchases/{order.pk}").text
    assert "Waits to be mailed to order@brembo.example." in page
    live = PurchaseOrder.objects.get().dispatches.get()
    kim.post(f"/purchases/{order.pk}/do/got", dispatch=live.pk, supplier_ref="B-77")
    kim.post(
        f"/purchases/{order.pk}/confirm", supplier_ref="B-78", **{f"day-{row.pk}": "2026-12-04", f"back-{row.pk}": "1"}
    )
    fresh = PurchaseOrder.objects.get()
    assert (fresh.state, fresh.supplier_ref, fresh.lines.get().back_ordered) == ("confirmed", "B-78", True)
    kim.post(f"/purchases/{order.pk}/do/cancel", reason="found elsewhere")
    assert PurchaseOrder.objects.get().state == "cancelled"


def test_what_is_lacking_is_drafted_in_one_press(floor: Floor) -> None:
    kim = Desk("kim")
    assert "Work waits for it" in kim.get("/purchases/to-buy").text
    made = kim.post("/purchases/to-buy", pick=floor.pads.pk)
    assert made.leads_to == f"/purchases/{PurchaseOrder.objects.get().pk}"
    assert "Nothing to buy" in kim.get("/purchases/to-buy").text


@pytest.mark.parametrize("path", ["/suppliers", "/purchases", "/purchases/special", "/receiving", "/bills",
                                  "/supplier-returns", "/cores", "/claims", "/lost-sales"])  # fmt: skip
def test_lists_stand_without_anything_in_them(floor: Floor, path: str) -> None:
    assert Desk("mo").get(path).status == 200


def test_who_only_repairs_orders_nothing(floor: Floor) -> None:
    tess, line = Desk("tess"), floor.line(floor.brakes, "part")
    assert tess.post(f"/tickets/{floor.ticket.pk}/buy/order", pick=line.pk, do="send").status == 403
    assert not PurchaseOrder.objects.exists()


def test_the_list_of_orders_takes_as_many_queries_for_one_as_for_three(floor: Floor) -> None:
    mo, counts = Desk("mo"), []
    for more in (1, 2):
        for _one in range(more):
            ordered()
        with CaptureQueriesContext(connection) as taken:
            assert mo.get("/purchases").status == 200
        counts.append(len(taken))
    assert counts[0] == counts[1]
