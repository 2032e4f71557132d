"""The movement ledger: the one way goods come and go. It only grows; the balances follow in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.stock import balances, late, lots, oversold, rules
from vaxel.business.stock.balances import Key, Locked
from vaxel.business.stock.models import Movement
from vaxel.business.stock.short import Short, short_lines
from vaxel.kernel import clock
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Refused

KINDS = frozenset({
    "opening", "receipt", "sale", "issue", "customer_return", "supplier_return", "transfer_out", "transfer_in", "count",
    "adjust", "scrap", "build", "core_in", "core_out", "revalue",
})  # fmt: skip
REASON_NEEDED = frozenset({"adjust", "scrap", "count", "revalue"})
SOLD_FIRST = "sold before it was received"
_ROW = (
    "id", "part", "location", "lot", "quantity_milli", "value_minor", "kind", "source_kind", "source_id", "sequence",
    "reason", "reverses", "happened_at", "recorded_at",
)  # fmt: skip


class ReversedTooMuch(Refused):
    """More was to come back than went out (K-27)."""

    sentence = _("More cannot come back than went out and has not come back already.")


class ReasonMissing(Refused):
    """Some kinds of movement must say why (K-26)."""

    sentence = _("Say why: a movement of this kind needs a reason.")


@dataclass(frozen=True, slots=True)
class Move:
    """One signed movement to be made (K-25): in is positive. The id is made where the cause arises.

    Without `value_minor` goods move at the moving average, a reversal at its share of what went out (K-27, K-75);
    with it, it is signed like the quantity. `release_milli` of the balance's reserved quantity is used up by the move:
    use `reservations.issue` to find it. `allow_short`: a fact from outside may go below zero (K-40).
    `lot`: which lot or serial number of a tracked part; else what the line named, or what is picked first (`lots`).
    """

    id: UUID
    part_id: UUID
    location_id: UUID
    quantity_milli: int
    kind: str
    source_kind: str
    source_id: UUID
    value_minor: int | None = None
    release_milli: int = 0
    lot: str = ""
    sequence: int = 0
    reason: str = ""
    reverses: UUID | None = None
    allow_short: bool = False

    @property
    def key(self) -> Key:
        """The balance it moves: a part's lots at a place share one."""
        return self.part_id, self.location_id, ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a move: its value signed like its quantity, and the balance after the whole call.

    `revalued_minor` is what the stock's worth changed besides, because something was sold before it came (K-77): the
    document posts it to the cost variance.
    """

    move: Move
    value_minor: int
    on_hand_milli: int
    reserved_milli: int
    revalued_minor: int = 0


def move(moves: Sequence[Move], *, at: datetime, happened_at: datetime | None = None) -> list[Moved]:
    """All of `moves` are made, or none; answered in their order. Part of the caller's action.

    A fixed number of statements: three when all go out, four when some come in. Several moves of one balance are
    counted together, what comes in first. Refuses with Short (every short line, K-35), ReversedTooMuch, ReasonMissing;
    a replay of the same source, kind, part, place, lot and sequence is an IntegrityError.
    """
    if not moves:
        return []
    return make(moves, lock_for(moves), at=at, happened_at=happened_at)


def lock_for(moves: Sequence[Move]) -> dict[Key, Locked]:
    """The balances of the moves, locked; made where something may come into one that does not exist yet."""
    may_be_new = any(one.quantity_milli >= 0 or one.allow_short for one in moves)
    return balances.lock((one.key for one in moves), create=may_be_new)


def make(
    moves: Sequence[Move], locked: dict[Key, Locked], *, at: datetime, happened_at: datetime | None = None
) -> list[Moved]:
    """The moves are made on balances that are locked already (see `move`).

    A move of a tracked part may become several, one a lot; it is answered as one. Refuses as `lots.choose` does.
    """
    _check(moves)
    _refuse_short(moves, locked)
    extra = late.answered(moves, happened_at) if happened_at and happened_at < at else []
    if not extra and not lots.tracked(moves, locked):
        return _make(moves, locked, at=at, happened_at=happened_at)
    chosen = lots.choose([*moves, *(one for one, _n in extra)], locked, at)
    made = _make(chosen.moves, locked, at=at, happened_at=happened_at)
    lots.write(chosen, at)
    return _answered(moves, [n for _one, n in extra], chosen.of, made)


def _answered(asked: Sequence[Move], answers: Sequence[int], of: Sequence[int], made: Sequence[Moved]) -> list[Moved]:
    """One answer for each asked move: its lots together. What answers a late fact changes the worth besides."""
    sums: dict[int, Moved] = {}
    for n, moved in zip(of, made, strict=True):
        late_fact = n >= len(asked)
        k = answers[n - len(asked)] if late_fact else n
        held = sums.get(k, Moved(asked[k], 0, 0, 0))
        value, besides = (0, moved.value_minor) if late_fact else (moved.value_minor, 0)
        sums[k] = Moved(
            asked[k], held.value_minor + value, moved.on_hand_milli, moved.reserved_milli,
            held.revalued_minor + moved.revalued_minor + besides,
        )  # fmt: skip
    return [sums[n] for n in range(len(asked))]


def _make(
    moves: Sequence[Move], locked: dict[Key, Locked], *, at: datetime, happened_at: datetime | None
) -> list[Moved]:
    values = _values(moves, locked)
    effects: list[rules.Effect | None] = [None] * len(moves)
    for n in sorted(range(len(moves)), key=lambda n: moves[n].quantity_milli < 0):
        one = moves[n]
        effects[n] = rules.take(locked[one.key].shelf, one.quantity_milli, values[n], one.release_milli)
    clashes = [one for one in locked.values() if one.shelf.reserved_milli > max(0, one.shelf.on_hand_milli)]
    given_up = oversold.give_up(clashes) if clashes else []
    balances.write(locked)
    _write(moves, [effect for effect in effects if effect], happened_at or at)
    short = [one for one in moves if one.allow_short and locked[one.key].shelf.on_hand_milli < 0]
    if short or given_up:
        oversold.report([(one.id, one.key) for one in short], given_up, at=at)
    return [_moved(one, effect, locked[one.key]) for one, effect in zip(moves, effects, strict=True) if effect]


def _moved(one: Move, effect: rules.Effect, locked: Locked) -> Moved:
    shelf = locked.shelf
    return Moved(one, effect.value_minor, shelf.on_hand_milli, shelf.reserved_milli, effect.revalued_minor)


def _check(moves: Sequence[Move]) -> None:
    for one in moves:
        if one.kind not in KINDS:
            raise ValueError(f"no kind of movement is called {one.kind}")
        if (one.quantity_milli == 0) != (one.kind == "revalue") or (one.kind == "revalue" and one.value_minor is None):
            raise ValueError(f"{one.kind} of {one.quantity_milli}")
        if one.value_minor is not None and one.value_minor * one.quantity_milli < 0:
            raise ValueError("a value has the sign of its quantity")
        if one.release_milli < 0 or one.release_milli > max(0, -one.quantity_milli):
            raise ValueError("a move uses up no more of a reservation than it takes")
        if one.kind in REASON_NEEDED and not one.reason:
            raise ReasonMissing()


def _refuse_short(moves: Sequence[Move], locked: Mapping[Key, Locked]) -> None:
    """All balances together are enough, or every short one is named. Facts are not asked (K-40)."""
    together: dict[Key, list[Move]] = defaultdict(list)
    for one in moves:
        together[one.key].append(one)
    short = {}
    for key, group in together.items():
        available = locked[key].shelf.available_milli if key in locked else 0
        asked = [(one.quantity_milli, one.release_milli) for one in group if not one.allow_short]
        if rules.lacking(available, asked) and any(quantity < 0 for quantity, _release in asked):
            wanted = -sum(quantity for quantity, _release in asked if quantity < 0)
            short[key] = (wanted, available + sum(max(0, quantity) + release for quantity, release in asked))
    if short:
        raise Short(short_lines(short))


def _values(moves: Sequence[Move], locked: Mapping[Key, Locked]) -> list[int | None]:
    """What each move is worth where that is known beforehand: given, or a share of what it reverses."""
    shares = _shares([one for one in moves if one.reverses and one.value_minor is None])
    by_average = {one.key for one in moves if one.value_minor is None and not one.reverses}
    empty = [one for key, one in locked.items() if key in by_average and not one.shelf.on_hand_milli]
    if empty:
        oversold.remember_average(empty)
    return [shares.get(one.id, one.value_minor) for one in moves]


def _shares(moves: Sequence[Move]) -> dict[UUID, int]:
    """Move id → its part of the value that went out; refuses with ReversedTooMuch."""
    if not moves:
        return {}
    ids = sorted({one.reverses for one in moves if one.reverses})
    moved = {
        pk: (quantity, value)
        for pk, quantity, value in Movement.objects.select_for_update()
        .filter(pk__in=ids).order_by("pk").values_list("pk", "quantity_milli", "value_minor")
    }  # fmt: skip
    sums = Movement.objects.filter(reverses__in=ids).values_list("reverses")
    back = {pk: (quantity, value) for pk, quantity, value in sums.annotate(Sum("quantity_milli"), Sum("value_minor"))}
    shares = {}
    for one in moves:
        assert one.reverses
        quantity, value = back.get(one.reverses, (0, 0))
        share = rules.share_of(one.quantity_milli, *moved.get(one.reverses, (0, 0)), quantity, value)
        if share is None:
            raise ReversedTooMuch()
        shares[one.id] = share
        back[one.reverses] = quantity + one.quantity_milli, value + share
    return shares


def _write(moves: Sequence[Move], effects: Sequence[rules.Effect], happened_at: datetime) -> None:
    recorded_at = clock.now()
    made: list[tuple[object, ...]] = []
    for one, effect in zip(moves, effects, strict=True):
        where = (one.part_id, one.location_id, one.lot)
        tail = (one.source_kind, one.source_id, one.sequence)
        made.append(
            (one.id, *where, one.quantity_milli, effect.value_minor, one.kind, *tail, one.reason, one.reverses,
             happened_at, recorded_at)
        )  # fmt: skip
        if effect.revalued_minor:
            made.append(
                (new_id(), *where, 0, effect.revalued_minor, "revalue", *tail, SOLD_FIRST, None, happened_at,
                 recorded_at)
            )  # fmt: skip
    rows.insert(Movement, _ROW, made)


@dataclass(frozen=True, slots=True)
class Relocation:
    """So much of a part (of a lot) that goes from one place to another for a source: a line of a transfer."""

    part_id: UUID
    quantity_milli: int
    lot: str
    source_id: UUID
    release_milli: int = 0
    sequence: int = 0


def relocate(
    goods: Sequence[Relocation], source: UUID, target: UUID, *, source_kind: str, at: datetime, reason: str = "",
    locked: dict[Key, Locked] | None = None,
) -> list[Moved]:  # fmt: skip
    """The goods lie at `target`, worth what they were at `source` (K-78, K-82). Answered by what came, lot by lot.

    All balances are locked first, those `locked` by the caller already excepted. Refuses as `move` does.
    """
    if locked is None:
        locked = balances.lock(((one.part_id, place, "") for one in goods for place in (source, target)), create=True)
    out = [
        Move(new_id(), one.part_id, source, -one.quantity_milli, "transfer_out", source_kind, one.source_id,
             lot=one.lot, release_milli=one.release_milli, sequence=one.sequence, reason=reason)
        for one in goods
    ]  # fmt: skip
    make(out, locked, at=at)
    went = _went(out)
    return make(
        [Move(new_id(), part_id, target, -milli, "transfer_in", source_kind, source_id, value_minor=-value, lot=lot,
              sequence=sequence, reason=reason)
         for part_id, milli, value, lot, source_id, sequence in went],
        locked, at=at,
    )  # fmt: skip


def _went(out: Sequence[Move]) -> list[tuple[UUID, int, int, str, UUID, int]]:
    """What the moves became, a row a lot."""
    asked = {(one.source_id, one.part_id, one.location_id, one.sequence) for one in out}
    found = Movement.objects.filter(source_id__in=[one.source_id for one in out], kind="transfer_out")
    rows_ = found.order_by("recorded_at", "id").values_list(
        "part_id", "quantity_milli", "value_minor", "lot", "source_id", "sequence", "location_id"
    )
    return [row[:6] for row in rows_ if (row[4], row[0], row[6], row[5]) in asked]


@dataclass(frozen=True, slots=True)
class MovedBefore:
    """A movement in the ledger, and how much of it has come back: what a return may still reverse."""

    id: UUID
    source_id: UUID
    part_id: UUID
    location_id: UUID
    lot: str
    kind: str
    quantity_milli: int
    value_minor: int
    back_milli: int
    back_value_minor: int


def moved_for(source_ids: Iterable[UUID]) -> list[MovedBefore]:
    """The movements of these documents' lines, oldest first, without those that reverse others. One statement."""
    found = (
        Movement.objects.filter(source_id__in=list(source_ids), reverses__isnull=True).exclude(kind="revalue")
        .annotate(back=Sum("reversed_by__quantity_milli", default=0))
        .annotate(back_value=Sum("reversed_by__value_minor", default=0))
        .order_by("recorded_at", "id")
    )  # fmt: skip
    return [
        MovedBefore(one.id, one.source_id, one.part_id, one.location_id, one.lot, one.kind, one.quantity_milli,
                    one.value_minor, one.back, one.back_value)
        for one in found
    ]  # fmt: skip
