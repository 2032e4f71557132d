"""The forecast of what is due: the guide's worked case and the edges (C-26 to C-28)."""

from datetime import date, timedelta

import pytest

from vaxel.business.vehicles.forecast_rules import Reading, due, months_after, usage

FIRST, LAST = Reading(date(2025, 3, 12), 69_000), Reading(date(2026, 3, 10), 84_200)
TODAY = date(2026, 11, 23)


def test_the_worked_case_of_c_27() -> None:
    found = due(LAST, [FIRST, LAST], TODAY, months=12, km=15_000, km_a_day=40)
    assert found is not None
    assert (found.usage.km, found.usage.days, found.projected_km, found.left_km) == (15_200, 363, 95_003, 4_197)
    assert (found.by_distance, found.by_time, found.day) == (date(2027, 3, 3), date(2027, 3, 10), date(2027, 3, 3))
    assert found.by_distance_first
    assert not found.usage.assumed


def test_time_comes_first_for_a_car_that_stands() -> None:
    found = due(LAST, [Reading(FIRST.day, 83_000), LAST], TODAY, months=12, km=15_000, km_a_day=40)
    assert found is not None
    assert (found.day, found.by_distance_first) == (date(2027, 3, 10), False)


@pytest.mark.parametrize("readings", [[], [LAST], [Reading(LAST.day - timedelta(days=29), 80_000), LAST],
                                      [Reading(FIRST.day, 83_701), LAST]])  # fmt: skip
def test_without_two_good_readings_it_is_assumed(readings: list[Reading]) -> None:
    assert (usage(readings, 40).assumed, usage(readings, 40).km_a_day) == (True, 40)


def test_only_the_last_two_years_count() -> None:
    old = Reading(date(2019, 1, 1), 1_000)
    assert usage([old, FIRST, LAST], 40).days == 363


def test_an_interval_of_time_alone_or_of_none() -> None:
    found = due(LAST, [FIRST, LAST], TODAY, months=24, km=0, km_a_day=40)
    assert found is not None
    assert (found.day, found.by_distance) == (date(2028, 3, 10), None)
    assert due(LAST, [], TODAY, months=0, km=0, km_a_day=40) is None


def test_what_has_passed_is_due_on_the_day_it_passed() -> None:
    found = due(LAST, [FIRST, LAST], date(2028, 1, 1), months=0, km=15_000, km_a_day=40)
    assert found is not None
    assert date(2027, 2, 20) < found.day < date(2027, 3, 20)


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 12, 10), 12, date(2027, 12, 10)), (date(2026, 11, 30), 1, date(2026, 12, 30)),
])  # fmt: skip
def test_months(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then
