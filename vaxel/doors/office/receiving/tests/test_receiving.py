"""Goods in at the screen: counted once, asked about, put where they belong."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from vaxel.business.catalog import codes
from vaxel.business.purchasing import offers, suppliers
from vaxel.business.purchasing.models import GoodsReceipt, SupplierReturn
from vaxel.business.purchasing.offers import Terms
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor
from vaxel.business.tickets import lines
from vaxel.doors.office.purchases.tests.cast import brembo, buying, came, key, ordered
from vaxel.doors.office.receiving.reading import put
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


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


def test_more_than_ordered_under_a_number_that_came_before_is_kept_when_both_are_ticked(floor: Floor) -> None:
    kim, path = Desk("kim"), f"/receiving/from/{brembo().pk}"
    [first] = ordered().lines.all()
    kim.post(path, **{f"came-{first.pk}": "2", "note": "F-1"})
    [row] = ordered().lines.all()
    said = {f"came-{row.pk}": "3", "note": "F-1"}
    asked = kim.post(path, **said)
    assert 'name="again" value="1">' in asked.text
    assert 'name="over"' not in asked.text
    more = kim.post(path, **said, again="1")
    assert 'name="again" value="1" checked>' in more.text
    assert 'name="over" value="1">' in more.text
    kim.post(path, **said, over="1", again="1")
    assert [one.lines.get().over_milli for one in GoodsReceipt.objects.order_by("number")] == [0, 1_000]


def test_what_a_colleague_received_meanwhile_is_said_and_nothing_is_stored(floor: Floor) -> None:
    kim, path = Desk("kim"), f"/receiving/from/{brembo().pk}"
    [row], [other] = ordered().lines.all(), ordered().lines.all()
    counted = {f"came-{row.pk}": "2", f"came-{other.pk}": "2"}
    kim.post(path, **{f"came-{row.pk}": "2"})
    refused = kim.post(path, **counted)
    assert (refused.status, GoodsReceipt.objects.count()) == (422, 1)
    said = "0986494104: someone else has received it meanwhile. Still to come: 0. Look and try again."
    assert said in refused.text
    assert f'name="came-{other.pk}" value="2"' in refused.text
    kim.post(path, **{f"came-{other.pk}": "2"})
    assert said in kim.post(path, **counted).text, "also where nothing is to come any more"


def test_a_line_of_another_suppliers_order_is_not_known_here(floor: Floor) -> None:
    kim = Desk("kim")
    [row] = ordered().lines.all()
    other = suppliers.begin(card={"name": "Mekonomen Grossist"}, terms={}, **SAID)
    refused = kim.post(f"/receiving/from/{other.pk}", **{f"came-{row.pk}": "2"})
    assert (refused.status, "0986494104" in refused.text) == (422, False)
    assert not GoodsReceipt.objects.exists()


def test_a_part_on_two_lines_goes_to_who_waits_from_both(floor: Floor) -> None:
    """One and three pads are wanted; orders of two and three bring five: four to the ticket, one to the shelf."""
    kim: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    lines.add(floor.wipers, [lines.Wish(part=floor.pads, quantity_milli=3_000)], **kim)
    floor.phone(Answer(floor.wipers, "approve"))
    [first], [second] = ordered(2).lines.all(), ordered(3).lines.all()
    Desk("kim").post(f"/receiving/from/{brembo().pk}", **{f"came-{first.pk}": "2", f"came-{second.pk}": "3"})
    rows = put(GoodsReceipt.objects.get())
    shared = [(row.line.quantity_milli, sum(one.milli for one in row.kept) + row.rest_milli) for row in rows]
    assert sorted(shared) == [(2_000, 2_000), (3_000, 3_000)]
    assert [row.rest_milli for row in rows] == [0, 1_000]


def test_goods_taken_or_sent_back_by_a_form_sent_twice_go_once(floor: Floor) -> None:
    kim, mo, receipt = Desk("kim"), Desk("mo"), came(4)
    form = {f"quantity-{receipt.lines.get().pk}": "1", "text": "miscounted"}
    twice = key()
    assert 'name="once"' in kim.get(f"/receiving/{receipt.pk}").text
    assert [kim.post(f"/receiving/{receipt.pk}/back", **form, **twice).status for _time in range(2)] == [204, 204]
    assert receipt.lines.get().back_milli == 1_000
    twice = key()
    sent = [mo.post(f"/receiving/{receipt.pk}/return", **form, reason="wrong", **twice) for _time in range(2)]
    back = SupplierReturn.objects.get()
    assert [one.leads_to for one in sent] == [f"/supplier-returns/{back.pk}"] * 2


def test_a_scan_is_compared_as_the_catalogue_compares_numbers(floor: Floor) -> None:
    offers.set_offer(brembo(), floor.pads, terms=Terms("BROMSÅ-1", 3_500_000), **SAID)
    codes.add(floor.pads, kind="barcode", text="LÅDA-12", quantity_milli=12_000, **SAID)
    ordered()
    page = Desk("kim").get(f"/receiving/from/{brembo().pk}")
    [said] = re.findall(r'data-codes="([^"]*)"', page.text)
    assert set(said.split()) == {"0986494104:1000", "G1:1000", "BROMS1:1000", "LDA12:12000"}


def test_who_receives_nothing_sees_what_is_to_come_and_no_way_to_count_it(floor: Floor) -> None:
    ordered()
    path = f'href="/receiving/from/{brembo().pk}"'
    assert path in Desk("kim").get("/receiving").text
    page = Desk("tess").get("/receiving")
    assert (page.status, path in page.text) == (200, False)
    assert "Brembo Grossist" in page.text
