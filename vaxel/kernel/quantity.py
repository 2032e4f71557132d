"""Quantities in thousandths with a unit code, typed and shown in a locale (M-11)."""

from dataclasses import dataclass

from vaxel.kernel import numerals
from vaxel.kernel.money import rdiv

MILLI = 1000


@dataclass(frozen=True, slots=True)
class Unit:
    """How many decimals may be typed, and what it is called."""

    decimals: int
    name_sv: str
    name_en: str


UNITS = {
    "pcs": Unit(0, "st", "pcs"),
    "set": Unit(0, "sats", "set"),
    "h": Unit(3, "tim", "h"),
    "l": Unit(3, "l", "l"),
    "m": Unit(3, "m", "m"),
    "kg": Unit(3, "kg", "kg"),
}


def unit_name(unit: str, language: str) -> str:
    """The unit's short name; a code that is not ours is shown as it is."""
    known = UNITS.get(unit)
    if known is None:
        return unit
    return known.name_sv if language == "sv" else known.name_en


def parse_quantity(text: str, unit: str, locale: str = "sv_SE") -> int:
    """Thousandths of the unit. Refuses with NotANumber, and TooManyDecimals (half a piece is none)."""
    decimals = UNITS[unit].decimals
    return int(numerals.read(text, locale, decimals) * 10 ** (3 - decimals))


def format_quantity(quantity_milli: int, locale: str = "sv_SE") -> str:
    """The number without its unit and without zeros at the end: 1.5, 4, 0.333."""
    return numerals.write(quantity_milli, 3, locale, at_least=0)


def hours_milli(minutes: int) -> int:
    """Minutes as thousandths of an hour, rounded once: 20 min is 0.333 h, and that is billed and printed (M-11)."""
    return rdiv(minutes * MILLI, 60)
