"""Issuing a document: number, frozen lines and taxes, and the ledger entry it makes, in a fixed number of statements.

Receipts, invoices, credit notes and deposits all pass through `issue`, inside the action that causes them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vaxel.business.accounting import ledger
from vaxel.business.accounting.tax import TaxGroup
from vaxel.business.billing import core_charges, roles
from vaxel.business.billing.models import Document, DocumentLine, DocumentTax
from vaxel.kernel import numbering
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line to be frozen. `amount` is in the document's basis after all discounts, `cost_minor` the whole line's.

    `core_of`: the part whose old unit a core line charges for.
    """

    kind: str
    text: str
    quantity_milli: int
    unit: str
    unit_price_cm: int
    before: int
    discount: int
    share: int
    amount: int
    net: int
    tax: int
    tax_code: str
    category: str
    ppm: int
    number: str = ""
    cost_minor: int = 0
    part_id: UUID | None = None
    core_of: UUID | None = None
    category_id: UUID | None = None
    job_id: UUID | None = None
    job_title: str = ""
    source_line: UUID | None = None
    credits_line: int | None = None
    staff_id: UUID | None = None
    role: str = ""

    @property
    def ledger_role(self) -> str:
        """Where its net is posted: sales of its kind, unless it says otherwise (a deposit is no sale)."""
        return self.role or roles.of_net(self.kind, self.category, self.ppm)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be issued.

    `settled` are the debits that pay it at once or make it owed, as (role, signed minor); with the nets, taxes and
    `extra` postings they must sum to zero. `open_minor` is what stays owed. `goods_cost` left (positive) or came back
    to (negative) the stock with this document. `number`: what its paper says already; it has been taken of the series.
    """

    kind: str
    series: str
    site_id: UUID
    customer_id: UUID
    currency: str
    basis: str
    lines: Sequence[DraftLine]
    taxes: Sequence[TaxGroup]
    day: date
    text: ledger.Words
    head: dict[str, Any]
    settled: Sequence[tuple[str, int]]
    happened_at: datetime
    id: UUID = field(default_factory=new_id)
    extra: Sequence[tuple[str, int]] = ()
    goods_cost: int = 0
    ticket_id: UUID | None = None
    register_id: UUID | None = None
    credits_id: UUID | None = None
    open_minor: int = 0
    deposit_minor: int = 0
    due_on: date | None = None
    reason: str = ""
    ledger_series: str = ""
    number: int = 0

    @property
    def net(self) -> int:
        """Sum of the nets."""
        return sum(tax.net for tax in self.taxes)

    @property
    def tax(self) -> int:
        """Sum of the taxes."""
        return sum(tax.tax for tax in self.taxes)


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that has been issued."""

    id: UUID
    kind: str
    series: str
    number: int
    gross_minor: int
    entry_id: UUID


_DOCUMENT = (
    "id", "kind", "series", "number", "ticket", "site", "register", "customer", "credits", "currency", "basis",
    "net_minor", "tax_minor", "gross_minor", "deposit_minor", "open_minor", "business_date", "due_on", "posted_at",
    "happened_at", "reason", "head", "sha256",
)  # fmt: skip
_LINE = (
    "document", "n", "kind", "job_id", "job_title", "source_line", "credits_line", "part", "number", "text",
    "quantity_milli", "unit", "unit_price_cm", "before_minor", "discount_minor", "share_minor", "amount_minor",
    "net_minor", "tax_minor", "tax_code", "category", "ppm", "cost_minor", "role", "day", "staff_id", "category_id",
)  # fmt: skip
_TAX = ("document", "n", "category", "ppm", "net_minor", "tax_minor")


def issue(draft: Draft, *, at: datetime) -> Issued:
    """The document stands, numbered next in its series, with its lines, taxes and balanced ledger entry (M-66).

    Six statements whatever the number of lines, more where cores are charged or credited. Refuses with NoChart,
    NoAccountForRate.
    """
    number = draft.number or numbering.take(draft.series)
    gross = draft.net + draft.tax
    lines = list(_lines(draft))
    rows.insert(
        Document,
        _DOCUMENT,
        [(
            draft.id, draft.kind, draft.series, number, draft.ticket_id, draft.site_id, draft.register_id,
            draft.customer_id, draft.credits_id, draft.currency, draft.basis, draft.net, draft.tax, gross,
            draft.deposit_minor, draft.open_minor, draft.day, draft.due_on, at, draft.happened_at, draft.reason,
            draft.head, "",
        )],
    )  # fmt: skip
    rows.insert(DocumentLine, _LINE, lines)
    core_charges.follow(draft, at=at)
    rows.insert(
        DocumentTax, _TAX, [(draft.id, n, t.category, t.ppm, t.net, t.tax) for n, t in enumerate(draft.taxes, 1)]
    )
    entry = ledger.Draft(
        site_id=draft.site_id, day=draft.day, text=ledger.worded(draft.text, number), source_kind=draft.kind,
        source_id=draft.id, currency=draft.currency, postings=postings(draft), series=draft.ledger_series,
    )  # fmt: skip
    return Issued(draft.id, draft.kind, draft.series, number, gross, ledger.write([entry], at=at)[0])


def _lines(draft: Draft) -> Iterable[tuple[Any, ...]]:
    for n, one in enumerate(draft.lines, 1):
        yield (
            draft.id, n, one.kind, one.job_id, one.job_title, one.source_line, one.credits_line, one.part_id,
            one.number, one.text, one.quantity_milli, one.unit, one.unit_price_cm, one.before, one.discount, one.share,
            one.amount, one.net, one.tax, one.tax_code, one.category, one.ppm, one.cost_minor,
            one.ledger_role, draft.day, one.staff_id, one.category_id,
        )  # fmt: skip


def postings(draft: Draft) -> list[tuple[str, int]]:
    """(role, signed minor) of the document: what settles it, sales and VAT per role, cost of goods (P-1, P-3, P-12)."""
    sums: dict[str, int] = {}
    for role, amount in (*draft.settled, *draft.extra):
        sums[role] = sums.get(role, 0) + amount
    for line in draft.lines:
        sums[line.ledger_role] = sums.get(line.ledger_role, 0) - line.net
    for tax in draft.taxes:
        if tax.tax:
            role = roles.of_tax(tax.ppm)
            sums[role] = sums.get(role, 0) - tax.tax
    if draft.goods_cost:
        sums["cogs"] = sums.get("cogs", 0) + draft.goods_cost
        sums["stock"] = sums.get("stock", 0) - draft.goods_cost
    return list(sums.items())
