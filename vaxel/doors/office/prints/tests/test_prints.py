"""The print queue on screen."""

from typing import Any

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import printers, sales
from vaxel.business.payments.models import PrintJob
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Any) -> Counter:
    settings.PRINTER = "vaxel.business.payments.printers.the_fake"
    printers.FAKE.printed.clear()
    return counter()


def sell(here: Counter) -> PrintJob:
    sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("cash", 14_900)], by=here.shop.sam, at=AT)
    return PrintJob.objects.order_by("-id")[0]


def work() -> None:
    tasks.do_waiting(AT.replace(year=2126), long=False)


def test_a_failure_is_seen_where_the_sale_ended_and_in_the_queue_and_tried_again(here: Counter) -> None:
    printers.FAKE.fails = "Slut på papper"
    job, sam = sell(here), Desk("sam")
    assert "In the queue" in sam.get(f"/pay/done/{job.document_id}").text
    work()
    text = sam.get(f"/pay/done/{job.document_id}").text
    assert "Slut på papper The sale is stored." in text
    assert "Print again" in sam.get("/prints?view=failed").text
    assert sam.form(f"/prints/{job.pk}/retry", next=f"/pay/done/{job.document_id}").leads_to.startswith("/pay/done/")
    work()
    assert "Printed" in sam.part(f"/prints/{job.pk}").text
    assert printers.FAKE.printed == [job.name]


def test_the_real_paper_is_made(here: Counter) -> None:
    sell(here)
    work()
    assert PrintJob.objects.get().state == "printed"


def test_one_is_cancelled_and_put_back(here: Counter) -> None:
    job, sam = sell(here), Desk("sam")
    sam.form(f"/prints/{job.pk}/cancel")
    assert PrintJob.objects.get().state == "cancelled"
    sam.form(f"/prints/{job.pk}/retry")
    assert PrintJob.objects.get().state == "queued"


def test_another_sites_queue_is_its_own_and_a_technician_does_not_print(here: Counter) -> None:
    job = sell(here)
    assert Desk("tess").form(f"/prints/{job.pk}/retry").status in (403, 409)
    PrintJob.objects.update(site=here.shop.tyres)
    sam = Desk("sam")
    assert f"/documents/{job.document_id}" not in sam.get("/prints").text
    assert sam.form(f"/prints/{job.pk}/cancel").status == 404
    assert PrintJob.objects.get().state == "queued"


def test_the_list_asks_as_often_for_three_as_for_one(here: Counter, settings: Any) -> None:
    sam = Desk("sam", language="sv")
    sell(here)
    once = asked(sam, "/prints")
    sell(here)
    sell(here)
    assert asked(sam, "/prints") == once
    settings.PRINTER = ""
    assert "Ingen skrivare är inlagd" in sam.get("/prints").text
