"""Background work: Django's tasks, kept in our own database and done by the worker. No extra server.

The rows are written through the writer's queue like everything else, which no ready-made backend does on SQLite.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.utils.module_loading import import_string

from vaxel.kernel import clock
from vaxel.kernel.db.writer import write
from vaxel.kernel.models import Work

log = logging.getLogger(__name__)
LEASE_S = 300
MOST_TRIES = 8
LONG = "long"  # the queue of work that takes minutes: done one by one beside the rest, so that nothing waits for it


class DatabaseBackend(BaseTaskBackend):
    """`task.enqueue(…)` stores a row in the open transaction; it is done after commit, or never."""

    supports_defer = True
    supports_async_task = False
    supports_get_result = False
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:  # type: ignore[type-arg]
        """The task's row is stored; refuses arguments that are not JSON."""
        self.validate_task(task)
        at = clock.now()
        row = Work(
            task=task.module_path, queue=task.queue_name, priority=task.priority, enqueued_at=at,
            arguments={"args": list(args), "kwargs": dict(kwargs)}, run_after=task.run_after or at,
        )  # fmt: skip
        write(row.save)
        return TaskResult(
            task=task, id=str(row.id), status=TaskResultStatus.READY, enqueued_at=at, started_at=None, finished_at=None,
            last_attempted_at=None, args=list(args), kwargs=dict(kwargs), backend=self.alias, errors=[], worker_ids=[],
        )  # fmt: skip


def do_waiting(at: datetime, most: int = 20, *, long: bool | None = None) -> int:
    """Work that is due has been tried; how much of it was done. A lease that ran out is tried again (F-6).

    `long`: only that of the queue LONG, or all but that; None: everything.
    """
    if not _due(at, long).exists():  # a look costs the writers nothing, a lease takes a turn among them
        return 0
    return sum(_do(row) for row in write(lambda: _lease(at, most, long)))


def _due(at: datetime, long: bool | None) -> QuerySet[Work]:
    due = Work.objects.filter(state__in=("READY", "RUNNING"), run_after__lte=at)
    if long is None:
        return due
    return due.filter(queue=LONG) if long else due.exclude(queue=LONG)


def _lease(at: datetime, most: int, long: bool | None) -> list[Work]:
    due = _due(at, long).order_by("-priority", "run_after")
    if connection.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True)
    found = list(due[:most])
    Work.objects.filter(pk__in=[row.pk for row in found]).update(
        state="RUNNING", started_at=at, run_after=at + timedelta(seconds=LEASE_S)
    )
    return found


def _do(row: Work) -> bool:
    try:
        task = import_string(row.task)
        result, error = task.call(*row.arguments["args"], **row.arguments["kwargs"]), ""
    except Exception as failure:
        log.exception("work %s (%s) failed", row.pk, row.task)
        result, error = None, repr(failure)
    write(lambda: _close(row, result, error))
    return not error


def _close(row: Work, result: Any, error: str) -> None:
    at = clock.now()
    if not error:
        change: dict[str, Any] = {"state": "SUCCESSFUL", "finished_at": at, "result": result}
    elif row.tries + 1 >= MOST_TRIES:
        change = {"state": "FAILED", "finished_at": at, "error": error, "tries": row.tries + 1}
    else:
        change = {"state": "READY", "error": error, "tries": row.tries + 1}
        change["run_after"] = at + timedelta(seconds=2 ** (row.tries + 1))
    Work.objects.filter(pk=row.pk).update(**change)
