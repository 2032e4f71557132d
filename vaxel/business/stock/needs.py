"""What leaves a shelf when a line is sold: the part, a kit's components, or nothing (K-6, K-18, K-19)."""

from collections.abc import Sequence
from uuid import UUID

from vaxel.business.catalog.models import KitComponent, Part
from vaxel.business.stock.receipts import SHELVED
from vaxel.business.stock.rules import component_milli


def components(part_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, int]]]:
    """Part → what one of it takes from shelves, as (part, thousandths). Empty: nothing is counted. Two statements."""
    kinds = dict(Part.objects.filter(pk__in=part_ids).values_list("pk", "stocking"))
    taken: dict[UUID, list[tuple[UUID, int]]] = {
        part_id: [(part_id, 1000)] if kind in SHELVED else [] for part_id, kind in kinds.items()
    }
    kits = [part_id for part_id, kind in kinds.items() if kind == "kit"]
    inside = KitComponent.objects.filter(kit_id__in=kits, part__stocking__in=SHELVED)
    for kit_id, part_id, milli in inside.order_by("kit_id", "part_id").values_list(
        "kit_id", "part_id", "quantity_milli"
    ):
        taken[kit_id].append((part_id, milli))
    return taken


def shelved(wants: Sequence[tuple[UUID, int]]) -> list[list[tuple[UUID, int]]]:
    """For each (part, thousandths) of a ticket's line: what it takes from shelves. Two statements for all lines."""
    taken = components([part_id for part_id, _milli in wants])
    return [[(part, component_milli(milli, each)) for part, each in taken[part_id]] for part_id, milli in wants]
