"""What a movement is worth and leaves behind: moving average, the last piece, going below zero. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vaxel.kernel.money import rdiv

WHOLE_MILLI = 1000


@dataclass(slots=True)
class Shelf:
    """A balance while an action decides about it: thousandths and minor units.

    `last_value_minor` for `last_quantity_milli` is the last known average, for when nothing lies there (K-77).
    """

    on_hand_milli: int = 0
    reserved_milli: int = 0
    value_minor: int = 0
    last_value_minor: int = 0
    last_quantity_milli: int = 0

    @property
    def available_milli(self) -> int:
        """What may still be promised or sold (K-28)."""
        return self.on_hand_milli - self.reserved_milli

    def at_average(self, quantity_milli: int) -> int:
        """The worth of that much at the moving average, never rounded before (K-74); `quantity_milli` is positive."""
        if self.on_hand_milli:
            sign = 1 if self.on_hand_milli > 0 else -1
            return rdiv(sign * self.value_minor * quantity_milli, abs(self.on_hand_milli))
        if self.last_quantity_milli:
            return rdiv(self.last_value_minor * quantity_milli, self.last_quantity_milli)
        return 0

    def value_out(self, quantity_milli: int) -> int:
        """What that much takes with it: at the average, and the last piece takes all that is left (K-75).

        What goes below zero goes at the last known average (K-77).
        """
        if 0 < self.on_hand_milli <= quantity_milli:
            return self.value_minor + self.at_average(quantity_milli - self.on_hand_milli)
        return self.at_average(quantity_milli)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one movement is worth (signed like its quantity), and what had to be revalued after it (K-77)."""

    value_minor: int
    revalued_minor: int


def take(shelf: Shelf, quantity_milli: int, value_minor: int | None, release_milli: int = 0) -> Effect:
    """The shelf after a movement of a signed quantity; without a value it moves at the average.

    `release_milli` of what was reserved is used up by it. Whether there is enough is decided by `lacking`.
    """
    if value_minor is None:
        value = shelf.at_average(quantity_milli) if quantity_milli > 0 else -shelf.value_out(-quantity_milli)
    else:
        value = value_minor
    revalued = _revalued(shelf, quantity_milli, value)
    shelf.on_hand_milli += quantity_milli
    shelf.reserved_milli -= release_milli
    shelf.value_minor += value + revalued
    if quantity_milli:
        shelf.last_value_minor, shelf.last_quantity_milli = abs(value), abs(quantity_milli)
    return Effect(value, revalued)


def _revalued(shelf: Shelf, quantity_milli: int, value: int) -> int:
    """What must be added so that what was sold before it came costs what came (K-77), and nothing is worth nothing."""
    after_milli, after = shelf.on_hand_milli + quantity_milli, shelf.value_minor + value
    if shelf.on_hand_milli < 0 < quantity_milli:
        missing_milli = -shelf.on_hand_milli
        if quantity_milli > missing_milli:
            return value - rdiv(value * missing_milli, quantity_milli) - after
        covered = rdiv(-shelf.value_minor * quantity_milli, missing_milli)
        return covered - value
    if after_milli == 0 or (after_milli > 0 > after):
        return -after
    return 0


def lacking(available_milli: int, moves: Iterable[tuple[int, int]]) -> int:
    """How much is missing for all `moves` (signed quantity, released) of one balance; 0 when there is enough."""
    for quantity_milli, release_milli in moves:
        available_milli += quantity_milli + release_milli
    return max(0, -available_milli)


def share_of(quantity_milli: int, moved_milli: int, moved_value: int, back_milli: int, back_value: int) -> int | None:
    """The value of reversing that much of a movement of which some was reversed before (K-27); None: too much.

    Moved figures are signed as they were moved, `back_*` signed the other way, the answer is signed like `back_*`.
    The last piece takes the rest, so that all reversals together give exactly what went out.
    """
    left_milli, left_value = moved_milli + back_milli, moved_value + back_value
    if abs(quantity_milli) > abs(left_milli) or quantity_milli * left_milli > 0:
        return None
    if not left_milli:
        return 0
    return -rdiv(left_value * abs(quantity_milli), abs(left_milli))


def kit_available(available_milli: Mapping[object, int], components: Sequence[tuple[object, int]]) -> int:
    """How many whole kits (in thousandths) the shelves can make: min of floor(available ÷ needed) (K-18)."""
    whole = min(max(0, available_milli.get(part, 0)) // needed for part, needed in components)
    return whole * WHOLE_MILLI


def component_milli(kit_milli: int, needed_milli: int) -> int:
    """How much of a component so many kits take."""
    return rdiv(kit_milli * needed_milli, WHOLE_MILLI)


def to_order(position_milli: int, min_milli: int, max_milli: int, pack_milli: int = 0) -> int:
    """What to buy: nothing at or above min, else up to max, in whole packs (K-91)."""
    if position_milli >= min_milli:
        return 0
    wanted = max_milli - position_milli
    return -(-wanted // pack_milli) * pack_milli if pack_milli else wanted
