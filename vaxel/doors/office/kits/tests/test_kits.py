"""Kits on screen: put together, priced, and counted by the scarcest part."""

from typing import Any

import pytest

from vaxel.business.catalog import kits, parts
from vaxel.business.catalog.models import Part
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop(pads=7, blades=4)


def kit(number: str = "KIT-1") -> Part:
    return parts.add(brand="Own", number=number, name_sv="Paket", name_en="Winter kit", stocking="kit", **SAID)


def fields(*held: tuple[Part, str]) -> dict[str, Any]:
    rows = {f"part-{n}": str(part.pk) for n, (part, _quantity) in enumerate(held)}
    return rows | {f"quantity-{n}": quantity for n, (_part, quantity) in enumerate(held)}


def inside(one: Part) -> list[tuple[str, int]]:
    return [(held.part.number, held.quantity_milli) for held in one.components.select_related("part")]


def test_a_kit_is_put_together_and_says_what_stops_the_next_one(floor: Floor) -> None:
    one, mo = kit(), Desk("mo")
    page = mo.form(f"/kits/{one.pk}", **fields((floor.pads, "1"), (floor.blades, "2")), do="save")
    assert page.leads_to == f"/kits/{one.pk}"
    assert inside(one) == [("0986494104", 1000), ("3397007640", 2000)]
    text = mo.get(f"/kits/{one.pk}").text
    assert "2 can be put together here" in text
    assert "the scarcest" in text.split("Wiper blade")[1].split("</tr>")[0]
    assert "1 200,00" in text, "800.00 and two of 200.00"
    listed = mo.get("/kits").text
    assert "KIT-1" in listed
    assert "1 200,00" in listed


def test_a_button_changes_the_form_alone(floor: Floor) -> None:
    one, mo = kit(), Desk("mo")
    held = fields((floor.pads, "1"), (floor.blades, "2"))
    page = mo.post(f"/kits/{one.pk}", **held, do="up:1")
    assert page.text.index("3397007640") < page.text.index("0986494104")
    page = mo.post(f"/kits/{one.pk}", **fields((floor.pads, "1")), do="choose", what=f"part:{floor.blades.pk}")
    assert "3397007640" in page.text
    assert inside(one) == []


@pytest.mark.parametrize("quantity", ["", "0", "many"])
def test_what_cannot_be_is_refused_and_the_kit_stays(floor: Floor, quantity: str) -> None:
    one = kit()
    kits.set_components(one, components=[(floor.pads, 1000)], **SAID)
    page = Desk("mo").form(f"/kits/{one.pk}", **fields((floor.pads, quantity)), do="save")
    assert page.status == 422
    assert inside(one) == [("0986494104", 1000)]


def test_nothing_or_itself_is_no_kit(floor: Floor) -> None:
    one, mo = kit(), Desk("mo")
    assert mo.form(f"/kits/{one.pk}", do="save").status == 422
    assert mo.form(f"/kits/{one.pk}", **fields((one, "1")), do="save").status == 422
    assert mo.get(f"/kits/{floor.pads.pk}").status == 404
    assert Desk("sam").form(f"/kits/{one.pk}", **fields((floor.pads, "1")), do="save").status in (403, 422)
    assert inside(one) == []


def test_lists_of_three_ask_as_often_as_of_one(floor: Floor) -> None:
    mo, first = Desk("mo", language="sv"), kit()
    kits.set_components(first, components=[(floor.pads, 1000)], **SAID)
    once, page = asked(mo, "/kits"), asked(mo, f"/kits/{first.pk}")
    for n in (2, 3):
        kits.set_components(kit(f"KIT-{n}"), components=[(floor.pads, 1000), (floor.blades, 1000)], **SAID)
    kits.set_components(first, components=[(floor.pads, 1000), (floor.blades, 1000)], **SAID)
    assert (asked(mo, "/kits"), asked(mo, f"/kits/{first.pk}")) == (once, page)
    assert "Kan fås här" in mo.get("/kits").text
