"""No card number enters Växel: not in a note, a name, a reference, whichever door it comes by (payments.md §22).

A run of 14 to 19 digits (spaces and dashes between them do not count), or so many grouped as on a card and with other
figures beside them, that begins as the card schemes' numbers do and whose check digit is right. Thirteen digits are a
barcode: Visa has given out none of that length for decades. Fields that hold other long numbers are left out by name,
never by a guess; our own ids are no cards.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

_RUN = re.compile(r"(?<!\d)\d(?:[ -]?\d){13,18}(?!\d)")
_NO_DIGITS = re.compile(r"\D+")
_FIGURES = re.compile(r"\d+(?:[ .\-\u00a0\u202f]\d+)*")
_GROUPED = {(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), *((digits,) for digits in range(14, 20))}
_OUR_ID = re.compile(r"(?<![0-9a-f])([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])")
_SCHEMES = re.compile(
    r"4(\d{15}|\d{18})|5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(0[0-5]|[68]\d)\d{11}|35(2[89]|[3-8]\d)\d{12}|(6011|64[4-9]\d|65\d\d|62\d\d)\d{12,15}"
    r"|(5018|5020|5038|6304|676\d)\d{10,15}"
)
# Codes and numbers of goods, papers and machines: digits that mean something else.
OTHER_NUMBERS = frozenset(
    (
        "vin", "code", "codes", "barcode", "barcodes", "ean", "gtin", "number", "numbers", "ocr", "digest", "hash",
        "key", "serial", "serials", "lots", "plate", "provider_id", "provider_ref", "event_id", "our_id", "about",
        "body", "canonical", "file", "data", "sha256",
    )
)  # fmt: skip


class CardNumberTyped(BadInput):
    """Somebody typed a card number where text is kept."""

    sentence = _(
        "That looks like a card number. Card numbers are never written down here: take it away, and use the terminal."
    )


def holds_one(text: str) -> bool:
    """Whether a card number stands in the text."""
    if len(text) < 14 or len(_NO_DIGITS.sub("", text)) < 14:
        return False
    text = _OUR_ID.sub("#", text)
    runs = (re.sub(r"[ -]", "", run) for run in _RUN.findall(text))
    return any(map(_is_one, runs)) or any(map(_is_one, _grouped(text)))


def _grouped(text: str) -> Iterator[str]:
    """The digits of neighbouring groups that are as long as a card's, whatever stands before and after them."""
    for figures in _FIGURES.findall(text):
        groups = re.findall(r"\d+", figures)
        for first in range(len(groups)):
            for many in (1, 3, 4, 5):
                some = groups[first : first + many]
                if tuple(map(len, some)) in _GROUPED:
                    yield "".join(some)


def _is_one(digits: str) -> bool:
    if not _SCHEMES.fullmatch(digits):
        return False
    doubled = (int(digit) * (2 if n % 2 else 1) for n, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def refuse(named: Mapping[str, Any], others: Iterable[Any] = ()) -> None:
    """Nothing, when no text among the values holds a card number; refuses with CardNumberTyped."""
    for name, value in named.items():
        if name not in OTHER_NUMBERS:
            _refuse(value)
    for value in others:
        _refuse(value)


def _refuse(value: Any) -> None:
    if isinstance(value, str):
        if holds_one(value):
            raise CardNumberTyped()
    elif isinstance(value, (list, tuple)):
        for one in value:
            _refuse(one)
    elif isinstance(value, dict):
        refuse({str(key): one for key, one in value.items()})
    elif is_dataclass(value) and not isinstance(value, type):
        refuse({one.name: getattr(value, one.name) for one in fields(value)})
