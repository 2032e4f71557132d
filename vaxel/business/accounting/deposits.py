"""Advance payments on an identified order: their tax when they arrive, and what is left on the final invoice (M-35)."""

from collections.abc import Sequence
from dataclasses import dataclass

from vaxel.business.accounting.tax import TAXED, TaxGroup
from vaxel.kernel.money import MILLION, allocate, rdiv


@dataclass(frozen=True, slots=True)
class DepositPart:
    """A deposit's share in one (category, rate), stored when it was received."""

    category: str
    ppm: int
    gross: int
    net: int
    tax: int


def split_deposit(gross: int, groups: Sequence[TaxGroup]) -> list[DepositPart]:
    """The deposit over the order's groups by their gross, each split inclusively. Groups below zero take nothing.

    Raises NoWeights when the order has nothing to pay.
    """
    shares = allocate(gross, [max(group.gross, 0) for group in groups])
    return [_part(share, group) for share, group in zip(shares, groups, strict=True)]


def _part(gross: int, group: TaxGroup) -> DepositPart:
    ppm = group.ppm if group.category == TAXED else 0
    tax = rdiv(gross * ppm, MILLION + ppm)
    return DepositPart(group.category, group.ppm, gross, gross - tax, tax)


def deposit_balance(final: Sequence[TaxGroup], deposits: Sequence[DepositPart]) -> list[TaxGroup]:
    """The final invoice's groups less the deposits' stored net and tax; a sum below zero means a refund is due.

    Groups keep their order; a deposit at a rate the invoice no longer has stands last, as a negative group (I-7).
    """
    left = {(group.category, group.ppm): (group.net, group.tax) for group in final}
    for part in deposits:
        net, tax = left.get((part.category, part.ppm), (0, 0))
        left[part.category, part.ppm] = net - part.net, tax - part.tax
    return [TaxGroup(category, ppm, net, tax) for (category, ppm), (net, tax) in left.items()]
