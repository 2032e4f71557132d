"""Tests hash passwords and PINs at the least cost argon2 allows."""

from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _quick_hash() -> Iterator[None]:
    kept = settings.ARGON2_COST
    settings.ARGON2_COST = (1, 8, 1)
    settings.TILL_PIN_ROUNDS = 1
    yield
    settings.ARGON2_COST = kept
