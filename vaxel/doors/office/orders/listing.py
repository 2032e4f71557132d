"""The list of work orders: who does them, how far they are, and when they are promised."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Staff
from vaxel.business.tickets.models import Ticket, WorkShare
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import Bulk, Column, Filter, Listing, View, from_day, to_day
from vaxel.doors.office.tickets.listing import IN_WORK, matching

UNDER_WAY = (*IN_WORK, "ready")
WAITING = tuple(one for one in IN_WORK if one.startswith("waiting"))
AHEAD = ("open", "scheduled")


@dataclass(frozen=True, slots=True)
class Beside:
    """Who shares the order's labour, and whether its promise has passed."""

    technicians: Sequence[str]
    late: bool


def _technicians(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    held = Staff.objects.filter(is_active=True, is_technician=True).order_by("name")
    return [("none", _("nobody yet")), *((str(pk), name) for pk, name in held.values_list("pk", "name"))]


def _of_technician(value: str) -> Q:
    shared = WorkShare.objects.all() if value == "none" else WorkShare.objects.filter(staff=UUID(value))
    held = Q(pk__in=shared.values("line__ticket"))
    return ~held if value == "none" else held


def _states(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(one, wording.word("order", one).text) for one in (*UNDER_WAY, "invoiced")]


def _sites(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [("all", _("All sites"))]


def late(at: datetime) -> Q:
    """Work orders that should have been ready by the moment, and are not."""
    return Q(work_order_number__isnull=False, order_status__in=IN_WORK, promise_at__lt=at)


def _late(request: HttpRequest) -> Q:
    return late(desk(request).at)


def _mine(request: HttpRequest) -> Q:
    return Q(order_status__in=UNDER_WAY) & _of_technician(str(desk(request).staff.pk))


class Orders(Listing[Ticket]):
    """Work orders of the site where the person stands, the soonest promised first."""

    key, title, icon = "orders", _("Work orders"), "wrench"
    row, template = "office/orders/row.html", "office/orders/list.html"
    placeholder = _("Number, plate, customer, phone")
    order = ("-work_order_number", "-id")
    columns: ClassVar = (
        Column[Ticket]("number", _("Work order"), lambda one: one.work_order_number, ("-work_order_number", "-id")),
        Column[Ticket]("plate", _("Plate"), lambda one: one.vehicle.plate if one.vehicle else "", export_only=True),
        Column[Ticket]("vehicle", _("Vehicle and customer"), lambda one: one.customer.name),
        Column[Ticket]("jobs", _("Jobs"), lambda one: ", ".join(job.title for job in one.jobs.all())),
        Column[Ticket]("technician", _("Technician"), lambda _one: None),
        Column[Ticket]("status", _("Status"), lambda one: str(wording.word("order", one.order_status).text)),
        Column[Ticket]("promise", _("Promised"), lambda one: one.promise_at, ("promise_at", "id"),
                       present="promise_at"),
    )  # fmt: skip
    views = (
        View("", _("Under way"), Q(order_status__in=UNDER_WAY)),
        View("mine", _("Mine"), _mine),
        View("ahead", _("To be started"), Q(order_status__in=AHEAD)),
        View("waiting", _("Waiting"), Q(order_status__in=WAITING)),
        View("late", _("Late"), _late),
        View("ready", _("Ready"), Q(order_status="ready")),
        View("done", _("Invoiced"), Q(order_status="invoiced")),
    )
    filters = (
        Filter("technician", _("Technician"), _of_technician, _technicians),
        Filter("state", _("Status"), lambda value: Q(order_status=value), _states),
        Filter("site", _("Site"), lambda _value: Q(), _sites),
        Filter("from", _("Promised from"), from_day("promise_at"), kind="day"),
        Filter("to", _("Promised to"), to_day("promise_at"), kind="day"),
    )
    bulk = (Bulk(_("Print"), "printer", "orders:print", target="_blank"),)

    def rows(self, request: HttpRequest) -> QuerySet[Ticket]:
        """Tickets that have become work orders."""
        rows = at_sites(request, Ticket.objects.filter(work_order_number__isnull=False))
        return rows if request.GET.get("site") == "all" else rows.filter(site=desk(request).site)

    def with_more(self, rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """With the car, the customer and the jobs."""
        return rows.select_related("vehicle", "customer", "site").prefetch_related("jobs")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """As tickets are found."""
        return matching(text)

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many there are of each that is under way. One query."""
        rows = self.rows(request).filter(order_status__in=UNDER_WAY)
        return rows.aggregate(
            late=Count("id", filter=_late(request)), ahead=Count("id", filter=Q(order_status__in=AHEAD)),
            waiting=Count("id", filter=Q(order_status__in=WAITING)), ready=Count("id", filter=Q(order_status="ready")),
        )  # fmt: skip

    def shown(self, request: HttpRequest, rows: Sequence[Ticket]) -> Iterable[Any]:
        """Who works on each, and whether it is late. One query."""
        names: dict[UUID, dict[str, None]] = defaultdict(dict)
        shares = WorkShare.objects.filter(line__ticket__in=rows).order_by("staff__name")
        for ticket_id, name in shares.values_list("line__ticket", "staff__name"):
            names[ticket_id][name] = None
        now = desk(request).at
        return [
            Beside(list(names[one.pk]), bool(one.promise_at and one.promise_at < now and one.order_status in IN_WORK))
            for one in rows
        ]
