"""A test database goes even when a thread of the product still has a connection to it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(autouse=True, scope="session")
def _the_last_ones_leave() -> Iterator[None]:
    kind: Any = type(connection.creation)
    destroy = kind._destroy_test_db

    def emptied(self: Any, name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            asked = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            cursor.execute(asked, [name])
        destroy(self, name, verbosity)

    if connection.vendor == "postgresql":
        kind._destroy_test_db = emptied
    yield
    kind._destroy_test_db = destroy
