"""How much will be asked for, and how much to keep for it: pure arithmetic over quantities that were asked for.

Money is nowhere here; probabilities are reckoned in decimals with a fixed precision, never in binary fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from statistics import median_low

ONE_OFF = 3
MOST_PIECES = 100_000
PRECISION = 28


@dataclass(frozen=True, slots=True)
class Demand:
    """What was asked for within a window, thousandths: counted, how much a one-off was cut by, in how many orders."""

    milli: int
    cut_milli: int
    orders: int
    squares: int  # Σ of squared quantities, for how unevenly it is asked for

    def per_days(self, days: int, window_days: int) -> int:
        """Thousandths in so many days, rounded up."""
        return -(-self.milli * days // window_days)


def counted(quantities: Sequence[int]) -> Demand:
    """The quantities of orders, each cut to three times the usual one: a one-off is marked, not repeated (K-92)."""
    positive = [one for one in quantities if one > 0]
    if not positive:
        return Demand(0, 0, 0, 0)
    most = ONE_OFF * median_low(positive)
    kept = [min(one, most) for one in positive]
    return Demand(sum(kept), sum(positive) - sum(kept), len(kept), sum(one * one for one in kept))


@dataclass(frozen=True, slots=True)
class Cover:
    """When to order and up to how much, in thousandths (K-92)."""

    reorder_at_milli: int
    up_to_milli: int
    safety_milli: int


def cover(demand: Demand, *, window_days: int, lead_days: int, cover_days: int, safety_milli: int) -> Cover:
    """`d × lead + safety`, and `d × (lead + cover) + safety` (K-92)."""
    return Cover(
        demand.per_days(lead_days, window_days) + safety_milli,
        demand.per_days(lead_days + cover_days, window_days) + safety_milli,
        safety_milli,
    )


def to_order(position_milli: int, found: Cover, pack_milli: int) -> int:
    """What to buy: nothing above the reorder point, else up to the level, in whole packs (K-92)."""
    if position_milli > found.reorder_at_milli or found.up_to_milli <= position_milli:
        return 0
    wanted = found.up_to_milli - position_milli
    return -(-wanted // pack_milli) * pack_milli


def safety(demand: Demand, *, window_days: int, lead_days: int, service_ppm: int) -> int:
    """Thousandths to keep beyond the expected demand of the lead time, so that it suffices so often.

    The demand of the lead time is taken as a compound Poisson's: negative binomial where it is lumpier than Poisson.
    """
    if not demand.orders or not lead_days:
        return 0
    often = service_ppm
    with localcontext() as context:
        context.prec = PRECISION
        share = Decimal(lead_days) / Decimal(window_days)
        mean = Decimal(demand.milli) / 1000 * share
        variance = max(mean, Decimal(demand.squares) / 1_000_000 * share)
        kept = quantile(mean, variance, Decimal(often).scaleb(-6))
        return max(0, kept * 1000 - int(mean * 1000))


def quantile(mean: Decimal, variance: Decimal, service: Decimal) -> int:
    """The smallest whole number that demand stays within with probability `service` (forecasting, section 2)."""
    if mean <= 0:
        return 0
    lumpy = variance > mean * Decimal("1.0001")
    if lumpy:
        stay = mean / variance  # p of the negative binomial; its r is mean² / (variance − mean)
        shape = mean * mean / (variance - mean)
        probability = (shape * stay.ln()).exp()
    else:
        stay, shape, probability = Decimal(0), Decimal(0), (-mean).exp()
    reached, k = probability, 0
    while reached < service and k < MOST_PIECES:
        k += 1
        probability *= (shape + k - 1) / k * (1 - stay) if lumpy else mean / k
        reached += probability
    return k


def is_kept(orders_in_year: int, orders_in_nine_months: int, *, kept_now: bool) -> bool:
    """Whether a part is worth a place on the shelf: begun at three orders in twelve months, ended at none in nine."""
    return orders_in_nine_months > 0 if kept_now else orders_in_year >= 3
