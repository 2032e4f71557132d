"""What must always hold, as functions that say in plain sentences where it does not: `vaxel check` asks all of them.

    @check("stock.balances")
    def balances() -> Iterator[str]:
        for row in …: yield f"part {row.part} shows {row.on_hand_milli}, its movements say {row.total}"

A package's checks stand in its `checks.py`, which its AppConfig imports when Django is ready.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Count, F, Max, Min, QuerySet

from vaxel.kernel import clock
from vaxel.kernel.db.append_only import PROTECTED
from vaxel.kernel.db.changes import NOTED
from vaxel.kernel.db.snapshot import snapshot
from vaxel.kernel.models import Event, History, HistoryTouch, OnceKey, Series, Work

Check = Callable[[], Iterable[str]]
REGISTRY: dict[str, Check] = {}
MOST_SENTENCES = 20
STUCK_AFTER = timedelta(hours=1)


def check(name: str) -> Callable[[Check], Check]:
    """Register the function under `name`; it yields a sentence for each thing that is wrong, none when all is sound."""

    def register(function: Check) -> Check:
        if name in REGISTRY:
            raise ValueError(f"two checks are named {name}")
        REGISTRY[name] = function
        return function

    return register


def run(name: str) -> list[str]:
    """The check's sentences, at most MOST_SENTENCES and then how it goes on; a check that breaks says so."""
    try:
        with snapshot():
            found = list(islice(REGISTRY[name](), MOST_SENTENCES + 1))
    except Exception as failure:
        return [f"could not be checked: {failure!r}"]
    return found if len(found) <= MOST_SENTENCES else [*found[:MOST_SENTENCES], "… and more of the same"]


def run_all() -> dict[str, list[str]]:
    """Every check's name and its sentences, in alphabetical order."""
    return {name: run(name) for name in sorted(REGISTRY)}


def numbered(series: str, rows: QuerySet[Any], field: str = "number") -> Iterator[str]:
    """Sentences unless the rows carry exactly the numbers 1 … last of the counter row `series` (M-58)."""
    seen = rows.aggregate(count=Count("pk"), first=Min(field), last=Max(field), different=Count(field, distinct=True))
    counter = Series.objects.filter(name=series).values_list("last", flat=True).first() or 0
    whole = (counter, counter, 1 if counter else None, counter or None)
    if (seen["count"], seen["different"], seen["first"], seen["last"]) != whole:
        yield (
            f"series {series} has counted to {counter}, but {seen['count']} documents carry "
            f"{seen['different']} different numbers from {seen['first']} to {seen['last']}"
        )


@check("kernel.series")
def _series() -> Iterator[str]:
    for name in Series.objects.filter(last__lt=0).values_list("name", flat=True):
        yield f"series {name} has counted below zero"


@check("kernel.events")
def _events() -> Iterator[str]:
    """Events that nobody could be told of for an hour."""
    late = Event.objects.filter(told_at__isnull=True, at__lt=clock.now() - STUCK_AFTER).order_by("pk")
    for event in late[: MOST_SENTENCES + 1]:
        why = event.last_error or "not tried"
        yield f"event {event.pk} ({event.name}) waits since {event.at:%Y-%m-%d %H:%M}: {why}"


@check("kernel.work")
def _work() -> Iterator[str]:
    """Background work that was given up, or that nobody has begun for an hour."""
    for row in Work.objects.filter(state="FAILED").order_by("pk")[: MOST_SENTENCES + 1]:
        yield f"work {row.pk} ({row.task}) was given up after {row.tries} tries: {row.error}"
    waiting = Work.objects.filter(state__in=("READY", "RUNNING"), run_after__lt=clock.now() - STUCK_AFTER)
    for row in waiting.order_by("pk")[: MOST_SENTENCES + 1]:
        yield f"work {row.pk} ({row.task}) waits since {row.run_after:%Y-%m-%d %H:%M}: is the worker running?"


@check("kernel.history")
def _history() -> Iterator[str]:
    lost = HistoryTouch.objects.exclude(history_id__in=History.objects.values("pk")).count()
    if lost:
        yield f"{lost} touched things name a line of history that is not there"
    for line in History.objects.exclude(outcome__in=("done", "refused"))[: MOST_SENTENCES + 1]:
        yield f"history {line.pk} ({line.action}) has the unknown outcome {line.outcome}"
    early = History.objects.filter(at__gt=F("recorded_at") + timedelta(days=1)).order_by("pk")
    for line in early[: MOST_SENTENCES + 1]:
        yield f"history {line.pk} ({line.action}) was recorded more than a day before it happened"


@check("kernel.keys")
def _keys() -> Iterator[str]:
    """A key and its answer are stored together, or not at all (F-4)."""
    for key in OnceKey.objects.filter(answer__isnull=True)[: MOST_SENTENCES + 1]:
        yield f"key {key.key} ({key.action}) is held without an answer"


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        return {row[0] for row in cursor.fetchall()}


@check("kernel.only_grows")
def _only_grows() -> Iterator[str]:
    """Every table that may only grow is guarded by the database itself (invariant 2)."""
    MigrationLoader(None)  # reading the migrations tells which tables those are
    guards = _triggers()
    for table in sorted(PROTECTED):
        names = (
            (f"{table}_no_UPDATE", f"{table}_no_DELETE") if connection.vendor == "sqlite" else (f"{table}_only_grows",)
        )
        if not guards.issuperset(names):
            yield f"table {table} has lost the trigger that lets it only grow"


@check("kernel.changes")
def _changes() -> Iterator[str]:
    """Every table whose changes tills ask for is watched by its triggers."""
    MigrationLoader(None)  # reading the migrations tells which tables those are
    there = _triggers()
    for table in sorted(NOTED):
        names = (f"{table}_notes_{verb}" for verb in ("INSERT", "UPDATE", "DELETE"))
        if not there.issuperset(names if connection.vendor == "sqlite" else (f"{table}_notes",)):
            yield f"table {table} has lost the trigger that notes its changes"


@check("kernel.database")
def _database() -> Iterator[str]:
    """The file is whole and every reference leads somewhere; PostgreSQL watches over both itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        yield from (f"the database file is damaged: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        for table, rowid, parent, _n in cursor.fetchall():
            yield f"row {rowid} of {table} points at a row of {parent} that is not there"
