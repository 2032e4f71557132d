"""The list of wheel sets: what lies here, what is unsafe, and whose season has come without them."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.tyres import settings
from vaxel.business.tyres.models import WheelSet
from vaxel.business.vehicles import plates
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Filter, Listing, View

SUMMER = ((3, 15), (10, 15))  # from the one until the other, summer tyres belong on the car


def _today(request: HttpRequest) -> date:
    return timezone.localdate(desk(request).at)


def _unsafe(request: HttpRequest) -> Q:
    """Tread under the law's minimum, or older than the shop's limit; sets that are no more are left out."""
    today, years = _today(request), settings.limits(desk(request).site.pk).age_red
    then = date(today.year - years, today.month, min(today.day, 28))
    return (Q(worst="red") | Q(oldest_on__lte=then)) & ~Q(state="discarded")


def _not_come(request: HttpRequest) -> Q:
    """The season that is on now has its tyres here still (S-176)."""
    today = _today(request)
    summer = SUMMER[0] <= (today.month, today.day) < SUMMER[1]
    return Q(state="stored", season__in=["summer"] if summer else ["winter", "studded"])


def _seasons(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, word.text) for key, word in wording.TYRES.items()]


class WheelSets(Listing[WheelSet]):
    """Sets of the site, by the shelf's order."""

    key, title, icon = "tyres", _("Tyre hotel"), "circle-dot"
    row, template = "office/tyres/row.html", "office/tyres/list.html"
    placeholder = _("Plate, customer or number on the label")
    order = ("-number", "-id")
    columns: ClassVar = (
        Column[WheelSet]("number", _("Set"), lambda one: one.number, ("-number", "-id")),
        Column[WheelSet]("plate", _("Plate"), lambda one: one.vehicle.plate),
        Column[WheelSet]("customer", _("Customer"), lambda one: one.customer.name, css="fold"),
        Column[WheelSet]("season", _("Season"), lambda one: str(wording.word("tyres", one.season).text)),
        Column[WheelSet]("size", _("Size"), lambda one: one.size, css="fold"),
        Column[WheelSet](
            "place", pgettext_lazy("tyre hotel", "Place"), lambda one: one.place.label if one.place else ""
        ),
        Column[WheelSet]("tread", _("Tread"), lambda one: one.worst),
        Column[WheelSet]("state", _("Status"), lambda one: str(wording.word("wheels", one.state).text), css="fold"),
    )
    views = (
        View("", _("In the hotel"), Q(state="stored")),
        View("unsafe", _("Unsafe tyres"), _unsafe),
        View("turned", _("Not come for the season"), _not_come),
        View("homeless", _("Without a place"), Q(state="stored", place=None)),
        View("away", _("Not here"), Q(state__in=["fitted", "customer"])),
        View("all", EVERYTHING),
    )
    filters = (Filter("season", _("Season"), lambda value: Q(season=value), _seasons),)

    def rows(self, request: HttpRequest) -> QuerySet[WheelSet]:
        """Those of the site."""
        return at_sites(request, WheelSet.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[WheelSet]) -> QuerySet[WheelSet]:
        """With car, customer and place."""
        return rows.select_related("vehicle", "customer", "place")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By plate, customer, or the label's number, with or without its W."""
        found = Q(vehicle__plate__startswith=plates.stripped(text)) | Q(customer__name__icontains=text)
        bare = text.upper().removeprefix("W")
        return found | Q(number=int(bare)) if bare.isdecimal() and len(bare) < 12 else found

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many are unsafe, late or lie nowhere. One query besides the setting's."""
        return self.rows(request).aggregate(
            unsafe=Count("id", filter=_unsafe(request)), turned=Count("id", filter=_not_come(request)),
            homeless=Count("id", filter=Q(state="stored", place=None)),
        )  # fmt: skip
