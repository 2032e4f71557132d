"""A technician's day and one job, as the phone shows them. No prices are read at all (S-129)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from vaxel.business.schedule import forgotten, lanes, queries, work_left
from vaxel.business.schedule.forgotten import Forgotten
from vaxel.business.schedule.models import PlannedTime
from vaxel.business.service import supply, time_entries
from vaxel.business.service.time_entries import State
from vaxel.business.stock import places
from vaxel.business.stock.models import PartBin
from vaxel.business.tickets.holding import issued
from vaxel.business.tickets.models import Job, Line
from vaxel.doors.office.board import reading as board
from vaxel.doors.office.desk import Desk

MOST = 40


@dataclass(frozen=True, slots=True)
class MyJob:
    """One job in the day's list."""

    job: Job
    minutes: int
    done: int
    starts_at: datetime | None
    colour: str
    running: bool
    missing: int

    @property
    def order(self) -> tuple[bool, bool, datetime | None, int]:
        """What runs first, then what is planned, by time; what waits last."""
        return (
            not self.running,
            self.job.work == "on_hold",
            self.starts_at or self.job.ticket.promise_at,
            self.job.position,
        )


@dataclass(frozen=True, slots=True)
class Day:
    """Everything on the technician's page."""

    state: State
    since: datetime | None
    jobs: Sequence[MyJob]
    free: Sequence[Job]
    forgotten: Sequence[Forgotten]
    worked_minutes: int


def day_of(here: Desk) -> Day:
    """The technician's day. A fixed number of queries."""
    rows = _open_jobs(here).filter(
        Q(lines__shares__staff=here.staff) | Q(planned_times__staff=here.staff) | Q(pk=_running(here))
    ).distinct()[:MOST]  # fmt: skip
    jobs = list(rows)
    starts = _starts(here, jobs)
    sold, done = work_left.quoted([job.pk for job in jobs]), work_left.clocked(jobs, here.at)
    colours = board.colours(here.site, here.at) if jobs else {}
    lacking = _missing(jobs)
    state = time_entries.state_of(here.staff)
    mine = [
        MyJob(
            job, sold.get(job.pk, 0), done.get(job.pk, 0), starts.get(job.pk),
            colours.get(job.ticket_id, ""),
            job.pk == state.job_id, lacking.get(job.pk, 0),
        )
        for job in jobs
    ]  # fmt: skip
    far = here.at + timedelta(days=400)
    mine.sort(key=lambda one: (*one.order[:2], one.order[2] or far, one.order[3]))
    past = forgotten.of(here.site, here.at, staff=here.staff)
    free = list(_open_jobs(here).filter(lines__shares=None, planned_times=None, work="pending").distinct()[:12])
    return Day(state, _since(here), mine, free, past, _worked(here))


def _open_jobs(here: Desk) -> "QuerySet[Job]":
    rows = Job.objects.filter(queries.BOUGHT, ticket__site=here.site, ticket__state__in=queries.OPEN)
    rows = rows.exclude(work__in=work_left.OVER).exclude(ticket__kind="counter")
    return rows.select_related("ticket__vehicle", "ticket__customer").order_by("ticket__promise_at", "position", "pk")


def _running(here: Desk) -> UUID | None:
    return time_entries.state_of(here.staff).job_id


def _starts(here: Desk, jobs: Sequence[Job]) -> Mapping[UUID, datetime]:
    rows = PlannedTime.objects.filter(job__in=jobs, staff=here.staff).order_by("-starts_at")
    return dict(rows.values_list("job_id", "starts_at"))


def _missing(jobs: Sequence[Job]) -> Mapping[UUID, int]:
    """Job → how many of its part lines are not covered."""
    lines = list(Line.objects.filter(job__in=jobs, kind="part").select_related("part"))
    found: dict[UUID, int] = {}
    for one in supply.missing(lines):
        found[one.job_id] = found.get(one.job_id, 0) + 1
    return found


def _since(here: Desk) -> datetime | None:
    """Since when the person is on shift."""
    shift = time_entries.newest(here.staff, "shift")
    return shift.happened_at if shift is not None and shift.direction == "on" else None


def _worked(here: Desk) -> int:
    """Minutes clocked on jobs today."""
    span = queries.day_span(here.site, lanes.today(here.site, here.at))
    return time_entries.minutes_of(here.staff, span.start, here.at)


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the job: how much, where it lies, and whether it has been fetched."""

    line: Line
    state: str
    bin: str
    out_milli: int

    @property
    def left(self) -> bool:
        """Whether some is still to be fetched."""
        return self.state == "reserved" or (self.state == "needed" and self.out_milli < self.line.quantity_milli)


def parts_of(job: Job, site_id: UUID) -> list[PartLine]:
    """The job's parts. Five queries at most."""
    lines = list(Line.objects.filter(job=job, kind="part").select_related("part", "ticket"))
    states = supply.states(lines)
    out: dict[UUID, int] = {}
    for (line_id, _part), milli in (issued([line.pk for line in lines]) if lines else {}).items():
        out[line_id] = out.get(line_id, 0) + milli
    store = places.store(site_id)
    bins = PartBin.objects.filter(part__in=[line.part_id for line in lines], location=store, place=0)
    where = dict(bins.values_list("part_id", "bin__code"))
    return [
        PartLine(line, states.get(line.pk, ""), where.get(line.part_id, "") if line.part_id else "",
                 out.get(line.pk, 0))
        for line in lines
    ]  # fmt: skip
