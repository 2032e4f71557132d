"""The books: accounts, and the ledger's entries with their postings."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from vaxel.business.accounting.models import Account as AccountRow
from vaxel.business.accounting.models import LedgerEntry as EntryRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads
from vaxel.doors.api.shapes import T20, T40, Day, Money, Shape, money


class Account(Shape):
    """One account of the company's chart."""

    number: str
    name_sv: str
    name_en: str


class Posting(Shape):
    """One signed row of an entry: debit positive, credit negative."""

    n: int
    role: str
    account: str
    amount: Money
    tax_code: str


class LedgerEntry(Shape):
    """A balanced set of postings with one source (M-60)."""

    id: UUID
    site: UUID
    series: str
    number: int
    business_date: date
    posted_at: datetime
    text: str
    source_kind: str
    source: UUID
    reverses: UUID | None
    postings: list[Posting]


class LedgerFilters(Paging):
    """`since` and `until` are business dates, both included; `account`: entries that touch it."""

    site: UUID | None = None
    since: Day | None = None
    until: Day | None = None
    source: UUID | None = None
    source_kind: T40 | None = None
    account: T20 | None = None


@reads("/accounts", may="ledger.read")
def accounts(ask: Ask) -> list[Account]:
    """The company's chart of accounts, by number."""
    rows = AccountRow.objects.order_by("number")
    return [Account(number=row.number, name_sv=row.name_sv, name_en=row.name_en) for row in rows]


@reads("/ledger", may="ledger.read")
def ledger(ask: Ask, filters: LedgerFilters) -> Page[LedgerEntry]:
    """The ledger's entries with their postings, newest first."""
    query = ask.mine(EntryRow.objects.all(), wanted=filters.site)
    wanted = {
        "business_date__gte": filters.since, "business_date__lte": filters.until, "source_id": filters.source,
        "source_kind": filters.source_kind,
    }  # fmt: skip
    query = query.filter(**{name: value for name, value in wanted.items() if value is not None})
    if filters.account is not None:
        if not AccountRow.objects.filter(number=filters.account).exists():
            return Page(items=[])
        query = query.filter(postings__account=filters.account).distinct()
    return cut(_whole(query), filters, _shown)


@reads("/ledger/{entry}", may="ledger.read")
def entry(ask: Ask, entry: UUID) -> LedgerEntry:
    """One entry with its postings."""
    return _shown([ask.one(_whole(EntryRow.objects.all()), entry, "site_id")])[0]


def _whole(query: QuerySet[EntryRow]) -> QuerySet[EntryRow]:
    return query.prefetch_related("postings")


def _shown(rows: Sequence[EntryRow]) -> list[LedgerEntry]:
    return [
        LedgerEntry(
            id=row.id, site=row.site_id, series=row.series, number=row.number, business_date=row.business_date,
            posted_at=row.posted_at, text=row.text, source_kind=row.source_kind, source=row.source_id,
            reverses=row.reverses_id,
            postings=[
                Posting(n=one.n, role=one.role, account=one.account, amount=money(one.amount_minor, row.currency),
                        tax_code=one.tax_code)
                for one in sorted(row.postings.all(), key=lambda one: one.n)
            ],
        )
        for row in rows
    ]  # fmt: skip
