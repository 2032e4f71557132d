"""Kept sums and the documents say the same, whatever is posted when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from vaxel.business.billing import reminders
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.readers.reports import checks, keeping, sums
from vaxel.readers.reports import sales as reported
from vaxel.readers.reports.models import DocumentSum, KeptDay, LineSum
from vaxel.readers.reports.spans import Span
from vaxel.readers.reports.table import Asked

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
SPAN = Span(DAY - timedelta(days=3), DAY + timedelta(days=6))
TOMORROW = AT + timedelta(days=1)
LATER = TOMORROW + timedelta(seconds=keeping.ROUND_S)


def sell(here: Counter, *wishes: Wish, at: datetime = AT) -> dict[str, Any]:
    paid = [Tender("card", 89_900 * len(wishes))]
    return sales.ring_up(here.shop.k1, list(wishes), paid, by=here.shop.sam, at=at)


def read(here: Counter) -> tuple[object, ...]:
    sites = [here.shop.k1.site_id]
    return (
        sums.of_lines(SPAN, sites, tuple(sums.LINE_KEYS)), sums.of_documents(SPAN, sites, tuple(sums.DOCUMENT_KEYS)),
        sums.of_lines(SPAN, sites, ()), sums.of_documents(SPAN, sites, ()), sums.of_lines(SPAN, sites, ("day", "kind")),
    )  # fmt: skip


def test_a_day_is_kept_when_it_is_over_and_says_what_the_documents_say() -> None:
    here = counter()
    sell(here, Wish(part=here.pads), Wish(part=here.pads))
    sell(here, Wish(part=here.pads))
    before = read(here)
    assert before[2] == {(): [3, 3_000, 215_760, 53_940, 0, 150_000]}
    assert before[3] == {(): [2, 215_760, 53_940, 269_700]}
    assert (keeping.announce(AT), keeping.announce(TOMORROW), keeping.announce(TOMORROW)) == (0, 1, 0)
    assert (keeping.finish(TOMORROW), keeping.finish(LATER), keeping.finish(LATER)) == (0, 1, 0)
    assert (LineSum.objects.count(), DocumentSum.objects.get().documents) == (1, 2)
    assert read(here) == before
    assert not list(checks.days())


def test_a_document_on_a_kept_day_is_counted_at_once() -> None:
    here = counter()
    sell(here, Wish(part=here.pads))
    keeping.announce(TOMORROW)
    keeping.finish(LATER)
    sell(here, Wish(part=here.pads))
    assert not KeptDay.objects.exists()
    assert read(here)[3] == {(): [2, 143_840, 35_960, 179_800]}
    keeping.announce(LATER)
    keeping.finish(LATER + timedelta(seconds=keeping.ROUND_S))
    assert read(here)[3] == {(): [2, 143_840, 35_960, 179_800]}
    assert not list(checks.days())


def test_interest_and_fee_of_a_reminder_are_no_sale() -> None:
    here = counter()
    cast = here.shop
    sales.ring_up(cast.k1, [Wish(part=here.pads)], [Tender("on_account", 89_900)], customer=cast.ada, by=cast.mo, at=AT)
    reminders.set_terms(valid_from=DAY, reference_ppm=20_000, added_ppm=80_000, fee_minor=6_000, first_after_days=5,
                        again_after_days=10, source="riksbank.se", by=cast.mo, at=AT)  # fmt: skip
    late = AT + timedelta(days=40)
    charged = reminders.send(cast.workshop, cast.ada, by_post=True, by=cast.mo, at=late).charged
    assert charged
    span, sites = Span(DAY, late.date()), [cast.workshop.pk]
    assert sums.of_documents(span, sites, ()) == {(): [1, 71_920, 17_980, 89_900]}
    assert sums.of_lines(span, sites, ("kind",)) == {("part",): [1, 1_000, 71_920, 17_980, 0, 50_000]}
    [row] = reported.by_customer(Asked(span, sites, "customer", "SEK", late.date(), late)).rows
    assert row.cells["net"] == 71_920
    keeping.announce(late + timedelta(days=1))
    keeping.finish(late + timedelta(days=2))
    assert KeptDay.objects.filter(day=charged.business_date, ready=True).exists()
    assert sums.of_documents(span, sites, ()) == {(): [1, 71_920, 17_980, 89_900]}
    assert not list(checks.days())


def test_what_is_posted_between_announcement_and_sum_takes_the_announcement_away() -> None:
    here = counter()
    sell(here, Wish(part=here.pads))
    keeping.announce(TOMORROW)
    sell(here, Wish(part=here.pads))
    assert keeping.finish(LATER) == 0
    assert read(here)[3] == {(): [2, 143_840, 35_960, 179_800]}


def test_kept_and_unkept_days_add_up_however_they_lie() -> None:
    here = counter()
    for n in range(5):
        sell(here, Wish(part=here.pads), at=AT + timedelta(days=n))
    whole = read(here)
    keeping.announce(AT + timedelta(days=9))
    keeping.finish(AT + timedelta(days=10))
    assert read(here) == whole
    KeptDay.objects.filter(day__in=[DAY + timedelta(days=1), DAY + timedelta(days=3)]).delete()
    assert read(here) == whole
    assert Document.objects.count() == 5


def test_the_check_tells_of_a_sum_that_is_off() -> None:
    here = counter()
    sell(here, Wish(part=here.pads))
    keeping.announce(TOMORROW)
    keeping.finish(LATER)
    LineSum.objects.update(net_minor=1)
    (said,) = checks.days()
    assert said.startswith("2026-11-24 at site")


def test_a_span_in_very_many_pieces_is_read_from_the_documents() -> None:
    here = counter()
    site = here.shop.k1.site_id
    sell(here, Wish(part=here.pads))
    year = Span(date(2026, 1, 1), date(2026, 12, 31))
    KeptDay.objects.bulk_create(
        KeptDay(site_id=site, day=date(2026, 1, 1) + timedelta(days=2 * n), ready=True, begun_at=AT) for n in range(60)
    )
    assert sums.of_documents(year, [site], ()) == {(): [1, 71_920, 17_980, 89_900]}
