"""The list of those who asked for a time on the public page."""

from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.parties import folding
from vaxel.business.tickets.models import VisitRequest
from vaxel.business.tickets.visit_requests import OPEN
from vaxel.doors import wording
from vaxel.doors.office.lists.listing import Column, Filter, Listing, View, from_day, to_day
from vaxel.doors.office.lists.reach import reached


def _sites(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [("all", _("All sites"))]


class VisitRequests(Listing[VisitRequest]):
    """Requests for a time at the site, the oldest that waits first."""

    key, title, icon = "visits", _("Requests for a time"), "calendar-clock"
    row, template = "office/visits/row.html", "office/visits/list.html"
    placeholder = _("Name, phone, e-mail, plate")
    order = ("made_at", "id")
    columns: ClassVar = (
        Column[VisitRequest]("name", _("Name"), lambda one: one.name, ("name", "id")),
        Column[VisitRequest]("wish", _("Wants help with"), lambda one: one.wish),
        Column[VisitRequest]("plate", _("Plate"), lambda one: one.plate, ("plate", "id")),
        Column[VisitRequest]("day", _("Wanted day"), lambda one: one.wanted_on, ("wanted_on", "id"),
                             present="wanted_on"),
        Column[VisitRequest]("asked", _("Asked"), lambda one: one.made_at, ("-made_at", "-id"), "fold-late"),
        Column[VisitRequest]("state", _("Status"), lambda one: str(wording.word("visit", one.state).text)),
        Column[VisitRequest]("phone", _("Phone"), lambda one: one.phone, export_only=True),
        Column[VisitRequest]("email", _("E-mail"), lambda one: one.email, export_only=True),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("requests for a time", "To answer"), Q(state="new")),
        View("offered", _("Offered another time"), Q(state="offered")),
        View("taken", pgettext_lazy("requests for a time", "Booked"), Q(state="taken")),
        View("declined", pgettext_lazy("requests for a time", "Declined"), Q(state="declined")),
        View("all", pgettext_lazy("requests for a time", "All")),
    )
    filters = (
        Filter("site", _("Site"), lambda _value: Q(), _sites),
        Filter("from", _("Asked from"), from_day("made_at"), kind="day"),
        Filter("to", _("Asked to"), to_day("made_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[VisitRequest]:
        """Those of the site."""
        return reached(request, VisitRequest.objects.all())

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By whatever they wrote of themselves."""
        found = Q(name__icontains=text) | Q(email__icontains=text) | Q(plate__icontains="".join(text.split()))
        found |= Q(plate__icontains=text) | Q(wish__icontains=text)
        digits = folding.phone_digits(text)
        return found | Q(phone__contains=text) if digits else found

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many wait. One query."""
        rows = dict(self.rows(request).filter(state__in=OPEN).values_list("state").annotate(n=Count("pk")).order_by())
        return {"": rows.get("new", 0), "offered": rows.get("offered", 0)}
