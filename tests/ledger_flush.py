"""Tests with real commits empty the ledgers afterwards: on SQLite the triggers step aside for the flush."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(autouse=True, scope="session")
def _triggers_step_aside_for_the_flush() -> Iterator[None]:
    operations = type(connection.ops)
    flush: Any = operations.execute_sql_flush

    def emptied(self: object, statements: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(self, statements)
            for _name, sql in triggers:
                cursor.execute(sql)

    if connection.vendor == "sqlite":
        operations.execute_sql_flush = emptied  # type: ignore[method-assign, assignment]
    yield
    operations.execute_sql_flush = flush  # type: ignore[method-assign]
