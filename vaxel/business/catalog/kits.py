"""Kits: parts sold together, counted and issued by what is in them (K-18, K-19)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import KitComponent, Part
from vaxel.business.catalog.wishes import check_range
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict

MOST_COMPONENTS = 100


class NotAKit(Conflict):
    """A kit holds others; so does a part that is kept ready-made, as its recipe (K-20)."""

    sentence = _("%(number)s is not a kit. Change its stocking kind to kit (or to stocked, if it is built first).")


class KitCircle(Conflict):
    """A kit holds itself, directly or through another, or kits lie too deep in each other."""

    sentence = _("%(number)s would hold itself, or kits would lie more than %(most)s deep in each other.")


class BadComponents(BadInput):
    """A kit holds something, not too much, each part once."""

    sentence = _("A kit holds between 1 and %(most)s different parts, each once.")


@action("kits.set_components")
def set_components(kit: Part, *, components: Sequence[tuple[Part, int]], by: Actor, at: datetime) -> None:
    """The kit holds these parts in these thousandths, in this order, and nothing else.

    Refuses with NotAKit, BadComponents, KitCircle, OutOfRange.
    """
    if kit.stocking not in ("kit", "stocked"):
        raise NotAKit(number=kit.number)
    part_ids = [part.id for part, _quantity in components]
    if not 1 <= len(components) <= MOST_COMPONENTS or len(frozenset(part_ids)) != len(part_ids):
        raise BadComponents(most=MOST_COMPONENTS)
    for _part, quantity_milli in components:
        check_range(quantity_milli, _("quantity"), 1, rules.LARGEST_QUANTITY_MILLI)
    _refuse_circle(kit, part_ids)
    kit.components.all().delete()
    KitComponent.objects.bulk_create(
        KitComponent(kit=kit, part=part, position=n, quantity_milli=quantity)
        for n, (part, quantity) in enumerate(components, 1)
    )
    note(components=[[part.number, quantity] for part, quantity in components])


def _refuse_circle(kit: Part, part_ids: Sequence[UUID]) -> None:
    """All kits are looked at: a kit above this one may have become too deep by what now lies in it."""
    inside = {kit_id: list(found) for kit_id, found in contents().items()} | {kit.id: list(part_ids)}
    if any(not 1 <= rules.nesting(kit_id, inside) <= rules.MOST_LEVELS for kit_id in inside):
        raise KitCircle(number=kit.number, most=rules.MOST_LEVELS)


def contents() -> dict[UUID, list[UUID]]:
    """Every kit and the parts that lie directly in it."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for kit_id, part_id in KitComponent.objects.values_list("kit", "part"):
        found[kit_id].append(part_id)
    return dict(found)


def explode(part_ids: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, int]]]:
    """Kit → (part, thousandths in one kit) for those of the parts that are kits; kits inside kits are opened.

    What is kept ready-made (stocked, with a recipe) is not opened: it is taken from the shelf as it is.
    """
    components: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    wanted = frozenset(part_ids)
    kits: list[UUID] = []
    while wanted:
        opened = KitComponent.objects.filter(kit__in=wanted, kit__stocking="kit")
        rows = opened.values_list("kit", "part", "quantity_milli")
        below = []
        for kit_id, part_id, quantity_milli in rows:
            components[kit_id].append((part_id, quantity_milli))
            below.append(part_id)
        kits = kits or list(dict.fromkeys(kit_id for kit_id in components))
        wanted = frozenset(below) - components.keys()
    return {kit_id: rules.exploded(kit_id, components) for kit_id in kits}
