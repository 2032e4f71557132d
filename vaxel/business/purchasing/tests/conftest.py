"""These tests say themselves who waits for goods; the others ask the workshop again."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.needs import ask_of, asker


@pytest.fixture(autouse=True)
def _the_workshop_is_asked_afterwards() -> Iterator[None]:
    before = asker()
    yield
    ask_of(before)
