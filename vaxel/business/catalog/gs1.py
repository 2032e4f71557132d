"""GS1 element strings: one barcode that carries the article and its lot, serial, dates and count. Pure.

As scanners send them (`]C1`, `]d2`, `]Q3`, `]e0` in front, FNC1 as the sign 29, or neither), as printed under the
code with identifiers in brackets, and as a GS1 Digital Link. Source: GS1 General Specifications, sections 3 and 7.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote, urlsplit

FNC1 = "\x1d"
GTIN_LENGTHS = frozenset({8, 12, 13, 14})
LONGEST = 200
_PREFIX = re.compile(r"^\](?:C1|d2|Q3|e0|J1)")
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)([^(]*)")
# Identifier → (its value's length where it is always the same, its longest value). The longer identifiers first.
_FIXED = {
    "00": 18, "01": 14, "02": 14, "03": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2,
    **{str(n): 13 for n in range(410, 418)}, "8005": 6, "8006": 18, "8026": 18, "7001": 13, "8001": 14,
    **{f"{n}{places}": 6 for n in (*range(310, 317), *range(320, 338), *range(340, 370)) for places in range(6)},
}  # fmt: skip
_LONGEST = {
    "10": 20, "21": 20, "22": 20, "235": 28, "240": 30, "241": 30, "242": 6, "243": 20, "250": 30, "251": 30,
    "253": 30, "254": 20, "255": 25, "30": 8, "37": 8, "400": 30, "401": 30, "403": 30, "420": 20, "421": 12,
    "422": 3, "423": 15, "424": 3, "425": 15, "426": 3, "7003": 10, "7004": 4, "710": 20, "711": 20, "712": 20,
    "8002": 20, "8003": 30, "8004": 30, "8007": 34, "8008": 12, "8010": 30, "8011": 12, "8012": 20, "8013": 25,
    "8020": 25, "8110": 70, "8200": 70, "90": 30, **{str(n): 90 for n in range(91, 100)},
    **{f"{n}{places}": 15 for n in range(390, 396) for places in range(6)},
}  # fmt: skip
_DIGITS = frozenset({"30", "37", "8005", "8008", *(str(n) for n in range(410, 418))})
_VALUE = re.compile(r"[!-\"%-/0-9:-?A-Z_a-z]+")


@dataclass(frozen=True, slots=True)
class ElementString:
    """What a code says: the article's GTIN (14 digits), how many of it, and whatever else by its identifier."""

    gtin: str
    count: int = 1
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None
    best_before: date | None = None
    made_on: date | None = None
    all: Mapping[str, str] = field(default_factory=dict)


def check_digit(digits: str) -> str:
    """The GS1 check digit that belongs behind `digits` (without it)."""
    return str(-(3 * sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2]))) % 10)


def is_gtin(text: str) -> bool:
    """Whether the text is an EAN-8, UPC-A, EAN-13 or GTIN-14 with a right check digit."""
    return len(text) in GTIN_LENGTHS and text.isascii() and text.isdecimal() and text[-1] == check_digit(text[:-1])


def parse(text: str) -> ElementString | None:
    """The element string in the text; None when it is none, or any of it is not as the standard says.

    It must name an article (identifier 01, or 02 with 37) with a right check digit: a plain number never is one.
    """
    if len(text) > LONGEST:
        return None
    plain = _PREFIX.sub("", text.strip(" \t\r\n")).lstrip(FNC1)
    found = dict(_elements(plain) or ())
    gtin = found.get("01") or found.get("02", "")
    return _meaning(gtin, found) if is_gtin(gtin) else None


def _elements(plain: str) -> list[tuple[str, str]] | None:
    if plain.lower().startswith(("http://", "https://")):
        return _link(plain)
    if plain.startswith("("):
        pairs = [(ai, value.strip().rstrip(FNC1)) for ai, value in _BRACKETED.findall(plain)]
        whole = "".join(f"({ai}){value}" for ai, value in _BRACKETED.findall(plain)) == plain
        return pairs if whole and all(_is_valid(ai, value) for ai, value in pairs) else None
    pairs = list(_walk(plain))
    return pairs if pairs and all(_is_valid(ai, value) for ai, value in pairs) else None


def _walk(plain: str) -> Iterator[tuple[str, str]]:
    """One pair after the other; a pair that cannot be valid ends the walk, so that the whole is refused."""
    while plain:
        ai = next((plain[:size] for size in (4, 3, 2) if plain[:size] in _FIXED or plain[:size] in _LONGEST), "")
        if not ai:
            yield "", plain
            return
        rest = plain[len(ai) :]
        if ai in _FIXED:
            value, plain = rest[: _FIXED[ai]], rest[_FIXED[ai] :]
        else:
            value, _fnc1, plain = rest.partition(FNC1)
        plain = plain.removeprefix(FNC1)
        yield ai, value


def _link(text: str) -> list[tuple[str, str]] | None:
    """`https://id.gs1.org/01/07391234567895/10/LOT?17=261231`."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    path = parts.path.strip("/").split("/")
    start = next((n for n in range(len(path) - 1) if path[n] in ("01", "02")), None)
    if start is None:
        return None
    pairs = list(zip(path[start::2], path[start + 1 :: 2], strict=False))
    pairs += [(name, value) for name, _is, value in (one.partition("=") for one in parts.query.split("&")) if value]
    found = [(ai, unquote(value)) for ai, value in pairs if ai in _FIXED or ai in _LONGEST]
    found = [(ai, value.zfill(14) if ai in ("01", "02") else value) for ai, value in found]
    return found if all(_is_valid(ai, value) for ai, value in found) else None


def _is_valid(ai: str, value: str) -> bool:
    if ai in _FIXED:
        return len(value) == _FIXED[ai] and value.isascii() and value.isdecimal()
    if ai not in _LONGEST or not 1 <= len(value) <= _LONGEST[ai] or not _VALUE.fullmatch(value):
        return False
    return ai not in _DIGITS or (value.isascii() and value.isdecimal())


def _meaning(gtin: str, found: Mapping[str, str]) -> ElementString:
    count = found.get("37" if "01" not in found else "30", "")
    return ElementString(
        gtin=gtin.zfill(14), count=max(1, int(count or 1)), lot=found.get("10", ""), serial=found.get("21", ""),
        expires_on=day(found.get("17", "")), best_before=day(found.get("15", "")), made_on=day(found.get("11", "")),
        all=found,
    )  # fmt: skip


def day(yymmdd: str, this_year: int = 2026) -> date | None:
    """The day of six digits; day 00 is the month's last. The century is the one within 50 years; None: no such day.

    `this_year` moves the window only (General Specifications 7.12); what is on goods lies well inside it.
    """
    if len(yymmdd) != 6 or not yymmdd.isdecimal():
        return None
    year, month, number = int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:])
    century = this_year // 100 * 100
    ahead = year - this_year % 100
    year += century - 100 if ahead > 50 else century + 100 if ahead < -49 else century
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, number or last) if number <= last else None
