"""Numbers as people write and read them in a locale: groups, decimal sign, minus (M-9, R-86). One table, no library.

Locales are sv_SE, en_SE (English words, Swedish numbers) and en_US.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

NBSP = "\u00a0"
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})


class NotANumber(BadInput):
    """What was typed is no number that can be read in one way only."""

    sentence = _("“%(text)s” cannot be read as a number. Write it like %(example)s.")
    code: ClassVar[str] = "not_a_number"


class TooManyDecimals(BadInput):
    """Decimals beyond what is counted are refused, never rounded away."""

    sentence = _("“%(text)s” has too many decimals: %(decimals)s at most.")
    code: ClassVar[str] = "too_many_decimals"


class TooLarge(NotANumber):
    """More than both a JSON number and the databases hold exactly."""

    sentence = _("“%(text)s” is a larger number than is ever counted here.")
    code: ClassVar[str] = "number_too_large"


@dataclass(frozen=True, slots=True)
class Style:
    """How a locale writes numbers: group and decimal sign, and what it reads."""

    group: str
    decimal: str
    grammar: re.Pattern[str]
    unit_first: bool = False


_SWEDISH = Style(NBSP, ",", re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:([,.])([0-9]+))?"))
_AMERICAN = Style(",", ".", re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:([.])([0-9]+))?"), unit_first=True)
STYLES = {"sv_SE": _SWEDISH, "en_SE": _SWEDISH, "en_US": _AMERICAN}
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
LONGEST = 40
LARGEST = 2**53 - 1


def normalised(text: str) -> str:
    """Every space an ordinary one, every minus a hyphen, nothing around it."""
    return text.translate(_SPACES).strip()


def read(text: str, locale: str, decimals: int) -> int:
    """The number in units of its last allowed decimal: "1 234,5" with two decimals is 123450.

    In Swedish style a point counts as the decimal sign only where it cannot be meant as a group. Refuses with
    NotANumber, TooManyDecimals, TooLarge.
    """
    style = STYLES[locale]
    plain, sign, fraction = text.partition(style.decimal)
    is_plain = text.isascii() and plain.isdigit() and (fraction.isdigit() or not sign)
    if is_plain and len(plain) < 10 and len(fraction) <= decimals < 6:  # by far the most frequent, such as 49,50
        return int(plain + fraction.ljust(decimals, "0"))
    found = style.grammar.fullmatch(normalised(text)) if len(text) <= LONGEST else None
    if found is None:
        raise NotANumber(text=text[:LONGEST], example=write(123450, 2, locale))
    minus, whole, sign, fraction = found.group(1), found.group(2), found.group(3), found.group(4) or ""
    grouped = len(fraction) == 3 and _FIRST_GROUP.fullmatch(whole) is not None
    if sign == "." and style.decimal == "," and (grouped or len(fraction) > decimals):
        raise NotANumber(text=text, example=write(123450, 2, locale))
    if len(fraction) > decimals:
        raise TooManyDecimals(text=text, decimals=decimals)
    size = int(re.sub(r"[ ,]", "", whole) + fraction.ljust(decimals, "0"))
    if size > LARGEST:
        raise TooLarge(text=text)
    return -size if minus else size


def write(value: int, decimals: int, locale: str, *, at_least: int | None = None) -> str:
    """`value` units of the last decimal as text; zeros beyond `at_least` decimals are left out when that is given."""
    style = STYLES[locale]
    digits = str(abs(value)).rjust(decimals + 1, "0")
    whole, fraction = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    if at_least is not None:
        fraction = fraction[:at_least] + fraction[at_least:].rstrip("0")
    grouped = f"{int(whole):,}".replace(",", style.group)
    return ("-" if value < 0 else "") + grouped + (style.decimal + fraction if fraction else "")
