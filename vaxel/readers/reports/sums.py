"""Sums of what was sold, at any length: kept days from their sums, all other days from the documents themselves.

Sums of whole numbers may be added in any order, so the answer is the same however many days are kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.readers.reports.models import DocumentSum, KeptDay, LineSum
from vaxel.readers.reports.spans import Span

SALES = ("invoice", "receipt", "credit_note", "return_receipt")
LINE_KEYS = {
    "site_id": "document__site_id", "day": "document__business_date", "ticket_kind": "document__ticket__kind",
    "kind": "kind", "category_id": "category_id", "staff_id": "staff_id",
}  # fmt: skip
DOCUMENT_KEYS = {"site_id": "site_id", "day": "business_date", "ticket_kind": "ticket__kind", "kind": "kind"}
LINE_MEASURES = ("lines", "quantity_milli", "net_minor", "tax_minor", "discount_minor", "cost_minor")
DOCUMENT_MEASURES = ("documents", "net_minor", "tax_minor", "gross_minor")
WITHOUT_TICKET = ""
MOST_STRETCHES = 40

type Sums = dict[tuple[Any, ...], list[int]]


def of_lines(span: Span, sites: Sequence[UUID], by: Sequence[str]) -> Sums:
    """Group (values of the keys `by`, of LINE_KEYS) → LINE_MEASURES, over the days and sites."""
    kept, rest = _parted(span, sites)
    sums: Sums = defaultdict(lambda: [0] * len(LINE_MEASURES))
    if kept:
        measures = {f"s_{name}": Sum(name) for name in LINE_MEASURES}
        _add(sums, _grouped(LineSum.objects.filter(kept), by, measures), len(by))
    if rest:
        lines = DocumentLine.objects.filter(_renamed(rest, "document__"), document__kind__in=SALES)
        _add(sums, lines_by(lines, by), len(by))
    return dict(sums)


def of_documents(span: Span, sites: Sequence[UUID], by: Sequence[str]) -> Sums:
    """Group (values of the keys `by`, of DOCUMENT_KEYS) → DOCUMENT_MEASURES, over the days and sites."""
    kept, rest = _parted(span, sites)
    sums: Sums = defaultdict(lambda: [0] * len(DOCUMENT_MEASURES))
    if kept:
        measures = {f"s_{name}": Sum(name) for name in DOCUMENT_MEASURES}
        _add(sums, _grouped(DocumentSum.objects.filter(kept), by, measures), len(by))
    if rest:
        _add(sums, documents_by(Document.objects.filter(_renamed(rest, ""), kind__in=SALES), by), len(by))
    return dict(sums)


def lines_of_day(site_id: UUID, day: date) -> Iterable[tuple[Any, ...]]:
    """(ticket kind, kind, category, person, *LINE_MEASURES) rows of one day, from the documents."""
    lines = DocumentLine.objects.filter(
        document__site_id=site_id, document__business_date=day, document__kind__in=SALES
    )
    return lines_by(lines, ("ticket_kind", "kind", "category_id", "staff_id"))


def documents_of_day(site_id: UUID, day: date) -> Iterable[tuple[Any, ...]]:
    """(ticket kind, kind, *DOCUMENT_MEASURES) rows of one day, from the documents."""
    rows = Document.objects.filter(site_id=site_id, business_date=day, kind__in=SALES)
    return documents_by(rows, ("ticket_kind", "kind"))


def lines_by(lines: QuerySet[DocumentLine], by: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """(*values of the keys, *LINE_MEASURES) rows; a gift card is no sale until it is used (M-36), nor is a reminder."""
    lines = lines.filter(document__reminder=None).exclude(kind="gift_card")
    measures = {
        "s0": Count("id"), "s1": Sum("quantity_milli"), "s2": Sum("net_minor"), "s3": Sum("tax_minor"),
        "s4": Sum(F("discount_minor") + F("share_minor")), "s5": Sum("cost_minor"),
    }  # fmt: skip
    return _grouped(lines, [LINE_KEYS[name] for name in by], measures)


def documents_by(rows: QuerySet[Document], by: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """(*values of the keys, *DOCUMENT_MEASURES) rows; interest and fee of a reminder are no sale."""
    rows = rows.filter(reminder=None)
    measures = {"s0": Count("id"), "s1": Sum("net_minor"), "s2": Sum("tax_minor"), "s3": Sum("gross_minor")}
    return _grouped(rows, [DOCUMENT_KEYS[name] for name in by], measures)


def _grouped(rows: QuerySet[Any], by: Sequence[str], measures: dict[str, Any]) -> Iterable[tuple[Any, ...]]:
    if not by:
        whole = rows.aggregate(**measures)
        return [tuple(whole[name] for name in measures)] if any(whole.values()) else []
    grouped: Iterable[tuple[Any, ...]] = rows.values_list(*by).annotate(**measures).order_by()
    return grouped


def _add(sums: Sums, rows: Iterable[tuple[Any, ...]], keys: int) -> None:
    for row in rows:
        held = sums[tuple(WITHOUT_TICKET if value is None else value for value in row[:keys])]
        for n, value in enumerate(row[keys:]):
            held[n] += value or 0


def _parted(span: Span, sites: Sequence[UUID]) -> tuple[Q | None, Q | None]:
    """Which rows of the kept sums count, and which documents: each day of each site in one of the two."""
    ready: dict[UUID, set[date]] = defaultdict(set)
    held = KeptDay.objects.filter(day__range=(span.first, span.last), site_id__in=sites, ready=True)
    for site_id, day in held.values_list("site_id", "day"):
        ready[site_id].add(day)
    kept: Q | None = None
    rest: Q | None = None
    for site_id in sites:
        for is_kept, first, last in _stretches(span, ready[site_id]):
            one = Q(site_id=site_id, day__range=(first, last))
            if is_kept:
                kept = one if kept is None else kept | one
            else:
                rest = one if rest is None else rest | one
    return kept, rest


def _stretches(span: Span, ready: set[date]) -> list[tuple[bool, date, date]]:
    """The span cut where kept days begin and end. A span in very many pieces is read from the documents whole."""
    days = [span.first + timedelta(days=n) for n in range(span.days)]
    cut = [(is_kept, list(part)) for is_kept, part in groupby(days, key=lambda day: day in ready)]
    if len(cut) > MOST_STRETCHES:
        return [(False, span.first, span.last)]
    return [(is_kept, part[0], part[-1]) for is_kept, part in cut]


def _renamed(wanted: Q, prefix: str) -> Q:
    """The condition on `site_id` and `day`, said of documents."""
    made = Q()
    for one in wanted.children:
        said = _renamed(one, prefix) if isinstance(one, Q) else Q(**_said(one, prefix))
        made = made | said if wanted.connector == Q.OR else made & said
    return made


def _said(one: Any, prefix: str) -> dict[str, Any]:
    name, value = one
    return {prefix + (name.replace("day", "business_date") if name.startswith("day") else name): value}
