"""Which sites and tills a person may stand at."""

from dataclasses import dataclass

from vaxel.business.locations.models import Register, Site
from vaxel.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A site and its tills in use."""

    site: Site
    registers: tuple[Register, ...]


def open_to(actor: Actor) -> list[Place]:
    """The sites where the actor may do anything, with their tills. Two queries."""
    sites = Site.objects.filter(closed_at=None).prefetch_related("registers")
    if None not in actor.grants:
        sites = sites.filter(pk__in=[site_id for site_id in actor.grants if site_id])
    return [Place(site, tuple(till for till in site.registers.all() if till.retired_at is None)) for site in sites]


def only_one(places: list[Place]) -> tuple[Site, Register | None] | None:
    """The place, when there is nothing to choose."""
    if len(places) != 1 or len(places[0].registers) > 1:
        return None
    [place] = places
    return place.site, place.registers[0] if place.registers else None
