"""How much may be invoiced: the authorised maximum from what was approved (S-93, S-100, R-50, R-51). Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from vaxel.kernel.money import MILLION

WITH_TOLERANCE = ("rough",)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a rough price may be exceeded unasked: `combine` (min, max, pct_only) of a share and an amount.

    `abs_minor` None: no such amount. `max_minor` caps the result (R-51). Sweden: 15 % and, if set, a ceiling (R-50).
    """

    ppm: int = 150_000
    abs_minor: int | None = None
    combine: str = "min"
    max_minor: int | None = None
    without_tax: bool = False

    def of(self, rough_minor: int, net_minor: int | None = None) -> int:
        """The amount on top of a rough sum, rounded down: the customer's limit is never stretched by a rounding.

        `without_tax`: the rule counts on the sum without VAT, where that is known, and its VAT comes on top.
        """
        base = net_minor if self.without_tax and net_minor else rough_minor
        allowed = base * self.ppm // MILLION
        if self.abs_minor is not None and self.combine != "pct_only":
            allowed = max(allowed, self.abs_minor) if self.combine == "max" else min(allowed, self.abs_minor)
        allowed = allowed if self.max_minor is None else min(allowed, self.max_minor)
        return allowed * rough_minor // base if base else allowed


SWEDEN = Tolerance()


@dataclass(frozen=True, slots=True)
class Agreed:
    """One approval item in force: the amount incl. VAT, its price kind (S-88), and the occasion it was said on.

    `max_minor`: the agreed maximum of running work, None when there is none.
    """

    occasion: Hashable
    price_kind: str
    gross_minor: int
    max_minor: int | None = None
    net_minor: int | None = None


def max_billable(items: Iterable[Agreed], tolerance: Tolerance = SWEDEN) -> int | None:
    """The authorised maximum incl. VAT; None: running work without an agreed maximum has none (S-93)."""
    total = 0
    rough: dict[Hashable, int] = defaultdict(int)
    net: dict[Hashable, int] = defaultdict(int)
    for item in items:
        if item.price_kind == "running":
            if item.max_minor is None:
                return None
            total += item.max_minor
        elif item.price_kind in WITH_TOLERANCE:
            rough[item.occasion] += item.gross_minor
            net[item.occasion] += item.net_minor or 0
        else:
            total += item.gross_minor
    return total + sum(amount + tolerance.of(amount, net[key]) for key, amount in rough.items())
