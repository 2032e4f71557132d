"""Goods that leave or come back with a document: stock moves of its part lines, and what they cost (K-19, K-37)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Sum

from vaxel.business.stock import needs, places, reservations
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.models import Movement
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv

COUNTED = frozenset({"stocked", "core", "kit"})
SOURCE = "ticket_line"


@dataclass(frozen=True, slots=True)
class Sold:
    """A part line whose goods must be out of the house when the document stands."""

    line_id: UUID
    part_id: UUID
    stocking: str
    quantity_milli: int
    cost_minor: int = 0


@dataclass(frozen=True, slots=True)
class Goods:
    """What moved: the cost of each whole line, what left the stock account just now, and the moves."""

    costs: dict[UUID, int] = field(default_factory=dict)
    moved_cost: int = 0
    revalued: int = 0
    moved: Sequence[Moved] = ()

    @property
    def extra(self) -> list[tuple[str, int]]:
        """Postings of a revaluation that the moves brought about (K-77)."""
        return [("stock", self.revalued), ("stock_change", -self.revalued)] if self.revalued else []


def hand_over(
    sold: Sequence[Sold], *, site_id: UUID, kind: str, at: datetime, happened_at: datetime | None = None,
    allow_short: bool = False, fresh: bool = False, finish: bool = True,
) -> Goods:  # fmt: skip
    """Everything sold has left the site's store, what was handed out before included; held goods are used first.

    `fresh`: the lines are new, so nothing was held or handed out before. Uncounted goods move nothing and cost what
    the line says. Refuses with Short.
    """
    counted = [one for one in sold if one.stocking in COUNTED]
    moves = list(_moves(counted, places.store(site_id) if counted else None, kind, allow_short))
    before = {} if fresh or not moves else _moved_before({move.source_id for move in moves})
    moves = [left for move in moves if (left := _rest(move, before)) is not None]
    moved = (
        reservations.issue(moves, at=at, happened_at=happened_at, finish=finish)
        if not fresh
        else _move(moves, at=at, happened_at=happened_at)
    )
    return _goods(sold, moved, before)


def _move(moves: Sequence[Move], *, at: datetime, happened_at: datetime | None) -> list[Moved]:
    from vaxel.business.stock import ledger

    return ledger.move(moves, at=at, happened_at=happened_at)


def _moves(sold: Sequence[Sold], location: UUID | None, kind: str, allow_short: bool) -> Iterable[Move]:
    exploded = needs.in_kits([one.part_id for one in sold if one.stocking == "kit"])
    for one in sold:
        assert location is not None
        for part_id, per_kit_milli in exploded.get(one.part_id, [(one.part_id, 1000)]):
            yield Move(
                id=new_id(), part_id=part_id, location_id=location,
                quantity_milli=-rdiv(one.quantity_milli * per_kit_milli, 1000), kind=kind, source_kind=SOURCE,
                source_id=one.line_id, allow_short=allow_short,
            )  # fmt: skip


def _moved_before(line_ids: set[UUID]) -> dict[tuple[UUID, UUID], tuple[int, int, int]]:
    """(line, part) → (quantity, value, how many) of what was handed out before and has not come back."""
    rows = Movement.objects.filter(source_id__in=line_ids).values_list("source_id", "part_id")
    sums = rows.annotate(Sum("quantity_milli"), Sum("value_minor"), Count("id"))
    back = Movement.objects.filter(reverses__source_id__in=line_ids).values_list("reverses__source_id", "part_id")
    out = {(line, part): (quantity, value, count) for line, part, quantity, value, count in sums}
    for line, part, quantity, value in back.annotate(Sum("quantity_milli"), Sum("value_minor")):
        went, worth, count = out[line, part]
        out[line, part] = went + quantity, worth + value, count
    return out


def _rest(move: Move, before: dict[tuple[UUID, UUID], tuple[int, int, int]]) -> Move | None:
    """The move less what went out before; None when nothing is left to move."""
    quantity, _value, count = before.get((move.source_id, move.part_id), (0, 0, 0))
    left = move.quantity_milli - quantity
    if left == 0:
        return None
    return Move(
        id=move.id, part_id=move.part_id, location_id=move.location_id, quantity_milli=left,
        kind=move.kind if left < 0 else "customer_return", source_kind=move.source_kind, source_id=move.source_id,
        sequence=count, allow_short=move.allow_short,
    )  # fmt: skip


def _goods(
    sold: Sequence[Sold], moved: Sequence[Moved], before: dict[tuple[UUID, UUID], tuple[int, int, int]]
) -> Goods:
    costs: dict[UUID, int] = defaultdict(int)
    for one in sold:
        costs[one.line_id] += 0 if one.stocking in COUNTED else rdiv(one.cost_minor * one.quantity_milli, 1000)
    for moving in moved:
        costs[moving.move.source_id] -= moving.value_minor
    for (line_id, _part), (_quantity, value, _count) in before.items():
        costs[line_id] -= value
    return Goods(dict(costs), -sum(one.value_minor for one in moved), sum(one.revalued_minor for one in moved), moved)
