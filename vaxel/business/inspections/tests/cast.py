"""Bo's car on a ticket in Mo's workshop, and what brakes are made of."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from vaxel.business.catalog import operations, parts, rates
from vaxel.business.catalog.models import Operation, Part
from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import Shop, shop
from vaxel.business.tickets import tickets
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles import registry
from vaxel.kernel.actors import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def later(**passed: int) -> datetime:
    """So much after nine on the day of the tests."""
    return AT + timedelta(**passed)


@dataclass(frozen=True, slots=True)
class Floor:
    """The shop, Bo's ticket with his car, and a part and an operation."""

    shop: Shop
    ticket: Ticket
    pads: Part
    change_pads: Operation

    @property
    def tess(self) -> Staff:
        """The technician."""
        return self.shop.staff["tess"]


def workshop() -> Floor:
    """Bo's Volvo has come in."""
    house = shop()
    said: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}
    rates.define(key="general", name_sv="Verkstad", name_en="Workshop", hour_price_cm=10_000_000, **said)
    work = operations.define(code="B-10", name_sv="Byta belägg", name_en="Change pads", hours_milli=1500, **said)
    pads = parts.add(brand="Bosch", number="0986494104", name_sv="Bromsbelägg", name_en="Brake pads", **said)
    car = registry.add(plate="ABC 123", make="Volvo", model="V70", owner=house.bo, by=house.kim, at=AT)
    ticket = tickets.open_ticket(house.workshop, customer=house.bo, vehicle=car, by=house.kim, at=AT)
    return Floor(house, ticket, pads, work)
