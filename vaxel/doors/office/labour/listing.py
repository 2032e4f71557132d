"""The list of labour operations, with what each costs here."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rates, search
from vaxel.business.catalog.models import Operation
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.listing import Column, Filter, Listing, View, pieces
from vaxel.doors.templatetags.vaxel import named

SEARCHED_MOST = 50


def _rates(request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, named(rate)) for key, rate in sorted(rates.at_site(desk(request).site.pk).items())]


class Operations(Listing[Operation]):
    """Labour by its code."""

    key, title, icon = "labour", _("Labour"), "clock"
    row, template = "office/labour/row.html", "office/labour/list.html"
    placeholder = _("Code or name")
    order = ("code", "id")
    columns: ClassVar = (
        Column[Operation]("code", _("Code"), lambda one: one.code, ("code", "id")),
        Column[Operation]("name", _("Name"), named),
        Column[Operation]("rate", _("Labour rate"), lambda one: one.rate_key, ("rate_key", "code", "id")),
        Column[Operation](
            "hours", _("Hours"), lambda one: pieces(one.hours_milli), ("-hours_milli", "code", "id"), "number"
        ),
        Column[Operation]("price", _("Without VAT"), lambda _one: None, css="number"),
    )
    views = (View("", _("In use"), Q(retired_at=None)), View("retired", _("Retired"), Q(retired_at__isnull=False)))
    filters = (Filter("rate", _("Labour rate"), lambda value: Q(rate_key=value), _rates),)

    def rows(self, request: HttpRequest) -> QuerySet[Operation]:
        """All of them."""
        return Operation.objects.all()

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By code or words of the name; those out of use by the beginning of their code."""
        return Q(pk__in=[one.pk for one in search.operations(text, SEARCHED_MOST)]) | Q(code__istartswith=text)

    def shown(self, request: HttpRequest, rows: Sequence[Operation]) -> Iterable[Any]:
        """The rate here, and what the operation costs without VAT, in minor units. One query."""
        here = rates.at_site(desk(request).site.pk)
        return [
            (here.get(one.rate_key), here[one.rate_key].hour_price_cm * one.hours_milli // 100_000)
            if one.rate_key in here
            else (None, None)
            for one in rows
        ]
