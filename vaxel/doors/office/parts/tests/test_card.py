"""A part's page: other numbers, prices in every list, going out of use, and labels."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.catalog import codes, kits, parts, price_lists, prices
from vaxel.business.catalog.models import Part, PartCode, Price, PriceList
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.doors.papers import labels
from vaxel.doors.papers.labels import Label

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_a_barcode_is_added_found_and_taken_off(floor: Floor) -> None:
    mo, where = Desk("mo"), f"/parts/{floor.pads.pk}"
    mo.post(f"{where}/codes", kind="barcode", text="7310500144511", quantity="2")
    code = PartCode.objects.get()
    assert (code.part, code.quantity_milli) == (floor.pads, 2000)
    text = mo.get(where).text
    assert "7310500144511" in text
    assert "one scan is 2 pcs" in text
    assert "0986494104" in mo.get("/parts", q="7310500144511").text
    mo.post(f"{where}/codes/{code.pk}/remove")
    assert not PartCode.objects.exists()


@pytest.mark.parametrize("fields", [{"kind": "barcode", "text": "–"}, {"kind": "nonsense", "text": "1"},
                                    {"kind": "old", "text": "A1", "quantity": "none"}])  # fmt: skip
def test_what_is_no_code_is_refused(floor: Floor, fields: dict[str, str]) -> None:
    assert Desk("mo").post(f"/parts/{floor.pads.pk}/codes", **fields).status >= 400
    assert not PartCode.objects.exists()


def test_a_barcode_that_is_on_another_part_is_refused_with_its_name(floor: Floor) -> None:
    codes.add(floor.blades, kind="barcode", text="7310500144511", **SAID)
    answer = Desk("mo").post(f"/parts/{floor.pads.pk}/codes", kind="barcode", text="7310500144511")
    assert answer.status == 409
    assert "3397007640" in answer.text
    assert PartCode.objects.count() == 1


def test_the_page_shows_every_list_the_kits_and_what_happened(floor: Floor) -> None:
    listed = price_lists.make(name="Fleet 2030", valid_from=date(2030, 1, 1), **SAID)
    prices.set(listed, prices=[(floor.pads, 7_000_000)], **SAID)
    kit = parts.add(brand="Own", number="KIT-1", name_sv="Paket", name_en="Kit", stocking="kit", **SAID)
    kits.set_components(kit, components=[(floor.pads, 1000)], **SAID)
    text = Desk("mo").get(f"/parts/{floor.pads.pk}").text
    assert "Fleet 2030" in text
    assert "700,00" in text
    assert "KIT-1" in text
    assert "Part added" in text


def test_a_part_is_sold_no_more_and_then_again(floor: Floor) -> None:
    mo = Desk("mo")
    mo.form(f"/parts/{floor.pads.pk}/retire")
    assert "Sell again" in mo.get(f"/parts/{floor.pads.pk}").text
    mo.form(f"/parts/{floor.pads.pk}/restore")
    assert Part.objects.get(pk=floor.pads.pk).retired_at is None
    assert Desk("sam").form(f"/parts/{floor.pads.pk}/retire").status == 403
    assert Part.objects.get(pk=floor.pads.pk).retired_at is None


def test_the_page_of_a_part_with_three_numbers_asks_as_often_as_with_one(floor: Floor) -> None:
    mo, where = Desk("mo", language="sv"), f"/parts/{floor.pads.pk}"
    codes.add(floor.pads, kind="old", text="OLD-0", **SAID)
    once = asked(mo, where)
    for n in (1, 2):
        codes.add(floor.pads, kind="old", text=f"OLD-{n}", **SAID)
    assert asked(mo, where) == once


def test_labels_of_one_part_and_of_several(floor: Floor) -> None:
    kim = Desk("kim")
    one = kim.get(f"/parts/{floor.pads.pk}/label?copies=3")
    assert pages(one.response.content) == 3
    sheet = kim.get(f"/parts/{floor.pads.pk}/label?copies=20&skip=2&shape=a4")
    assert pages(sheet.response.content) == 2, "two places are used: the twentieth lies on the next sheet"
    both: Any = [str(floor.pads.pk), str(floor.blades.pk)]
    assert pages(kim.form("/parts/labels", pick=both).response.content) == 2
    assert pages(kim.form("/parts/labels/a4", pick=both).response.content) == 1
    assert kim.form("/parts/labels").status == 400
    for wrong in ("copies=0", "copies=9999", "copies=x"):
        assert kim.get(f"/parts/{floor.pads.pk}/label?{wrong}").status == 400


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n")


@pytest.mark.parametrize(
    ("code", "is_ean"),
    [("7310500144511", True), ("7310500144512", False), ("731050014451", False), ("ABC-123", False)],
)
def test_only_thirteen_digits_that_add_up_are_ean(code: str, is_ean: bool) -> None:
    assert labels.is_ean(code) is is_ean


def test_the_same_labels_are_the_same_bytes() -> None:
    held = [Label("Bromsbelägg fram", "0 986 494 104", "Bosch", "1 000,00 kr", "inkl. moms", "0986494104")]
    made = [labels.render(held, "60x30", author="Mos Bil", language="sv") for _n in range(2)]
    assert made[0] == made[1]
    assert b"/MediaBox [ 0 0 170.0787 85.03937 ]" in made[0]


NEW = {"brand": "Bosch", "number": "W 200", "name_sv": "Glödlampa", "unit": "pcs", "stocking": "stocked",
       "quality": "aftermarket"}  # fmt: skip


def test_a_new_part_gets_its_price_in_everyones_list(floor: Floor) -> None:
    Price.objects.all().delete()
    PriceList.objects.all().delete()
    everyone = price_lists.make(name="Aaa", basis="incl", valid_from=date(2020, 1, 1), **SAID)
    price_lists.make(name="Here", site=floor.shop.workshop, valid_from=date(2019, 1, 1), **SAID)
    price_lists.make(name="Later", valid_from=date(2099, 1, 1), **SAID)
    mo = Desk("mo")
    page = mo.get("/parts/new").text
    assert "In Aaa." in page
    assert "Price with VAT" in page
    mo.form("/parts/new", **NEW, price_minor="49,50")
    part = Part.objects.get(number="W 200")
    assert [(one.price_list, one.unit_price_cm) for one in Price.objects.filter(part=part)] == [(everyone, 495_000)]
    assert 'name="price_minor"' not in mo.get(f"/parts/{part.pk}/edit").text


def test_without_a_list_there_is_no_price_to_write_and_the_way_to_a_list_is_shown(floor: Floor) -> None:
    Price.objects.all().delete()
    PriceList.objects.all().delete()
    mo = Desk("mo")
    assert 'name="price_minor"' not in mo.get("/parts/new").text
    where = mo.form("/parts/new", **NEW, price_minor="49,50").leads_to
    assert "Make a price list" in mo.get(where).text
    assert not Price.objects.exists()
    lamp = Part.objects.get(number="W 200")
    assert "no price</span>" in Desk("kim").post("/counter/add", what=f"part:{lamp.pk}").text
