"""Lines: added in one go, changed field by field with the version the writer saw, moved and removed (S-12, S-13)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Operation, Part
from vaxel.business.catalog.names import name_in
from vaxel.business.stock import naming
from vaxel.business.stock.lots import LotIn
from vaxel.business.tickets import fees, holding, pricing, serials, upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import NOBODY, Answer, Permit
from vaxel.business.tickets.pricing import Terms
from vaxel.business.tickets.refusals import BadDiscount, BadPrice, BadQuantity, LineChanged, TooMany, TooPrecise
from vaxel.business.tickets.totals import WITHOUT_AMOUNT
from vaxel.kernel import quantity
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, line_amount, rdiv
from vaxel.kernel.refusals import BadInput, Refused

HIGHEST_CM = 10_000_000_00 * 100
MOST_MILLI = 1_000_000 * 1000
GIFT_CARD = "gift_card"
GIFT_CARD_TEXT = {"sv": "Presentkort", "en": "Gift card"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A line as asked for. A price or a discount in it is a wish the server decides on (F-18, S-83).

    `position` is where it stands in its job (a line that is put back); last when not said. `lots`: which pieces of a
    tracked part (K-21).
    """

    kind: str = "part"
    part: Part | None = None
    operation: Operation | None = None
    text: str = ""
    quantity_milli: int = 1000
    unit_price_cm: int | None = None
    discount_ppm: int = 0
    discount_minor: int = 0
    tax_code: str = ""
    cost_minor: int | None = None
    customer_supplied: bool = False
    position: int | None = None
    lots: tuple[LotIn, ...] = ()
    id: UUID = field(default_factory=new_id)


@action("lines.add", site=lambda job, *_, **__: job.ticket.site_id)
def add(
    job: Job, wishes: Sequence[Wish], *, language: str = "sv", answer: Answer = NOBODY, by: Actor, at: datetime
) -> list[Line]:
    """The job has these lines, last in order, priced by lists and rates unless a price was typed by one who may.

    Fees that hang on the parts come with them; the supplies fee follows. Refuses with BadQuantity, TooMany, TooPrecise,
    BadPrice, MayNotPrice, BadDiscount, DiscountAboveLimit, BelowCost, SumTooLarge, OneCardALine,
    NoDiscountOnCards, CardsAtTheCounter, and for lots as `name_lots` does.
    """
    ticket = upkeep.require_open(job.ticket)
    terms = pricing.terms(ticket, at, language)
    typed = Line.objects.filter(job=job).exclude(fee__kind="supplies")  # that one stays below what comes later
    last = typed.aggregate(last=Max("position"))["last"]
    lines = draft(terms, job, wishes, Permit(by, answer, ticket.site_id))
    for n, (line, wish) in enumerate(zip(lines, wishes, strict=True), 0 if last is None else last + 1):
        line.position = n if wish.position is None else wish.position
    Line.objects.bulk_create(lines)
    serials.of_wishes(zip(lines, (wish.lots for wish in wishes), strict=True), ticket.site_id)
    fees.hang(terms, lines)
    if ticket.kind == "counter" and any(line.kind == "labour" for line in lines):
        ticket.kind = "service"
        ticket.save(update_fields=["kind"])
    if ticket.kind != "counter" and Line.objects.filter(ticket=ticket, kind=GIFT_CARD).exists():
        raise CardsAtTheCounter()
    fees.keep_supplies(terms, job)
    upkeep.refresh(ticket, at)
    return lines


KINDS = frozenset({"labour", "part", "sublet", "fee", "core", "gift_card", "note", "placeholder"})


class NoSuchKind(BadInput):
    """A kind of line that cannot be typed; discounts sit on lines, jobs and tickets."""

    sentence = _("A line is labour, a part, sublet work, a fee, a core, a gift card, a note or a placeholder.")


class OneCardALine(BadInput):
    """Each gift card has a code and a value of its own."""

    sentence = _("Each gift card stands on a line of its own: add one more line instead.")


class NoDiscountOnCards(BadInput):
    """A gift card is money (M-15)."""

    sentence = _("A gift card is worth what is paid for it: no discount. Give the discount when it is used.")


class CardsAtTheCounter(Refused):
    """A gift card is paid when it is sold; work is paid later (payments.md §10.2)."""

    sentence = _("Gift cards are sold at the counter, in a sale without work. Take it off, or sell it apart.")


