"""Decisions of buying without database, clock or settings: prices, packs, freight, sharing out, matching."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from vaxel.kernel.money import MILLION, allocate, rdiv

SATURDAY = 5


def unit_price_cm(breaks: Iterable[tuple[int, int]], base_cm: int, quantity_milli: int) -> int:
    """The price of each unit when so many are bought: the highest break reached, else the base price."""
    reached = [(from_milli, price_cm) for from_milli, price_cm in breaks if from_milli <= quantity_milli]
    return max(reached)[1] if reached else base_cm


def in_packs(quantity_milli: int, pack_milli: int, minimum_milli: int = 0) -> int:
    """The quantity rounded up to the smallest one taken and to whole packs."""
    wanted = max(quantity_milli, minimum_milli)
    return -(-wanted // pack_milli) * pack_milli


def freight_minor(sum_minor: int, freight: int, free_from: int | None) -> int:
    """What the delivery of an order of this sum costs."""
    return 0 if free_from is not None and sum_minor >= free_from else freight


def amount_minor(quantity_milli: int, price_cm: int) -> int:
    """Minor units of so much at a unit price, rounded once (M-12)."""
    return rdiv(quantity_milli * price_cm, 100_000)


def in_base(minor: int, rate_ppm: int) -> int:
    """An amount of a supplier's currency in ours (M-67)."""
    return rdiv(minor * rate_ppm, MILLION)


def landed(goods: Sequence[int], freight: int) -> list[int]:
    """The share of freight each line bears, by value; by nothing known, the first bears it all (K-64)."""
    if not goods:
        return []
    if sum(goods) <= 0:
        return [freight, *[0] * (len(goods) - 1)]
    return allocate(freight, goods)


def expected_on(ordered: datetime, lead_days: int, cutoff: str) -> date:
    """The day the goods come: so many working days after the day of ordering, the next when it was past the cut-off.

    `ordered` is on the site's clock.
    """
    day = ordered.date()
    late = bool(cutoff) and ordered.time() > time.fromisoformat(cutoff)
    left = lead_days + (1 if late and day.weekday() < SATURDAY else 0)
    while day.weekday() >= SATURDAY:  # an order of the weekend is read on Monday
        day += timedelta(days=1)
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@dataclass(frozen=True, slots=True)
class Wanted:
    """Someone waits for so much; in the order in which people are served (K-38)."""

    key: object
    quantity_milli: int


def share_out(arrived_milli: int, linked: Sequence[Wanted], others: Sequence[Wanted]) -> list[tuple[object, int]]:
    """Who gets how much of what came: the linked first, then the others, each in their order (K-38, K-39)."""
    given, left = [], arrived_milli
    for one in (*linked, *others):
        part = min(left, one.quantity_milli)
        if part > 0:
            given.append((one.key, part))
            left -= part
    return given


Agreement = Literal["match", "price", "quantity", "not_ordered"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a billed price may lie from the one received, both to be kept (K-68)."""

    ppm: int
    line_minor: int


def agreement(
    *, billed_milli: int, billed_minor: int, open_milli: int, open_minor: int, tolerance: Tolerance
) -> tuple[Agreement, int]:
    """How a bill's line agrees with what came and is not billed yet, and by how much money it differs (K-68).

    `open_minor` is what `open_milli` are to be billed with.
    """
    if billed_milli > open_milli:
        expected = open_minor
        return "quantity", billed_minor - expected
    expected = rdiv(open_minor * billed_milli, open_milli) if open_milli else 0
    difference = billed_minor - expected
    within = abs(difference) * MILLION <= expected * tolerance.ppm and abs(difference) <= tolerance.line_minor
    return ("match" if within else "price"), difference


def here_and_gone(difference: int, received_milli: int, on_hand_milli: int) -> tuple[int, int]:
    """A difference of cost split by what is still here of what came: (to stock, to variance) (K-79)."""
    if received_milli <= 0:
        return 0, difference
    here = min(max(on_hand_milli, 0), received_milli)
    stays = rdiv(difference * here, received_milli)
    return stays, difference - stays


def order_state(lines: Iterable[tuple[int, int, int]], sent_as: str) -> str:
    """The state that lines of (ordered, called off, received) bring about; `sent_as` while nothing has come."""
    rows = list(lines)
    if all(received + cancelled >= ordered for ordered, cancelled, received in rows):
        return "received" if any(received for _ordered, _cancelled, received in rows) else "cancelled"
    return "part_received" if any(received for _ordered, _cancelled, received in rows) else sent_as
