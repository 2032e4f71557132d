"""A day's row is filled exactly, whatever lies in it."""

from datetime import UTC, datetime, timedelta

import pytest

from vaxel.business.schedule.rules import Span
from vaxel.doors.office.schedule import grid
from vaxel.doors.office.schedule.grid import Piece


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


DAY = Span(at(7), at(17))
WORK = [Span(at(7), at(12)), Span(at(13), at(16))]


@pytest.mark.parametrize("spans", [
    [], [Span(at(7), at(17))], [Span(at(9, 5), at(9, 10))], [Span(at(5), at(8)), Span(at(8), at(8, 15))],
    [Span(at(16, 50), at(19))], [Span(at(9), at(9, 10)), Span(at(9, 45), at(9, 55))],
])  # fmt: skip
def test_a_row_fills_the_day(spans: list[Span]) -> None:
    row = [Piece(n, span) for n, span in enumerate(spans)]
    made = grid.cells(row, DAY, WORK)
    assert sum(cell.quarters for cell in made) == 40
    assert [cell.start for cell in made] == sorted(cell.start for cell in made)
    assert {cell.thing for cell in made} - {None} <= set(range(len(spans)))


def test_free_cells_are_an_hour_at_most_and_rest_is_off() -> None:
    made: list[grid.Cell[str]] = grid.cells([], DAY, WORK)
    assert [(cell.quarters, cell.off) for cell in made] == [(4, False)] * 5 + [(4, True)] + [(4, False)] * 3 + [
        (4, True)
    ]


def test_what_meets_lies_in_rows_of_its_own() -> None:
    pieces = [Piece("a", Span(at(8), at(10))), Piece("b", Span(at(9), at(11))), Piece("c", Span(at(10), at(12)))]
    assert [[one.thing for one in row] for row in grid.tracks(pieces)] == [["a", "c"], ["b"]]
    short = [Piece("a", Span(at(8), at(8, 15))), Piece("b", Span(at(8, 15), at(8, 30)))]
    assert [[one.thing for one in row] for row in grid.tracks(short)] == [["a"], ["b"]]
    assert [cell.quarters for cell in grid.cells(short[:1], DAY, WORK) if cell.thing] == [3]
    assert grid.tracks([]) == [[]]


def test_the_shown_day_goes_to_whole_hours() -> None:
    whole = Span(at(0), at(0) + timedelta(days=1))
    assert grid.shown(whole, []) == Span(at(7), at(17))
    assert grid.shown(whole, [Span(at(6, 40), at(18, 10))]) == Span(at(6), at(19))
    assert grid.shown(whole, [Span(at(1) - timedelta(days=2), at(2) - timedelta(days=2))]) == Span(at(7), at(17))
