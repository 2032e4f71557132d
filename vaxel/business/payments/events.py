"""What payments tell the rest of the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SaleRungUp:
    """A counter sale stands."""

    document: UUID
    ticket: UUID
    gross_minor: int


@dataclass(frozen=True)
class PaymentTaken:
    """Money came in towards a document."""

    document: UUID
    ticket: UUID | None
    amount_minor: int


@dataclass(frozen=True)
class RefundGiven:
    """Money goes back to a card that the terminal charged; the terminal has not been told yet."""

    payment: UUID


@dataclass(frozen=True)
class DrawerClosed:
    """A register's day was closed."""

    register: UUID
    z_number: int
