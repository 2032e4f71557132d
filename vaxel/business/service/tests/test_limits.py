"""The authorised maximum: the golden vectors of repair law and the grouping by occasion (S-93, S-100, S-106)."""

import json
from pathlib import Path
from typing import Any

import pytest

from vaxel.business.service.limits import Agreed, Tolerance, max_billable
from vaxel.kernel.money import MILLION

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/vectors.json").read_text())["vectors"]
LIMITS = [pytest.param(v["input"], v["expect"], id=v["id"]) for v in VECTORS if v["kind"] == "approval_limit"]


@pytest.mark.parametrize(("given", "expect"), LIMITS)
def test_golden_vectors(given: dict[str, Any], expect: dict[str, int]) -> None:
    policy = given.get("policy", {"pct": "15"})
    tolerance = Tolerance(
        ppm=int(policy["pct"]) * MILLION // 100,
        abs_minor=policy.get("abs"),
        combine=policy.get("combine", "min"),
        max_minor=policy.get("max"),
    )
    kind = "rough" if given["price_kind"] == "us" else given["price_kind"]
    items = [Agreed("first", kind, given["quote"])]
    items += [Agreed(n, "fixed", extra) for n, extra in enumerate(given.get("approved_extras", []))]
    assert max_billable(items, tolerance) == expect["max_billable"]


def test_there_are_vectors() -> None:
    assert len(LIMITS) == 8


@pytest.mark.parametrize(
    ("estimate", "tolerance", "allowed"),
    [
        (18_000, Tolerance(0), 18_000), (18_000, Tolerance(100_000, 2_500), 19_800),
        (18_000, Tolerance(100_000, 1_000), 19_000), (18_000, Tolerance(100_000, 1_000, "max", 5_000), 19_800),
        (40_000, Tolerance(100_000, 2_500), 42_500), (40_000, Tolerance(100_000, 1_000), 41_000),
        (40_000, Tolerance(100_000, 1_000, "max", 5_000), 44_000),
        (90_000, Tolerance(100_000, 1_000, "max", 5_000), 95_000), (18_000, Tolerance(100_000), 19_800),
        (18_000, Tolerance(100_000, 1_000, "pct_only"), 19_800),
    ],
)  # fmt: skip
def test_the_states_of_s_106(estimate: int, tolerance: Tolerance, allowed: int) -> None:
    assert max_billable([Agreed(1, "rough", estimate)], tolerance) == allowed


def test_the_ceiling_is_per_occasion() -> None:
    ceiling = Tolerance(150_000, 100_000)
    together = [Agreed("monday", "rough", 500_000), Agreed("monday", "rough", 300_000)]
    apart = [Agreed("monday", "rough", 500_000), Agreed("tuesday", "rough", 300_000)]
    assert max_billable(together, ceiling) == 900_000
    assert max_billable(apart, ceiling) == 500_000 + 75_000 + 300_000 + 45_000


def test_running_work_has_its_agreed_maximum_or_none() -> None:
    assert max_billable([Agreed(1, "running", 0, 250_000), Agreed(1, "max", 100_000)]) == 350_000
    assert max_billable([Agreed(1, "running", 90_000), Agreed(1, "max", 100_000)]) is None


def test_nothing_approved_is_nothing_billable() -> None:
    assert max_billable([]) == 0
