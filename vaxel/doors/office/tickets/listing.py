"""Which tickets a list shows: views, filters and search from the address."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.locations.models import Staff
from vaxel.business.parties import folding
from vaxel.business.parties.models import Party
from vaxel.business.tickets import order_status
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View, from_day, major, numbered, to_day

OPEN = ("draft", "quoted", "open")
IN_QUOTES = ("draft", "awaiting_approval")
IN_WORK = tuple(one for one in order_status.STATUSES if order_status.column(one) == order_status.WORK)
STATUSES: Mapping[str, tuple[str, ...]] = {
    "quotes": IN_QUOTES, "work": IN_WORK, "ready": ("ready",), "invoiced": ("invoiced",), "over": ("lost", "void"),
}  # fmt: skip


def _status(ticket: Ticket) -> str:
    return str(wording.word("order", ticket.order_status).text)


def _vehicle(ticket: Ticket) -> Cell:
    return f"{ticket.vehicle.make} {ticket.vehicle.model}".strip() if ticket.vehicle else ""


def _sites(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [("all", _("All sites"))]


def _kinds(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(kind, wording.word("ticket", kind).text) for kind in ("service", "counter")]


def _advisors(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    people = Staff.objects.filter(is_active=True, is_technician=False).order_by("name")
    return [(str(one.pk), one.name) for one in people]


class Tickets(Listing[Ticket]):
    """The tickets of the site where the person stands, or of all their sites with `?site=all`."""

    key, title, icon = "tickets", _("Tickets"), "clipboard-list"
    row, template = "office/tickets/row.html", "office/tickets/list.html"
    placeholder = _("Number, plate, customer, phone")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[Ticket]("ref", _("Ticket"), lambda one: one.ref, ("-ref", "-id")),
        Column[Ticket]("site", _("Site"), lambda one: one.site.code, export_only=True),
        Column[Ticket]("plate", _("Plate"), lambda one: one.vehicle.plate if one.vehicle else "", export_only=True),
        Column[Ticket]("vehicle", _("Vehicle and customer"), _vehicle),
        Column[Ticket]("customer", _("Customer"), lambda one: one.customer.name, export_only=True),
        Column[Ticket]("jobs", _("Jobs"), lambda one: ", ".join(job.title for job in one.jobs.all())),
        Column[Ticket]("status", _("Status"), _status),
        Column[Ticket]("promise", _("Promised"), lambda one: one.promise_at, ("promise_at", "id"),
                       css="fold-late", present="promise_at"),
        Column[Ticket]("total", _("Total"), lambda one: major(one.gross_minor, one.currency),
                       ("-gross_minor", "-id"), "number"),
        Column[Ticket]("opened", _("Opened"), lambda one: one.made_at, ("-made_at", "-id"), "wide-only"),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("tickets", "All under way"), Q(state__in=OPEN)),
        View("quotes", _("Quotes"), Q(order_status__in=IN_QUOTES)),
        View("work", _("In the workshop"), Q(order_status__in=IN_WORK)),
        View("ready", _("Ready"), Q(order_status="ready")),
        View("invoiced", _("Invoiced"), Q(order_status="invoiced")),
        View("over", _("Lost and void"), Q(order_status__in=("lost", "void"))),
    )
    filters = (
        Filter("site", _("Site"), lambda _value: Q(), _sites),
        Filter("kind", _("Kind"), lambda value: Q(kind=value), _kinds),
        Filter("advisor", _("Advisor"), lambda value: Q(advisor_id=value), _advisors),
        Filter("from", _("Opened from"), from_day("made_at"), kind="day"),
        Filter("to", _("Opened to"), to_day("made_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Ticket]:
        """What the person may know of."""
        rows = at_sites(request, Ticket.objects.all())
        return rows if request.GET.get("site") == "all" else rows.filter(site=desk(request).site)

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By number, plate, VIN, customer, phone."""
        return matching(text)

    def with_more(self, rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """With the car, the customer and the jobs."""
        return rows.select_related("vehicle", "customer", "site").prefetch_related("jobs")

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """View → how many tickets under way it holds; views of what is over are not counted."""
        rows = self.rows(request).filter(state__in=OPEN).values_list("order_status").annotate(n=Count("id"))
        each = dict(rows.order_by())
        found = {key: sum(each.get(one, 0) for one in STATUSES[key]) for key in ("quotes", "work", "ready")}
        return {"": sum(each.values())} | found


def matching(text: str) -> Q:
    """Tickets by their number (with or without #), a plate, a VIN's end, a customer, or words of the concern."""
    bare = "".join(text.upper().split())
    found = Q(vehicle__in=Vehicle.objects.filter(Q(plate__startswith=bare) | Q(vin__endswith=bare)))
    found |= numbered(bare, "ref", "work_order_number")
    words = folding.fold(text).split()
    digits = folding.phone_digits(text)
    parties = Party.objects.filter(phone_digits=digits) if digits else Party.objects.filter(is_walk_in=False)
    for word in words if not digits else []:
        parties = parties.filter(search__contains=word)
    return found | Q(customer__in=parties)
