"""Purchase orders: drafted per supplier from wants, changed, sent, confirmed, called off and closed (K-60, K-61)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing import offers, rules
from vaxel.business.purchasing.events import OrderSent
from vaxel.business.purchasing.models import (
    Amendment,
    CatalogAnswer,
    Dispatch,
    Offer,
    PurchaseLine,
    PurchaseLink,
    PurchaseOrder,
    Supplier,
)
from vaxel.business.purchasing.queries import OPEN_LINE
from vaxel.business.purchasing.states import OPEN_ORDER, ORDER, word
from vaxel.kernel import clock, numbering
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION, Money
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Conflict, Refused

MOST_LINES = 500
MOST_MILLI = 10**9
ANSWER_HOLDS = timedelta(minutes=30)
LARGEST_SUM_MINOR = 10**13


class NothingToOrder(BadInput):
    """An order is of something."""

    sentence = _("Say what to order, and how many of each: above zero, at most %(most)s lines.")


class NoOffer(Refused):
    """Nobody is known to sell the part."""

    sentence = _("No supplier is known for %(number)s. Add an offer to the part first.")


class NotOffered(Refused):
    """The supplier has no offer of the part."""

    sentence = _("%(supplier)s does not offer %(number)s. Add an offer first, or choose another supplier.")


class OrderedAlready(Conflict):
    """The same line is not bought twice by mistake."""

    sentence = _("%(number)s is on order already for %(label)s.")


class NotDraft(Conflict):
    """What is sent is changed by an amendment or called off."""

    sentence = _("The order is not a draft any more. Call off what is not wanted, or change the line instead.")


class NotSent(Conflict):
    """Only what is sent can be confirmed or called off."""

    sentence = _("The order is “%(state)s”, so there is nothing to confirm, change or call off.")


class BelowMinimum(Refused):
    """The supplier takes orders from a sum on."""

    sentence = _("%(supplier)s takes orders from %(minimum)s; this one is %(sum)s. Add to it, or send it anyway.")


class MoreThanOpen(Refused):
    """No more is called off than is still to come."""

    sentence = _("Only %(open)s of %(number)s are still to come.")


class LessThanCame(Refused):
    """What has come or was called off stays on the line."""

    sentence = _("%(come)s of %(number)s have come or were called off, so the line cannot be less.")


class BadLine(BadInput):
    """Quantities are above zero, prices at least zero."""

    sentence = _("A line's quantity is above zero and its price at least zero.")


@dataclass(frozen=True, slots=True)
class For:
    """Who a quantity is bought for: a ticket's line, by kind and id; `label` is what people call it."""

    source_kind: str
    source_id: UUID
    label: str = ""


@dataclass(frozen=True, slots=True)
class Want:
    """So much of a part is to be bought; from the preferred supplier unless one is named."""

    part_id: UUID
    quantity_milli: int
    supplier_id: UUID | None = None
    meant_for: For | None = None
    why: str = ""


@action("orders.draft")
def draft(
    site: Site, *, wants: Sequence[Want], origin: str = "typed", again: bool = False, by: Actor, at: datetime
) -> list[PurchaseOrder]:
    """The wants stand on draft orders of the site, one for each supplier, an open draft of it first (K-60).

    Equal parts are one line, rounded up to packs; what nobody waits for is for stock. Prices are those a supplier's
    system said within half an hour, else the offer's, at the break the quantity reaches. `again`: a line that is on
    order already is bought once more. Refuses with NothingToOrder, NoOffer, NotOffered, OrderedAlready.
    """
    if not wants or len(wants) > MOST_LINES or any(not 0 < want.quantity_milli <= MOST_MILLI for want in wants):
        raise NothingToOrder(most=MOST_LINES)
    if not again:
        _refuse_ordered(wants)
    chosen = _choose(wants)
    made = []
    for supplier_id in sorted({offer.supplier_id for offer in chosen.values()}):
        mine = [want for want in wants if chosen[want].supplier_id == supplier_id]
        made.append(_put(site, mine, chosen, origin, at))
    note(orders=[str(order.pk) for order in made], lines=len(wants))
    return made


