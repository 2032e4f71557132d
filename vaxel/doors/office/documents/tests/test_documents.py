"""The list of posted documents: what is owed and how long, printed together, and the page of one of them."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import sales, tenders
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.documents import printing
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock, long_work, tasks
from vaxel.kernel.models import LongWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(tmp_path: Path, settings: Any) -> Any:
    settings.DATA = tmp_path
    made = counter()
    with clock.fixed(AT):
        yield made


def on_account(here: Counter, days_ago: int = 0) -> Document:
    """Ada has bought a set of pads for 899.00, so many days ago, to be paid within thirty."""
    at = AT - timedelta(days=days_ago)
    sold = sales.ring_up(
        here.shop.k1, [Wish(part=here.pads)], [Tender("on_account", 89_900)], customer=here.shop.ada,
        by=here.shop.sam, at=at,
    )  # fmt: skip
    return Document.objects.get(pk=sold["document"])


def in_cash(here: Counter) -> Document:
    """Somebody has paid for a filter: 149.00."""
    sold = sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("cash", 14_900)], by=here.shop.sam, at=AT)
    return Document.objects.get(pk=sold["document"])


def aged(document: Document, due_days_ago: int) -> Document:
    """The same document, due so many days ago: its other values are frozen, so it is posted anew under a new number."""
    due = (AT - timedelta(days=due_days_ago)).date()
    fields = {one.attname: getattr(document, one.attname) for one in Document._meta.concrete_fields if one.name != "id"}
    return Document.objects.create(**fields | {"due_on": due, "number": document.number + due_days_ago})


def test_the_views_hold_what_they_say(here: Counter) -> None:
    invoice, receipt = on_account(here), in_cash(here)
    old = aged(invoice, 45)
    kim = Desk("kim")
    shown = {view: kim.get("/documents", view=view).text for view in ("", "unpaid", "overdue", "paid", "receipts")}

    def holds(document: Document) -> list[str]:
        return [view for view, text in shown.items() if f"/documents/{document.pk}" in text]

    assert holds(invoice) == ["", "unpaid"]
    assert holds(old) == ["", "unpaid", "overdue"]
    assert holds(receipt) == ["", "receipts"]
    tenders.take(invoice, [Tender("bank", 89_900)], register=here.shop.k1, by=here.shop.kim, at=AT)
    assert f"/documents/{invoice.pk}" in kim.get("/documents?view=paid").text


def test_what_is_owed_stands_at_the_foot_by_how_late_it_is(here: Counter) -> None:
    invoice = on_account(here)
    for days in (10, 45, 46, 80, 200):
        aged(invoice, days)
    text = Desk("kim").get("/documents?view=unpaid").text
    foot = text.split('class="ageing"')[1].split("</dl>")[0]
    amounts = [piece.split("</dd>")[0] for piece in foot.split("<dd>")[1:]]
    assert amounts == ["899,00", "899,00", "1 798,00", "899,00", "899,00", "5 394,00 kr"]
    assert "45" not in amounts
    assert 'class="ageing"' not in Desk("kim").get("/documents").text


def test_a_list_of_three_asks_as_often_as_a_list_of_one(here: Counter) -> None:
    kim = Desk("kim", language="sv")
    invoice = on_account(here)
    once = {view: asked(kim, f"/documents?view={view}") for view in ("", "unpaid", "overdue")}
    aged(invoice, 45)
    aged(invoice, 46)
    assert {view: asked(kim, f"/documents?view={view}") for view in once} == once
    assert "Förfallna" in kim.get("/documents").text


@pytest.mark.parametrize("query", ["q=adas", "customer={customer}", "kind=invoice", "register={register}"])
def test_it_is_found_by_customer_kind_and_register(here: Counter, query: str) -> None:
    invoice, receipt = on_account(here), in_cash(here)
    filled = query.format(customer=here.shop.ada.pk, register=here.shop.k1.pk)
    text = Desk("kim").get(f"/documents?{filled}").text
    assert f"/documents/{invoice.pk}" in text
    assert (f"/documents/{receipt.pk}" in text) is (query == "register={register}")


def test_a_few_are_printed_at_once_and_many_aside(here: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [str(on_account(here).pk), str(in_cash(here).pk)]
    kim = Desk("kim")
    page = kim.form("/documents/print", pick=both)
    assert page.response["Content-Type"] == "application/pdf"
    assert pages(page.response.content) == 2
    monkeypatch.setattr(printing, "AT_ONCE", 1)
    assert kim.form("/documents/print", pick=both).leads_to == "/work"
    tasks.do_waiting(AT + timedelta(hours=1), long=True)
    work = LongWork.objects.get()
    assert (work.state, work.done, work.total, work.title) == ("done", 2, 2, "2 documents")
    assert pages(long_work.file_of(work).read_bytes()) == 2


def test_all_that_is_shown_is_printed(here: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    on_account(here), in_cash(here)
    kim = Desk("kim")
    held = kim.get("/documents?kind=receipt").text.split('name="list" value="')[1].split('"')[0]
    kim.form("/documents/print-all", list=held)
    tasks.do_waiting(AT + timedelta(hours=1), long=True)
    assert LongWork.objects.get().total == 1
    monkeypatch.setattr(printing, "MOST", 0)
    assert kim.form("/documents/print-all", list=held).status == 400
    assert LongWork.objects.count() == 1


def pages(pdf: bytes) -> int:
    """How many pages the file has."""
    return BytesIO(pdf).getvalue().count(b"/Type /Page\n")


def test_nothing_chosen_is_nothing_printed(here: Counter) -> None:
    page = Desk("kim").form("/documents/print")
    assert page.status == 400
    assert "Choose at least one document first." in page.text


def test_another_sites_documents_are_neither_shown_nor_printed(here: Counter) -> None:
    invoice = on_account(here)
    Document.objects.filter(pk=invoice.pk)
    gbg = Document.objects.create(
        **{one.attname: getattr(invoice, one.attname) for one in Document._meta.concrete_fields if one.name != "id"}
        | {"site_id": here.shop.tyres.pk, "number": 999}
    )
    kim = Desk("kim")
    assert f"/documents/{gbg.pk}" not in kim.get("/documents?site=all").text
    assert kim.get(f"/documents/{gbg.pk}").status == 404
    assert kim.form("/documents/print", pick=str(gbg.pk)).status == 400
    assert f"/documents/{gbg.pk}" in Desk("mo").get("/documents?site=all").text


def test_the_page_says_what_paid_how_late_it_is_and_what_happened(here: Counter) -> None:
    invoice = on_account(here)
    tenders.take(invoice, [Tender("bank", 50_000)], register=here.shop.k1, by=here.shop.kim, at=AT)
    kim = Desk("kim")
    with clock.fixed(AT + timedelta(days=40)):
        text = kim.get(f"/documents/{invoice.pk}").text
    assert "500,00" in text
    assert "399,00" in text
    assert "10 days late" in text
    assert "Payment taken" in text
    assert "Kim Lund" in text
    assert kim.get(f"/documents/{invoice.pk}/pdf?shape=80mm").response["Content-Type"] == "application/pdf"
