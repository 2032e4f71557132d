"""Customers who owe something, by how late it is, and when they were last reminded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import OWED, Document, Reminder
from vaxel.business.parties.models import Party
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import EVERYTHING, Bulk, Column, Listing, View, major
from vaxel.doors.office.lists.reach import ALL_SITES, customers, reached

AGES = (("d30", 0, 30), ("d60", 30, 60), ("d90", 60, 90))


def today(request: HttpRequest) -> date:
    """The day on the site's wall clock."""
    return timezone.localdate(desk(request).at)


def owed(request: HttpRequest) -> QuerySet[Document]:
    """What is open at the site, or with `?site=all` at all the person's sites, in the site's currency."""
    return reached(request, Document.objects.filter(OWED, currency=desk(request).site.currency))


class Receivables(Listing[Party]):
    """Those who owe, the latest first."""

    key, title, icon = "receivables", _("Owed by customers"), "hand-coins"
    row, template = "office/receivables/row.html", "office/receivables/list.html"
    placeholder = _("Customer")
    order = ("-overdue", "-owed", "id")
    columns: ClassVar = (
        Column[Any]("name", _("Customer"), lambda one: one.name, ("name", "id")),
        Column[Any]("owed", _("Owes"), lambda one: major(one.owed), ("-owed", "id"), "number"),
        Column[Any]("overdue", _("Overdue"), lambda one: major(one.overdue), ("-overdue", "-owed", "id"), "number"),
        Column[Any]("d30", _("1–30 days late"), lambda one: major(one.d30), ("-d30", "id"), "number fold"),
        Column[Any]("d60", _("31–60"), lambda one: major(one.d60), ("-d60", "id"), "number fold"),
        Column[Any]("d90", _("61–90"), lambda one: major(one.d90), ("-d90", "id"), "number fold"),
        Column[Any]("older", _("Over 90"), lambda one: major(one.older), ("-older", "id"), "number fold"),
        Column[Any]("reminded", _("Last reminded"), lambda one: one.reminded, css="fold"),
    )  # fmt: skip
    views = (View("", EVERYTHING), View("overdue", _("Overdue"), Q(overdue__gt=0)))
    filters = (ALL_SITES,)
    bulk = (
        Bulk(_("Remind"), "send", "receivables:remind", needs="reminders.send"),
        Bulk(_("Send statements"), "mail", "receivables:statements", needs="reminders.send_statement"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Party]:
        """Customers with something open, with its ages; two levels of one query."""
        day = today(request)
        open_now = owed(request)
        sums = {"owed": Q(), "overdue": Q(due_on__lt=day, open_minor__gt=0)}
        for name, start, end in AGES:
            sums[name] = Q(due_on__lt=day - timedelta(days=start), due_on__gte=day - timedelta(days=end))
        sums["older"] = Q(due_on__lt=day - timedelta(days=90))
        here = Q(documents__in=open_now)
        told = {
            name: Sum("documents__open_minor", filter=_of_party(which) & here, default=0)
            for name, which in sums.items()
        }
        last = Reminder.objects.filter(customer=OuterRef("pk")).values("customer").annotate(n=Max("at")).values("n")
        held = Party.objects.filter(pk__in=open_now.values("customer"), is_walk_in=False)
        return held.annotate(**told, reminded=Subquery(last))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the customer's name."""
        return Q(pk__in=customers(text))

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many are late. One query."""
        late = owed(request).filter(open_minor__gt=0, due_on__lt=today(request))
        return {"overdue": late.order_by().values("customer").distinct().count()}


def _of_party(which: Q) -> Q:
    """A condition on documents, said of the customer they belong to."""
    said = Q()
    for name, value in which.children:  # type: ignore[misc]
        said &= Q(**{f"documents__{name}": value})
    return said
