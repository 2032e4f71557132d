"""Shelves: bins, lots and serial numbers, kits built and taken apart."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.catalog.models import Part
from vaxel.business.stock import bins, building, lot_rules, tracking
from vaxel.business.stock.models import Bin as BinRow
from vaxel.business.stock.models import LotBalance as LotRow
from vaxel.business.stock.models import StockLocation
from vaxel.business.stock.places import store
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import (
    T20,
    T40,
    Body,
    Quantity,
    QuantityAboveZero,
    Shape,
)  # fmt: skip
from vaxel.kernel.actions import Action

Tracking = Literal["none", "lot", "dot", "serial"]


class LotFilters(Paging):
    """Which lots; `code` in any spelling."""

    part: UUID | None = None
    site: UUID | None = None
    code: T40 = ""


class Lot(Shape):
    """What lies of a lot, or a piece with its serial number, at a place."""

    part: UUID
    number: str
    code: str
    serial: bool
    made_on: date | None
    best_before: date | None
    location: UUID
    site: UUID
    on_hand: Quantity


@reads("/stock/lots", may="stock.read")
def lots(ask: Ask, filters: LotFilters) -> Page[Lot]:
    """Lots and serial numbers that lie somewhere."""
    query = ask.mine(LotRow.objects.exclude(on_hand_milli=0), "location__site_id", wanted=filters.site)
    if filters.part is not None:
        query = query.filter(lot__part_id=filters.part)
    if filters.code:
        query = query.filter(lot__norm=lot_rules.norm(filters.code))
    return cut(
        query.select_related("lot__part", "location"), filters,
        lambda rows: [
            Lot(part=one.lot.part_id, number=one.lot.part.number, code=one.lot.code, serial=one.lot.single,
                made_on=one.lot.made_on, best_before=one.lot.best_before, location=one.location_id,
                site=one.location.site_id, on_hand=Quantity(one.on_hand_milli))
            for one in rows
        ],
    )  # fmt: skip


class NewTracking(Body):
    """How a part is tracked from now on; only while none of it lies on a shelf."""

    tracking: Tracking


class Tracked(Shape):
    """How the part is tracked."""

    part: UUID
    tracking: Tracking


@writes("PUT", "/parts/{part}/tracking")
def track(ask: Ask, part: UUID, body: NewTracking) -> Tracked:
    """Track a part by lot, by DOT week or by serial number, or no longer."""
    row = ask.one(Part.objects.all(), part)
    made = Tracked(part=row.pk, tracking=body.tracking)
    return ask.do(tracking.track, lambda _part: made, row, kind=body.tracking)


class Lying(Shape):
    """So much of the part lies in the bin; an empty code is no bin in particular. `home`: picked here first."""

    bin: str
    on_hand: Quantity
    home: bool


class BinMove(Body):
    """So much is put into the bin `to`, from the bin `from_bin`, or from where goods come in. It is made if new."""

    part: UUID
    to: Annotated[T20, Meta(min_length=1)]
    quantity: QuantityAboveZero
    from_bin: T20 = ""
    site: UUID | None = None


class HomeBin(Body):
    """The bin where the part comes in and is picked."""

    part: UUID
    bin: Annotated[T20, Meta(min_length=1)]
    site: UUID | None = None


def _place(ask: Ask, site_id: UUID | None) -> StockLocation:
    return StockLocation.objects.get(pk=store(ask.site(site_id).pk))


def _lies(part: Part, place: StockLocation) -> list[Lying]:
    return [Lying(bin=one.code, on_hand=Quantity(one.milli), home=one.home)
            for one in bins.where([part.pk], place.pk)[part.pk]]  # fmt: skip


@writes("POST", "/stock/bins/moves")
def put_away(ask: Ask, body: BinMove) -> list[Lying]:
    """Put goods away, or move them from one bin to another."""
    part, place = ask.named(Part.objects.all(), body.part, "part"), _place(ask, body.site)
    source = None
    if body.from_bin:
        code = body.from_bin.strip().upper()
        source = ask.keyed(BinRow.objects.filter(location=place, code=code), "from_bin", code).pk
    return ask.do(
        bins.move, lambda _made: _lies(part, place), part, place, to=body.to, quantity_milli=body.quantity.milli,
        from_bin=source,
    )  # fmt: skip


@writes("PUT", "/stock/bins/home")
def set_home(ask: Ask, body: HomeBin) -> list[Lying]:
    """Set the bin where a part comes in and is picked at a site."""
    part, place = ask.named(Part.objects.all(), body.part, "part"), _place(ask, body.site)
    return ask.do(bins.set_home, lambda _made: _lies(part, place), part, place, code=body.bin)


class KitWish(Body):
    """So many whole kits."""

    part: UUID
    quantity: QuantityAboveZero
    site: UUID | None = None


class Built(Shape):
    """How many were built, or (negative) taken apart."""

    part: UUID
    quantity: Quantity


@writes("POST", "/stock/kits")
def build(ask: Ask, body: KitWish) -> Built:
    """Build kits of their components."""
    return _kits(ask, body, building.build, 1)


@writes("POST", "/stock/kits/apart")
def take_apart(ask: Ask, body: KitWish) -> Built:
    """Take kits apart into their components."""
    return _kits(ask, body, building.take_apart, -1)


def _kits(ask: Ask, body: KitWish, action: Action[..., Any], sign: int) -> Built:
    part, site = ask.named(Part.objects.all(), body.part, "part"), ask.site(body.site)
    made = Built(part=part.pk, quantity=Quantity(sign * body.quantity.milli))
    return ask.do(action, lambda _moved: made, part, site, quantity_milli=body.quantity.milli)
