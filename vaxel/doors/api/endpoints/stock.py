"""Stock: what lies where, and the ledger it is the sum of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from vaxel.business.stock.models import Balance as BalanceRow
from vaxel.business.stock.models import Movement as MovementRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads
from vaxel.doors.api.shapes import Money, Quantity, Shape, money


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
    query = ask.mine(BalanceRow.objects.all(), "location__site_id", filters.site)
    if filters.part is not None:
        query = query.filter(part_id=filters.part)
    return cut(query.select_related("part", "location__site"), filters, lambda rows: _balances(rows, ask))


@reads("/stock/movements", may="stock.read")
def movements(ask: Ask, filters: MovementFilters) -> Page[Movement]:
    """The stock ledger, newest first."""
    query = ask.mine(MovementRow.objects.all(), "location__site_id", filters.site)
    if filters.part is not None:
        query = query.filter(part_id=filters.part)
    if filters.source is not None:
        query = query.filter(source_id=filters.source)
    return cut(query.select_related("location__site"), filters, lambda rows: _movements(rows, ask))


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
