"""Buying as it is done at the screens: from a ticket's line to the supplier's credit note, page by page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.locations.models import Site
from vaxel.business.parties import parties
from vaxel.business.purchasing import offers, orders, suppliers
from vaxel.business.purchasing.models import (
    Claim,
    Core,
    GoodsReceipt,
    LostSale,
    Offer,
    PurchaseOrder,
    Supplier,
    SupplierBill,
    SupplierReturn,
)
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.orders import Want
from vaxel.business.service import supply
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Any:
    """No pads are in the house, Bo has approved the brakes; Brembo sells pads at 350.00, core 100.00."""
    with clock.fixed(AT):
        made = workshop(pads=0)
        made.phone(Answer(made.brakes, "approve"))
        party = parties.add(
            kind="company", name="Brembo Grossist", is_customer=False, email="order@brembo.example", **SAID
        )
        offers.set_offer(
            suppliers.add(party, **SAID), made.pads, terms=Terms("G-1", 3_500_000, core_cm=1_000_000), **SAID
        )
        yield made


def brembo() -> Supplier:
    """The supplier."""
    return Supplier.objects.get()


def ordered(pieces: int = 2) -> PurchaseOrder:
    """An order of pads that was sent."""
    part = Offer.objects.get().part
    [order] = orders.draft(Site.objects.get(code="STH"), wants=[Want(part.pk, pieces * 1000)], again=True, **SAID)
    return orders.send(order, **SAID)


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


def test_the_same_delivery_form_sent_twice_is_one_delivery(floor: Floor) -> None:
    order, kim = ordered(), Desk("kim")
    [row] = order.lines.all()
    form = {f"came-{row.pk}": "2", "once": "01a211bc-0000-7000-8000-000000000001", "note": "F-1"}
    for _time in range(2):
        assert kim.post(f"/receiving/from/{brembo().pk}", **form).status == 204
    assert GoodsReceipt.objects.count() == 1


def test_more_than_ordered_is_asked_about_before_it_is_kept(floor: Floor) -> None:
    order, kim = ordered(), Desk("kim")
    [row] = order.lines.all()
    refused = kim.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "3"})
    assert (refused.status, GoodsReceipt.objects.count()) == (422, 0)
    assert "Keep more than was ordered" in refused.text
    kim.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "3", "over": "1"})
    assert GoodsReceipt.objects.get().lines.get().over_milli == 1_000


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


def test_a_bill_that_differs_is_decided_before_it_is_posted(floor: Floor) -> None:
    """K-68, K-70: 700.00 came, 900.00 is billed."""
    order, mo = ordered(), Desk("mo")
    [row] = order.lines.all()
    mo.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "2"})
    assert "700,00" in mo.get("/bills/new", supplier=brembo().pk).text
    goods = f"goods:{row.pk}"
    mo.post(
        "/bills/new", supplier=brembo().pk, number="L-1", pick=goods, tax="225", gross="1125",
        **{f"net-{goods}": "900", f"quantity-{goods}": "2"},
    )  # fmt: skip
    bill = SupplierBill.objects.get()
    assert "The price differs" in mo.get(f"/bills/{bill.pk}").text
    assert "L-1" in mo.get("/bills", view="differs").text
    assert mo.post(f"/bills/{bill.pk}/do/post").status == 409 or SupplierBill.objects.get().state == "entered"
    mo.post(f"/bills/lines/{bill.lines.get().pk}/decide", decision="claimed")
    mo.post(f"/bills/{bill.pk}/do/post")
    claim = Claim.objects.get()
    assert (SupplierBill.objects.get().state, claim.parts_minor) == ("posted", 20_000)
    assert "L-1" in mo.get(f"/claims/{claim.pk}").text


def test_goods_go_back_and_are_credited(floor: Floor) -> None:
    order, mo = ordered(), Desk("mo")
    [row] = order.lines.all()
    mo.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "2"})
    receipt = GoodsReceipt.objects.get()
    mo.post(f"/receiving/{receipt.pk}/return", reason="wrong", **{f"quantity-{receipt.lines.get().pk}": "1"})
    back = SupplierReturn.objects.get()
    mo.post(f"/supplier-returns/{back.pk}/do/ship", return_number="R-9")
    assert "Enter their credit note" in mo.get(f"/supplier-returns/{back.pk}").text
    line = f"return:{back.lines.get().pk}"
    mo.post(
        "/bills/new", supplier=brembo().pk, kind="credit", number="K-1", pick=line, tax="87.50", gross="437.50",
        **{f"net-{line}": "350", f"quantity-{line}": "1"},
    )  # fmt: skip
    mo.post(f"/bills/{SupplierBill.objects.get().pk}/do/post")
    assert SupplierReturn.objects.get().state == "credited"


def test_cores_are_sent_back_under_a_number(floor: Floor) -> None:
    from vaxel.business.purchasing import cores

    mo, site = Desk("mo"), Site.objects.get(code="STH")
    [core] = cores.take_in(site, part=floor.pads, source_kind="ticket_line", source_id=floor.ticket.pk, **SAID)
    assert "In the bank" in mo.get("/cores", view="bank").text
    assert "Their return number" in mo.post("/cores/send-back", pick=core.pk).text
    mo.post("/cores/send-back", pick=core.pk, supplier=brembo().pk, return_number="S-1")
    assert Core.objects.get().state == "collected"
    assert "S-1" in mo.get(f"/supplier-returns/{SupplierReturn.objects.get().pk}").text
    assert mo.get(f"/cores/{core.pk}").status == 200


def test_a_lost_sale_is_noted_with_one_press(floor: Floor) -> None:
    sam = Desk("sam")
    assert "Not in stock" in sam.part("/counter/search", q="0986494104").text
    said = sam.post("/lost-sales/record", q="0986494104", reason="no_stock")
    assert "Noted as a lost sale: 0986494104." in said.text
    lost = LostSale.objects.get()
    assert (lost.part, lost.reason, lost.value_minor) == (floor.pads, "no_stock", 80_000)
    sam.post("/lost-sales/record", q="takbox till en Saab", reason="brand")
    assert "takbox till en Saab" in sam.get("/lost-sales").text


def test_a_supplier_is_added_with_terms_and_prices(floor: Floor) -> None:
    mo = Desk("mo")
    terms = {"currency": "SEK", "tax_kind": "domestic", "send_by": "hand", "lead_days": "2", "terms_days": "30"}
    made = mo.post("/suppliers/new", name="Mekonomen Grossist", **terms)
    supplier = Supplier.objects.get(party__name="Mekonomen Grossist")
    assert made.leads_to == f"/suppliers/{supplier.pk}"
    mo.post(f"/suppliers/{supplier.pk}/offers", what=f"part:{floor.blades.pk}", price="64.50", pack="2")
    offer = Offer.objects.get(supplier=supplier)
    assert (offer.unit_price_cm, offer.pack_milli, offer.preferred) == (645_000, 2_000, True)
    refused = mo.post(f"/suppliers/{supplier.pk}/edit", **{**terms, "send_by": "mail"})
    assert (refused.status, Supplier.objects.get(pk=supplier.pk).send_by) == (422, "hand")
    assert "64,50" in mo.get(f"/suppliers/{supplier.pk}").text


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
