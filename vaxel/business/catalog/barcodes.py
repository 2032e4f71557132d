"""What a scanner reads: GS1 numbers and their check digits, our own labels, `3*` in front for three of it. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.gs1 import GTIN_LENGTHS, ElementString, check_digit, is_gtin, parse
from vaxel.business.catalog.numbers import norm

__all__ = ["Barcode", "Scan", "candidates", "check_digit", "code_norm", "expand_upc_e", "is_gtin", "read", "read_scan"]
MOST_TIMES = 9_999
_TIMES = re.compile(r"\s*([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*[*×]\s*(\S.*)", re.DOTALL)
_SYMBOLOGY = re.compile(r"^\][A-Za-z]\d")
_CODE_39 = re.compile(r"\*(.+)\*")


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode as stored (`norm`), and what a person should look at before trusting it."""

    text: str
    norm: str
    warnings: tuple[str | Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """What came through the scanner or the keyboard: the text, how many of it, and what else the code says."""

    text: str
    times_milli: int = 1000
    gs1: ElementString | None = None


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


@lru_cache(maxsize=1 << 12)
def read(text: str) -> Barcode:
    """The barcode in `text`, which may carry a scanner's prefix (`]E0`), the stars of Code 39, or be an element string
    of GS1 with an article inside."""
    if inside := parse(text):
        return Barcode(inside.gtin, inside.gtin)
    plain = _SYMBOLOGY.sub("", text.strip())
    starred = _CODE_39.fullmatch(plain)
    plain = starred[1] if starred else plain
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
    """`3*7391234567895` is three of it, `0,5*OIL` half of it; without a number in front it is one.

    An element string of GS1 means as many as it counts (identifiers 30 and 37), and says its lot, serial and dates.
    """
    plain, times_milli = _times(text)
    found = parse(plain)
    if found is None:
        return Scan(plain, times_milli)
    return Scan(found.gtin, times_milli * min(found.count, MOST_TIMES), found)


def _times(text: str) -> tuple[str, int]:
    found = _TIMES.fullmatch(text)
    if not found:
        return text.strip(" \t\r\n"), 1000
    whole, _point, part = found[1].replace(",", ".").partition(".")
    times_milli = int(whole) * 1000 + int((part + "000")[:3])
    return (found[2].strip(" \t\r\n"), times_milli) if times_milli else (text.strip(" \t\r\n"), 1000)
