"""Lists are cut into pages by a cursor: `?after=…&limit=…`, newest first, in the order of the ids.

Ids are ordered by time where they are made by this system; a page never repeats or skips a row that stood when the
walk began, whatever is added meanwhile.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Model, QuerySet, UUIDField
from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from vaxel.doors.api.shapes import Body, Shape
from vaxel.kernel.refusals import BadInput


class BadCursor(BadInput):
    """The cursor was not made by us."""

    sentence = _("after: take the value of `next` from the page before, unchanged.")


class Paging(Body):
    """Which page: `after` is the `next` of the page before; left out, the first."""

    after: Annotated[str, Meta(max_length=60)] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Page[S](Shape):
    """Part of a list. `next` is null on the last page."""

    items: list[S]
    next: str | None = None


def cut[M: Model, S](
    query: QuerySet[M], paging: Paging, show: Callable[[Sequence[M]], list[S]], *, by: str = "id"
) -> Page[S]:
    """The asked page of `query`, newest first, in the order of the unique column `by` (UUIDs or whole numbers)."""
    if paging.after is not None:
        uuids = isinstance(query.model._meta.get_field(by), UUIDField)
        query = query.filter(**{f"{by}__lt": _read(paging.after, UUID if uuids else int)})
    rows = list(query.order_by(f"-{by}")[: paging.limit + 1])
    kept = rows[: paging.limit]
    more = len(rows) > paging.limit
    return Page(items=show(kept), next=_write(getattr(kept[-1], by)) if more else None)


def _write(value: UUID | int) -> str:
    raw = value.bytes if isinstance(value, UUID) else value.to_bytes(8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(cursor: str, kind: type[Any]) -> UUID | int:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadCursor() from None
    if kind is UUID and len(raw) == 16:
        return UUID(bytes=raw)
    if kind is int and len(raw) == 8 and raw[0] < 0x80:
        return int.from_bytes(raw, "big")
    raise BadCursor()
