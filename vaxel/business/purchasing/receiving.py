"""Goods in: counted against orders, on the shelf at their landed cost, held for who waits, owed until billed (K-62)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger as books
from vaxel.business.accounting import recipes
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing import needs, orders, places, rules
from vaxel.business.purchasing.events import NeedsCovered
from vaxel.business.purchasing.models import (
    GoodsReceipt,
    PurchaseLine,
    PurchaseLink,
    PurchaseOrder,
    ReceiptLine,
    Supplier,
)
from vaxel.business.purchasing.needs import Need
from vaxel.business.purchasing.states import OPEN_ORDER, ORDER, word
from vaxel.business.stock import ledger, reservations
from vaxel.business.stock import needs as shelves
from vaxel.business.stock.balances import Key
from vaxel.business.stock.events import GoodsArrived
from vaxel.business.stock.ledger import Move, Moved
from vaxel.kernel import clock, numbering, tray
from vaxel.kernel.actions import action, note, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Conflict, Refused

SOURCE = "goods_receipt"
CONDITIONS = ("good", "damaged", "wrong")


class NothingCame(BadInput):
    """A receipt is of something."""

    sentence = _("Say what came and how many of each: above zero, each line of the order once.")


class NotOnTheWay(Refused):
    """Goods are received on orders that were sent, of one supplier, to one site."""

    sentence = _("%(number)s cannot be received here: its order is “%(state)s”, or another supplier's or site's.")


class ReceivedMeanwhile(Conflict):
    """Somebody else has received the line since the screen was made."""

    sentence = _("%(number)s: someone else has received it meanwhile. Still to come: %(open)s. Look and try again.")


class MoreThanOrdered(Refused):
    """More came than is still open (K-62)."""

    sentence = _("%(number)s: %(came)s came, %(open)s are open. Accept the rest on purpose, or send it back.")


class DeliveryNoteTwice(Conflict):
    """The delivery note was received before (K-62)."""

    sentence = _("The delivery note %(number)s of this supplier was received on %(day)s. Receive it again on purpose?")


class BadCost(BadInput):
    """Prices and freight are not negative."""

    sentence = _("A price or freight cannot be below zero.")


@dataclass(frozen=True, slots=True)
class Came:
    """So much came for a purchase line, in thousandths.

    `unit_price_cm`: as the delivery note says, the line's own when not said. `part_id`: another part in its place.
    `seen_open_milli`: what the screen showed as open; another figure now is refused. `over`: take more than was
    ordered. `condition`: what is damaged or wrong goes to quarantine, with a draft of a return.
    """

    line_id: UUID
    quantity_milli: int
    unit_price_cm: int | None = None
    part_id: UUID | None = None
    seen_open_milli: int | None = None
    over: bool = False
    condition: str = "good"
    lot: str = ""


@dataclass(slots=True)
class _Row:
    """A line of the receipt while it is decided."""

    came: Came
    line: PurchaseLine
    part: Part
    id: UUID
    unit_price_cm: int
    goods: int
    core: int
    over_milli: int
    location_id: UUID | None
    freight: int = 0


@action("goods.receive")
def receive(
    site: Site, *, supplier: Supplier, came: Sequence[Came], delivery_note: str = "", freight_minor: int = 0,
    again: bool = False, id: UUID | None = None, by: Actor, at: datetime,
) -> GoodsReceipt:  # fmt: skip
    """The goods lie in the site's store (or quarantine) at price and their share of the freight, and are owed for.

    `freight_minor` is in the supplier's currency. What is linked to waiting lines is held for them first, then what
    other agreed work lacks (K-38); their jobs go on as soon as the event is told. What nobody keeps on a shelf is
    used up at once. Refuses with NothingCame, BadCost, NotOnTheWay, ReceivedMeanwhile, MoreThanOrdered,
    DeliveryNoteTwice, NoStore.
    """
    receipt_id = id or new_id()
    held = GoodsReceipt.objects.filter(pk=receipt_id, site=site).first()
    if held:
        return held
    note_number = delivery_note.strip()[:60]
    _check(came, freight_minor)
    lines = _lock(site, supplier, came)
    _refuse_note_twice(supplier, note_number, again)
    receipt_rows = _rows(site, came, lines)
    rate = next(iter(lines.values())).order.rate_ppm
    freight = rules.in_base(freight_minor, rate)
    for row, share in zip(receipt_rows, rules.landed([row.goods for row in receipt_rows], freight), strict=True):
        row.freight = share
    waiting = _waiting(site, receipt_rows)
    moved = _move(receipt_id, receipt_rows, at)
    receipt = GoodsReceipt.objects.create(
        id=receipt_id, number=numbering.take("goods_receipts"), site=site, supplier=supplier,
        delivery_note=note_number, rate_ppm=rate, freight_minor=freight, received_at=at,
    )  # fmt: skip
    _store(receipt, receipt_rows)
    _count(receipt_rows, at)
    _post(receipt, receipt_rows, moved, at)
    free = {one.move.key: max(0, one.on_hand_milli - one.reserved_milli) for one in moved}
    _hold(receipt, receipt_rows, waiting, free, at)
    _tell(receipt, receipt_rows, at)
    return receipt


def _check(came: Sequence[Came], freight_minor: int) -> None:
    ids = {(one.line_id, one.part_id, one.condition, one.lot) for one in came}
    if not came or len(ids) != len(came) or any(one.quantity_milli <= 0 for one in came):
        raise NothingCame()
    if any(one.condition not in CONDITIONS for one in came):
        raise NothingCame()
    if freight_minor < 0 or any((one.unit_price_cm or 0) < 0 for one in came):
        raise BadCost()


def _lock(site: Site, supplier: Supplier, came: Sequence[Came]) -> dict[UUID, PurchaseLine]:
    """The lines, locked after their orders; refuses what is not on its way from here to there."""
    wanted = {one.line_id for one in came}
    order_ids = PurchaseLine.objects.filter(pk__in=wanted).values("order")
    found = {
        order.pk: order
        for order in PurchaseOrder.objects.select_for_update(of=("self",)).filter(pk__in=order_ids)
        .select_related("site", "supplier__party").order_by("pk")
    }  # fmt: skip
    lines = {
        line.pk: line
        for line in PurchaseLine.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
        .select_related("part").order_by("pk")
    }  # fmt: skip
    if lines.keys() != wanted:
        raise NothingCame()
    for line in lines.values():
        line.order = found[line.order_id]
        theirs = (line.order.supplier_id, line.order.site_id) == (supplier.pk, site.pk)
        if not theirs or line.order.state not in (*OPEN_ORDER, "received"):
            raise NotOnTheWay(number=line.part.number, state=word(ORDER, line.order.state))
    if len({(line.order.currency, line.order.rate_ppm) for line in lines.values()}) > 1:
        raise NotOnTheWay(number=", ".join(line.part.number for line in lines.values()), state="-")
    return lines


def _refuse_note_twice(supplier: Supplier, number: str, again: bool) -> None:
    if not number or again:
        return
    before = GoodsReceipt.objects.filter(supplier=supplier, delivery_note=number, reverses=None).first()
    if before and before.lines.exclude(back_milli__gt=0).exists():
        raise DeliveryNoteTwice(number=number, day=before.received_at.date().isoformat())


def _rows(site: Site, came: Sequence[Came], lines: dict[UUID, PurchaseLine]) -> list[_Row]:
    parts = Part.objects.in_bulk({one.part_id for one in came if one.part_id})
    left = {pk: line.open_milli for pk, line in lines.items()}
    made = []
    for one in came:
        line = lines[one.line_id]
        open_now = left[one.line_id]
        if one.seen_open_milli is not None and one.seen_open_milli != line.open_milli:
            raise ReceivedMeanwhile(number=line.part.number, open=format_quantity(line.open_milli))
        over = max(0, one.quantity_milli - open_now)
        if over and not one.over:
            raise MoreThanOrdered(
                number=line.part.number, came=format_quantity(one.quantity_milli), open=format_quantity(open_now)
            )
        left[one.line_id] = max(0, open_now - one.quantity_milli)
        part = parts[one.part_id] if one.part_id else line.part
        made.append(_priced(site, one, line, part, over))
    return made


def _priced(site: Site, came: Came, line: PurchaseLine, part: Part, over: int) -> _Row:
    price = line.unit_price_cm if came.unit_price_cm is None else came.unit_price_cm
    rate = line.order.rate_ppm
    goods = rules.in_base(rules.amount_minor(came.quantity_milli, price), rate)
    core = rules.in_base(rules.amount_minor(came.quantity_milli, line.core_cm), rate)
    where = None
    if part.stocking in shelves.SHELVED:
        where = places.store(site.pk) if came.condition == "good" else places.quarantine(site)
    return _Row(came, line, part, new_id(), price, goods, core, over, where)


def _waiting(site: Site, receipt_rows: Sequence[_Row]) -> dict[UUID, tuple[list[Need], list[Need]]]:
    """Part → (needs linked to these lines, other needs of agreed work), in the order in which they are served.

    Asked before any balance is locked: tickets first, then shelves, as everywhere.
    """
    good = [row for row in receipt_rows if row.location_id and row.came.condition == "good"]
    part_ids = {row.part.pk for row in good}
    if not part_ids:
        return {}
    links = PurchaseLink.objects.filter(line__in=[row.line.pk for row in good]).values_list("source_id", flat=True)
    others = [need for need in needs.asker().waiting(site.pk, part_ids) if need.part_id in part_ids]
    linked_ids = set(links)
    known = needs.asker().lacking(linked_ids | {need.source_id for need in others})
    rank = {need.source_id: need for need in others}
    found: dict[UUID, tuple[list[Need], list[Need]]] = {part_id: ([], []) for part_id in part_ids}
    for need in needs.in_order(known):
        if need.part_id not in part_ids:
            continue
        if need.source_id in linked_ids:
            found[need.part_id][0].append(need)
        elif need.source_id in rank:
            found[need.part_id][1].append(need)
    return found


def _move(receipt_id: UUID, receipt_rows: Sequence[_Row], at: datetime) -> list[Moved]:
    return ledger.move(
        [Move(row.id, row.part.pk, row.location_id, row.came.quantity_milli, "receipt", SOURCE, receipt_id,
              value_minor=row.goods + row.freight, lot=row.came.lot, sequence=n)
         for n, row in enumerate(receipt_rows, 1) if row.location_id],
        at=at,
    )  # fmt: skip


def _store(receipt: GoodsReceipt, receipt_rows: Sequence[_Row]) -> None:
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            id=row.id, receipt=receipt, line=row.line, part=row.part, quantity_milli=row.came.quantity_milli,
            unit_price_cm=row.unit_price_cm, goods_minor=row.goods, freight_minor=row.freight, core_minor=row.core,
            over_milli=row.over_milli, condition=row.came.condition, lot=row.came.lot, location_id=row.location_id,
        )
        for row in receipt_rows
    )  # fmt: skip


def _count(receipt_rows: Sequence[_Row], at: datetime) -> None:
    """Lines and orders know what came; parts and offers know the newest price."""
    came: dict[UUID, int] = defaultdict(int)
    for row in receipt_rows:
        came[row.line.pk] += row.came.quantity_milli
    rows.update(PurchaseLine, ("id",), (), list(came.items()), add=("received_milli",))
    for order in {row.line.order_id: row.line.order for row in receipt_rows}.values():
        orders.settle(order, at)
    costs = {
        row.part.pk: rdiv((row.goods + row.freight) * 1000, row.came.quantity_milli)
        for row in receipt_rows if row.came.condition == "good"
    }  # fmt: skip
    rows.update(Part, ("id",), ("cost_minor",), list(costs.items()))


def _post(receipt: GoodsReceipt, receipt_rows: Sequence[_Row], moved: Sequence[Moved], at: datetime) -> None:
    """The books: shelves, what is used at once and cores against what we owe until the bill is here."""
    on_shelves = sum(one.value_minor for one in moved)
    revalued = sum(one.revalued_minor for one in moved)
    used = sum(row.goods + row.freight for row in receipt_rows if row.location_id is None)
    core = sum(row.core for row in receipt_rows)
    write(receipt, _("Goods received"), recipes.goods_came(on_shelves, used, core, revalued), at)


def write(receipt: GoodsReceipt, text: books.Words, postings: Sequence[tuple[str, int]], at: datetime) -> None:
    """The receipt's one entry, when it has any worth."""
    if not postings:
        return
    site = receipt.site
    books.write(
        [books.Draft(
            site_id=site.pk, day=clock.local(at, site.time_zone).date(), text=books.worded(text, receipt.number),
            source_kind=SOURCE, source_id=receipt.pk, currency=site.currency, postings=postings,
        )],
        at=at,
    )  # fmt: skip


