"""Special reckonings: the margin scheme for used parts, and percentage fees with a cap and a floor (M-38, M-44)."""

from dataclasses import dataclass

from vaxel.kernel.money import MILLION, rdiv


@dataclass(frozen=True, slots=True)
class Margin:
    """An item sold under the margin scheme (VMB): its margin, the VAT inside it, and the sale without that VAT."""

    margin: int
    vat: int
    net_sale: int


def margin(sale: int, purchase: int, ppm: int) -> Margin:
    """One item: VAT on a positive margin; a loss carries none and is never set off (M-38). Amounts include VAT."""
    earned = sale - purchase
    vat = rdiv(earned * ppm, MILLION + ppm) if earned > 0 else 0
    return Margin(earned, vat, sale - vat)


def capped_fee(base: int, ppm: int, cap: int | None = None, floor: int = 0) -> int:
    """The percentage of the base, at least `floor`, at most `cap`; nothing on a base of zero or less (M-44)."""
    if base <= 0:
        return 0
    fee = max(floor, rdiv(base * ppm, MILLION))
    return fee if cap is None else min(cap, fee)