def _refuse_ordered(wants: Sequence[Want]) -> None:
    asked = {(want.meant_for.source_id, want.part_id): want.meant_for for want in wants if want.meant_for}
    if not asked:
        return
    links = PurchaseLink.objects.filter(
        source_id__in=[source_id for source_id, _part in asked], line__order__state__in=("draft", *OPEN_ORDER),
        line__received_milli__lt=F("line__quantity_milli") - F("line__cancelled_milli"),
    ).select_related("line__part")  # fmt: skip
    for link in links:
        if found := asked.get((link.source_id, link.line.part_id)):
            raise OrderedAlready(number=link.line.part.number, label=found.label or link.label)


def _choose(wants: Sequence[Want]) -> dict[Want, Offer]:
    """The offer each want is bought on."""
    known = offers.standing({want.part_id for want in wants})
    chosen = {}
    for want in wants:
        fitting = [one for one in known[want.part_id] if want.supplier_id in (None, one.supplier_id)]
        if not fitting:
            number = Part.objects.get(pk=want.part_id).number
            if want.supplier_id is None:
                raise NoOffer(number=number)
            name = Supplier.objects.select_related("party").get(pk=want.supplier_id).party.name
            raise NotOffered(supplier=name, number=number)
        chosen[want] = fitting[0]
    return chosen


def _put(site: Site, wants: Sequence[Want], chosen: dict[Want, Offer], origin: str, at: datetime) -> PurchaseOrder:
    supplier = chosen[wants[0]].supplier
    order = open_draft(supplier, site, origin, at)
    held = {line.part_id: line for line in PurchaseLine.objects.select_for_update().filter(order=order)}
    last = max((line.position for line in held.values()), default=-1)
    by_part: dict[UUID, list[Want]] = defaultdict(list)
    for want in wants:
        by_part[want.part_id].append(want)
    heard = _heard(supplier, list(by_part), at)
    for part_id, group in by_part.items():
        offer, line = chosen[group[0]], held.get(part_id)
        waited = sum(one.quantity_milli for one in group)
        asked = offers.asks(offer, waited + (line.quantity_milli if line else 0))
        if line is None:
            last += 1
            line = PurchaseLine(order=order, part_id=part_id, position=last, why=group[0].why[:120])
        line.number, line.core_cm, line.quantity_milli = offer.number, offer.core_cm, asked.quantity_milli
        line.unit_price_cm = heard.get(part_id, asked.unit_price_cm)
        line.save()
        _link(line, group)
    return order


def open_draft(supplier: Supplier, site: Site, origin: str, at: datetime) -> PurchaseOrder:
    """The site's draft order at the supplier, the newest or a new one, locked. Part of the caller's action."""
    held = PurchaseOrder.objects.select_for_update().filter(
        supplier=supplier, site=site, state="draft", number=None
    ).order_by("-made_at").first()  # fmt: skip
    if held:
        PurchaseOrder.objects.filter(pk=held.pk).update(version=F("version") + 1)
        return held
    rate = MILLION if supplier.currency == site.currency else supplier.rate_ppm
    return PurchaseOrder.objects.create(
        supplier=supplier, site=site, origin=origin, currency=supplier.currency, rate_ppm=rate, made_at=at
    )


def _heard(supplier: Supplier, part_ids: Collection[UUID], at: datetime) -> dict[UUID, int]:
    """Part → the price the supplier's own system said just now."""
    said = CatalogAnswer.objects.filter(supplier=supplier, part__in=part_ids, asked_at__gte=at - ANSWER_HOLDS)
    return {part_id: price for part_id, price in said.values_list("part", "unit_price_cm") if price is not None}


