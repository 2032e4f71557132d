"""When to order and how much: a minimum and a maximum per part and location (K-91, F-35)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import balances, places
from vaxel.business.stock.models import Balance, ReorderLevel
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput


class LevelsCross(BadInput):
    """Zero ≤ min ≤ max."""

    sentence = _("The minimum cannot be below zero, nor the maximum below the minimum.")


def _site_second(_part: Part, site: Site, **_kwargs: Any) -> UUID:
    return site.pk


@action("levels.set", site=_site_second)
def set_level(part: Part, site: Site, *, min_milli: int, max_milli: int, by: Actor, at: datetime) -> ReorderLevel:
    """The part is ordered at this site when its position falls below min, up to max.

    Refuses with LevelsCross, NotShelved, NoStore.
    """
    check_shelved(part)
    location_id = places.store(site.pk)
    _set(location_id, [(part.pk, min_milli, max_milli)])
    note(min_milli=min_milli, max_milli=max_milli)
    return ReorderLevel.objects.get(part=part, location_id=location_id)


@action("levels.set_many")
def set_many(site: Site, *, levels: Sequence[tuple[UUID, int, int]], by: Actor, at: datetime) -> int:
    """Many parts (id, min, max) at once, replacing what the site had of them; how many. Refuses with LevelsCross."""
    _set(places.store(site.pk), levels)
    note(levels=len(levels))
    return len(levels)


def _set(location_id: UUID, levels: Sequence[tuple[UUID, int, int]]) -> None:
    """Levels and the copies of their minima on the balances, which are locked; four statements for each 400."""
    if not all(0 <= min_milli <= max_milli for _part, min_milli, max_milli in levels):
        raise LevelsCross()
    locked = balances.lock(((part_id, location_id, "") for part_id, _min, _max in levels), create=True)
    news, copies = [], []
    for part_id, min_milli, max_milli in {one[0]: one for one in levels}.values():
        here = locked[part_id, location_id, ""]
        news.append((new_id(), part_id, location_id, min_milli, max_milli, here.shelf.available_milli < min_milli))
        copies.append((here.row_id, min_milli))
    rows.insert_new(
        ReorderLevel, ("id", "part", "location", "min_milli", "max_milli", "low"), news,
        key="part_id, location_id", or_replace=("min_milli", "max_milli", "low"),
    )  # fmt: skip
    rows.update(Balance, ("id",), ("min_milli",), copies)
