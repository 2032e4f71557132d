"""A test database goes even when a thread of the product is still connected to it; the run's last lines say whose."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

_LEFT: list[str] = []


@pytest.fixture(autouse=True, scope="session")
def _the_last_ones_leave() -> Iterator[None]:
    kind: Any = type(connection.creation)
    destroy = kind._destroy_test_db

    def emptied(self: Any, name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            asked = (
                "SELECT application_name, state, query, pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            cursor.execute(asked, [name])
            _LEFT.extend(f"{who or 'nameless'} ({state}): {query[:200]}" for who, state, query, _ended in cursor)
        destroy(self, name, verbosity)

    if connection.vendor == "postgresql":
        kind._destroy_test_db = emptied
    yield
    kind._destroy_test_db = destroy


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Connections that were still open when all tests had ended: each is a thread that nobody waited for."""
    if _LEFT:
        terminalreporter.section(f"{len(_LEFT)} database connections were ended")
        for one in _LEFT:
            terminalreporter.write_line(one)
