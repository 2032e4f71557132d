"""Spans of days: their names, their cuts, and what went before."""

from datetime import date

import pytest

from vaxel.readers.reports import spans
from vaxel.readers.reports.spans import Span

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2026, 11, 25), date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 24), date(2026, 11, 24)),
        ("week", date(2026, 11, 23), date(2026, 11, 25)),
        ("last_week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 11, 1), date(2026, 11, 25)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 11, 25)),
        ("year", date(2026, 1, 1), date(2026, 11, 25)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
        ("days_365", date(2025, 11, 26), date(2026, 11, 25)),
    ],
)
def test_names(name: str, first: date, last: date) -> None:
    assert spans.named(name, TODAY) == Span(first, last)
    assert name in spans.NAMES


def test_there_is_no_span_without_a_name_or_with_dates_that_are_none() -> None:
    assert spans.named("aeon", TODAY) is None
    assert spans.typed("2026-11-01", "2026-11-30") == Span(date(2026, 11, 1), date(2026, 11, 30))
    for first, last in (("2026-11-02", "2026-11-01"), ("", ""), ("1990-01-01", "2026-01-01"), ("2026-02-30", "")):
        assert spans.typed(first, last) is None


def test_what_went_before_is_alike() -> None:
    week = Span(date(2026, 11, 16), date(2026, 11, 22))
    assert spans.before(week) == Span(date(2026, 11, 9), date(2026, 11, 15))
    assert spans.before(Span(date(2026, 12, 1), date(2026, 12, 1))) == Span(date(2026, 11, 24), date(2026, 11, 24))
    february = Span(date(2024, 2, 1), date(2024, 2, 29))
    assert spans.before(february) == Span(date(2024, 1, 1), date(2024, 1, 31))
    quarter = Span(date(2026, 1, 1), date(2026, 3, 31))
    assert spans.before(quarter) == Span(date(2025, 10, 1), date(2025, 12, 31))
    begun = Span(date(2026, 3, 1), date(2026, 3, 30))
    assert spans.before(begun) == Span(date(2026, 2, 1), date(2026, 2, 28))
    assert spans.before(Span(date(2026, 10, 1), TODAY)) == Span(date(2026, 7, 1), date(2026, 8, 25))
    assert spans.before(Span(date(2026, 1, 1), TODAY)) == Span(date(2025, 1, 1), date(2025, 11, 25))
    assert spans.before(Span(date(2026, 2, 1), TODAY)) == Span(date(2025, 4, 9), date(2026, 1, 31))
    assert spans.year_before(Span(date(2024, 2, 29), date(2024, 3, 1))) == Span(date(2023, 2, 28), date(2023, 3, 1))


def test_a_span_is_cut_without_losing_a_day() -> None:
    span = Span(date(2026, 10, 28), date(2026, 12, 2))
    assert [(one.first.day, one.last.day) for one in spans.steps(span, "month")] == [(28, 31), (1, 30), (1, 2)]
    weeks = list(spans.steps(span, "week"))
    assert (weeks[0], weeks[1].first) == (Span(date(2026, 10, 28), date(2026, 11, 1)), date(2026, 11, 2))
    for step in ("day", "week", "month"):
        assert sum(one.days for one in spans.steps(span, step)) == span.days
    assert [Span(span.first, date(2027, 6, 1)).step, span.step, Span(span.first, date(2027, 2, 1)).step] == [
        "month", "day", "week",
    ]  # fmt: skip
