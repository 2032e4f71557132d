"""What to buy: for tickets that wait, for shelves below their level, less what is on its way (K-45, K-91 to K-95)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.purchasing import demand, demand_rules, needs, offers, orders, places, rules
from vaxel.business.purchasing.models import Offer, PurchaseOrder
from vaxel.business.purchasing.needs import Need
from vaxel.business.purchasing.orders import For, Want
from vaxel.business.stock.models import Balance, ReorderLevel
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.quantity import format_quantity

METHOD = preferences.declare(
    Preference("reorder.method", "levels", _("How stock is reordered: by min and max, or by days of cover."),
               choices=("levels", "cover"))
)  # fmt: skip
COVER_DAYS = preferences.declare(
    Preference("reorder.cover_days", 14, _("Days of demand an order should cover."), lowest=1, highest=365)
)
WINDOW_DAYS = preferences.declare(
    Preference("reorder.window_days", 90, _("Days looked back on for demand."), lowest=14, highest=730)
)
SERVICE_PPM = preferences.declare(
    Preference("reorder.service_ppm", 950_000, _("How often stock should suffice until a delivery, in millionths."),
               lowest=500_000, highest=999_000)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """So much of a part for a site, from whom, and why (K-95). Thousandths; the price in the supplier's currency.

    `group`: short (less than nothing on the shelf), tickets (work waits), stock. `offer` None: nobody is known to sell
    it. `elsewhere_milli`: what other sites have above their own max.
    """

    group: str
    part: Part
    quantity_milli: int
    position_milli: int
    incoming_milli: int
    elsewhere_milli: int
    why: str
    offer: Offer | None
    unit_price_cm: int
    waiting: tuple[Need, ...] = ()


def proposals(site: Site, at: datetime) -> list[Proposal]:
    """Everything to buy for the site now, by group and supplier; in a fixed number of queries."""
    waiting = needs.asker().waiting(site.pk)
    by_part: dict[UUID, list[Need]] = defaultdict(list)
    for need in waiting:
        by_part[need.part_id].append(need)
    location = places.store(site.pk)
    wanted = _wanted(site, location, set(by_part), at)
    part_ids = wanted.keys() | by_part.keys()
    on_hand = _on_hand(location, part_ids)
    coming, known = orders.incoming(part_ids, site.pk), offers.standing(part_ids)
    spare = _spare(location, part_ids)
    parts = Part.objects.select_related("brand").in_bulk(part_ids)
    found = []
    for part_id in part_ids:
        level = wanted.get(part_id)
        hand, reserved = on_hand.get(part_id, (0, 0))
        lacking = sum(need.quantity_milli for need in by_part[part_id])
        incoming = coming.get(part_id, 0)
        position = hand + incoming - reserved - lacking
        offer = next(iter(known[part_id]), None)
        made = _propose(level, offer, position=position, lacking=lacking, incoming=incoming, on_hand=hand)
        if made:
            quantity, why, group = made
            asked = offers.asks(offer, quantity) if offer else None
            found.append(Proposal(
                group, parts[part_id], asked.quantity_milli if asked else quantity, position, incoming,
                spare.get(part_id, 0), why, offer, asked.unit_price_cm if asked else 0, tuple(by_part[part_id]),
            ))  # fmt: skip
    order = {"short": 0, "tickets": 1, "stock": 2}
    return sorted(found, key=lambda one: (
        order[one.group], one.offer.supplier.party.name if one.offer else "~", one.part.number, one.part.pk
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """When to buy, and up to how much; `why` with the position filled in."""

    below_milli: int
    up_to_milli: int
    why: str


def _wanted(site: Site, location: UUID, waiting: Collection[UUID], at: datetime) -> dict[UUID, _Level]:
    """Part → its level; only what may be low is looked at."""
    settings = preferences.values([METHOD.key, COVER_DAYS.key, WINDOW_DAYS.key, SERVICE_PPM.key], site.pk)
    levels = ReorderLevel.objects.filter(Q(low=True) | Q(part__in=waiting), location_id=location, part__retired_at=None)
    found = {
        part_id: _Level(low, high, _now("position %(position)s < min %(level)s"))
        for part_id, low, high in levels.values_list("part", "min_milli", "max_milli")
    }
    if settings[METHOD.key] == "cover":
        found |= _covered(site, location, settings, at)
    return found


def _covered(site: Site, location: UUID, settings: Mapping[str, int], at: datetime) -> dict[UUID, _Level]:
    """Levels from what was asked for (K-92); parts asked for too seldom keep the min and max they have (K-94)."""
    window = settings[WINDOW_DAYS.key]
    asked = demand.since(location, site.pk, at, window)
    year = demand.since(location, site.pk, at, 365, asked.keys())
    kept = [part_id for part_id in asked if demand_rules.is_kept(year[part_id].orders, 0, kept_now=False)]
    known = offers.standing(kept)
    stocked = set(Part.objects.filter(pk__in=kept, stocking="stocked", retired_at=None).values_list("pk", flat=True))
    found = {}
    for part_id in stocked:
        offer = next(iter(known[part_id]), None)
        lead = offers.asks(offer, 1).lead_days if offer else 1
        safety = demand_rules.safety(
            asked[part_id], window_days=window, lead_days=lead, service_ppm=settings[SERVICE_PPM.key]
        )
        level = demand_rules.cover(
            asked[part_id], window_days=window, lead_days=lead, cover_days=settings[COVER_DAYS.key],
            safety_milli=safety,
        )  # fmt: skip
        why = _now("position %(position)s ≤ reorder point %(level)s")
        found[part_id] = _Level(level.reorder_at_milli + 1, max(level.up_to_milli, 1), why)
    return found


def _propose(
    level: _Level | None, offer: Offer | None, *, position: int, lacking: int, incoming: int, on_hand: int
) -> tuple[int, str, str] | None:
    """(how much, why, which group), or nothing to buy."""
    need_now = max(0, lacking - incoming)
    pack = offer.pack_milli if offer else 1
    minimum = offer.minimum_milli if offer else 0
    if level and position < level.below_milli:
        quantity = max(level.up_to_milli - position, need_now)
        why = level.why % {
            "position": format_quantity(position), "level": format_quantity(level.below_milli),
        }  # fmt: skip
        group = "short" if on_hand < 0 else "tickets" if need_now else "stock"
        return rules.in_packs(quantity, pack, minimum), why, group
    if need_now or (on_hand < 0 and position < 0):
        quantity = max(need_now, -position)
        why = _now("%(quantity)s wait for it") % {"quantity": format_quantity(lacking or -on_hand)}
        return rules.in_packs(quantity, pack, minimum), why, "short" if on_hand < 0 else "tickets"
    return None


def _on_hand(location: UUID, part_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    sums = Balance.objects.filter(location_id=location, part__in=part_ids).values_list("part")
    rows = sums.annotate(hand=Sum("on_hand_milli"), reserved=Sum("reserved_milli"))
    return {part_id: (hand, reserved) for part_id, hand, reserved in rows}


def _spare(location: UUID, part_ids: Collection[UUID]) -> dict[UUID, int]:
    """Part → what other sites' stores have free above their own max: proposed before buying (K-46)."""
    rows = Balance.objects.filter(part__in=part_ids, location__kind="store", lot="").exclude(location_id=location)
    free = rows.annotate(free=F("on_hand_milli") - F("reserved_milli")).filter(free__gt=0)
    tops = {
        (part_id, place): high for part_id, place, high in
        ReorderLevel.objects.filter(part__in=part_ids).values_list("part", "location", "max_milli")
    }  # fmt: skip
    found: dict[UUID, int] = defaultdict(int)
    for part_id, place, milli in free.values_list("part", "location", "free"):
        found[part_id] += max(0, milli - tops.get((part_id, place), 0))
    return dict(found)


