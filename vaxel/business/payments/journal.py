"""A register's journal: every event in order, without gaps and chained, so that nothing can be taken out (M-50).

The head row is the register's lock: whoever appends waits for it, and registers never wait for each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Register, Site
from vaxel.business.payments.models import JournalEvent, RegisterHead
from vaxel.kernel import clock, version
from vaxel.kernel.actors import Actor
from vaxel.kernel.chain import canonical, link
from vaxel.kernel.db import reads, rows
from vaxel.kernel.refusals import Refused

# Who read the clock first may come to the register second, for a sale waits its turn (writer.WAIT_S, ONCE_WAIT_S).
TURN_TAKES_AT_MOST = timedelta(seconds=30)
_EVENT = ("register", "seq", "kind", "at", "canonical", "prev_hash", "hash")


class ClockBehind(Refused):
    """The clock is before the register's last event (M-59, F-16)."""

    sentence = _("The clock is behind the till's last event (%(last)s). Set the clock before you go on selling.")


@dataclass(slots=True)
class Head:
    """The end of a register's chain, locked until the transaction ends."""

    register_id: UUID
    register: str
    site: Site
    company_number: str
    seq: int
    hash: str
    last_at: datetime | None
    sales_minor: int
    returns_minor: int


def lock(register: Register, company_number: str) -> Head:
    """The register's head, locked; made when the register has none yet. One statement, rarely two."""
    found = _held(register)
    if not found:
        RegisterHead.objects.bulk_create([RegisterHead(register=register)], ignore_conflicts=True)
        found = _held(register)
    return Head(register.pk, register.name, register.site, company_number, *found[0])


def _held(register: Register) -> list[tuple[Any, ...]]:
    fields = ("seq", "hash", "last_at", "sales_minor", "returns_minor")
    return reads.select(RegisterHead, fields, "t.register_id = %s", [register.pk], lock=True)


def append(head: Head, kind: str, payload: Mapping[str, Any], *, by: Actor, at: datetime) -> int:
    """The event is the register's next; its sequence number. Two statements. Refuses with ClockBehind.

    Time never runs backwards in the chain: an event that only waited its turn gets the time of the one before it.
    `payload` holds no names of people, only ids (M-54); sales and returns move the grand totals (M-57).
    """
    if head.last_at is not None and at < head.last_at - TURN_TAKES_AT_MOST:
        raise ClockBehind(last=clock.local(head.last_at, head.site.time_zone).strftime("%Y-%m-%d %H:%M:%S"))
    at = max(at, head.last_at or at)
    head.seq += 1
    text = canonical(event_of(head, kind, payload, by=by, at=at))
    previous, head.hash = head.hash, link(head.hash, text)
    head.last_at = at
    gross = sum(group["net"] + group["tax"] for group in payload.get("groups", []))
    head.sales_minor += gross if kind == "sale" else 0
    head.returns_minor -= gross if kind == "return" else 0
    rows.insert(JournalEvent, _EVENT, [(head.register_id, head.seq, kind, at, text, previous, head.hash)])
    rows.overwrite(
        RegisterHead, "register", head.register_id, ("seq", "hash", "last_at", "sales_minor", "returns_minor"),
        (head.seq, head.hash, at, head.sales_minor, head.returns_minor),
    )  # fmt: skip
    return head.seq


def event_of(head: Head, kind: str, payload: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    """The event as it is chained (M-51)."""
    local = clock.local(at, head.site.time_zone)
    return {
        "v": 1, "company": head.company_number, "site": head.site.code, "register": head.register, "seq": head.seq,
        "kind": kind, "at_utc": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "at_local": local.replace(microsecond=0).isoformat(), "user": by.id.hex if by.id else by.kind,
        "sw": version.IDENTITY, "payload": dict(payload),
    }  # fmt: skip
