"""Facts of tills: what happened there without us is booked in the order in which it happened, and never refused.

What clashes is laid in the exceptions tray; what cannot be booked at all waits there as it came, with its number.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.billing import checks as billing
from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Device
from vaxel.business.payments import (
    deposits,
    drawers,
    fact_returns,
    fact_rules,
    fact_sales,
    journal,
    print_jobs,
    tenders,
    tills,
)
from vaxel.business.payments.clashes import SENTENCES, Clash
from vaxel.business.payments.fact_context import Told, series_of, take_number
from vaxel.business.payments.fact_rules import Body
from vaxel.business.payments.models import TillFact
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import clock, numbering, tray
from vaxel.kernel.actions import action, note, touch, touch_row
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, rows
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import Busy, Conflict, Refused

SCHEMA, OLDEST_SCHEMA = 1, 1
SKEW_MOST_MS = 120_000
FAULTS = (
    IntegrityError, DataError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError, AssertionError,
    ObjectDoesNotExist, ledger.OutOfBalance,
)  # fmt: skip
NUMBERED = frozenset({"sale", "return"})
EVENTS = frozenset({
    "copy", "training", "discard", "line_void", "park", "resume", "log_in", "log_out", "pin_locked",
})  # fmt: skip
log = logging.getLogger(__name__)


class Unknown(Refused):
    """A newer till than this server, or a body of a time we have forgotten."""

    sentence = _("the till sent something that this version does not know (%(what)s).")


class DoesNotWait(Conflict):
    """It has been dealt with."""

    sentence = _("It is booked or settled already.")


@dataclass(frozen=True, slots=True)
class Item:
    """A fact as it comes: its place in the device's order, its body as text with its hash."""

    seq: int
    uuid: UUID
    schema: int
    kind: str
    client_at: datetime
    sha256: str
    body: str
    skew_ms: int | None = None
    sent_at: datetime | None = None
    prints: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a fact: ok, dup, conflict or gap (then `expected` says which is the next)."""

    seq: int
    uuid: UUID
    status: str
    result: dict[str, Any] | None = None
    flags: tuple[dict[str, Any], ...] = ()
    expected: int | None = None


@action("till_facts.take_in", site=lambda device, *_, **__: device.site_id)
def take_in(
    device: Device, item: Item, *, people: dict[UUID, Actor | None] | None = None, by: Actor, at: datetime
) -> Answer:
    """The fact is stored and booked, once: the device's row is locked, and it is the next in the device's order.

    What the shop would have refused is booked and clashes; what cannot be booked waits for a person (F-10, F-12).
    `device` has its site and register; `people`: who was looked up for the facts before this one.
    Refuses with ClockBehind and Busy alone, and then nothing is stored: the till sends it again.
    """
    [(last_seq,)] = reads.select(Device, ("last_seq",), "t.id = %s", [device.pk], lock=True)
    known = reads.select(TillFact, ("sha256", "device", "result", "flags"), "t.uuid = %s", [item.uuid])
    if known:
        sha256, owner, result, flags = known[0]
        if sha256 == item.sha256 and owner == device.pk:
            return Answer(item.seq, item.uuid, "dup", result, tuple(flags))
        return _conflict(device, last_seq, item, at)
    if item.seq <= last_seq and TillFact.objects.filter(device=device, seq=item.seq).exists():
        return _conflict(device, last_seq, item, at)
    if item.seq != last_seq + 1:
        return Answer(item.seq, item.uuid, "gap", expected=last_seq + 1)
    told = _told(device, item, at, {} if people is None else people)
    _book(told)
    rows.insert_all([told.fact])
    _lay(told)
    rows.overwrite(Device, "id", device.pk, ("last_seq",), (item.seq,))
    if item.prints and told.fact.kind == "return" and told.fact.document_id:
        name = f"{told.fact.result['kind']} {told.fact.result['number']}"
        print_jobs.lay(
            told.fact.document_id, name, site_id=told.site.pk, register_id=told.register.pk, at=at
        )  # fmt: skip
    return Answer(item.seq, item.uuid, "ok", told.fact.result, tuple(told.fact.flags))


@action("till_facts.retry", site=lambda fact, **_: fact.site_id)
def retry(fact: TillFact, *, by: Actor, at: datetime) -> TillFact:
    """What waited is booked now, with its number and moment. Refuses with DoesNotWait, and as booking does."""
    held = _waiting(fact)
    told = Told(held.device, held.register, held.site, held, _read(held.body), at)
    if held.kind not in BOOKS:
        _not_known(held.kind)
    try:
        told.fact.result = {**BOOKS[held.kind](told)}
    except FAULTS as error:
        raise Unknown(what=type(error).__name__) from error
    _done(told)
    held.save()
    _lay(told)
    tray.close("till.waits", held, note=say("It is booked now."), by=by, at=at)
    note(paper=told.paper)
    return held


@action("till_facts.settle", site=lambda fact, **_: fact.site_id)
def settle(fact: TillFact, *, how: str, by: Actor, at: datetime) -> TillFact:
    """What waited is dealt with in another way, which `how` says; it is kept as it came. Refuses with DoesNotWait,
    HowMissing."""
    if not how.strip():
        raise tray.HowMissing()
    held = _waiting(fact)
    held.state = "settled"
    held.save(update_fields=["state"])
    tray.close("till.waits", held, note=how.strip(), by=by, at=at)
    note(how=how.strip())
    return held


def _waiting(fact: TillFact) -> TillFact:
    held = TillFact.objects.select_for_update(of=("self",)).select_related("device", "register", "site").get(pk=fact.pk)
    if held.state != "waits":
        raise DoesNotWait()
    return held


def _conflict(device: Device, last_seq: int, item: Item, at: datetime) -> Answer:
    """Two contents under one name: the first stays, a person is told, and the till's queue goes on (F-2)."""
    if item.seq == last_seq + 1:
        Device.objects.filter(pk=device.pk).update(last_seq=item.seq)
    tray.lay_once(
        "till.conflict", device, site_id=device.site_id, at=at, device=device.name, seq=item.seq, uuid=str(item.uuid),
    )  # fmt: skip
    return Answer(item.seq, item.uuid, "conflict")


