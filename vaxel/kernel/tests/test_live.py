"""What changed: versions that only rise, told once committed, and by other processes as well."""

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from vaxel.kernel import live
from vaxel.kernel.actions import action, touch_row
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import news
from vaxel.kernel.models import Series
from vaxel.kernel.refusals import Refused

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Never(Refused):
    sentence = "Never."


@action("sample.touch")
def touching(one: UUID, *, refuse: bool = False, by: Actor, at: datetime) -> None:
    """Touches a thing, and perhaps refuses afterwards."""
    touch_row(Series, one)
    live.changed(f"shelf:{one}")
    if refuse:
        raise Never()


@pytest.fixture(autouse=True)
def versions(monkeypatch: pytest.MonkeyPatch) -> live.Versions:
    """Versions of this test alone."""
    made = live.Versions()
    monkeypatch.setattr(live, "versions", made)
    monkeypatch.setattr(live, "_tell", [])
    return made


def test_what_changed_later_is_newer_than_what_one_has_seen(versions: live.Versions) -> None:
    seen = versions.now()
    versions.change(["stock:a"])
    versions.change(["stock:b"])
    first, second = versions.newer(["stock:a", "stock:b", "stock:c"], seen).values()
    assert seen < first < second == versions.now()
    assert versions.newer(["stock:a", "stock:b"], first) == {"stock:b": second}
    assert versions.newer(["stock:a", "stock:b", "stock:c"], second) == {}


def test_versions_rise_although_the_clock_that_orders_them_steps_back(versions: live.Versions) -> None:
    versions.change(["a"], version=versions.now() + 5_000_000)
    seen = versions.now()
    versions.change(["b"], version=seen - 4_000_000)
    assert versions.newer(["a", "b"], seen) == {"b": seen + 1}


def test_what_was_forgotten_counts_as_changed_for_who_has_not_asked_since(
    versions: live.Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "KEPT", 2)
    before = versions.now()
    versions.change(["a"])
    asked = versions.now()
    versions.change(["b"])
    versions.change(["c"])
    assert versions.newer(["a"], before) == {"a": asked}
    assert versions.newer(["a"], asked) == {}


def test_everything_is_every_topic(versions: live.Versions) -> None:
    seen = versions.now()
    versions.change([live.EVERYTHING])
    assert versions.newer(["stock:a", "ticket:b"], seen) == {"stock:a": versions.now(), "ticket:b": versions.now()}


def test_a_new_process_does_not_claim_that_nothing_happened_before_it(versions: live.Versions) -> None:
    assert versions.newer(["a"], versions.now() - 1) == {"a": versions.now()}


@pytest.mark.django_db(transaction=True)
def test_things_an_action_touched_are_topics_once_it_is_committed(versions: live.Versions) -> None:
    one, seen = uuid4(), versions.now()
    touching(one, by=Actor.system("test"), at=AT)
    assert set(versions.newer([f"series:{one}", f"shelf:{one}", "series:other"], seen)) == {
        f"series:{one}", f"shelf:{one}"
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_what_was_refused_or_rolled_back(versions: live.Versions) -> None:
    one, seen = uuid4(), versions.now()
    with pytest.raises(Never):
        touching(one, refuse=True, by=Actor.system("test"), at=AT)
    with transaction.atomic():
        live.changed("a")
        transaction.set_rollback(True)
    assert versions.now() == seen


def test_a_group_gathers_kinds_at_the_things_own_site_or_the_actors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_GROUPS", {})
    live.group("board", "tickets.ticket", "tickets.job")
    ticket, job, part, there, here = (uuid4() for _ in range(5))
    touched = {ticket: "tickets.ticket", job: "tickets.job", part: "catalog.part"}
    assert set(live.topics_of(touched, {ticket: there}, here)) == {
        f"ticket:{ticket}", f"job:{job}", f"part:{part}", f"board:{there}", f"board:{here}"
    }  # fmt: skip


def test_another_process_that_wrote_makes_everything_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "shop.sqlite3.news"
    watched = news._Watched(mark)
    monkeypatch.setattr(news, "_mark", lambda: mark)
    seen = watched.now()
    news._touch_mark(["stock:a"])
    monkeypatch.setattr(news, "LOOK_S", 0)
    assert watched.newer(["ticket:b"], seen) == {"ticket:b": watched.now()}
    later = watched.now()
    assert watched.newer(["ticket:b"], later) == {}
    os.utime(mark, (0, 0))
    assert set(watched.newer(["ticket:b"], later)) == {"ticket:b"}


def test_a_notice_fits_what_postgresql_carries() -> None:
    topics = {f"stock:{uuid4()}" for _ in range(1000)}
    pieces = list(news.payloads(topics))
    assert {topic for piece in pieces for topic in piece.split(" ")} == topics
    assert max(len(piece) for piece in pieces) < 7900
    assert list(news.payloads(topics | {"one:more"})) == [live.EVERYTHING]


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_processes_tell_each_other_in_order(versions: live.Versions) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's screens are all served by one process")
    heard: list[tuple[str, str]] = []
    ready = threading.Event()

    def hear() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {news.CHANNEL}")
        ready.set()
        for notice in connection.connection.notifies(timeout=5, stop_after=2):
            version, _space, topics = notice.payload.partition(" ")
            heard.append((version, topics))
        connection.close()

    ear = threading.Thread(target=hear)
    ear.start()
    ready.wait(5)
    news.notify({"stock:a", "stock:b"})
    news.notify({"board:c"})
    ear.join(6)
    assert [topics for _version, topics in heard] == ["stock:a stock:b", "board:c"]
    assert abs(int(heard[0][0]) - time.time_ns() // 1000) < 60_000_000
    assert int(heard[0][0]) < int(heard[1][0])
