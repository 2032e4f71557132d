"""The list of suppliers: how one orders there, what is on its way, what of it is late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.parties import queries
from vaxel.business.purchasing.models import PurchaseLine, Supplier
from vaxel.business.purchasing.queries import OPEN_LINE
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.doors import wording
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Cell, Column, Listing, View

SEARCHED_MOST = 100


@dataclass(frozen=True, slots=True)
class Coming:
    """How many lines are to come from a supplier to the site, and how many of them should have come."""

    lines: int = 0
    late: int = 0


def coming(request: HttpRequest, ids: Sequence[UUID]) -> Mapping[UUID, Coming]:
    """Supplier → what is on its way here. One query."""
    here = desk(request)
    rows = PurchaseLine.objects.filter(
        OPEN_LINE, order__supplier__in=ids, order__site=here.site, order__state__in=OPEN_ORDER
    ).values_list("order__supplier")
    late = Q(expected_on__lt=timezone.localdate(here.at))
    found = rows.annotate(lines=Count("pk"), late=Count("pk", filter=late))
    return {supplier: Coming(lines, n_late) for supplier, lines, n_late in found}


def _send_by(one: Supplier) -> Cell:
    return str(wording.word("send_by", one.send_by).text)


class Suppliers(Listing[Supplier]):
    """Suppliers by name."""

    key, title, icon = "suppliers", _("Suppliers"), "factory"
    row, template = "office/suppliers/row.html", "office/suppliers/list.html"
    placeholder = _("Name, phone, e-mail")
    order = ("party__name", "id")
    columns: ClassVar = (
        Column[Supplier]("name", _("Name"), lambda one: one.party.name, ("party__name", "id")),
        Column[Supplier]("send_by", _("Ordered"), _send_by, css="fold"),
        Column[Supplier]("lead", _("Lead time"), lambda one: one.lead_days, css="number fold"),
        Column[Supplier]("offers", _("Offers"), lambda one: one.n_offers, css="number"),  # type: ignore[attr-defined]
        Column[Supplier]("coming", _("On the way here"), lambda one: one.coming.lines, css="number"),  # type: ignore[attr-defined]
        Column[Supplier]("phone", _("Phone"), lambda one: one.party.phone, export_only=True),
        Column[Supplier]("email", _("E-mail"), lambda one: one.order_email or one.party.email, export_only=True),
    )
    views = (
        View("", pgettext_lazy("suppliers", "All"), Q(retired_at=None)),
        View("link", _("With a connection"), Q(retired_at=None) & ~Q(link="")),
        View("retired", _("No longer bought from"), Q(retired_at__isnull=False)),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Supplier]:
        """All of them."""
        return Supplier.objects.all()

    def with_more(self, rows: QuerySet[Supplier]) -> QuerySet[Supplier]:
        """With the party, and how many parts they offer."""
        return rows.select_related("party").annotate(n_offers=Count("offers", filter=Q(offers__retired_at=None)))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the party's name, phone or address."""
        return Q(party__in=[party.pk for party in queries.search(text, SEARCHED_MOST)])

    def shown(self, request: HttpRequest, rows: Sequence[Supplier]) -> Iterable[Any]:
        """What is on its way from each."""
        found = coming(request, [row.pk for row in rows])
        return [found.get(row.pk, Coming()) for row in rows]

    def exported(self, request: HttpRequest) -> Iterator[Supplier]:
        """Each with what is on its way from it, a thousand at a time."""
        for some in batched(super().exported(request), 1000):
            found = coming(request, [row.pk for row in some])
            for one in some:
                one.coming = found.get(one.pk, Coming())  # type: ignore[attr-defined]
                yield one
