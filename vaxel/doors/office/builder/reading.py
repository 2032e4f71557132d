"""What people type into a ticket's cells, read into the domain's units; refusals of the kernel pass through."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.doors.templatetags.vaxel import for_control, money_, number, number_locale, percent, quantity_
from vaxel.doors.templatetags.vaxel import unit_price as price_
from vaxel.kernel import money, numerals
from vaxel.kernel import quantity as quantities
from vaxel.kernel.refusals import BadInput

HIGHEST = 10_000_000
LINE_FIELDS = ("text", "quantity", "unit_price", "discount")


@dataclass(frozen=True, slots=True)
class Off:
    """A discount: a share in parts per million, or an amount in minor units."""

    ppm: int = 0
    minor: int = 0


def quantity(text: str, unit: str) -> int:
    """Thousandths of the unit."""
    return quantities.parse_quantity(text, unit, number_locale())


def amount(text: str, currency: str) -> int:
    """Minor units."""
    return money.parse_amount(text, currency, number_locale())


def unit_price(text: str, currency: str) -> int:
    """Hundredths of a minor unit: a price may have two decimals more than money has."""
    return numerals.read(text, number_locale(), money.exponent(currency) + 2)


def whole(text: str, unit: str) -> int | None:
    """A whole number, with or without its unit and not below zero; nothing for nothing."""
    bare = numerals.normalised(text).removesuffix(unit).strip()
    number = numerals.read(bare, number_locale(), 0) if bare else None
    if number is not None and not 0 <= number <= HIGHEST:
        raise numerals.NotANumber(text=text, example=numerals.write(182_400, 0, number_locale()))
    return number


def off(text: str, currency: str) -> Off:
    """`10 %` or `10` is a share, `50 kr` an amount; nothing is no discount."""
    bare = numerals.normalised(text)
    if not bare:
        return Off()
    unit = money.format_money(0, currency, number_locale()).split(numerals.NBSP)[-1]
    if bare.lower().endswith(unit.lower()):
        return Off(minor=amount(bare, currency))
    return Off(ppm=money.parse_percent(bare, number_locale()))


def discount(text: str, currency: str) -> dict[str, Any]:
    """The fields of a line that a typed discount sets."""
    read = off(text, currency)
    return {"discount_ppm": read.ppm, "discount_minor": read.minor}


def written(line: Line, field: str, currency: str) -> str:
    """The value of one of LINE_FIELDS as it stands in its cell."""
    if field == "quantity":
        return quantity_(line.quantity_milli)
    if field == "unit_price":
        return price_(line.unit_price_cm, currency)
    if field == "discount" and (line.discount_ppm or line.discount_minor):
        return percent(line.discount_ppm) if line.discount_ppm else money_(line.discount_minor, currency)
    return line.text if field == "text" else ""


def written_off(thing: Job | Ticket, currency: str) -> str:
    """The discount of a job or ticket as it is typed."""
    if thing.discount_ppm:
        return percent(thing.discount_ppm)
    return money_(thing.discount_minor, currency) if thing.discount_minor else ""


def field(ticket: Ticket, name: str) -> str:
    """A field of the ticket as it stands in its control."""
    value = getattr(ticket, name)
    if isinstance(value, datetime):
        return for_control(value)
    return number(value) if isinstance(value, int) else str(value or "")


class NotAsMany(BadInput):
    """As many are named as came."""

    sentence = _("%(number)s: %(came)s came, but %(named)s are named. Name each piece, or each lot with how many.")


def lots(part: Part, text: str, quantity_milli: int) -> list[tuple[str, int]]:
    """(lot, thousandths) of what came, as written: `S1 S2` are pieces, `2325:2 2425:2` lots with how many of each.

    Nothing written is one lot without a name, which the receipt refuses of tracked parts. Refuses with NotAsMany.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    if part.tracking == "none" or not words:
        return [("", quantity_milli)]
    found: dict[str, int] = {}
    for word in words:
        code, colon, many = word.rpartition(":")
        if not colon:
            code, many = word, ""
        each = 1000 if part.tracking == "serial" else quantity_milli if len(words) == 1 else 0
        found[code] = found.get(code, 0) + (quantity(many, part.unit) if many else each)
    if sum(found.values()) != quantity_milli or not all(found.values()):
        raise NotAsMany(number=part.number, came=quantity_(quantity_milli), named=quantity_(sum(found.values())))
    return list(found.items())
