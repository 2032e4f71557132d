"""Tests see the translations as they stand in the .po files."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def _translations_are_compiled() -> None:
    from vaxel.doors.console.serve.translations import compile_changed

    compile_changed()
