"""Parts: what the shop can sell, with their numbers and codes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import UNSET, Meta, UnsetType

from vaxel.business.catalog import barcodes, codes, kits, search
from vaxel.business.catalog import parts as catalog
from vaxel.business.catalog.models import Part as PartRow
from vaxel.business.catalog.models import PartCode
from vaxel.business.catalog.numbers import norm
from vaxel.business.catalog.wishes import NewCode as CodeWish
from vaxel.business.locations.company import the_company
from vaxel.business.parties.models import Party
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask, UnknownThing, minor
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import (
    T20,
    T40,
    T60,
    T80,
    T160,
    Body,
    Empty,
    Money,
    Quantity,
    QuantityAboveZero,
    Shape,
    given,
    money,
)  # fmt: skip

Unit = Literal["pcs", "set", "h", "l", "m", "kg"]
Stocking = Literal["stocked", "on_demand", "not_counted", "kit", "core"]


class Code(Shape):
    """Another way to name a part (K-2). `quantity`: how much one scan means."""

    id: UUID
    kind: str
    text: str
    supplier: UUID | None
    quantity: Quantity


class Fits(Shape):
    """Whether a part fits the vehicle that was asked for: `level` is fits, maybe (the `questions` say what must be
    known), probably (something it interchanges with fits: `through`), universal, unknown or does_not_fit."""

    level: str
    positions: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    through: str


class Match(Shape):
    """Why a search found the part: `rank` (barcode, number, supplier, old, replacement, original, cross, interchange,
    prefix, words, fits, look_alike, spelling), the number that `matched`, and how much of it a scan means."""

    rank: str
    matched: str
    quantity: Quantity
    fits: Fits | None
    replaced_by: list[UUID]
    interchange: list[UUID]


class Part(Shape):
    """Anything with a number that is stocked or sold. `cost` is null for a token that may not see margins; `match` is
    there where one searched with `q`."""

    id: UUID
    brand: str
    number: str
    name_sv: str
    name_en: str
    category: str | None
    unit: str
    stocking: str
    quality: str
    tax_code: str
    discountable: bool
    cost: Money | None
    codes: list[Code]
    universal: bool
    retired_at: datetime | None
    made_at: datetime
    match: Match | None = None


class PartFilters(Paging):
    """`number`: as printed or without signs; `code`: a barcode, supplier's or maker's number.

    `q` searches as the counter does (barcode, number, words, with errors): the best first, on one page. With
    `vehicle`, what fits it comes first; without `q`, only what fits it is there.
    """

    q: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    vehicle: UUID | None = None
    number: T60 | None = None
    code: T60 | None = None
    brand: T80 | None = None
    category: T40 | None = None
    stocking: Stocking | None = None
    retired: bool | None = None


@reads("/parts", may="parts.read")
def parts(ask: Ask, filters: PartFilters) -> Page[Part]:
    """Parts, newest first; with `q`, the best first."""
    query = PartRow.objects.all()
    if filters.q is not None or filters.vehicle is not None:
        vehicle = ask.maybe(Vehicle.objects.all(), filters.vehicle, "vehicle")
        return _searched(ask, filters.q or "", filters.limit, vehicle)
    if filters.number is not None:
        query = query.filter(norm=norm(filters.number))
    if filters.code is not None:
        query = query.filter(codes__norm__in=[norm(filters.code), *barcodes.candidates(filters.code)]).distinct()
    if filters.brand is not None:
        query = query.filter(brand__name=filters.brand)
    if filters.category is not None:
        query = query.filter(category__key=filters.category)
    if filters.stocking is not None:
        query = query.filter(stocking=filters.stocking)
    if filters.retired is not None:
        query = query.filter(retired_at__isnull=not filters.retired)
    return cut(_whole(query), filters, lambda rows: shown(rows, ask))


@reads("/parts/{part}", may="parts.read")
def part(ask: Ask, part: UUID) -> Part:
    """One part."""
    return shown([ask.one(_whole(PartRow.objects.all()), part)], ask)[0]


def _searched(ask: Ask, text: str, most: int, vehicle: Vehicle | None) -> Page[Part]:
    hits = {hit.part_id: hit for hit in search.parts(text, site_id=ask.by.site_id, most=most, vehicle=vehicle)}
    found = {row.pk: row for row in _whole(PartRow.objects.filter(pk__in=hits))}
    items = shown([found[one] for one in hits if one in found], ask)
    for item in items:
        item.match = _match(hits[item.id])
    return Page(items=items)


def _match(hit: search.Hit) -> Match:
    fit = hit.fit
    return Match(
        rank=hit.rank, matched=hit.matched, quantity=Quantity(hit.quantity_milli),
        fits=None if fit is None else Fits(
            level=fit.level, positions=list(fit.positions), notes=list(fit.notes), sources=list(fit.sources),
            questions=[f"{one.key}: {one.wanted}" for one in fit.questions], through=fit.through,
        ),
        replaced_by=[one.part_id for one in hit.replaced_by], interchange=[one.part_id for one in hit.interchange],
    )  # fmt: skip


def _whole(query: QuerySet[PartRow]) -> QuerySet[PartRow]:
    return query.select_related("brand", "category").prefetch_related("codes")


def shown(rows: Sequence[PartRow], ask: Ask) -> list[Part]:
    """Parts as the wire has them."""
    currency = the_company().currency if ask.sites("prices.see_margin") != frozenset() else ""
    return [
        Part(
            id=row.id, brand=row.brand.name, number=row.number, name_sv=row.name_sv, name_en=row.name_en,
            category=row.category.key if row.category else None, unit=row.unit, stocking=row.stocking,
            quality=row.quality, tax_code=row.tax_code, discountable=row.discountable,
            cost=money(row.cost_minor, currency) if currency else None,
            codes=[
                Code(id=code.id, kind=code.kind, text=code.text, supplier=code.supplier_id,
                     quantity=Quantity(code.quantity_milli))
                for code in sorted(row.codes.all(), key=lambda code: (code.kind, code.text))
            ],
            universal=row.universal, retired_at=row.retired_at, made_at=row.made_at,
        )
        for row in rows
    ]  # fmt: skip


class NewCode(Body):
    """Another way to name the part; `quantity`: how much one scan means, one piece unless said."""

    kind: Literal["barcode", "supplier", "original", "old", "cross"]
    text: Annotated[T60, Meta(min_length=1)]
    supplier: UUID | None = None
    quantity: QuantityAboveZero | None = None


class NewPart(Body):
    """A part. `cost` is per unit, without VAT; `category` a category's key; `brand` a name, new ones are made."""

    brand: Annotated[T80, Meta(min_length=1)]
    number: Annotated[T60, Meta(min_length=1)]
    name_sv: Annotated[T160, Meta(min_length=1)]
    name_en: T160 = ""
    category: T40 = ""
    unit: Unit = "pcs"
    stocking: Stocking = "stocked"
    quality: T20 = "aftermarket"
    tax_code: T20 = "standard"
    discountable: bool = True
    cost: Money | None = None
    codes: Annotated[list[NewCode], Meta(max_length=50)] = []
    id: UUID | None = None


