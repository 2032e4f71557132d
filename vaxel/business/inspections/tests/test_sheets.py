"""Colours of measurements, and sheets that nobody could fill in."""

from dataclasses import replace
from typing import Any

import pytest

from vaxel.business.inspections import sheets, templates
from vaxel.business.inspections.sheets import BadMeasure, BadSheet, Group, Item, Limits

TREAD = next(item for group in templates.passenger_car() for item in group.items if item.key == "tread")


@pytest.mark.parametrize(("milli", "colour"), [(1_500, "red"), (1_600, "amber"), (2_999, "amber"), (3_000, "green")])
def test_tread_is_coloured_by_the_law(milli: int, colour: str) -> None:
    assert templates.TREAD_SUMMER.colour(milli) == colour


@pytest.mark.parametrize(("milli", "colour"), [(1_500, "green"), (1_501, "amber"), (3_001, "red")])
def test_water_in_brake_fluid_is_worse_the_more_there_is(milli: int, colour: str) -> None:
    assert templates.BRAKE_FLUID.colour(milli) == colour


def test_the_worst_measurement_decides() -> None:
    assert sheets.measured(TREAD, {"fl_inner": 8_000, "fr_outer": 1_500, "rl_mid": 2_000}) == "red"
    assert sheets.measured(TREAD, {}) is None


@pytest.mark.parametrize("measures", [{"boot": 5_000}, {"fl_inner": -1}, {"fl_inner": 20_001}])
def test_a_measurement_that_cannot_be_is_refused(measures: dict[str, int]) -> None:
    with pytest.raises(BadMeasure):
        sheets.measured(TREAD, measures)


def test_what_is_not_measured_takes_no_measurement() -> None:
    with pytest.raises(BadMeasure):
        sheets.measured(Item("belts", "Remmar"), {"x": 1})


def test_a_tyre_worn_on_one_side_asks_for_alignment() -> None:
    assert sheets.uneven(TREAD, {"fl_inner": 5_000, "fl_outer": 6_500}, 1_500)
    assert not sheets.uneven(TREAD, {"fl_inner": 5_000, "fl_outer": 6_499, "fr_outer": 1_000}, 1_500)


def test_the_sheet_that_ships_is_kept_and_read_back_as_it_was() -> None:
    groups = templates.passenger_car()
    assert sheets.opened(sheets.stored(groups)) == groups


BELTS = Item("belts", "Remmar")


@pytest.mark.parametrize(
    "items",
    [(), (BELTS, BELTS), (replace(BELTS, key="two words"),), (replace(BELTS, name_sv=""),),
     (replace(BELTS, limits=Limits("mm", 1, 2)),)],
)  # fmt: skip
def test_a_sheet_that_nobody_could_fill_in_is_refused(items: tuple[Any, ...]) -> None:
    with pytest.raises(BadSheet):
        sheets.stored([Group("Motor", "Engine", items)])
