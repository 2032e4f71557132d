"""The list of pieces and lots: what is known by its serial number, DOT week or lot, and where it lies."""

from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import search
from vaxel.business.stock import lot_rules
from vaxel.business.stock.models import Lot, LotBalance
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Column, Filter, Listing, View, from_day, pieces, to_day
from vaxel.doors.templatetags.vaxel import named

FOUND_MOST = 50


def _places(one: Lot) -> str:
    return ", ".join(lie.location.name for lie in one.balances.all() if lie.on_hand_milli)


def _lying(request: HttpRequest | None = None) -> Q:
    held = LotBalance.objects.filter(lot=OuterRef("pk"), on_hand_milli__gt=0)
    return Q(Exists(held.filter(location__site=desk(request).site) if request else held))


def _old(request: HttpRequest) -> Q:
    return Q(best_before__lt=desk(request).at.date()) & _lying(request)


class Serials(Listing[Lot]):
    """Pieces and lots, the newest first."""

    key, title, icon = "serials", _("Serial numbers and lots"), "scan-barcode"
    row, template = "office/serials/row.html", "office/serials/list.html"
    placeholder = _("Serial number, lot, part")
    order = ("-came_at", "-pk")
    columns: ClassVar = (
        Column[Lot]("code", _("Serial number or lot"), lambda one: one.code, ("norm", "pk")),
        Column[Lot]("part", _("Part"), lambda one: one.part.number),
        Column[Lot]("name", _("Name"), lambda one: named(one.part), export_only=True),
        Column[Lot]("here", _("On hand"), lambda one: pieces(one.lying_milli or 0), css="number"),  # type: ignore[attr-defined]
        Column[Lot]("place", _("Where"), _places, css="fold"),
        Column[Lot]("came", _("First here"), lambda one: one.came_at, ("-came_at", "-pk"), "fold"),
        Column[Lot]("best", _("Best before"), lambda one: one.best_before, ("best_before", "pk"), "fold",
                    present="best_before"),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("lots", "All")),
        View("here", _("Lie here"), _lying),
        View("gone", _("Sold or gone"), lambda _request: ~_lying()),
        View("old", _("Too old"), _old),
    )
    filters = (
        Filter("from", _("From"), from_day("came_at"), kind="day"),
        Filter("to", _("Until"), to_day("came_at"), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Lot]:
        """All that are known."""
        return Lot.objects.exclude(code=lot_rules.UNKNOWN)

    def with_more(self, rows: QuerySet[Lot]) -> QuerySet[Lot]:
        """With the part, and what lies where."""
        return (
            rows.select_related("part__brand").prefetch_related("balances__location")
            .annotate(lying_milli=Sum("balances__on_hand_milli"))
        )  # fmt: skip

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By a piece of the number, or the part."""
        number = lot_rules.norm(text)
        of_parts = Q(part__in=[hit.part_id for hit in search.parts(text, most=FOUND_MOST)])
        return of_parts | Q(norm__contains=number) if number else of_parts
