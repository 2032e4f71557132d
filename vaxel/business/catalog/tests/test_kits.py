"""Kits: what is in them, opened to the bottom, never in a circle."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import kits
from vaxel.business.catalog.kits import BadComponents, KitCircle, NotAKit
from vaxel.business.catalog.models import KitComponent, Part
from vaxel.business.catalog.tests.cast import AT, MO, discs, pads
from vaxel.business.catalog.wishes import OutOfRange

pytestmark = pytest.mark.django_db


def _kit(number: str, *components: tuple[Part, int]) -> Part:
    kit = pads(number, brand="Växel", name_sv=f"Sats {number}", stocking="kit")
    if components:
        kits.set_components(kit, components=components, by=MO, at=AT)
    return kit


def test_a_kit_is_opened_into_its_parts_in_their_order() -> None:
    pad, disc = pads(), discs()
    kit = _kit("K1", (disc, 2000), (pad, 1000))
    assert kits.explode([kit.id, pad.id]) == {kit.id: [(disc.id, 2000), (pad.id, 1000)]}
    kits.set_components(kit, components=[(pad, 500)], by=MO, at=AT)
    assert kits.explode([kit.id]) == {kit.id: [(pad.id, 500)]}
    assert kits.explode([pad.id]) == {}


def test_kits_inside_kits_are_opened_and_the_same_part_is_summed() -> None:
    pad, disc = pads(), discs()
    axle = _kit("AXLE", (disc, 2000), (pad, 1000))
    car = _kit("CAR", (axle, 2000), (pad, 250))
    with CaptureQueriesContext(connection) as queries:
        opened = kits.explode([car.id, axle.id])
    assert opened == {car.id: [(disc.id, 4000), (pad.id, 2250)], axle.id: [(disc.id, 2000), (pad.id, 1000)]}
    assert len(queries) == 2


def test_a_kit_may_not_lead_back_to_itself() -> None:
    inner = _kit("INNER", (pads(), 1000))
    outer = _kit("OUTER", (inner, 1000))
    for wish in ([(outer, 1000)], [(inner, 1000)]):
        with pytest.raises(KitCircle):
            kits.set_components(inner, components=wish, by=MO, at=AT)
    assert KitComponent.objects.filter(kit=inner, part__number="0 986 494 104").count() == 1


def test_kits_lie_at_most_five_deep() -> None:
    below = pads()
    for level in range(5):
        below = _kit(f"L{level}", (below, 1000))
    with pytest.raises(KitCircle):
        _kit("L5", (below, 1000))
    assert kits.explode([below.id]) == {below.id: [(Part.objects.get(norm="0986494104").id, 1000)]}


def test_what_makes_no_kit_is_refused() -> None:
    pad = pads()
    Part.objects.filter(pk=pad.pk).update(stocking="on_demand")
    with pytest.raises(NotAKit):
        kits.set_components(Part.objects.get(pk=pad.pk), components=[(discs(), 1000)], by=MO, at=AT)
    kit = _kit("K")
    for wish in ([], [(pad, 1000), (pad, 1000)]):
        with pytest.raises(BadComponents):
            kits.set_components(kit, components=wish, by=MO, at=AT)
    with pytest.raises(OutOfRange):
        kits.set_components(kit, components=[(pad, -1000)], by=MO, at=AT)
    assert not KitComponent.objects.exists()
