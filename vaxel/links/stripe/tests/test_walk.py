"""Forty payments with faults, by three seeds; `bin/bench walk` goes ten thousand steps."""

import pytest

from vaxel.kernel import checks
from vaxel.links.stripe.tests.fakes import Played, played
from vaxel.links.stripe.tests.walk import open_walk

__all__ = ["played"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_case_99_whatever_goes_wrong_we_and_the_provider_hold_the_same_money(played: Played, seed: int) -> None:
    walk = open_walk(played.fake, played.here, seed)
    walk.go(40)
    assert sum(played.fake.fired.values()) > 3, "few faults struck"
    assert walk.settle() == 0
    assert walk.wrong() == []
    found = checks.run_all()
    assert {name: wrong for name, wrong in found.items() if wrong and name != "kernel.events"} == {}
    assert played.fake.world.balance() > 0
