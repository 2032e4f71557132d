"""Price lists on screen: a sheet of cells, a percentage looked at first, a copy."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.catalog import prices
from vaxel.business.catalog.models import Price, PriceList
from vaxel.business.parties.models import CustomerGroup
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def the_list() -> PriceList:
    return PriceList.objects.get(name="Normal")


def of(price_list: PriceList) -> list[int]:
    return [one.unit_price_cm for one in prices.in_list(price_list)]


def test_a_cell_is_set_emptied_and_put_back(floor: Floor) -> None:
    mo, held = Desk("mo"), the_list()
    where = f"/price-lists/{held.pk}"
    assert 'value="800,00"' in mo.get(where).text
    answer = mo.post(f"{where}/set", part=str(floor.pads.pk), price="849,50")
    assert of(held) == [8_495_000, 2_000_000]
    undo = answer.text.split('name="price" value="')[1].split('"')[0]
    assert undo == "800,00"
    mo.post(f"{where}/set", part=str(floor.pads.pk), price="")
    assert of(held) == [2_000_000]
    assert "0986494104" in mo.get(f"{where}?view=none").text
    assert "0986494104" not in mo.get(where).text
    mo.post(f"{where}/set", part=str(floor.pads.pk), price=undo)
    assert of(held) == [8_000_000, 2_000_000]


@pytest.mark.parametrize("price", ["dear", "-5"])
def test_what_is_no_price_is_refused_and_the_old_one_stays(floor: Floor, price: str) -> None:
    held = the_list()
    assert Desk("mo").post(f"/price-lists/{held.pk}/set", part=str(floor.pads.pk), price=price).status >= 400
    assert of(held) == [8_000_000, 2_000_000]


def test_a_percentage_is_looked_at_and_then_done_once(floor: Floor) -> None:
    mo, held = Desk("mo"), the_list()
    where = f"/price-lists/{held.pk}/change"
    seen = mo.get(f"{where}?percent=4,5&step_cm=10000&category=&brand=").text
    assert "836,00" in seen
    assert "Change 2 prices" in seen
    assert of(held) == [8_000_000, 2_000_000], "looking changes nothing"
    fields: dict[str, Any] = {"percent": "4,5", "step_cm": "10000", "category": "", "brand": "", "once": str(new_id())}
    mo.form(where, **fields)
    mo.form(where, **fields)
    assert of(held) == [8_360_000, 2_090_000]
    assert mo.get(f"{where}?percent=much&step_cm=0").status == 422
    assert mo.form(where, percent="-200", step_cm="0").status == 400
    assert of(held) == [8_360_000, 2_090_000]


def test_a_list_is_made_renamed_and_copied(floor: Floor) -> None:
    mo, fleet = Desk("mo"), CustomerGroup.objects.create(name="Fleet")
    mo.form("/price-lists/new", name="Fleet 2026", valid_from="2026-01-01", basis="excl", group=str(fleet.pk), site="")
    made = PriceList.objects.get(name="Fleet 2026")
    assert (made.group, made.site, made.currency) == (fleet, None, "SEK")
    mo.form(f"/price-lists/{made.pk}/edit", name="Fleet", valid_from="2026-01-01", valid_to="2027-01-01")
    made.refresh_from_db()
    assert (made.name, made.valid_to, made.group) == ("Fleet", date(2027, 1, 1), fleet)
    assert (
        mo.form(f"/price-lists/{made.pk}/edit", name="X", valid_from="2026-01-01", valid_to="2025-01-01").status == 422
    )
    fields: dict[str, Any] = {
        "name": "Normal 2027", "valid_from": "2027-01-01", "group": "", "site": "", "percent": "10", "step_cm": "0",
        "once": str(new_id()),
    }  # fmt: skip
    answers = [mo.form(f"/price-lists/{the_list().pk}/copy", **fields) for _n in range(2)]
    copied = PriceList.objects.get(name="Normal 2027")
    assert [one.leads_to for one in answers] == [f"/price-lists/{copied.pk}"] * 2
    assert of(copied) == [8_800_000, 2_200_000]
    assert "Normal 2027" in mo.get("/price-lists?view=next").text


def test_who_may_not_set_prices_sees_them_only(floor: Floor) -> None:
    sam, held = Desk("sam"), the_list()
    text = sam.get(f"/price-lists/{held.pk}").text
    assert "800,00" in text
    assert "data-grid" not in text
    assert "Cost" not in text
    assert sam.post(f"/price-lists/{held.pk}/set", part=str(floor.pads.pk), price="1").status == 403
    assert sam.form(f"/price-lists/{held.pk}/copy", name="X", valid_from="2027-01-01", step_cm="0").status in (403, 422)
    assert (of(held), PriceList.objects.count()) == ([8_000_000, 2_000_000], 1)


def test_the_sheet_is_exported_with_its_own_prices(floor: Floor) -> None:
    mo, held = Desk("mo"), the_list()
    ticket = mo.get(f"/price-lists/{held.pk}").text.split('name="list" value="')[1].split('"')[0]
    page = mo.form("/lists/export", list=ticket, **{"as": "csv"})
    text = b"".join(page.response.streaming_content).decode()
    assert "0986494104,Brake pads,Bosch,400.00,,800.0000" in text


def test_lists_of_three_ask_as_often_as_of_one(floor: Floor) -> None:
    mo, held = Desk("mo", language="sv"), the_list()
    Price.objects.filter(part=floor.blades).delete()
    once, page = asked(mo, "/price-lists"), asked(mo, f"/price-lists/{held.pk}")
    prices.set(held, prices=[(floor.blades, 2_000_000)], **SAID)
    for n in (2, 3):
        PriceList.objects.create(name=f"List {n}", valid_from=date(2026, 1, n))
    assert (asked(mo, "/price-lists"), asked(mo, f"/price-lists/{held.pk}")) == (once, page)
    assert "Prislistor" in mo.get("/price-lists").text
