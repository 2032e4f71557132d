"""What a till knows of each part: read in a handful of statements, for the whole catalogue or for some parts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vaxel.business.catalog.fit_models import PartSales
from vaxel.business.catalog.models import Brand, Category, Fee, KitComponent, Part, PartCode, PartFee, PartSearch, Price
from vaxel.business.locations.models import Site
from vaxel.business.stock.models import Balance
from vaxel.doors.sync.lists import InForce

DISCOUNTABLE, UNIVERSAL, LOTS, SERIALS, CARRIES_FEES, COUNTED = 1, 2, 4, 8, 16, 32
_LARGEST, _BATCH = 2**31 - 1, 500


@dataclass(slots=True)
class Tables:
    """What rows point into: brands, categories, units, tax codes, fees, and the lists in force."""

    lists: Sequence[InForce]
    brands: list[str] = field(default_factory=list)
    categories: list[tuple[UUID, str, str]] = field(default_factory=list)
    fees: list[UUID] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    tax_codes: list[str] = field(default_factory=list)
    _brand: dict[UUID, int] = field(default_factory=dict)
    _category: dict[UUID, int] = field(default_factory=dict)
    _fee: dict[UUID, int] = field(default_factory=dict)
    _list: dict[UUID, int] = field(default_factory=dict)

    @classmethod
    def read(cls, lists: Sequence[InForce]) -> "Tables":
        """The tables as they are now. Three statements."""
        made = cls(lists)
        for n, (pk, name) in enumerate(Brand.objects.order_by("folded").values_list("pk", "name")):
            made.brands.append(name)
            made._brand[pk] = n
        made.categories = list(Category.objects.order_by("key").values_list("pk", "name_sv", "name_en"))
        made._category = {row[0]: n for n, row in enumerate(made.categories)}
        made.fees = list(Fee.objects.exclude(kind="supplies").order_by("key").values_list("pk", flat=True))
        made._fee = {pk: n for n, pk in enumerate(made.fees)}
        made._list = {one.id: n for n, one in enumerate(lists)}
        return made

    def brand(self, pk: UUID) -> int:
        """Where the brand stands."""
        return self._brand[pk]

    def category(self, pk: UUID | None) -> int | None:
        """Where the category stands."""
        return self._category.get(pk) if pk else None

    def fee(self, pk: UUID) -> int | None:
        """Where the fee stands; None for one that hangs on no part."""
        return self._fee.get(pk)

    def price_list(self, pk: UUID) -> int:
        """Where the list stands."""
        return self._list[pk]

    def unit(self, text: str) -> int:
        """Where the unit stands; a new one comes last."""
        return _place(self.units, text)

    def tax_code(self, text: str) -> int:
        """Where the tax code stands; a new one comes last."""
        return _place(self.tax_codes, text)


def _place(held: list[str], text: str) -> int:
    if text not in held:
        held.append(text)
    return held.index(text)


@dataclass(slots=True)
class Row:
    """A part as tills know it; what it points at is a place in the tables. `prices`: list's place → price."""

    id: UUID
    norm: str
    number: str
    name_sv: str
    name_en: str
    brand: int
    category: int | None
    unit: int
    tax_code: int
    stocking: str
    flags: int
    codes: str = ""
    barcodes: str = ""
    on_hand_milli: int = 0
    fees: list[int] = field(default_factory=list)
    prices: dict[int, int] = field(default_factory=dict)

    def for_everyone(self, lists: Sequence[InForce]) -> tuple[int, int]:
        """(list's place, price) of the price that holds without a group; (255, −1): none."""
        held = [(lists[n].strength, n) for n in self.prices if lists[n].group_id is None]
        if not held:
            return 255, -1
        _strength, n = max(held)
        return n, self.prices[n]


_FIELDS = (
    "pk", "norm", "number", "name_sv", "name_en", "brand", "category", "unit", "tax_code", "stocking",
    "discountable", "universal", "tracking",
)  # fmt: skip


