"""What a part costs: one winner among the lists that hold, and conversion between the two bases (M-23)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import Part, Price, PriceList
from vaxel.business.catalog.wishes import check_range
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, setup
from vaxel.kernel.money import MILLION

convert = rules.converted


@dataclass(frozen=True, slots=True)
class FoundPrice:
    """The price that won: hundredths of a minor unit, with or without VAT by `basis`, and the list it stands in."""

    unit_price_cm: int
    basis: str
    list_id: UUID


@dataclass(frozen=True, slots=True)
class _Offer:
    for_group: bool
    for_site: bool
    valid_from: date
    list_id: UUID
    found: FoundPrice


@action("prices.set")
def set(price_list: PriceList, *, prices: Sequence[tuple[Part | UUID, int]], by: Actor, at: datetime) -> None:
    """The parts have these prices in the list, in hundredths of a minor unit; other prices of the list stay.

    Refuses with OutOfRange.
    """
    wanted = {part.id if isinstance(part, Part) else part: price for part, price in prices}
    Price.objects.bulk_create(
        (
            Price(price_list=price_list, part_id=part_id, unit_price_cm=check_range(price, _("price"), 0, LARGEST_CM))
            for part_id, price in sorted(wanted.items())
        ),
        update_conflicts=True,
        unique_fields=["part", "price_list"],
        update_fields=["unit_price_cm"],
        batch_size=400,
    )
    note(prices=len(wanted))


LARGEST_CM = rules.LARGEST_CM


@action("prices.remove")
def remove(price_list: PriceList, *, parts: Sequence[Part | UUID], by: Actor, at: datetime) -> int:
    """The parts have no price of their own in the list, so that the next list that has one counts; how many had."""
    ids = [part.id if isinstance(part, Part) else part for part in parts]
    gone, _each = Price.objects.filter(price_list=price_list, part__in=ids).delete()
    note(removed=gone)
    return gone


@action("prices.change_by")
def change_by(
    price_list: PriceList, *, change_ppm: int, step_cm: int = 0, categories: Sequence[UUID] = (),
    brands: Sequence[UUID] = (), by: Actor, at: datetime,
) -> int:  # fmt: skip
    """The list's prices (of those part groups and brands, when named) are so many ppm higher, or lower, and whole
    `step_cm`; how many that were. Refuses with OutOfRange.
    """
    check_range(change_ppm, _("change"), -MILLION, 10 * MILLION)
    check_range(step_cm, _("rounding"), 0, LARGEST_CM)
    held = in_list(price_list, categories=categories, brands=brands).select_for_update(of=("self",))
    wanted = [(one.part_id, rules.changed(one.unit_price_cm, change_ppm, step_cm)) for one in held]
    set(price_list, prices=wanted, by=by, at=at)
    note(prices=len(wanted), change_ppm=change_ppm)
    return len(wanted)


def in_list(price_list: PriceList, *, categories: Sequence[UUID] = (), brands: Sequence[UUID] = ()) -> QuerySet[Price]:
    """The list's prices, of those part groups and brands when any are named, by part number."""
    rows = Price.objects.filter(price_list=price_list)
    if categories:
        rows = rows.filter(part__category__in=categories)
    if brands:
        rows = rows.filter(part__brand__in=brands)
    return rows.order_by("part__norm", "part")


def for_parts(
    part_ids: Iterable[UUID], *, site_id: UUID | None, group_id: UUID | None, day: date
) -> dict[UUID, FoundPrice]:
    """The price of each part that has one, for a customer of the group at the site on the day; two queries.

    A list for the group at the site wins over one for the group, that over one for the site, that over one for all;
    among equals the later start wins, then the higher id. Only lists in the site's currency count.
    """
    held = setup.once(("lists", site_id, group_id, day), lambda: _lists_for(site_id, group_id, day))
    lists = {row[0]: row[1:] for row in held}
    wanted = sorted({*part_ids})
    if not lists or not wanted:
        return {}
    inside = f"t.price_list_id IN ({reads.marks(lists)}) AND t.part_id IN ({reads.marks(wanted)})"
    best: dict[UUID, _Offer] = {}
    for part_id, price, list_id in reads.select(
        Price, ("part", "unit_price_cm", "price_list"), inside, [*lists, *wanted]
    ):
        basis, group, site, valid_from = lists[list_id]
        offer = _Offer(group is not None, site is not None, valid_from, list_id, FoundPrice(price, basis, list_id))
        if part_id not in best or rules.strength(offer) > rules.strength(best[part_id]):
            best[part_id] = offer
    return {part_id: offer.found for part_id, offer in best.items()}


def _lists_for(site_id: UUID | None, group_id: UUID | None, day: date) -> list[tuple[Any, ...]]:
    """(id, basis, group, site, from when) of the lists that hold; without a site or group only those for all."""
    where = (
        "t.valid_from <= %s AND (t.valid_to IS NULL OR t.valid_to > %s) AND (t.group_id IS NULL OR t.group_id = %s)"
        " AND (t.site_id IS NULL OR t.site_id = %s)"
    )
    params = [day, day, group_id, site_id]
    if site_id:
        where += " AND t.currency = (SELECT currency FROM locations_site WHERE id = %s)"
        params.append(site_id)
    return reads.select(PriceList, ("id", "basis", "group", "site", "valid_from"), where, params)
