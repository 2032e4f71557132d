"""The list of fees."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Fee, PartFee
from vaxel.doors import wording
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import Cell, Column, Listing, View, price_each
from vaxel.doors.templatetags.vaxel import named


def _now(request: HttpRequest) -> Q:
    today = timezone.localdate(desk(request).at)
    return Q(valid_to=None) | Q(valid_to__gt=today)


def _over(request: HttpRequest) -> Q:
    return Q(valid_to__lte=timezone.localdate(desk(request).at))


def _parts(fee: Fee) -> Cell:
    return fee.n_parts  # type: ignore[attr-defined, no-any-return]


class Fees(Listing[Fee]):
    """Fees by name."""

    key, title, icon = "fees", _("Fees"), "tag"
    row, template = "office/fees/row.html", "office/fees/list.html"
    placeholder = _("Name")
    order = ("name_sv", "id")
    columns: ClassVar = (
        Column[Fee]("name", _("Name"), named, ("name_sv", "id")),
        Column[Fee]("kind", _("Kind"), lambda one: str(wording.word("fee", one.kind).text)),
        Column[Fee]("price", _("Without VAT"), lambda one: price_each(one.unit_price_cm), css="number"),
        Column[Fee]("parts", _("On parts"), _parts, css="number"),
        Column[Fee]("from", _("From"), lambda one: one.valid_from, ("-valid_from", "id"), "fold-late"),
        Column[Fee]("to", _("Until"), lambda one: one.valid_to, ("valid_to", "id"), "fold-late", present="valid_to"),
    )
    views = (View("", _("In force"), _now), View("over", _("Ended"), _over))

    def rows(self, request: HttpRequest) -> QuerySet[Fee]:
        """All of them."""
        return Fee.objects.all()

    def with_more(self, rows: QuerySet[Fee]) -> QuerySet[Fee]:
        """With how many parts each hangs on."""
        return rows.annotate(n_parts=how_many(PartFee.objects.all(), "fee"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By a piece of the name."""
        return Q(name_sv__icontains=text) | Q(name_en__icontains=text) | Q(key__icontains=text)
