"""The list of those who work here."""

from typing import ClassVar

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.locations.models import Assignment, Role, Site, Staff
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Column, Filter, Listing, View
from vaxel.doors.templatetags.vaxel import named


def roles_of(person: Staff) -> str:
    """The person's roles and where, in the reader's language; the assignments are prefetched."""
    return ", ".join(
        f"{named(one.role)} · {one.site.code if one.site else now_said('every site')}"
        for one in person.assignments.all()
    )


def _site(person: Staff) -> str:
    return person.home_site.name if person.home_site else ""


def _roles(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(role.key, named(role)) for role in Role.objects.order_by("name_en")]


def _sites(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(site.code, site.name) for site in Site.objects.filter(closed_at=None)]


class People(Listing[Staff]):
    """Those who work here, by name; those who left in a view of their own."""

    key, title, icon = "staff", _("Staff"), "users-round"
    row, template = "office/staff/row.html", "office/staff/list.html"
    placeholder = _("Name or e-mail")
    order = ("name", "id")
    columns: ClassVar = (
        Column[Staff]("name", _("Name"), lambda person: person.name, ("name", "id")),
        Column[Staff]("email", _("E-mail"), lambda person: person.email, ("email",)),
        Column[Staff]("roles", _("Roles"), roles_of, css="fold"),
        Column[Staff]("home", _("Home site"), _site, css="fold fold-late"),
        Column[Staff]("pin", "PIN", lambda person: now_said("yes") if person.pin_hash else "", css="fold"),
    )
    views = (
        View("here", pgettext_lazy("staff", "Work here"), Q(is_active=True)),
        View("technicians", _("Technicians"), Q(is_active=True, is_technician=True)),
        View("left", pgettext_lazy("staff", "Left"), Q(is_active=False)),
    )
    filters = (
        Filter("role", _("Role"), lambda value: Q(assignments__role__key=value), _roles),
        Filter("site", _("Site"), lambda value: Q(home_site__code=value), _sites),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Staff]:
        """All people; who manages some sites sees those who belong there."""
        return seen_by(request, Staff.objects.all())

    def with_more(self, rows: QuerySet[Staff]) -> QuerySet[Staff]:
        """With roles and home."""
        assigned = Assignment.objects.select_related("role", "site").order_by("site__code", "role__name_en")
        return rows.select_related("home_site").prefetch_related(Prefetch("assignments", assigned))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """Every word in the name or the address."""
        found = Q()
        for word in text.split():
            found &= Q(name__icontains=word) | Q(email__icontains=word)
        return found


def seen_by(request: HttpRequest, rows: QuerySet[Staff]) -> QuerySet[Staff]:
    """Those of `rows` that the person may know of: everybody, or those at the sites they have a say at."""
    grants = desk(request).actor.grants
    if None in grants:
        return rows
    sites = [site_id for site_id in grants if site_id]
    theirs = Assignment.objects.filter(site_id__in=sites).values("staff_id")
    return rows.filter(Q(home_site_id__in=sites) | Q(pk__in=theirs))