class Component(Body):
    """So much of a part in a kit."""

    part: UUID
    quantity: QuantityAboveZero


class Components(Body):
    """What a kit holds, in this order."""

    components: Annotated[list[Component], Meta(min_length=1, max_length=200)]


class PartChanges(Body):
    """What is sent is changed, what is left out stays."""

    number: Annotated[T60, Meta(min_length=1)] | UnsetType = UNSET
    name_sv: Annotated[T160, Meta(min_length=1)] | UnsetType = UNSET
    name_en: T160 | UnsetType = UNSET
    category: T40 | UnsetType = UNSET
    unit: Unit | UnsetType = UNSET
    stocking: Stocking | UnsetType = UNSET
    quality: T20 | UnsetType = UNSET
    tax_code: T20 | UnsetType = UNSET
    discountable: bool | UnsetType = UNSET
    cost: Money | UnsetType = UNSET


@writes("POST", "/parts")
def add_part(ask: Ask, body: NewPart) -> Part:
    """Add a part with its codes."""
    fields = _fields(body)
    for n, code in enumerate(body.codes):
        ask.maybe(Party.objects.filter(is_supplier=True), code.supplier, f"codes[{n}].supplier")
    fields["codes"] = [
        CodeWish(code.kind, code.text, code.supplier, code.quantity.milli if code.quantity else 1000)
        for code in body.codes
    ]
    return ask.do(catalog.add, partial(_anew, ask), **fields)


@writes("PATCH", "/parts/{part}")
def change_part(ask: Ask, part: UUID, body: PartChanges) -> Part:
    """Change a part."""
    return ask.do(catalog.change, partial(_anew, ask), ask.one(PartRow.objects.all(), part), **_fields(body))


@writes("POST", "/parts/{part}/codes")
def add_code(ask: Ask, part: UUID, body: NewCode) -> Part:
    """Add a barcode or another number to a part."""
    row = ask.one(PartRow.objects.all(), part)
    supplier = ask.maybe(Party.objects.filter(is_supplier=True), body.supplier, "supplier")
    milli = body.quantity.milli if body.quantity else 1000
    return ask.do(
        codes.add, lambda made: _anew(ask, made.part), row, kind=body.kind, text=body.text, supplier=supplier,
        quantity_milli=milli,
    )  # fmt: skip


@writes("DELETE", "/codes/{code}")
def remove_code(ask: Ask, code: UUID, body: Empty) -> Part:
    """Take a barcode or another number off its part."""
    row = ask.one(PartCode.objects.select_related("part"), code)
    return ask.do(codes.remove, lambda _none: _anew(ask, row.part), row)


@writes("PUT", "/parts/{part}/components")
def set_components(ask: Ask, part: UUID, body: Components) -> Part:
    """Set what a kit holds, and nothing else."""
    row = ask.one(PartRow.objects.all(), part)
    held = PartRow.objects.in_bulk([one.part for one in body.components])
    for n, one in enumerate(body.components):
        if one.part not in held:
            raise UnknownThing(path=f"components[{n}].part", id=one.part)
    wanted = [(held[one.part], one.quantity.milli) for one in body.components]
    return ask.do(kits.set_components, lambda _none: _anew(ask, row), row, components=wanted)


@writes("POST", "/parts/{part}/retirement")
def retire_part(ask: Ask, part: UUID, body: Empty) -> Part:
    """Take a part out of use: it is found by its exact number only. Nothing is deleted."""
    return ask.do(catalog.retire, partial(_anew, ask), ask.one(PartRow.objects.all(), part))


@writes("DELETE", "/parts/{part}/retirement")
def restore_part(ask: Ask, part: UUID, body: Empty) -> Part:
    """Take a part into use again."""
    return ask.do(catalog.restore, partial(_anew, ask), ask.one(PartRow.objects.all(), part))


def _fields(body: NewPart | PartChanges) -> dict[str, Any]:
    fields = given(body)
    if "cost" in fields:
        fields["cost_minor"] = minor(fields.pop("cost"), the_company().currency, "cost")
    return fields


def _anew(ask: Ask, row: PartRow) -> Part:
    return shown([_whole(PartRow.objects.all()).get(pk=row.pk)], ask)[0]
