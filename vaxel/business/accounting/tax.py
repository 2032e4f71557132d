"""Tax on a document: its lines after their own discounts, the document discount, tax per group, and what credits take.

Pure: no database, clock or settings. Amounts in minor units, rates in parts per million, quantities in thousandths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from vaxel.kernel.money import MILLION, allocate, rdiv

Basis = Literal["incl", "excl"]
TAXED = "S"


class DiscountTooLarge(ValueError):
    """The document discount is negative, or above the sum of the lines it may be taken from (M-14)."""


class CreditTooLarge(ValueError):
    """More would be credited than was sold (M-26 to M-28)."""


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A line in the basis of its document: the amount after the line's own discount. All categories but S carry no tax.

    `discountable` says whether the document discount may touch it (M-15).
    """

    amount: int
    category: str
    ppm: int
    discountable: bool = True


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """A line's share of the document discount, and its net and tax after it."""

    share: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """What one (category, rate) sums to (M-20)."""

    category: str
    ppm: int
    net: int
    tax: int

    @property
    def gross(self) -> int:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Taxed:
    """A document's lines in their order, its groups by first appearance, and its sums: net + tax = gross (I-1)."""

    lines: list[TaxedLine]
    groups: list[TaxGroup]
    net: int
    tax: int
    gross: int


def compute(lines: Sequence[TaxLine], basis: Basis, discount_minor: int = 0, discount_ppm: int = 0) -> Taxed:
    """The document: discount spread, tax once per group, spread to the lines so that they add up (M-14, M-20 to M-22).

    A percentage and an amount may both be given: the percentage is taken first. Raises DiscountTooLarge.
    """
    shares = discount_shares(lines, discount_minor, discount_ppm)
    amounts = [line.amount - share for line, share in zip(lines, shares, strict=True)]
    members: dict[tuple[str, int], list[int]] = {}
    for k, line in enumerate(lines):
        members.setdefault((line.category, _rate(line)), []).append(k)
    done: dict[int, TaxedLine] = {}
    groups: list[TaxGroup] = []
    for (category, ppm), rows in members.items():
        taxes = _group_tax([amounts[k] for k in rows], ppm, basis)
        for k, tax in zip(rows, taxes, strict=True):
            net = amounts[k] - tax if basis == "incl" else amounts[k]
            done[k] = TaxedLine(shares[k], net, tax)
        groups.append(TaxGroup(category, ppm, sum(done[k].net for k in rows), sum(taxes)))
    net, tax = sum(group.net for group in groups), sum(group.tax for group in groups)
    return Taxed([done[k] for k in range(len(lines))], groups, net, tax, net + tax)


def discount_shares(lines: Sequence[TaxLine], discount_minor: int = 0, discount_ppm: int = 0) -> list[int]:
    """Each line's part of the document discount, by the amounts of the discountable lines above zero (M-13, M-14)."""
    weights = [line.amount if line.discountable and line.amount > 0 else 0 for line in lines]
    discount = rdiv(sum(weights) * discount_ppm, MILLION) + discount_minor
    if not 0 <= discount_ppm <= MILLION or discount_minor < 0 or discount > sum(weights):
        raise DiscountTooLarge(f"{discount} of {sum(weights)}")
    return allocate(discount, weights)


def _rate(line: TaxLine) -> int:
    return line.ppm if line.category == TAXED else 0


def _group_tax(amounts: Sequence[int], ppm: int, basis: Basis) -> list[int]:
    """The group's tax, rounded once, as the lines' parts: floors first, missing units to the largest remainders."""
    whole = MILLION + ppm if basis == "incl" else MILLION
    tax = rdiv(sum(amounts) * ppm, whole)
    parts = [amount * ppm // whole for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda k: (-(amounts[k] * ppm % whole), k))
    for k in by_remainder[: tax - sum(parts)]:
        parts[k] += 1
    return parts


def credit_part(stored: int, quantity_milli: int, returned_before_milli: int, returned_now_milli: int) -> int:
    """What this return takes of a stored component (net, tax, cost, share), with the component's own sign (M-26).

    The cumulative difference: the returns of a line always sum to the component, the last one leaves zero.
    Raises CreditTooLarge when more would come back than was sold.
    """
    so_far = returned_before_milli + returned_now_milli
    if not 0 <= returned_before_milli <= so_far <= quantity_milli or not quantity_milli:
        raise CreditTooLarge(f"{so_far} of {quantity_milli}")
    return rdiv(stored * so_far, quantity_milli) - rdiv(stored * returned_before_milli, quantity_milli)


def partial_credit(  # noqa: PLR0917 (the line as stored, then the three quantities of credit_part)
    basis: Basis, net: int, tax: int, quantity_milli: int, returned_before_milli: int, returned_now_milli: int
) -> tuple[int, int]:
    """(net, tax) of this return of a line, as the credit note stores them: negative (M-26). Raises CreditTooLarge."""
    quantities = (quantity_milli, returned_before_milli, returned_now_milli)
    tax_part = credit_part(tax, *quantities)
    if basis == "incl":
        return tax_part - credit_part(net + tax, *quantities), -tax_part
    return -credit_part(net, *quantities), -tax_part


def amount_credit(basis: Basis, net: int, tax: int, credited_before: int, credited_now: int) -> tuple[int, int]:
    """(net, tax), negative, of a credit by amount on one tax group (M-27). The amounts are in the price basis.

    Raises CreditTooLarge when the group does not hold that much.
    """
    group = net + tax if basis == "incl" else net
    so_far = credited_before + credited_now
    if not 0 <= credited_before <= so_far <= group or not group:
        raise CreditTooLarge(f"{so_far} of {group}")
    tax_part = rdiv(tax * so_far, group) - rdiv(tax * credited_before, group)
    return (tax_part - credited_now if basis == "incl" else -credited_now), -tax_part


def price_excl_cm(price_incl_cm: int, ppm: int) -> int:
    """A list price without tax, in hundredths of a minor unit (M-23)."""
    return rdiv(price_incl_cm * MILLION, MILLION + ppm)


def price_incl_minor(price_excl_cm: int, ppm: int) -> int:
    """A list price with tax, in whole minor units; the shop may then choose its own price ending (M-23)."""
    return rdiv(price_excl_cm * (MILLION + ppm), 100 * MILLION)
