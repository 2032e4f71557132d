"""Stock in figures, by numbers worked out by hand: dead and slow, X Y Z, turns and days (K-97, K-98)."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.locations.tests.cast import shop
from vaxel.business.stock import places, receipts, standing
from vaxel.business.stock.standing_rules import (
    average_minor,
    days_in_stock,
    evenness,
    still_days,
    turns_milli,
)
from vaxel.business.stock.standing_rules import standing as how
from vaxel.business.stock.tests.shelves import AT, MO, move, out, part

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("first_in", "last_out", "found"),
    [
        (date(2025, 11, 24), None, "dead"), (date(2025, 11, 25), None, "slow"), (date(2026, 5, 26), None, "slow"),
        (date(2026, 5, 27), None, "moving"), (date(2020, 1, 1), date(2025, 11, 24), "dead"),
        (date(2020, 1, 1), date(2026, 11, 20), "moving"), (date(2026, 11, 20), date(2020, 1, 1), "moving"),
    ],
)  # fmt: skip
def test_dead_is_a_year_without_a_sale_or_a_first_receipt(first_in: date, last_out: date | None, found: str) -> None:
    assert how(first_in, last_out, TODAY) == found


def test_still_days_count_from_the_last_sale_and_never_below_nothing() -> None:
    assert still_days(date(2026, 1, 1), date(2026, 11, 14), TODAY) == 10
    assert still_days(date(2026, 11, 25), None, TODAY) == 0


@pytest.mark.parametrize(
    ("demands", "found"),
    [
        ([10] * 12, "X"), ([15, 5] * 6, "Y"), ([14, 6] * 6, "X"), ([20, 0] * 6, "Z"), ([19, 1] * 6, "Y"),
        ([0] * 12, "Z"), ([12, *[0] * 11], "Z"),
    ],
)  # fmt: skip
def test_evenness_is_deviation_over_mean(demands: list[int], found: str) -> None:
    assert evenness(demands) == found, "15 and 5: deviation 5 of a mean of 10 is a half, no longer under it"


def test_turns_and_days_of_the_worked_example() -> None:
    average = average_minor([30_000_000] * 13)
    turns = turns_milli(120_000_000, average)
    assert (average, turns, days_in_stock(turns)) == (30_000_000, 4_000, 91)
    assert average_minor([0] * 6 + [130] * 7) == 70
    assert (turns_milli(100, 0), days_in_stock(None), days_in_stock(0), average_minor([])) == (None, None, None, 0)


@pytest.mark.django_db
def test_the_ledger_tells_what_stands_still_and_how_often_it_turned() -> None:
    site = shop().workshop
    places.open_store(site, by=MO, at=AT)
    store = places.store(site.pk)
    old, sold = part(), part()
    begin: Any = AT - timedelta(days=400)
    receipts.receive(site, lines=[(old, 2000, 10_000), (sold, 10_000, 10_000)], by=MO, at=begin)
    move([out(sold, store, 4)], at=AT - timedelta(days=1))
    rows = {one.part_id: one for one in standing.lying(store)}
    assert (rows[old.pk].last_out, rows[old.pk].still_since) == (None, begin)  # type: ignore[attr-defined]
    assert rows[sold.pk].still_since == AT - timedelta(days=1)  # type: ignore[attr-defined]
    found = standing.figures(store, AT)
    # 120 000 at twelve month-ends and 80 000 at the last: 1 520 000 / 13 = 116 923; 40 000 went out at cost.
    assert (found.value_minor, found.average_minor, found.sold_cost_minor) == (80_000, 116_923, 40_000)
    assert (found.turns_milli, found.days) == (342, 1067)
    assert standing.evenness([sold.pk, old.pk], store, AT)[sold.pk] == "Z", "one month of twelve"
