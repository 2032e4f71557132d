"""Long work: what takes longer than one waits. A person asks, the worker does it, the page may be left, the result is
found again until it expires.

    work = long_work.ask(does="vaxel.doors.office.lists.exports.into_file", title="Parts", question={…}, by=…, at=…)

    def into_file(run: long_work.Run) -> None:
        run.expect(rows.count())
        with run.file("parts.csv", "text/csv") as file:
            for row in rows: …; run.step()

What does it must be able to begin anew: after a crash it is started again from the start, and a file is only there
when it is whole. It runs with no transaction open.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vaxel.kernel import clock, live, tasks
from vaxel.kernel.actions import action, note, touch, wake
from vaxel.kernel.actors import Actor
from vaxel.kernel.db.writer import write
from vaxel.kernel.models import LongWork
from vaxel.kernel.refusals import Conflict, NotFound, Refused
from vaxel.kernel.states import Machine
from vaxel.kernel.worker import every

log = logging.getLogger(__name__)
LONG_WORK = Machine(
    "long work", waiting="running cancelled", running="waiting done failed cancelled", failed="waiting",
    cancelled="waiting", done="",
)  # fmt: skip
UNDER_WAY = ("waiting", "running")
KEPT = timedelta(days=7)
SILENT_S = 60  # one who has not said for so long how far it is, is dead
MOST_TRIES = 3
MOST_WAITING = 20
TELL_EVERY_S = 0.5


class TooMuchWaiting(Conflict):
    """Someone asks faster than it can be done."""

    sentence = _("You already have %(most)s pieces of long work waiting. Wait for one, or cancel one.")


class Cancelled(Exception):
    """Whoever does it stops: the person does not want it any more, or another has taken it over."""


def folder() -> Path:
    """Where the files of long work lie."""
    path = Path(settings.DATA) / "work"
    path.mkdir(parents=True, exist_ok=True)
    return path


def file_of(work: LongWork) -> Path:
    """The finished file of the work."""
    return folder() / str(work.pk)


@action("long_work.ask")
def ask(*, does: str, title: str, question: dict[str, Any], by: Actor, at: datetime) -> LongWork:
    """The work waits to be done in the language that is spoken now. Refuses with TooMuchWaiting."""
    if LongWork.objects.filter(asked_by=by.id, state__in=UNDER_WAY).count() >= MOST_WAITING:
        raise TooMuchWaiting(most=MOST_WAITING)
    work = LongWork.objects.create(
        does=does, title=title[:200], question=question, asked_by=by.id, asked_name=by.name, asked_at=at,
        site_id=by.site_id, language=(translation.get_language() or "sv")[:2], beat_at=at, expires_at=at + KEPT,
    )  # fmt: skip
    note(title=work.title)
    _enqueue(work.pk)
    return work


@action("long_work.cancel")
def cancel(work: LongWork, *, by: Actor, at: datetime) -> LongWork:
    """It is not done any more; what was done of it is thrown away. Refuses with WrongState, NotFound."""
    return _moved(work, "cancelled", by, ended_at=at)


@action("long_work.again")
def again(work: LongWork, *, by: Actor, at: datetime) -> LongWork:
    """It waits to be done once more. Refuses with WrongState, NotFound."""
    fresh = _moved(
        work, "waiting", by, ended_at=None, fault="", done=0, total=None, tries=0, beat_at=at, expires_at=at + KEPT
    )
    _enqueue(fresh.pk)
    return fresh


@action("long_work.forget")
def forget(work: LongWork, *, by: Actor, at: datetime) -> None:
    """The work and its file are gone. Refuses with StillUnderWay, NotFound."""
    held = _own(work, by)
    if held.state in UNDER_WAY:
        raise StillUnderWay()
    note(title=held.title)
    held.delete()
    transaction.on_commit(partial(_remove, [work.pk]))


class StillUnderWay(Conflict):
    """It is cancelled first."""

    sentence = _("It is still being done. Cancel it first.")


def asked_by(actor: Actor) -> QuerySet[LongWork]:
    """What the person has asked for, newest first."""
    return LongWork.objects.filter(asked_by=actor.id).order_by("-asked_at", "-id")


def _own(work: LongWork, by: Actor) -> LongWork:
    """One's own only: a file may hold what others may not see."""
    held = LongWork.objects.select_for_update().filter(pk=work.pk).first()
    if held is None or held.asked_by != by.id:
        raise NotFound()
    return held


def _moved(work: LongWork, state: str, by: Actor, **fields: Any) -> LongWork:
    held = _own(work, by)
    held.state = LONG_WORK.check(held.state, state)
    for name, value in fields.items():
        setattr(held, name, value)
    held.save()
    touch(held)
    return held


def _enqueue(pk: UUID) -> None:
    do.enqueue(str(pk))
    transaction.on_commit(wake)


