"""What a part costs: one winner among the lists that hold, and conversion between the two bases (M-23)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import Part, Price, PriceList
from vaxel.business.catalog.wishes import check_range
from vaxel.business.locations.models import Site
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor

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


def for_parts(
    part_ids: Iterable[UUID], *, site_id: UUID | None, group_id: UUID | None, day: date
) -> dict[UUID, FoundPrice]:
    """The price of each part that has one, for a customer of the group at the site on the day; one query.

    A list for the group at the site wins over one for the group, that over one for the site, that over one for all;
    among equals the later start wins, then the higher id. Only lists in the site's currency count.
    """
    held = Price.objects.filter(part__in=list(part_ids), price_list__valid_from__lte=day)
    held = held.filter(Q(price_list__valid_to=None) | Q(price_list__valid_to__gt=day))
    held = held.filter(
        Q(price_list__group=None) | Q(price_list__group=group_id) if group_id else Q(price_list__group=None)
    )
    held = held.filter(Q(price_list__site=None) | Q(price_list__site=site_id) if site_id else Q(price_list__site=None))
    if site_id:
        held = held.filter(price_list__currency=Site.objects.filter(pk=site_id).values("currency")[:1])
    lists = ("basis", "group", "site", "valid_from")
    best: dict[UUID, _Offer] = {}
    for part_id, price, list_id, basis, group, site, valid_from in held.values_list(
        "part", "unit_price_cm", "price_list", *(F(f"price_list__{name}") for name in lists)
    ):
        offer = _Offer(group is not None, site is not None, valid_from, list_id, FoundPrice(price, basis, list_id))
        if part_id not in best or rules.strength(offer) > rules.strength(best[part_id]):
            best[part_id] = offer
    return {part_id: offer.found for part_id, offer in best.items()}
