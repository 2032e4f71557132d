"""The sums of a ticket as pure arithmetic: what a discount takes when there is less left than it was given for."""

import pytest

from vaxel.business.tickets.totals import CostedJob, CostedLine, total


def rates(_code: str) -> tuple[str, int]:
    return "S", 250_000


def job(*prices_minor: int) -> CostedJob:
    return CostedJob("job", [CostedLine(n, "part", 1000, minor * 100) for n, minor in enumerate(prices_minor)])


@pytest.mark.parametrize(
    ("prices", "minor", "ppm", "gross"),
    [
        ((10_000, 5_000), 3_000, 0, 12_000),
        ((10_000, 5_000), 3_000, 100_000, 10_500),
        ((2_000,), 3_000, 0, 0),
        ((2_000,), 1_900, 100_000, 0),
        ((), 3_000, 0, 0),
        ((), 0, 100_000, 0),
    ],
)
def test_a_discount_in_money_takes_no_more_than_there_is(
    prices: tuple[int, ...], minor: int, ppm: int, gross: int
) -> None:
    sums = total([job(*prices)], basis="incl", rates=rates, discount_minor=minor, discount_ppm=ppm)
    assert sums.gross == gross
    assert sums.net + sums.tax == sums.gross
    assert sum(one.amount for one in sums.lines.values()) == gross
