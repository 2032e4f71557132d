"""StockLow is published once when a position falls below its min, and again only after it has been filled."""

from uuid import UUID

import pytest

from vaxel.business.locations.models import Site
from vaxel.business.stock import levels, places
from vaxel.business.stock.models import ReorderLevel
from vaxel.business.stock.tests.shelves import AT, MO, hold, into, issue, move, out, part, site, wish
from vaxel.kernel import checks
from vaxel.kernel.models import Event

pytestmark = pytest.mark.django_db


def told() -> list[int]:
    """The positions that were told, in pieces."""
    found = Event.objects.filter(name="stock.StockLow").order_by("id")
    return [int(event.body["position_milli"]) // 1000 for event in found]


def test_told_once_per_fall_below_min() -> None:
    here: UUID = places.store(site().pk)
    pads = part()
    levels.set_level(pads, Site.objects.get(), min_milli=4_000, max_milli=10_000, by=MO, at=AT)
    assert ReorderLevel.objects.get().low
    move([into(pads, here, 5, 500)])
    assert not ReorderLevel.objects.get().low
    move([out(pads, here, 1)])
    assert told() == []
    move([out(pads, here, 1)])
    move([out(pads, here, 1)])
    assert told() == [3]
    move([into(pads, here, 3, 300)])
    wanted = wish(pads, here, 2)
    hold(wanted)
    issue([out(pads, here, 2, source_id=wanted.source_id)])
    assert told() == [3, 3]
    assert Event.objects.latest("pk").body["part_id"] == str(pads.pk)
    assert (ReorderLevel.objects.get().low, checks.run("stock.levels")) == (True, [])


def test_a_level_that_went_astray_is_found() -> None:
    made = site()
    levels.set_level(part("P 1"), made, min_milli=4_000, max_milli=10_000, by=MO, at=AT)
    ReorderLevel.objects.update(low=False)
    assert checks.run("stock.levels") == [
        "P 1 at Verkstaden: min 4000, marked enough; its balance says min 4000, position 0"
    ]
    ReorderLevel.objects.update(low=True, min_milli=3_000)
    assert len(checks.run("stock.levels")) == 1
