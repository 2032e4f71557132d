"""Decisions about the catalogue without database, clock or settings."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from vaxel.business.catalog import numbers
from vaxel.kernel.money import MILLION, rdiv

UNITS = ("pcs", "l", "m", "kg", "h", "set")
STOCKING = ("stocked", "on_demand", "not_counted", "kit", "core")
QUALITY = ("original", "original_supplier", "aftermarket", "remanufactured", "used")
CODE_KINDS = ("barcode", "supplier", "original", "old", "cross")
LARGEST_CM = 10**13
LARGEST_QUANTITY_MILLI = 10**9
MOST_LEVELS = 5
LONGEST_WORD = 30
SHORTEST_WORD = 4
HALF_LIFE_DAYS = 365
_FIRST_DAY = date(2020, 1, 1)
_STEPS = 64


class Offer(Protocol):
    """A price as it stands in a list that is valid where and when it is asked for."""

    @property
    def for_group(self) -> bool: ...
    @property
    def for_site(self) -> bool: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def list_id(self) -> UUID: ...


def strength(offer: Offer) -> tuple[bool, bool, date, UUID]:
    """What decides between two lists: group before site before all, then the later start, then the higher id."""
    return offer.for_group, offer.for_site, offer.valid_from, offer.list_id


def converted(unit_price_cm: int, from_basis: str, to_basis: str, ppm: int) -> int:
    """The unit price in the other basis (M-23): to `incl` whole minor units, to `excl` two decimals more.

    Prices are hundredths of a minor unit, `ppm` the tax rate.
    """
    if from_basis == to_basis:
        return unit_price_cm
    if to_basis == "incl":
        return rdiv(unit_price_cm * (MILLION + ppm), 100 * MILLION) * 100
    return rdiv(unit_price_cm * MILLION, MILLION + ppm)


def changed(unit_price_cm: int, ppm: int, step_cm: int = 0) -> int:
    """The price with so many parts per million more (or, negative, less), to the nearest whole `step_cm` when given.

    A price that was above zero does not become zero by being rounded: it is one step.
    """
    new = rdiv(unit_price_cm * (MILLION + ppm), MILLION)
    if step_cm <= 1 or not new:
        return new
    return max(step_cm, rdiv(new, step_cm) * step_cm)


def supplies_minor(
    parts_minor: int, labour_minor: int, *, parts_ppm: int, labour_ppm: int, floor_minor: int, ceiling_minor: int | None
) -> int:
    """The supplies fee of a job from its net parts and net labour with sublet (S-75); nothing on an empty base."""
    if parts_minor + labour_minor <= 0:
        return 0
    fee = max(floor_minor, rdiv(parts_minor * parts_ppm + labour_minor * labour_ppm, MILLION))
    return fee if ceiling_minor is None else min(ceiling_minor, fee)


def search_text(*, norm: str, codes: Iterable[str], names: Iterable[str]) -> str:
    """What a part is found by: its number and codes, then each word of its names once, with a blank before each."""
    pieces = [norm.lower(), *(code.lower() for code in codes)]
    for name in names:
        pieces.extend(numbers.words(name))
    return " " + " ".join(dict.fromkeys(pieces))


def spelled_words(names: Iterable[str]) -> list[str]:
    """The words of the names that typing errors are looked for in: letters only, neither short nor endless."""
    found = dict.fromkeys(word for name in names for word in numbers.words(name))
    return [word for word in found if is_spelled(word)]


def is_spelled(word: str) -> bool:
    """Whether the word is one that typing errors are looked for in."""
    return word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD


def forms(word: str) -> list[str]:
    """The word and each way of leaving one letter out."""
    return list(dict.fromkeys([word, *(word[:k] + word[k + 1 :] for k in range(len(word)))]))


def one_error_apart(typed: str, meant: str) -> bool:
    """Whether one letter left out, added, changed, or two neighbours swapped, makes one of the other."""
    if typed == meant:
        return True
    short, long = sorted((typed, meant), key=len)
    k = next((k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return len(long) - len(short) == 1 and short[k:] == long[k + 1 :]
    swapped = short[k : k + 2] == long[k : k + 2][::-1] and short[k + 2 :] == long[k + 2 :]
    return short[k + 1 :] == long[k + 1 :] or swapped


def exploded(
    kit_id: UUID, components: Mapping[UUID, list[tuple[UUID, int]]], quantity_milli: int = 1000, level: int = 1
) -> list[tuple[UUID, int]]:
    """(part, thousandths) of everything in one kit, kits inside it opened, each part once."""
    if level > MOST_LEVELS:
        raise ValueError("kits are nested too deep, or in a circle")
    total: dict[UUID, int] = {}
    for part_id, each_milli in components[kit_id]:
        wanted = rdiv(quantity_milli * each_milli, 1000)
        inside = exploded(part_id, components, wanted, level + 1) if part_id in components else [(part_id, wanted)]
        for leaf_id, leaf_milli in inside:
            total[leaf_id] = total.get(leaf_id, 0) + leaf_milli
    return list(total.items())


def nesting(kit_id: UUID, components: Mapping[UUID, list[UUID]], above: tuple[UUID, ...] = ()) -> int:
    """How many kits deep a kit is; 0 when it leads back to itself."""
    if kit_id in above:
        return 0
    deepest = 0
    for part_id in components.get(kit_id, ()):
        if part_id in components:
            below = nesting(part_id, components, (*above, kit_id))
            if below == 0:
                return 0
            deepest = max(deepest, below)
    return deepest + 1


def reaches(start: UUID, end: UUID, after: Mapping[UUID, list[UUID]]) -> bool:
    """Whether one gets from start to end along the links."""
    seen, todo = {start}, [start]
    while todo:
        for one in after.get(todo.pop(), ()):
            if one == end:
                return True
            if one not in seen:
                seen.add(one)
                todo.append(one)
    return False


def depth(start: UUID, after: Mapping[UUID, list[UUID]]) -> int:
    """How many links the longest way from start has; the links hold no circle."""
    level, steps = {start}, 0
    while level := {two for one in level for two in after.get(one, ())}:
        steps += 1
    return steps


def freshness(day: date) -> int:
    """What a line sold on the day weighs among all sold ever: twice as much as one a year before it.

    Weights grow and are only added up, so nothing has to be made older; in 40 years they are still far from the
    largest whole number. Between doublings the weight grows in even steps, in whole numbers.
    """
    passed = max(0, (day - _FIRST_DAY).days) * _STEPS // HALF_LIFE_DAYS
    whole, part = divmod(passed, _STEPS)
    return int(2**whole) * (_STEPS + part)
