"""Lots without a database: a tyre's DOT code, how long it sells as new, which lots are picked first (K-22)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

_DOT = re.compile(r"(?:DOT)?[A-Z0-9 ]*?([0-5]\d)(\d\d)\Z")
UNKNOWN = "?"


def norm(code: str) -> str:
    """The code as it is compared: capital letters and digits alone."""
    return "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum()) or code.strip()[:40]


def dot_date(code: str, today: date) -> date | None:
    """The Monday of the week a tyre was made, from its DOT code or the four digits at its end; None: it is none.

    2325 is week 23 of 2025. A week in the future is none either.
    """
    found = _DOT.match(code.strip().upper())
    if not found:
        return None
    week, year = int(found[1]), 2000 + int(found[2])
    try:
        made = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return made if made <= today else None


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


@dataclass(slots=True)
class OnHand:
    """What of a lot lies at the place of a move, while an action decides about it."""

    lot_id: UUID
    code: str
    single: bool
    best_before: date | None
    came: int
    cost_minor: int
    milli: int

    @property
    def first(self) -> tuple[date, int, str]:
        """What is picked first: what expires first, then what came first (K-22)."""
        return self.best_before or date.max, self.came, self.code


def pick(lots: Sequence[OnHand], wanted_milli: int, today: date) -> list[tuple[OnHand, int]]:
    """So much, first what expires first; what has expired is not picked. May be less than wanted."""
    picked = []
    for lot in sorted(lots, key=lambda lot: lot.first):
        milli = min(lot.milli, wanted_milli)
        if milli > 0 and not (lot.best_before and lot.best_before < today):
            picked.append((lot, milli))
            wanted_milli -= milli
    return picked
