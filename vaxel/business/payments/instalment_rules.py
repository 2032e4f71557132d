"""The arithmetic of paying in parts: what falls due when, and what has been covered. Pure; amounts in minor units."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST = 4  # above four, or with interest, the law on consumer credit asks for more than a shop has (payments.md §10.3)


@dataclass(frozen=True, slots=True)
class Parts:
    """How a customer pays in parts: how many, and when the first falls due. The others follow month by month."""

    count: int
    first_due: date

    @property
    def text(self) -> str:
        """As a form keeps it: 3@2026-12-28."""
        return f"{self.count}@{self.first_due.isoformat()}"


@dataclass(frozen=True, slots=True)
class Covered:
    """One part with what has been paid of it."""

    due: date
    amount_minor: int
    paid_minor: int

    @property
    def left_minor(self) -> int:
        """What is still to pay of it."""
        return self.amount_minor - self.paid_minor


def read(text: str) -> Parts | None:
    """The parts that a form kept; None when nothing of ours was."""
    count, _at, day = text.partition("@")
    try:
        return Parts(int(count), date.fromisoformat(day))
    except ValueError:
        return None


def schedule(total_minor: int, parts: Parts) -> list[tuple[date, int]]:
    """(due day, amount) of each part: equal ones, and what does not divide on the last."""
    each, rest = divmod(total_minor, parts.count)
    days = [_month_after(parts.first_due, n) for n in range(parts.count)]
    return [(day, each + (rest if n == parts.count - 1 else 0)) for n, day in enumerate(days)]


def _month_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def covered(lines: Sequence[tuple[date, int]], paid_minor: int) -> list[Covered]:
    """What has been paid covers the parts in order of their days; more than all of it covers all of it."""
    left, found = max(paid_minor, 0), []
    for due, amount in sorted(lines):
        part = min(amount, left)
        left -= part
        found.append(Covered(due, amount, part))
    return found


def overdue(lines: Sequence[Covered], day: date) -> int:
    """What should have been paid before the day and was not."""
    return sum(one.left_minor for one in lines if one.due < day)
