"""When to order and how much: a minimum and a maximum per part and location (K-91, F-35)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import places
from vaxel.business.stock.models import ReorderLevel
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput


class LevelsCross(BadInput):
    """Zero ≤ min ≤ max."""

    sentence = _("The minimum cannot be below zero, nor the maximum below the minimum.")


def _site_second(_part: Part, site: Site, **_kwargs: Any) -> UUID:
    return site.pk


@action("levels.set", site=_site_second)
def set_level(part: Part, site: Site, *, min_milli: int, max_milli: int, by: Actor, at: datetime) -> ReorderLevel:
    """The part is ordered at this site when its position falls below min, up to max. Refuses with LevelsCross."""
    check_shelved(part)
    _check(min_milli, max_milli)
    level, _made = ReorderLevel.objects.update_or_create(
        part=part, location_id=places.store(site.pk), defaults={"min_milli": min_milli, "max_milli": max_milli}
    )
    note(min_milli=min_milli, max_milli=max_milli)
    return level


@action("levels.set_many")
def set_many(site: Site, *, levels: Sequence[tuple[UUID, int, int]], by: Actor, at: datetime) -> int:
    """Many parts (id, min, max) at once, replacing what the site had of them. Refuses with LevelsCross."""
    for _part, min_milli, max_milli in levels:
        _check(min_milli, max_milli)
    location_id = places.store(site.pk)
    ReorderLevel.objects.bulk_create(
        [ReorderLevel(part_id=part, location_id=location_id, min_milli=low, max_milli=high)
         for part, low, high in levels],
        update_conflicts=True, unique_fields=["part", "location"], update_fields=["min_milli", "max_milli"],
        batch_size=400,
    )  # fmt: skip
    note(levels=len(levels))
    return len(levels)


def _check(min_milli: int, max_milli: int) -> None:
    if not 0 <= min_milli <= max_milli:
        raise LevelsCross()
