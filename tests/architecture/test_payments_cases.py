"""The table of failure cases is that of the tests."""

from tests.architecture.payments_cases import PAGE, page


def test_the_table_of_cases_is_in_step() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.architecture.payments_cases"
