"""Furnishes an empty shop for the tests of screens: the workshop of the tests, an open drawer, a canned job.

Run in the shop's own environment: `python -m tests.screens.furnish`; with `approved`, Bo has said yes;
with `two_sites`, there is another site and the pads lie on a shelf.
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

    floor = workshop(8, 4)
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
    if "approved" in sys.argv[1:]:
        from vaxel.business.service.approvals import Answer

        floor.phone(Answer(floor.brakes, "approve"), Answer(floor.wipers, "approve"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    main()
