"""Long work: asked for once, done aside, found again; what dies is begun anew and leaves nothing half."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vaxel.kernel import clock, long_work, tasks
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.long_work import Run
from vaxel.kernel.models import LongWork
from vaxel.kernel.refusals import NotFound, Refused
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KIM = Actor("staff", "Kim", id=new_id(), grants={None: frozenset({"long_work.*"})})
SAM = Actor("staff", "Sam", id=new_id(), grants={None: frozenset({"long_work.*"})})
HERE = "vaxel.kernel.tests.test_long_work."
before: list[str] = []


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    before.clear()
    with clock.fixed(AT):
        yield tmp_path / "work"


class TooHot(Refused):
    """It is not done."""

    sentence = _("The system is busy. Nothing was stored. Try again in a moment.")


def count(run: Run) -> None:
    """A file with so many lines."""
    before.append("count")
    run.expect(run.question["n"])
    with run.file("numbers.txt", "text/plain") as file:
        for n in range(run.question["n"]):
            file.write(f"{n}\n".encode())
            run.step()


def refuse(run: Run) -> None:
    """Says no in the middle of its file."""
    with run.file("never.txt", "text/plain") as file:
        file.write(b"half")
        raise TooHot()


def cancel_itself(run: Run) -> None:
    """Somebody presses Cancel while it is being done."""
    with run.file("never.txt", "text/plain") as file:
        file.write(b"half")
        long_work.cancel(run.work, by=KIM, at=AT)
        run.expect(3)


def ask(does: str = "count", by: Actor = KIM, at: datetime = AT, **question: int) -> LongWork:
    return long_work.ask(does=HERE + does, title="Numbers", question=question or {"n": 3}, by=by, at=at)


def now(work: LongWork) -> LongWork:
    return LongWork.objects.get(pk=work.pk)


def work(at: datetime = AT) -> None:
    tasks.do_waiting(at, long=True)


def test_it_is_done_aside_and_its_file_is_found_again(data: Path) -> None:
    asked = ask()
    assert (asked.state, before) == ("waiting", [])
    assert tasks.do_waiting(AT, long=False) == 0, "it does not stand in the way of the rest"
    work()
    done = now(asked)
    assert (done.state, done.done, done.total, done.file_name, done.file_size) == ("done", 3, 3, "numbers.txt", 6)
    assert done.expires_at == AT + timedelta(days=7)
    assert [path.name for path in data.iterdir()] == [str(asked.pk)]
    assert (data / str(asked.pk)).read_text() == "0\n1\n2\n"


def test_a_refusal_is_its_sentence_in_the_language_of_the_one_who_asked(data: Path) -> None:
    with translation.override("sv"):
        asked = ask("refuse")
    work()
    assert now(asked).state == "failed"
    assert now(asked).fault == "Systemet är upptaget. Inget sparades. Försök igen om en stund."
    assert list(data.iterdir()) == []


def test_what_is_not_there_fails_with_a_sentence_and_can_be_asked_again(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("en"):
        asked = ask("not_there")
    work()
    assert now(asked).fault == "Something went wrong on our side. It is in the server's log. Try again."
    LongWork.objects.filter(pk=asked.pk).update(does=HERE + "count")
    long_work.again(now(asked), by=KIM, at=AT)
    work()
    assert (now(asked).state, now(asked).fault) == ("done", "")


def test_what_was_cancelled_is_not_done(data: Path) -> None:
    waiting, running = ask(), ask("cancel_itself")
    long_work.cancel(waiting, by=KIM, at=AT)
    work()
    work()
    assert (now(waiting).state, now(running).state, before) == ("cancelled", "cancelled", [])
    assert list(data.iterdir()) == []
    with pytest.raises(WrongState):
        long_work.cancel(waiting, by=KIM, at=AT)


def test_one_whose_worker_died_is_begun_anew_and_the_dead_one_can_do_no_harm(data: Path) -> None:
    asked = ask()
    dead = long_work._begin(asked.pk, AT)
    assert dead is not None
    (data.parent / "work").mkdir(exist_ok=True)
    (data / f"{asked.pk}.1.part").write_text("half")
    assert long_work._begin(asked.pk, AT + timedelta(seconds=30)) is None, "someone is at it"
    with clock.fixed(AT + timedelta(seconds=90)):
        long_work.pick_up()
        work(AT + timedelta(seconds=90))
    assert (now(asked).state, now(asked).turn) == ("done", 2)
    assert [path.name for path in data.iterdir()] == [str(asked.pk)], "nothing half is left"
    with pytest.raises(long_work.Cancelled):
        Run(dead).expect(7)
    long_work._end(dead, "failed", "late", AT)
    assert (now(asked).state, now(asked).total) == ("done", 3)


def test_what_dies_again_and_again_is_given_up() -> None:
    asked = ask()
    for n in range(3):
        assert long_work._begin(asked.pk, AT + timedelta(hours=n)) is not None
    assert long_work._begin(asked.pk, AT + timedelta(hours=4)) is None
    assert now(asked).state == "failed"
    assert now(asked).fault


def test_it_is_ones_own(data: Path) -> None:
    asked = ask()
    work()
    for wrong in (long_work.cancel, long_work.again, long_work.forget):
        with pytest.raises(NotFound):
            wrong(now(asked), by=SAM, at=AT)
    assert now(asked).state == "done"
    assert list(long_work.asked_by(SAM)) == []


def test_it_is_forgotten_with_its_file_but_not_while_it_is_under_way(
    data: Path, django_capture_on_commit_callbacks: object
) -> None:
    asked = ask()
    with pytest.raises(long_work.StillUnderWay):
        long_work.forget(asked, by=KIM, at=AT)
    work()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        long_work.forget(now(asked), by=KIM, at=AT)
    assert not LongWork.objects.exists()
    assert list(data.iterdir()) == []


def test_what_expired_is_cleared_and_so_is_what_nobody_knows(data: Path) -> None:
    old, young = ask(), ask(at=AT + timedelta(days=5))
    work()
    work()
    LongWork.objects.filter(pk=old.pk).update(expires_at=AT + timedelta(days=1))
    stray = data / f"{new_id()}.1.part"
    stray.write_text("half")
    os.utime(stray, (0, 0))
    with clock.fixed(AT + timedelta(days=6)):
        long_work.clear()
    assert list(LongWork.objects.values_list("pk", flat=True)) == [young.pk]
    assert [path.name for path in data.iterdir()] == [str(young.pk)]


def test_nobody_asks_for_more_than_can_be_done() -> None:
    for _n in range(long_work.MOST_WAITING):
        ask()
    with pytest.raises(long_work.TooMuchWaiting):
        ask()
    assert LongWork.objects.count() == long_work.MOST_WAITING
    assert ask(by=SAM).state == "waiting"