def draft(terms: Terms, job: Job, wishes: Sequence[Wish], permit: Permit) -> list[Line]:
    """The lines the wishes become, priced and permitted, not yet stored."""
    if not KINDS.issuperset(wish.kind for wish in wishes):
        raise NoSuchKind()
    parts = [wish.part for wish in wishes if wish.part is not None]
    found = pricing.part_prices(terms, parts) if parts else {}
    lines = [_named(terms, job, wish, found) for wish in wishes]
    for line, wish in zip(lines, wishes, strict=True):
        check_quantity(line)
        if not 0 <= line.cost_minor <= HIGHEST_CM // 100:
            raise BadPrice()
        if wish.unit_price_cm is not None and not wish.customer_supplied:
            _override(line, wish.unit_price_cm, permit)
        _discount(line, (wish.discount_ppm, wish.discount_minor), permit)
        _not_below_cost(terms, line, permit)
    return lines


def _named(terms: Terms, job: Job, wish: Wish, found: dict[UUID, pricing.Priced]) -> Line:
    """The line with names and price from the catalogue; a customer's own part costs nothing (K-24)."""
    part, operation, priced = wish.part, wish.operation, pricing.NO_PRICE
    line = Line(
        id=wish.id, ticket=terms.ticket, job=job, kind=wish.kind, part=part, operation=operation,
        text=wish.text.strip(),
        quantity_milli=wish.quantity_milli, tax_code=wish.tax_code or "standard", cost_minor=wish.cost_minor or 0,
        customer_supplied=wish.customer_supplied,
    )  # fmt: skip
    if part is not None:
        priced = found.get(part.pk, priced)
        line.text, line.number, line.unit = line.text or name_in(part, terms.language), part.number, part.unit
        line.tax_code, line.discountable = wish.tax_code or part.tax_code, part.discountable
        line.cost_minor = part.cost_minor if wish.cost_minor is None else wish.cost_minor
    elif wish.kind == "labour":
        priced, line.unit = pricing.labour_price(terms, operation), "h"
        if operation:
            line.text, line.number = line.text or name_in(operation, terms.language), operation.code
            line.book_hours_milli = operation.hours_milli
    elif wish.kind == GIFT_CARD:
        line.tax_code, line.discountable = "outside", False
        line.text = line.text or GIFT_CARD_TEXT.get(terms.language, GIFT_CARD_TEXT["en"])
    if wish.customer_supplied:
        priced, line.cost_minor = pricing.Priced(0, "customer"), 0
    line.unit_price_cm, line.price_source, line.price_trail = priced.unit_price_cm, priced.source, dict(priced.trail)
    line.priced = priced.source != "none" or wish.kind in WITHOUT_AMOUNT
    return line


def check_quantity(line: Line) -> None:
    """Nothing, when the line's quantity can be sold in its unit; refuses with BadQuantity, TooMany, TooPrecise."""
    if line.kind in WITHOUT_AMOUNT:
        return
    if line.quantity_milli <= 0:
        raise BadQuantity()
    if line.kind == GIFT_CARD and line.quantity_milli != 1000:
        raise OneCardALine()
    if line.quantity_milli > MOST_MILLI:
        raise TooMany()
    decimals = quantity.UNITS[line.unit].decimals if line.unit in quantity.UNITS else 3
    if line.quantity_milli % 10 ** (3 - decimals):
        raise TooPrecise(unit=line.unit, decimals=decimals)


def _override(line: Line, price_cm: int, permit: Permit) -> None:
    """The typed price stands instead of the computed one, with who and why (M-18); the same price is no override."""
    if not 0 <= price_cm <= HIGHEST_CM:
        raise BadPrice()
    if line.priced and line.unit_price_cm == price_cm:
        return
    held = line.price_trail
    if line.price_source == "override" and held.get("source") and held.get("computed_cm") == price_cm:
        _as_computed(line)
        return
    if line.priced and line.part_id:
        permit.check_price()
    trail = permit.answer.trail
    note(price={"line": str(line.pk), "before_cm": line.unit_price_cm, "after_cm": price_cm, **trail})
    computed = {"computed_cm": line.unit_price_cm, "source": line.price_source if line.priced else ""}
    if line.price_source == "override":
        computed = {name: held[name] for name in computed if name in held}
    line.price_trail = {**held, **computed, "by": permit.by.name, **trail}
    line.unit_price_cm, line.price_source, line.priced = price_cm, "override", True


def _as_computed(line: Line) -> None:
    """The price that lists and rates gave stands again: what was typed over it is taken back."""
    held = line.price_trail
    note(price={"line": str(line.pk), "before_cm": line.unit_price_cm, "after_cm": held["computed_cm"]})
    line.unit_price_cm, line.price_source = held["computed_cm"], held["source"]
    line.price_trail = {
        name: value for name, value in held.items() if name not in ("computed_cm", "source", "by", "second", "reason")
    }


