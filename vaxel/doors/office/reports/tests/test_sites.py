"""Whose figures a report shows: those of the sites where the person may see them, on screen and in the file alike."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.locations import roles, staff
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.stock import receipts
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
HERE, THERE, BOTH = "719,20", "1 438,40", "2 157,60"  # sold without VAT


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """One pair of pads sold at the workshop today, two at the tyre shop. Tess reads all of the workshop's reports, but
    of the tyre shop's neither margins nor accounts."""
    made = counter()
    cast = made.shop
    receipts.receive(cast.tyres, lines=[(made.pads, 10_000, 50_000)], **SETUP)
    drawers.open(cast.k2, float_minor=0, by=cast.mo, at=AT)
    sold: dict[str, Any] = {"by": cast.mo, "at": AT}
    for till, n in ((cast.k1, 1), (cast.k2, 2)):
        sales.ring_up(till, [Wish(part=made.pads, quantity_milli=1000 * n)], [Tender("card", 89_900 * n)], **sold)
    reader = roles.make(key="reader", name_sv="Läsare", name_en="Reader", actions=["reports.read"], **SETUP)
    staff.assign(cast.staff["tess"], role="finance", site=cast.workshop, **SETUP)
    staff.assign(cast.staff["tess"], role=reader, site=cast.tyres, **SETUP)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
    return made


def csv(desk: Desk, where: str) -> str:
    """The file, whole."""
    page = desk.get(f"{where}&as=csv")
    assert page.status == 200
    return b"".join(page.response.streaming_content).decode()


@pytest.mark.parametrize("where", ["all", "there"])
def test_accounts_are_those_of_the_sites_whose_books_one_keeps(here: Counter, where: str) -> None:
    asked = f"/reports/accounts?site={'all' if where == 'all' else here.shop.tyres.pk}"
    page = Desk("tess").get(asked)
    assert HERE in page.text
    assert THERE not in page.text
    assert BOTH not in page.text
    assert "Däckhuset" not in page.text
    file = csv(Desk("tess"), asked)
    assert "-719.20" in file
    assert "1438.40" not in file
    assert "2157.60" not in file
    assert "-2157.60" in csv(Desk("mo"), "/reports/accounts?site=all")


def test_margins_are_shown_when_one_may_see_them_at_every_site_asked_for(here: Counter) -> None:
    tess = Desk("tess")
    for query, seen, net in (
        ("", True, HERE), (f"site={here.shop.tyres.pk}", False, THERE), ("site=all", False, BOTH),
    ):  # fmt: skip
        where = f"/reports/sales?by=day&{query}"
        page = tess.get(where).text
        assert net in page
        assert ("Margin" in page) is seen, query
        assert ("Margin" in csv(tess, where)) is seen, query
    assert "Margin" in Desk("mo").get("/reports/sales?site=all").text


def test_the_margin_of_today_is_that_of_sites_where_one_may_see_it(here: Counter) -> None:
    tess, mo = Desk("tess"), Desk("mo")
    assert "Margin today" in tess.get("/reports").text
    assert "Margin today" not in tess.get("/reports?site=all").text
    assert "Margin today" not in tess.get("/reports/now?site=all").text
    assert "Margin today" in mo.get("/reports?site=all").text


def test_who_keeps_the_books_but_reads_no_reports_finds_none(here: Counter) -> None:
    keeper = roles.make(key="keeper", name_sv="Låsare", name_en="Keeper", actions=["periods.set_state"], **SETUP)
    staff.assign(here.shop.staff["sam"], role=keeper, site=here.shop.workshop, **SETUP)
    for where in ("/reports", "/reports/accounts", "/reports/accounts?site=all", "/reports/accounts?as=csv"):
        assert Desk("sam").get(where).status == 403
