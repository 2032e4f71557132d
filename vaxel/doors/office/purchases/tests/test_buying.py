"""Buying as it is done at the screens: from a ticket's line to the supplier's credit note, page by page."""

import csv
import io
import re
from collections.abc import Iterator

import pytest

from vaxel.business.locations import roles, staff
from vaxel.business.purchasing import offers, orders
from vaxel.business.purchasing.models import GoodsReceipt, PurchaseOrder
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.orders import Want
from vaxel.business.service import supply
from vaxel.business.service.tests.cast import AT, SAID, Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, key, ordered
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


def test_who_only_repairs_orders_nothing(floor: Floor) -> None:
    tess, line = Desk("tess"), floor.line(floor.brakes, "part")
    assert tess.post(f"/tickets/{floor.ticket.pk}/buy/order", pick=line.pk, do="send").status == 403
    assert not PurchaseOrder.objects.exists()


def elsewhere(kim: Desk, floor: Floor) -> None:
    """Kim works at both sites, and stands at the tyre shop now."""
    staff.assign(floor.shop.staff["kim"], role="advisor", site=floor.shop.tyres, **SAID)
    kim.client.post("/place", {"place": f"{floor.shop.tyres.pk}:{floor.shop.k2.pk}"})


def test_a_part_is_added_to_the_draft_on_the_screen_wherever_one_stands(floor: Floor) -> None:
    kim = Desk("kim")
    [draft] = orders.draft(floor.shop.workshop, wants=[Want(floor.pads.pk, 1_000)], again=True, **SAID)
    elsewhere(kim, floor)
    added = kim.post(f"/purchases/{draft.pk}/add", what=f"part:{floor.pads.pk}", quantity="4")
    assert added.leads_to == f"/purchases/{draft.pk}"
    assert [(one.site, one.lines.get().quantity_milli) for one in PurchaseOrder.objects.all()] == [
        (floor.shop.workshop, 5_000)
    ]


def test_what_may_be_done_with_an_order_is_what_may_be_done_at_its_site(floor: Floor) -> None:
    kim, mo = Desk("kim"), Desk("mo")
    sent = ordered()
    [draft] = orders.draft(floor.shop.workshop, wants=[Want(floor.pads.pk, 1_000)], again=True, **SAID)
    staff.assign(floor.shop.staff["kim"], role="technician", site=floor.shop.tyres, **SAID)
    kim.client.post("/place", {"place": f"{floor.shop.tyres.pk}:{floor.shop.k2.pk}"})
    assert f"/purchases/{draft.pk}/add" in kim.get(f"/purchases/{draft.pk}").text
    mo.client.post("/place", {"place": f"{floor.shop.tyres.pk}:{floor.shop.k2.pk}"})
    there = mo.get(f"/purchases/{sent.pk}").text
    assert "Cancel what has not come" in there
    assert "/receiving/from/" not in there, "goods are counted where one stands"


@pytest.mark.parametrize("begun", [True, False])
def test_a_part_put_on_an_order_by_a_form_sent_twice_stands_there_once(floor: Floor, begun: bool) -> None:
    kim, path = Desk("kim"), "/purchases/new"
    assert 'name="once"' in kim.get(path).text
    if begun:
        [draft] = orders.draft(floor.shop.workshop, wants=[Want(floor.pads.pk, 1_000)], again=True, **SAID)
        path = f"/purchases/{draft.pk}/add"
        page = kim.get(f"/purchases/{draft.pk}").text
        assert 'name="once"' in page[page.index(path) :].partition("</form>")[0]
    form = {"supplier": brembo().pk, "what": f"part:{floor.pads.pk}", "quantity": "4", **key()}
    sent = [kim.post(path, **form).leads_to for _time in range(2)]
    order = PurchaseOrder.objects.get()
    assert sent == [f"/purchases/{order.pk}"] * 2
    assert order.lines.get().quantity_milli == (5_000 if begun else 4_000)


def test_what_is_lacking_is_drafted_once_by_a_form_sent_twice(floor: Floor) -> None:
    kim, form = Desk("kim"), {"pick": floor.pads.pk, **key()}
    made = [kim.post("/purchases/to-buy", **form) for _time in range(2)]
    assert [one.leads_to for one in made] == [f"/purchases/{PurchaseOrder.objects.get().pk}"] * 2


