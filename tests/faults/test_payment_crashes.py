"""W1 to W13 of payments.md §5: till and provider killed at each step. Never charged twice, never paid and forgotten.

W6 (a capture whose answer is lost) has no case: nothing is captured by hand yet.
"""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.live import ROOT, LiveShop

pytestmark = pytest.mark.server
PAID_ONCE = {
    "killed": True, "recovered": True, "state": "taken", "charged": 10_000, "charges": 1, "given_back": [],
    "receipts": 1, "booked": 10_000, "tray": [], "wrong": {},
}  # fmt: skip


def play(shop: LiveShop, *names: str) -> dict[str, dict[str, Any]]:
    """Each window by its name, with what stood after the recovery."""
    environment = shop.environment() | {"DJANGO_SETTINGS_MODULE": "vaxel.settings"}
    played = subprocess.run(
        [sys.executable, "-m", "tests.faults.payment_windows", str(shop.folder / "stripe"), *names], cwd=ROOT,
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert played.returncode == 0, played.stderr
    found = {one["window"]: one for one in map(json.loads, played.stdout.splitlines())}
    assert found.keys() == set(names), played.stderr
    for one in found.values():
        one["said"] = played.stderr
    return found


def once(found: dict[str, Any], **other: Any) -> None:
    """Paid once and booked once, but for what is told otherwise."""
    wanted = PAID_ONCE | other
    assert {name: found.get(name) for name in wanted} == wanted, found


def test_case_30_to_34_a_till_that_dies_between_any_two_steps_charges_once(live_shop: LiveShop) -> None:
    for found in play(live_shop, "W1", "W2", "W3", "W4", "W5").values():
        once(found)
        assert found["open"] == 0


def test_case_36_to_38_neither_sale_nor_refund_nor_news_is_lost_or_doubled(live_shop: LiveShop) -> None:
    found = play(live_shop, "W7", "W8", "W9")
    once(found["W7"])
    once(found["W8"], given_back=[10_000], booked=0)
    once(found["W9"])


def test_case_39_to_42_late_money_is_taken_and_told(live_shop: LiveShop) -> None:
    found = play(live_shop, "W10", "W11", "W12", "W13")
    once(found["W10"], tray=["late_success"])
    once(found["W11"], tray=["late_success"])
    once(found["W12"])
    once(found["W13"], meanwhile="unknown")
