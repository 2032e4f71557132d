"""The one module that locks and writes balances (K-31). A reservation, too, only changes under its balance's lock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from vaxel.business.stock.events import StockLow
from vaxel.business.stock.models import Balance, ReorderLevel
from vaxel.business.stock.rules import Shelf
from vaxel.kernel import live
from vaxel.kernel.actions import publish
from vaxel.kernel.db import rows, statements

type Key = tuple[UUID, UUID, str]
_KEY = ("part", "location", "lot")
_NEW = (*_KEY, "on_hand_milli", "reserved_milli", "value_minor", "short_milli", "version")
_LOCK = """SELECT v.n, b.id, b.on_hand_milli, b.reserved_milli, b.value_minor, b.version, b.min_milli, p.tracking
FROM {wanted} CROSS JOIN stock_balance AS b CROSS JOIN catalog_part AS p
WHERE b.part_id = v.part_id AND b.location_id = v.location_id AND b.lot = v.lot AND p.id = b.part_id
ORDER BY b.part_id, b.location_id, b.lot"""
_ENOUGH = """t.reserved_milli + v.reserved_milli <= 0
OR t.on_hand_milli + v.on_hand_milli >= t.reserved_milli + v.reserved_milli"""


class LostLock(Exception):
    """A bug: a locked balance changed under our hands. Nothing was written."""


@dataclass(slots=True)
class Locked:
    """A balance's row, locked until the transaction ends, and what is known of it."""

    key: Key
    row_id: int
    version: int
    min_milli: int | None
    tracking: str
    before: tuple[int, int, int]
    shelf: Shelf


def lock(keys: Iterable[Key], *, create: bool) -> dict[Key, Locked]:
    """The balances of `keys`, locked in sorted order; those that do not exist are left out, or made with `create`.

    One statement, two with `create` (for each 400 keys).
    """
    ordered = sorted(set(keys))
    if create:
        rows.insert_new(
            Balance, _NEW, [(*key, 0, 0, 0, 0, 0) for key in ordered], key="part_id, location_id, lot"
        )  # first all inserts, then all locks: whoever waits for an insert holds no lock another inserter may want
    found: dict[Key, Locked] = {}
    for part in rows.chunks(ordered):
        wanted, params = rows.table(Balance, _KEY, part)
        held = statements.fetch(_LOCK.format(wanted=wanted) + rows.for_update("b"), params)
        for n, row_id, on_hand, reserved, value, version, minimum, tracking in held:
            key, before = part[n - 1], (on_hand, reserved, value)
            found[key] = Locked(key, row_id, version, minimum, tracking, before, Shelf(*before))
    return found


def write(locked: Mapping[Key, Locked]) -> None:
    """Every shelf that was changed is written, in one statement; one more when a position crossed its min.

    StockLow is published where it fell below. Screens hear of it (`stock:PART`).
    """
    changed = [one for one in locked.values() if _now(one) != one.before]
    if not changed:
        return
    news = []
    for one in changed:
        shelf, (on_hand, reserved, value) = one.shelf, one.before
        news.append(
            (one.row_id, one.version, max(0, -shelf.on_hand_milli), shelf.on_hand_milli - on_hand,
             shelf.reserved_milli - reserved, shelf.value_minor - value)
        )  # fmt: skip
    written = rows.update(
        Balance, ("id", "version"), ("short_milli",), news, add=("on_hand_milli", "reserved_milli", "value_minor"),
        also="version = t.version + 1", where=_ENOUGH,
    )  # fmt: skip
    if written != len(news):
        raise LostLock(f"{written} of {len(news)} balances")
    live.changed(*{f"stock:{one.key[0]}" for one in changed})
    _mark_low(changed)
    for one in changed:  # so that a later call of the same action may go on with what it has locked
        one.before, one.version = _now(one), one.version + 1


def _now(one: Locked) -> tuple[int, int, int]:
    return one.shelf.on_hand_milli, one.shelf.reserved_milli, one.shelf.value_minor


def _mark_low(changed: Iterable[Locked]) -> None:
    """The reorder levels whose min was crossed know it."""
    crossed = []
    for one in changed:
        if one.min_milli is None:
            continue
        was_low, is_low = one.before[0] - one.before[1] < one.min_milli, one.shelf.available_milli < one.min_milli
        if was_low != is_low:
            crossed.append((one.key[0], one.key[1], is_low))
        if is_low and not was_low:
            publish(StockLow(one.key[0], one.key[1], one.shelf.available_milli, one.min_milli))
    rows.update(ReorderLevel, ("part", "location"), ("low",), crossed)