def _link(line: PurchaseLine, wants: Sequence[Want]) -> None:
    sums: dict[UUID, list[Want]] = defaultdict(list)
    for want in wants:
        if want.meant_for:
            sums[want.meant_for.source_id].append(want)
    for source_id, group in sums.items():
        meant = group[0].meant_for
        assert meant
        link, new = PurchaseLink.objects.get_or_create(
            line=line, source_id=source_id,
            defaults={"source_kind": meant.source_kind, "label": meant.label[:40],
                      "quantity_milli": sum(one.quantity_milli for one in group)},
        )  # fmt: skip
        if not new:
            link.quantity_milli += sum(one.quantity_milli for one in group)
            link.save(update_fields=["quantity_milli"])


@action("orders.change_line", site=lambda line, **_: line.order.site_id)
def change_line(
    line: PurchaseLine, *, quantity_milli: int | None = None, unit_price_cm: int | None = None,
    expected_on: date | None = None, by: Actor, at: datetime,
) -> PurchaseLine:  # fmt: skip
    """The line is so much, at this price, for this day. After sending each change is an amendment (K-61).

    Refuses with BadLine, NotSent (cancelled or closed), LessThanCame.
    """
    order, fresh = lock_line(line)
    if order.state not in ("draft", *OPEN_ORDER):
        raise NotSent(state=word(ORDER, order.state))
    wanted = {"quantity_milli": quantity_milli, "unit_price_cm": unit_price_cm, "expected_on": expected_on}
    if (quantity_milli is not None and not 0 < quantity_milli <= MOST_MILLI) or (
        unit_price_cm is not None and not 0 <= unit_price_cm <= offers.HIGHEST_CM
    ):
        raise BadLine()
    if quantity_milli is not None and quantity_milli < fresh.received_milli + fresh.cancelled_milli:
        raise LessThanCame(come=format_quantity(fresh.received_milli + fresh.cancelled_milli), number=fresh.part.number)
    amend(order, fresh, {name: value for name, value in wanted.items() if value is not None}, by, at)
    settle(order, at)
    return fresh


@action("orders.remove_line", site=lambda line, **_: line.order.site_id)
def remove_line(line: PurchaseLine, *, by: Actor, at: datetime) -> PurchaseOrder:
    """The draft does not hold the line any more. Refuses with NotDraft."""
    order, fresh = lock_line(line)
    if order.state != "draft":
        raise NotDraft()
    note(part=str(fresh.part_id), quantity_milli=fresh.quantity_milli)
    fresh.delete()
    return order


def amend(order: PurchaseOrder, line: PurchaseLine, wanted: dict[str, object], by: Actor, at: datetime) -> list[str]:
    """The line's fields have the new values; on a sent order before and after are amendments. What changed."""
    changed = {name: value for name, value in wanted.items() if getattr(line, name) != value}
    if order.state != "draft":
        Amendment.objects.bulk_create(
            Amendment(order=order, line_id=line.pk, field=name, before=str(getattr(line, name) or ""),
                      after=str(value), by=by.name, at=at)
            for name, value in changed.items()
        )  # fmt: skip
    for name, value in changed.items():
        setattr(line, name, value)
    if changed:
        line.save(update_fields=[*changed])
        PurchaseOrder.objects.filter(pk=order.pk).update(version=F("version") + 1)
        note(line=str(line.pk), changed=sorted(changed))
    return sorted(changed)


