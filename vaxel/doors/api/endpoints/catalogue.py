"""What the shop sells besides parts, and at which prices: canned jobs, operations, labour rates, price lists."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Meta

from vaxel.business.catalog import canned, prices, rates
from vaxel.business.catalog import operations as verbs
from vaxel.business.catalog import price_lists as lists
from vaxel.business.catalog.models import CannedJob as CannedRow
from vaxel.business.catalog.models import LabourRate as RateRow
from vaxel.business.catalog.models import Operation as OperationRow
from vaxel.business.catalog.models import Part, Price
from vaxel.business.catalog.models import PriceList as ListRow
from vaxel.business.locations.company import the_company
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import CustomerGroup
from vaxel.doors.api.ask import Ask, UnknownThing, WrongCurrency, price_cm
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T40, T80, T160, T200, Body, Day, Quantity, QuantityAboveZero, Shape, UnitPrice


class CannedLine(Shape):
    """One line of a canned job."""

    kind: str
    operation: UUID | None
    part: UUID | None
    quantity: Quantity
    text_sv: str
    text_en: str


class CannedJob(Shape):
    """A template of a job (arbetspaket). `fixed_price` is without VAT, null when the lines make the price."""

    id: UUID
    key: str
    version: int
    state: str
    title_sv: str
    title_en: str
    category: str
    fixed_price: UnitPrice | None
    lines: list[CannedLine]


class Operation(Shape):
    """A named piece of labour with the guide's hours."""

    id: UUID
    code: str
    name_sv: str
    name_en: str
    hours: Quantity
    rate: str


class LabourRate(Shape):
    """A named price per hour without VAT; `site` null: everywhere."""

    id: UUID
    key: str
    name_sv: str
    name_en: str
    site: UUID | None
    hour_price: UnitPrice


class PriceList(Shape):
    """Prices for everyone or a customer group, everywhere or at a site, until the day before `valid_to`."""

    id: UUID
    name: str
    currency: str
    basis: str
    group: UUID | None
    site: UUID | None
    valid_from: date
    valid_to: date | None


class PartPrice(Shape):
    """A part's price in a list."""

    part: UUID
    unit_price: UnitPrice


class NewPriceList(Body):
    """An empty price list. `basis`: with or without VAT."""

    name: Annotated[T80, Meta(min_length=1)]
    valid_from: Day
    valid_to: Day | None = None
    currency: Annotated[str, Meta(max_length=3, pattern="^[A-Z]{3}$")] | None = None
    basis: Literal["incl", "excl"] = "excl"
    group: UUID | None = None
    site: UUID | None = None


class LastDay(Body):
    """The first day on which the list no longer holds."""

    valid_to: Day


class NewPrice(Body):
    """A part's price."""

    part: UUID
    unit_price: UnitPrice


class NewPrices(Body):
    """Prices to stand in the list; other prices of the list stay."""

    prices: Annotated[list[NewPrice], Meta(min_length=1, max_length=5000)]


class PricesSet(Shape):
    """How many prices were set."""

    price_list: UUID
    count: int


@reads("/canned-jobs", may="parts.read")
def canned_jobs(ask: Ask, filters: Paging) -> Page[CannedJob]:
    """Canned jobs with their lines, newest first."""
    return cut(CannedRow.objects.prefetch_related("lines"), filters, _canned)


@reads("/operations", may="parts.read")
def operations(ask: Ask, filters: Paging) -> Page[Operation]:
    """Operations in use, newest first."""
    return cut(OperationRow.objects.filter(retired_at=None), filters, _operations)


@reads("/labour-rates", may="parts.read")
def labour_rates(ask: Ask, filters: Paging) -> Page[LabourRate]:
    """Labour rates, newest first."""
    return cut(RateRow.objects.all(), filters, _rates)


@reads("/price-lists", may="parts.read")
def price_lists(ask: Ask, filters: Paging) -> Page[PriceList]:
    """Price lists, newest first."""
    return cut(_lists(ask), filters, lambda rows: [_list(row) for row in rows])


