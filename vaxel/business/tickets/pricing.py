"""Prices for a ticket: the lists' and rates' answer, turned into the ticket's price basis (S-59, M-23)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from vaxel.business.catalog import prices, rates
from vaxel.business.catalog.models import Operation, Part
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.totals import Rates


@dataclass(frozen=True, slots=True)
class Priced:
    """A unit price in hundredths of a minor unit, in the ticket's basis, and where it came from."""

    unit_price_cm: int
    source: str
    trail: dict[str, Any] = field(default_factory=dict)


NO_PRICE = Priced(0, "none")


def part_prices(ticket: Ticket, parts: Sequence[Part], tax: Rates) -> dict[UUID, Priced]:
    """Part id → its price for this ticket's customer and site today; parts without any price are left out."""
    group_id = ticket.customer.group_id
    found = prices.for_parts(
        [part.pk for part in parts], site_id=ticket.site_id, group_id=group_id, day=ticket.made_at.date()
    )
    priced = {}
    for part in parts:
        if part.pk in found:
            one = found[part.pk]
            ppm = tax(part.tax_code)[1]
            cm = prices.convert(one.unit_price_cm, one.basis, ticket.price_basis, ppm)
            priced[part.pk] = Priced(cm, "list", {"list": str(one.list_id), "base_cm": one.unit_price_cm})
    return priced


def hour_price(ticket: Ticket, rate_key: str, tax: Rates) -> Priced:
    """The site's price of an hour at the named rate, in the ticket's basis."""
    rate = rates.for_site(rate_key, ticket.site_id)
    ppm = tax(rate.tax_code)[1]
    cm = prices.convert(rate.hour_price_cm, "excl", ticket.price_basis, ppm)
    return Priced(cm, "rate", {"rate": rate_key, "base_cm": rate.hour_price_cm})


def labour_price(ticket: Ticket, operation: Operation | None, tax: Rates) -> Priced:
    """What an hour of the operation costs on this ticket."""
    return hour_price(ticket, operation.rate_key if operation else "general", tax)


def net_of(amount_minor: int, basis: str, ppm: int) -> int:
    """An amount in the basis, without VAT (for comparing with a cost)."""
    return prices.convert(amount_minor * 100, basis, "excl", ppm) // 100 if basis == "incl" else amount_minor
