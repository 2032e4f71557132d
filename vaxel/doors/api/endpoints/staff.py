"""Those who work at the sites a token reaches: whom to clock, and whom to ask for their PIN."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from vaxel.business.locations.models import Staff as StaffRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads
from vaxel.doors.api.shapes import Shape


class Person(Shape):
    """Someone who works here. `is_technician`: may be clocked on jobs and put on labour lines."""

    id: UUID
    name: str
    initials: str
    site: UUID | None
    is_technician: bool


class StaffFilters(Paging):
    """`site`: those at home there, or with a role there."""

    site: UUID | None = None
    technician: bool | None = None


@reads("/staff", may="tickets.read")
def staff(ask: Ask, filters: StaffFilters) -> Page[Person]:
    """Those who work at the sites the token reaches."""
    query = StaffRow.objects.filter(is_active=True)
    if filters.technician is not None:
        query = query.filter(is_technician=filters.technician)
    sites = ask.sites("tickets.read")
    if filters.site is not None:
        query = _at(query, {filters.site}) if sites is None or filters.site in sites else query.none()
    elif sites is not None:
        query = _at(query, set(sites))
    return cut(query, filters, _shown)


def _at(query: QuerySet[StaffRow], sites: set[UUID]) -> QuerySet[StaffRow]:
    """Those at home at one of the sites, or with a role there or everywhere."""
    everywhere = Q(assignments__isnull=False, assignments__site=None)
    here = Q(home_site__in=sites) | Q(assignments__site__in=sites) | everywhere
    return query.filter(pk__in=StaffRow.objects.filter(here).values("pk"))


def _shown(rows: Sequence[StaffRow]) -> list[Person]:
    return [
        Person(id=row.pk, name=row.name, initials=row.initials, site=row.home_site_id, is_technician=row.is_technician)
        for row in rows
    ]
