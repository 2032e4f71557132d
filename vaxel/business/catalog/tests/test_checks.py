"""The catalogue's checks say where it is not sound, and nothing where it is."""

import pytest

from vaxel.business.catalog import kits
from vaxel.business.catalog.fit_models import Fit, Supersession
from vaxel.business.catalog.models import KitComponent, Part, PartSearch
from vaxel.business.catalog.tests.cast import AT, MO, discs, pads
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db
NAMES = ("catalog.kits", "catalog.numbers", "catalog.search", "catalog.supersessions", "catalog.fitment")


def _sentences() -> list[str]:
    return [sentence for name in NAMES for sentence in checks.run(name)]


def test_a_sound_catalogue_is_silent() -> None:
    kit = pads("KIT", stocking="kit")
    kits.set_components(kit, components=[(discs(barcodes=["4006633374668"]), 2000)], by=MO, at=AT)
    assert _sentences() == []


def test_a_circle_of_kits_is_told() -> None:
    kit, inner = pads("KIT", stocking="kit"), discs("INNER", stocking="kit")
    kits.set_components(kit, components=[(inner, 1000)], by=MO, at=AT)
    KitComponent.objects.create(kit=inner, part=kit, position=1, quantity_milli=1000)
    assert _sentences() == ["kit INNER leads back to itself", "kit KIT leads back to itself"]


def test_a_part_that_is_compared_or_searched_otherwise_is_told() -> None:
    part = pads()
    Part.objects.update(norm="X", stocking="on_demand")
    PartSearch.objects.update(text=" x")
    told = _sentences()
    assert told[0] == "part 0 986 494 104 is compared as X and 986494104"
    assert told[1].startswith(f"part {part.id} is searched by “ x” instead of “ x bromsbelagg")


def test_fitment_of_nothing_and_circles_are_told() -> None:
    part, other = pads("A1"), pads("B1")
    Fit.objects.create(car_model=7, year=2015, part=999, source=5)
    for old, new in ((part, other), (other, part)):
        Supersession.objects.create(old=old, new=new, from_day=AT.date())
    assert list(checks.REGISTRY["catalog.fitment"]()) == [
        "fitment names part 999, which does not exist", "fitment names car_model 7, which does not exist",
        "fitment names source 5, which does not exist",
    ]  # fmt: skip
    assert list(checks.REGISTRY["catalog.supersessions"]()) == [
        "A1 is replaced by itself through others", "B1 is replaced by itself through others",
    ]  # fmt: skip
