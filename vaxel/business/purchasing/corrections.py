"""A receipt put right: what was counted wrongly goes out again at the value it came in with (K-66)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaxel.business.purchasing import orders, receiving
from vaxel.business.purchasing.models import GoodsReceipt, PurchaseLine, PurchaseOrder, ReceiptLine
from vaxel.business.stock import ledger
from vaxel.business.stock.ledger import Move
from vaxel.kernel import numbering
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Refused


class NothingToPutRight(BadInput):
    """A correction takes something back."""

    sentence = _("Say how much of which lines was received wrongly: above zero, each line once.")


class BilledAlready(Refused):
    """What is billed goes back by a return, with a credit."""

    sentence = _("Only %(left)s of %(number)s can be taken back; the rest is billed or back. Make a return of it.")


@action("goods.take_back")
def take_back(
    receipt: GoodsReceipt, *, lines: Sequence[tuple[UUID, int]], reason: str, by: Actor, at: datetime
) -> GoodsReceipt:
    """So much of these receipt lines (id, thousandths) did not come after all: shelf, order and books say so.

    Limited to what is still there and not billed. Refuses with NothingToPutRight, BilledAlready, Short.
    """
    wanted = dict(lines)
    if not wanted or len(wanted) != len(lines) or any(milli <= 0 for milli in wanted.values()):
        raise NothingToPutRight()
    held = _lock(receipt, wanted)
    moved = ledger.move(
        [Move(new_id(), one.part_id, one.location_id, -wanted[one.pk], "receipt", receiving.SOURCE, new_id(),
              lot=one.lot, reverses=one.pk) for one in held if one.location_id],
        at=at,
    )  # fmt: skip
    worth = {one.move.reverses: -one.value_minor for one in moved}
    back = GoodsReceipt.objects.create(
        number=numbering.take("goods_receipts"), site=receipt.site, supplier=receipt.supplier,
        delivery_note=receipt.delivery_note, rate_ppm=receipt.rate_ppm, reverses=receipt, received_at=at,
    )  # fmt: skip
    made = [_line(back, one, wanted[one.pk], worth.get(one.pk)) for one in held]
    ReceiptLine.objects.bulk_create(made)
    freight = -sum(one.freight_minor for one in made)
    GoodsReceipt.objects.filter(pk=receipt.pk).update(freight_back_minor=F("freight_back_minor") + freight)
    _count(held, made, at)
    _post(back, made, sum(one.revalued_minor for one in moved), at)
    note(reason=reason, receipt=str(receipt.pk), lines=len(made))
    touch(receipt)
    return back


def _lock(receipt: GoodsReceipt, wanted: dict[UUID, int]) -> list[ReceiptLine]:
    """The lines, locked after their orders; refuses what is billed or gone back already."""
    order_ids = receipt.lines.filter(pk__in=wanted).values("line__order")
    list(PurchaseOrder.objects.select_for_update().filter(pk__in=order_ids).order_by("pk"))
    list(GoodsReceipt.objects.select_for_update().filter(pk=receipt.pk))
    held = list(
        ReceiptLine.objects.select_for_update(of=("self",)).filter(receipt=receipt, pk__in=wanted)
        .select_related("part", "line__order__site").order_by("pk")
    )  # fmt: skip
    if len(held) != len(wanted):
        raise NothingToPutRight()
    for one in held:
        left = one.quantity_milli - one.back_milli - one.billed_milli
        if one.quantity_milli < 0 or wanted[one.pk] > left:
            raise BilledAlready(left=format_quantity(max(0, left)), number=one.part.number)
    return held


def _line(back: GoodsReceipt, one: ReceiptLine, milli: int, worth: int | None) -> ReceiptLine:
    """The reversing line: its share of what is left of the goods, the rest of what moved is freight."""
    left_milli = one.quantity_milli - one.back_milli
    goods = rdiv((one.goods_minor - one.back_minor) * milli, left_milli)
    core = rdiv((one.core_minor - one.core_back_minor) * milli, left_milli)
    if worth is None:
        worth = goods + rdiv(one.freight_minor * milli, one.quantity_milli)
    return ReceiptLine(
        receipt=back, line=one.line, part=one.part, quantity_milli=-milli, unit_price_cm=one.unit_price_cm,
        goods_minor=-goods, freight_minor=goods - worth, core_minor=-core, condition=one.condition, lot=one.lot,
        location_id=one.location_id, reverses=one,
    )  # fmt: skip


def _count(held: Sequence[ReceiptLine], made: Sequence[ReceiptLine], at: datetime) -> None:
    rows.update(
        ReceiptLine, ("id",), (),
        [(one.reverses_id, -one.quantity_milli, -one.goods_minor, -one.core_minor) for one in made],
        add=("back_milli", "back_minor", "core_back_minor"),
    )  # fmt: skip
    sums: dict[UUID, int] = {}
    for one in made:
        sums[one.line_id] = sums.get(one.line_id, 0) + one.quantity_milli
    rows.update(PurchaseLine, ("id",), (), list(sums.items()), add=("received_milli",))
    for order in {one.line.order_id: one.line.order for one in held}.values():
        orders.settle(orders.lock(order), at)


def _post(back: GoodsReceipt, made: Sequence[ReceiptLine], revalued: int, at: datetime) -> None:
    from vaxel.business.accounting import recipes

    stock = sum(one.goods_minor + one.freight_minor for one in made if one.location_id)
    used = sum(one.goods_minor + one.freight_minor for one in made if not one.location_id)
    core = sum(one.core_minor for one in made)
    receiving.write(back, _("Receipt put right"), recipes.goods_came(stock, used, core, revalued), at)
