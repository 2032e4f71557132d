"""The list of parts, with what lies here and elsewhere and what they cost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import pictures, prices, search
from vaxel.business.catalog.models import Brand, Category, Part
from vaxel.business.stock import queries as stock
from vaxel.doors.office import cursors
from vaxel.doors.office.builder import picture
from vaxel.doors.office.desk import desk, language
from vaxel.doors.office.lists.listing import Bulk, Cell, Column, Filter, Listing, View, pieces, price_each

SEARCHED_MOST = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """What a line shows of a part besides itself."""

    shelf: Any = None
    price: Any = None
    proposal: Any = None
    picture: UUID | None = None


def beside(request: HttpRequest, parts: Sequence[Part]) -> list[Beside]:
    """Shelf, price and proposal of the parts, in their order; four queries, five where some are to be ordered."""
    here, ids = desk(request), [part.pk for part in parts]
    shelves = picture.shelves({part.pk for part in parts if part.stocking in ("stocked", "on_demand")}, here)
    found = prices.for_parts(ids, site_id=here.site.pk, group_id=None, day=timezone.localdate(here.at))
    asks = request.GET.get("view") == "low"
    wanted = {one.part_id: one for one in stock.to_reorder(here.site.pk)} if asks else {}
    shown = pictures.first_of(ids)
    return [Beside(shelves.get(one), found.get(one), wanted.get(one), shown.get(one)) for one in ids]


def _name(part: Part) -> Cell:
    names = (part.name_sv, part.name_en) if language() == "sv" else (part.name_en, part.name_sv)
    return names[0] or names[1]


def _here(part: Part) -> Cell:
    held: Beside = part.beside  # type: ignore[attr-defined]
    return pieces(held.shelf.here_milli) if held.shelf else None


def _elsewhere(part: Part) -> Cell:
    held: Beside = part.beside  # type: ignore[attr-defined]
    return pieces(sum(milli for _site, milli in held.shelf.elsewhere)) if held.shelf else None


def _price(part: Part) -> Cell:
    held: Beside = part.beside  # type: ignore[attr-defined]
    return price_each(held.price.unit_price_cm) if held.price else None


def categories(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    name = "name_sv" if language() == "sv" else "name_en"
    return [(str(pk), text) for pk, text in Category.objects.order_by(name).values_list("pk", name)]


def brands(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(str(pk), text) for pk, text in Brand.objects.order_by("name").values_list("pk", "name")]


def _low(request: HttpRequest) -> Q:
    wanted: list[UUID] = [one.part_id for one in stock.to_reorder(desk(request).site.pk)]
    return Q(pk__in=wanted)


class Parts(Listing[Part]):
    """The parts by number; a search gives the nearest first."""

    key, title, icon = "parts", _("Parts"), "package"
    row, template = "office/parts/row.html", "office/parts/list.html"
    placeholder = _("Number, name, barcode")
    order = ("norm", "id")
    columns: ClassVar = (
        Column[Part]("number", _("Part number"), lambda part: part.number, ("norm", "id")),
        Column[Part]("name", _("Name"), _name),
        Column[Part]("brand", _("Brand"), lambda part: part.brand.name, ("brand__name", "norm", "id")),
        Column[Part]("here", _("Here"), _here, css="number"),
        Column[Part]("elsewhere", _("Elsewhere"), _elsewhere),
        Column[Part]("price", _("Price"), _price, css="number"),
    )
    views = (View("", _("All parts")), View("low", _("To order"), _low))
    filters = (
        Filter("category", _("Category"), lambda value: Q(category_id=value), categories),
        Filter("brand", _("Brand"), lambda value: Q(brand_id=value), brands),
    )

    bulk = (
        Bulk(_("Labels 60 × 30"), "barcode", "parts:labels", target="_blank"),
        Bulk(_("Labels on A4"), "printer", "parts:labels_a4", target="_blank"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Part]:
        """Those that are sold."""
        return Part.objects.filter(retired_at=None)

    def with_more(self, rows: QuerySet[Part]) -> QuerySet[Part]:
        """With the brand."""
        return rows.select_related("brand")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """What the part search finds."""
        hits = search.parts(text, site_id=desk(request).site.pk, most=SEARCHED_MOST)
        return Q(pk__in=[hit.part_id for hit in hits])

    def page(self, request: HttpRequest) -> cursors.Page[Part]:
        """A search's nearest first; else as any list."""
        text = self.text(request)
        if not text or self.sort(request)[0] or self.chosen(request):
            return super().page(request)
        ids = [hit.part_id for hit in search.parts(text, site_id=desk(request).site.pk, most=SEARCHED_MOST)]
        known = Part.objects.select_related("brand").in_bulk(ids)
        return cursors.Page([known[one] for one in ids])

    def shown(self, request: HttpRequest, rows: Sequence[Part]) -> Iterable[Any]:
        """What stands beside each."""
        return beside(request, rows)

    def exported(self, request: HttpRequest) -> Iterator[Part]:
        """Each with what stands beside it, a thousand at a time."""
        for some in batched(super().exported(request), 1_000):
            for part, one in zip(some, beside(request, some), strict=True):
                part.beside = one  # type: ignore[attr-defined]
                yield part
