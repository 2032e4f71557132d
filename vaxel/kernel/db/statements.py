"""Statements of the hot actions without Django's wrapping of every cursor, which costs more than the statement.

On SQLite the driver is called directly; where somebody listens to the queries (tests that count them, wrappers) and on
PostgreSQL it is Django's own cursor. Errors are Django's either way.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
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


class _Bare:
    """The driver's cursor, with Django's words for errors and %s for parameters."""

    __slots__ = ("_connection", "_cursor")

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor = connection.connection.cursor()

    def __enter__(self) -> "_Bare":
        return self

    def __exit__(self, *_: object) -> None:
        self._cursor.close()

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """The statement has run."""
        try:
            self._cursor.execute(_with_question_marks(sql), params)
        except sqlite3.Error as error:
            with self._connection.wrap_database_errors:
                raise error

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        return self._cursor.fetchall()

    def fetchone(self) -> Any:
        """The next row, or None."""
        return self._cursor.fetchone()

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""
        return self._cursor.rowcount


def cursor() -> Any:
    """A cursor on this thread's connection, to be used with `with`."""
    connection = connections["default"]
    if vendor() != "sqlite" or connection.queries_logged or connection.execute_wrappers:
        return connection.cursor()
    connection.ensure_connection()
    return _Bare(connection)


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
