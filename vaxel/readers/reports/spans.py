"""Spans of days people ask about, and what they are compared with. Pure."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_DAYS = 3_700
DAY, WEEK, MONTH = "day", "week", "month"


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> str:
        """In which steps it is told: days up to two months, weeks up to half a year, else months."""
        return DAY if self.days <= 62 else WEEK if self.days <= 186 else MONTH


def month_of(day: date) -> Span:
    """The calendar month the day lies in."""
    return Span(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def months_back(day: date, n: int) -> date:
    """The same day of the month n months earlier; the last of that month where it is shorter."""
    months = day.year * 12 + day.month - 1 - n
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def named(name: str, today: date) -> Span | None:
    """The span with the name, seen from today; None for an unknown name."""
    monday = today - timedelta(days=today.weekday())
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    spans = {
        "today": Span(today, today),
        "yesterday": Span(today - timedelta(days=1), today - timedelta(days=1)),
        "week": Span(monday, today),
        "last_week": Span(monday - timedelta(days=7), monday - timedelta(days=1)),
        "month": Span(today.replace(day=1), today),
        "last_month": month_of(months_back(today.replace(day=1), 1)),
        "quarter": Span(quarter, today),
        "year": Span(date(today.year, 1, 1), today),
        "last_year": Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        "days_365": Span(today - timedelta(days=364), today),
    }
    return spans.get(name)


NAMES = (
    "today", "yesterday", "week", "last_week", "month", "last_month", "quarter", "year", "last_year", "days_365",
)  # fmt: skip


def typed(first: str, last: str) -> Span | None:
    """The span between two dates as they stand in an address; None when that is none, or longer than ten years."""
    try:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return span if 1 <= span.days <= LONGEST_DAYS else None


def before(span: Span) -> Span:
    """The span that went before: as many whole months for whole months; for one that begins with a month, quarter or
    year and lies in it, the same part of the one before; for a day the same weekday a week before; else as many days.
    """
    if span.days == 1:
        return Span(span.first - timedelta(days=7), span.last - timedelta(days=7))
    if span.first.day == 1 and span == Span(span.first, month_of(span.last).last):
        months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
        return Span(months_back(span.first, months), span.first - timedelta(days=1))
    for months in (1, 3, 12):
        if (
            span.first.day == 1
            and (span.first.month - 1) % months == 0
            and span.last < months_back(span.first, -months)
        ):
            return Span(months_back(span.first, months), months_back(span.last, months))
    return Span(span.first - timedelta(days=span.days), span.first - timedelta(days=1))


def year_before(span: Span) -> Span:
    """The same days a year earlier."""
    return Span(months_back(span.first, 12), months_back(span.last, 12))


def steps(span: Span, step: str) -> Iterator[Span]:
    """The span cut into days, weeks from Monday or calendar months; the first and last may be cut short."""
    first = span.first
    while first <= span.last:
        if step == DAY:
            last = first
        elif step == WEEK:
            last = first + timedelta(days=6 - first.weekday())
        else:
            last = month_of(first).last
        yield Span(first, min(last, span.last))
        first = last + timedelta(days=1)
