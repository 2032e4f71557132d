"""What a report is: a question with a span, sites and a way of grouping, answered by a table of whole numbers.

Amounts are minor units, quantities thousandths, hours minutes, rates parts per million: doors write them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from vaxel.business.locations.models import Site
from vaxel.kernel.money import format_money, rdiv
from vaxel.readers.reports.spans import Span

type Text = str | Promise
type Kind = Literal["money", "count", "quantity", "hours", "rate", "day"]
SEE_MARGIN = "prices.see_margin"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question. `sites` share `currency`; `today` is the first of them's; `most` rows are shown (None: all)."""

    span: Span
    sites: Sequence[UUID]
    by: str
    currency: str
    today: date
    at: datetime
    language: str = "sv"
    most: int | None = None

    def money(self, minor: int) -> str:
        """The amount, written for the reader."""
        return format_money(minor, self.currency, "sv_SE" if self.language == "sv" else "en_SE")


@dataclass(frozen=True, slots=True)
class Column:
    """A measure. `needs`: only who may do that sees it. `low_is_good`: less of it is better news."""

    key: str
    title: Text
    kind: Kind
    about: Text = ""
    needs: str = ""
    low_is_good: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the answer; `key` pairs it with the same line of another span, `about` names what it leads to."""

    key: str
    name: Text
    cells: Mapping[str, int | str | None]
    about: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The answer: rows in order and their total (whose rates are worked out, not summed)."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Mapping[str, int | None]
    over_time: bool = False
    more: int = 0
    notes: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A way of grouping, by its key and name."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its key. `chart` is the measure that is drawn; `needs` the right without which it is not shown."""

    key: str
    title: Text
    about: Text
    icon: str
    group: str
    answer: Callable[[Asked], Table]
    ways: Sequence[Way] = ()
    chart: str = ""
    span: str = "month"
    now: bool = False
    needs: str = "reports.read"
    tags: Sequence[str] = field(default=())


def moments(asked: Asked) -> tuple[datetime, datetime]:
    """When the span begins and ends, on the first site's wall clock."""
    zone = ZoneInfo(Site.objects.values_list("time_zone", flat=True).get(pk=asked.sites[0]))
    begin = datetime.combine(asked.span.first, time(), zone)
    return begin, datetime.combine(asked.span.last + timedelta(days=1), time(), zone)


def per_million(part: int | None, whole: int | None) -> int | None:
    """The part of the whole in millionths, halves up; None where there is no whole."""
    if not whole or part is None:
        return None
    return rdiv(part * 1_000_000, whole) if whole > 0 else rdiv(-part * 1_000_000, -whole)


def each(whole: int | None, n: int | None) -> int | None:
    """The share of one of n, halves up; None of nothing."""
    return None if not n or whole is None else rdiv(whole, n)
