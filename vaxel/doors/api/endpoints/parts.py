"""Parts: what the shop can sell, with their numbers and codes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from vaxel.business.catalog.models import Part as PartRow
from vaxel.business.catalog.numbers import norm
from vaxel.business.locations.company import the_company
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads
from vaxel.doors.api.shapes import T40, T60, T80, Money, Quantity, Shape, money

Stocking = Literal["stocked", "on_demand", "not_counted", "kit", "core"]


class Code(Shape):
    """Another way to name a part (K-2). `quantity`: how much one scan means."""

    kind: str
    text: str
    supplier: UUID | None
    quantity: Quantity


class Part(Shape):
    """Anything with a number that is stocked or sold. `cost` is null for a token that may not see margins."""

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
    retired_at: datetime | None
    made_at: datetime


class PartFilters(Paging):
    """`number`: as printed or without signs; `code`: a barcode, supplier's or maker's number."""

    number: T60 | None = None
    code: T60 | None = None
    brand: T80 | None = None
    category: T40 | None = None
    stocking: Stocking | None = None
    retired: bool | None = None


@reads("/parts", may="parts.read")
def parts(ask: Ask, filters: PartFilters) -> Page[Part]:
    """Parts, newest first."""
    query = PartRow.objects.all()
    if filters.number is not None:
        query = query.filter(norm=norm(filters.number))
    if filters.code is not None:
        query = query.filter(codes__norm=norm(filters.code)).distinct()
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
                Code(kind=code.kind, text=code.text, supplier=code.supplier_id, quantity=Quantity(code.quantity_milli))
                for code in sorted(row.codes.all(), key=lambda code: (code.kind, code.text))
            ],
            retired_at=row.retired_at, made_at=row.made_at,
        )
        for row in rows
    ]  # fmt: skip
