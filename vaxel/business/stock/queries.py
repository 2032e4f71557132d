"""Questions about the shelves that others may ask."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, Sum
from django.utils.translation import gettext as _

from vaxel.business.stock import ledger, needs, places, reservations
from vaxel.business.stock.models import Balance, ReorderLevel
from vaxel.business.stock.rules import kit_available, to_order
from vaxel.kernel.quantity import format_quantity

HANDED_OUT = ("sale", "issue", "customer_return")


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A balance with its place; thousandths and minor units."""

    part_id: UUID
    location_id: UUID
    site_id: UUID
    place: str
    lot: str
    on_hand_milli: int
    reserved_milli: int
    value_minor: int

    @property
    def available_milli(self) -> int:
        """What may be promised or sold."""
        return self.on_hand_milli - self.reserved_milli


def balances(part_ids: Iterable[UUID], site_id: UUID | None = None) -> list[OnShelf]:
    """What lies where of these parts, at one site or at all. One statement."""
    found = Balance.objects.filter(part_id__in=list(part_ids))
    if site_id is not None:
        found = found.filter(location__site_id=site_id)
    return [
        OnShelf(*row)
        for row in found.order_by("part_id", "location__name", "lot").values_list(
            "part_id", "location_id", "location__site_id", "location__name", "lot", "on_hand_milli", "reserved_milli",
            "value_minor",
        )
    ]  # fmt: skip


def availability(part_ids: Sequence[UUID], location_id: UUID) -> dict[UUID, int | None]:
    """Part → thousandths to be had at the location, kits by their components; None: not counted. Three statements."""
    taken = needs.components(part_ids)
    shelves = {part for inside in taken.values() for part, _milli in inside}
    free = F("on_hand_milli") - F("reserved_milli")
    there: dict[object, int] = dict(
        Balance.objects.filter(part_id__in=shelves, location_id=location_id)
        .values_list("part_id")
        .annotate(free=Sum(free))
    )
    return {part: _available(part, inside, there) for part, inside in taken.items()}


def _available(part: UUID, inside: Sequence[tuple[UUID, int]], there: dict[object, int]) -> int | None:
    if not inside:
        return None
    if inside == [(part, 1000)]:
        return there.get(part, 0)
    return kit_available(there, inside)


@dataclass(frozen=True, slots=True)
class Supply:
    """Of one part for one line: what is held for it and what was handed out, less what came back (K-44)."""

    held_milli: int = 0
    issued_milli: int = 0


def supply(source_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, Supply]]:
    """Line → part → what is held and handed out for it; lines with nothing are left out. Two statements."""
    held: dict[tuple[UUID, UUID], int] = defaultdict(int)
    issued: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for kept in reservations.held_for(source_ids):
        held[kept.source_id, kept.part_id] += kept.quantity_milli
    for moved in ledger.moved_for(source_ids):
        if moved.kind in HANDED_OUT:
            issued[moved.source_id, moved.part_id] -= moved.quantity_milli + moved.back_milli
    found: dict[UUID, dict[UUID, Supply]] = defaultdict(dict)
    for source, part in held.keys() | issued.keys():
        found[source][part] = Supply(held[source, part], issued[source, part])
    return dict(found)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to buy of a part for a site, and why (K-95)."""

    part_id: UUID
    number: str
    name_sv: str
    name_en: str
    position_milli: int
    min_milli: int
    max_milli: int
    quantity_milli: int

    @property
    def why(self) -> str:
        """The sentence beside the proposal, in the active language."""
        return _("position %(position)s < min %(min)s") % {
            "position": format_quantity(self.position_milli), "min": format_quantity(self.min_milli),
        }  # fmt: skip


def how_many_to_reorder(site_id: UUID) -> int:
    """How many parts of the site's store are below their min. One statement."""
    return ReorderLevel.objects.filter(location_id=places.store(site_id), low=True).count()


def to_reorder(site_id: UUID) -> list[Proposal]:
    """The parts of the site's store whose position (on hand less reserved) is below its min, by number (K-91).

    One statement, which looks only at what is low.
    """
    here = FilteredRelation(
        "part__balances", condition=Q(part__balances__location=F("location"), part__balances__lot="")
    )
    levels = (
        ReorderLevel.objects.filter(location_id=places.store(site_id), low=True).annotate(here=here)
        .order_by("part__number", "part_id")
        .values_list(
            "part_id", "part__number", "part__name_sv", "part__name_en",
            F("here__on_hand_milli") - F("here__reserved_milli"), "min_milli", "max_milli",
        )
    )  # fmt: skip
    return [
        Proposal(part, number, name_sv, name_en, position, low, high, to_order(position, low, high))
        for part, number, name_sv, name_en, position, low, high in levels
    ]
