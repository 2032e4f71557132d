"""What a posted document's paper is made of: plain frozen values, so that it can be laid out without a database."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A stored line (billing.DocumentLine): `amount_minor` in the document's basis, after all discounts."""

    text: str
    kind: str = "part"
    number: str = ""
    quantity_milli: int = 1000
    unit: str = "pcs"
    unit_price_cm: int = 0
    before_minor: int = 0
    discount_minor: int = 0
    share_minor: int = 0
    amount_minor: int = 0
    job_id: str = ""
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """A stored (category, rate) of the document (billing.DocumentTax)."""

    category: str
    ppm: int
    net_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class Payment:
    """One tender as printed: what it settled, and for cash what was handed over and given back."""

    tender: str
    amount_minor: int
    reference: str = ""
    tendered_minor: int = 0
    change_minor: int = 0
    rounding_minor: int = 0


@dataclass(frozen=True, slots=True)
class Deposit:
    """A deposit that is deducted, at its stored values (M-35)."""

    number: str
    gross_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A gift card that the document sold: its code as it is printed, its worth, and its last day if it has one."""

    code: str
    amount_minor: int
    until: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A posted document (billing.Document) with everything its paper shows. Days and times as ISO text, local time.

    `head` is the document's own (README.md says what it holds). `credits` is the number of the document it refers to.
    """

    kind: str
    number: str
    currency: str
    basis: str
    day: str
    head: dict[str, Any]
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    net_minor: int
    tax_minor: int
    gross_minor: int
    at: str = ""
    due_on: str = ""
    credits: str = ""
    reason: str = ""
    deposits: tuple[Deposit, ...] = ()
    deposit_minor: int = 0
    payments: tuple[Payment, ...] = field(default=())
    gift_cards: tuple[GiftCard, ...] = ()

    @property
    def payable_minor(self) -> int:
        """What the customer pays or is paid, before cash rounding."""
        return self.gross_minor - self.deposit_minor
