"""Purchasing: suppliers, what is ordered of them, and what came."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Meta

from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import changes, orders, receiving
from vaxel.business.purchasing.models import GoodsReceipt as ReceiptRow
from vaxel.business.purchasing.models import PurchaseOrder as OrderRow
from vaxel.business.purchasing.models import Supplier as SupplierRow
from vaxel.business.purchasing.orders import Want
from vaxel.business.purchasing.receiving import Came
from vaxel.doors.api.ask import Ask, minor, price_cm
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import (
    T20,
    T40,
    T60,
    T200,
    Body,
    Money,
    Quantity,
    QuantityAboveZero,
    Shape,
    UnitPrice,
)  # fmt: skip


class Supplier(Shape):
    """One we buy from. `lead_days`: working days from order to delivery."""

    id: UUID
    party: UUID
    name: str
    customer_number: str
    currency: str
    send_by: str
    lead_days: int
    minimum: Money
    auto_send: bool
    retired_at: datetime | None


class PurchaseOrderLine(Shape):
    """One part of an order. `open`: neither come nor called off."""

    id: UUID
    part: UUID
    number: str
    supplier_number: str
    quantity: Quantity
    received: Quantity
    cancelled: Quantity
    open: Quantity
    unit_price: UnitPrice
    expected_on: date | None


class PurchaseOrder(Shape):
    """What is asked of one supplier for one site, in the supplier's currency. `number` is given when it is sent."""

    id: UUID
    number: int | None
    supplier: UUID
    site: UUID
    state: str
    supplier_ref: str
    made_at: datetime
    sent_at: datetime | None
    lines: list[PurchaseOrderLine]


class DraftedOrders(Shape):
    """The drafts that hold what was wanted, one for each supplier."""

    orders: list[PurchaseOrder]


class GoodsReceiptLine(Shape):
    """So much of a part came."""

    id: UUID
    order_line: UUID
    part: UUID
    quantity: Quantity
    lot: str
    condition: str


class GoodsReceipt(Shape):
    """One delivery."""

    id: UUID
    number: int
    supplier: UUID
    site: UUID
    delivery_note: str
    received_at: datetime
    lines: list[GoodsReceiptLine]


class WantedPart(Body):
    """So much of a part, of its preferred supplier unless one is named."""

    part: UUID
    quantity: QuantityAboveZero
    supplier: UUID | None = None


class NewPurchaseOrder(Body):
    """What is to be bought. `again`: although it is on order already."""

    lines: Annotated[list[WantedPart], Meta(min_length=1, max_length=200)]
    site: UUID | None = None
    again: bool = False


class SendPurchaseOrder(Body):
    """How; the supplier's own way when left out. `anyway`: below the supplier's minimum, too."""

    method: Literal["", "hand", "mail", "link"] = ""
    anyway: bool = False


class CancelPurchaseOrder(Body):
    """Why nothing more of it is to come."""

    reason: T200 = ""


class DeliveredLine(Body):
    """So much came for a line. `over`: keep more than was ordered; `lot`: a lot, DOT week or serial number."""

    line: UUID
    quantity: QuantityAboveZero
    unit_price: UnitPrice | None = None
    lot: T40 = ""
    condition: Literal["good", "damaged", "wrong"] = "good"
    over: bool = False


class NewGoodsReceipt(Body):
    """A delivery of one supplier. `again`: another one with the same delivery note."""

    supplier: UUID
    lines: Annotated[list[DeliveredLine], Meta(min_length=1, max_length=500)]
    site: UUID | None = None
    delivery_note: T60 = ""
    freight: Money | None = None
    again: bool = False
    id: UUID | None = None


class PurchaseOrderFilters(Paging):
    """Which orders, of the actor's sites."""

    state: T20 = ""
    supplier: UUID | None = None


def _supplier(row: SupplierRow) -> Supplier:
    return Supplier(
        id=row.pk, party=row.party_id, name=row.party.name, customer_number=row.customer_number, currency=row.currency,
        send_by=row.send_by, lead_days=row.lead_days, minimum=Money(row.minimum_minor, row.currency),
        auto_send=row.auto_send, retired_at=row.retired_at,
    )  # fmt: skip


def _order(row: OrderRow) -> PurchaseOrder:
    return PurchaseOrder(
        id=row.pk, number=row.number, supplier=row.supplier_id, site=row.site_id, state=row.state,
        supplier_ref=row.supplier_ref, made_at=row.made_at, sent_at=row.sent_at,
        lines=[
            PurchaseOrderLine(id=one.pk, part=one.part_id, number=one.part.number, supplier_number=one.number,
                      quantity=Quantity(one.quantity_milli), received=Quantity(one.received_milli),
                      cancelled=Quantity(one.cancelled_milli), open=Quantity(one.open_milli),
                      unit_price=UnitPrice(one.unit_price_cm, row.currency), expected_on=one.expected_on)
            for one in row.lines.all()
        ],
    )  # fmt: skip


