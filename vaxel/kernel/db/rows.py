"""Many rows in few statements, for the hot actions: no model instances, one INSERT per table (architecture.md)."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

_CHUNK = 400


def _same(value: Any) -> Any:
    return value


def _sqlite_uuid(value: UUID | None) -> str | None:
    return value.hex if value else None


def _sqlite_moment(value: datetime | None) -> str | None:
    return str(value.replace(tzinfo=None)) if value else None


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _adapter(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any]:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.JSONField):
        return _json
    if vendor == "sqlite" and isinstance(target, models.UUIDField):
        return _sqlite_uuid
    if vendor == "sqlite" and isinstance(target, models.DateTimeField):
        return _sqlite_moment
    if vendor == "sqlite" and isinstance(target, models.DateField):
        return lambda value: value.isoformat() if value else None
    return _same


@lru_cache(maxsize=512)
def _plan(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, str, tuple[Any, ...]]:
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)  # type: ignore[union-attr]
    table = model._meta.db_table
    adapters = tuple(_adapter(field, vendor) for field in fields)  # type: ignore[arg-type]
    head = f'INSERT INTO "{table}" ({columns}) VALUES '  # noqa: S608 - names of our own models
    return head, f"({', '.join(['%s'] * len(names))})", adapters


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Each of `rows` (values in the order of field `names`) is stored; datetimes are aware and in UTC."""
    head, marks, adapters = _plan(model, tuple(names), connection.vendor)
    adapted = [[adapt(value) for adapt, value in zip(adapters, row, strict=True)] for row in rows]
    with connection.cursor() as cursor:
        for start in range(0, len(adapted), _CHUNK):
            part = adapted[start : start + _CHUNK]
            cursor.execute(head + ", ".join([marks] * len(part)), [value for row in part for value in row])


def adapt(value: Any) -> Any:
    """A value as raw SQL on this database wants it."""
    if connection.vendor != "sqlite":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return _sqlite_moment(value)
    return value
