"""The list of inspections: what awaits the technician, the advisor, the customer (S-116)."""

from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vaxel.business.inspections.models import Finding, Inspection
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View, from_day, to_day
from vaxel.doors.office.tickets.listing import matching


def _state(one: Inspection) -> Cell:
    return str(wording.word("inspection", one.state).text)


class Inspections(Listing[Inspection]):
    """The site's inspections, newest first."""

    key, title, icon = "inspections", _("Inspections"), "clipboard-check"
    row, template = "office/inspections/row.html", "office/inspections/list.html"
    placeholder = _("Number, plate, customer, phone")
    order = ("-begun_at", "-id")
    columns: ClassVar = (
        Column[Inspection]("ticket", _("Ticket"), lambda one: one.ticket.ref),
        Column[Inspection]("vehicle", _("Vehicle and customer"), lambda one: one.vehicle.plate),
        Column[Inspection]("red", _("Red"), lambda one: one.red, css="number"),  # type: ignore[attr-defined]
        Column[Inspection]("amber", _("Amber"), lambda one: one.amber, css="number"),  # type: ignore[attr-defined]
        Column[Inspection]("state", _("Status"), _state),
        Column[Inspection]("technician", _("Technician"), lambda one: one.technician.name if one.technician else ""),
        Column[Inspection]("begun", _("Begun"), lambda one: one.begun_at, ("-begun_at", "-id")),
    )
    views = (
        View("", _("All")),
        View("open", _("With the technician"), Q(state="open")),
        View("done", _("To be confirmed"), Q(state="done")),
        View("confirmed", _("To be shown"), Q(state="confirmed", reports=None)),
    )
    filters = (
        Filter("red", _("With red findings"), lambda _value: Q(red__gt=0), kind="flag"),
        Filter("from", _("Begun from"), from_day("begun_at"), kind="day"),
        Filter("to", _("Begun to"), to_day("begun_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Inspection]:
        """Those of the site where the person stands."""
        rows = at_sites_of_tickets(request).filter(ticket__site=desk(request).site)
        red, amber = (how_many(Finding.objects.filter(result=one), "inspection") for one in ("red", "amber"))
        return rows.annotate(red=red, amber=amber)

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By what its ticket is found by."""
        from vaxel.business.tickets.models import Ticket

        return Q(ticket__in=at_sites(request, Ticket.objects.filter(matching(text))))

    def with_more(self, rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
        """With the car, the customer and who looked."""
        return rows.select_related("ticket__customer", "vehicle", "technician").defer("sheet")

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many wait for whom."""
        rows = at_sites_of_tickets(request).filter(ticket__site=desk(request).site)
        waiting = rows.filter(state__in=("open", "done"))
        each = dict(waiting.values_list("state").annotate(n=Count("id")).order_by())
        unseen = rows.filter(state="confirmed", reports=None).count()
        return {"open": each.get("open", 0), "done": each.get("done", 0), "confirmed": unseen}


def at_sites_of_tickets(request: HttpRequest) -> QuerySet[Inspection]:
    """Inspections of tickets that this person may know of (F-24)."""
    from vaxel.business.tickets.models import Ticket

    grants = desk(request).actor.grants
    if "*" in grants.get(None, ()):
        return Inspection.objects.all()
    return Inspection.objects.filter(ticket__in=at_sites(request, Ticket.objects.all()))
