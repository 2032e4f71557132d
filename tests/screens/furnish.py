"""Furnishes an empty shop for the tests of screens: the workshop of the tests, an open drawer, a canned job.

Run in the shop's own environment: `python -m tests.screens.furnish`; with `approved`, Bo has said yes;
with `buying` too, and the pads must be ordered; with `two_sites`, there is another site and the pads lie on a shelf.
"""

import os
import sys
from typing import Any


def main() -> None:
    """Mo's workshop stands, with Bo's car on a ticket, and a canned job for front brakes."""
    import django

    django.setup()
    from vaxel.business.catalog import canned
    from vaxel.business.inspections import templates
    from vaxel.business.payments import drawers
    from vaxel.business.service.tests.cast import AT, workshop

    floor = workshop(0 if "buying" in sys.argv[1:] else 8, 4)
    mo: dict[str, Any] = {"by": floor.shop.mo, "at": AT}
    canned.define(
        "brakes", title_sv="Bromsar fram", title_en="Front brakes", category="brakes",
        lines=[canned.labour(floor.change_pads), canned.part(floor.pads)], **mo,
    )  # fmt: skip
    templates.define(
        "car",
        name_sv="Bilkontroll",
        name_en="Car check",
        groups=templates.passenger_car({"pads_front": "brakes"}),
        **mo,
    )
    drawers.open(floor.shop.k1, float_minor=200_000, **mo)
    if "two_sites" in sys.argv[1:]:
        from vaxel.business.locations.models import Site
        from vaxel.business.stock import bins, places
        from vaxel.business.stock.models import StockLocation

        there = Site.objects.filter(name="Linköping").first() or Site.objects.create(code="LIN", name="Linköping")
        places.open_store(there, **mo)
        store = StockLocation.objects.get(pk=places.store(floor.shop.workshop.pk))
        bins.set_home(floor.pads, store, code="A-01", **mo)
    if "buying" in sys.argv[1:]:
        _sell_to_us(floor.pads, mo)
    if {"approved", "buying"} & set(sys.argv[1:]):
        from vaxel.business.service.approvals import Answer

        floor.phone(Answer(floor.brakes, "approve"), Answer(floor.wipers, "approve"))


def _sell_to_us(pads: Any, mo: dict[str, Any]) -> None:
    """A supplier with a system of its own has the pads, and their old ones are charged for."""
    from datetime import date

    from vaxel.business.catalog import fees
    from vaxel.business.purchasing import offers, suppliers
    from vaxel.business.purchasing.offers import Terms

    supplier = suppliers.begin(
        card={"name": "Brembo Grossist"}, terms={"send_by": "link", "link": "demo-brembo", "core_days": 30}, **mo
    )
    offers.set_offer(supplier, pads, terms=Terms("G-1", 3_500_000, core_cm=5_000_000), **mo)
    fee = fees.define(key="core", name_sv="Stompant", name_en="Core charge", kind="core", unit_price_cm=6_000_000,
                      valid_from=date(2026, 1, 1), **mo)  # fmt: skip
    fees.hang(fee, part=pads, **mo)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    main()
