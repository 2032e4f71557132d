"""Keeping lists, brands and groups in order: copied, changed by a percentage, renamed, removed."""

from datetime import date

import pytest

from vaxel.business.catalog import brands, categories, price_lists, prices, rules, search
from vaxel.business.catalog.brands import BrandTaken
from vaxel.business.catalog.categories import CategoryInUse
from vaxel.business.catalog.models import Brand, Category, Price, PriceList
from vaxel.business.catalog.price_lists import BackwardDates
from vaxel.business.catalog.tests.cast import AT, MO, discs, pads
from vaxel.business.catalog.wishes import BadName, OutOfRange

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


def listed() -> PriceList:
    """Pads 899.00 and discs 524.50."""
    made = price_lists.make(name="Standard", valid_from=JANUARY, by=MO, at=AT)
    prices.set(made, prices=[(pads(), 8_990_000), (discs(), 5_245_000)], by=MO, at=AT)
    return made


def of(price_list: PriceList) -> list[int]:
    return [one.unit_price_cm for one in prices.in_list(price_list)]


@pytest.mark.parametrize(
    ("price", "ppm", "step", "new"),
    [
        (8_990_000, 50_000, 0, 9_439_500), (8_990_000, 50_000, 10_000, 9_440_000),
        (8_990_000, -100_000, 100_000, 8_100_000), (100, -900_000, 10_000, 10_000),
        (0, 50_000, 10_000, 0), (100, 0, 1, 100), (8_990_000, -1_000_000, 0, 0),
    ],
)  # fmt: skip
def test_a_price_changes_by_a_share_and_is_rounded_to_steps(price: int, ppm: int, step: int, new: int) -> None:
    assert rules.changed(price, ppm, step) == new


def test_a_list_is_copied_with_its_prices_changed_and_stays_as_it_was() -> None:
    source = listed()
    copied = price_lists.copy(
        source, name="2027", valid_from=date(2027, 1, 1), change_ppm=30_000, step_cm=10_000, by=MO, at=AT
    )
    assert of(copied) == [9_260_000, 5_400_000]
    assert of(source) == [8_990_000, 5_245_000]
    assert (copied.basis, copied.currency, copied.valid_from) == ("excl", "SEK", date(2027, 1, 1))


def test_a_copy_that_ends_before_it_begins_or_changes_too_much_is_none() -> None:
    source = listed()
    with pytest.raises(BackwardDates):
        price_lists.copy(source, name="X", valid_from=JANUARY, valid_to=JANUARY, by=MO, at=AT)
    with pytest.raises(OutOfRange):
        price_lists.copy(source, name="X", valid_from=JANUARY, change_ppm=-1_000_001, by=MO, at=AT)
    assert (PriceList.objects.count(), Price.objects.count()) == (1, 2)


def test_many_prices_change_at_once_those_that_are_meant() -> None:
    made = listed()
    bosch = Brand.objects.get(name="Bosch")
    assert prices.change_by(made, change_ppm=100_000, brands=[bosch.pk], by=MO, at=AT) == 1
    assert of(made) == [9_889_000, 5_245_000]
    assert prices.change_by(made, change_ppm=-100_000, step_cm=10_000, by=MO, at=AT) == 2
    assert of(made) == [8_900_000, 4_720_000]
    with pytest.raises(OutOfRange):
        prices.change_by(made, change_ppm=10_000_001, by=MO, at=AT)
    assert of(made) == [8_900_000, 4_720_000]


def test_a_price_is_taken_out_of_its_list() -> None:
    made = listed()
    part = prices.in_list(made)[0].part
    assert prices.remove(made, parts=[part], by=MO, at=AT) == 1
    assert prices.remove(made, parts=[part], by=MO, at=AT) == 0
    assert of(made) == [5_245_000]


def test_a_list_gets_another_name_and_other_days() -> None:
    made = listed()
    price_lists.change(made, name="Normal", valid_from=JANUARY, valid_to=date(2027, 1, 1), by=MO, at=AT)
    with pytest.raises(BackwardDates):
        price_lists.change(made, name="X", valid_from=JANUARY, valid_to=JANUARY, by=MO, at=AT)
    with pytest.raises(BadName):
        price_lists.change(made, name=" ", valid_from=JANUARY, valid_to=None, by=MO, at=AT)
    kept = PriceList.objects.get()
    assert (kept.name, kept.valid_to) == ("Normal", date(2027, 1, 1))


def test_a_brand_is_renamed_and_its_parts_are_found_by_it() -> None:
    pads(), discs()
    brands.rename(Brand.objects.get(name="Bosch"), name="Robert  Bosch", by=MO, at=AT)
    assert [hit.number for hit in search.parts("robert bosch")] == ["0 986 494 104"]
    with pytest.raises(BrandTaken):
        brands.rename(Brand.objects.get(name="TRW"), name="ROBERT-BOSCH", by=MO, at=AT)
    assert sorted(Brand.objects.values_list("name", flat=True)) == ["Robert Bosch", "TRW"]


def test_only_an_empty_group_is_removed() -> None:
    brakes = categories.define("brakes", name_sv="Bromsar", name_en="Brakes", by=MO, at=AT)
    inner = categories.define("pads", name_sv="Belägg", name_en="Pads", parent=brakes, by=MO, at=AT)
    pads(category="pads")
    for group in (brakes, inner):
        with pytest.raises(CategoryInUse):
            categories.remove(group, by=MO, at=AT)
    other = categories.define("oil", name_sv="Olja", name_en="Oil", by=MO, at=AT)
    categories.remove(other, by=MO, at=AT)
    assert sorted(Category.objects.values_list("key", flat=True)) == ["brakes", "pads"]
