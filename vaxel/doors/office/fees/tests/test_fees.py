"""Fees on screen."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.catalog import fees
from vaxel.business.catalog.models import Fee, PartFee
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def fields(**more: str) -> dict[str, Any]:
    return {
        "key": "tyre", "kind": "hung", "name_sv": "Däckåtervinning", "name_en": "Tyre recycling", "price": "25,50",
        "valid_from": "2026-01-01",
    } | more  # fmt: skip


def test_a_fee_is_made_changed_hung_on_a_part_and_taken_off(floor: Floor) -> None:
    mo = Desk("mo")
    mo.form("/fees/new", **fields())
    fee = Fee.objects.get()
    assert (fee.unit_price_cm, fee.valid_from) == (255_000, date(2026, 1, 1))
    mo.form(f"/fees/{fee.pk}", **fields(price="30", valid_to="2027-01-01"))
    fee.refresh_from_db()
    assert (fee.unit_price_cm, fee.valid_to) == (300_000, date(2027, 1, 1))
    mo.form(f"/fees/{fee.pk}/hang", what=f"part:{floor.pads.pk}")
    assert "0986494104" in mo.get(f"/fees/{fee.pk}").text
    mo.form(f"/fees/{fee.pk}/hang", what=f"part:{floor.pads.pk}")
    assert PartFee.objects.count() == 1
    mo.form(f"/fees/{fee.pk}/take-off", part=str(floor.pads.pk))
    assert not PartFee.objects.exists()


def test_supplies_are_shares_between_a_floor_and_a_ceiling(floor: Floor) -> None:
    mo = Desk("mo")
    mo.form("/fees/new", **fields(kind="supplies", price="", parts_ppm="3", labour_ppm="2,5 %", floor_minor="10",
                                  ceiling_minor="150"))  # fmt: skip
    fee = Fee.objects.get()
    assert (fee.parts_ppm, fee.labour_ppm, fee.floor_minor, fee.ceiling_minor) == (30_000, 25_000, 1_000, 15_000)
    assert mo.form(f"/fees/{fee.pk}/hang", what=f"part:{floor.pads.pk}").status == 409
    assert not PartFee.objects.exists()


@pytest.mark.parametrize("change", [{"price": "dear"}, {"valid_to": "2025-01-01"}, {"name_sv": ""}, {"kind": "x"}])
def test_what_cannot_be_is_refused_and_nothing_is_stored(floor: Floor, change: dict[str, str]) -> None:
    assert Desk("mo").form("/fees/new", **fields() | change).status == 422
    assert not Fee.objects.exists()


def test_who_may_not_changes_nothing(floor: Floor) -> None:
    fee = fees.define(key="x", name_sv="X", name_en="X", kind="hung", valid_from=date(2026, 1, 1), **SAID)
    sam = Desk("sam")
    assert sam.form(f"/fees/{fee.pk}/hang", what=f"part:{floor.pads.pk}").status == 403
    assert "New fee" not in sam.get("/fees").text
    assert not PartFee.objects.exists()


def test_the_list_asks_as_often_for_three_as_for_one(floor: Floor) -> None:
    mo = Desk("mo", language="sv")

    def one(key: str) -> None:
        fees.define(key=key, name_sv=f"Avgift {key}", name_en="X", kind="hung", valid_from=date(2026, 1, 1), **SAID)

    one("a")
    once = asked(mo, "/fees")
    one("b")
    one("c")
    assert asked(mo, "/fees") == once
    assert "Avgift c" in mo.get("/fees").text
    assert "Avgift c" not in mo.get("/fees?view=over").text
