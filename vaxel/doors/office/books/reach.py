"""Whose books a person reads: those of the sites where they may; and what an entry was made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.locations.models import Site
from vaxel.business.payments.models import CashMovement, Payment, ZReport
from vaxel.business.purchasing.models import BillPayment
from vaxel.doors.office.desk import desk

READ = "ledger.read"
SOURCES: Mapping[str, str | Promise] = {
    "receipt": _("Receipt"), "invoice": _("Invoice"), "credit_note": _("Credit note"),
    "return_receipt": _("Return receipt"), "deposit": _("Deposit"), "payment": _("Payment"),
    "cash_movement": _("Cash in or out"), "cash_count": _("Cash count"), "supplier_bill": _("Supplier bill"),
    "bill_payment": _("Supplier bill paid"),
    "goods_receipt": _("Delivery"), "supplier_return": _("Return to supplier"), "supplier_claim": _("Claim"),
    "core": _("Core"), "hand_out": _("Parts handed out"), "stock_receipt": _("Goods received"),
    "stock_opening": _("Opening stock"), "stock_count": _("Stock count"), "stock_adjust": _("Stock adjusted"),
    "stock_scrap": _("Scrapped"), "stock_build": _("Kit built"), "stock_move": _("Goods moved"),
    "transfer_in": _("Transfer"), "transfer_out": _("Transfer"), "transfer_found": _("Transfer"),
    "transfer_loss": _("Transfer"), "reversal": _("Reversal"), "manual": _("Voucher"),
    "opening": _("Opening balance"), "vat_settlement": _("VAT settled"),
}  # fmt: skip
_PAGES = {
    "receipt": "documents:show", "invoice": "documents:show", "credit_note": "documents:show",
    "return_receipt": "documents:show", "deposit": "documents:show", "supplier_bill": "bills:show",
    "goods_receipt": "receiving:show", "supplier_return": "supplier_returns:show", "stock_count": "counts:show",
    "reversal": "books:show",
}  # fmt: skip


def sites(request: HttpRequest) -> list[Site]:
    """The sites whose books the person reads."""
    actor = desk(request).actor
    return [one for one in Site.objects.order_by("name") if actor.may(READ, one.pk)]


def chosen(request: HttpRequest, held: Sequence[Site]) -> list[UUID]:
    """Those of `held` that the address asks for: one, or all of them."""
    wanted = request.GET.get("site", "")
    return [one.pk for one in held if str(one.pk) == wanted] or [one.pk for one in held]


@dataclass(frozen=True, slots=True)
class Source:
    """What an entry was made of: its word, and the page that shows it ("" for none)."""

    name: str | Promise
    url: str


def source(entry: LedgerEntry) -> Source:
    """What made the entry. At most two queries."""
    name = SOURCES.get(entry.source_kind, entry.source_kind)
    if view := _PAGES.get(entry.source_kind):
        return Source(name, reverse(view, args=[entry.source_id]))
    if entry.source_kind == "payment":
        paid = Payment.objects.filter(pk=entry.source_id).first()
        about = paid.document_id if paid else None
        return Source(name, reverse("documents:show", args=[about]) if about else reverse("payments:list"))
    if entry.source_kind == "bill_payment":
        return Source(name, reverse("bills:show", args=[BillPayment.objects.get(pk=entry.source_id).bill_id]))
    if entry.source_kind in ("cash_movement", "cash_count"):
        return Source(name, _drawer(entry))
    return Source(name, "")


def _drawer(entry: LedgerEntry) -> str:
    """The Z report that closed the drawer, else the drawers."""
    if entry.source_kind == "cash_count":
        session_id: UUID | None = entry.source_id
    else:
        session_id = CashMovement.objects.filter(pk=entry.source_id).values_list("session_id", flat=True).first()
    report = ZReport.objects.filter(session=session_id).first() if session_id else None
    return reverse("drawers:z", args=[report.pk]) if report else reverse("drawers:list")
