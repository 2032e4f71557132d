"""Many rows in few statements, for the hot actions: no model instances, one statement per table (architecture.md).

On PostgreSQL rows travel as one array per column, so that a statement's text and types never change and it is
prepared once; on SQLite they are VALUES. Values are plain Python: UUIDs, aware datetimes, dates, ints, text.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from vaxel.kernel.db import statements

CHUNK = 400
FEW = 8


def _same(value: Any) -> Any:
    return value


def _sqlite_uuid(value: UUID | None) -> str | None:
    return value.hex if value else None


def _sqlite_moment(value: datetime | None) -> str | None:
    """As Django stores it there: UTC without saying so, wherever the moment was read off the wall."""
    if value is None:
        return None
    return str((value if value.tzinfo is UTC or value.tzinfo is None else value.astimezone(UTC)).replace(tzinfo=None))


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _eight_bytes() -> Callable[[int], int]:
    from psycopg.types.numeric import Int8  # not loaded where the database is SQLite

    return Int8


def _whole(value: int | None) -> int | None:
    """One width for all whole numbers: psycopg's choice by size would prepare the statement anew for each mix."""
    return None if value is None else _eight_bytes()(value)


def _target(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _adapter(field: "models.Field[Any, Any]", vendor: str) -> Callable[[Any], Any]:
    target = _target(field)
    if isinstance(target, models.JSONField):
        return _json
    if vendor != "sqlite":
        return _whole if isinstance(target, models.IntegerField) else _same
    if isinstance(target, models.UUIDField):
        return _sqlite_uuid
    if isinstance(target, models.DateTimeField):
        return _sqlite_moment
    if isinstance(target, models.DateField):
        return lambda value: value.isoformat() if value else None
    return _same


@lru_cache(maxsize=512)
def _fields(model: type[models.Model], names: tuple[str, ...]) -> "tuple[models.Field[Any, Any], ...]":
    return tuple(model._meta.get_field(name) for name in names)  # type: ignore[misc]


@lru_cache(maxsize=512)
def _adapters(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[Callable[[Any], Any], ...]:
    return tuple(_adapter(field, vendor) for field in _fields(model, names))


@lru_cache(maxsize=512)
def _types(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, ...]:
    """PostgreSQL's type of each field, without its length."""
    return tuple((_target(field).cast_db_type(connection) or "").split("(")[0] for field in _fields(model, names))


@lru_cache(maxsize=512)
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f'"{field.column}"' for field in _fields(model, names))


@lru_cache(maxsize=512)
def _adapted(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[tuple[int, Any], ...]:
    """(place, adapter) of the columns that do not go as they are."""
    return tuple((n, one) for n, one in enumerate(_adapters(model, names, vendor)) if one is not _same)


def _by_row(model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> list[Any]:
    adapted, params = _adapted(model, names, statements.vendor()), []
    for row in rows:
        values = list(row)
        if len(values) != len(names):
            raise ValueError(f"{len(values)} values for {len(names)} fields")
        for n, adapt in adapted:
            values[n] = adapt(values[n])
        params += values
    return params


def _by_column(model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> list[Any]:
    adapters = _adapters(model, names, statements.vendor())
    return [[adapt(value) for value in column] for adapt, column in zip(adapters, zip(*rows, strict=True), strict=True)]


@lru_cache(maxsize=4096)
def _source(model: type[models.Model], names: tuple[str, ...], many: int, alias: str, vendor: str) -> str:
    """The text of `table` for so many rows; on PostgreSQL the same text for every number above FEW."""
    columns, width = _columns(model, names), len(names)
    types = _types(model, names)
    if vendor != "sqlite" and many > FEW:
        arrays = ", ".join(f"%s::{kind}[]" for kind in types)
        return f"unnest({arrays}) WITH ORDINALITY AS {alias}({', '.join(columns)}, n)"
    first = ", ".join(f"%s::{kind}" for kind in types) if vendor != "sqlite" else ", ".join(["%s"] * width)
    marks = ", ".join(["%s"] * width)
    values = ", ".join(f"({marks if n > 1 else first}, {n})" for n in range(1, many + 1))
    if vendor != "sqlite":
        return f"(VALUES {values}) AS {alias}({', '.join(columns)}, n)"
    named = ", ".join(f"column{k} AS {column}" for k, column in enumerate(columns, 1))
    return f"(SELECT {named}, column{width + 1} AS n FROM (VALUES {values})) AS {alias}"  # noqa: S608 - our own names


def table(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], alias: str = "v"
) -> tuple[str, list[Any]]:
    """(text, parameters) of a table to select from or join, holding `rows` under the columns of field `names`.

    `rows` is not empty and no longer than CHUNK. Numbered from 1 in a last column `n`, to find the way back.
    """
    names, many = tuple(names), len(rows)
    text = _source(model, names, many, alias, statements.vendor())
    params = (_by_column if statements.vendor() != "sqlite" and many > FEW else _by_row)(model, names, rows)
    return text, params


def chunks[T](rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`rows` in order, in pieces that fit one statement."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def for_update(alias: str) -> str:
    """The end of a SELECT that locks the rows of `alias` in the order of its ORDER BY. SQLite has one writer."""
    return "" if statements.vendor() == "sqlite" else f" FOR UPDATE OF {alias}"


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Each of `rows` (values in the order of field `names`) is stored; inside of `together`, at its end."""
    for text, params in _inserts(model, tuple(names), rows):
        statements.store(text, params)


def insert_new(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    key: str,
    or_replace: Sequence[str] = (),
) -> int:
    """Each of `rows` is stored unless its `key` (the columns of a unique key, as SQL) exists already; how many were.

    A row whose key exists is passed over, or has its fields `or_replace` overwritten by the new ones.
    """
    names = tuple(names)
    news = ", ".join(f"{column} = excluded.{column}" for column in _columns(model, tuple(or_replace)))
    tail = f" ON CONFLICT ({key}) DO " + (f"UPDATE SET {news}" if or_replace else "NOTHING")
    return sum(statements.change(f"{text}{tail}", params) for text, params in _inserts(model, names, rows))


def _inserts(
    model: type[models.Model], names: tuple[str, ...], rows: Iterable[Sequence[Any]]
) -> Iterator[tuple[str, list[Any]]]:
    """(statement, parameters) for each chunk of the rows."""
    for part in chunks(list(rows)):
        if statements.vendor() == "sqlite" or len(part) <= FEW:
            yield _insert_few(model, names, len(part)), _by_row(model, names, part)
        else:
            yield _insert_many(model, names), _by_column(model, names, part)


@lru_cache(maxsize=2048)
def _insert_few(model: type[models.Model], names: tuple[str, ...], many: int) -> str:
    row = f"({', '.join(['%s'] * len(names))})"
    return f"{_insert_into(model, names)} VALUES {', '.join([row] * many)}"


@lru_cache(maxsize=512)
def _insert_many(model: type[models.Model], names: tuple[str, ...]) -> str:
    arrays = ", ".join(f"%s::{kind}[]" for kind in _types(model, names))
    return f"{_insert_into(model, names)} SELECT * FROM unnest({arrays})"  # noqa: S608 - our own names


def _insert_into(model: type[models.Model], names: tuple[str, ...]) -> str:
    return f'INSERT INTO "{model._meta.db_table}" ({", ".join(_columns(model, names))})'


@dataclass(frozen=True, slots=True)
class _Change:
    """An UPDATE … FROM rows, as said by `update`."""

    model: type[models.Model]
    keys: tuple[str, ...]
    values: tuple[str, ...]
    add: tuple[str, ...]
    also: str
    where: str
    returning: tuple[str, ...] = ()

    def make(self, rows: Sequence[Sequence[Any]]) -> tuple[int, list[tuple[Any, ...]]]:
        """(how many rows were changed, their `returning`), in one statement."""
        source, params = table(self.model, self.keys + self.values + self.add, rows)
        text = f"UPDATE {self._text(source)}"
        if not self.returning:
            return statements.change(text, params), []
        found = [_read(self.model, self.returning, row) for row in statements.fetch(text, params)]
        return len(found), found

    def _text(self, source: str) -> str:
        sets = [f"{column} = v.{column}" for column in _columns(self.model, self.values)]
        sets += [f"{column} = t.{column} + v.{column}" for column in _columns(self.model, self.add)]
        sets += [self.also] if self.also else []
        found = [f"t.{column} = v.{column}" for column in _columns(self.model, self.keys)]
        found += [f"({self.where})"] if self.where else []
        text = f'"{self.model._meta.db_table}" AS t SET {", ".join(sets)} FROM {source} WHERE {" AND ".join(found)}'
        if not self.returning:
            return text
        prefix = "" if statements.vendor() == "sqlite" else "t."  # SQLite knows no alias there
        return text + " RETURNING " + ", ".join(prefix + column for column in _columns(self.model, self.returning))


def overwrite(model: type[models.Model], key: str, pk: Any, names: Sequence[str], values: Sequence[Any]) -> None:
    """The row whose field `key` is `pk` has the new values; one that is known to exist. Waits for `together`'s end.

    A single row needs no table to join, which would take longer than the change itself.
    """
    names = tuple(names)
    statements.store(_overwriting(model, key, names), _by_row(model, (*names, key), [(*values, pk)]))


@lru_cache(maxsize=512)
def _overwriting(model: type[models.Model], key: str, names: tuple[str, ...]) -> str:
    *sets, found = (f"{column} = %s" for column in _columns(model, (*names, key)))
    return f'UPDATE "{model._meta.db_table}" SET {", ".join(sets)} WHERE {found}'  # noqa: S608 - our own names


def update(
    model: type[models.Model],
    keys: Sequence[str],
    values: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    add: Sequence[str] = (),
    also: str = "",
    where: str = "",
) -> int:
    """The rows found by `keys` have the new `values`, and `add` more in those fields; how many rows were changed.

    `rows` hold keys, values and amounts to add, in that order; one row a key. `also` is further SQL for SET and `where`
    a further condition; in both `t` is the table and `v` the new row: `where="t.on_hand_milli >= v.quantity_milli"`.
    A caller for whom every row counts compares the answer with `len(rows)`.
    """
    change = _Change(model, tuple(keys), tuple(values), tuple(add), also, where)
    return sum(change.make(part)[0] for part in chunks(rows))


def update_returning(
    model: type[models.Model],
    keys: Sequence[str],
    values: Sequence[str],
    rows: Sequence[Sequence[Any]],
    returning: Sequence[str],
    *,
    add: Sequence[str] = (),
    also: str = "",
    where: str = "",
) -> list[tuple[Any, ...]]:
    """Like `update`; the fields `returning` of each changed row as they are now, in no particular order."""
    change = _Change(model, tuple(keys), tuple(values), tuple(add), also, where, tuple(returning))
    return [found for part in chunks(rows) for found in change.make(part)[1]]


def _read(model: type[models.Model], names: tuple[str, ...], row: Sequence[Any]) -> tuple[Any, ...]:
    if statements.vendor() != "sqlite":
        return tuple(row)
    fields = _fields(model, names)
    return tuple(
        UUID(value) if value and isinstance(_target(field), models.UUIDField) else value
        for field, value in zip(fields, row, strict=True)
    )


def adapt(value: Any) -> Any:
    """A value as raw SQL on this database wants it."""
    if statements.vendor() != "sqlite":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return _sqlite_moment(value)
    return value


@lru_cache(maxsize=128)
def _concrete(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(field names, attribute names) of the model's columns, generated keys left out."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return tuple(field.name for field in fields), tuple(field.attname for field in fields)


def insert_all(things: Sequence[models.Model]) -> None:
    """The new things of one model are stored with all their columns. One statement for up to a batch."""
    if not things:
        return
    model = type(things[0])
    names, attributes = _concrete(model)
    insert(model, names, [[getattr(thing, attribute) for attribute in attributes] for thing in things])
