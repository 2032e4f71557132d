"""Reports on screen and as files: what they say of a known day, who may read them, and what they cost."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation

from vaxel.business.billing import posting
from vaxel.business.billing.models import Document
from vaxel.business.catalog.models import Category, Part
from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import AT
from vaxel.business.parties import parties
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.payments.tests.test_invoices import ordered
from vaxel.business.service import work
from vaxel.business.stock import receipts
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Line, Ticket
from vaxel.doors.office.reports import asking
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.doors.templatetags import vaxel as written
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


def busier(here: Counter, n: int) -> None:
    """The n:th more of everything that a report counts by: a customer who owes, a part and its group, a way of paying,
    a person's discount, a technician's job that is invoiced, a site that sells, and a drawer that is closed."""
    cast, at = here.shop, AT + timedelta(days=7, minutes=n)
    kim: dict[str, Any] = {"by": cast.kim, "at": at}
    customer = parties.add(name=f"Eva {n}", phone=f"070-111 22 3{n}", terms_days=30, **kim)
    part = (here.filter, here.oil, here.pads)[n]
    group = Category.objects.create(key=f"group{n}", name_sv=f"Grupp {n}")
    Part.objects.filter(pk=part.pk).update(category=group)
    part.refresh_from_db()
    price = {here.filter: 14_900, here.oil: 12_990, here.pads: 89_900}[part]
    sales.ring_up(cast.k1, [Wish(part=part)], [Tender("on_account", price)], customer=customer, **kim)
    off = Wish(part=here.filter, discount_minor=500)
    seller = (cast.kim, cast.mo, cast.sam)[n]
    sales.ring_up(
        cast.k1, [off], [Tender(("cash", "swish", "bank")[n], 15_000 if n == 0 else 14_400)], by=seller, at=at
    )
    ticket = ordered(here)
    technician = (cast.staff["tess"], cast.staff["kim"], cast.staff["sam"])[n]
    Staff.objects.filter(pk=technician.pk).update(is_technician=True)
    technician.refresh_from_db()
    Ticket.objects.filter(pk=ticket.pk).update(made_by=seller.id)
    work.assign(Line.objects.get(ticket=ticket, kind="labour"), shares=[(technician, 1_000_000)], **kim)
    posting.post(ticket, **kim)
    till = (cast.k1, cast.k2, cast.k1)[n]
    if till == cast.k2:
        sales.ring_up(till, [Wish(part=here.filter)], [Tender("card", 14_900)], by=cast.mo, at=at)
        drawers.open(till, float_minor=0, by=cast.mo, at=at)
    drawers.close(till, counted_minor=100_000, by=cast.mo, at=at)
    if till == cast.k1:
        drawers.open(till, float_minor=100_000, by=cast.mo, at=at)


# How many rows more two more of everything make; steps of time, rates of VAT and kinds are as many as they were.
MORE_ROWS = {
    ("sales-by", "group"): 2, ("sales-by", "person"): 1, ("sales-by", "site"): 1, ("customers", ""): 2,
    ("parts", ""): 1, ("technicians", ""): 2, ("orders", "advisor"): 2, ("tenders", ""): 2, ("drawers", ""): 2,
    ("owed", ""): 2, ("discounts", ""): 2, ("accounts", ""): 1, ("stock_turns", "category"): 1,
}  # fmt: skip


@pytest.mark.parametrize(("key", "way"), EVERY)
def test_every_report_answers_every_way_with_as_many_statements_for_more_rows(
    here: Counter, key: str, way: str
) -> None:
    receipts.receive(here.shop.tyres, lines=[(here.filter, 10_000, 7_000)], **SETUP)
    busier(here, 0)
    mo, where = Desk("mo"), f"/reports/{key}?span=month&site=all&by={way}"
    few, rows = asked(mo, where), body(mo, f"{where}&as=csv").count(b"\r\n")
    for n in (1, 2):
        busier(here, n)
    assert asked(mo, where) == few
    file = body(mo, f"{where}&as=csv")
    assert file.startswith(b"\xef\xbb\xbf")
    assert file.count(b"\r\n") - rows == MORE_ROWS.get((key, way), 0)


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


@pytest.mark.parametrize(("key", "n"), [("customers", 5), ("parts", 3), ("owed", 4), ("drawers", 3)])
def test_the_page_has_the_first_rows_and_the_file_every_one_and_both_the_whole_sum(
    here: Counter, monkeypatch: pytest.MonkeyPatch, key: str, n: int
) -> None:
    receipts.receive(here.shop.tyres, lines=[(here.filter, 10_000, 7_000)], **SETUP)
    for each in range(3):
        busier(here, each)
    mo, where = Desk("mo"), f"/reports/{key}?site=all"
    whole, file = mo.get(where).text, body(mo, f"{where}&as=csv").decode()
    monkeypatch.setattr(asking, "MOST_ROWS", 1)
    cut = mo.get(where).text
    assert "rows more" not in whole
    assert "rows more" in cut
    assert [page.count('<th scope="row">') - 1 for page in (whole, cut)] == [n, 1]
    assert cut.split("<tfoot>")[1].split("</tfoot>")[0] == whole.split("<tfoot>")[1].split("</tfoot>")[0]
    assert body(mo, f"{where}&as=csv").decode() == file
    assert file.count("\r\n") == n + 2


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


@pytest.mark.parametrize(
    ("ppm", "said"),
    [
        (0, "±0 %"),
        (-499, "±0 %"),
        (-3_960, "−0,4 %"),
        (9_400, "+0,9 %"),
        (9_600, "+1 %"),
        (-1_000_000, "−100 %"),
        (80_000_000, "+999 %"),
    ],
)
def test_a_change_is_said_at_a_glance(ppm: int, said: str) -> None:
    with translation.override("sv"):
        assert written.percent_change(ppm).replace("\u00a0", " ") == said