def best_first(site: Site, tables: Tables) -> list[Row]:
    """Every part that is sold, what sells best first, then by number. Eight statements."""
    sold = dict(PartSales.objects.values_list("part", "score"))
    known = PartSearch.objects.filter(pk__in=PartSales.objects.values("part")).values_list("part", "pk")
    score = {part: sold.get(pk, 0) for part, pk in known}
    rows = list(_rows(Part.objects.filter(retired_at=None), tables))
    rows.sort(key=lambda one: (-score.get(one.id, 0), one.norm, one.id))
    _fill(rows, site, tables, None)
    return rows


def of(part_ids: Collection[UUID], site: Site, tables: Tables) -> list[Row]:
    """Those of the parts that are sold."""
    rows: list[Row] = []
    for some in batched(sorted(part_ids), _BATCH):
        found = list(_rows(Part.objects.filter(retired_at=None, pk__in=some), tables))
        _fill(found, site, tables, some)
        rows += found
    return rows


def _rows(parts: "QuerySet[Part]", tables: Tables) -> Iterator[Row]:
    for pk, norm, number, sv, en, brand, category, unit, tax, stocking, off, universal, tracking in parts.values_list(
        *_FIELDS
    ).iterator(chunk_size=5_000):
        flags = (
            DISCOUNTABLE * off + UNIVERSAL * universal + LOTS * (tracking in ("lot", "dot"))
            + SERIALS * (tracking == "serial") + COUNTED * (stocking in ("stocked", "core"))
        )  # fmt: skip
        yield Row(
            pk, norm, number, sv, en, tables.brand(brand), tables.category(category), tables.unit(unit),
            tables.tax_code(tax), stocking, flags,
        )  # fmt: skip


def _fill(rows: Sequence[Row], site: Site, tables: Tables, only: Sequence[UUID] | None) -> None:
    by_id = {one.id: one for one in rows}
    codes: dict[UUID, list[str]] = defaultdict(list)
    bars: dict[UUID, list[str]] = defaultdict(list)
    for part, kind, norm, milli in _some(PartCode, only, "part", "kind", "norm", "quantity_milli"):
        if kind == "barcode":
            bars[part].append(norm if milli == 1000 else f"{norm}*{milli}")
        elif part in by_id and norm not in codes[part]:
            codes[part].append(norm)
    for part, price_list, price in _some(
        Price, only, "part", "price_list", "unit_price_cm", price_list__in=[one.id for one in tables.lists]
    ):
        if part in by_id:
            by_id[part].prices[tables.price_list(price_list)] = price
    for part, fee in _some(PartFee, only, "part", "fee"):
        place = tables.fee(fee)
        if part in by_id and place is not None:
            by_id[part].fees.append(place)
            by_id[part].flags |= CARRIES_FEES
    for part, milli in _some(Balance, only, "part", "on_hand_milli", location__site=site, location__kind="store"):
        if part in by_id:
            by_id[part].on_hand_milli = max(-_LARGEST, min(_LARGEST, milli))
    for pk, one in by_id.items():
        one.codes, one.barcodes = " ".join(sorted(codes[pk])), " ".join(sorted(bars[pk]))


def _some(model: Any, only: Sequence[UUID] | None, *names: str, **where: Any) -> Iterator[tuple[Any, ...]]:
    rows = model.objects.filter(**where)
    if only is not None:
        rows = rows.filter(part__in=only)
    found: Iterator[tuple[Any, ...]] = rows.order_by().values_list(*names).iterator(chunk_size=5_000)
    return found


def kits(only: Collection[UUID] | None) -> dict[UUID, list[dict[str, Any]]]:
    """Kit → what it holds, in order. One statement."""
    rows = KitComponent.objects.all() if only is None else KitComponent.objects.filter(kit__in=only)
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for kit, part, milli in rows.order_by("kit", "position").values_list("kit", "part", "quantity_milli"):
        found[kit].append({"part": str(part), "quantity_milli": milli})
    return found
