"""A counter that can sell: the cast, three parts with prices and stock, and an open drawer at K1."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from vaxel.business.catalog import parts, price_lists, prices, rates
from vaxel.business.catalog.models import Part
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.payments import drawers
from vaxel.business.stock import places, receipts
from vaxel.kernel.actors import Actor

SETUP: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}


@dataclass(frozen=True, slots=True)
class Counter:
    """The shop and what lies on its shelves: pads 899.00 (cost 500), oil 129.90 a litre (cost 60), filter 149.00."""

    shop: Shop
    pads: Part
    oil: Part
    filter: Part


def counter(*, float_minor: int = 100_000) -> Counter:
    """K1 at the workshop has its drawer open with the float; ten of each part lie in its store."""
    cast = shop()
    pads = parts.add(number="BRK-104532-A", brand="Brembo", name_sv="Bromsbelägg fram", name_en="Brake pads", **SETUP)
    oil = parts.add(number="OIL-5W30", brand="Mobil", name_sv="Motorolja", name_en="Engine oil", unit="l", **SETUP)
    filter_ = parts.add(number="OLF-22", brand="Mann", name_sv="Oljefilter", name_en="Oil filter", **SETUP)
    lists = price_lists.make(name="Standard", basis="incl", valid_from=date(2026, 1, 1), **SETUP)
    prices.set(lists, prices=[(pads, 8_990_000), (oil, 1_299_000), (filter_, 1_490_000)], **SETUP)
    rates.define(key="general", name_sv="Verkstad", name_en="Workshop", hour_price_cm=10_000_000, **SETUP)
    for site in (cast.workshop, cast.tyres):
        places.open_store(site, **SETUP)
    receipts.receive(
        cast.workshop, lines=[(pads, 10_000, 50_000), (oil, 10_000, 6_000), (filter_, 10_000, 7_000)], **SETUP
    )
    drawers.open(cast.k1, float_minor=float_minor, by=cast.sam, at=AT)
    return Counter(cast, pads, oil, filter_)
