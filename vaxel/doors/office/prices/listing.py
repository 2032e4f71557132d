"""The list of price lists, and the parts of one with their prices in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import prices, search
from vaxel.business.catalog.models import Part, Price, PriceList
from vaxel.business.catalog.prices import FoundPrice
from vaxel.business.parties.models import CustomerGroup
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View, major, price_each
from vaxel.doors.office.parts.listing import brands, categories
from vaxel.doors.templatetags.vaxel import named

SEARCHED_MOST = 100


def _groups(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(str(pk), name) for pk, name in CustomerGroup.objects.order_by("name").values_list("pk", "name")]


def _now(request: HttpRequest) -> Q:
    today = timezone.localdate(desk(request).at)
    return Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gt=today))


def _to_come(request: HttpRequest) -> Q:
    return Q(valid_from__gt=timezone.localdate(desk(request).at))


def _over(request: HttpRequest) -> Q:
    return Q(valid_to__lte=timezone.localdate(desk(request).at))


def _count(one: PriceList) -> Cell:
    return one.n_prices  # type: ignore[attr-defined, no-any-return]


class PriceLists(Listing[PriceList]):
    """Price lists, the newest first."""

    key, title, icon = "price_lists", _("Price lists"), "tags"
    row, template = "office/prices/row.html", "office/prices/list.html"
    placeholder = _("Name")
    order = ("-valid_from", "-id")
    columns: ClassVar = (
        Column[PriceList]("name", _("Name"), lambda one: one.name, ("name", "id")),
        Column[PriceList]("for", _("For"), lambda one: one.group.name if one.group else ""),
        Column[PriceList]("site", _("Site"), lambda one: one.site.name if one.site else ""),
        Column[PriceList]("from", _("From"), lambda one: one.valid_from, ("-valid_from", "-id")),
        Column[PriceList]("to", _("Until"), lambda one: one.valid_to, ("valid_to", "id"), "fold", present="valid_to"),
        Column[PriceList]("prices", _("Prices"), _count, css="number"),
    )
    views = (
        View("", _("In force"), _now), View("next", _("To come"), _to_come), View("over", _("Ended"), _over),
    )  # fmt: skip
    filters = (Filter("group", _("Customer group"), lambda value: Q(group_id=value), _groups),)

    def rows(self, request: HttpRequest) -> QuerySet[PriceList]:
        """All of them."""
        return PriceList.objects.all()

    def with_more(self, rows: QuerySet[PriceList]) -> QuerySet[PriceList]:
        """With group, site, and how many prices each has."""
        return rows.select_related("group", "site").annotate(n_prices=how_many(Price.objects.all(), "price_list"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By a piece of the name."""
        return Q(name__icontains=text)


@dataclass(frozen=True, slots=True)
class Beside:
    """The part's price in the list, and what counts for everyone today."""

    own_cm: int | None
    counts: FoundPrice | None


def _own(part: Part) -> int | None:
    return part.own_cm  # type: ignore[attr-defined, no-any-return]


class Grid(Listing[Part]):
    """The parts with their prices in one list, to be edited like a sheet."""

    key, title, icon = "prices", _("Prices"), "tag"
    row, template = "office/prices/cell.html", "office/prices/show.html"
    placeholder = _("Number, name, barcode")
    order = ("norm", "id")
    columns: ClassVar = (
        Column[Part]("number", _("Part number"), lambda one: one.number, ("norm", "id")),
        Column[Part]("name", _("Name"), named),
        Column[Part]("brand", _("Brand"), lambda one: one.brand.name, ("brand__name", "norm", "id"), "fold"),
        Column[Part]("cost", _("Cost"), lambda one: major(one.cost_minor), css="number fold-late",
                     needs="prices.see_margin"),
        Column[Part]("counts", _("Counts today"), lambda _one: None, css="number fold-late"),
        Column[Part]("own", _("Price in this list"), lambda one: price_each(_own(one)), css="number"),
    )  # fmt: skip
    views = (
        View("", _("With a price here"), Q(own_cm__isnull=False)),
        View("none", _("Without"), Q(own_cm=None)),
        View("all", pgettext_lazy("parts", "All")),
    )
    filters = (
        Filter("category", _("Part group"), lambda value: Q(category_id=value), categories),
        Filter("brand", _("Brand"), lambda value: Q(brand_id=value), brands),
    )

    def __init__(self, price_list: PriceList | None = None) -> None:
        self.price_list = price_list

    def question(self, request: HttpRequest) -> str:
        """With which list it is."""
        return f"{super().question(request)}&list={self._asked(request)}"

    def _asked(self, request: HttpRequest) -> UUID:
        return self.price_list.pk if self.price_list else UUID(request.GET["list"])

    def rows(self, request: HttpRequest) -> QuerySet[Part]:
        """The parts that are sold, with their price in the list."""
        held = Price.objects.filter(part=OuterRef("pk"), price_list=self._asked(request))
        own = Subquery(held.values("unit_price_cm")[:1])
        return Part.objects.filter(Q(retired_at=None) | Exists(held)).annotate(own_cm=own)

    def with_more(self, rows: QuerySet[Part]) -> QuerySet[Part]:
        """With the brand."""
        return rows.select_related("brand")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """What the part search finds."""
        return Q(pk__in=[hit.part_id for hit in search.parts(text, most=SEARCHED_MOST)])

    def shown(self, request: HttpRequest, rows: Sequence[Part]) -> Iterable[Any]:
        """The price in the list, and the one that counts today. Two queries."""
        here = desk(request)
        found: Mapping[Any, FoundPrice] = prices.for_parts(
            [one.pk for one in rows], site_id=here.site.pk, group_id=None, day=timezone.localdate(here.at)
        )
        return [Beside(_own(one), found.get(one.pk)) for one in rows]
