"""Stock in figures without a database: what stands still, how evenly it sells, how often it turns (K-97, K-98)."""

from collections.abc import Sequence
from datetime import date

from vaxel.kernel.money import rdiv

DEAD_DAYS, SLOW_DAYS, YEAR = 365, 182, 365
MONTH_ENDS = 13


def standing(first_in: date, last_out: date | None, today: date) -> str:
    """`dead` when neither sold nor come within twelve months (K-98), `slow` within six; else `moving`."""
    days = still_days(first_in, last_out, today)
    return "dead" if days >= DEAD_DAYS else "slow" if days >= SLOW_DAYS else "moving"


def still_days(first_in: date, last_out: date | None, today: date) -> int:
    """How many days it has lain since it last went out, or since it first came when it never did."""
    return max(0, (today - max(first_in, last_out or first_in)).days)


def evenness(demands: Sequence[int]) -> str:
    """X, Y or Z by how much the months differ: deviation under half the mean, under the mean, or above; Z for nothing.

    Population deviation s over mean m: s² = Σx²/n - m², so s < m/2 is 4(nΣx² - S²) < S².
    """
    whole = sum(demands)
    if whole <= 0:
        return "Z"
    apart = len(demands) * sum(one * one for one in demands) - whole * whole
    return "X" if 4 * apart < whole * whole else "Y" if apart < whole * whole else "Z"


def average_minor(month_ends: Sequence[int]) -> int:
    """What the stock was worth over the year: the mean of its month-ends."""
    return rdiv(sum(month_ends), len(month_ends)) if month_ends else 0


def turns_milli(sold_cost_minor: int, average: int) -> int | None:
    """How often the stock was sold in a year, in thousandths; None while there was no stock."""
    return rdiv(sold_cost_minor * 1000, average) if average > 0 else None


def days_in_stock(turns: int | None) -> int | None:
    """How many days the stock lasts at that pace (turns in thousandths); None where nothing was sold."""
    return rdiv(YEAR * 1000, turns) if turns and turns > 0 else None
