"""Three-way match: what was ordered, what came, what is billed (K-68). Pure but for the reading at the end."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from vaxel.business.purchasing import rules
from vaxel.business.purchasing.models import ReceiptLine
from vaxel.kernel.money import rdiv


@dataclass(slots=True)
class Unbilled:
    """What is left to be billed of a receipt line; `goods` and `core` in our currency, the price in theirs."""

    receipt_line_id: UUID
    receipt_id: UUID
    purchase_line_id: UUID
    part_id: UUID
    location_id: UUID | None
    lot: str
    unit_price_cm: int
    milli: int
    goods: int
    core: int
    received_milli: int


@dataclass(frozen=True, slots=True)
class Taken:
    """So much of a receipt line that a bill's line takes up: owed in our books, expected in their currency."""

    of: Unbilled
    milli: int
    accrued: int
    expected: int


def take(unbilled: Sequence[Unbilled], milli: int) -> list[Taken]:
    """The oldest receipts first, until so much is taken or nothing is left; `unbilled` is reduced by it."""
    taken = []
    for one in unbilled:
        part = min(milli, one.milli)
        if part <= 0:
            continue
        accrued = rdiv(one.goods * part, one.milli)
        taken.append(Taken(one, part, accrued, rules.amount_minor(part, one.unit_price_cm)))
        one.milli, one.goods, milli = one.milli - part, one.goods - accrued, milli - part
    return taken


def take_core(unbilled: Sequence[Unbilled], minor: int) -> list[tuple[Unbilled, int]]:
    """Core charges owed, the oldest first, up to so much in our currency; `unbilled` is reduced by it."""
    taken = []
    for one in unbilled:
        part = min(minor, one.core)
        if part > 0:
            taken.append((one, part))
            one.core, minor = one.core - part, minor - part
    return taken


def agrees(
    taken: Iterable[Taken], *, billed_milli: int, billed_minor: int, tolerance: rules.Tolerance
) -> tuple[rules.Agreement, int]:
    """How a bill's line agrees with what it took up, and the difference in the bill's currency."""
    rows = list(taken)
    return rules.agreement(
        billed_milli=billed_milli, billed_minor=billed_minor, open_milli=sum(one.milli for one in rows),
        open_minor=sum(one.expected for one in rows), tolerance=tolerance,
    )  # fmt: skip


def unbilled(purchase_line_ids: Collection[UUID], *, lock: bool = False) -> dict[UUID, list[Unbilled]]:
    """Purchase line → what came for it and is not billed, the oldest first. One query."""
    found = ReceiptLine.objects.filter(line__in=purchase_line_ids, reverses=None).order_by("id")
    if lock:
        found = found.select_for_update(of=("self",))
    grouped: dict[UUID, list[Unbilled]] = {line_id: [] for line_id in purchase_line_ids}
    for one in found:
        left = one.quantity_milli - one.back_milli - one.billed_milli
        core = one.core_minor - one.core_back_minor - one.core_billed_minor
        if left > 0 or core > 0:
            grouped[one.line_id].append(
                Unbilled(one.pk, one.receipt_id, one.line_id, one.part_id, one.location_id, one.lot, one.unit_price_cm,
                         left, one.goods_minor - one.back_minor - one.billed_minor, core, one.quantity_milli)
            )  # fmt: skip
    return grouped