@reads("/price-lists/{price_list}", may="parts.read")
def price_list(ask: Ask, price_list: UUID) -> PriceList:
    """One price list."""
    return _list(ask.one(_lists(ask), price_list))


@reads("/price-lists/{price_list}/prices", may="parts.read")
def list_prices(ask: Ask, price_list: UUID, filters: Paging) -> Page[PartPrice]:
    """The prices of a list, newest first."""
    row = ask.one(_lists(ask), price_list)
    return cut(Price.objects.filter(price_list=row), filters, lambda rows: _prices(rows, row.currency))


@writes("POST", "/price-lists")
def make_price_list(ask: Ask, body: NewPriceList) -> PriceList:
    """Make an empty price list."""
    return ask.do(
        lists.make, _list, name=body.name, valid_from=body.valid_from, valid_to=body.valid_to, basis=body.basis,
        currency=body.currency or the_company().currency,
        group=ask.maybe(CustomerGroup.objects.all(), body.group, "group"),
        site=ask.maybe(Site.objects.all(), body.site, "site", "id"),
    )  # fmt: skip


@writes("POST", "/price-lists/{price_list}/prices")
def set_prices(ask: Ask, price_list: UUID, body: NewPrices) -> PricesSet:
    """Set prices of parts in a list."""
    row = ask.one(_lists(ask), price_list)
    made = PricesSet(price_list=row.id, count=len(body.prices))
    return ask.do(prices.set, lambda _none: made, row, prices=_wanted(body.prices, row.currency))


def _lists(ask: Ask) -> QuerySet[ListRow]:
    """The lists for everywhere and those of the actor's sites."""
    sites = ask.sites(ask.endpoint.may)
    query = ListRow.objects.all()
    return query if sites is None else query.filter(Q(site=None) | Q(site__in=sites))


@writes("POST", "/price-lists/{price_list}/end", status=200)
def end_price_list(ask: Ask, price_list: UUID, body: LastDay) -> PriceList:
    """End a price list: it no longer holds from that day on."""
    return ask.do(lists.end, _list, ask.one(_lists(ask), price_list), valid_to=body.valid_to)


def _wanted(asked: Sequence[NewPrice], currency: str) -> list[tuple[Part | UUID, int]]:
    known = set(Part.objects.filter(pk__in=[one.part for one in asked]).values_list("pk", flat=True))
    for n, one in enumerate(asked):
        if one.part not in known:
            raise UnknownThing(path=f"prices[{n}].part", id=one.part)
        if one.unit_price.currency != currency:
            path = f"prices[{n}].unit_price"
            raise WrongCurrency(path=path, currency=currency, given=one.unit_price.currency)
    return [(one.part, one.unit_price.cm) for one in asked]


def _canned(rows: Sequence[CannedRow]) -> list[CannedJob]:
    currency = the_company().currency
    return [
        CannedJob(
            id=row.id, key=row.key, version=row.version, state=row.state, title_sv=row.title_sv,
            title_en=row.title_en, category=row.category,
            fixed_price=UnitPrice(cm=row.fixed_price_cm, currency=currency) if row.pricing == "fixed" else None,
            lines=[
                CannedLine(kind=one.kind, operation=one.operation_id, part=one.part_id,
                           quantity=Quantity(one.quantity_milli), text_sv=one.text_sv, text_en=one.text_en)
                for one in row.lines.all()
            ],
        )
        for row in rows
    ]  # fmt: skip


def _operations(rows: Sequence[OperationRow]) -> list[Operation]:
    return [
        Operation(id=row.id, code=row.code, name_sv=row.name_sv, name_en=row.name_en,
                  hours=Quantity(row.hours_milli), rate=row.rate_key)
        for row in rows
    ]  # fmt: skip


def _rates(rows: Sequence[RateRow]) -> list[LabourRate]:
    currency = the_company().currency
    return [
        LabourRate(id=row.id, key=row.key, name_sv=row.name_sv, name_en=row.name_en, site=row.site_id,
                   hour_price=UnitPrice(cm=row.hour_price_cm, currency=currency))
        for row in rows
    ]  # fmt: skip


