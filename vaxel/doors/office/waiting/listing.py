"""The list of work that waits: what is to be asked about now, by due day, colour, age and advisor (S-110)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.inspections.models import Finding
from vaxel.business.locations.models import Staff
from vaxel.business.service.models import DeferredWork
from vaxel.business.vehicles import plates
from vaxel.doors import wording
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View, major

UPCOMING_DAYS = 14
AGES = ((0, 90, _("Up to 3 months")), (90, 365, _("3 to 12 months")), (365, 36_500, _("Older than a year")))
OPEN = Q(state="open", on_job=None)


def _today(request: HttpRequest) -> date:
    return timezone.localdate(desk(request).at)


def _due(request: HttpRequest) -> Q:
    """Nobody said when to ask again, or the day is near or has passed."""
    return OPEN & (Q(ask_again_on=None) | Q(ask_again_on__lte=_today(request) + timedelta(days=UPCOMING_DAYS)))


def _overdue(request: HttpRequest) -> Q:
    return OPEN & Q(ask_again_on__lt=_today(request))


def _colours(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(one, wording.word("finding", one).text) for one in ("red", "amber")]


def _people(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    held = Staff.objects.filter(is_active=True, is_technician=False).order_by("name")
    return [(str(pk), name) for pk, name in held.values_list("pk", "name")]


def _ages(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(str(n), name) for n, (_from, _to, name) in enumerate(AGES)]


def _aged(value: str) -> Q:
    first, last, _name = AGES[int(value)] if value.isdecimal() and int(value) < len(AGES) else AGES[0]
    now = timezone.now()
    return Q(made_at__lte=now - timedelta(days=first), made_at__gt=now - timedelta(days=last))


def _colour(work: Any) -> Cell:
    return str(wording.word("finding", work.colour).text) if work.colour else ""


def _said(work: DeferredWork) -> Cell:
    return str(wording.word("deferred", work.decision).text)


def _advisor(work: DeferredWork) -> Cell:
    return work.ticket.made_by.name if work.ticket.made_by else ""


class Waiting(Listing[DeferredWork]):
    """Work that waits on the cars of the site's tickets, what is due first."""

    key, title, icon = "waiting", _("Work that waits"), "hourglass"
    row, template = "office/waiting/row.html", "office/waiting/list.html"
    placeholder = _("Plate, customer or work")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[DeferredWork]("work", _("Work"), lambda one: one.title),
        Column[DeferredWork]("plate", _("Plate"), lambda one: one.vehicle.plate),
        Column[DeferredWork]("customer", _("Customer"), lambda one: one.customer.name, css="fold"),
        Column[DeferredWork]("phone", _("Phone"), lambda one: one.customer.phone, export_only=True),
        Column[DeferredWork]("colour", _("Colour"), _colour, ("-severity", "-made_at", "-id")),
        Column[DeferredWork]("said", pgettext_lazy("customer's", "Answer"), _said),
        Column[DeferredWork]("since", _("Since"), lambda one: one.made_at, ("made_at", "id"), "fold"),
        Column[DeferredWork]("advisor", _("Advisor"), _advisor, export_only=True),
        Column[DeferredWork]("total", _("Total"), lambda one: major(one.gross_minor, one.ticket.currency),
                             ("-gross_minor", "-id"), "number"),
        Column[DeferredWork]("ask", _("Ask again"), lambda one: one.ask_again_on, ("ask_again_on", "id")),
    )  # fmt: skip
    views = (
        View("", _("To ask about"), _due),
        View("red", _("Red findings"), OPEN & Q(severity=2)),
        View("overdue", _("Overdue"), _overdue),
        View("open", _("All that wait"), OPEN),
        View("on", _("On a ticket"), Q(state="open") & ~Q(on_job=None)),
        View("done", _("Done"), Q(state="done")),
    )
    filters = (
        Filter("colour", _("Colour"), lambda value: Q(colour=value), _colours),
        Filter("age", _("Age"), _aged, _ages),
        Filter("advisor", _("Advisor"), lambda value: Q(ticket__made_by_id=value), _people),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """Those of the site's tickets, with the colour of the finding that the work came from."""
        of_job = Finding.objects.filter(job=OuterRef("job")).order_by("pk")
        here = DeferredWork.objects.filter(ticket__site=desk(request).site)
        coloured = here.annotate(colour=Subquery(of_job.values("result")[:1]))
        severity = Case(When(colour="red", then=Value(2)), When(colour="amber", then=Value(1)), default=Value(0),
                        output_field=IntegerField())  # fmt: skip
        return coloured.annotate(severity=severity)

    def with_more(self, rows: QuerySet[DeferredWork]) -> QuerySet[DeferredWork]:
        """With car, customer and who wrote the ticket."""
        return rows.select_related("vehicle", "customer", "ticket__made_by", "ticket__site")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By plate, customer's name or phone, or the work."""
        found = Q(vehicle__plate__startswith=plates.stripped(text)) if plates.stripped(text) else Q()
        return found | Q(customer__name__icontains=text) | Q(customer__phone__contains=text) | Q(title__icontains=text)

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many are due, red and overdue. One query."""
        today = _today(request)
        soon = today + timedelta(days=UPCOMING_DAYS)
        each = list(self.rows(request).filter(OPEN).values_list("ask_again_on", "colour"))
        return {
            "": sum(on is None or on <= soon for on, _colour in each), "red": sum(one == "red" for _on, one in each),
            "overdue": sum(on is not None and on < today for on, _colour in each),
        }  # fmt: skip

    def shown(self, request: HttpRequest, rows: Sequence[DeferredWork]) -> Iterable[Any]:
        """Whether the day to ask again has passed."""
        today = _today(request)
        return [one.state == "open" and one.ask_again_on is not None and one.ask_again_on < today for one in rows]
