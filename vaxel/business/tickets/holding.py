"""What a line takes from stock, has out and has held: never more than it asks for, nothing once it is gone (K-37).

A line that sells a kit needs its components (K-19). Movements and reservations name the line as their source.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.stock import ledger, naming, reservations
from vaxel.business.stock.needs import in_kits
from vaxel.business.tickets.models import Line
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import Conflict

COUNTED = frozenset({"stocked", "core", "kit"})
SOURCE = "ticket_line"


class HandedOut(Conflict):
    """What has left the store for the line comes back before the line shrinks or goes."""

    sentence = _("“%(text)s” has been handed out. Take it back into stock first.")


@dataclass(frozen=True, slots=True)
class Need:
    """So much of a part must come from stock for a line."""

    line_id: UUID
    part_id: UUID
    quantity_milli: int


def needs(lines: Iterable[Line]) -> list[Need]:
    """What the lines take from stock, kits as their components. Two queries for kits, and none without one."""
    counted = [line for line in lines if _counted(line)]
    kit_ids = {line.part_id for line in counted if line.part and line.part.stocking == "kit" and line.part_id}
    parts_of = in_kits(kit_ids)
    found = []
    for line in counted:
        assert line.part_id
        if line.part_id in kit_ids:
            found += [
                Need(line.pk, part_id, rdiv(line.quantity_milli * each_milli, 1000))
                for part_id, each_milli in parts_of.get(line.part_id, [])
            ]
        else:
            found.append(Need(line.pk, line.part_id, line.quantity_milli))
    return found


def _counted(line: Line) -> bool:
    return (
        line.kind == "part" and line.part is not None and line.part.stocking in COUNTED
        and not line.customer_supplied and line.quantity_milli > 0
    )  # fmt: skip


def issued(line_ids: Collection[UUID]) -> Mapping[tuple[UUID, UUID], int]:
    """(line, part) → what has gone out for it and not come back. One query."""
    out: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for one in ledger.moved_for(line_ids):
        if one.quantity_milli < 0:
            out[one.source_id, one.part_id] -= one.quantity_milli + one.back_milli
    return out


def held(line_ids: Collection[UUID]) -> Mapping[tuple[UUID, UUID], int]:
    """(line, part) → what is held for it. One query."""
    sums: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for one in reservations.held_for(line_ids):
        sums[one.source_id, one.part_id] += one.quantity_milli
    return sums


def let_go(lines: Iterable[Line], at: datetime) -> None:
    """Nothing is held or named for the lines any more. Refuses with HandedOut when something is out."""
    texts = {line.pk: line.text for line in lines}
    for (line_id, _part), milli in issued(texts).items():
        if milli:
            raise HandedOut(text=texts[line_id])
    reservations.release(texts, at)
    naming.forget(texts)


def trim(line: Line, at: datetime) -> None:
    """No more is held for the line than it asks for now. Refuses with HandedOut when more than that is out."""
    wanted = {need.part_id: need.quantity_milli for need in needs([line])}
    out = issued([line.pk])
    left = {part_id: milli - out.get((line.pk, part_id), 0) for part_id, milli in wanted.items()}
    if any(milli < 0 for milli in left.values()):
        raise HandedOut(text=line.text)
    kept = reservations.held_for([line.pk])
    if all(milli <= left.get(part_id, 0) for (_line, part_id), milli in held([line.pk]).items()):
        return
    reservations.release([line.pk], at)
    wishes = []
    for one in kept:
        again = min(one.quantity_milli, left.get(one.part_id, 0))
        if again:
            left[one.part_id] -= again
            wishes.append(
                reservations.Wish(new_id(), one.part_id, one.location_id, again, SOURCE, line.pk, lot=one.lot)
            )
    reservations.hold(wishes, at)