def _discount(line: Line, off: tuple[int, int], permit: Permit) -> None:
    """The line has the discount `(ppm, minor)`, if the permit allows it; refuses with BadDiscount."""
    ppm, minor = off
    if not 0 <= ppm <= MILLION or minor < 0:
        raise BadDiscount()
    if line.kind == GIFT_CARD and (ppm or minor):
        raise NoDiscountOnCards()
    if ppm or minor:
        before = line_amount(line.quantity_milli, line.unit_price_cm).before
        if minor > line_amount(line.quantity_milli, line.unit_price_cm, ppm).amount:
            raise BadDiscount()
        permit.check_discount(off_minor=rdiv(before * ppm, MILLION) + minor, base_minor=before)
        note(discount={"line": str(line.pk), "ppm": ppm, "minor": minor, **permit.answer.trail})
    line.discount_ppm, line.discount_minor = ppm, minor


def _not_below_cost(terms: Terms, line: Line, permit: Permit) -> None:
    """G11, asked when the price is made: only parts with a price and a known cost can be below it."""
    if line.kind != "part" or not line.priced or not line.cost_minor or line.customer_supplied:
        return
    amount = line_amount(line.quantity_milli, line.unit_price_cm, line.discount_ppm, line.discount_minor).amount
    cost = rdiv(line.cost_minor * line.quantity_milli, 1000)
    permit.check_cost(net_minor=terms.net(amount, line.tax_code), cost_minor=cost, text=line.text)


@action("lines.change", site=lambda line, **_: line.ticket.site_id)
def change(
    line: Line, *, version: int, answer: Answer = NOBODY, language: str = "sv", by: Actor, at: datetime, **fields: Any
) -> Line:
    """The named fields (text, quantity_milli, unit_price_cm, discount_ppm, discount_minor, position) have new values.

    `version` is the one the writer saw: refuses with LineChanged and both values when another was faster (S-12),
    as `add` does, and with HandedOut. What is held for it follows (K-37).
    """
    ticket = upkeep.require_open(line.ticket)
    fresh = Line.objects.select_related("job", "part").get(pk=line.pk)
    if fresh.version != version:
        theirs = ", ".join(str(getattr(fresh, name)) for name in fields)
        raise LineChanged(theirs=theirs, yours=", ".join(str(value) for value in fields.values()))
    terms = pricing.terms(ticket, at, language)
    permit = Permit(by, answer, ticket.site_id)
    note(before={name: getattr(fresh, name) for name in fields}, after=fields)
    before_milli = fresh.quantity_milli
    _apply(fresh, dict(fields), permit)
    _not_below_cost(terms, fresh, permit)
    if fresh.quantity_milli < before_milli and fresh.part_id:
        holding.trim(fresh, at)
    fresh.version += 1
    fresh.save()
    fees.follow(fresh)
    fees.keep_supplies(terms, fresh.job)
    upkeep.refresh(ticket, at)
    return fresh


def _apply(line: Line, fields: dict[str, Any], permit: Permit) -> None:
    before = line_amount(line.quantity_milli, line.unit_price_cm).before
    line.text = fields.pop("text", line.text).strip()
    line.quantity_milli = fields.pop("quantity_milli", line.quantity_milli)
    line.position = fields.pop("position", line.position)
    check_quantity(line)
    if "unit_price_cm" in fields:
        _override(line, fields.pop("unit_price_cm"), permit)
    off = fields.pop("discount_ppm", line.discount_ppm), fields.pop("discount_minor", line.discount_minor)
    if fields:
        raise TypeError(f"a line has no field {sorted(fields)} that is changed this way")
    weighs_more = off[1] and line_amount(line.quantity_milli, line.unit_price_cm).before < before
    if weighs_more or off != (line.discount_ppm, line.discount_minor):
        _discount(line, off, permit)


@action("lines.remove", site=lambda line, **_: line.ticket.site_id)
def remove(line: Line, *, language: str = "sv", by: Actor, at: datetime) -> Ticket:
    """The line and what hangs on it are off the ticket; history keeps what it was, so that it can be put back.

    What was held for it is free at once (K-37). Refuses with HandedOut, TicketClosed.
    """
    ticket = upkeep.require_open(line.ticket)
    fresh = Line.objects.select_related("job").get(pk=line.pk)
    note(line={"id": str(fresh.pk), "text": fresh.text, "quantity_milli": fresh.quantity_milli,
               "unit_price_cm": fresh.unit_price_cm, "part": str(fresh.part_id or "")})  # fmt: skip
    job = fresh.job
    if job.said:
        holding.let_go([fresh, *Line.objects.filter(parent=fresh)], at)
    elif fresh.part_id:
        naming.forget([fresh.pk])
    fresh.delete()
    fees.keep_supplies(pricing.terms(ticket, at, language), job)
    upkeep.refresh(ticket, at)
    return ticket