@action("orders.send")
def send(order: PurchaseOrder, *, method: str = "", anyway: bool = False, by: Actor, at: datetime) -> PurchaseOrder:
    """The order has its number and is on its way: by link or mail as the worker gets to it, or a person has told them.

    `method` is hand, mail or link; the supplier's own when not said. `anyway`: below the supplier's minimum, too.
    Refuses with WrongState, NothingToOrder, BelowMinimum, NowhereToSend.
    """
    fresh = lock(order)
    ORDER.check(fresh.state, "sent")
    if fresh.state != "draft":
        raise NotDraft()
    lines = list(fresh.lines.select_related("part"))
    if not lines:
        raise NothingToOrder(most=MOST_LINES)
    supplier = fresh.supplier
    total = sum(rules.amount_minor(line.quantity_milli, line.unit_price_cm) for line in lines)
    if total < supplier.minimum_minor and not anyway:
        raise BelowMinimum(
            supplier=supplier.party.name, minimum=Money(supplier.minimum_minor, fresh.currency),
            sum=Money(total, fresh.currency),
        )  # fmt: skip
    by_what = method or supplier.send_by
    to = _address(supplier, by_what)
    if fresh.number is None:
        fresh.number = numbering.take("purchase_orders")
    fresh.state, fresh.sent_at, fresh.version = "sent", at, fresh.version + 1
    fresh.save(update_fields=["number", "state", "sent_at", "version"])
    _date(fresh, lines, at)
    Dispatch.objects.create(
        order=fresh, method=by_what, to=to, made_at=at, state="sent" if by_what == "hand" else "waiting",
        ended_at=at if by_what == "hand" else None,
    )  # fmt: skip
    note(number=fresh.number, method=by_what, sum_minor=total)
    publish(OrderSent(fresh.pk, fresh.site_id))
    return fresh


def _address(supplier: Supplier, method: str) -> str:
    from vaxel.business.purchasing.suppliers import NowhereToSend

    if method not in ("hand", "mail", "link"):
        raise NowhereToSend()
    to = {"hand": "-", "mail": supplier.order_email or supplier.party.email, "link": supplier.link}[method]
    if not to:
        raise NowhereToSend()
    return to


def _date(order: PurchaseOrder, lines: Sequence[PurchaseLine], at: datetime) -> None:
    """Lines without a day have the one their offer promises."""
    supplier, local = order.supplier, clock.local(at, order.site.time_zone)
    leads = dict(Offer.objects.filter(supplier=supplier).values_list("part", "lead_days"))
    for line in lines:
        if line.expected_on is None:
            lead = leads.get(line.part_id)
            line.expected_on = rules.expected_on(local, supplier.lead_days if lead is None else lead, supplier.cutoff)
    PurchaseLine.objects.bulk_update(lines, ["expected_on"])


def lock(order: PurchaseOrder) -> PurchaseOrder:
    """The order as it is, locked until the action ends."""
    found = PurchaseOrder.objects.select_for_update(of=("self",)).select_related("supplier__party", "site")
    return found.get(pk=order.pk)


def lock_line(line: PurchaseLine) -> tuple[PurchaseOrder, PurchaseLine]:
    """The line and its order, locked: the order first."""
    order = lock(PurchaseOrder(pk=line.order_id))
    return order, PurchaseLine.objects.select_for_update(of=("self",)).select_related("part").get(pk=line.pk)


def settle(order: PurchaseOrder, at: datetime) -> None:
    """The order's state is what its lines say (received, part of it, all called off)."""
    if order.state not in (*OPEN_ORDER, "received"):
        return
    rows = order.lines.values_list("quantity_milli", "cancelled_milli", "received_milli")
    sent_as = "confirmed" if order.confirmed_at else "sent"
    state = rules.order_state(rows, sent_as)
    if state != order.state:
        order.state = state
        order.closed_at = at if state == "cancelled" else None
        PurchaseOrder.objects.filter(pk=order.pk).update(
            state=state, closed_at=order.closed_at, version=F("version") + 1
        )


def incoming(part_ids: Collection[UUID], site_id: UUID) -> dict[UUID, int]:
    """Part → thousandths on the way to the site, drafts included. One query."""
    lines = PurchaseLine.objects.filter(
        OPEN_LINE, part__in=part_ids, order__site=site_id, order__state__in=("draft", *OPEN_ORDER)
    )
    left = F("quantity_milli") - F("cancelled_milli") - F("received_milli")
    return dict(lines.values_list("part").annotate(left=Sum(left)))
