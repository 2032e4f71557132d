"""Stock: what lies where, and the ledger it is the sum of."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Model, QuerySet
from msgspec import Meta

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import adjustments, ledger, levels, queries, receipts
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Balance as BalanceRow
from vaxel.business.stock.models import Movement as MovementRow
from vaxel.business.stock.models import StockLocation
from vaxel.doors.api.ask import Ask, UnknownThing, minor
from vaxel.doors.api.endpoints.second import Approver, answer
from vaxel.doors.api.endpoints.wishes import NamedLot
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T120, Body, Money, Quantity, QuantityAboveZero, Shape, money
from vaxel.kernel.actions import Action
from vaxel.kernel.db.hints import beside

AdjustReason = Literal["found", "miscounted", "wrong_entry", "lost", "stolen", "broken", "expired", "other"]


class Balance(Shape):
    """What lies of a part at a location in a lot (K-28). `value` is null for a token that may not see margins."""

    part: UUID
    number: str
    site: UUID
    location: UUID
    location_kind: str
    lot: str
    on_hand: Quantity
    reserved: Quantity
    available: Quantity
    short: Quantity
    value: Money | None


class Movement(Shape):
    """One signed row of the stock ledger (K-25). `value` is null for a token that may not see margins."""

    id: UUID
    part: UUID
    site: UUID
    location: UUID
    lot: str
    quantity: Quantity
    value: Money | None
    kind: str
    source_kind: str
    source: UUID
    reason: str
    reverses: UUID | None
    happened_at: datetime
    recorded_at: datetime


class StockFilters(Paging):
    """Which balances."""

    part: UUID | None = None
    site: UUID | None = None


class MovementFilters(Paging):
    """Which movements; `source` is the line or document that caused them."""

    part: UUID | None = None
    site: UUID | None = None
    source: UUID | None = None


@reads("/stock", may="stock.read")
def stock(ask: Ask, filters: StockFilters) -> Page[Balance]:
    """Balances per part, location and lot."""
    query = _at_locations(ask, BalanceRow.objects.all(), filters.site)
    if filters.part is not None:
        query = query.filter(part_id=filters.part)
    return cut(query.select_related("part", "location__site"), filters, lambda rows: _balances(rows, ask))


@reads("/stock/movements", may="stock.read")
def movements(ask: Ask, filters: MovementFilters) -> Page[Movement]:
    """The stock ledger, newest first."""
    query = _at_locations(ask, MovementRow.objects.all(), filters.site)
    if filters.part is not None:
        query = query.filter(part_id=filters.part)
    if filters.source is not None:
        query = query.filter(source_id=filters.source)
    return cut(query.select_related("location__site"), filters, lambda rows: _movements(rows, ask))


def _at_locations[M: Model](ask: Ask, query: QuerySet[M], site: UUID | None) -> QuerySet[M]:
    """The rows at locations of the actor's sites, of `site` alone when given."""
    if site is None and ask.sites(ask.endpoint.may) is None:
        return query
    here = ask.mine(StockLocation.objects.all(), wanted=site)
    return query.filter(beside("location_id", here.values_list("pk", flat=True)))


def _balances(rows: Sequence[BalanceRow], ask: Ask) -> list[Balance]:
    seen = ask.sites("prices.see_margin") != frozenset()
    return [
        Balance(
            part=row.part_id, number=row.part.number, site=row.location.site_id, location=row.location_id,
            location_kind=row.location.kind, lot=row.lot, on_hand=Quantity(row.on_hand_milli),
            reserved=Quantity(row.reserved_milli), available=Quantity(row.on_hand_milli - row.reserved_milli),
            short=Quantity(row.short_milli),
            value=money(row.value_minor, row.location.site.currency) if seen else None,
        )
        for row in rows
    ]  # fmt: skip


