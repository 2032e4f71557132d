"""Which sites and tills a person may stand at."""

from dataclasses import dataclass
from uuid import UUID

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


def only_sensible(places: list[Place], home_site_id: UUID | None) -> tuple[Site, Register | None] | None:
    """The place, when there is nothing to choose: the person's home site with its till, or the only site with its."""
    at_home = [place for place in places if place.site.pk == home_site_id]
    wanted = at_home or places
    if len(wanted) != 1 or len(wanted[0].registers) > 1:
        return None
    [place] = wanted
    return place.site, place.registers[0] if place.registers else None
