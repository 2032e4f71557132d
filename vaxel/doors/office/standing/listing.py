"""The list of what lies in the store: worth, age and class, dead and slow stock apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import search
from vaxel.business.stock import places, rolling, standing, standing_rules
from vaxel.business.stock.models import Balance
from vaxel.doors.office.desk import Desk, desk
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View, major, pieces
from vaxel.doors.office.parts.listing import brands, categories
from vaxel.doors.templatetags.vaxel import named
from vaxel.readers.reports import stock

SEARCHED_MOST = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """A part's class by worth (A to C) and evenness (X to Z), and how long it has lain still."""

    kind: str
    evenness: str
    days: int
    standing: str
    turns_milli: int | None = None
    gmroi_milli: int | None = None


def _before(days: int, but: int = 0) -> Any:
    def where(request: HttpRequest) -> Q:
        at = desk(request).at
        since = Q(still_since__lte=at - timedelta(days=days))
        return since & Q(still_since__gt=at - timedelta(days=but)) if but else since

    return where


def _beside(one: Balance) -> Beside:
    held: Beside = one.beside  # type: ignore[attr-defined]
    return held


def _times(milli: int | None) -> Cell:
    return None if milli is None else pieces(milli)


class Standing(Listing[Balance]):
    """The store's goods, the most worth first."""

    key, title, icon = "standing", _("Stock in figures"), "warehouse"
    row, template = "office/standing/row.html", "office/standing/list.html"
    placeholder = _("Number, name, barcode")
    order = ("-value_minor", "pk")
    columns: ClassVar = (
        Column[Balance]("number", _("Part number"), lambda one: one.part.number, ("part__norm", "pk")),
        Column[Balance]("name", _("Name"), lambda one: named(one.part)),
        Column[Balance]("class", _("Class"), lambda one: f"{_beside(one).kind}{_beside(one).evenness}", css="fold"),
        Column[Balance]("here", _("On hand"), lambda one: pieces(one.on_hand_milli), ("-on_hand_milli", "pk"),
                        css="number"),
        Column[Balance]("worth", _("Worth"), lambda one: major(one.value_minor), ("-value_minor", "pk"), css="number"),
        Column[Balance]("turns", _("Turns"), lambda one: _times(_beside(one).turns_milli), css="number fold"),
        Column[Balance]("gmroi", _("GMROI"), lambda one: _times(_beside(one).gmroi_milli), css="number fold"),
        Column[Balance]("last", _("Last sold"), lambda one: one.last_out, css="fold"),  # type: ignore[attr-defined]
        Column[Balance]("days", _("Days still"), lambda one: _beside(one).days, ("still_since", "pk"), css="number",
                        present="still_since"),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("stock", "All")),
        View("dead", _("Dead: still for a year"), _before(standing_rules.DEAD_DAYS)),
        View("slow", _("Slow: half a year"), _before(standing_rules.SLOW_DAYS, standing_rules.DEAD_DAYS)),
    )
    filters = (
        Filter("category", _("Category"), lambda value: Q(part__category_id=value), categories),
        Filter("brand", _("Brand"), lambda value: Q(part__brand_id=value), brands),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Balance]:
        """What lies in the store of the site where one stands."""
        return standing.lying(places.store(desk(request).site.pk))

    def with_more(self, rows: QuerySet[Balance]) -> QuerySet[Balance]:
        """With the part and its brand."""
        return rows.select_related("part__brand")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """What the part search finds."""
        return Q(part__in=[hit.part_id for hit in search.parts(text, most=SEARCHED_MOST)])

    def shown(self, request: HttpRequest, rows: Sequence[Balance]) -> Iterable[Any]:
        """Class, age, turns and GMROI of each. Six queries."""
        here = desk(request)
        store = places.store(here.site.pk)
        return _all_beside(rows, here, store, rolling.classes(store, here.at))

    def exported(self, request: HttpRequest) -> Iterator[Balance]:
        """Each with its class and age, a thousand at a time."""
        here = desk(request)
        store = places.store(here.site.pk)
        kinds = rolling.classes(store, here.at)
        for some in batched(super().exported(request), 1000):
            for one, held in zip(some, _all_beside(some, here, store, kinds), strict=True):
                one.beside = held  # type: ignore[attr-defined]
                yield one


def _all_beside(rows: Sequence[Any], here: Desk, store: UUID, kinds: dict[UUID, str]) -> list[Beside]:
    part_ids, today = [one.part_id for one in rows], here.at.date()
    even = standing.evenness(part_ids, store, here.at)
    earned = stock.measured("part", [here.site.pk], here.at, part_ids=part_ids)
    found = []
    for one in rows:
        first, last = one.first_in.date() if one.first_in else today, one.last_out.date() if one.last_out else None
        days = standing_rules.still_days(first, last, today)
        state = standing_rules.standing(first, last, today)
        held = earned[one.part_id]
        found.append(Beside(kinds.get(one.part_id, "C"), even[one.part_id], days, state, held.turns_milli,
                            held.gmroi_milli))  # fmt: skip
    return found
