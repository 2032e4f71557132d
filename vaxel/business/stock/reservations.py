"""Quantity held for a line: held, then issued, released or expired (K-34 to K-37).

A reservation changes only under the lock of its balance, and Σ held = the balance's reserved quantity.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.tasks import task

from vaxel.business.stock import balances, ledger
from vaxel.business.stock.balances import Key
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.models import Reservation
from vaxel.business.stock.short import Short, short_lines
from vaxel.kernel import clock
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows

EXPIRE_AT_ONCE = 200
_ROW = (
    "id", "part", "location", "lot", "quantity_milli", "state", "source_kind", "source_id", "expires_at", "made_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """So much of a part is to be held for a line. A kit is wished for component by component (K-19)."""

    id: UUID
    part_id: UUID
    location_id: UUID
    quantity_milli: int
    source_kind: str
    source_id: UUID
    expires_at: datetime | None = None
    lot: str = ""

    @property
    def key(self) -> Key:
        """The balance it is held on: one for all lots of the part there."""
        return self.part_id, self.location_id, ""


@dataclass(frozen=True, slots=True)
class Held:
    """A reservation that is held."""

    id: UUID
    source_id: UUID
    part_id: UUID
    location_id: UUID
    lot: str
    quantity_milli: int

    @property
    def key(self) -> Key:
        """The balance it is held on: one for all lots of the part there."""
        return self.part_id, self.location_id, ""


def hold(wishes: Sequence[Wish], at: datetime) -> None:
    """All wishes are held, or none: refuses with Short, every short line named (K-35). Part of the caller's action.

    Three statements. What expires is freed by the worker at its moment.
    """
    if not wishes:
        return
    locked = balances.lock((wish.key for wish in wishes), create=False)
    wanted: dict[Key, int] = defaultdict(int)
    for wish in wishes:
        if wish.quantity_milli <= 0:
            raise ValueError("a reservation is of something")
        wanted[wish.key] += wish.quantity_milli
    here = {key: locked[key].shelf.available_milli if key in locked else 0 for key in wanted}
    short = {key: (milli, here[key]) for key, milli in wanted.items() if here[key] < milli}
    if short:
        raise Short(short_lines(short))
    for key, milli in wanted.items():
        locked[key].shelf.reserved_milli += milli
    balances.write(locked)
    rows.insert(
        Reservation, _ROW,
        [(wish.id, *wish.key, wish.quantity_milli, "held", wish.source_kind, wish.source_id, wish.expires_at, at)
         for wish in wishes],
    )  # fmt: skip
    for moment in {wish.expires_at for wish in wishes if wish.expires_at}:
        free_expired.using(run_after=moment).enqueue()


def held_for(source_ids: Iterable[UUID]) -> list[Held]:
    """What is held for these lines. One statement."""
    return _read(Reservation.objects.filter(source_id__in=list(source_ids)))


def release(source_ids: Iterable[UUID], at: datetime) -> list[Held]:
    """Nothing is held for these lines any more; what was, is free again and returned. At most four statements."""
    return _end(held_for(source_ids), "released")


@action("stock.expire_reservations")
def expire(*, by: Actor, at: datetime) -> int:
    """What was held until a moment that has passed is free again; how many reservations that were (F-6: run again,
    it finds nothing). At most 200 at once: call it until it answers 0."""
    due = Reservation.objects.filter(expires_at__lte=at).order_by("expires_at", "id")
    return len(_end(_read(due, most=EXPIRE_AT_ONCE), "expired"))


@task()
def free_expired() -> int:
    """Nothing is held beyond its moment; how many reservations ended. The worker's: run again, it finds nothing."""
    freed = 0
    while ended := expire(by=Actor.system("reservations"), at=clock.now()):
        freed += ended
    return freed


def issue(
    moves: Sequence[Move], *, at: datetime, happened_at: datetime | None = None, finish: bool = True
) -> list[Moved]:
    """All of `moves` are made as by `ledger.move`, first from what is held for the same source, then from what is free.

    Serves a hand-out by scan (`finish=False`: what is not yet handed out stays held, K-37) and the posting of a work
    order (`finish=True`: a source that is moved holds nothing more of that balance). Moves of a source without
    reservation are made like any other, so a whole ticket's lines may be given. Two statements more than `ledger.move`.
    """
    if not moves:
        return []
    locked = ledger.lock_for(moves)
    held = [one for one in held_for({move.source_id for move in moves}) if one.key in locked]
    left = {one.id: one.quantity_milli for one in held}
    drawing = [replace(move, release_milli=_draw(move, held, left)) for move in moves]
    finished = {(move.source_id, move.key) for move in moves} if finish else set()
    for one in held:
        if (one.source_id, one.key) in finished:
            locked[one.key].shelf.reserved_milli -= left[one.id]
    made = ledger.make(drawing, locked, at=at, happened_at=happened_at)
    changed = [_after(one, left[one.id], (one.source_id, one.key) in finished) for one in held]
    rows.update(Reservation, ("id",), ("state", "quantity_milli"), changed)
    return made


def _draw(move: Move, held: Sequence[Held], left: dict[UUID, int]) -> int:
    """How much of what is left of its source's reservations the move uses up; `left` is reduced by it."""
    wanted = max(0, -move.quantity_milli)
    for one in held:
        if one.source_id == move.source_id and one.key == move.key:
            part = min(left[one.id], wanted)
            left[one.id] -= part
            wanted -= part
    return max(0, -move.quantity_milli) - wanted


def _after(one: Held, left: int, finished: bool) -> tuple[UUID, str, int]:
    """The reservation's row after an issue that left so much of it."""
    if left == one.quantity_milli:
        return one.id, "released" if finished else "held", left
    if left == 0 or finished:
        return one.id, "issued", one.quantity_milli - left
    return one.id, "held", left


def _read(found: "QuerySet[Reservation]", most: int | None = None) -> list[Held]:
    fields = found.filter(state="held").values_list(
        "id", "source_id", "part_id", "location_id", "lot", "quantity_milli"
    )
    return [Held(*row) for row in (fields[:most] if most else fields.order_by("made_at", "id"))]


def _end(found: Sequence[Held], state: str) -> list[Held]:
    """Those of `found` that are still held once their balances are locked have ended in `state`."""
    if not found:
        return []
    locked = balances.lock((one.key for one in found), create=False)
    ended = rows.update_returning(
        Reservation, ("id",), ("state",), [(one.id, state) for one in found], ("id", "quantity_milli"),
        where="t.state = 'held'",
    )  # fmt: skip
    now = dict(ended)
    for one in found:
        locked[one.key].shelf.reserved_milli -= now.get(one.id, 0)
    balances.write(locked)
    return [replace(one, quantity_milli=now[one.id]) for one in found if one.id in now]
