"""The print queue: a paper that is to come out is a row, so that a printer without paper never holds up a sale.

A paper that may have come out is printed again only as a copy (R-79).
"""

import logging
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from vaxel.business.payments.models import PrintJob
from vaxel.business.payments.printers import PrinterFailed, the_printer
from vaxel.kernel import clock, live
from vaxel.kernel.actions import action, touch, wake
from vaxel.kernel.actors import Actor
from vaxel.kernel.db.writer import write
from vaxel.kernel.states import Machine

log = logging.getLogger(__name__)
PRINT_JOB = Machine(
    "print job", queued="sending cancelled", sending="printed failed", failed="queued cancelled", cancelled="queued",
    printed="",
)  # fmt: skip
DOUBT = gettext_noop("Nobody knows whether it came out. Look at the printer; printed again, it is marked as a copy.")
GONE = gettext_noop("There is no printer any more.")


def lay(document_id: UUID, name: str, *, site_id: UUID, register_id: UUID | None, at: datetime) -> None:
    """The document is to come out of the register's printer, if the shop has one. Part of the caller's action."""
    if not settings.PRINTER:
        return
    job = PrintJob.objects.create(
        document_id=document_id, name=name, site_id=site_id, register_id=register_id, made_at=at
    )
    _enqueue(job.pk)


@action("print_jobs.retry")
def retry(job: PrintJob, *, by: Actor, at: datetime) -> PrintJob:
    """It is tried again; marked as a copy when the first may have come out. Refuses with WrongState."""
    held = _moved(job, "queued", fault="", ended_at=None)
    _enqueue(held.pk)
    return held


@action("print_jobs.cancel")
def cancel(job: PrintJob, *, by: Actor, at: datetime) -> PrintJob:
    """It is not printed. Refuses with WrongState."""
    return _moved(job, "cancelled", ended_at=at)


def _moved(job: PrintJob, state: str, **fields: Any) -> PrintJob:
    held = PrintJob.objects.select_for_update().get(pk=job.pk)
    held.state = PRINT_JOB.check(held.state, state)
    for name, value in fields.items():
        setattr(held, name, value)
    held.save()
    touch(held)
    return held


def _enqueue(pk: UUID) -> None:
    print_one.enqueue(str(pk))
    transaction.on_commit(wake)


@task()
def print_one(pk: str) -> None:
    """The paper has come out, or the row says why not. The printer is spoken to with no transaction open."""
    job = write(partial(_begin, UUID(pk)))
    if job is None:
        return
    printer = the_printer()
    try:
        if printer is None:
            raise PrinterFailed(GONE)
        make = import_string(settings.PRINT_FORM)
        printer.send(job.register_id, job.name, make(job.document, copy=job.copy))
    except PrinterFailed as failure:
        write(partial(_end, job, "failed", str(failure), False))
    except Exception:
        log.exception("print job %s", job.pk)
        write(partial(_end, job, "failed", DOUBT, True))
    else:
        write(partial(_end, job, "printed", "", False))


def _begin(pk: UUID) -> PrintJob | None:
    """The job, ours to send; one that was being sent when its worker died is in doubt, and left to a person."""
    job = PrintJob.objects.select_for_update(of=("self",)).select_related("document").filter(pk=pk).first()
    if job is None or job.state not in ("queued", "sending"):
        return None
    if job.state == "sending":
        _end(job, "failed", DOUBT, True)
        return None
    job.state, job.tries = "sending", job.tries + 1
    job.save(update_fields=["state", "tries"])
    live.changed(topic(job))
    return job


def _end(job: PrintJob, state: str, fault: str, doubt: bool) -> None:
    held = PrintJob.objects.filter(pk=job.pk, state="sending")
    held.update(state=state, fault=fault, copy=job.copy or doubt, ended_at=clock.now())
    live.changed(topic(job))


def topic(job: PrintJob) -> str:
    """What screens listen to that show the job."""
    return f"printjob:{job.pk}"
