"""Tests in this process take cards on the fake terminal, unless they choose another."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _fake_terminal() -> Iterator[None]:
    from vaxel.business.payments import processors

    processors.use(processors.FakeTerminal())
    yield
    processors._terminal = None
