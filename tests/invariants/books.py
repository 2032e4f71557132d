"""The books against the documents, payments and drawers they were written from, account by account."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, Sum

from vaxel.business.accounting.models import Posting
from vaxel.business.billing.models import DepositUse, Document
from vaxel.business.payments.models import Allocation, CashMovement, DrawerSession, Payment, StoreCredit
from vaxel.business.stock.models import Balance


def booked() -> Mapping[str, int]:
    """Role → what the ledger holds, output VAT of all rates together."""
    sums: dict[str, int] = {}
    for role, amount in Posting.objects.values_list("role").annotate(Sum("amount_minor")):
        name = "output_vat" if role.startswith("output_vat") else role
        sums[name] = sums.get(name, 0) + amount
    return sums


def expected() -> Mapping[str, int]:
    """Role → what the ledger must hold by the documents, payments and drawers."""
    not_sold_yet = Payment.objects.filter(state="taken", purpose="sale", allocations=None)
    taken = Payment.objects.filter(state="taken").exclude(pk__in=not_sold_yet)
    by_tender = dict(taken.values_list("tender").annotate(Sum("amount_minor")))
    rounding = _sum(taken, "rounding_minor")
    counted = DrawerSession.objects.exclude(closed_at=None)
    over = _sum(counted, "counted_minor") - _sum(counted, "expected_minor")
    moved = _sum(CashMovement.objects.all(), "amount_minor")
    used = DepositUse.objects.all()
    deposits = Document.objects.filter(kind="deposit")
    left = _sum(deposits, "net_minor") - _sum(used, "gross_minor") + _sum(used, "tax_minor")
    owed = _sum(Document.objects.filter(kind__in=["invoice", "credit_note"]), "open_minor")
    free = _sum(taken, "amount_minor") - _sum(Allocation.objects.filter(payment__in=taken), "amount_minor")
    return {
        "receivables": owed - free, "customer_deposit": -left,
        "store_credit": -_sum(StoreCredit.objects.all(), "balance_minor"),
        "cash": by_tender.get("cash", 0) + rounding + moved + over, "cash_over_short": -over, "rounding": -rounding,
        "card_clearing": by_tender.get("card", 0), "swish_clearing": by_tender.get("swish", 0),
        "bank": by_tender.get("bank", 0),
        "output_vat": _sum(used, "tax_minor") - _sum(Document.objects.all(), "tax_minor"),
        "stock": _sum(Balance.objects.all(), "value_minor"),
    }  # fmt: skip


def disagreements() -> list[str]:
    """A sentence for each role whose account is not what it must be."""
    held = booked()
    return [
        f"{role}: {held.get(role, 0)} booked, {wanted} expected"
        for role, wanted in expected().items()
        if held.get(role, 0) != wanted
    ]


def _sum(rows: QuerySet[Any], field: str) -> int:
    found: int | None = rows.aggregate(sum=Sum(field))["sum"]
    return found or 0