def test_parts_are_ordered_from_a_ticket_once_by_a_sheet_sent_twice(floor: Floor) -> None:
    kim, line = Desk("kim"), floor.line(floor.brakes, "part")
    form = {"pick": line.pk, "do": "send", f"from-{line.pk}": brembo().pk, f"quantity-{line.pk}": "1", **key()}
    for _time in range(2):
        done = kim.post(f"/tickets/{floor.ticket.pk}/buy/order", **form)
        assert "1 order is on its way to Brembo Grossist." in done.text
    assert PurchaseOrder.objects.get().lines.get().quantity_milli == 1_000


def test_a_refused_part_leaves_what_was_typed_where_it_stood(floor: Floor) -> None:
    kim = Desk("kim")
    [draft] = orders.draft(floor.shop.workshop, wants=[Want(floor.pads.pk, 1_000)], again=True, **SAID)
    for path in ("/purchases/new", f"/purchases/{draft.pk}/add"):
        refused = kim.post(path, supplier=brembo().pk, q="brak", quantity="4")
        assert (refused.status, draft.lines.get().quantity_milli) == (422, 1_000)
        assert "Choose from the list below the field: “brak” is not certain." in refused.text
        assert re.search(r'name="quantity"[^>]* value="4"', refused.text)
        assert re.search(r'name="q" value="brak"', refused.text)


def test_what_was_said_of_many_lines_stays_typed_when_one_price_is_wrong(floor: Floor) -> None:
    """The page is not changed by the refusal: htmx lays the sentence in its strip."""
    order, kim = ordered(), Desk("kim")
    [row] = order.lines.all()
    path = f"/purchases/{order.pk}/confirm"
    assert f'hx-post="{path}" hx-swap="none"' in kim.get(f"/purchases/{order.pk}").text
    refused = kim.post(path, **{f"day-{row.pk}": "2026-12-04", f"price-{row.pk}": "12,x"})
    assert (refused.status, PurchaseOrder.objects.get().state) == (400, "sent")
    assert 'hx-target="#strip"' in refused.text


def test_who_may_not_read_purchasing_has_no_order_on_paper_either(floor: Floor) -> None:
    roles.make(key="host", name_sv="Värd", name_en="Host", actions=["tickets.read"], **SAID)
    staff.assign(floor.shop.staff["tess"], role="host", site=floor.shop.workshop, **SAID)
    staff.unassign(floor.shop.staff["tess"], role="technician", site=floor.shop.workshop, **SAID)
    order, tess = ordered(), Desk("tess")
    assert [tess.get(f"/purchases/{order.pk}{end}").status for end in ("", "/order.pdf")] == [403, 403]


def test_who_may_not_draft_what_is_short_is_not_led_there(floor: Floor) -> None:
    link = 'href="/purchases/to-buy"'
    for filled in (False, True):
        assert [link in Desk(who).get("/purchases").text for who in ("kim", "tess")] == [True, False]
        if not filled:
            ordered()


def test_the_day_that_is_expected_is_of_what_is_still_to_come(floor: Floor) -> None:
    kim = Desk("kim")
    wants = [Want(floor.pads.pk, 2_000), Want(floor.blades.pk, 2_000, brembo().pk)]
    offers.set_offer(brembo(), floor.blades, terms=Terms("G-2", 500_000), **SAID)
    [order] = orders.draft(floor.shop.workshop, wants=wants, again=True, **SAID)
    orders.send(order, **SAID)
    pads, blades = order.lines.get(part=floor.pads), order.lines.get(part=floor.blades)
    for line, day in ((pads, "2026-11-25"), (blades, "2026-12-04")):
        kim.post(f"/purchases/lines/{line.pk}/change", day=day)
    assert expected(kim) == "2026-11-25"
    kim.post(f"/receiving/from/{brembo().pk}", **{f"came-{pads.pk}": "2"})
    assert expected(kim) == "2026-12-04"
    kim.post(f"/purchases/lines/{blades.pk}/do/call_off")
    assert expected(kim) == ""


def expected(kim: Desk) -> str:
    """The day of the one order, as the list's file has it."""
    sent = b"".join(kim.get("/purchases?view=all&as=csv").response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(sent))
    return row["Expected"]
