"""Reports on screen and as files: what they say of a known day, who may read them, and what they cost."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock
from vaxel.readers.reports.catalogue import REPORTS

pytestmark = pytest.mark.django_db

EVERY = [(one.key, way) for one in REPORTS for way in ([way.key for way in one.ways] or [""])]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """One pair of pads sold by card a week ago, two today."""
    made = counter()
    for at, n in ((AT, 1), (AT + timedelta(days=7), 2)):
        paid = [Tender("card", 89_900 * n)]
        sales.ring_up(made.shop.k1, [Wish(part=made.pads, quantity_milli=1000 * n)], paid, by=made.shop.sam, at=at)
    now = AT + timedelta(days=7, hours=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    return made


def body(desk: Desk, where: str) -> bytes:
    """The file, whole."""
    page = desk.get(where)
    assert page.status == 200
    return b"".join(page.response.streaming_content)


@pytest.mark.parametrize(("key", "way"), EVERY)
def test_every_report_answers_every_way_with_as_many_statements_for_more_rows(
    here: Counter, key: str, way: str
) -> None:
    mo, where = Desk("mo"), f"/reports/{key}?span=month&by={way}"
    assert mo.get(where).status == 200
    few = asked(mo, where)
    for n in range(2):
        sales.ring_up(
            here.shop.k1, [Wish(part=here.oil, quantity_milli=1000)], [Tender("card", 12_990)], by=here.shop.sam,
            at=AT + timedelta(days=7, minutes=n),
        )  # fmt: skip
    assert asked(mo, where) <= few
    assert body(mo, f"{where}&as=csv").startswith(b"\xef\xbb\xbf")


def test_a_day_is_told_with_the_time_before_and_its_change(here: Counter) -> None:
    page = Desk("mo").get("/reports/sales?from=2026-11-25&to=2026-12-01&by=day").text
    assert "1 798,00" in page  # with VAT, the week to the first of December
    assert "+100" in page  # the week before had one
    assert page.count('class="chart-bar"') == 1
    assert "chart-before" in page
    alone = Desk("mo").get("/reports/sales?from=2026-11-25&to=2026-12-01&compare=none").text
    assert "chart-before" not in alone


def test_the_file_holds_numbers_a_spreadsheet_can_count_with(here: Counter) -> None:
    where = "/reports/sales-by?by=kind&from=2026-11-01&to=2026-12-31"
    lines = body(Desk("mo"), f"{where}&as=csv").decode("utf-8-sig").splitlines()
    assert lines[0] == 'Sales by kind,Without VAT,With VAT,Discounts,Margin,"Margin, %"'
    assert lines[1] == "Parts,2157.60,2697.00,0.00,657.60,0.304783"
    assert lines[-1].startswith("In all,2157.60,")
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(body(Desk("mo"), f"{where}&as=xlsx"))).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.rows)[1]][:3] == ["Parts", 2157.6, 2697]


def test_the_vat_of_the_documents_is_that_of_the_ledger(here: Counter) -> None:
    page = Desk("mo").get("/reports/vat?from=2026-11-01&to=2026-12-31").text
    vat = sum(Document.objects.values_list("tax_minor", flat=True))
    assert vat == 53_940
    assert page.count("539,40") >= 3
    assert "more than the documents" not in page


def test_today_at_a_glance_is_measured_against_the_same_weekday(here: Counter) -> None:
    page = Desk("mo").get("/reports").text
    assert "1 438 kr" in page.replace("\u00a0", " ")
    assert "+100" in page
    assert Desk("mo").get("/reports/now").text.lstrip().startswith("<section")


def test_who_may_not_read_reports_is_told_so_and_finds_no_way_there(here: Counter) -> None:
    for name in ("sam", "tess"):
        for where in ("/reports", "/reports/now", "/reports/sales", "/reports/sales?as=csv"):
            assert Desk(name).get(where).status == 403
        assert 'href="/reports"' not in Desk(name).get("/screens").text
    assert 'href="/reports"' in Desk("mo").get("/screens").text


def test_wrong_words_in_the_address_are_answered_as_the_report_suggests(here: Counter) -> None:
    mo = Desk("mo")
    assert mo.get("/reports/aeon").status == 404
    for query in (
        "span=aeon",
        "by=aeon",
        "site=aeon",
        "compare=aeon",
        "from=2026-13-01&to=x",
        "from=2026-12-02&to=2026-12-01",
    ):
        page = mo.get(f"/reports/sales?{query}")
        assert (page.status, "1 798,00" in page.text) == (200, True), query
    assert date(2026, 12, 1) == (AT + timedelta(days=7)).date()