def _read(text: str) -> Body:
    """The body; refuses with Unreadable."""
    try:
        return Body(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise fact_rules.Unreadable(field="body") from error


def _told(device: Device, item: Item, at: datetime, people: dict[UUID, Actor | None]) -> Told:
    assert device.register is not None
    device.register.site = device.site
    happened_at = fact_rules.moment(item.client_at, item.skew_ms, item.sent_at, at)
    fact = TillFact(
        uuid=item.uuid, device=device, register=device.register, site=device.site, seq=item.seq, schema=item.schema,
        kind=item.kind.replace("\x00", "?")[:20], sha256=item.sha256, body=item.body.replace("\x00", "?"),
        client_at=clock.storable(item.client_at), happened_at=happened_at, received_at=at,
    )  # fmt: skip
    try:
        body = _read(item.body)
    except fact_rules.Unreadable:
        body = Body({})
    told = Told(device, device.register, device.site, fact, body, at, prints=item.prints, people=people)
    if item.kind in NUMBERED:
        try:
            take_number(told)
        except fact_rules.Unreadable as odd:
            told.odd_number = odd
    if item.skew_ms is not None and abs(item.skew_ms) > SKEW_MOST_MS:
        minutes = rdiv(abs(item.skew_ms), 60_000)
        told.clash("clock_skew", device=device.name, minutes=minutes)
    return told


def _book(told: Told) -> None:
    """The fact is booked inside a savepoint of its own, or waits with the reason; never refused."""
    before = len(told.clashes)
    try:
        with transaction.atomic():
            if not OLDEST_SCHEMA <= told.fact.schema <= SCHEMA or told.fact.kind not in BOOKS:
                _not_known(f"{told.fact.kind} {told.fact.schema}")
            if told.odd_number:
                raise told.odd_number
            told.fact.result = {**BOOKS[told.fact.kind](told)}
    except (journal.ClockBehind, Busy):
        raise
    except Refused as refused:
        _waits(told, before, refused)
    except FAULTS as error:
        log.warning("fact %s cannot be booked", told.fact.pk, exc_info=error)
        _waits(told, before, Unknown(what=type(error).__name__))
    else:
        _done(told)


def _done(told: Told) -> None:
    fact = told.fact
    fact.state, fact.why = "booked", ""
    fact.document_id = UUID(fact.result["document"]) if fact.result.get("document") else None
    told.look_at_time()
    numbered = fact.result.get("kind") in (Document.RECEIPT, Document.RETURN_RECEIPT)
    fact.result = {
        "kind": "", **fact.result, "series": told.label if numbered else "", "waits": False,
    }  # fmt: skip
    fact.flags = [one.as_flag() for one in told.clashes]
    if fact.document_id:
        touch_row(Document, fact.document_id)


def _waits(told: Told, before: int, refused: Refused) -> None:
    fact = told.fact
    del told.clashes[before:]
    with translation.override(told.site_language):
        fact.why = str(refused)[:400]
    fact.state = "waits"
    told.clash("waits", why=fact.why)
    fact.result = {"kind": "", "document": None, "series": told.label, "number": fact.number, "waits": True}
    fact.flags = [one.as_flag() for one in told.clashes]


def _lay(told: Told) -> None:
    """Each clash lies in the tray; the device's clock once."""
    touch(told.device)
    for clash in told.clashes:
        if clash.code == "clock_skew":
            tray.lay_once("till.clock_skew", told.device, site_id=told.site.pk, at=told.at, **clash.facts)
        else:
            facts = {**clash.facts, "uuid": str(told.fact.pk)}
            tray.lay(f"till.{clash.code}", told.fact, site_id=told.site.pk, at=told.at, **facts)


def _not_known(what: str) -> dict[str, Any]:
    raise Unknown(what=what)


def _open(told: Told) -> dict[str, Any]:
    told.require("drawers.open", say("open the drawer"))
    drawers.open(
        told.register, float_minor=told.body.whole("float_minor"), id=told.fact.uuid, by=told.by, at=told.at
    )  # fmt: skip
    return {}


def _close(told: Told) -> dict[str, Any]:
    told.require("drawers.close", say("close the day"))
    report = drawers.close(
        told.register, counted_minor=told.body.whole("counted_minor"), denominations=told.body.counts("denominations"),
        id=told.fact.uuid, without_tills=say("Counted at the till."), by=told.by, at=told.at,
    )  # fmt: skip
    return {"kind": "z_report", "number": report.number}


def _cash(told: Told) -> dict[str, Any]:
    told.require("drawers.move_cash", say("take cash in and out"))
    drawers.move_cash(
        told.register, kind=told.body.text("direction", 10), amount_minor=told.body.whole("amount_minor"),
        note_text=told.body.text("note") or "–", id=told.fact.uuid, has_happened=True, by=told.by, at=told.at,
    )  # fmt: skip
    return {}


def _kick(told: Told) -> dict[str, Any]:
    told.require("drawers.open_without_sale", say("open the drawer without a sale"))
    reason = told.body.text("reason") or "–"
    drawers.open_without_sale(told.register, reason=reason, by=told.by, at=told.at)
    return {}


def _deposit(told: Told) -> dict[str, Any]:
    told.require("deposits.take", say("take deposits"))
    ticket = Ticket.objects.select_related("site", "customer").filter(pk=told.body.an_id("ticket")).first()
    if ticket is None or ticket.site_id != told.site.pk:
        raise fact_returns.OriginalMissing()
    made = deposits.take(
        ticket, amount_minor=told.body.whole("amount_minor"), paid=_paid(told), register=told.register, by=told.by,
        at=told.at,
    )  # fmt: skip
    return {"kind": "deposit", "document": str(made.pk), "number": made.number, "ticket": str(ticket.pk)}


def _payment(told: Told) -> dict[str, Any]:
    told.require("payments.take", say("take payments"))
    document = Document.objects.select_related("site", "customer").filter(pk=told.body.an_id("document")).first()
    if document is None or document.site_id != told.site.pk:
        raise fact_returns.OriginalMissing()
    tenders.take(document, _paid(told), register=told.register, by=told.by, at=told.at)
    return {"kind": document.kind, "document": str(document.pk), "number": document.number}


def _paid(told: Told) -> list[tenders.Tender]:
    return [tenders.Tender(one.tender, one.amount, one.reference, one.id) for one in fact_rules.handed(told.body)]


def _event(told: Told) -> dict[str, Any]:
    """What only the register's journal wants to know (R-34); copies and training are summed by the Z (R-14, R-15)."""
    kind = told.body.text("event", 24)
    if kind not in EVENTS:
        _not_known(kind)
    till = tills.open_till(told.register)
    payload: dict[str, Any] = {"gross": told.body.whole("amount_minor", 0), **told.event}
    if (document := told.body.id("document")) is not None:
        payload["document"] = payload["id"] = document.hex
    if number := told.body.whole("number", 0):
        payload["number"] = number
    till.journal(kind, payload, by=told.by, at=told.at)
    return {}


BOOKS: dict[str, Callable[[Told], dict[str, Any]]] = {
    "sale": fact_sales.book, "return": fact_returns.book, "drawer_open": _open, "drawer_close": _close,
    "cash": _cash, "drawer_kick": _kick, "deposit": _deposit, "payment": _payment, "event": _event,
}  # fmt: skip


def sentence(flag: dict[str, Any], shown: Callable[[str, Any], Any]) -> str:
    """A flag in words; `shown(name, value)` says how a fact of it is written (amounts)."""
    facts = {name: shown(name, value) for name, value in flag["facts"].items()}
    return str(SENTENCES[flag["code"]]) % facts


@billing.numbers_elsewhere
def _numbers_that_wait() -> dict[str, set[int]]:
    """Numbers on paper whose documents wait here, were settled otherwise, or never came."""
    found: dict[str, set[int]] = {}
    rows = TillFact.objects.exclude(series="").values_list("series", "number", "skipped", "document__series")
    for series, number, skipped, booked in rows.iterator():
        found.setdefault(series, set()).update(skipped)
        if booked != series and number:
            found[series].add(number)
    return found


def next_number(device: Device) -> int:
    """The number of the device's next receipt."""
    return numbering.last(series_of(device.register_id, device.series)) + 1


__all__ = ["Answer", "Clash", "Item", "retry", "settle", "take_in"]
