"""Kits on screen: put together, priced, and counted by the scarcest part."""

from typing import Any

import pytest

from vaxel.business.catalog import kits, parts
from vaxel.business.catalog.models import Part
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.business.stock.models import Balance
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import checks
from vaxel.kernel.ids import new_id

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
    never = parts.add(brand="Own", number="NEVER", name_sv="Aldrig", stocking="on_demand", **SAID)
    assert mo.get(f"/kits/{never.pk}").status == 404
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


def ready_made(floor: Floor) -> Part:
    """A set that is built beforehand of one set of pads and two blades."""
    made = parts.add(brand="Own", number="SET-1", name_sv="Sats", name_en="Ready set", **SAID)
    kits.set_components(made, components=[(floor.pads, 1000), (floor.blades, 2000)], **SAID)
    return made


def on_hand(part: Part) -> tuple[int, int]:
    row = Balance.objects.filter(part=part).values_list("on_hand_milli", "value_minor").first()
    return row or (0, 0)


def test_a_set_is_built_of_its_parts_and_taken_apart_again_once_for_each_form(floor: Floor) -> None:
    made, mo, key = ready_made(floor), Desk("mo"), str(new_id())
    for _time in range(2):
        page = mo.form(f"/kits/{made.pk}/make", pieces="2", do="build", once=key)
        assert page.leads_to == f"/kits/{made.pk}"
    assert on_hand(made) == (2000, 2 * (40_000 + 2 * 9_000))
    assert (on_hand(floor.pads)[0], on_hand(floor.blades)[0]) == (5000, 0)
    assert "2 pcs lie here" in mo.get(f"/kits/{made.pk}").text
    mo.form(f"/kits/{made.pk}/make", pieces="1", do="apart")
    assert (on_hand(made)[0], on_hand(floor.pads)[0], on_hand(floor.blades)[0]) == (1000, 6000, 2000)
    assert {name: found for name, found in checks.run_all().items() if found and name != "kernel.events"} == {}


@pytest.mark.parametrize(("pieces", "do"), [("3", "build"), ("0,5", "build"), ("many", "build"), ("1", "apart")])
def test_what_cannot_be_built_or_taken_apart_is_said_and_nothing_moves(floor: Floor, pieces: str, do: str) -> None:
    made, mo = ready_made(floor), Desk("mo")
    page = mo.form(f"/kits/{made.pk}/make", pieces=pieces, do=do)
    assert page.status >= 400
    assert 'role="alert"' in page.text
    assert f'value="{pieces}"' in page.text, "what was typed is kept"
    assert (on_hand(made), on_hand(floor.pads)[0]) == ((0, 0), 7000)


def test_who_may_not_build_is_refused(floor: Floor) -> None:
    made = ready_made(floor)
    assert "/make" not in Desk("tess").get(f"/kits/{made.pk}").text
    assert Desk("tess").form(f"/kits/{made.pk}/make", pieces="1", do="build").status == 403
