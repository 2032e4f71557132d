"""What leaves a shelf when a line is sold: the part, a kit's components, or nothing (K-6, K-18, K-19)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from vaxel.business.catalog import kits
from vaxel.business.catalog.models import Part
from vaxel.business.stock.rules import component_milli

SHELVED = frozenset({"stocked", "core"})


def components(part_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, int]]]:
    """Part → what one of it takes from shelves, as (part, thousandths). Empty: nothing of it is counted.

    One statement; with kits among the parts two more and one for each level of kits in kits.
    """
    kinds = _kinds(part_ids)
    opened = in_kits([part_id for part_id, kind in kinds.items() if kind == "kit"])
    return {part_id: opened.get(part_id, [(part_id, 1000)] if kinds[part_id] in SHELVED else []) for part_id in kinds}


def in_kits(kit_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, int]]]:
    """Kit → (part, thousandths in one kit) of what is counted in it. No statement without kits."""
    opened = kits.explode(kit_ids) if kit_ids else {}
    kinds = _kinds({part for found in opened.values() for part, _milli in found})
    return {kit: [one for one in opened.get(kit, ()) if kinds[one[0]] in SHELVED] for kit in kit_ids}


def _kinds(part_ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(Part.objects.filter(pk__in=part_ids).values_list("pk", "stocking")) if part_ids else {}


def shelved(wants: Sequence[tuple[UUID, int]]) -> list[list[tuple[UUID, int]]]:
    """For each (part, thousandths) of a ticket's line: what it takes from shelves. Statements as of `components`."""
    taken = components([part_id for part_id, _milli in wants])
    return [[(part, component_milli(milli, each)) for part, each in taken[part_id]] for part_id, milli in wants]
