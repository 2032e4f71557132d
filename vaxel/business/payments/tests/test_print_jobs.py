"""The print queue: a receipt for each sale, a failure that holds nothing up, a copy where there is doubt."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import print_jobs, printers, sales
from vaxel.business.payments.models import PrintJob
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.kernel import tasks
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db
made: list[tuple[int, bool]] = []


def form(document: Any, *, copy: bool) -> bytes:
    """What the tests' printer is sent: the number, and whether it is a copy."""
    made.append((document.number, copy))
    return b"paper"


@pytest.fixture
def here(settings: Any) -> Iterator[Counter]:
    settings.PRINTER = "vaxel.business.payments.printers.the_fake"
    settings.PRINT_FORM = f"{__name__}.form"
    made.clear()
    printers.FAKE.printed.clear()
    yield counter()
    printers.FAKE.fails = printers.FAKE.breaks = ""


def sell(here: Counter) -> PrintJob | None:
    sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("cash", 14_900)], by=here.shop.sam, at=AT)
    return PrintJob.objects.order_by("-made_at", "-id").first()


def work(hours: int = 0) -> None:
    tasks.do_waiting(AT + timedelta(days=36_500, hours=hours), long=False)


def state(job: PrintJob) -> tuple[str, bool, int]:
    held = PrintJob.objects.get(pk=job.pk)
    return held.state, held.copy, held.tries


def test_each_sale_queues_its_receipt_and_it_comes_out(here: Counter) -> None:
    job = sell(here)
    assert job
    assert (state(job), printers.FAKE.printed) == (("queued", False, 0), [])
    work()
    assert (state(job), printers.FAKE.printed) == (("printed", False, 1), [job.name])
    with pytest.raises(WrongState):
        print_jobs.retry(job, by=here.shop.sam, at=AT)


def test_without_a_printer_nothing_is_queued(here: Counter, settings: Any) -> None:
    settings.PRINTER = ""
    assert sell(here) is None


def test_what_did_not_come_out_says_why_holds_nothing_up_and_is_printed_as_it_was(here: Counter) -> None:
    printers.FAKE.fails = "Out of paper"
    first, second = sell(here), sell(here)
    assert first
    assert second
    work()
    failed, printed = sorted((first, second), key=lambda one: state(one)[0])
    assert (state(failed), state(printed)) == (("failed", False, 1), ("printed", False, 1))
    assert PrintJob.objects.get(pk=failed.pk).fault == "Out of paper"
    print_jobs.retry(failed, by=here.shop.sam, at=AT)
    work(1)
    assert state(failed) == ("printed", False, 2)
    assert made[-1] == (failed.document.number, False)


def test_what_may_have_come_out_is_printed_again_as_a_copy(here: Counter) -> None:
    printers.FAKE.breaks = "line lost"
    job = sell(here)
    assert job
    work()
    assert state(job) == ("failed", True, 1)
    print_jobs.retry(job, by=here.shop.sam, at=AT)
    work(1)
    assert (state(job), made[-1]) == (("printed", True, 2), (job.document.number, True))


def test_one_that_was_being_sent_when_the_worker_died_is_left_to_a_person(here: Counter) -> None:
    job = sell(here)
    assert job
    assert print_jobs._begin(job.pk)
    work()
    assert (state(job), printers.FAKE.printed) == (("failed", True, 1), [])


def test_a_cancelled_one_does_not_come_out(here: Counter) -> None:
    job = sell(here)
    assert job
    print_jobs.cancel(job, by=here.shop.sam, at=AT)
    work()
    assert (state(job), printers.FAKE.printed) == (("cancelled", False, 0), [])