def _hold(
    receipt: GoodsReceipt, receipt_rows: Sequence[_Row], waiting: dict[UUID, tuple[list[Need], list[Need]]],
    free: dict[Key, int], at: datetime,
) -> None:  # fmt: skip
    """What came is held for who waits, as far as the shelf has it free (K-38)."""
    covered: dict[UUID, int] = defaultdict(int)
    came: dict[Key, int] = defaultdict(int)
    for row in receipt_rows:
        if row.location_id and row.came.condition == "good" and row.part.pk in waiting:
            came[row.part.pk, row.location_id, ""] += row.came.quantity_milli
    wishes = []
    for key, milli in came.items():
        linked, others = waiting.pop(key[0], ([], []))  # a second lot of the same part serves nobody twice
        keyed = [[rules.Wanted(need, need.quantity_milli) for need in group] for group in (linked, others)]
        for need, part_milli in rules.share_out(min(free[key], milli), *keyed):
            assert isinstance(need, Need)
            wishes.append(reservations.Wish(
                new_id(), key[0], key[1], part_milli, need.source_kind, need.source_id, lot=key[2]
            ))  # fmt: skip
            covered[need.source_id] += part_milli
    reservations.hold(wishes, at)
    if covered:
        publish(NeedsCovered(receipt.site_id, receipt.pk, tuple(covered.items())))


