"""Posted documents: invoices, receipts, credit notes, return receipts and deposits, frozen as they were posted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from vaxel.business.billing.models import OWED
from vaxel.business.billing.models import Document as DocumentRow
from vaxel.business.billing.models import DocumentLine as LineRow
from vaxel.business.parties.queries import selves
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads
from vaxel.doors.api.shapes import T60, Count, Day, Money, Quantity, Shape, UnitPrice, money

Kind = Literal["invoice", "receipt", "credit_note", "return_receipt", "deposit"]


class DocumentLine(Shape):
    """A frozen line with every stored component (M-19); `amount` is in the document's basis after all discounts."""

    n: int
    kind: str
    job: UUID | None
    job_title: str
    source_line: UUID | None
    credits_line: int | None
    part: UUID | None
    number: str
    text: str
    quantity: Quantity
    unit: str
    unit_price: UnitPrice
    before: Money
    discount: Money
    share: Money
    amount: Money
    net: Money
    tax: Money
    tax_code: str
    category: str
    ppm: int


class DocumentTax(Shape):
    """The tax of one category and rate (M-20)."""

    category: str
    ppm: int
    net: Money
    tax: Money


class DocumentHead(Shape):
    """A posted document without its lines. `open` is what is not yet settled."""

    id: UUID
    kind: str
    series: str
    number: int
    site: UUID
    register: UUID | None
    ticket: UUID | None
    customer: UUID
    credits: UUID | None
    basis: str
    net: Money
    tax: Money
    gross: Money
    deposit: Money
    open: Money
    business_date: date
    due_on: date | None
    reason: str
    happened_at: datetime
    posted_at: datetime


class Document(DocumentHead):
    """A posted document with its lines, tax groups, and the texts as printed."""

    head: dict[str, Any]
    sha256: str
    lines: list[DocumentLine]
    taxes: list[DocumentTax]


class DocumentFilters(Paging):
    """`since` and `until` are business dates, both included; `open`: something is left to pay."""

    kind: Kind | None = None
    site: UUID | None = None
    customer: UUID | None = None
    ticket: UUID | None = None
    series: T60 | None = None
    number: Count | None = None
    open: bool | None = None
    since: Day | None = None
    until: Day | None = None


@reads("/documents", may="billing.read")
def documents(ask: Ask, filters: DocumentFilters) -> Page[DocumentHead]:
    """Posted documents without their lines, newest first."""
    query = ask.mine(DocumentRow.objects.all(), wanted=filters.site)
    wanted = {
        "kind": filters.kind, "customer__in": filters.customer and selves(filters.customer),
        "ticket_id": filters.ticket, "series": filters.series,
        "number": filters.number, "business_date__gte": filters.since, "business_date__lte": filters.until,
    }  # fmt: skip
    query = query.filter(**{name: value for name, value in wanted.items() if value is not None})
    if filters.open is not None:
        query = query.filter(OWED) if filters.open else query.filter(open_minor=0)
    return cut(query, filters, lambda rows: [DocumentHead(**_head(row)) for row in rows])


@reads("/documents/{document}", may="billing.read")
def document(ask: Ask, document: UUID) -> Document:
    """One posted document with lines and taxes."""
    return shown([ask.one(whole(DocumentRow.objects.all()), document, "site_id")])[0]


def whole(query: QuerySet[DocumentRow]) -> QuerySet[DocumentRow]:
    """Documents with what their shape needs: four queries however many."""
    return query.prefetch_related("lines__credits_line", "taxes")


def shown(rows: Sequence[DocumentRow]) -> list[Document]:
    """Documents as the wire has them."""
    return [
        Document(
            head=row.head, sha256=row.sha256,
            lines=[_line(one, row.currency) for one in sorted(row.lines.all(), key=lambda one: one.n)],
            taxes=[
                DocumentTax(category=one.category, ppm=one.ppm, net=money(one.net_minor, row.currency),
                            tax=money(one.tax_minor, row.currency))
                for one in sorted(row.taxes.all(), key=lambda one: one.n)
            ],
            **_head(row),
        )
        for row in rows
    ]  # fmt: skip


def _head(row: DocumentRow) -> dict[str, Any]:
    return dict(  # noqa: C408 - reads like the shape it fills
        id=row.id, kind=row.kind, series=row.series, number=row.number, site=row.site_id, register=row.register_id,
        ticket=row.ticket_id, customer=row.customer_id, credits=row.credits_id, basis=row.basis,
        net=money(row.net_minor, row.currency), tax=money(row.tax_minor, row.currency),
        gross=money(row.gross_minor, row.currency), deposit=money(row.deposit_minor, row.currency),
        open=money(row.open_minor, row.currency), business_date=row.business_date, due_on=row.due_on,
        reason=row.reason, happened_at=row.happened_at, posted_at=row.posted_at,
    )  # fmt: skip


def _line(row: LineRow, currency: str) -> DocumentLine:
    return DocumentLine(
        n=row.n, kind=row.kind, job=row.job_id, job_title=row.job_title, source_line=row.source_line,
        credits_line=row.credits_line.n if row.credits_line else None, part=row.part_id, number=row.number,
        text=row.text, quantity=Quantity(row.quantity_milli), unit=row.unit,
        unit_price=UnitPrice(cm=row.unit_price_cm, currency=currency), before=money(row.before_minor, currency),
        discount=money(row.discount_minor, currency), share=money(row.share_minor, currency),
        amount=money(row.amount_minor, currency), net=money(row.net_minor, currency),
        tax=money(row.tax_minor, currency), tax_code=row.tax_code, category=row.category, ppm=row.ppm,
    )  # fmt: skip


def anew(row: DocumentRow) -> Document:
    """The document as it stands now, whole."""
    return shown([whole(DocumentRow.objects.all()).get(pk=row.pk)])[0]
