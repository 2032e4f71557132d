"""How what changed (`kernel.live`) reaches the other processes of the shop: its servers, its worker, the console.

On SQLite one process serves all screens: it keeps the versions itself, and any other process that wrote touches a file
beside the database, upon which everything counts as changed (that is rare: an import, a command). On PostgreSQL each
process notifies all servers, after commit and from a thread of its own, since NOTIFY inside a sale's transaction
would make all commits wait for each other. A lock gives the notices the order of their versions.
"""

import atexit
import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import Error, connection, transaction

from vaxel.kernel import live
from vaxel.kernel.db import statements

log = logging.getLogger(__name__)
CHANNEL = "vaxel_live"
GATHER_S = 0.03
RETRY_S = 1.0
LOOK_S = 0.25
_MOST_TOPICS = 1000
_LOCK = 5_284_139_001  # any number that only Växel uses
_NOTIFY = "SELECT pg_notify(%s, (extract(epoch from clock_timestamp()) * 1000000)::bigint || ' ' || %s)"


def serve() -> None:
    """This process answers screens: it hears of its own changes and of the other processes'."""
    if statements.vendor() == "sqlite":
        live.versions = _Watched(_mark())
        return
    live.spread_by(_Teller().tell)
    threading.Thread(target=_hear, name="news", daemon=True).start()


def take_part() -> None:
    """This process has no screens, but the servers hear of what it changes."""
    live.spread_by(_touch_mark if statements.vendor() == "sqlite" else _Teller().tell)


def _mark() -> Path:
    return Path(f"{connection.settings_dict['NAME']}.news")


def _touch_mark(_topics: list[str]) -> None:
    with contextlib.suppress(OSError):
        _mark().touch()


class _Watched(live.Versions):
    """Versions that also look, a few times a second, whether another process has touched the mark."""

    def __init__(self, mark: Path) -> None:
        super().__init__()
        self._path, self._looked, self._seen = os.fspath(mark), 0.0, self._touched(mark)

    @staticmethod
    def _touched(mark: str | Path) -> int:
        try:
            return os.stat(mark).st_mtime_ns
        except OSError:
            return 0

    def now(self) -> int:
        """As of all processes, a moment ago."""
        moment = time.monotonic()
        if moment - self._looked > LOOK_S:
            self._looked = moment
            touched = self._touched(self._path)
            if touched != self._seen:
                self._seen = touched
                self.change([live.EVERYTHING])
        return super().now()


class _Teller:
    """A thread that notifies the servers of what this process changed, a few times a second at most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._topics: set[str] = set()
        self._news = threading.Event()
        self._thread: threading.Thread | None = None
        atexit.register(self._last)

    def tell(self, topics: list[str]) -> None:
        """They will be told."""
        with self._lock:
            self._topics.update(topics)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="news-out", daemon=True)
                self._thread.start()
        self._news.set()

    def _work(self) -> None:
        while True:
            self._news.wait()
            time.sleep(GATHER_S)
            self._news.clear()
            self._send()

    def _taken(self) -> set[str]:
        with self._lock:
            taken, self._topics = self._topics, set()
        return taken

    def _send(self) -> None:
        topics = self._taken()
        try:
            if topics:
                notify(topics)
        except Error:
            log.warning("screens hear of %d changes later, the database does not answer", len(topics), exc_info=True)
            connection.close()
            time.sleep(RETRY_S)
            self.tell([live.EVERYTHING])

    def _last(self) -> None:
        topics = self._taken()
        if topics:
            with contextlib.suppress(Error):
                notify(topics)


def notify(topics: set[str]) -> None:
    """All servers are told, in one transaction of this thread's connection."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for payload in payloads(topics):
            cursor.execute(_NOTIFY, [CHANNEL, payload])


def payloads(topics: set[str]) -> Iterator[str]:
    """The topics in pieces that fit a notice (8000 bytes); one word for everything when there are very many."""
    if len(topics) > _MOST_TOPICS:
        yield live.EVERYTHING
        return
    ordered = sorted(topics)
    for start in range(0, len(ordered), 100):
        yield " ".join(ordered[start : start + 100])


def _hear() -> None:
    """What all processes tell, for as long as this one lives."""
    while True:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            live.versions.change([live.EVERYTHING])  # whatever was told while nobody listened
            for notice in connection.connection.notifies():
                version, _space, topics = notice.payload.partition(" ")
                live.versions.change(topics.split(" "), int(version))
        except Exception:
            log.warning("no news from the database, trying again", exc_info=True)
        connection.close()
        time.sleep(RETRY_S)