class Run:
    """What the function gets that does the work: what is asked, and how to tell how far it is."""

    def __init__(self, work: LongWork) -> None:
        self.work = work
        self.question: dict[str, Any] = work.question
        self._turn, self._done, self._told = work.turn, 0, time.monotonic()

    def expect(self, total: int) -> None:
        """So many steps are to be done."""
        self._tell(total=total)

    def step(self, steps: int = 1) -> None:
        """So many more are done. Raises Cancelled, which the function lets pass, when it is to stop."""
        self._done += steps
        if time.monotonic() - self._told >= TELL_EVERY_S:
            self._tell(done=self._done)

    @contextmanager
    def file(self, name: str, kind: str) -> Iterator[IO[bytes]]:
        """The result: written aside, and in its place once the block has ended well."""
        aside = file_of(self.work).with_suffix(f".{self._turn}.part")
        for left in folder().glob(f"{self.work.pk}.*.part"):  # of a turn whose worker died
            left.unlink(missing_ok=True)
        try:
            with aside.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            size = aside.stat().st_size
            self._tell(done=self._done)
            aside.replace(file_of(self.work))
        finally:
            aside.unlink(missing_ok=True)
        self._tell(file_name=name, file_type=kind, file_size=size)

    def _tell(self, **fields: Any) -> None:
        self._told = time.monotonic()

        def told() -> int:
            mine = LongWork.objects.filter(pk=self.work.pk, state="running", turn=self._turn)
            live.changed(topic(self.work.pk))
            return mine.update(beat_at=clock.now(), **fields)

        if not write(told):
            raise Cancelled


def topic(pk: UUID) -> str:
    """What screens listen to that show the work."""
    return f"longwork:{pk}"


def end_topic(pk: UUID) -> str:
    """What other screens listen to, to say that it has ended."""
    return f"longworkend:{pk}"


@task(queue_name=tasks.LONG)
def do(pk: str) -> None:
    """The work is done, has failed with a sentence, or was left alone because somebody is doing it."""
    work = write(partial(_begin, UUID(pk), clock.now()))
    if work is None:
        return
    with translation.override(work.language):
        state, fault = _outcome(work)
    write(partial(_end, work, state, fault, clock.now()))


def _outcome(work: LongWork) -> tuple[str, str]:
    try:
        function: Callable[[Run], None] = import_string(work.does)
        function(Run(work))
    except Cancelled:
        return "cancelled", ""
    except Refused as refusal:
        return "failed", str(refusal)
    except Exception:
        log.exception("long work %s (%s) failed", work.pk, work.does)
        return "failed", gettext("Something went wrong on our side. It is in the server's log. Try again.")
    return "done", ""


def _begin(pk: UUID, at: datetime) -> LongWork | None:
    """The work, ours to do now; None when it is done, cancelled, or in another's hands."""
    work = LongWork.objects.select_for_update().filter(pk=pk).first()
    if work is None or not (work.state == "waiting" or (work.state == "running" and _silent(work, at))):
        return None
    if work.tries >= MOST_TRIES:
        with translation.override(work.language):
            fault = gettext("It was interrupted again and again, and given up.")
        LongWork.objects.filter(pk=pk).update(state="failed", fault=fault, ended_at=at)
        live.changed(topic(pk), end_topic(pk))
        return None
    work.state, work.beat_at, work.done = "running", at, 0
    work.tries, work.turn = work.tries + 1, work.turn + 1
    work.save()
    live.changed(topic(pk))
    return work


def _silent(work: LongWork, at: datetime) -> bool:
    return work.beat_at < at - timedelta(seconds=SILENT_S)


def _end(work: LongWork, state: str, fault: str, at: datetime) -> None:
    """As it ended; nothing when the person, or another try, has ended it already."""
    mine = LongWork.objects.filter(pk=work.pk, state="running", turn=work.turn)
    mine.update(state=state, fault=fault, ended_at=at, expires_at=at + KEPT)
    live.changed(topic(work.pk), end_topic(work.pk))


@every(20)
def pick_up() -> None:
    """What was being done when its worker died waits to be done again."""
    at = clock.now()
    dead = LongWork.objects.filter(state="running", beat_at__lt=at - timedelta(seconds=SILENT_S))
    for pk in list(dead.values_list("pk", flat=True)):
        write(partial(_put_back, pk, at))


def _put_back(pk: UUID, at: datetime) -> None:
    silent = LongWork.objects.filter(pk=pk, state="running", beat_at__lt=at - timedelta(seconds=SILENT_S))
    if silent.update(state="waiting", beat_at=at):
        _enqueue(pk)


@every(3600)
def clear() -> None:
    """What has expired is gone, and its file; and files that nobody knows of."""
    at = clock.now()
    old = list(LongWork.objects.filter(expires_at__lt=at).exclude(state__in=UNDER_WAY).values_list("pk", flat=True))
    if old:
        write(lambda: LongWork.objects.filter(pk__in=old).delete())
        _remove(old)
    known = {str(pk) for pk in LongWork.objects.values_list("pk", flat=True)}
    for path in folder().iterdir():
        if path.name.split(".")[0] not in known and path.stat().st_mtime < time.time() - SILENT_S:
            path.unlink(missing_ok=True)


def _remove(pks: list[UUID]) -> None:
    for pk in pks:
        with suppress(OSError):
            (folder() / str(pk)).unlink(missing_ok=True)
