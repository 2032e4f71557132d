"""The price lists that hold at a site today, with what decides between them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from vaxel.business.catalog.models import PriceList
from vaxel.business.locations.models import Site


@dataclass(frozen=True, slots=True)
class InForce:
    """A list that holds: among the prices a part has, the one of the strongest list wins (M-23)."""

    id: UUID
    name: str
    basis: str
    group_id: UUID | None
    strength: int

    def as_json(self) -> dict[str, Any]:
        """For the setup."""
        return {
            "id": str(self.id), "name": self.name, "basis": self.basis,
            "group": str(self.group_id) if self.group_id else None, "strength": self.strength,
        }  # fmt: skip


def in_force(site: Site, day: date) -> list[InForce]:
    """The lists that hold at the site on the day, weakest first; `strength` counts from 1. One query."""
    rows = PriceList.objects.filter(Q(site=None) | Q(site=site), currency=site.currency, valid_from__lte=day)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=day))
    ordered = sorted(rows, key=lambda one: (one.group_id is not None, one.site_id is not None, one.valid_from, one.pk))
    return [InForce(one.pk, one.name, one.basis, one.group_id, n) for n, one in enumerate(ordered, 1)]
