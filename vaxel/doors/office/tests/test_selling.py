"""The builder and the counter: who sees prices, what is sent twice, tiles, returns and unknown codes."""

import pytest

from vaxel.business.catalog import canned
from vaxel.business.catalog.models import PartCode
from vaxel.business.payments import drawers
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets.models import Line, QuickKey, Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    drawers.open(made.shop.k1, float_minor=0, by=made.shop.sam, at=AT)
    return made


def test_who_only_does_the_work_sees_no_prices(floor: Floor) -> None:
    where = f"/tickets/{floor.ticket.pk}"
    assert "3 375,00" in Desk("kim").get(where).text
    seen = Desk("tess").get(where).text
    assert "Byta belägg" in seen
    for amount in ("3 375,00", "2 875,00", "1 875,00", "1 000,00"):
        assert amount not in seen, amount


def test_a_job_with_a_menu_price_is_found_with_it_in_the_tickets_basis(floor: Floor) -> None:
    canned.define(
        "oil", title_sv="Oljeservice", title_en="Oil service", category="service", pricing="fixed",
        fixed_price_cm=159_600_00, lines=[canned.labour(floor.change_pads)], by=floor.shop.mo, at=AT,
    )  # fmt: skip
    where = f"/tickets/{floor.ticket.pk}/search"
    assert "1 995,00" in Desk("kim").part(where, q="olje").text
    assert "1 995,00" not in Desk("tess").part(where, q="olje").text


def test_the_same_press_twice_is_one_line(floor: Floor) -> None:
    kim, key = Desk("kim"), str(new_id())
    where = f"/tickets/{floor.ticket.pk}/add"
    before = Line.objects.filter(ticket=floor.ticket).count()
    for _time in range(2):
        assert kim.post(where, what=f"part:{floor.pads.pk}", once=key).status == 200
    assert Line.objects.filter(ticket=floor.ticket).count() == before + 1
    kim.post(where, what=f"part:{floor.blades.pk}", once=key)
    assert Line.objects.filter(ticket=floor.ticket).count() == before + 2


def test_a_tile_is_made_and_an_unknown_code_connected(floor: Floor) -> None:
    mo = Desk("mo")
    mo.form("/counter/tiles", do="add", number="0986494104", label="Pads")
    assert QuickKey.objects.get().part == floor.pads
    assert f'value="part:{floor.pads.pk}">Pads<' in mo.get("/counter").text
    unknown = mo.post("/counter/add", q="7350012345674", at="counter")
    assert (unknown.status, "Connect to a part" in unknown.text) == (422, True)
    mo.post("/counter/connect", code="7350012345674", number="0986494104", at="counter")
    assert PartCode.objects.get(kind="barcode").part == floor.pads
    cart = Ticket.objects.get(kind="counter")
    assert [line.part for line in cart.lines.all()] == [floor.pads]
    wrong = mo.post("/counter/connect", code="111", number="nothing", at="counter")
    assert (wrong.status, PartCode.objects.filter(kind="barcode").count()) == (400, 1)


def test_a_free_line_begins_a_cart_and_returns_find_the_receipt(floor: Floor) -> None:
    sam = Desk("sam")
    sam.post("/counter/free", kind="part", text="Skylt", quantity="2", unit_price="50", at="counter")
    assert Ticket.objects.get(kind="counter").gross_minor == 10_000
    assert "No receipt or invoice has that number." in sam.get("/counter/returns", q="99").text