def _orders() -> QuerySet[OrderRow]:
    return OrderRow.objects.prefetch_related("lines__part")


def _again(row: OrderRow) -> PurchaseOrder:
    return _order(_orders().get(pk=row.pk))


def _receipt(row: ReceiptRow) -> GoodsReceipt:
    return GoodsReceipt(
        id=row.pk, number=row.number, supplier=row.supplier_id, site=row.site_id, delivery_note=row.delivery_note,
        received_at=row.received_at,
        lines=[
            GoodsReceiptLine(id=one.pk, order_line=one.line_id, part=one.part_id, quantity=Quantity(one.quantity_milli),
                         lot=one.lot, condition=one.condition)
            for one in row.lines.order_by("pk")
        ],
    )  # fmt: skip


@reads("/suppliers", may="purchasing.read")
def suppliers(ask: Ask, filters: Paging) -> Page[Supplier]:
    """Those we buy from, newest first."""
    return cut(SupplierRow.objects.select_related("party"), filters, lambda rows: [_supplier(row) for row in rows])


@reads("/suppliers/{supplier}", may="purchasing.read")
def supplier(ask: Ask, supplier: UUID) -> Supplier:
    """One we buy from."""
    return _supplier(ask.one(SupplierRow.objects.select_related("party"), supplier))


@reads("/purchase-orders", may="purchasing.read")
def purchase_orders(ask: Ask, filters: PurchaseOrderFilters) -> Page[PurchaseOrder]:
    """What is asked of suppliers for one's sites, newest first."""
    query = ask.mine(_orders())
    if filters.state:
        query = query.filter(state=filters.state)
    if filters.supplier:
        query = query.filter(supplier=filters.supplier)
    return cut(query, filters, lambda rows: [_order(row) for row in rows])


@reads("/purchase-orders/{order}", may="purchasing.read")
def purchase_order(ask: Ask, order: UUID) -> PurchaseOrder:
    """One order."""
    return _order(ask.one(_orders(), order, "site_id"))


@writes("POST", "/purchase-orders")
def draft(ask: Ask, body: NewPurchaseOrder) -> DraftedOrders:
    """Put what is wanted on draft orders, one for each supplier; an open draft is filled first."""
    wants = [
        Want(
            ask.named(Part.objects.all(), one.part, f"lines[{n}].part").pk,
            one.quantity.milli,
            ask.named(SupplierRow.objects.all(), one.supplier, f"lines[{n}].supplier").pk if one.supplier else None,
        )
        for n, one in enumerate(body.lines)
    ]
    return ask.do(
        orders.draft, lambda made: DraftedOrders(orders=[_again(row) for row in made]), ask.site(body.site),
        wants=wants, again=body.again,
    )  # fmt: skip


@writes("POST", "/purchase-orders/{order}/send", status=200)
def send(ask: Ask, order: UUID, body: SendPurchaseOrder) -> PurchaseOrder:
    """Send a draft: it gets its number, and goes by hand, mail or link."""
    row = ask.one(OrderRow.objects.all(), order, "site_id")
    return ask.do(orders.send, _again, row, method=body.method, anyway=body.anyway)


@writes("POST", "/purchase-orders/{order}/cancel", status=200)
def cancel(ask: Ask, order: UUID, body: CancelPurchaseOrder) -> PurchaseOrder:
    """Nothing more of the order is to come."""
    return ask.do(changes.cancel, _again, ask.one(OrderRow.objects.all(), order, "site_id"), reason=body.reason)


@writes("POST", "/goods-receipts")
def receive(ask: Ask, body: NewGoodsReceipt) -> GoodsReceipt:
    """What came of a supplier's open orders lies in the store; who waits for it is served first."""
    site = ask.site(body.site)
    row = ask.named(SupplierRow.objects.select_related("party"), body.supplier, "supplier")
    came = [
        Came(one.line, one.quantity.milli, price_cm(one.unit_price, row.currency, f"lines[{n}].unit_price"),
             over=one.over, condition=one.condition, lot=one.lot)
        for n, one in enumerate(body.lines)
    ]  # fmt: skip
    return ask.do(
        receiving.receive, _receipt, site, supplier=row, came=came, delivery_note=body.delivery_note,
        freight_minor=minor(body.freight, row.currency, "freight"), again=body.again, id=body.id,
    )  # fmt: skip
