"""Labour and its rates on screen."""

from typing import Any

import pytest

from vaxel.business.catalog import canned, operations
from vaxel.business.catalog.models import LabourRate, Operation
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_operations_are_listed_with_what_they_cost_here(floor: Floor) -> None:
    mo = Desk("mo")
    text = mo.get("/labour").text
    assert "B-10" in text
    assert "1,5 h" in text
    assert "1 500,00" in text, "1.5 hours at 1000.00"
    assert "Nothing was found" in mo.get("/labour?q=zzz").text
    assert "Arbete" in Desk("mo", language="sv").get("/labour").text
    once = asked(mo, "/labour")
    for n in (1, 2):
        operations.define(code=f"C-{n}", name_sv="Mer", hours_milli=1000, **SAID)
    assert asked(mo, "/labour") == once


def test_an_operation_is_made_changed_retired_and_offered_again(floor: Floor) -> None:
    mo = Desk("mo")
    fields: dict[str, Any] = {"code": "B-20", "name_sv": "Byta skivor", "rate_key": "general", "hours_milli": "1,2"}
    assert mo.form("/labour/new", **fields).status == 303
    made = Operation.objects.get(code="B-20")
    assert (made.hours_milli, made.name_sv) == (1200, "Byta skivor")
    mo.form(f"/labour/{made.pk}", **fields | {"hours_milli": "1,4", "code": "X"})
    made.refresh_from_db()
    assert (made.code, made.hours_milli) == ("B-20", 1400), "the code stays what it is"
    mo.form(f"/labour/{made.pk}/retire")
    mo.get("/labour")  # says that it is done
    assert "B-20" not in mo.get("/labour").text
    assert "B-20" in mo.get("/labour?view=retired").text
    mo.form(f"/labour/{made.pk}/restore")
    assert "B-20" in mo.get("/labour").text


@pytest.mark.parametrize("hours", ["", "many", "-1"])
def test_hours_that_are_none_are_refused_and_nothing_is_stored(floor: Floor, hours: str) -> None:
    page = Desk("mo").form("/labour/new", code="B-20", name_sv="X", rate_key="general", hours_milli=hours)
    assert page.status == 422
    assert 'value="B-20"' in page.text, "what was typed stands there"
    assert not Operation.objects.filter(code="B-20").exists()


def test_who_may_not_sees_but_does_not_change(floor: Floor) -> None:
    sam = Desk("sam")
    assert "New operation" not in sam.get("/labour").text
    answer = sam.form("/labour/new", code="B-20", name_sv="X", rate_key="general", hours_milli="1")
    assert "not allowed" in answer.text
    assert sam.form(f"/labour/{floor.change_pads.pk}/retire").status == 403
    assert Operation.objects.filter(retired_at=None).count() == 1


def test_a_rate_is_set_in_its_cell_everywhere_and_at_a_site(floor: Floor) -> None:
    mo, house = Desk("mo"), floor.shop
    assert mo.post("/labour/rates/save", key="general", site="", price="1 100,50").status == 204
    assert mo.post("/labour/rates/save", key="general", site=str(house.tyres.pk), price="900").status == 204
    held = {rate.site_id: rate.hour_price_cm for rate in LabourRate.objects.filter(key="general")}
    assert held == {None: 11_005_000, house.tyres.pk: 9_000_000}
    text = mo.get("/labour/rates").text
    assert 'value="1 100,50"' in text
    assert 'value="900,00"' in text
    assert mo.post("/labour/rates/save", key="general", site="", price="dear").status >= 400
    assert mo.post("/labour/rates/save", key="none", site="", price="1").status == 404
    assert LabourRate.objects.get(site=None).hour_price_cm == 11_005_000
    assert mo.form("/labour/rates", key="diag", name_sv="Felsökning", name_en="Diagnosis", price="1300").status == 303
    assert LabourRate.objects.get(key="diag").hour_price_cm == 13_000_000


def test_it_says_which_canned_jobs_have_the_operation(floor: Floor) -> None:
    canned.define("brakes", title_sv="Bromsar", title_en="Front brakes", lines=[canned.labour(floor.change_pads)],
                  **SAID)  # fmt: skip
    assert "Front brakes" in Desk("mo").get(f"/labour/{floor.change_pads.pk}").text
