"""Background work: stored with the action, done after it, tried again when it fails."""

from datetime import UTC, datetime, timedelta

import pytest
from django.tasks import task

from vaxel.kernel import clock, tasks
from vaxel.kernel.models import Work
from vaxel.kernel.worker import Worker

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
done: list[str] = []


@task()
def greet(name: str) -> str:
    """Remembers whom it greeted; fails the first time it meets Bo."""
    done.append(name)
    if name == "Bo" and done.count("Bo") == 1:
        raise RuntimeError("shy")
    return f"hello {name}"


@pytest.mark.django_db
def test_work_is_done_once_and_failures_are_tried_again_later() -> None:
    done.clear()
    with clock.fixed(AT):
        greet.enqueue("Ada")
        greet.enqueue("Bo")
        assert tasks.do_waiting(AT) == 1
        assert tasks.do_waiting(AT) == 0, "Bo waits before the next try"
        assert tasks.do_waiting(AT + timedelta(minutes=10)) == 1
        assert tasks.do_waiting(AT + timedelta(days=1)) == 0
    assert done == ["Ada", "Bo", "Bo"]
    assert set(Work.objects.values_list("state", "result", "tries")) == {
        ("SUCCESSFUL", "hello Ada", 0),
        ("SUCCESSFUL", "hello Bo", 1),
    }


@pytest.mark.django_db
def test_a_round_of_the_worker_does_what_waits() -> None:
    done.clear()
    greet.enqueue("Cleo")
    assert Worker().round() == 1
    assert done == ["Cleo"]
