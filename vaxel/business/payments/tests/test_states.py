"""Every state and observation, in one table (payments.md §3.1; §28, 52 to 54)."""

from itertools import product

import pytest

from vaxel.business.payments.states import PAYMENT, after

OBSERVED = ("waiting", "declined", "taken", "cancelled", "unknown")
EXCEPTIONS = {
    ("cancelling", "taken"): "late_success", ("cancelled", "taken"): "late_success",
    ("cancelled", "waiting"): "orphan_object", ("taken", "waiting"): "regression",
    ("taken", "declined"): "regression", ("taken", "cancelled"): "regression",
}  # fmt: skip


@pytest.mark.parametrize(("state", "observed"), list(product(PAYMENT.moves, OBSERVED)))
def test_case_54_every_pair_is_a_move_of_the_machine_or_no_news(state: str, observed: str) -> None:
    new, exception = after(state, observed)
    assert new == state or PAYMENT.allows(state, new)
    if state == "taken":
        assert new == "taken"
    if observed == "taken":
        assert new == "taken"
    assert exception == EXCEPTIONS.get((state, observed), "")


@pytest.mark.parametrize("observed", ["declined", "unknown", "waiting"])
def test_a_wish_to_cancel_ends_only_by_a_definite_answer(observed: str) -> None:
    assert after("cancelling", observed) == ("cancelling", "")


def test_money_that_moves_late_is_told() -> None:
    assert after("cancelled", "taken") == ("taken", "late_success")
    assert after("taken", "cancelled") == ("taken", "regression")
