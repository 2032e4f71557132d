"""Tests see the translations as they stand in the .po files."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Compiled before anything is said, and before the workers of a parallel run start."""
    from vaxel.doors.console.serve.translations import compile_changed

    compile_changed()


@pytest.fixture(autouse=True)
def _sentences_are_the_source_s_own() -> Iterator[None]:
    """A test reads English unless it asks for another language: a new translation breaks no test."""
    with translation.override("en"):
        yield
