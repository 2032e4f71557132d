"""The list of what was asked for and not sold."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import search
from vaxel.business.purchasing.models import LostSale
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Filter, Listing, View, from_day, major, pieces, to_day


def _reasons(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, word.text) for key, word in wording.LOST.items()]


class LostSales(Listing[LostSale]):
    """Lost sales of the site, the newest first."""

    key, title, icon = "lost_sales", _("Lost sales"), "trending-down"
    row, template = "office/lost_sales/row.html", "office/lost_sales/list.html"
    placeholder = _("Number, name or words")
    order = ("-at", "-id")
    columns: ClassVar = (
        Column[LostSale]("at", _("When"), lambda one: one.at, ("-at", "-id")),
        Column[LostSale]("part", _("Asked for"), lambda one: one.part.number if one.part else one.text),
        Column[LostSale]("quantity", _("Quantity"), lambda one: pieces(one.quantity_milli), css="number"),
        Column[LostSale]("reason", _("Reason"), lambda one: str(wording.word("lost", one.reason).text)),
        Column[LostSale](
            "value", _("Would have brought"), lambda one: major(one.value_minor), ("-value_minor", "-id"), "number"
        ),
    )
    views = (
        View("", EVERYTHING),
        View("stock", _("For want of stock"), Q(reason__in=["no_stock", "too_late"])),
        View("other", _("Other reasons"), Q(reason__in=["price", "brand", "asking"])),
    )
    filters = (
        Filter("reason", _("Reason"), lambda value: Q(reason=value), _reasons),
        Filter("from", _("From"), from_day("at"), kind="day"),
        Filter("to", _("Until"), to_day("at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[LostSale]:
        """Those of the site."""
        return at_sites(request, LostSale.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[LostSale]) -> QuerySet[LostSale]:
        """With part and customer."""
        return rows.select_related("part__brand", "customer")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the part, or the words that were written."""
        return Q(part__in=[hit.part_id for hit in search.parts(text, most=50)]) | Q(text__icontains=text)
