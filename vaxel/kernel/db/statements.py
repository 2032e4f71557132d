"""Statements of the hot actions without Django's wrapping of every cursor, which costs more than the statement.

The driver is called directly; where somebody listens to the queries (tests that count them, wrappers) it is Django's
own cursor. Errors are Django's either way.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connections

_MARK = re.compile(r"(?<!%)%s")


@cache
def vendor() -> str:
    """`sqlite` or `postgresql`: one for the whole process."""
    return str(connections["default"].vendor)


@lru_cache(maxsize=4096)
def _with_question_marks(sql: str) -> str:
    return _MARK.sub("?", sql).replace("%%", "%")


@lru_cache(maxsize=4096)
def _with_numbers(sql: str) -> bytes:
    numbers = count(1)
    return _MARK.sub(lambda _found: f"${next(numbers)}", sql).replace("%%", "%").encode()


@cache
def _errors() -> type[Exception]:
    if vendor() == "sqlite":
        return sqlite3.Error
    from psycopg import Error  # not loaded where the database is SQLite

    return Error


@cache
def _raw_cursor() -> Any:
    """psycopg's cursor that takes a statement as the server wants it, so that its text is not read each time."""
    from psycopg import RawCursor

    return RawCursor


def _run(sql: str, params: Sequence[Any]) -> Any:
    """A cursor after the statement, on this thread's connection."""
    waiting = _waiting.get()
    if waiting and any(_names_table_of(sql, text) for text, _params in waiting):
        _send(waiting)
    connection = connections["default"]
    if connection.execute_wrappers or connection.queries_logged:
        cursor = connection.cursor()
        cursor.execute(sql, params)
        return cursor
    if connection.connection is None:
        connection.ensure_connection()
    try:
        if vendor() == "sqlite":
            return connection.connection.execute(_with_question_marks(sql), params)
        return _raw_cursor()(connection.connection).execute(_with_numbers(sql), params)
    except _errors() as error:
        with connection.wrap_database_errors:
            raise error


def fetch(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that the statement (with %s) answers with."""
    found: list[tuple[Any, ...]] = _run(sql, params).fetchall()
    return found


def change(sql: str, params: Sequence[Any] = ()) -> int:
    """How many rows the statement (with %s) changed."""
    return int(_run(sql, params).rowcount)


type _Held = tuple[str, Sequence[Any]]
_waiting: ContextVar[list[_Held] | None] = ContextVar("waiting_statements", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What `store` is given inside the block is sent at its end: on PostgreSQL all as one statement, since every
    statement costs a way there and back. One that names a table for which something waits is sent after that; the ORM
    is not held up, so nothing inside may read through it what was stored inside. After an error nothing is sent.
    """
    if vendor() == "sqlite" or _waiting.get() is not None:
        yield
        return
    waiting: list[_Held] = []
    token = _waiting.set(waiting)
    try:
        yield
        _send(waiting)
    finally:
        _waiting.reset(token)


def store(sql: str, params: Sequence[Any]) -> None:
    """The INSERT of new rows or UPDATE of one has run, or will at the end of `together`."""
    waiting = _waiting.get()
    if waiting is None:
        change(sql, params)
        return
    if any(_changes_same(sql, text) for text, _params in waiting):  # one statement would see the table as it was before
        _send(waiting)
    waiting.append((sql, params))


def waiting() -> Sequence[_Held]:
    """The statements, with their parameters, that `together` holds back."""
    return _waiting.get() or ()


def _send(waiting: list[_Held]) -> None:
    if waiting:
        texts, params = tuple(text for text, _params in waiting), [value for _text, some in waiting for value in some]
        waiting.clear()
        _run(_joined(texts), params)


@lru_cache(maxsize=1024)
def _joined(texts: tuple[str, ...]) -> str:
    """One statement that does all of them; each sees the tables as they were before all."""
    parts = ", ".join(f"w{n} AS ({text})" for n, text in enumerate(texts))
    return f"WITH {parts} SELECT 1" if len(texts) > 1 else texts[0]


@lru_cache(maxsize=4096)
def _changes_same(one: str, other: str) -> bool:
    """Whether both change one table and either is more than new rows."""
    return _table(one) == _table(other) and not (one.startswith("INSERT") and other.startswith("INSERT"))


@lru_cache(maxsize=4096)
def _names_table_of(sql: str, held: str) -> bool:
    return _table(held) in sql


@lru_cache(maxsize=4096)
def _table(sql: str) -> str:
    """The table that an INSERT or UPDATE changes: the first name in quotes."""
    return sql.split('"', 2)[1]


def among(column: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
    """(condition, parameters) that the column is one of the values, plain Python; never true for none.

    On PostgreSQL they are one array, so that a statement's text does not change with their number.
    """
    wanted = list(values)
    if vendor() != "sqlite":
        return f"{column} = ANY(%s)", [wanted]
    return f"{column} IN ({', '.join(['%s'] * len(wanted))})", [
        one.hex if isinstance(one, UUID) else one for one in wanted
    ]
