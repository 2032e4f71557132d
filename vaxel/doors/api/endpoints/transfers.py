"""Transfers of goods between sites, in two steps."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Meta

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import transfers
from vaxel.business.stock.models import Transfer as TransferRow
from vaxel.business.stock.models import TransferLine as TransferLineRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.wishes import NamedLot, lots_in
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T20, T200, Body, Empty, Quantity, QuantityAboveZero, Reason, Shape


class WantedLine(Body):
    """So much of a part."""

    part: UUID
    quantity: QuantityAboveZero


class NewTransfer(Body):
    """Goods from `from_site` to `to_site`, asked for by the receiver; with `agreed` made, and held, by the sender."""

    from_site: UUID
    to_site: UUID
    lines: Annotated[list[WantedLine], Meta(min_length=1, max_length=200)]
    text: T200 = ""
    agreed: bool = False
    id: UUID | None = None


class GoingLine(Body):
    """So much of a line is sent or has come."""

    line: UUID
    quantity: QuantityAboveZero
    lots: Annotated[list[NamedLot], Meta(max_length=200)] = []


class Sending(Body):
    """What is sent; everything that was agreed when left out."""

    lines: Annotated[list[GoingLine], Meta(max_length=200)] | None = None


class Coming(Body):
    """What has come."""

    lines: Annotated[list[GoingLine], Meta(min_length=1, max_length=200)]


class Ending(Body):
    """What became of what did not come, decided by the sender's site."""

    quantity: QuantityAboveZero
    ending: Literal["found", "lost", "damaged"]
    reason: Reason
    lots: Annotated[list[NamedLot], Meta(max_length=200)] = []


class TransferLine(Shape):
    """One part of a transfer. `under_way`: sent, and neither come nor settled."""

    id: UUID
    part: UUID
    number: str
    asked: Quantity
    sent: Quantity
    received: Quantity
    settled: Quantity
    under_way: Quantity


class Transfer(Shape):
    """Goods from one site to another, in two steps (K-81)."""

    id: UUID
    number: int
    from_site: UUID
    to_site: UUID
    state: str
    text: str
    requested_by: str
    requested_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    lines: list[TransferLine]


class TransferFilters(Paging):
    """Which transfers, from and to the actor's sites."""

    state: T20 = ""


def _transfer(row: TransferRow) -> Transfer:
    return Transfer(
        id=row.pk, number=row.number, from_site=row.site_id, to_site=row.to_site_id, state=row.state, text=row.text,
        requested_by=row.requested_by, requested_at=row.requested_at, sent_at=row.sent_at, received_at=row.received_at,
        lines=[
            TransferLine(id=one.pk, part=one.part_id, number=one.part.number, asked=Quantity(one.asked_milli),
                         sent=Quantity(one.sent_milli), received=Quantity(one.received_milli),
                         settled=Quantity(one.settled_milli), under_way=Quantity(one.under_way_milli))
            for one in row.lines.all()
        ],
    )  # fmt: skip


def _mine(ask: Ask) -> QuerySet[TransferRow]:
    """The transfers from and to the actor's sites."""
    rows = TransferRow.objects.prefetch_related("lines__part")
    sites = ask.sites(ask.endpoint.may)
    return rows if sites is None else rows.filter(Q(site_id__in=sites) | Q(to_site_id__in=sites))


def _again(row: TransferRow) -> Transfer:
    return _transfer(TransferRow.objects.prefetch_related("lines__part").get(pk=row.pk))


def _sent_from(ask: Ask, transfer: UUID) -> TransferRow:
    return ask.one(TransferRow.objects.all(), transfer, "site_id")


def _sent_to(ask: Ask, transfer: UUID) -> TransferRow:
    return ask.one(TransferRow.objects.all(), transfer, "to_site_id")


@reads("/transfers", may="stock.read")
def transfers_(ask: Ask, filters: TransferFilters) -> Page[Transfer]:
    """Transfers from and to one's sites, newest first."""
    query = _mine(ask)
    if filters.state:
        query = query.filter(state=filters.state)
    return cut(query, filters, lambda rows: [_transfer(row) for row in rows])


@reads("/transfers/{transfer}", may="stock.read")
def transfer(ask: Ask, transfer: UUID) -> Transfer:
    """One transfer."""
    return _transfer(ask.one(_mine(ask), transfer))


@writes("POST", "/transfers")
def request(ask: Ask, body: NewTransfer) -> Transfer:
    """Ask another site for goods, or (`agreed`) make up what is about to be sent."""
    here = ask.named(Site.objects.all(), body.from_site, "from_site")
    there = ask.named(Site.objects.all(), body.to_site, "to_site")
    lines = [
        (ask.named(Part.objects.all(), one.part, f"lines[{n}].part"), one.quantity.milli)
        for n, one in enumerate(body.lines)
    ]
    action = transfers.make if body.agreed else transfers.request
    return ask.do(action, _again, here, there, lines=lines, text=body.text, id=body.id)


@writes("POST", "/transfers/{transfer}/approve")
def approve(ask: Ask, transfer: UUID, body: Empty) -> Transfer:
    """The sender agrees: all of it is held."""
    return ask.do(transfers.approve, _again, _sent_from(ask, transfer))


@writes("POST", "/transfers/{transfer}/send")
def send(ask: Ask, transfer: UUID, body: Sending) -> Transfer:
    """The goods leave the sender's store."""
    going = None if body.lines is None else [_going(one) for one in body.lines]
    return ask.do(transfers.send, _again, _sent_from(ask, transfer), going=going)


@writes("POST", "/transfers/{transfer}/receive")
def receive(ask: Ask, transfer: UUID, body: Coming) -> Transfer:
    """The goods, or some of them, lie in the receiver's store."""
    return ask.do(transfers.receive, _again, _sent_to(ask, transfer), came=[_going(one) for one in body.lines])


@writes("POST", "/transfers/{transfer}/cancel")
def cancel(ask: Ask, transfer: UUID, body: Empty) -> Transfer:
    """The sender will not send it."""
    return ask.do(transfers.cancel, _again, _sent_from(ask, transfer))


@writes("POST", "/transfers/{transfer}/withdraw")
def withdraw(ask: Ask, transfer: UUID, body: Empty) -> Transfer:
    """Who asked needs it no more."""
    return ask.do(transfers.withdraw, _again, _sent_to(ask, transfer))


@writes("POST", "/transfers/lines/{line}/settle")
def settle(ask: Ask, line: UUID, body: Ending) -> Transfer:
    """Say what became of what did not come."""
    row = ask.one(TransferLineRow.objects.select_related("transfer"), line, "transfer__site_id")
    return ask.do(
        transfers.settle, _again, row, quantity_milli=body.quantity.milli, ending=body.ending, why=body.reason,
        lots=lots_in(body.lots),
    )  # fmt: skip


def _going(one: GoingLine) -> transfers.Going:
    return transfers.Going(one.line, one.quantity.milli, lots_in(one.lots))
