"""Where the parts of approved jobs come from: held, handed out, still missing (K-36, K-37, K-44, G4).

A line that sells a kit needs its components (K-19). Movements and reservations name the ticket's line as their source.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger as books
from vaxel.business.billing import goods
from vaxel.business.stock import balances, ledger, places, reservations
from vaxel.business.tickets import buying, costing, upkeep
from vaxel.business.tickets.holding import held, issued, needs
from vaxel.business.tickets.models import Line, Ticket
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import BadInput, Refused


class NotAPart(BadInput):
    """Only parts that are counted are handed out."""

    sentence = _("“%(text)s” is nothing that lies in stock.")


class NotForHandOut(Refused):
    """Parts go to work that is agreed."""

    sentence = _("“%(job)s” is not approved, so nothing is handed out to it.")


class HandedOutAlready(Refused):
    """No more than the line says."""

    sentence = _("All of “%(text)s” has been handed out already.")


class NothingOut(Refused):
    """What never left cannot come back."""

    sentence = _("Nothing of “%(text)s” has been handed out.")


@dataclass(frozen=True, slots=True)
class Missing:
    """What of a need is neither held nor handed out."""

    line_id: UUID
    job_id: UUID
    part_id: UUID
    missing_milli: int


def missing(lines: Collection[Line]) -> list[Missing]:
    """What is neither held nor handed out for the lines. Three queries at most."""
    wanted = needs(lines)
    if not wanted:
        return []
    job_of = {line.pk: line.job_id for line in lines}
    ids = {need.line_id for need in wanted}
    out, kept = issued(ids), held(ids)
    found = []
    for need in wanted:
        key = need.line_id, need.part_id
        lacking = need.quantity_milli - out.get(key, 0) - kept.get(key, 0)
        if lacking > 0:
            found.append(Missing(need.line_id, job_of[need.line_id], need.part_id, lacking))
    return found


def states(lines: Collection[Line]) -> Mapping[UUID, str]:
    """Part line → its supply (K-44): `customer_supplied`, `not_counted`, `issued`, `reserved`; when something is
    missing `ordered` if all of that was sent for, else `needed`.
    """
    wanted = needs(lines)
    ids = {need.line_id for need in wanted}
    lacking = missing(lines)
    short = {one.line_id for one in lacking}
    coming = buying.ordered(ids, sent=True) if ids else {}
    needed = {one.line_id for one in lacking if coming.get((one.line_id, one.part_id), 0) < one.missing_milli}
    kept = {line_id for (line_id, _part), milli in held(ids).items() if milli > 0} if ids else set()
    found = {}
    for line in lines:
        if line.kind != "part":
            continue
        if line.customer_supplied:
            found[line.pk] = "customer_supplied"
        elif line.pk not in ids:
            found[line.pk] = "not_counted"
        elif line.pk in short:
            found[line.pk] = "needed" if line.pk in needed else "ordered"
        else:
            found[line.pk] = "reserved" if line.pk in kept else "issued"
    return found


def cover(ticket: Ticket, lines: Collection[Line], at: datetime) -> list[Missing]:
    """As much as the site's store has is held for the lines; what is missing still is returned (K-36, S-21).

    Holding less than wanted is right here: the job waits for the rest. Part of the caller's action.
    """
    lacking = missing(lines)
    if not lacking:
        return []
    store = places.store(ticket.site_id)
    locked = balances.lock({(one.part_id, store, "") for one in lacking}, create=False)
    free = {part_id: max(0, one.shelf.available_milli) for (part_id, _place, _lot), one in locked.items()}
    wishes, short = [], []
    for one in lacking:
        taken = min(one.missing_milli, free.get(one.part_id, 0))
        if taken:
            free[one.part_id] -= taken
            wishes.append(reservations.Wish(new_id(), one.part_id, store, taken, goods.SOURCE, one.line_id))
        if taken < one.missing_milli:
            short.append(Missing(one.line_id, one.job_id, one.part_id, one.missing_milli - taken))
    reservations.hold(wishes, at)
    return short


def _at_site(line: Line, *_args: Any, **_kwargs: Any) -> UUID:
    return line.ticket.site_id


@action("jobs.hand_out", site=_at_site)
def hand_out(line: Line, *, quantity_milli: int | None = None, by: Actor, at: datetime) -> Line:
    """So much of the line's part (all that is left, when not said) has left the store for the job (K-37).

    What is held for the line goes first, what is free after that; the books follow. Refuses with NotAPart,
    NotForHandOut, HandedOutAlready, Short, TicketClosed.
    """
    ticket = upkeep.require_open(Ticket(pk=line.ticket_id))
    fresh = Line.objects.select_related("part", "job").get(pk=line.pk)
    if ticket.kind != "internal" and fresh.job.decision not in ("approved", "stale"):
        raise NotForHandOut(job=fresh.job.title)
    if not needs([fresh]) or fresh.part is None:
        raise NotAPart(text=fresh.text)
    before = out_milli(fresh)
    asked = fresh.quantity_milli if quantity_milli is None else min(fresh.quantity_milli, before + quantity_milli)
    if asked <= before:
        raise HandedOutAlready(text=fresh.text)
    sold = goods.Sold(fresh.pk, fresh.part.pk, fresh.part.stocking, asked, fresh.cost_minor)
    gone = goods.hand_over([sold], site_id=ticket.site_id, kind="issue", at=at, finish=False)
    _book(ticket, gone.moved_cost, gone.extra, at)
    note(line=str(fresh.pk), handed_out_milli=asked - before)
    return fresh


def out_milli(line: Line) -> int:
    """How much of the line has been handed out; of a kit, the whole kits."""
    out = issued([line.pk])
    per_line = {need.part_id: need.quantity_milli for need in needs([line])}
    whole = [rdiv(line.quantity_milli * out.get((line.pk, part_id), 0), milli) for part_id, milli in per_line.items()]
    return min(whole, default=0)


@action("jobs.take_back", site=_at_site)
def take_back(line: Line, *, by: Actor, at: datetime) -> Line:
    """Everything that was handed out for the line lies in the store again, at the value it went out with (K-27).

    Refuses with NothingOut, TicketClosed.
    """
    ticket = upkeep.require_open(Ticket(pk=line.ticket_id))
    out = [one for one in ledger.moved_for([line.pk]) if one.quantity_milli + one.back_milli < 0]
    if not out:
        raise NothingOut(text=line.text)
    moves = [
        ledger.Move(
            new_id(), one.part_id, one.location_id, -one.quantity_milli - one.back_milli, one.kind, "take_back",
            new_id(), lot=one.lot, reverses=one.id,
        )
        for one in out
    ]  # fmt: skip
    moved = ledger.move(moves, at=at)
    _book(ticket, -sum(one.value_minor for one in moved), [], at)
    note(line=str(line.pk), taken_back_milli=sum(move.quantity_milli for move in moves))
    return line


def _book(ticket: Ticket, cost_minor: int, extra: list[tuple[str, int]], at: datetime) -> None:
    """The books know that the goods have left (positive) or come back (negative)."""
    if not cost_minor and not extra:
        return
    draft = books.Draft(
        site_id=ticket.site_id, day=costing.business_day(ticket.site, at),
        text=books.worded(_("Taken from stock"), ticket.ref),
        source_kind="hand_out", source_id=new_id(), currency=ticket.currency,
        postings=[("cogs", cost_minor), ("stock", -cost_minor), *extra],
    )  # fmt: skip
    books.write([draft], at=at)
