"""A day as table rows of quarters, and a week as cells. Pure: spans in, cells out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vaxel.business.schedule.rules import Span

QUARTER = timedelta(minutes=15)
LEAST_QUARTERS = 3  # narrower than that, nobody's finger finds it


@dataclass(frozen=True, slots=True)
class Piece[T]:
    """Something with a place in time."""

    thing: T
    span: Span


@dataclass(frozen=True, slots=True)
class Cell[T]:
    """Part of a row: so many quarters wide from a moment, with a thing in it, or free, or off work."""

    start: datetime
    quarters: int
    thing: T | None = None
    off: bool = False


def quarters(day: Span) -> int:
    """How many quarters the shown day has."""
    return int((day.end - day.start) / QUARTER)


def tracks[T](pieces: Iterable[Piece[T]]) -> list[list[Piece[T]]]:
    """The pieces in as few rows as they need so that none lies on another, each drawn as wide as a finger at least."""
    rows: list[list[Piece[T]]] = []
    for piece in sorted(pieces, key=lambda one: (one.span.start, one.span.end)):
        row = next((row for row in rows if _drawn_until(row[-1].span) <= piece.span.start), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return rows or [[]]


def _drawn_until(span: Span) -> datetime:
    return max(span.end, span.start + LEAST_QUARTERS * QUARTER)


def cells[T](row: Sequence[Piece[T]], day: Span, working: Sequence[Span]) -> list[Cell[T]]:
    """The row as cells that fill the day exactly; free ones are an hour at most, so that each is a place to drop on."""
    total, at, made = quarters(day), 0, list[Cell[T]]()
    for piece in row:
        first = max(at, min(_index(piece.span.start, day, up=False), total - LEAST_QUARTERS))
        last = min(total, max(first + LEAST_QUARTERS, _index(piece.span.end, day, up=True)))
        if first >= total or last <= at:
            continue
        made += _empty(at, first, day, working)
        made.append(Cell(day.start + first * QUARTER, last - first, piece.thing))
        at = last
    return made + _empty(at, total, day, working)


def _index(moment: datetime, day: Span, *, up: bool) -> int:
    whole, rest = divmod(moment - day.start, QUARTER)
    return max(0, whole + (1 if up and rest else 0))


def _empty[T](first: int, last: int, day: Span, working: Sequence[Span]) -> list[Cell[T]]:
    made: list[Cell[T]] = []
    at = first
    while at < last:
        off = _off(at, day, working)
        end = at + 1
        while end < last and _off(end, day, working) == off and (off or end % 4):
            end += 1
        made.append(Cell(day.start + at * QUARTER, end - at, None, off))
        at = end
    return made


def _off(index: int, day: Span, working: Sequence[Span]) -> bool:
    quarter = Span(day.start + index * QUARTER, day.start + (index + 1) * QUARTER)
    return not any(span.meets(quarter) for span in working)


def shown(day: Span, spans: Iterable[Span], *, least_h: int = 7, most_h: int = 17) -> Span:
    """The part of the day that the table shows: from the first to the last whole hour in which anything is."""
    first, last = day.start + timedelta(hours=least_h), day.start + timedelta(hours=most_h)
    for span in spans:
        if span.meets(day):
            first, last = min(first, max(span.start, day.start)), max(last, min(span.end, day.end))
    begin = day.start + timedelta(hours=int((first - day.start) / timedelta(hours=1)))
    end = day.start + timedelta(hours=-(-(last - day.start) // timedelta(hours=1)))
    return Span(begin, min(end, day.end))
