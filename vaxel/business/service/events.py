"""What the workshop tells the rest of the house."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QuoteSent:
    """A quote version waits for the customer's answer."""

    ticket_id: UUID
    version_id: UUID
    link_id: UUID


@dataclass(frozen=True, slots=True)
class CustomerAnswered:
    """Somebody said yes, no or later to jobs of a ticket."""

    ticket_id: UUID
    approval_id: UUID
    approved: tuple[UUID, ...]
    declined: tuple[UUID, ...]
    later: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class JobHeld:
    """A job cannot go on."""

    ticket_id: UUID
    job_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class JobCompleted:
    """A job's work is done; `ready`: so is everything on the ticket."""

    ticket_id: UUID
    job_id: UUID
    ready: bool


@dataclass(frozen=True, slots=True)
class TicketHandedOver:
    """The ticket is posted and the work it left undone lies waiting on the vehicle."""

    ticket_id: UUID
    deferred: tuple[UUID, ...]
