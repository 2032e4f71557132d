"""What billing tells the rest of the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class InvoicePosted:
    """A ticket was posted."""

    document: UUID
    ticket: UUID | None
    gross_minor: int


@dataclass(frozen=True)
class Credited:
    """A document was credited, wholly or in part."""

    document: UUID
    credit: UUID
    gross_minor: int
