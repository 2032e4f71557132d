"""Kept sums equal the documents they are sums of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Max, Min

from vaxel.kernel.checks import check
from vaxel.readers.reports import sums
from vaxel.readers.reports.models import DocumentSum, KeptDay, LineSum


@check("reports.days")
def days() -> Iterator[str]:
    """Each kept day's sums are those of its documents, measure by measure. A year is compared at a time."""
    span = KeptDay.objects.filter(ready=True).aggregate(first=Min("day"), last=Max("day"))
    if span["first"] is None:
        return
    for year in range(span["first"].year, span["last"].year + 1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        ready = set(KeptDay.objects.filter(ready=True, day__range=(first, last)).values_list("site_id", "day"))
        for kept, made in ((LineSum, _lines(first, last)), (DocumentSum, _documents(first, last))):
            held = _held(kept, first, last)
            for place in sorted(ready, key=str):
                if held.get(place, ()) != made.get(place, ()):
                    yield f"{place[1]} at site {place[0]}: kept {held.get(place)}, sold {made.get(place)}"


type Places = dict[tuple[Any, date], tuple[int, ...]]


def _held(model: type[LineSum] | type[DocumentSum], first: date, last: date) -> Places:
    from django.db.models import Sum

    names = sums.LINE_MEASURES if model is LineSum else sums.DOCUMENT_MEASURES
    rows = model.objects.filter(day__range=(first, last)).values_list("site_id", "day")
    rows = rows.annotate(**{f"s_{name}": Sum(name) for name in names}).order_by()
    return {row[:2]: tuple(row[2:]) for row in rows}


def _lines(first: date, last: date) -> Places:
    from vaxel.business.billing.models import DocumentLine

    rows = DocumentLine.objects.filter(document__business_date__range=(first, last), document__kind__in=sums.SALES)
    return {tuple(row[:2]): tuple(row[2:]) for row in sums.lines_by(rows, ("site_id", "day"))}


def _documents(first: date, last: date) -> Places:
    from vaxel.business.billing.models import Document

    rows = Document.objects.filter(business_date__range=(first, last), kind__in=sums.SALES)
    return {tuple(row[:2]): tuple(row[2:]) for row in sums.documents_by(rows, ("site_id", "day"))}
