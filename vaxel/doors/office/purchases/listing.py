"""The list of purchase orders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import search
from vaxel.business.parties import queries
from vaxel.business.purchasing import rules
from vaxel.business.purchasing.models import Dispatch, PurchaseLine, PurchaseOrder, Supplier
from vaxel.business.purchasing.queries import OPEN_LINE
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import (
    EVERYTHING,
    Cell,
    Column,
    Filter,
    Listing,
    View,
    from_day,
    major,
    numbered,
    to_day,
)

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Beside:
    """What an order costs, and when the next of it comes."""

    sum_minor: int
    next_on: date | None


def sum_minor(order: PurchaseOrder) -> int:
    """What is still wanted on the order costs, without VAT; the lines are read with it."""
    return sum(
        rules.amount_minor(line.quantity_milli - line.cancelled_milli, line.unit_price_cm) for line in order.lines.all()
    )


def next_on(order: PurchaseOrder) -> date | None:
    """When the first of what is still to come is expected; the lines are read with it."""
    return min((line.expected_on for line in order.lines.all() if line.open_milli and line.expected_on), default=None)


def suppliers(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    """Whom we buy from."""
    rows = Supplier.objects.filter(retired_at=None).order_by("party__name").values_list("pk", "party__name")
    return [(str(pk), name) for pk, name in rows[:MOST_CHOICES]]


def _late(request: HttpRequest) -> Q:
    day = timezone.localdate(desk(request).at)
    late = PurchaseLine.objects.filter(OPEN_LINE, expected_on__lt=day)
    return Q(state__in=OPEN_ORDER, pk__in=late.values("order"))


def _state(order: PurchaseOrder) -> Cell:
    return str(wording.word("purchase", order.state).text)


class Purchases(Listing[PurchaseOrder]):
    """The site's purchase orders, the newest first."""

    key, title, icon = "purchases", _("Purchase orders"), "truck"
    row, template = "office/purchases/row.html", "office/purchases/list.html"
    placeholder = _("Order number, supplier, part")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[PurchaseOrder]("number", _("Number"), lambda one: one.number, ("-number", "-id"), present="number"),
        Column[PurchaseOrder](
            "supplier", _("Supplier"), lambda one: one.supplier.party.name, ("supplier__party__name", "-id")
        ),
        Column[PurchaseOrder]("state", _("Status"), _state),
        Column[PurchaseOrder](
            "sent", pgettext_lazy("order", "Sent"), lambda one: one.sent_at, ("-sent_at", "-id"), "fold", "sent_at"
        ),
        Column[PurchaseOrder]("expected", _("Expected"), next_on, css="fold"),
        Column[PurchaseOrder]("lines", _("Lines"), lambda one: len(one.lines.all()), css="number fold-late"),
        Column[PurchaseOrder]("sum", _("Without VAT"), lambda one: major(sum_minor(one), one.currency), css="number"),
    )
    views = (
        View("", _("On the way"), Q(state__in=OPEN_ORDER)),
        View("draft", _("Drafts"), Q(state="draft")),
        View("late", _("Late"), _late),
        View("all", EVERYTHING),
    )
    filters = (
        Filter("supplier", _("Supplier"), lambda value: Q(supplier_id=value), suppliers),
        Filter("from", _("Made from"), from_day("made_at"), kind="day"),
        Filter("to", _("Made until"), to_day("made_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[PurchaseOrder]:
        """Those of the site."""
        return at_sites(request, PurchaseOrder.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
        """With supplier, lines, and how it was sent."""
        sent = Dispatch.objects.filter(order=OuterRef("pk")).order_by("-made_at")
        return (
            rows.select_related("supplier__party")
            .prefetch_related("lines")
            .annotate(dispatch=Subquery(sent.values("state")[:1]))
        )

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """Drafts wait for somebody."""
        rows = self.rows(request).filter(state__in=("draft", *OPEN_ORDER))
        said = rows.aggregate(
            way=Count("pk", filter=Q(state__in=OPEN_ORDER)), draft=Count("pk", filter=Q(state="draft"))
        )
        return {"": said["way"], "draft": said["draft"]}

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By our number or theirs, by supplier, by a part on it."""
        wanted = Q(supplier__party__in=[party.pk for party in queries.search(text, 50)]) | Q(supplier_ref__iexact=text)
        lines = PurchaseLine.objects.filter(part__in=[hit.part_id for hit in search.parts(text, most=50)])
        wanted |= Q(pk__in=lines.values("order"))
        return wanted | numbered(text, "number")

    def shown(self, request: HttpRequest, rows: Sequence[PurchaseOrder]) -> Iterable[Beside]:
        """The sum of each, and when the next of it comes."""
        return [Beside(sum_minor(row), next_on(row)) for row in rows]
