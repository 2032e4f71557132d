"""Who waits for parts: asked of the rungs above, which know tickets and jobs (K-38, K-45)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Need:
    """So much of a part that a line of a ticket still lacks: neither held for it nor handed out."""

    source_kind: str
    source_id: UUID
    part_id: UUID
    quantity_milli: int
    label: str = ""
    promise_at: datetime | None = None
    asked_at: datetime | None = None


class Asker(Protocol):
    """A rung that knows who waits."""

    def waiting(self, site_id: UUID, part_ids: Collection[UUID] | None = None) -> Sequence[Need]:
        """What agreed work of the site lacks, of these parts or of all, by promise and then by age."""
        ...

    def lacking(self, source_ids: Collection[UUID]) -> Sequence[Need]:
        """What these lines lack, agreed or not; those whose ticket is closed or which are gone are left out.

        Their tickets are locked in one order, so that a receipt that holds goods for them meets no one halfway.
        """
        ...

    def known(self, source_ids: Collection[UUID]) -> Collection[UUID]:
        """Those of the lines that still want what was bought for them."""
        ...


class Nobody:
    """Nobody waits for anything."""

    def waiting(self, site_id: UUID, part_ids: Collection[UUID] | None = None) -> Sequence[Need]:
        """Nothing."""
        return []

    def lacking(self, source_ids: Collection[UUID]) -> Sequence[Need]:
        """Nothing."""
        return []

    def known(self, source_ids: Collection[UUID]) -> Collection[UUID]:
        """All of them, for want of a better answer."""
        return source_ids


_asker: Asker = Nobody()


def asker() -> Asker:
    """Who knows who waits."""
    return _asker


def ask_of(other: Asker) -> None:
    """From now on this rung is asked (the workshop's, when its app is ready)."""
    global _asker  # noqa: PLW0603 - one rung above knows tickets
    _asker = other


def in_order(found: Sequence[Need]) -> list[Need]:
    """By promise time, those without one last, then by the age of the yes (K-38)."""
    never = "9999"
    return sorted(
        found,
        key=lambda one: (
            one.promise_at.isoformat() if one.promise_at else never,
            one.asked_at.isoformat() if one.asked_at else never,
            one.source_id,
        ),
    )
