"""The table of failure cases is that of the tests."""

import pytest

from tests.architecture.payments_cases import OLDER, PAGE, is_there, page


def test_the_table_of_cases_is_in_step() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.architecture.payments_cases"


@pytest.mark.parametrize("test", sorted({one for tests in OLDER.values() for one in tests}))
def test_a_case_of_another_name_is_still_played(test: str) -> None:
    assert is_there(test)