def _movements(rows: Sequence[MovementRow], ask: Ask) -> list[Movement]:
    seen = ask.sites("prices.see_margin") != frozenset()
    return [
        Movement(
            id=row.id, part=row.part_id, site=row.location.site_id, location=row.location_id, lot=row.lot,
            quantity=Quantity(row.quantity_milli),
            value=money(row.value_minor, row.location.site.currency) if seen else None, kind=row.kind,
            source_kind=row.source_kind, source=row.source_id, reason=row.reason, reverses=row.reverses_id,
            happened_at=row.happened_at, recorded_at=row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip


class ReceivedLot(NamedLot):
    """A serial number, a lot or a tyre's DOT week that came, and how much of it."""

    best_before: date | None = None


class ReceivedLine(Body):
    """Goods that came. `unit_cost`: per unit, without VAT; `lots`: of a tracked part, together the quantity."""

    part: UUID
    quantity: QuantityAboveZero
    unit_cost: Money
    lots: Annotated[list[ReceivedLot], Meta(max_length=200)] = []


class NewReceipt(Body):
    """Goods received without a purchase order. `id`: the receipt's, made by you."""

    lines: Annotated[list[ReceivedLine], Meta(min_length=1, max_length=500)]
    site: UUID | None = None
    text: T120 = ""
    id: UUID | None = None


class NewAdjustment(Body):
    """So much more (or, negative, less) lies there than was believed."""

    part: UUID
    quantity: Quantity
    reason: AdjustReason
    text: T120 = ""
    lots: Annotated[list[ReceivedLot], Meta(max_length=200)] = []
    site: UUID | None = None
    approved_by: Approver | None = None


class NewScrap(Body):
    """So much is thrown away."""

    part: UUID
    quantity: QuantityAboveZero
    reason: AdjustReason
    text: T120 = ""
    lots: Annotated[list[ReceivedLot], Meta(max_length=200)] = []
    site: UUID | None = None
    approved_by: Approver | None = None


class NewLevel(Body):
    """Order when the position falls below `min`, up to `max`."""

    part: UUID
    min: Quantity
    max: Quantity
    site: UUID | None = None


class Level(Shape):
    """When the part is ordered at the site, and up to how much."""

    part: UUID
    site: UUID
    min: Quantity
    max: Quantity


class Moved(Shape):
    """What became of a movement, and what lies there after it. `value` is null for a token that may not see margins."""

    movement: UUID
    part: UUID
    quantity: Quantity
    value: Money | None
    on_hand: Quantity
    reserved: Quantity


class Proposal(Shape):
    """What to buy of a part for a site (K-95)."""

    part: UUID
    number: str
    name_sv: str
    name_en: str
    position: Quantity
    min: Quantity
    max: Quantity
    quantity: Quantity


class ReorderFilters(Body):
    """Which site; the token's own unless said."""

    site: UUID | None = None


@reads("/stock/to-reorder", may="stock.read")
def to_reorder(ask: Ask, filters: ReorderFilters) -> list[Proposal]:
    """What is below its minimum at a site, and how much to buy."""
    return [
        Proposal(
            part=one.part_id, number=one.number, name_sv=one.name_sv, name_en=one.name_en,
            position=Quantity(one.position_milli), min=Quantity(one.min_milli), max=Quantity(one.max_milli),
            quantity=Quantity(one.quantity_milli),
        )
        for one in queries.to_reorder(ask.site(filters.site).pk)
    ]  # fmt: skip


@writes("POST", "/stock/receipts")
def receive(ask: Ask, body: NewReceipt) -> list[Moved]:
    """Receive goods into the site's store and the books."""
    site = ask.site(body.site)
    lines = [
        (part, one.quantity.milli, minor(one.unit_cost, site.currency, f"lines[{n}].unit_cost"))
        for n, (part, one) in enumerate(zip(_parts([one.part for one in body.lines]), body.lines, strict=True))
    ]
    lots = {n: [_lot(lot) for lot in one.lots] for n, one in enumerate(body.lines) if one.lots}
    said: dict[str, Any] = {"lines": lines, "lots": lots, "text": body.text, "id": body.id}
    return ask.do(receipts.receive, partial(_moved, ask, site), site, **said)


def _lot(lot: ReceivedLot) -> LotIn:
    return LotIn(lot.code, lot.quantity.milli, lot.best_before)


@writes("POST", "/stock/adjustments")
def adjust(ask: Ask, body: NewAdjustment) -> list[Moved]:
    """Put a balance right, with a reason. Above the site's limit it needs a second person."""
    return _changed(ask, adjustments.adjust, body)


@writes("POST", "/stock/scrap")
def scrap(ask: Ask, body: NewScrap) -> list[Moved]:
    """Throw goods away, with a reason. Above the site's limit it needs a second person."""
    return _changed(ask, adjustments.scrap, body)


@writes("PUT", "/stock/levels")
def set_level(ask: Ask, body: NewLevel) -> Level:
    """Set when a part is ordered at a site, and up to how much."""
    part, site = ask.named(Part.objects.all(), body.part, "part"), ask.site(body.site)
    made = Level(part=part.pk, site=site.pk, min=body.min, max=body.max)
    milli = {"min_milli": body.min.milli, "max_milli": body.max.milli}
    return ask.do(levels.set_level, lambda _level: made, part, site, **milli)


def _changed(
    ask: Ask, action: Action[..., ledger.Moved], body: NewAdjustment | NewScrap
) -> list[Moved]:  # fmt: skip
    part, site = ask.named(Part.objects.all(), body.part, "part"), ask.site(body.site)
    second, lots = answer(ask, body.approved_by).second, [_lot(lot) for lot in body.lots]
    return ask.do(
        action, lambda moved: _moved(ask, site, [moved]), part, site, quantity_milli=body.quantity.milli,
        reason=body.reason, text=body.text, lots=lots, second=second,
    )  # fmt: skip


def _parts(ids: Sequence[UUID]) -> list[Part]:
    found = Part.objects.in_bulk(set(ids))
    for n, part_id in enumerate(ids):
        if part_id not in found:
            raise UnknownThing(path=f"lines[{n}].part", id=part_id)
    return [found[part_id] for part_id in ids]


def _moved(ask: Ask, site: Site, moved: Sequence[ledger.Moved]) -> list[Moved]:
    seen = ask.sites("prices.see_margin") != frozenset()
    return [
        Moved(
            movement=one.move.id, part=one.move.part_id, quantity=Quantity(one.move.quantity_milli),
            value=money(one.value_minor, site.currency) if seen else None, on_hand=Quantity(one.on_hand_milli),
            reserved=Quantity(one.reserved_milli),
        )
        for one in moved
    ]  # fmt: skip
