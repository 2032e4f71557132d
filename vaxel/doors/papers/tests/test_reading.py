"""From the shop's own records to paper: a counter sale, an invoice with a deposit, the day's Z report."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, sales
from vaxel.business.payments.models import ZReport
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Ticket
from vaxel.doors.papers import documents, pdfs, plain, reading, work_orders, z_reports

pytestmark = pytest.mark.django_db


def sold(here: Counter, *wishes: Wish) -> Document:
    done = sales.ring_up(here.shop.k1, list(wishes), [Tender("cash", 200_000)], by=here.shop.sam, at=AT)
    return Document.objects.get(pk=done["document"])


def test_a_counter_sale_is_printed_as_it_was_stored() -> None:
    here = counter()
    receipt = sold(here, Wish(part=here.pads), Wish(part=here.oil, quantity_milli=4300))
    said = plain.render(documents.paper(reading.document(receipt), language="sv")).replace("\u00a0", " ")
    assert f"Kvitto {receipt.number}\n" in said
    assert "  OIL-5W30 | Motorolja | 4,3 l | 129,90 | 558,57\n" in said
    assert "Öresavrundning | 0,43\nAtt betala | 1 458,00 kr\n" in said
    assert "Kontant | 2 000,00\nVäxel | -542,00\n" in said
    assert pdfs.render(documents.paper(reading.document(receipt)), "80mm").startswith(b"%PDF-")


def test_reading_takes_as_many_queries_for_one_line_as_for_three() -> None:
    here = counter()
    counts = []
    for size in (1, 3):
        receipt = sold(here, *(Wish(part=here.oil, quantity_milli=100) for _line in range(size)))
        fresh = Document.objects.select_related("site", "credits").get(pk=receipt.pk)
        with CaptureQueriesContext(connection) as queries:
            assert len(reading.document(fresh).lines) == size
        counts.append(len(queries))
    assert counts == [3, 3]


def test_the_closed_day_is_printed_from_its_frozen_body() -> None:
    here = counter()
    sold(here, Wish(part=here.pads))
    drawers.close(here.shop.k1, counted_minor=189_900, by=here.shop.sam, at=AT)
    report = ZReport.objects.get()
    said = plain.render(z_reports.paper(reading.z_report(report), language="sv")).replace("\u00a0", " ")
    assert f"Z-dagrapport {report.number}\n" in said
    assert "Total försäljning | 899,00\n" in said
    assert "25 % | 179,80 | 0,00 | 179,80\n" in said
    assert "Växelkassa | 1 000,00\n" in said
    assert report.last_hash[:16] in said


def test_a_ticket_becomes_a_work_order() -> None:
    here = counter()
    sold(here, Wish(part=here.pads))
    said = plain.render(work_orders.paper(reading.work_order(Ticket.objects.get()), language="en"))
    assert "Work order" in said
    assert "BRK-104532-A" in said
    assert "899" not in said
