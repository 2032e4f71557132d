"""What late payment costs: interest day by day at the rate then in force. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vaxel.kernel.money import MILLION, rdiv

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Rate:
    """The whole rate (reference and what is added), in millionths a year, from a day on."""

    valid_from: date
    ppm: int


def interest(open_minor: int, since: date, until: date, rates: Sequence[Rate]) -> int:
    """Interest on the amount for the days after `since` up to `until`, one rounding; days before any rate are free."""
    if open_minor <= 0:
        return 0
    weighed = sum(rate.ppm * days for rate, days in spans(since, until, rates))
    return rdiv(open_minor * weighed, YEAR_DAYS * MILLION)


def spans(since: date, until: date, rates: Sequence[Rate]) -> Iterator[tuple[Rate, int]]:
    """(rate, days it counted) of the days after `since` up to `until`."""
    ordered = sorted(rates, key=lambda rate: rate.valid_from)
    for n, rate in enumerate(ordered):
        first = max(since + timedelta(days=1), rate.valid_from)
        end = ordered[n + 1].valid_from - timedelta(days=1) if n + 1 < len(ordered) else until
        days = (min(end, until) - first).days + 1
        if days > 0:
            yield rate, days
