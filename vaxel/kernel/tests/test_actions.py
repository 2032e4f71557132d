"""Actions: one transaction, one line of history, permission, at most once."""

import threading
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from vaxel.kernel import numbering
from vaxel.kernel.actions import action, note, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import Event, History, HistoryTouch, OnceKey, Series, TrayItem
from vaxel.kernel.once import KeyReused
from vaxel.kernel.refusals import Forbidden, NotFound, Refused
from vaxel.kernel.tests.sample import SampleHappened

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAM = Actor("staff", "Sam", grants={None: frozenset({"sample.*"})})


class TooMuch(Refused):
    sentence = "%(amount)s is too much."


@action("sample.number")
def number(series: str, *, most: int = 1_000_000, by: Actor, at: datetime) -> dict[str, int]:
    """Takes a number; refuses after the fact when it is above `most`, to prove that nothing stays."""
    taken = numbering.take(series)
    publish(SampleHappened(number=taken))
    if taken > most:
        raise TooMuch(amount=taken)
    note(number=taken)
    return {"number": taken}


@action("sample.both")
def both(*, by: Actor, at: datetime) -> list[int]:
    """Two inner actions in one transaction."""
    return [number(name, by=by, at=at)["number"] for name in ("left", "right")]


@pytest.mark.django_db
def test_an_action_is_one_line_of_history_and_its_events_are_stored_with_it() -> None:
    assert number("n", by=SAM, at=AT) == {"number": 1}
    line = History.objects.get()
    assert (line.action, line.actor_name, line.at, line.outcome) == ("sample.number", "Sam", AT, "done")
    assert line.note == {"number": 1}
    assert [event.body for event in Event.objects.all()] == [{"number": 1}]


@pytest.mark.django_db
def test_inner_actions_hang_under_the_outermost() -> None:
    assert both(by=SAM, at=AT) == [1, 1]
    assert [(line.action, line.inner) for line in History.objects.all()] == [
        ("sample.both", [[1, "sample.number"], [1, "sample.number"]])
    ]


@pytest.mark.django_db
def test_a_refusal_leaves_nothing_behind() -> None:
    with pytest.raises(TooMuch, match="1 is too much"):
        number("n", most=0, by=SAM, at=AT)
    assert (Series.objects.count(), History.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_one_without_the_permission_is_refused_and_the_attempt_is_in_history() -> None:
    clerk = Actor("staff", "Kim", grants={None: frozenset({"other.thing"})})
    with pytest.raises(Forbidden):
        number("n", by=clerk, at=AT)
    assert (Series.objects.count(), History.objects.get().outcome) == (0, "refused")
    with pytest.raises(NotFound):
        number("n", by=Actor("staff", "Nobody"), at=AT)


@pytest.mark.django_db
def test_a_permission_at_one_site_is_none_at_another() -> None:
    here, there = uuid4(), uuid4()
    kim = Actor("staff", "Kim", site_id=here, grants={here: frozenset({"sample.number"})})
    assert kim.may("sample.number", here)
    assert not kim.may("sample.number", there)
    assert not kim.may("sample.number", None)
    assert not kim.may("sample.both", here)


@pytest.mark.django_db
def test_same_key_gives_the_first_answer_whoever_asks_and_other_content_is_refused() -> None:
    key = uuid4()
    first = number.once(key, "n", by=SAM, at=AT)
    again = number.once(key, "n", by=Actor.system("retry"), at=datetime.now(UTC))
    assert (first, again) == ({"number": 1}, {"number": 1})
    with pytest.raises(KeyReused):
        number.once(key, "m", by=SAM, at=AT)
    assert list(Series.objects.values_list("name", "last")) == [("n", 1)]


@pytest.mark.django_db
def test_a_door_may_say_what_was_asked_and_how_the_answer_is_kept() -> None:
    said: dict[str, Any] = {"kept_as": lambda made: made["number"] * 10, "by": SAM, "at": AT}
    first = number.once("k", "n", asked="as it came", **said)
    assert (first, number.once("k", "looked up anew", asked="as it came", **said)) == (10, 10)
    with pytest.raises(KeyReused):
        number.once("k", "n", asked="something else", **said)
    assert list(Series.objects.values_list("name", "last")) == [("n", 1)]


@pytest.mark.django_db
def test_a_first_call_that_was_refused_leaves_the_key_free() -> None:
    with pytest.raises(TooMuch):
        number.once("k", "n", most=0, by=SAM, at=AT)
    assert not OnceKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_with_one_key_do_it_once() -> None:
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(number.once("sixteen", "n", by=SAM, at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [{"number": 1}] * 16
    assert (Series.objects.get().last, History.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_a_shared_commit_takes_nothing_else_with_it() -> None:
    outcomes: list[str] = []

    def ask(most: int) -> None:
        try:
            number("n", most=most, by=SAM, at=AT)
            outcomes.append("done")
        except TooMuch:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(0 if turn % 2 else 1_000,)) for turn in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done"] * 20 + ["refused"] * 20
    assert (Series.objects.get().last, History.objects.count()) == (20, 20)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["UPDATE kernel_history SET action = 'x'", "DELETE FROM kernel_history"])
def test_history_only_grows(verb: str) -> None:
    number("n", by=SAM, at=AT)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert History.objects.get().action == "sample.number"


@pytest.mark.django_db
def test_touched_things_lead_to_their_history() -> None:
    item = TrayItem.objects.create(kind="k", subject_kind="s", subject_id=uuid4(), opened_at=AT)

    @action("sample.touching")
    def touching(thing: TrayItem, *, by: Actor, at: datetime) -> None:
        touch(thing)

    touching(item, by=SAM, at=AT)
    assert list(HistoryTouch.objects.values_list("kind", "object_id")) == [("kernel.trayitem", item.pk)]


def test_who_and_when_must_be_said() -> None:
    with pytest.raises(TypeError, match="say who and when"):
        number("n", by=SAM, at=datetime(2026, 1, 1))  # noqa: DTZ001 - the point
