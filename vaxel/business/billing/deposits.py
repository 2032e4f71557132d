"""Deposits: a document with VAT when the money arrives, deducted at stored values on the invoice (M-35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.deposits import split_deposit
from vaxel.business.accounting.tax import TaxGroup
from vaxel.business.billing import documents, roles
from vaxel.business.billing.models import DepositUse, Document, DocumentTax
from vaxel.business.locations.models import Company
from vaxel.business.tickets import costing, papers
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import Refused


class DepositTooLarge(Refused):
    """More than the order costs."""

    sentence = _("The deposit is larger than what is left to pay on the ticket.")


class NothingOrdered(Refused):
    """A deposit needs an order with a price."""

    sentence = _("There is nothing to pay a deposit for yet: add a job with a price first.")


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a deposit's tax group that is not used yet."""

    deposit_id: UUID
    category: str
    ppm: int
    gross: int
    tax: int


def issue(
    ticket: Ticket, *, gross_minor: int, settled: Sequence[tuple[str, int]], register_id: UUID | None,
    ledger_series: str = "", at: datetime,
) -> documents.Issued:  # fmt: skip
    """A deposit document over the amount (with VAT) stands against the ticket; part of the action that takes the money.

    Its VAT follows the ticket's present groups. Refuses with NothingOrdered, DepositTooLarge.
    """
    contents = costing.load(ticket)
    day = costing.business_day(ticket.site, at)
    sums = costing.sum_of(contents, contents.counted(), costing.rates_for(ticket.site, day))
    if sums.gross <= 0:
        raise NothingOrdered()
    if gross_minor > sums.gross - unused_gross(ticket):
        raise DepositTooLarge()
    parts = split_deposit(gross_minor, sums.groups)
    text = "Förskott" if ticket.customer.language == "sv" else "Deposit"
    lines = [_line(one.category, one.ppm, one.gross, one.tax, text) for one in parts if one.gross]
    return documents.issue(
        documents.Draft(
            kind=Document.DEPOSIT, series="deposit", site_id=ticket.site_id, customer_id=ticket.customer_id,
            currency=ticket.currency, basis="incl", lines=lines, day=day, text=_("Deposit"), happened_at=at,
            taxes=[TaxGroup(one.category, one.ppm, one.net, one.tax) for one in parts if one.gross],
            head=head(ticket), settled=settled, ticket_id=ticket.pk, register_id=register_id,
            ledger_series=ledger_series,
        ),
        at=at,
    )  # fmt: skip


def head(ticket: Ticket) -> dict[str, object]:
    """Who sells, who buys, which car: for a document about the ticket."""
    company = Company.objects.get()
    return {
        "texts": papers.texts(company, papers.INVOICE_TEXTS, ticket.customer.language),
        "seller": papers.seller(company, ticket.site),
        "buyer": papers.buyer(ticket.customer, ticket.po_number), "vehicle": papers.car(ticket.vehicle),
        "ticket_ref": ticket.ref, "work_order": ticket.work_order_number,
    }  # fmt: skip


def _line(category: str, ppm: int, gross: int, tax: int, text: str) -> documents.DraftLine:
    return documents.DraftLine(
        kind="deposit", text=text, quantity_milli=1000, unit="pcs", unit_price_cm=gross * 100, before=gross, discount=0,
        share=0, amount=gross, net=gross - tax, tax=tax, tax_code="", category=category, ppm=ppm,
        role="customer_deposit",
    )  # fmt: skip


def unused(ticket: Ticket) -> list[Part]:
    """What is left of the ticket's deposits, group by group, oldest first."""
    taxes = DocumentTax.objects.filter(document__ticket=ticket, document__kind=Document.DEPOSIT)
    rows = DepositUse.objects.filter(deposit__ticket=ticket).values_list("deposit", "category", "ppm")
    used = {(d, c, p): (gross, tax) for d, c, p, gross, tax in rows.annotate(Sum("gross_minor"), Sum("tax_minor"))}
    left = []
    for one in taxes.order_by("document__posted_at", "document_id", "n"):
        gross, tax = used.get((one.document_id, one.category, one.ppm), (0, 0))
        part = Part(one.document_id, one.category, one.ppm, one.net_minor + one.tax_minor - gross, one.tax_minor - tax)
        if part.gross:
            left.append(part)
    return left


def unused_gross(ticket: Ticket) -> int:
    """What is left of the ticket's deposits, with VAT."""
    return sum(part.gross for part in unused(ticket))


def apply(parts: Sequence[Part], up_to: int) -> list[Part]:
    """The parts that are used when `up_to` (with VAT) is to be paid: whole ones first, the last one in proportion."""
    taken = []
    for part in parts:
        gross = min(part.gross, up_to)
        if gross <= 0:
            break
        tax = part.tax if gross == part.gross else rdiv(part.tax * gross, part.gross)
        taken.append(Part(part.deposit_id, part.category, part.ppm, gross, tax))
        up_to -= gross
    return taken


def postings(parts: Sequence[Part]) -> list[tuple[str, int]]:
    """What using the parts posts: the liability and its VAT are gone (P-4)."""
    rows = []
    for part in parts:
        rows += [("customer_deposit", part.gross - part.tax)]
        if part.tax:
            rows += [(roles.of_tax(part.ppm), part.tax)]
    return rows


def record(parts: Sequence[Part], document_id: UUID, at: datetime) -> None:
    """The parts are used on the document."""
    DepositUse.objects.bulk_create(
        DepositUse(
            id=new_id(), deposit_id=part.deposit_id, document_id=document_id, category=part.category, ppm=part.ppm,
            gross_minor=part.gross, tax_minor=part.tax, at=at,
        )
        for part in parts
    )  # fmt: skip
