"""Connecting at the screen: id and secret, there and back, which accounts are which, sent, read back, disconnected."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from vaxel.business.exports.models import Target, Unit
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.links.accounting.tests.fake import CLIENT, World, serving

pytestmark = pytest.mark.django_db(transaction=True)
SETUP: dict[str, Any] = {"starts_on": "2026-11-01", "summary": "0", "leaves_out": ["STOCK"]}


@pytest.fixture
def xero(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A sale whose day is closed, and a Xero that is served."""
    made = counter()
    cast = made.shop
    sales.ring_up(cast.k1, [Wish(part=made.pads)], [Tender("card", 89_900)], by=cast.mo, at=AT)
    drawers.close(cast.k1, counted_minor=100_000, by=cast.mo, at=AT + timedelta(minutes=5))
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
    world = World("xero", accounts={"1686", "2611", "3051"})
    with serving(world) as address:
        settings.ACCOUNTING_PAUSE_MS = {}
        settings.ACCOUNTING_URLS = {f"xero{what}": address for what in ("", "-login", "-authorize")}
        yield world


def connected(mo: Desk) -> None:
    """From set up to logged in."""
    mo.post("/accounting/xero/setup", **SETUP)
    page = mo.form("/accounting/xero/connect", client_id=CLIENT[0], secret=CLIENT[1]).text
    [link] = [one.split('"')[0] for one in page.split('href="') if "/identity/connect/authorize" in one]
    asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert asked["redirect_uri"] == ["http://testserver/accounting/xero/back"]
    assert mo.get("/accounting/xero/back", state="other", code="good").status == 400
    assert Target.objects.get().state == "off"
    there = mo.get("/accounting/xero/back", state=asked["state"][0], code="good")
    assert there.leads_to == "/accounting/xero/connect"
    assert mo.get("/accounting/xero/back", state=asked["state"][0], code="good").status == 400


def test_from_the_id_to_a_voucher_there_and_read_again(xero: World) -> None:
    mo = Desk("mo")
    connected(mo)
    assert "Demo Company" in mo.get("/accounting").text
    assert CLIENT[1] not in mo.get("/accounting/xero/connect").text
    assert "9876" in mo.form("/accounting/xero/accounts", **{"check": "1", "account-3051": "9876"}).text
    mo.form("/accounting/xero/accounts", **{"account-3051": ""})
    mo.post("/accounting/xero/send")
    assert [one["Narration"] for one in xero.vouchers] == ["Z 1 kassa K1 STH"]
    mo.post("/accounting/xero/send")
    assert len(xero.vouchers) == 1
    assert "Their books and ours agree" in mo.get("/accounting/xero/compare").text
    xero.vouchers[0]["JournalLines"][0]["LineAmount"] += 1
    mo.post("/accounting/xero/read-back", **{"from": "2026-11-01", "to": "2026-11-30"})
    assert "1 voucher was changed there" in mo.get("/accounting/xero/compare").text
    mo.post("/accounting/xero/disconnect")
    assert mo.post("/accounting/xero/send").status == 409
    assert Target.objects.get().sealed_refresh == ""


def test_what_they_refuse_is_shown_in_their_words_and_goes_when_it_is_put_right(xero: World) -> None:
    mo = Desk("mo")
    connected(mo)
    xero.accounts = {"1686", "2611"}
    mo.post("/accounting/xero/send")
    unit = Unit.objects.get()
    assert "3051" in mo.get("/accounting/xero?view=failed").text
    assert mo.get(f"/accounting/units/{unit.pk}").status == 200
    xero.accounts.add("3051")
    mo.post(f"/accounting/units/{unit.pk}/do/put_back")
    mo.post("/accounting/xero/send")
    assert Unit.objects.get().state == "confirmed"


def test_a_real_company_is_not_connected_in_a_trial(xero: World) -> None:
    xero.demo = False
    mo = Desk("mo")
    mo.post("/accounting/xero/setup", **SETUP)
    page = mo.form("/accounting/xero/connect", client_id=CLIENT[0], secret=CLIENT[1]).text
    state = page.split("state=")[1].split("&")[0]
    refused = mo.get("/accounting/xero/back", state=state, code="good")
    assert refused.status == 409
    assert "is a real company" in refused.text
    assert Target.objects.get().state == "off"


def test_only_who_keeps_the_books_connects(xero: World) -> None:
    Desk("mo").post("/accounting/xero/setup", **SETUP)
    for path in ("/accounting/xero/connect", "/accounting/xero/accounts", "/accounting/xero/back"):
        assert Desk("sam").get(path).status == 403
    assert Desk("sam").post("/accounting/xero/send").status == 403
    assert xero.seen == []
