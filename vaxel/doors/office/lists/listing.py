"""A list of the office, declared: columns, views, filters, search and order that stay in the address, and exports.

class Customers(Listing[Party]):
    key, title, icon = "customers", _("Customers"), "users"
    row = "office/customers/row.html"
    order = ("name", "id")
    columns = (Column("name", _("Name"), lambda party: party.name, ("name", "id")), …)

    def rows(self, request): return Party.objects.filter(is_customer=True)

@screen
def index(request): return answer(request, Customers())
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from vaxel.doors.office import cursors
from vaxel.kernel import money

type Text = str | Promise
type Cell = str | int | Decimal | date | datetime | None
SIZE = 50
LONGEST_NUMBER = 15  # digits that number what people look for; longer ones are barcodes and telephone numbers


@dataclass(frozen=True)  # no slots: `Column[Ticket](…)` notes its type on the instance
class Column[T]:
    """A column: its title, what an export writes, by which fields it sorts at the first press, and how it stands.

    `css`: classes of the head's cell (number, fold, wide-only). `present`: a field that rows without a value lack;
    sorted by the column, they are left out. `needs`: only who may do that sees it, on screen and in exports.
    """

    key: str
    title: Text
    value: Callable[[T], Cell]
    order: tuple[str, ...] = ()
    css: str = ""
    present: str = ""
    needs: str = ""
    export_only: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A named part of the list, in the row of tabs. `where` is what its rows fulfil."""

    key: str
    name: Text
    where: Q | Callable[[HttpRequest], Q] | None = None

    def of(self, request: HttpRequest) -> Q:
        """The condition, for this person and moment."""
        return self.where(request) if callable(self.where) else self.where or Q()


