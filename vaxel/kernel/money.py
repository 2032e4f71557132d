"""Amounts: integers in minor units with a currency, one way to round, one way to divide (M-1 to M-14, M-30, M-31).

No database, clock or settings here, and no binary fractions anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering

from django.utils.translation import get_language

from vaxel.kernel import numerals
from vaxel.kernel.numerals import NBSP

EXPONENTS = {"SEK": 2, "EUR": 2, "USD": 2, "GBP": 2, "DKK": 2, "NOK": 2, "CHF": 2, "JPY": 0, "ISK": 0, "KWD": 3}
MILLION = 1_000_000
LARGEST_MINOR = 2**53 - 1
_SYMBOLS = {"SEK": "kr", "NOK": "kr", "DKK": "kr", "ISK": "kr", "EUR": "€", "USD": "$"}
_SHOWN_AFTER = {"SEK": "kr", "EUR": "€"}
_SHOWN_FIRST = {"USD": "$"}


class CurrencyMismatch(TypeError):
    """Two currencies were added, compared or summed."""


class NoWeights(ValueError):
    """An amount was to be spread over weights that sum to nothing."""


def exponent(currency: str) -> int:
    """How many decimals the currency has (M-3)."""
    return EXPONENTS[currency]


def rdiv(numerator: int, denominator: int) -> int:
    """`numerator / denominator`, rounded half up away from zero (M-5): the only rounding in the product."""
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """`total` cut over the weights by largest remainder, ties to the lower index; exact in sum (M-13)."""
    whole = sum(weights)
    if total == 0:
        return [0] * len(weights)
    if whole <= 0 or min(weights) < 0:
        raise NoWeights
    size, sign = abs(total), (1 if total > 0 else -1)
    parts = [size * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda k: (-(size * weights[k] % whole), k))
    for k in by_remainder[: size - sum(parts)]:
        parts[k] += 1
    return [sign * part for part in parts]


def cash_round(amount: int, step: int) -> tuple[int, int]:
    """(what is paid in cash, the rounding) for an amount and the smallest coin, both in minor units (M-30)."""
    payable = rdiv(amount, step) * step
    return payable, payable - amount


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency; mixing currencies raises CurrencyMismatch (M-1)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"an amount is a whole number of minor units, not {self.minor!r}")
        exponent(self.currency)

    def _minor_of(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """As it is written in the language being spoken: a sentence may say `%(left)s` of an amount."""
        return format_money(self.minor, self.currency, "sv_SE" if (get_language() or "sv")[:2] == "sv" else "en_SE")


@dataclass(frozen=True, slots=True)
class LineAmount:
    """A line's amount before discount, the discount, and what is left (M-12)."""

    before: int
    discount: int
    amount: int


def line_amount(quantity_milli: int, unit_price_cm: int, discount_ppm: int = 0, discount_minor: int = 0) -> LineAmount:
    """Minor units from thousandths, hundredths of a minor unit and parts per million (M-10, M-12).

    One rounding, then the fixed discount, which is only for positive lines and never above the line.
    """
    if not 0 <= discount_ppm <= MILLION:
        raise ValueError("a discount is between 0 and 100 percent")
    exact = quantity_milli * unit_price_cm
    before = rdiv(exact, 100_000)
    after = rdiv(exact * (MILLION - discount_ppm), 100_000 * MILLION)
    if discount_minor < 0 or (discount_minor and discount_minor > after):
        raise ValueError("a fixed discount is never negative and never above the line")
    amount = after - discount_minor
    return LineAmount(before, before - amount, amount)


def parse_amount(text: str, currency: str, locale: str = "sv_SE") -> int:
    """Minor units from what a person typed, its own unit allowed around it; never rounds (M-9).

    Refuses with NotANumber (also another currency's unit), TooManyDecimals, TooLarge (beyond 2^53 - 1).
    """
    bare = _without_unit(numerals.normalised(text), currency, locale)
    return numerals.read(bare, locale, exponent(currency))


def _without_unit(text: str, currency: str, locale: str) -> str:
    units = [currency, _SYMBOLS.get(currency, currency)]
    if numerals.STYLES[locale].unit_first:
        minus, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
        for unit in units:
            if rest.startswith(unit):
                return minus + rest[len(unit) :].strip()
    for unit in units:
        if text.casefold().endswith(unit.casefold()):
            return text[: -len(unit)].strip()
    return text


def format_number(minor: int, currency: str, locale: str = "sv_SE") -> str:
    """The amount without its unit, as tables show it."""
    return numerals.write(minor, exponent(currency), locale)


def format_money(minor: int, currency: str, locale: str = "sv_SE") -> str:
    """The amount with its unit: `-12 345,50 kr`, `-$1,234.50`, `SEK 12,345.50`, with no-break spaces (R-86)."""
    number = format_number(abs(minor), currency, locale)
    minus = "-" if minor < 0 else ""
    if not numerals.STYLES[locale].unit_first:
        return f"{minus}{number}{NBSP}{_SHOWN_AFTER.get(currency, currency)}"
    symbol = _SHOWN_FIRST.get(currency)
    return f"{minus}{symbol}{number}" if symbol else f"{minus}{currency}{NBSP}{number}"


def format_unit_price(unit_price_cm: int, currency: str, locale: str = "sv_SE") -> str:
    """A unit price without its unit, with the currency's decimals and up to two more (M-10)."""
    decimals = exponent(currency)
    return numerals.write(unit_price_cm, decimals + 2, locale, at_least=decimals)


def parse_percent(text: str, locale: str = "sv_SE") -> int:
    """Parts per million from a percentage with at most four decimals (M-7). Refuses as numerals.read does."""
    return numerals.read(numerals.normalised(text).removesuffix("%").strip(), locale, 4)


def rate_text(ppm: int) -> str:
    """The rate in percent as journals and files hold it: `25`, `8.875`."""
    return numerals.write(ppm, 4, "en_US", at_least=0)


def format_percent(ppm: int, locale: str = "sv_SE") -> str:
    """The rate as `25 %` with a no-break space, `25%` in en_US."""
    number = numerals.write(ppm, 4, locale, at_least=0)
    return f"{number}%" if numerals.STYLES[locale].unit_first else f"{number}{NBSP}%"
