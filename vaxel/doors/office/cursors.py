"""Paging by cursor: a page begins after the last row of the one before, however deep, and never skips or repeats."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True, slots=True)
class Page[T: Model]:
    """Some rows, the cursor of what follows (None: nothing does), and whether there is something before."""

    rows: Sequence[T]
    next: str | None = None
    first: bool = False


def page[T: Model](rows: QuerySet[T], order: tuple[str, ...], after: str | None, size: int) -> Page[T]:
    """The rows after the cursor in `order`, whose last name is unique."""
    start = _open(after, len(order))
    wanted = rows.order_by(*order)
    if start is not None:
        wanted = wanted.filter(_beyond(order, start))
    found = list(wanted[: size + 1])
    more = found[size:]
    return Page(found[:size], _close(found[size - 1], order) if more else None, start is not None)


def _beyond(order: tuple[str, ...], start: list[Any]) -> Q:
    """Rows that sort after `start`: (a > A) or (a = A and b > B) …"""
    wanted, equal = Q(), Q()
    for name, value in zip(order, start, strict=True):
        field = name.lstrip("-")
        wanted |= equal & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return wanted


def _close(row: Model, order: tuple[str, ...]) -> str:
    values = []
    for name in order:
        value: Any = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(str(value) if isinstance(value, (UUID, date, datetime)) else value)
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _open(after: str | None, length: int) -> list[Any] | None:
    """The cursor's values; None for no cursor or one that is not ours (then the list starts anew)."""
    if not after:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError:
        return None
    return values if isinstance(values, list) and len(values) == length else None
