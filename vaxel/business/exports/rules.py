"""Which entries belong together, and what a unit holds. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

Z_DAY, INVOICE, CREDIT, DEPOSIT, PAYMENT, STOCK, SUPPLIER, CORRECTION = (
    "Z_DAY", "INVOICE", "CREDIT", "DEPOSIT", "PAYMENT", "STOCK", "SUPPLIER", "CORRECTION",
)  # fmt: skip
KINDS = (Z_DAY, INVOICE, CREDIT, DEPOSIT, PAYMENT, STOCK, SUPPLIER, CORRECTION)
SERIES: Mapping[str, str] = {
    Z_DAY: "Z", INVOICE: "F", CREDIT: "F", DEPOSIT: "D", PAYMENT: "B", STOCK: "L", SUPPLIER: "E", CORRECTION: "R",
}  # fmt: skip
KIND_OF = {
    "invoice": INVOICE, "credit_note": CREDIT, "deposit": DEPOSIT, "supplier_bill": SUPPLIER, "bill_payment": SUPPLIER,
    "manual": CORRECTION, "opening": CORRECTION, "vat_settlement": CORRECTION, "reversal": CORRECTION,
    "goods_receipt": STOCK, "supplier_return": STOCK, "supplier_claim": STOCK, "core": STOCK, "hand_out": STOCK,
    "stock_receipt": STOCK, "stock_opening": STOCK, "stock_count": STOCK, "stock_adjust": STOCK, "stock_scrap": STOCK,
    "stock_build": STOCK, "stock_move": STOCK, "transfer_in": STOCK, "transfer_out": STOCK, "transfer_found": STOCK,
    "transfer_loss": STOCK,
}  # fmt: skip
DOCUMENTS = ("invoice", "credit_note", "deposit")  # go by themselves, also those of a register (M-66)
# What perpetual stock adds to a sale; left out where the accounting system counts stock by the year (M-69).
STOCK_ROLES = frozenset({"stock", "cogs", "stock_margin", "cogs_margin"})

type Row = tuple[str, str, str, int, str]  # account, role, site's code, signed minor, text


def kind_of(source_kind: str) -> str:
    """The kind of unit that an entry of this source makes when no Z report closes it; money where nothing else is
    known of it, which is never left out."""
    return KIND_OF.get(source_kind, PAYMENT)


def told_per_site(account: str, role: str) -> bool:
    """Income and cost are told per site (cost centre); what one owns and owes is not, nor is rounding."""
    return account[:1] not in ("1", "2") and role != "rounding"


@dataclass(frozen=True, slots=True)
class Planned:
    """A unit as it would be collected."""

    kind: str
    source_ref: str
    business_date: date
    text: str
    rows: Sequence[Row]
    entries: Sequence[UUID]
    currency: str
    map_version: int

    @property
    def content_hash(self) -> str:
        """Of what is handed over; another hash is another content."""
        told = [self.kind, self.source_ref, self.business_date.isoformat(), self.currency, [list(r) for r in self.rows]]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

    @property
    def turnover(self) -> int:
        """The sum of its debits."""
        return sum(row[3] for row in self.rows if row[3] > 0)


def summed(postings: Iterable[Row], *, without_stock: bool) -> list[Row]:
    """One row per account, role and site, debits first, without those that come to nothing."""
    sums: dict[tuple[str, str, str], int] = {}
    names: dict[tuple[str, str, str], str] = {}
    for account, role, centre, minor, text in postings:
        key = (account, role, centre)
        sums[key] = sums.get(key, 0) + minor
        names.setdefault(key, text)
    if without_stock and sum(minor for key, minor in sums.items() if key[1] in STOCK_ROLES) == 0:
        sums = {key: minor for key, minor in sums.items() if key[1] not in STOCK_ROLES}
    rows = [(*key, minor, names[key]) for key, minor in sums.items() if minor]
    return sorted(rows, key=lambda row: (row[3] < 0, row[0], row[2], row[1]))
