"""Swedish organisation, personal and coordination numbers: form, check digit and date (R-65)."""

import calendar
import re
from dataclasses import dataclass
from typing import Literal

IdentityKind = Literal["ORGANISATION", "PERSON", "COORDINATION"]
_FORM = re.compile(r"(16|18|19|20)?([0-9]{6})[-+]?([0-9]{4})")
_ORGANISATION_CENTURY = "16"
_COORDINATION_DAYS = 60
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A sound number: its kind and its ten digits without century and hyphen."""

    kind: IdentityKind
    digits: str

    @property
    def vat_number(self) -> str:
        """The Swedish VAT number built on it."""
        return f"SE{self.digits}01"

    def __str__(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"


def read(text: str) -> IdentityNumber | None:
    """The number behind the text, or None when form, check digit or date is wrong. Says nothing of who holds it."""
    found = _FORM.fullmatch(text.strip().replace(" ", ""))
    if found is None:
        return None
    century, digits = found.group(1), found.group(2) + found.group(3)
    if not has_check_digit(digits):
        return None
    kind = _kind(digits, century)
    return IdentityNumber(kind, digits) if kind else None


def has_check_digit(digits: str) -> bool:
    """Weights 2, 1, 2, 1 … over an even number of digits; the sum of the products' digits ends in 0 (Luhn)."""
    products = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(product // 10 + product % 10 for product in products) % 10 == 0


def _kind(digits: str, century: str | None) -> IdentityKind | None:
    if int(digits[2]) >= 2:
        return "ORGANISATION" if century in (None, _ORGANISATION_CENTURY) else None
    if century == _ORGANISATION_CENTURY:
        return None
    year = int(century + digits[:2]) if century else _LEAP_YEAR
    month, day = int(digits[2:4]), int(digits[4:6])
    days = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    if 1 <= day <= days:
        return "PERSON"
    return "COORDINATION" if 1 <= day - _COORDINATION_DAYS <= days else None