def _tell(receipt: GoodsReceipt, receipt_rows: Sequence[_Row], at: datetime) -> None:
    """Who waits hears of it; what is not as ordered lies in the tray; what is bad waits in the draft of a return."""
    from vaxel.business.purchasing import returns

    arrived = tuple(dict.fromkeys(row.part.pk for row in receipt_rows if row.came.condition == "good"))
    if arrived:
        publish(GoodsArrived(receipt.site_id, arrived))
    orphans = _without_need(receipt_rows)
    for row in receipt_rows:
        if row.part.pk != row.line.part_id:
            tray.lay("purchasing.substitute", row.line, site_id=receipt.site_id, at=at, ordered=row.line.part.number,
                     came=row.part.number)  # fmt: skip
        if row.line.pk in orphans:
            tray.lay("purchasing.nobody_waits", row.line, site_id=receipt.site_id, at=at, part=row.part.number,
                     label=orphans[row.line.pk])  # fmt: skip
    bad = [(row.id, row.came.condition) for row in receipt_rows if row.came.condition != "good"]
    if bad:
        returns.draft_of(receipt, bad, at)
    touch(*{row.line.order_id: row.line.order for row in receipt_rows}.values(), *(row.part for row in receipt_rows))
    note(number=receipt.number, lines=len(receipt_rows), delivery_note=receipt.delivery_note)


def _without_need(receipt_rows: Sequence[_Row]) -> dict[UUID, str]:
    """Line → label of what was bought for a ticket that does not want it any more (K-47)."""
    links = list(PurchaseLink.objects.filter(line__in=[row.line.pk for row in receipt_rows]))
    alive = needs.asker().known({link.source_id for link in links})
    return {link.line_id: link.label for link in links if link.source_id not in alive}
