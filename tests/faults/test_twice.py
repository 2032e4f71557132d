"""F-6: every periodic job run twice in a row has the effect of one run; made from the worker's list of jobs."""

import pytest

from tests.invariants.world import World, changed, grown
from vaxel.business.accounting import charts
from vaxel.business.payments.models import Payment
from vaxel.business.stock.models import Balance, Reservation
from vaxel.kernel import checks, clock, worker

STEPS = (
    ("send_quote", 0, 0, 0), ("answer", 0, 0, 1), ("ring_up", 0, 0, 1), ("open_ticket", 0, 1, 0), ("add_job", 1, 0, 0),
    ("add_line", 1, 1, 1), ("charge_card", 1, 0, 2), ("whole_visit", 0, 1, 0), ("goods", 1, 1, 0),
)  # fmt: skip
JOBS = {function.__name__: function for _seconds, function in worker._periodic}


def standing() -> tuple[object, ...]:
    """What the shop holds, as far as a job could change it."""
    return (
        grown(),
        sorted(Balance.objects.values_list("part", "on_hand_milli", "reserved_milli", "value_minor")),
        sorted(Reservation.objects.values_list("pk", "state")),
        sorted(Payment.objects.values_list("pk", "state")),
    )


def test_there_are_jobs() -> None:
    assert JOBS


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(JOBS))
@pytest.mark.parametrize("days", [0, 40])
def test_a_job_run_twice_is_a_job_run_once(name: str, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    charts.accounts.cache_clear()
    monkeypatch.setattr("vaxel.kernel.actions.in_transaction", lambda: False)  # the test's own transaction
    world = World()
    for step in STEPS:
        world.step(*step)
    world.rest()
    with clock.fixed(clock.later(world.at, days=days)):
        JOBS[name]()
        once = standing()
        JOBS[name]()
        assert standing() == once, changed(once[0], grown())  # type: ignore[arg-type]
        wrong = {check: found for check, found in checks.run_all().items() if found and check != "kernel.events"}
    assert wrong == {}
