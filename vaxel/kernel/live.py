"""What has changed, so that open screens show it within a second: a version for each topic, told after commit.

A topic is a word and an id: `stock:PART`, `ticket:ID`, `job:ID`, `board:SITE`. A change is a hint to ask again and
never says what changed, so it may come twice, late, or for nothing; it never decides anything.

    live.changed(f"stock:{part_id}")                 in an action: screens hear of it once it is committed
    live.group("board", "tickets.ticket")            touching a ticket changes `board:SITE` as well

Each thing an action touches is a topic by itself: `touch(ticket)` changes `ticket:ID`. In a template:

    <live-topic topics="ticket:{{ ticket.pk }}" since="{% live_since %}"
                hx-get="{% url 'tickets:lines' ticket.pk %}" hx-trigger="live" hx-target="#lines">…</live-topic>

Its element in `static/js/live.js` asks `/live` twice a second for all topics of the page together and fires the event
`live` on those that have something newer (not while one is typing inside it: then when the field is left). One's own
changes are told too, so what is fetched must be the same page drawn again.

A version is a moment in microseconds of the clock that orders all changes (the server process's on SQLite, the
database's on PostgreSQL), so that a screen may ask any server: what it has not heard of is newer than what it has.
Nothing is stored, and no database is asked. Decision 0021.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from uuid import UUID

from django.db import transaction

KEPT = 50_000
EVERYTHING = "*"
_GROUPS: dict[str, list[str]] = {}


class Versions:
    """The latest version of each topic, of the `KEPT` that changed last; an older one counts as just forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: OrderedDict[str, int] = OrderedDict()
        self._forgotten = self._now = time.time_ns() // 1000

    def now(self) -> int:
        """The version of the latest change: whoever has seen it has seen all."""
        return self._now

    def change(self, topics: Iterable[str], version: int = 0) -> None:
        """The topics have a version above all that were before; `version` where another clock orders them."""
        with self._lock:
            made = max(self._now + 1, version or time.time_ns() // 1000)
            for topic in topics:
                if topic == EVERYTHING:
                    self._forgotten = made
                self._of[topic] = made
                self._of.move_to_end(topic)
            while len(self._of) > KEPT:
                _topic, version = self._of.popitem(last=False)
                self._forgotten = max(self._forgotten, version)
            self._now = made

    def newer(self, topics: Iterable[str], since: int) -> dict[str, int]:
        """Those of `topics` that changed after `since`, or may have, with their versions."""
        if since >= self.now():
            return {}
        found = {topic: max(self._of.get(topic, 0), self._forgotten) for topic in topics}
        return {topic: version for topic, version in found.items() if version > since}


versions = Versions()
_tell: list[Callable[[list[str]], None]] = []


def changed(*topics: str) -> None:
    """Screens that show the topics hear of it when the running transaction has committed; never, if it does not."""
    if topics:
        transaction.on_commit(partial(_spread, topics))


def group(word: str, *kinds: str) -> None:
    """Touching a thing of these kinds (`tickets.ticket`) changes `word:SITE`: its own site's, else the actor's."""
    for kind in kinds:
        _GROUPS.setdefault(kind, []).append(word)


def topics_of(touched: Mapping[UUID, str], sites: Mapping[UUID, UUID | None], here: UUID | None) -> list[str]:
    """The topics of an action that touched these things (id → kind), whose sites may be known, done at a site."""
    found = {f"{kind.rpartition('.')[2]}:{pk}" for pk, kind in touched.items()}
    found |= {f"{word}:{sites.get(pk) or here}" for pk, kind in touched.items() for word in _GROUPS.get(kind, ())}
    return sorted(found)


def spread_by(tell: Callable[[list[str]], None]) -> None:
    """What changes in this process is handed to `tell` instead of to its own screens, of which it may have none."""
    _tell[:] = [tell]


def _spread(topics: Iterable[str]) -> None:
    for tell in _tell or (versions.change,):
        tell(list(topics))
