"""The Z report: what a register's events since the last one sum to, frozen with its place in the chain (R-12, M-56)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.locations.models import Register
from vaxel.business.payments.models import DrawerSession, JournalEvent, ZReport
from vaxel.business.payments.tills import Till
from vaxel.business.payments.z_rules import GrandTotal, z_figures
from vaxel.kernel import clock, numbering
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id


class DoesNotAgree(Exception):
    """A bug: the tenders of the day do not answer for its sales (I-9)."""


def since_last(register: Register) -> list[JournalEvent]:
    """The register's events since its last Z, in order."""
    last = ZReport.objects.filter(register=register).order_by("-number").values_list("last_seq", flat=True).first()
    return list(JournalEvent.objects.filter(register=register, seq__gt=last or 0).order_by("seq"))


def body(till: Till, events: Sequence[JournalEvent], *, at: datetime) -> dict[str, Any]:
    """The figures as plain JSON, with who and where they are about."""
    assert till.head
    assert till.company
    previous = _before(till, events)
    figures = z_figures(previous, [_payload(one) for one in events])
    if figures.control:
        raise DoesNotAgree(f"{till.head.register}: {figures.control}")
    local = clock.local(at, till.head.site.time_zone)
    return {
        **figures.as_body(), "title": "Z-dagrapport", "company": till.company.name, "currency": till.head.site.currency,
        "organisation_number": till.company.organisation_number, "site": till.head.site.name,
        "address": till.head.site.address, "register": till.head.register, "at_local": local.isoformat(),
    }  # fmt: skip


def _payload(event: JournalEvent) -> dict[str, Any]:
    text = json.loads(event.canonical)
    return {**text["payload"], "kind": text["kind"]}


def _before(till: Till, events: Sequence[JournalEvent]) -> GrandTotal:
    """The grand totals before these events: the head's, less what they added."""
    assert till.head
    sales = returns = 0
    for one in events:
        payload = _payload(one)
        gross = sum(group["net"] + group["tax"] for group in payload.get("groups", []))
        sales += gross if one.kind == "sale" else 0
        returns -= gross if one.kind == "return" else 0
    return GrandTotal(till.head.sales_minor - sales, till.head.returns_minor - returns)


def make(till: Till, session: DrawerSession, *, id: UUID | None = None, by: Actor, at: datetime) -> ZReport:
    """The next Z of the register stands over everything since the last; part of the closing action (F-51, F-52)."""
    assert till.head
    events = since_last(session.register)
    report = ZReport(
        id=id or new_id(), register=session.register, session=session, at=at, body=body(till, events, at=at),
        number=numbering.take(f"z:{session.register_id}"), first_seq=events[0].seq if events else till.head.seq,
        last_seq=till.head.seq, last_hash=till.head.hash,
    )  # fmt: skip
    report.body |= {
        "number": report.number, "hash": till.head.hash[:16], "float_minor": session.float_minor,
        "counted_minor": session.counted_minor, "expected_minor": session.expected_minor, "closed_by": by.name,
    }  # fmt: skip
    report.save(force_insert=True)
    till.journal("z_report", {"number": report.number, "report": report.pk.hex}, by=by, at=at)
    return report
