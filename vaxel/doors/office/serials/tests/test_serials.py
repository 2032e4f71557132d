"""Pieces on screen: received by number, named on a line, followed to the car, found from anywhere."""

from collections.abc import Iterator

import pytest

from vaxel.business.catalog.models import Part
from vaxel.business.service import handover
from vaxel.business.service.tests.cast import AT, SAID, Floor
from vaxel.business.stock import receipts, tracking
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Lot, LotBalance, NamedLot
from vaxel.doors.office.purchases.tests.cast import brembo, buying, ordered
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    for made in buying():
        tracking.track(made.pads, kind="serial", **SAID)
        yield made


def received(floor: Floor, lots: str, pieces: str = "2") -> int:
    [row] = ordered().lines.all()
    form = {f"came-{row.pk}": pieces, f"lot-{row.pk}": lots, "note": "F-1"}
    return Desk("kim").post(f"/receiving/from/{brembo().pk}", **form).status


def lies() -> list[str]:
    return sorted(LotBalance.objects.filter(on_hand_milli__gt=0).values_list("lot__code", flat=True))


def test_each_piece_that_comes_is_named(floor: Floor) -> None:
    assert received(floor, "") == 422
    assert received(floor, "AB-1") == 422, "one of two"
    assert received(floor, "AB-1\nAB-2 AB-3") == 422, "three of two"
    assert lies() == []
    assert received(floor, "AB-1\nAB-2") == 204
    assert lies() == ["AB-1", "AB-2"]


def test_a_tyres_weeks_come_with_how_many_of_each(floor: Floor) -> None:
    tracking.track(Part.objects.get(pk=floor.pads.pk), kind="dot", **SAID)
    assert received(floor, "2325:1 2425:2") == 422
    assert received(floor, "2325:1 2425:1") == 204
    assert lies() == ["2325", "2425"]


def test_a_piece_is_named_on_the_line_and_followed_from_supplier_to_car(floor: Floor) -> None:
    received(floor, "AB-1 AB-2")
    kim, row = Desk("kim"), floor.line(floor.brakes, "part")
    where = f"/tickets/{floor.ticket.pk}"
    assert "Say which one" in kim.get(where).text
    asked_ = kim.get(f"{where}/lines/{row.pk}/sheets/lots").text
    assert 'value="AB-1"' in asked_
    wrong = kim.post(f"{where}/lines/{row.pk}/lots", code="XX-9")
    assert (wrong.status, NamedLot.objects.count()) == (422, 0)
    assert "XX-9 is no lot or serial number" in wrong.text
    assert 'value="XX-9"' in wrong.text, "what was typed is kept"
    kim.post(f"{where}/lines/{row.pk}/lots", code="ab1")
    assert NamedLot.objects.get().lot.code == "AB-1"
    overrides = dict.fromkeys(("G1", "G2"), "Test")
    lot = Lot.objects.get(code="AB-1")
    page = kim.get(f"/serials/{lot.pk}").text
    assert f"Named on ticket {floor.ticket.ref}" in page
    handover.post_ticket(floor.ticket, odometer_out_km=9, overrides=overrides, by=floor.shop.mo, at=AT)
    page = kim.get(f"/serials/{lot.pk}").text
    assert "Brembo Grossist" in page
    assert "ABC 123" in page
    assert "Named on ticket" not in page
    assert f"/serials/{lot.pk}" in kim.get(f"/vehicles/{floor.car.pk}").text


def test_a_number_is_found_from_anywhere(floor: Floor) -> None:
    received(floor, "ZQ-77-1 ZQ-77-2")
    kim, lot = Desk("kim"), Lot.objects.get(code="ZQ-77-1")
    for path in ("/find", "/palette/find"):
        text = kim.get(path, q="zq77").text
        assert f"/serials/{lot.pk}" in text
        assert f"/serials/{lot.pk}" not in kim.get(path, q="zq").text, "too short to mean a piece"
    assert "ZQ-77-1" in kim.get("/serials", q="77-1").text
    assert "ZQ-77-1" not in kim.get("/serials", view="gone").text
    assert "ZQ-77-1" in kim.get(f"/parts/{floor.pads.pk}").text


def test_the_list_asks_as_much_of_three_as_of_one(floor: Floor) -> None:
    pads, kim = Part.objects.get(pk=floor.pads.pk), Desk("kim")
    receipts.receive(floor.shop.workshop, lines=[(pads, 1000, 100)], lots={0: [LotIn("A-1")]}, **SAID)
    few = asked(kim, "/serials")
    for code in ("A-2", "A-3"):
        receipts.receive(floor.shop.workshop, lines=[(pads, 1000, 100)], lots={0: [LotIn(code)]}, **SAID)
    assert asked(kim, "/serials") == few


def test_how_a_part_is_tracked_is_set_on_its_page_while_nothing_lies_there(floor: Floor) -> None:
    mo, where = Desk("mo"), f"/parts/{floor.blades.pk}"
    assert mo.post(f"{where}/track", tracking="serial").status == 409
    assert mo.post(f"/parts/{floor.pads.pk}/track", tracking="nonsense").status == 400
    mo.post(f"/parts/{floor.pads.pk}/track", tracking="lot")
    assert Part.objects.get(pk=floor.pads.pk).tracking == "lot"
    assert Desk("kim").post(f"/parts/{floor.pads.pk}/track", tracking="none").status == 403


def test_the_core_and_the_torque_are_chosen_on_the_line(floor: Floor) -> None:
    kim, row = Desk("kim"), floor.line(floor.brakes, "labour")
    where = f"/tickets/{floor.ticket.pk}/lines/{row.pk}"
    assert kim.post(f"{where}/torque", torque="9").status == 400
    kim.post(f"{where}/torque", torque="120")
    row.refresh_from_db()
    assert row.torque_nm == 120
    part = floor.line(floor.brakes, "part")
    assert kim.post(f"/tickets/{floor.ticket.pk}/lines/{part.pk}/keep-core").status == 409, "it has no core charge"
