"""The worker: tells waiting events and does waiting tasks, in a thread of the server or a process of its own.

Long work (`kernel.long_work`) has a thread beside it, so that a message never waits for an export.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections

from vaxel.kernel import actions, clock, events, tasks

log = logging.getLogger(__name__)
PAUSE_S = 1.0


_periodic: list[tuple[int, Callable[[], None]]] = []


def every(seconds: int) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """The worker runs the decorated function about so often; it must do no harm when run twice (F-6)."""

    def enlist(function: Callable[[], None]) -> Callable[[], None]:
        _periodic.append((seconds, function))
        return function

    return enlist


class Worker:
    """Looks for work when news arrive and at least once a second; `stop()` lets it end after the present round."""

    def __init__(self) -> None:
        self._news, self._long_news = threading.Event(), threading.Event()
        self._stopping = False
        self._ran: dict[int, float] = {}
        actions.on_news(self._news.set)
        actions.on_news(self._long_news.set)

    def work(self) -> None:
        """Rounds until stopped; a round that fails is logged and the next one tries again."""
        threading.Thread(target=self._go_round, args=(self.long_round, self._long_news), daemon=True).start()
        self._go_round(self.round, self._news)

    def _go_round(self, round_: Callable[[], int], news: threading.Event) -> None:
        while not self._stopping:
            try:
                busy = round_()
            except Exception:
                log.exception("the worker's round failed")
                busy = 0
            close_old_connections()
            if not busy:
                news.wait(PAUSE_S)
                news.clear()

    def round(self) -> int:
        """Everything due now has been tried once; how much was done."""
        at = clock.now()
        self._run_periodic()
        return events.tell_waiting(at) + tasks.do_waiting(at, long=False)

    def long_round(self) -> int:
        """One piece of long work has been tried, if any waited."""
        return tasks.do_waiting(clock.now(), 1, long=True)

    def _run_periodic(self) -> None:
        now = time.monotonic()
        for n, (seconds, function) in enumerate(_periodic):
            if now - self._ran.get(n, 0.0) < seconds:
                continue
            self._ran[n] = now
            try:
                function()
            except Exception:
                log.exception("%s failed", function.__name__)

    def stop(self) -> None:
        """Ask the worker to end."""
        self._stopping = True
        self._news.set()
        self._long_news.set()


def start_thread() -> Worker:
    """A worker in a thread of this process."""
    worker = Worker()
    threading.Thread(target=worker.work, name="worker", daemon=True).start()
    return worker


def drain(rounds: int = 50) -> None:
    """All that is due now has been done (for the console, the demo and tests)."""
    at = clock.now() + timedelta(seconds=1)
    for _ in range(rounds):
        if not events.tell_waiting(at) + tasks.do_waiting(at):
            return
