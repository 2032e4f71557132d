"""The list of plans: who pays in parts, what falls due next, and who is late."""

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.payments import instalments
from vaxel.business.payments.instalment_rules import Covered
from vaxel.business.payments.models import InstalmentPlan
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Listing, View, major, numbered
from vaxel.doors.office.lists.reach import ALL_SITES, customers, reached

RUNNING = Q(ended_at=None, document__open_minor__gt=0)
type Seen = tuple[str, Covered | None]


def _late(_request: HttpRequest) -> Q:
    """More had fallen due before today than has been paid."""
    return RUNNING & Q(paid__lt=F("fallen"))


class Plans(Listing[InstalmentPlan]):
    """Plans made at the site where the person stands, newest first; `?site=all` at all their sites."""

    key, title, icon = "instalments", _("Paid in parts"), "calendar-clock"
    row, template = "office/instalments/row.html", "office/instalments/list.html"
    placeholder = _("Customer, or the invoice's number")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[InstalmentPlan]("customer", _("Customer"), lambda one: one.customer.name, ("customer__name", "id")),
        Column[InstalmentPlan]("invoice", _("Invoice"), lambda one: one.document.printed),
        Column[InstalmentPlan]("state", _("Status"), lambda one: str(_("Ended")) if one.ended_at else ""),
        Column[InstalmentPlan]("next", _("Next part"), lambda one: "", css="fold"),
        Column[InstalmentPlan]("whole", _("In all"), lambda one: major(one.principal_minor, one.currency),
                               ("-principal_minor", "-id"), "number fold"),
        Column[InstalmentPlan]("left", _("Left"), lambda one: major(one.document.open_minor, one.currency),
                               ("-document__open_minor", "-id"), "number"),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("plans", "Being paid"), RUNNING),
        View("late", pgettext_lazy("plans", "Late"), _late),
        View("paid", pgettext_lazy("plans", "Paid"), Q(document__open_minor__lte=0)),
        View("all", EVERYTHING),
    )
    filters = (ALL_SITES,)

    def rows(self, request: HttpRequest) -> QuerySet[InstalmentPlan]:
        """What the person may know of, with what has been paid and what had fallen due before today."""
        before = Q(lines__due_on__lt=timezone.localdate(desk(request).at))
        return reached(request, InstalmentPlan.objects.all()).annotate(
            paid=F("principal_minor") - F("document__open_minor"),
            fallen=Coalesce(Sum("lines__amount_minor", filter=before), 0),
        )

    def with_more(self, rows: QuerySet[InstalmentPlan]) -> QuerySet[InstalmentPlan]:
        """With customer, invoice and parts."""
        return rows.select_related("customer", "document", "site").prefetch_related("lines")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By customer or the invoice's number."""
        return Q(customer__in=customers(text)) | numbered(text, "document__number")

    def counts(self, request: HttpRequest) -> dict[str, int]:
        """How many are being paid, and how many of them are late. Two queries."""
        rows = self.rows(request)
        return {"": rows.filter(RUNNING).count(), "late": rows.filter(_late(request)).count()}

    def shown(self, request: HttpRequest, rows: Sequence[InstalmentPlan]) -> list[Seen]:
        """How each stands, and its next part that is not paid."""
        day = timezone.localdate(desk(request).at)
        return [
            (instalments.state(one, day), next((part for part in instalments.standing(one) if part.left_minor), None))
            for one in rows
        ]
