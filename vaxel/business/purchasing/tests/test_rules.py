"""Decisions of buying without a database: packs, freight, days, sharing out, matching, demand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from vaxel.business.purchasing import demand_rules, rules
from vaxel.business.purchasing.rules import Tolerance, Wanted


@pytest.mark.parametrize(
    ("quantity", "price"), [(1_000, 10_000), (9_999, 10_000), (10_000, 9_500), (99_000, 9_500), (100_000, 9_000)]
)
def test_the_highest_break_reached_is_the_price(quantity: int, price: int) -> None:
    assert rules.unit_price_cm([(100_000, 9_000), (10_000, 9_500)], 10_000, quantity) == price


@pytest.mark.parametrize(
    ("wanted", "pack", "minimum", "bought"),
    [(8_000, 6_000, 0, 12_000), (12_000, 6_000, 0, 12_000), (1_000, 1_000, 5_000, 5_000), (1, 1_000, 0, 1_000),
     (7_000, 4_000, 10_000, 12_000)],
)  # fmt: skip
def test_what_is_bought_is_whole_packs_and_at_least_the_minimum(
    wanted: int, pack: int, minimum: int, bought: int
) -> None:
    assert rules.in_packs(wanted, pack, minimum) == bought


def test_freight_is_spread_by_value() -> None:
    assert rules.landed([60_000, 30_000, 15_000], 10_000) == [5_714, 2_857, 1_429]
    assert rules.landed([0, 0], 500) == [500, 0]
    assert rules.landed([], 0) == []


def test_freight_is_free_from_a_sum_on() -> None:
    assert rules.freight_minor(99_999, 12_500, 100_000) == 12_500
    assert rules.freight_minor(100_000, 12_500, 100_000) == 0
    assert rules.freight_minor(1, 12_500, None) == 12_500


@pytest.mark.parametrize(
    ("ordered", "lead", "cutoff", "day"),
    [
        (datetime(2026, 11, 24, 15, 59, tzinfo=UTC), 1, "16:00", date(2026, 11, 25)),
        (datetime(2026, 11, 24, 16, 1, tzinfo=UTC), 1, "16:00", date(2026, 11, 26)),
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), 1, "", date(2026, 11, 30)),
        (datetime(2026, 11, 28, 18, 0, tzinfo=UTC), 1, "16:00", date(2026, 12, 1)),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), 0, "16:00", date(2026, 11, 24)),
    ],
)  # fmt: skip
def test_goods_are_expected_on_working_days_and_a_day_later_past_the_cut_off(
    ordered: datetime, lead: int, cutoff: str, day: date
) -> None:
    assert rules.expected_on(ordered, lead, cutoff) == day


def test_what_came_serves_the_linked_first_each_in_their_order() -> None:
    """K-39: five came; T2 (Thursday) and T1 (Friday) are linked, T3 is not."""
    linked = [Wanted("T2", 2_000), Wanted("T1", 2_000)]
    assert rules.share_out(5_000, linked, [Wanted("T3", 2_000)]) == [("T2", 2_000), ("T1", 2_000), ("T3", 1_000)]
    assert rules.share_out(0, linked, []) == []


@pytest.mark.parametrize(
    ("billed_milli", "billed", "open_milli", "expected"),
    [
        (10_000, 101_500, 10_000, ("match", 1_500)),
        (10_000, 105_000, 10_000, ("price", 5_000)),
        (10_000, 95_000, 10_000, ("price", -5_000)),
        (10_000, 100_000, 8_000, ("quantity", 20_000)),
        (5_000, 50_000, 10_000, ("match", 0)),
        (10_000, 102_000, 10_000, ("match", 2_000)),
        (10_000, 102_001, 10_000, ("price", 2_001)),
    ],
)  # fmt: skip
def test_a_bill_agrees_within_two_percent_and_fifty_a_line(
    billed_milli: int, billed: int, open_milli: int, expected: tuple[str, int]
) -> None:
    """K-68, at 100.00 each."""
    found = rules.agreement(
        billed_milli=billed_milli, billed_minor=billed, open_milli=open_milli, open_minor=open_milli * 10,
        tolerance=Tolerance(20_000, 5_000),
    )  # fmt: skip
    assert found == expected


def test_a_dear_line_is_held_to_the_amount() -> None:
    found = rules.agreement(
        billed_milli=1_000, billed_minor=1_006_000, open_milli=1_000, open_minor=1_000_000,
        tolerance=Tolerance(20_000, 5_000),
    )  # fmt: skip
    assert found == ("price", 6_000)


def test_a_difference_follows_the_goods_that_are_still_here() -> None:
    """K-79: ten came at 100.00, six are gone, billed 105.00."""
    assert rules.here_and_gone(5_000, 10_000, 4_000) == (2_000, 3_000)
    assert rules.here_and_gone(5_000, 10_000, 25_000) == (5_000, 0)
    assert rules.here_and_gone(5_000, 10_000, -2_000) == (0, 5_000)
    assert rules.here_and_gone(-5_000, 10_000, 4_000) == (-2_000, -3_000)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([(10, 0, 0)], "sent"), ([(10, 0, 3)], "part_received"), ([(10, 0, 10)], "received"),
        ([(10, 7, 3)], "received"), ([(10, 10, 0)], "cancelled"), ([(10, 0, 12)], "received"),
        ([(10, 0, 10), (5, 0, 0)], "part_received"),
    ],
)  # fmt: skip
def test_an_order_is_what_its_lines_say(lines: list[tuple[int, int, int]], state: str) -> None:
    assert rules.order_state(lines, "sent") == state


def test_days_of_cover_as_in_the_trade_s_example() -> None:
    """K-92: 45 sold and 9 lost in 90 days; lead 5, cover 14, safety 2; position 4."""
    asked = demand_rules.Demand(milli=54_000, cut_milli=0, orders=54, squares=0)
    level = demand_rules.cover(asked, window_days=90, lead_days=5, cover_days=14, safety_milli=2_000)
    assert (level.reorder_at_milli, level.up_to_milli) == (5_000, 13_400)
    assert demand_rules.to_order(4_000, level, 1_000) == 10_000
    assert demand_rules.to_order(4_000, level, 4_000) == 12_000
    assert demand_rules.to_order(5_001, level, 1_000) == 0


def test_a_one_off_is_cut_to_three_times_the_usual() -> None:
    found = demand_rules.counted([1_000, 1_000, 2_000, 40_000, 0, -1_000])
    assert (found.milli, found.cut_milli, found.orders) == (7_000, 37_000, 4)
    assert demand_rules.counted([]) == demand_rules.Demand(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("mean", "variance", "service", "kept"),
    [("2", "2", "0.95", 5), ("2", "2", "0.677", 3), ("0", "0", "0.99", 0), ("4", "12", "0.95", 11),
     ("10", "10", "0.9", 14)],
)  # fmt: skip
def test_so_much_suffices_so_often(mean: str, variance: str, service: str, kept: int) -> None:
    """Poisson, and the negative binomial where demand is lumpier (r = 2, p = 1/3 for the fourth)."""
    assert demand_rules.quantile(Decimal(mean), Decimal(variance), Decimal(service)) == kept


def test_a_part_earns_its_place_with_three_orders_a_year_and_loses_it_with_none_in_nine_months() -> None:
    assert not demand_rules.is_kept(2, 2, kept_now=False)
    assert demand_rules.is_kept(3, 0, kept_now=False)
    assert demand_rules.is_kept(1, 1, kept_now=True)
    assert not demand_rules.is_kept(5, 0, kept_now=True)
