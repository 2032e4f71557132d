"""The export on screen: set up, looked at beforehand, a file made, fetched, marked; ours against theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.exports.models import Batch, Target, Unit
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.links.accounting.sie import reader

pytestmark = pytest.mark.django_db
SETUP: dict[str, Any] = {"starts_on": "2026-11-01", "summary": "0", "leaves_out": ["STOCK"]}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A sale by card at K1, whose day is closed."""
    made = counter()
    sell(made)
    drawers.close(made.shop.k1, counted_minor=100_000, by=made.shop.mo, at=AT + timedelta(minutes=5))
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
    return made


def sell(here: Counter, tender: str = "card", hours: int = 0, **change: Any) -> None:
    cast, at = here.shop, AT + timedelta(hours=hours)
    sales.ring_up(cast.k1, [Wish(part=here.pads)], [Tender(tender, 89_900)], by=cast.mo, at=at, **change)


def test_from_set_up_to_imported(here: Counter) -> None:
    mo = Desk("mo")
    assert "SIE" in mo.get("/accounting").text
    assert mo.get("/accounting/sie").leads_to == "/accounting/sie/setup"
    mo.post("/accounting/sie/setup", **SETUP)
    before = mo.get("/accounting/sie/preview").text
    assert "Z 1 kassa K1 STH" in before
    assert Unit.objects.count() == 0
    mo.post("/accounting/sie/make")
    batch = Batch.objects.get()
    fetched = mo.get(f"/accounting/files/{batch.pk}").response
    read = reader.read(fetched.content)
    assert [(one.series, one.text, one.difference) for one in read.file.vouchers] == [("Z", "Z 1 kassa K1 STH", 0)]
    assert read.faults == []
    assert mo.post("/accounting/sie/make").status == 422
    assert mo.post(f"/accounting/files/{batch.pk}/do/unread", reason="").status == 422
    mo.post(f"/accounting/files/{batch.pk}/do/imported")
    assert "Their books and ours agree" in mo.get("/accounting/sie/compare").text
    unit = Unit.objects.get()
    page = mo.get(f"/accounting/units/{unit.pk}").text
    assert "/books/" in page
    assert "899,00" in page


def test_a_unit_is_left_out_and_goes_after_all(here: Counter) -> None:
    mo = Desk("mo")
    mo.post("/accounting/sie/setup", **SETUP)
    mo.post("/accounting/sie/make")
    batch = Batch.objects.get()
    mo.post(f"/accounting/files/{batch.pk}/do/unread", reason="Fel år i programmet")
    unit = Unit.objects.get()
    assert mo.post(f"/accounting/units/{unit.pk}/do/leave_out", reason="").status == 422
    mo.post(f"/accounting/units/{unit.pk}/do/leave_out", reason="Bokförd för hand")
    assert "Bokförd för hand" in mo.get("/accounting/sie?view=skipped").text
    mo.post(f"/accounting/units/{unit.pk}/do/put_back")
    mo.post("/accounting/sie/make")
    assert [one.number for one in Batch.objects.order_by("number")] == [1, 2]


def test_what_was_typed_stays_when_it_is_refused(here: Counter) -> None:
    refused = Desk("mo").post("/accounting/sie/setup", **SETUP | {"series-Z_DAY": "Z-1", "summary": "1"})
    assert refused.status == 422
    assert 'value="Z-1"' in refused.text
    assert Target.objects.count() == 0


def test_the_list_asks_as_often_for_three_units_as_for_one(here: Counter) -> None:
    mo, asked = Desk("mo"), []
    mo.post("/accounting/sie/setup", **SETUP)
    for _n in range(3):
        mo.post("/accounting/sie/make")
        mo.get("/accounting/sie")
        with CaptureQueriesContext(connection) as queries:
            assert mo.get("/accounting/sie").status == 200
        asked.append(len(queries))
        sell(here, "on_account", hours=1, customer=here.shop.ada)
    assert (asked[0], Unit.objects.count()) == (asked[2], 3)


def test_only_who_keeps_the_company_s_books_hands_them_over(here: Counter) -> None:
    for path in ("/accounting", "/accounting/sie", "/accounting/sie/setup"):
        assert Desk("sam").get(path).status == 403
    assert Desk("sam").post("/accounting/sie/setup", **SETUP).status == 403
    assert Target.objects.count() == 0
