"""Small reads of the hot actions: their SQL is made once and kept, since making it anew costs ten times the query."""

import json
from collections.abc import Callable, Sequence, Sized
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models

from vaxel.kernel.db import statements
from vaxel.kernel.db.rows import adapt


def _same(value: Any) -> Any:
    return value


def _sqlite_uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _sqlite_moment(value: str | datetime | None) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC)


def _sqlite_day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _reader(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any]:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.JSONField):
        return _json
    if vendor != "sqlite":
        return _same
    if isinstance(target, models.UUIDField):
        return _sqlite_uuid
    if isinstance(target, models.DateTimeField):
        return _sqlite_moment
    if isinstance(target, models.DateField):
        return _sqlite_day
    return bool if isinstance(target, models.BooleanField) else _same


@lru_cache(maxsize=256)
def _plan(
    model: type[models.Model], names: tuple[str, ...], where: str, vendor: str
) -> tuple[str, tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """The statement, and (place, reader) of the columns that are not what the driver gives."""
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f't."{field.column}"' for field in fields)  # type: ignore[union-attr]
    text = f'SELECT {columns} FROM "{model._meta.db_table}" AS t WHERE {where}'  # noqa: S608 - our own names
    readers = [_reader(field, vendor) for field in fields]  # type: ignore[arg-type]
    return text, tuple((n, read) for n, read in enumerate(readers) if read is not _same)


def select(
    model: type[models.Model], names: Sequence[str], where: str, params: Sequence[Any] = (), *, lock: bool = False
) -> list[tuple[Any, ...]]:
    """The named fields of the rows of `model` (as `t`) for which `where`, SQL with %s, holds. One statement.

    With `lock` the rows are locked until the transaction ends (SQLite's writer is locked anyway).
    """
    text, readers = _plan(model, tuple(names), where, statements.vendor())
    if lock and statements.vendor() == "postgresql":
        text += " FOR UPDATE OF t"
    found = statements.fetch(text, [adapt(one) for one in params])
    if not readers:
        return found
    return [_read(row, readers) for row in found]


def _read(row: tuple[Any, ...], readers: tuple[tuple[int, Callable[[Any], Any]], ...]) -> tuple[Any, ...]:
    values = list(row)
    for n, read in readers:
        values[n] = read(values[n])
    return tuple(values)


def marks(values: Sized) -> str:
    """`%s, %s, …` for so many parameters."""
    return ", ".join(["%s"] * len(values))


@lru_cache(maxsize=128)
def _names(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    fields = model._meta.concrete_fields
    return tuple(field.name for field in fields), tuple(field.attname for field in fields)


def things[T: models.Model](model: type[T], where: str, params: Sequence[Any] = (), *, lock: bool = False) -> list[T]:
    """Whole rows of `model` for which `where` holds, as its instances. One statement."""
    names, attributes = _names(model)
    return [model.from_db("default", attributes, row) for row in select(model, names, where, params, lock=lock)]
