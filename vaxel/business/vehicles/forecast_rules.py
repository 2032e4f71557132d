"""When something is due by time and distance, from how the car is driven (C-25 to C-28). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_DAYS, LEAST_KM = 30, 500
WITHIN = timedelta(days=731)  # 24 months


@dataclass(frozen=True, slots=True)
class Reading:
    """A good reading: the day, and how far the car had gone."""

    day: date
    km: int


@dataclass(frozen=True, slots=True)
class Usage:
    """So many kilometres in so many days. `assumed`: not read from this car, so that one says "about" (C-28)."""

    km: int
    days: int
    assumed: bool = False

    @property
    def km_a_day(self) -> int:
        """Whole kilometres a day, for the eye."""
        return self.km // self.days


@dataclass(frozen=True, slots=True)
class Due:
    """The day, whether time or distance came first, and what it was worked out from."""

    day: date
    by_distance_first: bool
    by_time: date | None
    by_distance: date | None
    projected_km: int | None
    left_km: int | None
    usage: Usage


def usage(readings: Sequence[Reading], km_a_day: int) -> Usage:
    """How the car is driven, by its newest reading and the oldest within 24 months before it (C-26).

    With fewer than two that are LEAST_DAYS and LEAST_KM apart, `km_a_day` is assumed.
    """
    rows = sorted(readings, key=lambda one: one.day)
    if rows:
        last = rows[-1]
        first = next(one for one in rows if one.day >= last.day - WITHIN)
        days, km = (last.day - first.day).days, last.km - first.km
        if days >= LEAST_DAYS and km >= LEAST_KM:
            return Usage(km, days)
    return Usage(km_a_day, 1, assumed=True)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def due(done: Reading, readings: Sequence[Reading], today: date, *, months: int, km: int, km_a_day: int) -> Due | None:
    """The earlier of time and distance after it was done last; None without an interval. 0: no such interval.

    Whole days are rounded down; what has passed is due on the day it passed, not before it was done.
    """
    driven = usage(readings, km_a_day)
    by_time = months_after(done.day, months) if months else None
    by_distance = projected = left = None
    if km:
        newest = max(readings, key=lambda one: one.day, default=done)
        newest = newest if newest.km >= done.km else done
        projected = newest.km + max(0, (today - newest.day).days) * driven.km // driven.days
        left = done.km + km - projected
        by_distance = max(done.day, today + timedelta(days=left * driven.days // driven.km))
    days = [one for one in (by_time, by_distance) if one is not None]
    if not days:
        return None
    return Due(min(days), by_distance is not None and by_distance == min(days), by_time, by_distance, projected, left,
               driven)  # fmt: skip
