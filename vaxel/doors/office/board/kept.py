"""What was drawn of a site's board is kept until something on it changes: fifty screens that look cost one drawing.

`live` tells the version of `board:SITE`; a minute is the longest that anything is kept, since promises turn red by the
clock. Inside a transaction, and for whoever has just changed something, nothing kept is used.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.kernel import live
from vaxel.kernel.actions import in_transaction

MOST = 200
_lock = threading.Lock()
_held: OrderedDict[Hashable, Any] = OrderedDict()


def kept[T](what: Hashable, sites: Iterable[UUID], now: datetime, make: Callable[[], T], *, fresh: bool = False) -> T:
    """`make()`, or what it gave for the same `what` when nothing at the sites has changed since, within the minute.

    The version is read before making: what changes meanwhile makes it old.
    """
    if in_transaction():
        return make()
    topics = [f"board:{site_id}" for site_id in sites]
    heard = live.versions.newer(topics, 0)
    key = what, tuple(heard.get(topic, 0) for topic in topics), int(now.timestamp()) // 60
    with _lock:
        if not fresh and key in _held:
            _held.move_to_end(key)
            found: T = _held[key]
            return found
    made = make()
    with _lock:
        _held[key] = made
        while len(_held) > MOST:
            _held.popitem(last=False)
    return made


def forget() -> None:
    """Nothing is kept; for tests."""
    with _lock:
        _held.clear()