@dataclass(frozen=True, slots=True)
class Filter:
    """A question with choices. `options` gives (value, word) pairs; `where` what a chosen value means.

    kind `choice` is a menu, `day` a date (options unused; `where` gets the date), `flag` a switch (value "1").
    """

    key: str
    title: Text
    where: Callable[[str], Q]
    options: Callable[[HttpRequest], Iterable[tuple[str, Text]]] = lambda _request: ()
    kind: str = "choice"


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something done with several chosen rows: a form is posted to `url` with the fields `pick`.

    `target`: `_blank` opens the answer (a paper) beside the list.
    """

    name: Text
    icon: str
    url: str
    needs: str = ""
    css: str = ""
    target: str = ""


OF_KEY: dict[str, "type[Listing[Any]]"] = {}


class Listing[T: Model]:
    """What a list page shows. `query_names` of the address: q, view, sort, after, and the filters' keys."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "key" in cls.__dict__:
            OF_KEY[cls.key] = cls

    key: ClassVar[str]
    title: ClassVar[Text]
    icon: ClassVar[str] = "list"
    row: ClassVar[str]
    template: ClassVar[str] = "office/lists/list.html"
    order: ClassVar[tuple[str, ...]] = ("-made_at", "-id")
    columns: ClassVar[Sequence[Column[Any]]] = ()
    views: ClassVar[Sequence[View]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    bulk: ClassVar[Sequence[Bulk]] = ()
    placeholder: ClassVar[Text] = ""
    searches: ClassVar[bool] = True
    size: ClassVar[int] = SIZE

    def rows(self, request: HttpRequest) -> QuerySet[T]:
        """All rows that this person may see here."""
        raise NotImplementedError

    def matching(self, request: HttpRequest, text: str) -> Q:
        """What rows that fit the search fulfil."""
        raise NotImplementedError

    def with_more(self, rows: QuerySet[T]) -> QuerySet[T]:
        """The rows with all that a line shows: select_related, prefetches, sums."""
        return rows

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """View → how many rows it holds, for those views where the number says something and is cheap."""
        return {}

    def shown(self, request: HttpRequest, rows: Sequence[T]) -> Iterable[Any]:
        """What the row template gets as `one`, in the rows' order; set-based reads for the page belong here."""
        return rows

    def exported(self, request: HttpRequest) -> Iterator[T]:
        """All rows that the address asks for, however many, as the columns read them."""
        return self.with_more(self.asked(request)).order_by(*self.sort(request)[1]).iterator(2_000)

    def question(self, request: HttpRequest) -> str:
        """All that the list is asked, as an address's query: what an export that is made later is asked again."""
        return request.GET.urlencode()

    # What follows seldom needs to be another.

    def view(self, request: HttpRequest) -> View | None:
        """The view that the address names, else the first."""
        wanted = request.GET.get("view", "")
        return next((one for one in self.views if one.key == wanted), self.views[0] if self.views else None)

    def text(self, request: HttpRequest) -> str:
        """What is searched for."""
        return request.GET.get("q", "").strip()[:200]

    def asked(self, request: HttpRequest) -> QuerySet[T]:
        """The rows of the view, filters and search in the address. A search in the first view looks everywhere."""
        rows, text, view = self.rows(request), self.text(request), self.view(request)
        if view and not (text and view is self.views[0]):
            rows = rows.filter(view.of(request))
        for one, value in self.chosen(request):
            rows = rows.filter(one.where(value))
        if text:
            rows = rows.filter(self.matching(request, text))
        column, _order = self.sort(request)
        return rows.exclude(**{column.present: None}) if column and column.present else rows

    def chosen(self, request: HttpRequest) -> list[tuple[Filter, str]]:
        """The filters in the address whose value is one of their options."""
        found = []
        for one in self.filters:
            value = request.GET.get(one.key, "")
            if value and self._offered(request, one, value):
                found.append((one, value))
        return found

    def _offered(self, request: HttpRequest, one: Filter, value: str) -> bool:
        if one.kind == "day":
            return a_day(value) is not None
        return one.kind == "flag" or any(value == offered for offered, _name in one.options(request))

    def sort(self, request: HttpRequest) -> tuple[Column[T] | None, tuple[str, ...]]:
        """The column sorted by, if any, and the order: `sort=total` as declared, `sort=-total` the other way round."""
        wanted = request.GET.get("sort", "")
        column = next((one for one in self.columns if one.order and one.key == wanted.lstrip("-")), None)
        if column is None:
            return None, self.order
        return column, column.order if wanted == column.key else tuple(_turned(name) for name in column.order)

    def page(self, request: HttpRequest) -> cursors.Page[T]:
        """The rows of the page."""
        rows = self.with_more(self.asked(request))
        return cursors.page(rows, self.sort(request)[1], request.GET.get("after"), self.size)


def a_day(text: str) -> date | None:
    """The date that is written as 2026-11-23; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def numbered(text: str, *fields: str) -> Q:
    """Rows one of whose number fields is the number that is written, with or without #; none for anything else."""
    bare = text.strip().lstrip("#")
    found = Q(pk__in=())
    for field in fields if bare.isdecimal() and len(bare) < LONGEST_NUMBER else ():
        found |= Q(**{field: int(bare)})
    return found


def from_day(field: str) -> Callable[[str], Q]:
    """Moments of the field on the day that is written, or after, on the site's wall clock. For `day` filters."""
    return lambda value: Q(**{f"{field}__gte": _midnight(value, 0)})


def to_day(field: str) -> Callable[[str], Q]:
    """Moments of the field on the day that is written, or before."""
    return lambda value: Q(**{f"{field}__lt": _midnight(value, 1)})


def _midnight(value: str, days_on: int) -> datetime:
    day = min(date.fromisoformat(value), date(9990, 1, 1)) + timedelta(days=days_on)
    return timezone.make_aware(datetime.combine(day, time()))


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def major(minor: int | None, currency: str = "SEK") -> Decimal | None:
    """An amount for an export: exact, in the currency's whole unit."""
    return None if minor is None else Decimal(minor).scaleb(-money.exponent(currency))


def price_each(cm: int | None, currency: str = "SEK") -> Decimal | None:
    """A unit price for an export: exact, in the currency's whole unit."""
    return None if cm is None else Decimal(cm).scaleb(-2 - money.exponent(currency))


def pieces(milli: int | None) -> Decimal | None:
    """A quantity for an export, without zeros nobody wrote."""
    return None if milli is None else Decimal(milli).scaleb(-3)


EVERYTHING = pgettext_lazy("list", "All")
