"""The rows of the two clocks: written as facts, read as who is on what and how long (S-121, S-122)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from vaxel.business.locations.models import Staff
from vaxel.business.service import hours
from vaxel.business.service.models import TimeEntry
from vaxel.business.tickets.models import Job
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class State:
    """What a person's clocks say now."""

    on_shift: bool
    job_id: UUID | None


def person(by: Actor) -> Staff | None:
    """The staff member who acts, if one does."""
    return Staff.objects.filter(pk=by.id).first() if by.kind == "staff" and by.id else None


def write(
    staff: Staff, kind: str, direction: str, *, site_id: UUID, at: datetime, job: Job | None = None,
    corrects: TimeEntry | None = None, reason: str = "",
) -> TimeEntry:  # fmt: skip
    """The fact is stored: it happened at `at`, and we hear of it now."""
    return TimeEntry.objects.create(
        staff=staff, site_id=site_id, kind=kind, direction=direction, job=job, corrects=corrects, reason=reason,
        happened_at=at, recorded_at=clock.now(),
    )  # fmt: skip


def state_of(staff: Staff) -> State:
    """Whether the person is on shift, and on which job. Two queries."""
    shift, job = newest(staff, "shift"), newest(staff, "job")
    return State(
        on_shift=shift is not None and shift.direction == "on",
        job_id=job.job_id if job is not None and job.direction == "on" else None,
    )


def _counting(kind: str) -> "QuerySet[TimeEntry]":
    """Entries of a clock that no later row corrects."""
    return TimeEntry.objects.filter(kind=kind, corrected_by__isnull=True).exclude(direction=hours.STRUCK_OUT)


def newest(staff: Staff, kind: str) -> TimeEntry | None:
    """The entry that says what the clock does; of an off and an on at one moment the on, as in `hours.in_force`."""
    return _counting(kind).filter(staff=staff).order_by("-happened_at", "-direction", "-id").first()


def facts_of(entries: Iterable[TimeEntry]) -> list[hours.Fact]:
    """The rows as the pure computation wants them."""
    return [
        hours.Fact(one.pk, one.staff_id, one.kind, one.direction, one.happened_at, one.job_id, one.corrects_id)
        for one in entries
    ]


def spans_on(job_ids: Collection[UUID], until: datetime) -> list[hours.Span]:
    """Every span on these jobs. Two queries: the jobs' people, then all their entries since the first of these."""
    seen = TimeEntry.objects.filter(job_id__in=job_ids, kind="job").values_list("staff_id", "happened_at")
    people = {staff_id for staff_id, _moment in seen}
    if not people:
        return []
    first = min(moment for _staff_id, moment in seen)
    entries = TimeEntry.objects.filter(kind="job", staff_id__in=people, happened_at__gte=first)
    wanted = frozenset(job_ids)
    return [span for span in hours.spans(facts_of(entries), kind="job", until=until) if span.job_id in wanted]


def worked(job_ids: Collection[UUID], until: datetime) -> Mapping[UUID, Mapping[UUID, int]]:
    """Job → person → seconds so far; jobs nobody was on are left out."""
    return hours.per_job(spans_on(job_ids, until))


def on_now(job_ids: Collection[UUID], until: datetime) -> Mapping[UUID, tuple[str, ...]]:
    """Job → the names of those whose clock runs on it (G14). Three queries at most."""
    running = [span for span in spans_on(job_ids, until) if span.running]
    names = dict(Staff.objects.filter(pk__in={span.staff_id for span in running}).values_list("pk", "name"))
    found: dict[UUID, tuple[str, ...]] = {}
    for span in running:
        if span.job_id is not None:
            found[span.job_id] = (*found.get(span.job_id, ()), names[span.staff_id])
    return found


def minutes_of(staff: Staff, begin: datetime, end: datetime) -> int:
    """How long the person's job clock ran between two moments, in whole minutes. Two queries."""
    rows = TimeEntry.objects.filter(staff=staff, kind="job", happened_at__lte=end)
    before = rows.filter(happened_at__lt=begin, corrected_by=None).exclude(direction=hours.STRUCK_OUT)
    first = before.order_by("-happened_at", "-direction", "-id").values_list("happened_at", flat=True).first() or begin
    spans = hours.spans(facts_of(rows.filter(happened_at__gte=first)), kind="job", until=end)
    inside = ((max(one.start, begin), one.end) for one in spans if one.end > begin)
    return int(sum((until - start).total_seconds() for start, until in inside)) // 60


def stop(staff: Staff, job_id: UUID, *, at: datetime) -> TimeEntry:
    """The person's job clock has stopped, at the site of the job."""
    job = Job.objects.select_related("ticket").get(pk=job_id)
    return write(staff, "job", "off", site_id=job.ticket.site_id, at=at, job=job)


def on_shift_since(staff_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Person → since when they are on shift; who is not is left out. One query."""
    newest_: dict[UUID, TimeEntry] = {}
    rows = _counting("shift").filter(staff_id__in=staff_ids).order_by("happened_at", "direction", "id")
    for one in rows:
        newest_[one.staff_id] = one
    return {staff_id: one.happened_at for staff_id, one in newest_.items() if one.direction == "on"}
