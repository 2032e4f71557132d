"""The journal of the books, and one account's postings with what it held after each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import map_rules
from vaxel.business.accounting.ledger import of_account
from vaxel.business.accounting.models import Account, LedgerEntry, Posting, RoleAccount
from vaxel.doors.office.books.reach import SOURCES, chosen, sites
from vaxel.doors.office.desk import language
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Filter, Listing, View, major, numbered

BY_HAND = ("manual", "opening", "vat_settlement", "reversal")
DOCUMENTS = ("receipt", "invoice", "credit_note", "return_receipt", "deposit")


def _sites(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(str(one.pk), one.name) for one in sites(request)]


def _sources(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, name) for key, name in SOURCES.items() if not key.startswith("transfer_")]


def account_name(account: Account) -> str:
    """The account's name in the reader's language."""
    return account.name_en if language() == "en" and account.name_en else account.name_sv


def accounts(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    """The chart, for a menu."""
    return [(one.number, f"{one.number} {account_name(one)}") for one in Account.objects.order_by("number")]


SITE = Filter("site", _("Site"), lambda value: Q(site_id=value), _sites)


class Entries(Listing[LedgerEntry]):
    """Every entry of the books that the person may read, newest first."""

    key, title, icon = "ledger", _("Books"), "book-open"
    row, template = "office/books/row.html", "office/books/list.html"
    placeholder = _("Number or text")
    order = ("-business_date", "-posted_at", "-id")
    columns: ClassVar = (
        Column[LedgerEntry]("number", _("Number"), lambda one: f"{one.series}-{one.number}"),
        Column[LedgerEntry]("date", _("Date"), lambda one: one.business_date, ("-business_date", "-posted_at", "-id")),
        Column[LedgerEntry]("source", _("From"), lambda one: str(SOURCES.get(one.source_kind, one.source_kind))),
        Column[LedgerEntry]("text", _("Text"), lambda one: one.text),
        Column[LedgerEntry]("debit", _("Turnover"), lambda one: major(_turned(one), one.currency), css="number"),
    )  # fmt: skip
    views = (
        View("", EVERYTHING),
        View("documents", _("Receipts and invoices"), Q(source_kind__in=DOCUMENTS)),
        View("payments", _("Payments"), Q(source_kind__in=("payment", "cash_movement", "cash_count"))),
        View("hand", _("By hand"), Q(source_kind__in=BY_HAND)),
    )
    filters = (
        SITE,
        Filter("source", _("From"), lambda value: Q(source_kind=value), _sources),
        Filter("from", _("From the day"), lambda value: Q(business_date__gte=value), kind="day"),
        Filter("to", _("To the day"), lambda value: Q(business_date__lte=value), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        """Those of the sites whose books the person reads."""
        return LedgerEntry.objects.filter(site_id__in=[one.pk for one in sites(request)])

    def with_more(self, rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """With their postings."""
        return rows.prefetch_related("postings")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By number, with or without its series, or words of the text."""
        found = numbered(text, "number") | Q(text__icontains=text)
        series, dash, number = text.upper().rpartition("-")
        if dash and number.isdecimal() and len(number) < 16:
            found |= Q(series=series, number=int(number))
        return found

    def shown(self, request: HttpRequest, rows: Sequence[LedgerEntry]) -> Iterable[Any]:
        """What made it in a word, and its turnover."""
        return [(SOURCES.get(one.source_kind, one.source_kind), _turned(one)) for one in rows]


def _turned(entry: LedgerEntry) -> int:
    """The sum of its debits."""
    return sum(one.amount_minor for one in entry.postings.all() if one.amount_minor > 0)


