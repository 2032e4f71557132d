"""The books on screen: from a receipt to its entry and back, periods, vouchers, VAT, what is booked where."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.accounting import charts
from vaxel.business.accounting.models import LedgerEntry, Period
from vaxel.business.billing.models import Document
from vaxel.business.locations import roles, staff
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Counter:
    made = counter()
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(hours=1))
    return made


def sell(here: Counter, n: int = 1) -> Document:
    """So many pads, by card: 899.00 each, 719.20 without VAT."""
    cast = here.shop
    sales.ring_up(
        cast.k1, [Wish(part=here.pads, quantity_milli=1000 * n)], [Tender("card", 89_900 * n)], by=cast.mo, at=AT
    )
    return Document.objects.order_by("-number")[0]


def test_from_a_receipt_to_its_entry_its_accounts_and_back(here: Counter) -> None:
    receipt, mo = sell(here), Desk("mo")
    assert f"/books/of/{receipt.pk}" in mo.get(f"/documents/{receipt.pk}").text
    entry = LedgerEntry.objects.get(source_id=receipt.pk)
    assert mo.get(f"/books/of/{receipt.pk}").leads_to == f"/books/{entry.pk}"
    page = mo.get(f"/books/{entry.pk}").text
    assert f"/documents/{receipt.pk}" in page
    assert "/books/account?account=3051&amp;from=2026-01-01" in page
    assert f"/books/{entry.pk}" in mo.get("/books/account", account="3051").text
    assert "/books/account?account=3051" in mo.get("/reports/accounts", span="month").text


def test_an_account_says_what_it_held_after_each_posting(here: Counter) -> None:
    for n in (1, 2):
        sell(here, n)
    text = Desk("mo").get("/books/account", account="1686").text
    assert [text.count(sum_) for sum_ in ("899,00", "1 798,00", "2 697,00")] == [2, 1, 1]
    assert Desk("mo").get("/books/account", account="0").status == 404
    asked = "/books/account?account=1686&as=csv"
    file = b"".join(Desk("mo").get(asked).response.streaming_content).decode()
    assert [line.split(",")[-1] for line in file.splitlines()[-2:]] == ["899.00", "2697.00"]


def test_the_journal_asks_as_often_for_three_rows_as_for_one(here: Counter) -> None:
    mo, asked = Desk("mo"), []
    for _n in range(3):
        sell(here)
        for path in ("/books", "/books/account?account=1686"):
            mo.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert mo.get(path).status == 200
            asked.append(len(queries))
    assert asked[0:2] == asked[4:6]


def test_a_month_is_locked_and_opened_with_a_reason(here: Counter) -> None:
    mo, month = Desk("mo"), Period.objects.get(first_day="2026-10-01")
    mo.post(f"/books/periods/{month.pk}", state="locked")
    refused = mo.post("/books/new", day="2026-10-31", text="Hyra", account=["5500", "1930"], debit=["100", ""],
                      credit=["", "100"])  # fmt: skip
    assert refused.status == 422
    assert "2026-10-31 lies in a locked period. The first open day is 2026-11-01" in refused.text
    assert 'value="Hyra"' in refused.text
    assert mo.post(f"/books/periods/{month.pk}", state="open", reason="").status == 422
    mo.post(f"/books/periods/{month.pk}", state="open", reason="Hyran saknades")
    page = mo.get("/books/periods", year="2026").text
    assert "Hyran saknades" in page
    assert Period.objects.get(pk=month.pk).state == "open"
    assert "2026-10" in page


def test_a_voucher_sent_twice_is_one_and_can_be_reversed(here: Counter) -> None:
    mo = Desk("mo")
    before = LedgerEntry.objects.count()
    form = {"day": "2026-11-20", "text": "Hyra", "account": ["5500 Reparation", "1930"], "debit": ["1 000,50", ""],
            "credit": ["", "1 000,50"], "once": str(new_id())}  # fmt: skip
    places = {mo.post("/books/new", **form).leads_to for _time in range(2)}
    assert (len(places), LedgerEntry.objects.count()) == (1, before + 1)
    [place] = places
    assert "1 000,50" in mo.get(place).text
    assert mo.post(f"{place}/reverse", reason=" ").status == 422
    made = mo.post(f"{place}/reverse", reason="Fel konto").leads_to
    assert "Reversed by" in mo.get(place).text
    assert place in mo.get(made).text
    assert mo.post(f"{place}/reverse", reason="Igen").status == 409


def test_what_a_document_booked_is_not_reversed_here(here: Counter) -> None:
    receipt = sell(here)
    entry = LedgerEntry.objects.get(source_id=receipt.pk)
    assert "Reverse the voucher" not in Desk("mo").get(f"/books/{entry.pk}").text
    assert Desk("mo").post(f"/books/{entry.pk}/reverse", reason="Nej").status == 422
    assert not LedgerEntry.objects.filter(reverses=entry).exists()


def test_the_vat_return_has_its_boxes_and_is_settled_when_the_month_is_over(
    here: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """719.20 sold with 179.80 VAT; kronor without öre."""
    sell(here)
    mo = Desk("mo")
    page = mo.get("/books/vat", step="month", first="2026-11-01").text
    assert "719,20" in page
    assert "179,80" in page
    assert "/books/account?account=2611" in page
    assert "Settle it" not in page
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=8))
    assert "Settle it" in Desk("mo").get("/books/vat").text
    place = mo.post("/books/vat/settle", first="2026-11-01", last="2026-11-30").leads_to
    settled = mo.get(place).text
    assert "179,00" in settled
    assert "0,80" in settled
    assert mo.post("/books/vat/settle", first="2026-11-01", last="2026-11-30").status == 409
    assert "719,20" in mo.get("/books/vat").text


def test_a_map_with_faults_says_them_beside_the_rows_and_changes_nothing(here: Counter) -> None:
    mo = Desk("mo")
    refused = mo.post("/books/map", **{"version": "1", "role-sales_parts_25": "1930"})
    assert (refused.status, charts.latest_version()) == (422, 1)
    assert 'id="fault-sales_parts_25"' in refused.text
    mo.post("/books/map/account", number="3052", name_sv="Däck", name_en="Tyres", kind="income")
    mo.post("/books/map", **{"version": "1", "role-sales_parts_25": "3052 Tyres"})
    assert charts.accounts(charts.latest_version())["sales_parts_25"] == "3052"
    charts.accounts.cache_clear()
    assert mo.post("/books/map/account", number="3052", name_sv="Däck", kind="income").status == 422


def test_only_the_books_of_sites_where_one_may_are_read(here: Counter) -> None:
    receipt = sell(here)
    entry = LedgerEntry.objects.get(source_id=receipt.pk)
    reader = roles.make(key="reader", name_sv="Läsare", name_en="Reader", actions=["ledger.read"], **SETUP)
    staff.assign(here.shop.staff["sam"], role=reader, site=here.shop.tyres, **SETUP)
    sam = Desk("sam")
    assert [sam.get(path).status for path in ("/books", "/books/vat", "/books/map", "/books/new")] == [403] * 4
    sam.client.post("/place", {"place": f"{here.shop.tyres.pk}:"})
    assert sam.get("/books").status == 200
    assert sam.get(f"/books/{entry.pk}").status == 404
    assert sam.get(f"/books/of/{receipt.pk}").status == 404
    assert "899,00" not in sam.get("/books/account", account="1686").text
