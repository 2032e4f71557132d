"""Checks say nothing about a sound shop, and name what is wrong in one that is not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from vaxel.kernel import checks, clock, numbering
from vaxel.kernel.models import Event, History, HistoryTouch, OnceKey, Series, Work

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_clock_stands() -> Iterator[None]:
    with clock.fixed(AT):
        yield


def wrong() -> dict[str, list[str]]:
    """The kernel's checks that have something to say."""
    return {name: said for name in checks.REGISTRY if name.startswith("kernel.") and (said := checks.run(name))}


def test_an_empty_shop_is_sound() -> None:
    assert wrong() == {}
    assert set(checks.run_all()) == set(checks.REGISTRY)


def test_two_checks_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"two checks are named kernel\.series"):
        checks.check("kernel.series")(list)


def test_a_check_that_breaks_says_so_instead_of_hiding_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[str]:
        yield "one"
        raise RuntimeError("no")

    monkeypatch.setitem(checks.REGISTRY, "kernel.broken", broken)
    assert checks.run("kernel.broken") == ["could not be checked: RuntimeError('no')"]


def test_a_long_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checks.REGISTRY, "kernel.long", lambda: (str(n) for n in range(1000)))
    assert checks.run("kernel.long") == [*map(str, range(20)), "… and more of the same"]


def test_events_and_work_that_wait_too_long_are_named() -> None:
    just_now = AT - timedelta(minutes=50)
    long_ago = AT - timedelta(hours=2)
    for at in (just_now, long_ago):
        Event.objects.create(name="x.Y", body={}, at=at, next_try_at=at, last_error="no paper")
        Work.objects.create(task="a.b", enqueued_at=at, run_after=at)
    Work.objects.create(task="c.d", state="FAILED", enqueued_at=AT, run_after=AT, tries=8, error="no")
    said = wrong()
    assert set(said) == {"kernel.events", "kernel.work"}
    [late] = said["kernel.events"]
    assert late.endswith("(x.Y) waits since 2026-11-24 07:00: no paper")
    given_up, waiting = said["kernel.work"]
    assert given_up.endswith("(c.d) was given up after 8 tries: no")
    assert waiting.endswith("(a.b) waits since 2026-11-24 07:00: is the worker running?")


def test_history_that_does_not_hang_together_is_named() -> None:
    HistoryTouch.objects.create(history_id=uuid4(), kind="x.y", object_id=uuid4())
    early = History.objects.create(
        action="x.y", at=AT + timedelta(days=2), recorded_at=AT, actor_kind="system", actor_name="", outcome="odd"
    )
    OnceKey.objects.create(key="k", action="x.y", payload_hash="", at=AT)
    Series.objects.create(name="s", last=-1)
    assert wrong() == {
        "kernel.history": [
            "1 touched things name a line of history that is not there",
            f"history {early.pk} (x.y) has the unknown outcome odd",
            f"history {early.pk} (x.y) was recorded more than a day before it happened",
        ],
        "kernel.keys": ["key k (x.y) is held without an answer"],
        "kernel.series": ["series s has counted below zero"],
    }


def test_numbers_are_whole_or_named() -> None:
    rows = Event.objects.filter(name="n.N")
    numbers: list[str] = []

    def said() -> list[str]:
        return list(checks.numbered("n", rows, field="tries"))

    assert said() == []
    for _ in range(3):
        Event.objects.create(name="n.N", body={}, at=AT, next_try_at=AT, told_at=AT, tries=numbering.take("n"))
    assert said() == []
    rows.filter(tries=2).delete()
    numbers = said()
    assert numbers == ["series n has counted to 3, but 2 documents carry 2 different numbers from 1 to 3"]


def test_a_ledger_that_lost_its_guard_is_named() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER kernel_history_no_UPDATE")
        else:
            cursor.execute("DROP TRIGGER kernel_history_only_grows ON kernel_history")
    assert wrong() == {
        "kernel.only_grows": ["table kernel_history has lost the trigger that lets it only grow"],
    }
