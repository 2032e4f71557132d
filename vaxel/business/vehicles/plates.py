"""Plates as text: how they are stored, printed and mistyped. Pure; who carries which is in `registry`."""

import re
from dataclasses import dataclass
from itertools import product

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

LONGEST = 10
_BLANKS = re.compile(r"[\s\-–·]+")
_ANY = re.compile(r"[^\W_]{1,10}")
_SWEDISH = re.compile(r"[A-ZÅÄÖ0-9]{2,7}")
_ISSUED = re.compile(r"[A-HJ-PR-UW-Z]{3}[0-9]{2}[0-9A-HJ-NPR-UW-Z]")
_TWINS = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "Q": "Q0O"}
_MOST_TWINS = 64


class BadPlate(BadInput):
    """The text cannot be on a plate."""

    sentence = _("“%(plate)s” cannot be a registration number. Swedish ones have 2 to 7 letters and digits.")


@dataclass(frozen=True, slots=True)
class PlateReading:
    """A plate as stored: capitals without blanks; and what to look at before trusting it."""

    text: str
    warnings: tuple[str | Promise, ...] = ()


def read(text: str, country: str = "SE") -> PlateReading:
    """The plate in `text`. A Swedish one that was never issued may be a personal plate: a hint. Refuses with BadPlate.

    The alphabet is that of SFS 2019:383, 3 kap. 1 §: no I, Q, V; no O at the end.
    """
    plain = stripped(text)
    allowed = _SWEDISH if country == "SE" else _ANY
    if not allowed.fullmatch(plain):
        raise BadPlate(plate=text.strip()[:20])
    if country == "SE" and not is_issued(plain):
        return PlateReading(plain, (_("This is a personal plate, or mistyped: I, Q and V are not used on others."),))
    return PlateReading(plain)


def stripped(text: str) -> str:
    """Capitals without blanks and hyphens."""
    return _BLANKS.sub("", text).upper()


def is_issued(plain: str) -> bool:
    """Whether the stripped text is a Swedish number as issued, three letters and three digits or two and a letter."""
    return bool(_ISSUED.fullmatch(plain))


def printed(plain: str, country: str = "SE") -> str:
    """As on the bumper: `ABC 123`; other plates as they are."""
    return f"{plain[:3]} {plain[3:]}" if country == "SE" and is_issued(plain) else plain


def twins(text: str) -> list[str]:
    """What may have been meant when O and 0, or I and 1, were mixed up; without the text itself, the fewest first."""
    plain = stripped(text)[:LONGEST]
    choices = [_TWINS.get(letter, letter) for letter in plain]
    found = sorted(
        map("".join, product(*choices)), key=lambda one: sum(a != b for a, b in zip(one, plain, strict=True))
    )
    return found[1 : _MOST_TWINS + 1]
