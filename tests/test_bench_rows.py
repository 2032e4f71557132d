"""The benches' arithmetic."""

import pytest

from bench.rows import Row, percentile_us


def test_percentiles_are_the_nearest_rank() -> None:
    hundred = list(range(100, 0, -1))
    assert [percentile_us(hundred, share) for share in (1, 50, 99, 100)] == [1, 50, 99, 100]
    assert [percentile_us([7, 3], share) for share in (0, 50, 51, 99)] == [3, 3, 7, 7]
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile_us([], 50)


def test_a_row_leaves_out_what_it_does_not_have() -> None:
    line = Row("sale", "16 clients p99", "sqlite", 41.5, "ms", "lower", budget=60).line()
    assert line == (
        '{"bench": "sale", "case": "16 clients p99", "database": "sqlite", "value": 41.5, "unit": "ms", '
        '"better": "lower", "budget": 60}'
    )
