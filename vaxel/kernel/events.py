"""Facts an action publishes: written in its transaction, told after commit, retried until all have dealt with them.

Each rung declares its events as frozen dataclasses. A subscriber must be idempotent: it may hear of an event twice.
"""

import dataclasses
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from vaxel.kernel.db.writer import write
from vaxel.kernel.models import Event, EventDelivery

log = logging.getLogger(__name__)
Subscriber = Callable[[dict[str, Any], datetime], None]
_subscribers: dict[str, dict[str, Subscriber]] = defaultdict(dict)
LONGEST_PAUSE_S = 3600
LEASE_S = 60


def name_of(event: type[Any]) -> str:
    """`vaxel.business.payments.events.PaymentTaken` is known as `payments.PaymentTaken`."""
    return f"{event.__module__.split('.')[-2]}.{event.__name__}"


def subscribe(event: type[Any]) -> Callable[[Subscriber], Subscriber]:
    """The decorated function hears each event of this class: `(body, at)`."""

    def enlist(subscriber: Subscriber) -> Subscriber:
        _subscribers[name_of(event)][f"{subscriber.__module__}.{subscriber.__name__}"] = subscriber
        return subscriber

    return enlist


def row_of(event: Any, at: datetime) -> tuple[Any, ...]:
    """The event's row: columns `COLUMNS`. One without subscribers is born told."""
    name = name_of(type(event))
    body = {key: _plain(value) for key, value in dataclasses.asdict(event).items()}
    return name, body, at, None if _subscribers.get(name) else at, at, 0, ""


COLUMNS = ("name", "body", "at", "told_at", "next_try_at", "tries", "last_error")


def waits(row: tuple[Any, ...]) -> bool:
    """Whether someone is to be told of the event with this row."""
    return row[COLUMNS.index("told_at")] is None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value)


def tell_waiting(at: datetime, most: int = 100) -> int:
    """Every event that is due has been told to those who have not dealt with it; how many were dealt with by all."""
    if not _due(at).exists():  # a look costs the writers nothing, a claim takes a turn among them
        return 0
    return sum(_tell(event, at) for event in write(lambda: _claim(at, most)))


def _due(at: datetime) -> QuerySet[Event]:
    return Event.objects.filter(told_at__isnull=True, next_try_at__lte=at)


def _claim(at: datetime, most: int) -> list[Event]:
    """Events that are due, put out of others' reach for a minute."""
    due = _due(at).order_by("id")
    if connection.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True)
    events = list(due[:most])
    Event.objects.filter(pk__in=[event.pk for event in events]).update(next_try_at=at + timedelta(seconds=LEASE_S))
    return events


def _tell(event: Event, at: datetime) -> bool:
    done = set(EventDelivery.objects.filter(event=event).values_list("subscriber", flat=True))
    failure = ""
    for name, subscriber in _subscribers.get(event.name, {}).items():
        if name in done:
            continue
        try:
            subscriber(event.body, event.at)
            write(partial(EventDelivery.objects.get_or_create, event=event, subscriber=name, defaults={"at": at}))
        except Exception as error:
            log.exception("%s could not deal with event %s", name, event.pk)
            failure = f"{name}: {error!r}"
    write(lambda: _note(event, at, failure))
    return not failure


def _note(event: Event, at: datetime, failure: str) -> None:
    if failure:
        pause = min(LONGEST_PAUSE_S, 2 ** min(event.tries, 11))
        Event.objects.filter(pk=event.pk).update(
            tries=event.tries + 1, next_try_at=at + timedelta(seconds=pause), last_error=failure
        )
    else:
        Event.objects.filter(pk=event.pk).update(told_at=at)