def _list(row: ListRow) -> PriceList:
    return PriceList(
        id=row.id, name=row.name, currency=row.currency, basis=row.basis, group=row.group_id, site=row.site_id,
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


def _prices(rows: Sequence[Price], currency: str) -> list[PartPrice]:
    return [PartPrice(part=row.part_id, unit_price=UnitPrice(cm=row.unit_price_cm, currency=currency)) for row in rows]


class NewOperation(Body):
    """A named piece of labour; `rate` is the key of its hourly rate."""

    code: Annotated[str, Meta(min_length=1, max_length=30)]
    name_sv: Annotated[T160, Meta(min_length=1)]
    hours: QuantityAboveZero
    name_en: T160 = ""
    rate: Annotated[str, Meta(min_length=1, max_length=30)] = "general"


class NewRate(Body):
    """An hourly rate without VAT, at a site or everywhere."""

    key: Annotated[str, Meta(min_length=1, max_length=30)]
    name_sv: Annotated[T80, Meta(min_length=1)]
    name_en: Annotated[T80, Meta(min_length=1)]
    hour_price: UnitPrice
    site: UUID | None = None


class NewCannedLine(Body):
    """Labour by its operation, a part, a note, or a placeholder for a part that is chosen later."""

    kind: Literal["labour", "part", "note", "placeholder"]
    operation: UUID | None = None
    part: UUID | None = None
    quantity: QuantityAboveZero | None = None
    text_sv: T200 = ""
    text_en: T200 = ""


class NewCannedJob(Body):
    """A template of a job. `fixed_price`: one menu price without VAT instead of the lines' sum."""

    key: Annotated[str, Meta(min_length=1, max_length=30)]
    title_sv: Annotated[T160, Meta(min_length=1)]
    title_en: Annotated[T160, Meta(min_length=1)]
    lines: Annotated[list[NewCannedLine], Meta(min_length=1, max_length=200)]
    category: T40 = ""
    fixed_price: UnitPrice | None = None


@writes("POST", "/operations")
def define_operation(ask: Ask, body: NewOperation) -> Operation:
    """Define an operation; an existing code gets these values."""
    said = {"code": body.code, "name_sv": body.name_sv, "name_en": body.name_en, "rate_key": body.rate}
    return ask.do(verbs.define, lambda row: _operations([row])[0], hours_milli=body.hours.milli, **said)


@writes("POST", "/labour-rates")
def define_rate(ask: Ask, body: NewRate) -> LabourRate:
    """Define a labour rate; an existing key gets this price."""
    price = price_cm(body.hour_price, the_company().currency, "hour_price") or 0
    said = {"key": body.key, "name_sv": body.name_sv, "name_en": body.name_en, "hour_price_cm": price}
    site = ask.maybe(Site.objects.all(), body.site, "site", "id")
    return ask.do(rates.define, lambda row: _rates([row])[0], site=site, **said)


@writes("POST", "/canned-jobs")
def define_canned_job(ask: Ask, body: NewCannedJob) -> CannedJob:
    """Define a canned job; an existing key becomes its next version. Tickets keep the lines they have."""
    price = price_cm(body.fixed_price, the_company().currency, "fixed_price")
    return ask.do(
        canned.define, lambda row: _canned([row])[0], body.key, title_sv=body.title_sv, title_en=body.title_en,
        category=body.category, lines=_entries(body.lines), pricing="lines" if price is None else "fixed",
        fixed_price_cm=price or 0,
    )  # fmt: skip


def _entries(asked: Sequence[NewCannedLine]) -> list[canned.Entry]:
    work = OperationRow.objects.in_bulk([one.operation for one in asked if one.operation])
    parts = Part.objects.in_bulk([one.part for one in asked if one.part])
    for n, one in enumerate(asked):
        for name, named, held in (("operation", one.operation, work), ("part", one.part, parts)):
            if named is not None and named not in held:
                raise UnknownThing(path=f"lines[{n}].{name}", id=named)
    return [
        canned.Entry(
            one.kind, work.get(one.operation) if one.operation else None, parts.get(one.part) if one.part else None,
            one.quantity.milli if one.quantity else 1000, one.text_sv, one.text_en,
        )
        for one in asked
    ]  # fmt: skip
