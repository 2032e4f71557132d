"""The list of kits: what each holds, costs, and how many can be put together here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import prices, search
from vaxel.business.catalog.models import KitComponent, Part
from vaxel.business.catalog.prices import FoundPrice
from vaxel.business.stock import places
from vaxel.business.stock import queries as stock
from vaxel.business.stock.places import NoStore
from vaxel.doors.office.desk import desk
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import Cell, Column, Listing, View
from vaxel.doors.templatetags.vaxel import named

SEARCHED_MOST = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """Its own price, what its parts cost one by one (None: one of them has no price), and how many can be had here."""

    price: FoundPrice | None
    sum_cm: int | None
    here_milli: int | None


def beside(request: HttpRequest, kits: Sequence[Part]) -> list[Beside]:
    """The kits' prices and what is here, in their order. A fixed number of queries."""
    here, ids = desk(request), [kit.pk for kit in kits]
    inside: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    rows = KitComponent.objects.filter(kit__in=ids).values_list("kit", "part", "quantity_milli")
    for kit_id, part_id, milli in rows:
        inside[kit_id].append((part_id, milli))
    every = {*ids, *(part for held in inside.values() for part, _milli in held)}
    found = prices.for_parts(every, site_id=here.site.pk, group_id=None, day=timezone.localdate(here.at))
    can = can_be_had(here.site.pk, ids)
    return [Beside(found.get(one), _sum(inside[one], found), can.get(one)) for one in ids]


def can_be_had(site_id: UUID, part_ids: Sequence[UUID]) -> dict[UUID, int | None]:
    """Part → thousandths to be had in the site's store, kits by what is in them; nothing where there is no store."""
    try:
        return stock.availability(part_ids, places.store(site_id)) if part_ids else {}
    except NoStore:
        return {}


def _sum(held: Sequence[tuple[UUID, int]], found: dict[UUID, FoundPrice]) -> int | None:
    if not held or any(part not in found for part, _milli in held):
        return None
    return sum(found[part].unit_price_cm * milli // 1000 for part, milli in held)


def _count(kit: Part) -> Cell:
    return kit.n_inside  # type: ignore[attr-defined, no-any-return]


class Kits(Listing[Part]):
    """Kits by number."""

    key, title, icon = "kits", _("Kits"), "boxes"
    row, template = "office/kits/row.html", "office/kits/list.html"
    placeholder = _("Number, name, barcode")
    order = ("norm", "id")
    columns: ClassVar = (
        Column[Part]("number", _("Part number"), lambda one: one.number, ("norm", "id")),
        Column[Part]("name", _("Name"), named),
        Column[Part]("inside", _("Parts in it"), _count, css="number"),
        Column[Part]("here", _("Can be had here"), lambda _one: None, css="number"),
        Column[Part]("sum", _("Its parts one by one"), lambda _one: None, css="number fold-late"),
        Column[Part]("price", _("Price"), lambda _one: None, css="number"),
    )
    views = (
        View("", pgettext_lazy("kits", "All")),
        View("empty", _("Nothing in them yet"), Q(components=None)),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Part]:
        """Those that are sold."""
        return Part.objects.filter(stocking__among=["kit"], retired_at=None)

    def with_more(self, rows: QuerySet[Part]) -> QuerySet[Part]:
        """With the brand and how many different parts are inside."""
        return rows.select_related("brand").annotate(n_inside=how_many(KitComponent.objects.all(), "kit"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """What the part search finds."""
        return Q(pk__in=[hit.part_id for hit in search.parts(text, most=SEARCHED_MOST)])

    def shown(self, request: HttpRequest, rows: Sequence[Part]) -> Iterable[Any]:
        """What stands beside each."""
        return beside(request, rows)
