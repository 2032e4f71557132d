"""How much of a job is sold, worked and left, in minutes (S-133). Set-based."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from vaxel.business.schedule import rules
from vaxel.business.service import time_entries
from vaxel.business.tickets.models import Job, Line
from vaxel.kernel.money import rdiv

OVER = ("completed", "cancelled")


def quoted(job_ids: "Collection[UUID] | QuerySet[Job, Any]") -> Mapping[UUID, int]:
    """Job → minutes of labour as sold. `job_ids`: ids, or a query that gives them. One query."""
    rows = Line.objects.filter(job_id__in=job_ids, kind="labour").order_by().values_list("job")
    return {job_id: rdiv(milli * 60, 1000) for job_id, milli in rows.annotate(milli=Sum("quantity_milli"))}


def clocked(jobs: Collection[Job], now: datetime) -> Mapping[UUID, int]:
    """Job → minutes clocked so far; jobs nobody was on are left out. Two queries at most."""
    wanted = [job.pk for job in jobs if job.clocked]
    if not wanted:
        return {}
    worked = time_entries.worked(wanted, now)
    return {job_id: sum(people.values()) // 60 for job_id, people in worked.items()}


def left(
    jobs: Collection[Job], now: datetime, *, within: "QuerySet[Job, Any] | None" = None
) -> Mapping[UUID, int]:  # fmt: skip
    """Unfinished job → minutes left. `within`: a query whose ids hold those of all the jobs. Three queries at most."""
    sold, worked = quoted([job.pk for job in jobs] if within is None else within), clocked(jobs, now)
    return {
        job.pk: rules.remaining_minutes(sold.get(job.pk, 0), worked.get(job.pk, 0))
        for job in jobs
        if job.work not in OVER
    }
