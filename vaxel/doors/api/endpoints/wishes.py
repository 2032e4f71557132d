"""Lines as a request asks for them: parts named by id, number or barcode, found in a fixed number of queries."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, field

from vaxel.business.catalog import barcodes, numbers
from vaxel.business.catalog.models import Operation, Part, PartCode
from vaxel.business.stock.lots import LotIn
from vaxel.business.tickets.lines import Wish
from vaxel.doors.api.ask import Ask, UnknownThing, minor, price_cm
from vaxel.doors.api.shapes import T20, T40, T60, T200, Body, Money, Ppm, QuantityAboveZero, UnitPrice
from vaxel.kernel.db import reads
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import BadInput, Conflict

LineKind = Literal["part", "labour", "sublet", "fee", "core", "gift_card", "note", "placeholder"]


class UnknownPart(BadInput):
    """No part has the number or barcode."""

    status = 422
    sentence = _("%(path)s: no part has %(text)s.")


class SeveralParts(Conflict):
    """A number may stand on parts of several brands."""

    sentence = _("%(path)s: %(text)s is the number of several parts. Name the brand too, or the part's id.")


def _one() -> QuantityAboveZero:
    return QuantityAboveZero(1000)


class NamedLot(Body):
    """A serial number, a lot or a tyre's DOT week, and how much of it."""

    code: Annotated[T40, Meta(min_length=1)]
    quantity: QuantityAboveZero = field(default_factory=_one)


def lots_in(named: Sequence[NamedLot]) -> tuple[LotIn, ...]:
    """The lots as the stock knows them."""
    return tuple(LotIn(one.code, one.quantity.milli) for one in named)


class NewLine(Body):
    """A line, of one piece unless `quantity` says else.

    A part is named by one of `part`, `number` (with `brand` where several have it) and `barcode`. Prices and discounts
    are wishes: left out, the price is the list's; the server asks whether the token may set them. `lots`: which pieces
    of a part that is tracked by serial number, lot or DOT; serial numbers must be named before the goods leave.
    """

    kind: LineKind = "part"
    part: UUID | None = None
    number: Annotated[T60, Meta(min_length=1)] | None = None
    brand: T60 | None = None
    barcode: Annotated[T60, Meta(min_length=1)] | None = None
    operation: UUID | None = None
    text: T200 = ""
    quantity: QuantityAboveZero = field(default_factory=_one)
    unit_price: UnitPrice | None = None
    discount_ppm: Ppm = 0
    discount: Money | None = None
    tax_code: T20 = ""
    cost: Money | None = None
    customer_supplied: bool = False
    lots: Annotated[list[NamedLot], Meta(max_length=200)] = []
    id: UUID | None = None

    def __post_init__(self) -> None:
        """A part is named once, and only on a line of parts."""
        named = [name for name in ("part", "number", "barcode") if getattr(self, name) is not None]
        if len(named) > 1:
            raise ValueError(say("name the part by one of part, number and barcode"))
        if named and self.kind != "part":
            raise ValueError(say("only a line of kind part names a part"))
        if self.operation is not None and self.kind != "labour":
            raise ValueError(say("only a line of kind labour names an operation"))


def read(ask: Ask, lines: Sequence[NewLine], currency: str) -> list[Wish]:
    """The lines with their parts and operations; at most four queries. Refuses with UnknownPart, UnknownThing,

    SeveralParts and WrongCurrency, each with the place in the request.
    """
    found = _Found(lines)
    return [_wish(found, line, n, currency) for n, line in enumerate(lines)]


def _wish(found: "_Found", line: NewLine, n: int, currency: str) -> Wish:
    path = f"lines[{n}]"
    part, times = found.part(line, path)
    return Wish(
        kind=line.kind, part=part, operation=found.operation(line, path), text=line.text,
        quantity_milli=rdiv(line.quantity.milli * times, 1000),
        unit_price_cm=price_cm(line.unit_price, currency, f"{path}.unit_price"), discount_ppm=line.discount_ppm,
        discount_minor=minor(line.discount, currency, f"{path}.discount"), tax_code=line.tax_code,
        cost_minor=None if line.cost is None else minor(line.cost, currency, f"{path}.cost"),
        customer_supplied=line.customer_supplied, lots=lots_in(line.lots), id=line.id or new_id(),
    )  # fmt: skip


class _Found:
    """What the lines name, looked up at once."""

    def __init__(self, lines: Sequence[NewLine]) -> None:
        self.parts = _parts({line.part for line in lines if line.part})
        operations = {line.operation for line in lines if line.operation}
        self.operations = Operation.objects.in_bulk(operations) if operations else {}
        self.codes = _scanned({norm for line in lines if line.barcode for norm in barcodes.candidates(line.barcode)})
        self.numbers = _numbered({numbers.norm(line.number) for line in lines if line.number})

    def part(self, line: NewLine, path: str) -> tuple[Part | None, int]:
        """The line's part, if any, and how many thousandths one of its quantity means."""
        if line.part is not None:
            if line.part not in self.parts:
                raise UnknownThing(path=f"{path}.part", id=line.part)
            return self.parts[line.part], 1000
        if line.barcode is not None:
            code = next((self.codes[norm] for norm in barcodes.candidates(line.barcode) if norm in self.codes), None)
            if code is None:
                raise UnknownPart(path=f"{path}.barcode", text=line.barcode)
            return code.part, code.quantity_milli
        if line.number is not None:
            return self._numbered(line, f"{path}.number"), 1000
        return None, 1000

    def _numbered(self, line: NewLine, path: str) -> Part:
        same = self.numbers.get(numbers.norm(line.number or ""), [])
        if line.brand is not None:
            same = [part for part in same if numbers.fold(part.brand.name) == numbers.fold(line.brand)]
        if len(same) > 1:
            raise SeveralParts(path=path, text=line.number)
        if not same:
            raise UnknownPart(path=path, text=line.number)
        return same[0]

    def operation(self, line: NewLine, path: str) -> Operation | None:
        """The line's operation, if any."""
        if line.operation is not None and line.operation not in self.operations:
            raise UnknownThing(path=f"{path}.operation", id=line.operation)
        return self.operations.get(line.operation) if line.operation else None


def _parts(ids: set[UUID]) -> dict[UUID, Part]:
    """The parts by id. The list is filled up to a power of two, so that few different statements are made."""
    if not ids:
        return {}
    wanted = [*ids]
    wanted += wanted[-1:] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
    marks = ", ".join(["%s"] * len(wanted))
    return {part.pk: part for part in reads.things(Part, f"t.id IN ({marks})", wanted)}


def _scanned(norms: set[str]) -> dict[str, PartCode]:
    if not norms:
        return {}
    codes = PartCode.objects.filter(kind="barcode", norm__in=norms).select_related("part")
    return {code.norm: code for code in codes}


def _numbered(norms: set[str]) -> dict[str, list[Part]]:
    if not norms:
        return {}
    found: dict[str, list[Part]] = {}
    for part in Part.objects.filter(norm__in=norms, retired_at=None).select_related("brand"):
        found.setdefault(part.norm, []).append(part)
    return found
