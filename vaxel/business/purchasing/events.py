"""What buying tells the rest of the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrderSent:
    """An order is on its way to its supplier."""

    order_id: UUID
    site_id: UUID


@dataclass(frozen=True, slots=True)
class DeliveryMoved:
    """A supplier named another day, or delivers less: who waits for these lines is told the same minute (K-63)."""

    order_id: UUID
    site_id: UUID
    source_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class NeedsCovered:
    """Goods that came are held for these lines, in thousandths each: technician and advisor are told (K-38)."""

    site_id: UUID
    receipt_id: UUID
    covered: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class BillPosted:
    """A supplier's bill or credit note stands in the books."""

    bill_id: UUID
    site_id: UUID
