"""Prices for a ticket: the lists' and rates' answer, turned into the ticket's price basis (S-59, M-23)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vaxel.business.catalog import prices, rates
from vaxel.business.catalog.models import Operation, Part
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Ticket
from vaxel.business.tickets.totals import Rates
from vaxel.kernel.money import rdiv


@dataclass(frozen=True, slots=True)
class Priced:
    """A unit price in hundredths of a minor unit, in the ticket's basis, and where it came from."""

    unit_price_cm: int
    source: str
    trail: dict[str, Any] = field(default_factory=dict)


NO_PRICE = Priced(0, "none")


@dataclass(frozen=True, slots=True)
class Terms:
    """What prices on a ticket depend on: the ticket, tax rates and business day, and the customer's language."""

    ticket: Ticket
    tax: Rates
    day: date
    language: str = "sv"

    def ppm(self, tax_code: str) -> int:
        """The rate behind a tax code."""
        return self.tax(tax_code)[1]

    def from_net(self, cm: int, tax_code: str) -> int:
        """A price without VAT, said in the ticket's basis."""
        return prices.convert(cm, "excl", self.ticket.price_basis, self.ppm(tax_code))

    def net(self, amount_minor: int, tax_code: str) -> int:
        """An amount in the ticket's basis, without VAT (for comparing with a cost, and as a fee's base)."""
        if self.ticket.price_basis == "excl":
            return amount_minor
        return rdiv(prices.convert(amount_minor * 100, "incl", "excl", self.ppm(tax_code)), 100)


def terms(ticket: Ticket, at: datetime, language: str = "sv") -> Terms:
    """The terms of a ticket at a moment; one query."""
    day = costing.business_day(ticket.site, at)
    return Terms(ticket, costing.rates_for(ticket.site, day), day, language)


def part_prices(terms: Terms, parts: Sequence[Part]) -> dict[UUID, Priced]:
    """Part id → its price for this ticket's customer and site today; parts without any price are left out."""
    ticket = terms.ticket
    found = prices.for_parts(
        [part.pk for part in parts], site_id=ticket.site_id, group_id=ticket.customer.group_id, day=terms.day
    )
    priced = {}
    for part in parts:
        if part.pk in found:
            one = found[part.pk]
            cm = prices.convert(one.unit_price_cm, one.basis, ticket.price_basis, terms.ppm(part.tax_code))
            priced[part.pk] = Priced(cm, "list", {"list": str(one.list_id), "base_cm": one.unit_price_cm})
    return priced


def labour_price(terms: Terms, operation: Operation | None) -> Priced:
    """What an hour of the operation costs at the site, in the ticket's basis."""
    key = operation.rate_key if operation else "general"
    rate = rates.for_site(key, terms.ticket.site_id)
    cm = terms.from_net(rate.hour_price_cm, rate.tax_code)
    return Priced(cm, "rate", {"rate": key, "base_cm": rate.hour_price_cm})