class AccountRows(Listing[Posting]):
    """One account's postings in the order of the books, with what it held after each."""

    key, title, icon = "ledger-account", _("General ledger"), "book-open"
    row, template = "office/books/account_row.html", "office/books/account.html"
    placeholder = _("Text")
    order = ("entry__business_date", "entry__posted_at", "id")
    columns: ClassVar = (
        Column[Posting]("date", _("Date"), lambda one: one.entry.business_date,
                        ("entry__business_date", "entry__posted_at", "id")),
        Column[Posting]("number", _("Number"), lambda one: f"{one.entry.series}-{one.entry.number}"),
        Column[Posting]("text", _("Text"), lambda one: one.entry.text),
        Column[Posting]("debit", _("Debit"), lambda one: major(max(one.base_minor, 0)), css="number"),
        Column[Posting]("credit", _("Credit"), lambda one: major(max(-one.base_minor, 0)), css="number"),
        Column[Posting]("balance", _("Balance"), lambda one: major(getattr(one, "held", None)), css="number"),
    )  # fmt: skip
    filters = (
        Filter("account", _("Account"), lambda value: Q(account=value), accounts),
        Filter("site", _("Site"), lambda value: Q(entry__site_id=value), _sites),
        Filter("from", _("From the day"), lambda value: Q(entry__business_date__gte=value), kind="day"),
        Filter("to", _("To the day"), lambda value: Q(entry__business_date__lte=value), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Posting]:
        """Those of the account in the address, at the sites whose books the person reads."""
        number = request.GET.get("account", "")
        return of_number(number).filter(entry__site_id__in=[one.pk for one in sites(request)])

    def with_more(self, rows: QuerySet[Posting]) -> QuerySet[Posting]:
        """With their entries."""
        return rows.select_related("entry")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the entry's text or number."""
        return Q(entry__text__icontains=text) | numbered(text, "entry__number")

    def shown(self, request: HttpRequest, rows: Sequence[Posting]) -> Iterable[Any]:
        """What the account held after each."""
        return [getattr(one, "held", None) for one in self._held(request, rows)]

    def exported(self, request: HttpRequest) -> Iterator[Posting]:
        """All of them, each with what the account held after it."""
        yield from self._held(request, super().exported(request))

    def _held(self, request: HttpRequest, rows: Iterable[Posting]) -> Iterator[Posting]:
        """Each with `held`: what the account held after it, from the beginning of time; of income and cost, from the
        year's. Not in another order, nor among rows that a search left out. Two queries."""
        if self.text(request) or request.GET.get("sort", "date") != "date":
            yield from rows
            return
        number = request.GET.get("account", "")
        asked = of_number(number).filter(entry__site_id__in=chosen(request, sites(request)))
        kind = Account.objects.filter(pk=number).values_list("kind", flat=True).first()
        yearly = kind in (map_rules.INCOME, map_rules.COST)
        held, year = None, 0
        for one in rows:
            if held is None:
                held, year = before(asked, one, yearly=yearly), one.entry.business_date.year
            if yearly and one.entry.business_date.year != year:
                held, year = 0, one.entry.business_date.year
            held += one.base_minor
            one.held = held  # type: ignore[attr-defined]
            yield one


def of_number(number: str) -> QuerySet[Posting]:
    """The account's postings; the roles that ever led to it are named, so that their index is used."""
    roles = set(RoleAccount.objects.filter(account=number).values_list("role", flat=True))
    return Posting.objects.filter(role__in=[*sorted(roles), of_account(number)], account=number)


def before(asked: QuerySet[Posting], first: Posting, *, yearly: bool) -> int:
    """What the account held before the posting. One query."""
    entry = first.entry
    earlier = Q(entry__business_date__lt=entry.business_date) | Q(
        entry__business_date=entry.business_date, entry__posted_at__lt=entry.posted_at
    )
    earlier |= Q(entry__business_date=entry.business_date, entry__posted_at=entry.posted_at, id__lt=first.pk)
    rows = asked.filter(earlier)
    if yearly:
        rows = rows.filter(entry__business_date__gte=date(entry.business_date.year, 1, 1))
    return int(rows.aggregate(sum=Sum("base_minor"))["sum"] or 0)


def sources_of(source_id: UUID) -> QuerySet[LedgerEntry]:
    """The entries that were made of one thing."""
    return LedgerEntry.objects.filter(source_id=source_id)
