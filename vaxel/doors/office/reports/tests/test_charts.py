"""Charts: round values, columns that fit, and what lies below zero."""

import pytest

from vaxel.doors.office.reports import charts


@pytest.mark.parametrize(("largest", "unit"), [(1, 1), (4, 1), (5, 2), (21, 10), (80, 20), (81, 50), (12_345, 5_000)])
def test_four_round_steps_reach_the_largest(largest: int, unit: int) -> None:
    assert charts.nice(largest) == unit


def test_columns_stand_on_zero_and_reach_their_value() -> None:
    chart = charts.columns(["a", "b", "c"], [40, 0, 20], ["A: 40", "B: 0", "C: 20"], [20, 20, 20])
    assert [line.value for line in chart.lines] == [0, 10, 20, 30, 40]
    high, none, half = chart.bars
    assert (high.height, none.height, half.height) == (184.0, 0.0, 92.0)
    assert high.y + high.height == half.y + half.height == chart.zero
    assert chart.before.split()[0].endswith(f",{half.y}")
    assert high.x >= chart.left
    assert half.x + half.width <= chart.width


def test_what_is_below_zero_hangs_from_it() -> None:
    chart = charts.columns(["a", "b"], [10, -10], ["", ""])
    assert [line.value for line in chart.lines] == [-10, -5, 0, 5, 10]
    assert chart.bars[1].negative
    assert chart.zero + chart.bars[1].height <= chart.height


def test_many_columns_are_labelled_now_and_then() -> None:
    chart = charts.columns([str(n) for n in range(31)], [1] * 31, [""] * 31)
    assert sum(bool(bar.label) for bar in chart.bars) == 11
    assert charts.columns([], [], []).bars == []
