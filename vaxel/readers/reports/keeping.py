"""Keeping the sums of days that are over: the worker makes them, the database drops what a late document made stale.

A day is announced first, and summed a round later. A document that is posted on an announced day takes the announcement
away in its own transaction (a trigger), so what is summed and still announced afterwards is whole. The round between
outlasts any transaction that could have begun before the announcement.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Site
from vaxel.kernel import clock
from vaxel.kernel.db.writer import write
from vaxel.kernel.worker import every
from vaxel.readers.reports import sums
from vaxel.readers.reports.models import DocumentSum, KeptDay, LineSum

ROUND_S = 60
MOST_DAYS = 400


@every(ROUND_S)
def keep() -> None:
    """Days announced a round ago have their sums; days that ended since are announced."""
    at = clock.now()
    finish(at)
    announce(at)


def announce(at: datetime, most: int = MOST_DAYS) -> int:
    """The newest days that are over and have no sums are announced; how many."""
    wanted = [
        KeptDay(site_id=site.pk, day=day, begun_at=at) for site in Site.objects.all() for day in _missing(site, at)
    ]
    wanted = sorted(wanted, key=lambda one: one.day, reverse=True)[:most]
    if wanted:
        write(lambda: KeptDay.objects.bulk_create(wanted, ignore_conflicts=True))
    return len(wanted)


def _missing(site: Site, at: datetime) -> list[date]:
    """The site's days before today, from its first document on, that are not announced."""
    first = Document.objects.filter(site=site).aggregate(first=Min("business_date"))["first"]
    if first is None:
        return []
    with timezone.override(site.time_zone):
        over = timezone.localdate(at)
    held = set(KeptDay.objects.filter(site_id=site.pk).values_list("day", flat=True))
    days = (first + timedelta(days=n) for n in range((over - first).days))
    return [day for day in days if day not in held]


def finish(at: datetime, wait_s: int = ROUND_S) -> int:
    """Days announced so long ago are summed; how many of them stand now."""
    due = KeptDay.objects.filter(ready=False, begun_at__lte=at - timedelta(seconds=wait_s))
    return sum(_sum_up(site_id, day) for site_id, day in due.values_list("site_id", "day").order_by("-day")[:MOST_DAYS])


def _sum_up(site_id: UUID, day: date) -> bool:
    lines, documents = list(sums.lines_of_day(site_id, day)), list(sums.documents_of_day(site_id, day))

    def store() -> bool:
        announced = KeptDay.objects.filter(site_id=site_id, day=day, ready=False)
        if connection.vendor != "sqlite":
            announced = announced.select_for_update()
        if announced.first() is None:
            return False
        for model in (LineSum, DocumentSum):
            model.objects.filter(site_id=site_id, day=day).delete()
        LineSum.objects.bulk_create(_line_sum(site_id, day, row) for row in lines)
        DocumentSum.objects.bulk_create(_document_sum(site_id, day, row) for row in documents)
        return bool(announced.update(ready=True))

    return write(store)


def _line_sum(site_id: UUID, day: date, row: tuple[Any, ...]) -> LineSum:
    ticket_kind, kind, category_id, staff_id, *values = row
    measures = {name: value or 0 for name, value in zip(sums.LINE_MEASURES, values, strict=True)}
    return LineSum(
        site_id=site_id, day=day, ticket_kind=ticket_kind or sums.WITHOUT_TICKET, kind=kind, category_id=category_id,
        staff_id=staff_id, **measures,
    )  # fmt: skip


def _document_sum(site_id: UUID, day: date, row: tuple[Any, ...]) -> DocumentSum:
    ticket_kind, kind, *values = row
    measures = {name: value or 0 for name, value in zip(sums.DOCUMENT_MEASURES, values, strict=True)}
    return DocumentSum(site_id=site_id, day=day, ticket_kind=ticket_kind or sums.WITHOUT_TICKET, kind=kind, **measures)
