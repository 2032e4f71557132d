"""What a scanner reads: GS1 numbers and their check digits, our own labels, `3*` in front for three of it. Pure."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.numbers import norm

GTIN_LENGTHS = frozenset({8, 12, 13, 14})
MOST_TIMES = 9_999
_TIMES = re.compile(r"\s*([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*[*×]\s*(\S.*)", re.DOTALL)
_SYMBOLOGY = re.compile(r"^\][A-Za-z]\d")
_GS1_GTIN = re.compile(r"^(?:\x1d)?\(?01\)?([0-9]{14})")


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode as stored (`norm`), and what a person should look at before trusting it."""

    text: str
    norm: str
    warnings: tuple[str | Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """What came through the scanner or the keyboard: the text, and how many of it."""

    text: str
    times_milli: int = 1000


def check_digit(digits: str) -> str:
    """The GS1 check digit that belongs behind `digits` (without it)."""
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-weighed % 10)


def is_gtin(text: str) -> bool:
    """Whether the text is an EAN-8, UPC-A, EAN-13 or GTIN-14 with a right check digit."""
    return len(text) in GTIN_LENGTHS and text.isdecimal() and text[-1] == check_digit(text[:-1])


def expand_upc_e(text: str) -> str:
    """The UPC-A that eight digits of UPC-E stand for; empty when they cannot be UPC-E."""
    if len(text) != 8 or not text.isdecimal() or text[0] not in "01":
        return ""
    system, body, check = text[0], text[1:7], text[7]
    last = body[5]
    if last in "012":
        middle = body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        middle = body[:3] + "00000" + body[3:5]
    elif last == "4":
        middle = body[:4] + "00000" + body[4]
    else:
        middle = body[:5] + "0000" + last
    return system + middle + check if check_digit(system + middle) == check else ""


def code_norm(text: str) -> str:
    """How a barcode is stored and compared: digits of GS1's lengths filled up to 14, anything else as a number.

    So a UPC-A, the EAN-13 with a zero in front and the GTIN-14 are one code.
    """
    plain = norm(text)
    return plain.zfill(14) if plain.isdecimal() and len(plain) in GTIN_LENGTHS else plain


def read(text: str) -> Barcode:
    """The barcode in `text`, which may carry a scanner's prefix (`]E0`) or be GS1-128 with a GTIN inside."""
    plain = _SYMBOLOGY.sub("", text.strip())
    inside = _GS1_GTIN.match(plain)
    if inside and is_gtin(inside[1]) and len(plain) != 14:
        return Barcode(inside[1], inside[1])
    stored = code_norm(plain)
    digits = norm(plain)
    if digits.isdecimal() and len(digits) in GTIN_LENGTHS and not is_gtin(digits) and not expand_upc_e(digits):
        return Barcode(plain, stored, (_("The barcode's check digit is wrong. Compare it with the box."),))
    return Barcode(plain, stored)


def candidates(text: str) -> list[str]:
    """Every stored form the text could be a barcode by, the likeliest first."""
    barcode = read(text)
    upc_a = expand_upc_e(norm(barcode.text))
    return [one for one in (barcode.norm, upc_a.zfill(14) if upc_a else "") if one]


def read_scan(text: str) -> Scan:
    """`3*7391234567895` is three of it, `0,5*OIL` half of it; without a number in front it is one."""
    found = _TIMES.fullmatch(text)
    if not found:
        return Scan(text.strip())
    whole, _point, part = found[1].replace(",", ".").partition(".")
    times_milli = int(whole) * 1000 + int((part + "000")[:3])
    return Scan(found[2].strip(), times_milli) if times_milli else Scan(text.strip())
