"""StockLow is published once when a position falls below its min, and again only after it has been filled."""

from uuid import UUID

import pytest

from vaxel.business.stock import places
from vaxel.business.stock.models import ReorderLevel
from vaxel.business.stock.tests.shelves import hold, into, issue, move, out, part, site, wish
from vaxel.kernel.models import Event

pytestmark = pytest.mark.django_db


def told() -> list[int]:
    """The positions that were told, in pieces."""
    found = Event.objects.filter(name="stock.StockLow").order_by("id")
    return [int(event.body["position_milli"]) // 1000 for event in found]


def test_told_once_per_fall_below_min() -> None:
    here: UUID = places.store(site().pk)
    pads = part()
    ReorderLevel.objects.create(part=pads, location_id=here, min_milli=4_000, max_milli=10_000)
    move([into(pads, here, 5, 500)])
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
    assert (Event.objects.get(pk=Event.objects.latest("pk").pk).body["part_id"]) == str(pads.pk)
