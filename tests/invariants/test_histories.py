"""Whatever happens in the shop, in any order: what is refused leaves nothing, what is done keeps every invariant."""

import os
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.invariants import books
from tests.invariants.verbs import VERBS
from tests.invariants.world import World
from vaxel.business.accounting import charts, periods
from vaxel.kernel import checks, clock

OFTEN = ["whole_visit", "whole_visit", "ring_up", "take_payment", "give_back", "correct", "open_ticket", "deposit"]
STEPS = st.tuples(st.sampled_from([*sorted(VERBS), *OFTEN]), *(st.integers(0, 9),) * 3)
EXAMPLES = int(os.environ.get("VAXEL_EXAMPLES") or 8)
LONGEST = int(os.environ.get("VAXEL_STEPS") or 40)


@pytest.mark.django_db
def test_any_history_keeps_every_invariant() -> None:
    charts.accounts.cache_clear()
    world = World()
    seen: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize="VAXEL_EXAMPLES" not in os.environ, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(st.lists(STEPS, min_size=LONGEST // 2, max_size=LONGEST))
    def history(steps: list[tuple[str, int, int, int]]) -> None:
        with transaction.atomic():
            world.at, world.done, world.refused = world.at.replace(hour=7, minute=0), [], []
            for name, a, b, c in steps:
                world.step(name, a, b, c)
            seen.update(world.done)
            world.rest()
            with clock.fixed(world.at):
                assert {name: wrong for name, wrong in checks.run_all().items() if wrong} == {}
            assert books.disagreements() == []
            assert periods.unbalanced() == []
            transaction.set_rollback(True)

    history()
    assert len(seen) > len(VERBS) // 2, f"too little happened: {seen}"
