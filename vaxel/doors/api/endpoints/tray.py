"""The exceptions tray: what clashed and waits for a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from msgspec import Meta

from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import Body, Shape
from vaxel.kernel import tray as verbs
from vaxel.kernel.models import TrayItem as Row


class TrayItem(Shape):
    """What clashed: `kind` and `facts` say what, `subject` which row. `closed_at` null: it still waits."""

    id: UUID
    kind: str
    site: UUID | None
    subject_kind: str
    subject: UUID
    facts: dict[str, Any]
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str
    note: str


class TrayFilters(Paging):
    """`open`: what still waits."""

    open: bool | None = None


class SortedOut(Body):
    """What was done about it."""

    note: Annotated[str, Meta(min_length=1, max_length=1000)]


@reads("/tray", may="tray.read")
def tray(ask: Ask, filters: TrayFilters) -> Page[TrayItem]:
    """What clashed, newest first."""
    sites = ask.sites("tray.read")
    query = Row.objects.all() if sites is None else Row.objects.filter(Q(site_id=None) | Q(site_id__in=sites))
    if filters.open is not None:
        query = query.filter(closed_at__isnull=filters.open)
    return cut(query, filters, _shown)


@writes("POST", "/tray/{item}/sorted-out", status=200)
def sort_out(ask: Ask, item: UUID, body: SortedOut) -> TrayItem:
    """Say what was done about an item; it waits no more."""
    return ask.do(
        verbs.sort_out, lambda row: _shown([row])[0], ask.one(Row.objects.all(), item, "site_id"), note=body.note
    )


def _shown(rows: Sequence[Row]) -> list[TrayItem]:
    return [
        TrayItem(
            id=row.id, kind=row.kind, site=row.site_id, subject_kind=row.subject_kind, subject=row.subject_id,
            facts=row.facts, opened_at=row.opened_at, closed_at=row.closed_at, closed_by=row.closed_by, note=row.note,
        )
        for row in rows
    ]  # fmt: skip
