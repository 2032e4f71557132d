"""Goods that came without an order: the order that was never written is made behind them (K-65)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing.models import GoodsReceipt, PurchaseLine, PurchaseOrder, Supplier
from vaxel.business.purchasing.offers import KitsAreNotBought
from vaxel.business.purchasing.receiving import BadCost, Came, NothingCame, receive
from vaxel.kernel import numbering
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION


@dataclass(frozen=True, slots=True)
class Unordered:
    """Goods that came without an order: a part, thousandths, price per unit in the supplier's currency."""

    part: Part
    quantity_milli: int
    unit_price_cm: int


@action("goods.receive_unordered")
def receive_unordered(
    site: Site, *, supplier: Supplier, goods: Sequence[Unordered], delivery_note: str = "", freight_minor: int = 0,
    id: UUID | None = None, by: Actor, at: datetime,
) -> GoodsReceipt:  # fmt: skip
    """The goods are received, and the order that was never written stands behind them, sent and received (K-65).

    Refuses as `receive` does, and with KitsAreNotBought.
    """
    if not goods or any(one.quantity_milli <= 0 for one in goods):
        raise NothingCame()
    if any(one.unit_price_cm < 0 for one in goods):
        raise BadCost()
    for one in goods:
        if one.part.stocking == "kit":
            raise KitsAreNotBought(number=one.part.number)
    rate = MILLION if supplier.currency == site.currency else supplier.rate_ppm
    order = PurchaseOrder.objects.create(
        number=numbering.take("purchase_orders"), supplier=supplier, site=site, state="sent", origin="receipt",
        currency=supplier.currency, rate_ppm=rate, made_at=at, sent_at=at,
    )  # fmt: skip
    lines = [
        PurchaseLine(order=order, part=one.part, position=n, quantity_milli=one.quantity_milli,
                     unit_price_cm=one.unit_price_cm, number=one.part.number, expected_on=at.date())
        for n, one in enumerate(goods)
    ]  # fmt: skip
    PurchaseLine.objects.bulk_create(lines)
    return receive(
        site, supplier=supplier, came=[Came(line.pk, line.quantity_milli) for line in lines],
        delivery_note=delivery_note, freight_minor=freight_minor, id=id, by=by, at=at,
    )  # fmt: skip
