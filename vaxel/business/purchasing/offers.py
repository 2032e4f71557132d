"""What a supplier asks for a part: number, price with breaks, packs, lead time; which one we prefer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import codes, numbers
from vaxel.business.catalog.models import Part, PartCode
from vaxel.business.purchasing import rules
from vaxel.business.purchasing.models import Offer, PriceBreak, Supplier
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.refusals import BadInput, Conflict

HIGHEST_CM = 10**13
LARGEST_MILLI = 10**9


class OfferNumberTaken(Conflict):
    """A supplier's number is one part's."""

    sentence = _("%(supplier)s's number %(number)s is on %(part)s already.")


class BadOffer(BadInput):
    """Prices are not negative, packs hold something, a number has letters or digits."""

    sentence = _("An offer needs a number with letters or digits, a price of at least zero and a pack above zero.")


class KitsAreNotBought(BadInput):
    """A kit has no balance of its own; its parts are bought."""

    sentence = _("%(number)s is a kit. Buy its parts.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be known of an offer. Prices in hundredths of a minor unit a stock unit, quantities in thousandths."""

    number: str
    unit_price_cm: int
    pack_milli: int = 1000
    minimum_milli: int = 0
    core_cm: int = 0
    lead_days: int | None = None
    breaks: tuple[tuple[int, int], ...] = ()


@action("offers.set")
def set_offer(
    supplier: Supplier, part: Part, *, terms: Terms, preferred: bool | None = None, by: Actor, at: datetime
) -> Offer:
    """The supplier offers the part on these terms, which replace those it had; the part is found by the number.

    The first offer of a part is the preferred one unless `preferred` says otherwise. The old price is in history.
    Refuses with BadOffer, KitsAreNotBought, OfferNumberTaken.
    """
    _check(part, terms)
    norm = numbers.norm(terms.number)
    other = Offer.objects.filter(supplier=supplier, norm=norm).exclude(part=part).select_related("part").first()
    if other:
        raise OfferNumberTaken(supplier=supplier.party.name, number=terms.number, part=other.part.number)
    held = Offer.objects.select_for_update().filter(supplier=supplier, part=part).first()
    offer = held or Offer(supplier=supplier, part=part)
    before = None if held is None else held.unit_price_cm
    offer.number, offer.norm, offer.unit_price_cm, offer.priced_at = terms.number.strip(), norm, terms.unit_price_cm, at
    offer.pack_milli, offer.minimum_milli = terms.pack_milli, terms.minimum_milli
    offer.core_cm, offer.lead_days, offer.retired_at = terms.core_cm, terms.lead_days, None
    offer.save()
    _set_breaks(offer, terms.breaks)
    first = not Offer.objects.filter(part=part, preferred=True).exclude(pk=offer.pk).exists()
    if preferred or (preferred is None and first):
        _prefer(offer)
    _make_findable(offer, by, at)
    note(before_cm=before, unit_price_cm=terms.unit_price_cm, number=offer.number)
    return offer


@action("offers.prefer")
def prefer(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """The part is bought on this offer unless somebody chooses another."""
    _prefer(offer)
    return offer


@action("offers.retire")
def retire(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """The supplier does not have the part any more; what was bought stays."""
    offer.retired_at, offer.preferred = at, False
    offer.save(update_fields=["retired_at", "preferred"])
    return offer


def _check(part: Part, terms: Terms) -> None:
    if part.stocking == "kit":
        raise KitsAreNotBought(number=part.number)
    amounts = [terms.unit_price_cm, terms.core_cm, *(price for _from, price in terms.breaks)]
    quantities = [terms.pack_milli, *(from_milli for from_milli, _price in terms.breaks)]
    if (
        not numbers.norm(terms.number) or not all(0 <= one <= HIGHEST_CM for one in amounts)
        or not all(0 < one <= LARGEST_MILLI for one in quantities) or not 0 <= terms.minimum_milli <= LARGEST_MILLI
        or len({from_milli for from_milli, _price in terms.breaks}) != len(terms.breaks)
    ):  # fmt: skip
        raise BadOffer()


def _set_breaks(offer: Offer, breaks: Sequence[tuple[int, int]]) -> None:
    offer.breaks.all().delete()
    PriceBreak.objects.bulk_create(
        PriceBreak(offer=offer, from_milli=from_milli, unit_price_cm=price) for from_milli, price in sorted(breaks)
    )


def _prefer(offer: Offer) -> None:
    Offer.objects.filter(part=offer.part_id, preferred=True).exclude(pk=offer.pk).update(preferred=False)
    offer.preferred, offer.retired_at = True, None
    offer.save(update_fields=["preferred", "retired_at"])


def _make_findable(offer: Offer, by: Actor, at: datetime) -> None:
    party = offer.supplier.party
    known = Q(norm=offer.norm, part=offer.part, kind="supplier")
    if offer.norm != offer.part.norm and not PartCode.objects.filter(known).exists():
        codes.add(offer.part, kind="supplier", text=offer.number, supplier=party, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one offer asks when so much is bought."""

    offer: Offer
    quantity_milli: int
    unit_price_cm: int
    lead_days: int

    @property
    def amount_minor(self) -> int:
        """The line's sum in the supplier's currency."""
        return rules.amount_minor(self.quantity_milli, self.unit_price_cm)


def standing(part_ids: Collection[UUID]) -> Mapping[UUID, list[Offer]]:
    """Part → its offers of suppliers we buy from: the preferred, then the cheapest in our currency. Two queries."""
    found = (
        Offer.objects.filter(part__in=part_ids, retired_at=None, supplier__retired_at=None)
        .select_related("supplier__party").prefetch_related("breaks").order_by("part", "-preferred", "pk")
    )  # fmt: skip
    grouped: dict[UUID, list[Offer]] = {part_id: [] for part_id in part_ids}
    for offer in found:
        grouped[offer.part_id].append(offer)
    for rows_of in grouped.values():
        rows_of.sort(key=lambda one: (not one.preferred, one.unit_price_cm * one.supplier.rate_ppm, one.pk))
    return grouped


def asks(offer: Offer, quantity_milli: int) -> Asked:
    """What the offer asks for at least so much: whole packs, at the price of the break they reach."""
    bought = rules.in_packs(quantity_milli, offer.pack_milli, offer.minimum_milli)
    breaks = [(one.from_milli, one.unit_price_cm) for one in offer.breaks.all()]
    price = rules.unit_price_cm(breaks, offer.unit_price_cm, bought)
    lead = offer.supplier.lead_days if offer.lead_days is None else offer.lead_days
    return Asked(offer, bought, price, lead)


def keep_prices(heard: Sequence[tuple[UUID, int]], at: datetime) -> None:
    """Offers (ids) cost what was just heard of them. Part of the caller's action; one statement."""
    rows.update(Offer, ("id",), ("unit_price_cm", "priced_at"), [(offer_id, price, at) for offer_id, price in heard])
