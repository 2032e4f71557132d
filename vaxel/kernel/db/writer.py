"""The one way to a write transaction.

On SQLite every write of a process passes one thread in the order it was asked for: BEGIN IMMEDIATE, a savepoint per
piece of work, one COMMIT for all that were waiting (group commit). Processes take turns by a file lock, so nobody
ever waits in SQLite's own, unfair busy handler. On PostgreSQL the calling thread opens its own transaction.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connection, transaction

from vaxel.kernel.refusals import Busy

BATCH_MOST = 32
BATCH_OPEN_S = 0.02
WAIT_S = 20.0


@dataclass(slots=True)
class _Job:
    work: Callable[[], Any]
    context: Context
    future: "Future[Any]" = field(default_factory=Future)
    outcome: Any = None
    error: BaseException | None = None

    def execute(self) -> None:
        """Run in a savepoint of its own: what fails takes nothing else with it."""
        try:
            with transaction.atomic():
                self.outcome = self.context.run(self.work)
        except Exception as error:
            self.error = error

    def tell(self, failure: BaseException | None = None) -> None:
        if failure or self.error:
            self.future.set_exception(failure or self.error)
        else:
            self.future.set_result(self.outcome)


class Writer:
    """The thread that owns this process's writing connection."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        threading.Thread(target=self._serve, name="writer", daemon=True).start()

    def run(self, work: Callable[[], Any], *, wait_s: float) -> Any:
        """`work`'s result, once it is durable. What is not begun within `wait_s` is refused and never done."""
        job = _Job(work, copy_context())
        self._jobs.put(job)
        try:
            return job.future.result(wait_s)
        except FutureTimeout:
            if job.future.cancel():
                raise Busy() from None
            return job.future.result()

    def _serve(self) -> None:
        while True:
            first = self._jobs.get()
            if first.future.set_running_or_notify_cancel():
                self._commit(first)

    def _commit(self, first: _Job) -> None:
        done: list[_Job] = [first]
        try:
            with between_processes(), transaction.atomic(durable=True):
                first.execute()
                for job in self._waiting():
                    done.append(job)
                    job.execute()
        except Exception as failure:
            _tell(done, failure)
        else:
            _tell(done)

    def _waiting(self) -> Iterator[_Job]:
        """Those already in the queue, up to the batch's size and time."""
        closing = time.monotonic() + BATCH_OPEN_S
        for _ in range(BATCH_MOST - 1):
            if time.monotonic() > closing:
                return
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return
            if job.future.set_running_or_notify_cancel():
                yield job


def _tell(jobs: list[_Job], failure: BaseException | None = None) -> None:
    for job in jobs:
        try:
            job.tell(failure)
        except InvalidStateError:
            continue


_writer: Writer | None = None
_starting = threading.Lock()


def _the_writer() -> Writer:
    global _writer  # noqa: PLW0603 - one writer a process is the point
    with _starting:
        if _writer is None:
            _writer = Writer()
        return _writer


def _forget() -> None:
    global _writer  # noqa: PLW0603 - a forked child starts its own
    _writer = None


os.register_at_fork(after_in_child=_forget)


@contextmanager
def between_processes() -> Iterator[None]:
    """Hold the database's turn among processes (server, worker, console)."""
    path = Path(f"{connection.settings_dict['NAME']}.writer")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write[T](work: Callable[[], T], *, wait_s: float = WAIT_S) -> T:
    """What `work` returns after one write transaction; inside an open transaction, after a savepoint of it."""
    if connection.in_atomic_block:
        with transaction.atomic():
            return work()
    if connection.vendor == "sqlite":
        result: T = _the_writer().run(work, wait_s=wait_s)
        return result
    with transaction.atomic(durable=True):
        return work()