def wants(chosen: Sequence[Proposal]) -> list[Want]:
    """The proposals as wants: what waits is linked to its lines, the rest is for stock (K-60)."""
    made = []
    for one in chosen:
        if one.offer is None:
            continue
        left = one.quantity_milli
        for need in one.waiting:
            part = min(left, need.quantity_milli)
            if part > 0:
                meant = For(need.source_kind, need.source_id, need.label)
                made.append(Want(one.part.pk, part, one.offer.supplier_id, meant, one.why))
                left -= part
        if left > 0:
            made.append(Want(one.part.pk, left, one.offer.supplier_id, None, one.why))
    return made


@action("reorder.draft")
def draft(site: Site, *, part_ids: Collection[UUID] | None = None, by: Actor, at: datetime) -> list[PurchaseOrder]:
    """What is proposed now (of these parts, when said) stands on draft orders, one for each supplier (K-95).

    Run again it drafts nothing, for what is drafted counts as on its way. Parts that nobody is known to sell are left.
    """
    chosen = [one for one in proposals(site, at) if part_ids is None or one.part.pk in part_ids]
    wanted = wants(chosen)
    note(proposed=len(chosen), without_offer=sum(one.offer is None for one in chosen))
    made: list[PurchaseOrder] = []
    for n in range(0, len(wanted), orders.MOST_LINES):
        made += orders.draft(
            site, wants=wanted[n : n + orders.MOST_LINES], origin="reorder", again=True, by=by, at=at
        )  # fmt: skip
    return list({order.pk: order for order in made}.values())
