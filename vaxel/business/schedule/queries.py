"""What others may ask of the schedule: load, what is left to place, projected finishes, who is free. Set-based."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.schedule import lanes, rules, work_left
from vaxel.business.schedule.calendars import FACTOR
from vaxel.business.schedule.lanes import Calendar, Lane
from vaxel.business.schedule.models import Booking, Loan, PlannedTime
from vaxel.business.schedule.rules import Span, Task
from vaxel.business.service.models import TimeEntry
from vaxel.business.tickets.models import Job, WorkShare
from vaxel.kernel import clock
from vaxel.kernel.money import MILLION

OPEN = ("draft", "quoted", "open")
BOUGHT = Q(decision__in=("approved", "stale")) | Q(ticket__kind="internal")
LOOKS_BACK = timedelta(days=400)
UNFINISHED = ("pending", "in_progress", "on_hold")


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a day's capacity is planned, in minutes."""

    capacity: int
    planned: int

    @property
    def over(self) -> bool:
        """More than there is."""
        return self.planned > self.capacity

    @property
    def percent(self) -> int:
        """Planned of capacity."""
        return 100 * self.planned // self.capacity if self.capacity else (100 if self.planned else 0)

    def __add__(self, other: "Load") -> "Load":
        return Load(self.capacity + other.capacity, self.planned + other.planned)


def planned(site: Site, begin: datetime, end: datetime) -> "QuerySet[PlannedTime]":
    """Planned times of tickets under way that touch the span, cancelled jobs left out, with their cars."""
    rows = PlannedTime.objects.filter(
        site=site, starts_at__lt=end, ends_at__gt=begin, job__ticket__state__in=OPEN
    ).exclude(job__work="cancelled")  # fmt: skip
    return rows.select_related("job__ticket__vehicle", "job__ticket__customer").order_by("starts_at", "pk")


def counts(one: PlannedTime) -> bool:
    """Whether its hours are load: not when the job waits or is done (S-132, S-134)."""
    return one.job.work in ("pending", "in_progress")


def loads(calendar: Calendar, days: Sequence[date], times: Iterable[PlannedTime]) -> Mapping[tuple[UUID, date], Load]:
    """(Lane, day) → load. One query, for the planning factor; it is of people, a bay is a bay all day."""
    factor = preferences.value(FACTOR.key, calendar.site.pk) * 10_000
    taken: dict[tuple[UUID, date], int] = defaultdict(int)
    for one in times:
        lane_id = one.staff_id or one.resource_id
        if lane_id is None or not counts(one):
            continue
        for day in days:
            taken[lane_id, day] += _within(calendar.windows(lane_id, day), Span(one.starts_at, one.ends_at))
    found = {}
    for lane in calendar.lanes:
        for day in days:
            ppm = factor if lane.kind == lanes.PERSON else MILLION
            capacity = rules.capacity_minutes(calendar.windows(lane.id, day), ppm)
            found[lane.id, day] = Load(capacity, taken[lane.id, day])
    return found


def _within(windows: Sequence[Span], span: Span) -> int:
    return sum(Span(max(one.start, span.start), min(one.end, span.end)).minutes for one in windows if one.meets(span))


def day_span(site: Site, day: date, days: int = 1) -> Span:
    """The day, or so many from it, on the site's wall clock."""
    return Span(rules.moment(day, 0, site.time_zone), rules.moment(day + timedelta(days=days), 0, site.time_zone))


def load_of(calendar: Calendar, day: date, times: Iterable[PlannedTime]) -> Load:
    """All technicians together on the day."""
    found = loads(calendar, [day], times)
    return sum((found[lane.id, day] for lane in calendar.technicians), Load(0, 0))


def carried(site: Site, now: datetime) -> list[PlannedTime]:
    """Planned times of days that are over whose jobs are not: to be placed by a person, never dropped (S-135)."""
    begin = day_span(site, lanes.today(site, now)).start
    ahead = PlannedTime.objects.filter(site=site, ends_at__gt=begin).values("job")
    rows = planned(site, begin - LOOKS_BACK, begin).filter(job__work__in=("pending", "in_progress"))
    newest: dict[UUID, PlannedTime] = {}
    for one in rows.filter(ends_at__lte=begin).exclude(job__in=ahead):
        newest[one.job_id] = one
    return sorted(newest.values(), key=lambda one: one.starts_at)


def blocked(site: Site) -> list[Job]:
    """Jobs that wait, with their reasons: off the plan until they are released (S-134)."""
    rows = Job.objects.filter(BOUGHT, ticket__site=site, ticket__state__in=OPEN, work="on_hold")
    return list(rows.select_related("ticket__vehicle", "ticket__customer").order_by("ticket__promise_at", "pk")[:60])


def to_place(site: Site, now: datetime, most: int = 60) -> list[Job]:
    """Work to be done that no time is planned for, the most urgent first."""
    rows = Job.objects.filter(BOUGHT | Q(ticket__bookings__state="booked"), ticket__site=site, ticket__state__in=OPEN,
                              work__in=("pending", "in_progress"), planned_times=None)  # fmt: skip
    rows = rows.exclude(decision__in=("declined", "later", "not_chosen")).exclude(ticket__kind="counter")
    return list(
        rows.select_related("ticket__vehicle", "ticket__customer").distinct()
        .order_by("ticket__promise_at", "ticket__made_at", "position")[:most]
    )  # fmt: skip


def bookings(site: Site, begin: datetime, end: datetime) -> list[Booking]:
    """Bookings of the span that were not cancelled, by time."""
    rows = Booking.objects.filter(site=site, starts_at__gte=begin, starts_at__lt=end).exclude(state="cancelled")
    rows = rows.exclude(ticket__state="void").select_related("ticket__vehicle", "ticket__customer")
    return list(rows.prefetch_related("ticket__jobs").order_by("starts_at", "pk"))


def loans(site: Site, begin: datetime, end: datetime) -> list[Loan]:
    """Loans with time in the span, late ones that are out included."""
    rows = Loan.objects.filter(resource__site=site, starts_at__lt=end, state__in=("booked", "out"))
    rows = rows.filter(Q(ends_at__gt=begin) | Q(state="out")).exclude(ticket__state="void")
    return list(rows.select_related("ticket__vehicle", "ticket__customer", "resource").order_by("starts_at"))


def running(site: Site) -> Mapping[UUID, UUID]:
    """Technician at home here → the job their clock runs on. One query."""
    newest: dict[UUID, TimeEntry] = {}
    rows = TimeEntry.objects.filter(kind="job", staff__home_site=site, staff__is_active=True, corrected_by=None)
    since = rows.exclude(direction="nil").order_by("staff_id", "-happened_at", "-direction", "-id")
    for one in _newest_each(since):
        newest.setdefault(one.staff_id, one)
    return {staff_id: one.job_id for staff_id, one in newest.items() if one.direction == "on" and one.job_id}


def _newest_each(rows: "QuerySet[TimeEntry]") -> list[TimeEntry]:
    """The last entries of each person: what came before cannot say what their clock does now."""
    latest = TimeEntry.objects.filter(
        kind="job", corrected_by=None, staff=OuterRef("staff")
    ).exclude(direction="nil").order_by("-happened_at", "-direction", "-id").values("pk")[:1]  # fmt: skip
    return list(rows.filter(pk=Subquery(latest)).order_by())


_PLAN_COLUMNS = ("staff_id", "resource_id", "starts_at", "ends_at", "minutes", "job__work", "job__clocked")


def finishes(
    site: Site, jobs: Collection[Job], now: datetime, *, on: Mapping[UUID, UUID] | None = None
) -> Mapping[UUID, datetime]:  # fmt: skip
    """Ticket → when its last job of `jobs` will be done, by every queue of the site (S-144). Lower bound: a job that

    nobody has planned begins now. `on`: what `running` says, when it is known. Eleven queries at most.
    """
    unfinished = [job for job in jobs if job.work in UNFINISHED]
    if not unfinished:
        return {}
    day = lanes.today(site, now)
    calendar = lanes.load(site, day, day)
    local = clock.local(now, site.time_zone)
    begin = day_span(site, day).start
    ahead = planned(site, begin, begin + timedelta(days=rules.FURTHEST_DAYS))
    times = list(ahead.select_related(None).select_related("job").only(*_PLAN_COLUMNS))
    open_ = Job.objects.filter(ticket__site=site, ticket__state__in=OPEN).values("pk")
    every = {job.pk: job for job in [*unfinished, *(one.job for one in times)]}
    left = work_left.left(every.values(), now, within=open_)
    by_job = _walk(calendar, times, left, running(site) if on is None else on, local)
    unplanned = {job.pk for job in unfinished if job.pk not in by_job}
    for job_id, staff_id in _assigned(site, unplanned):
        end = rules.end_of(calendar.working(staff_id), local, day, left[job_id])
        by_job[job_id] = max(by_job.get(job_id, now), end or now)
    found: dict[UUID, datetime] = {}
    for job in unfinished:
        end = by_job.get(job.pk) or rules.end_of(calendar.working(None), local, day, left[job.pk]) or now
        found[job.ticket_id] = max(found.get(job.ticket_id, end), end)
    return found


def _walk(
    calendar: Calendar, times: Sequence[PlannedTime], left: Mapping[UUID, int], on: Mapping[UUID, UUID],
    now: datetime,
) -> dict[UUID, datetime]:  # fmt: skip
    """Job → when its last lane is done with it: what runs goes first, then what is planned, in order."""
    queues: dict[UUID, list[Task[UUID]]] = defaultdict(list)
    for staff_id, job_id in on.items():
        if job_id in left:
            queues[staff_id].append(Task(job_id, left[job_id]))
    for one in times:
        lane_id = one.staff_id or one.resource_id
        if lane_id is None or not counts(one) or any(task.job == one.job_id for task in queues[lane_id]):
            continue
        queues[lane_id].append(Task(one.job_id, min(left[one.job_id], one.minutes), one.starts_at))
    done: dict[UUID, datetime] = {}
    for lane_id, queue in queues.items():
        for job_id, end in rules.finishes(queue, calendar.working(lane_id), now).items():
            done[job_id] = max(end, done.get(job_id, end))
    return done


def _assigned(site: Site, job_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """(Job, technician) of those labour lines that have one. One query."""
    if not job_ids:
        return []
    rows = WorkShare.objects.filter(line__ticket__site=site, line__ticket__state__in=OPEN)
    pairs = set(rows.values_list("line__job_id", "staff_id"))
    return sorted(pair for pair in pairs if pair[0] in job_ids)


@dataclass(frozen=True, slots=True)
class Free:
    """When a technician has so many minutes free on end."""

    lane: Lane
    at: datetime


def next_free(site: Site, minutes: int, now: datetime) -> list[Free]:
    """Who is free, and when next, for work of so many minutes; the soonest first (S-136)."""
    day = lanes.today(site, now)
    calendar = lanes.load(site, day, day)
    begin = day_span(site, day).start
    times = [one for one in planned(site, begin, begin + timedelta(days=60)) if counts(one)]
    found = []
    for lane in calendar.technicians:
        taken = [Span(one.starts_at, one.ends_at) for one in times if one.staff_id == lane.id]
        start = rules.gaps(calendar.working(lane.id), taken, now, day, minutes)
        if start is not None:
            found.append(Free(lane, start))
    return sorted(found, key=lambda one: (one.at, one.lane.name))


def clashing(times: Iterable[PlannedTime], calendar: Calendar) -> set[UUID]:
    """Planned times that share their technician or place with another, or fall in an absence or a closed day."""
    held: dict[UUID, list[rules.Holding[UUID]]] = defaultdict(list)
    found: set[UUID] = set()
    for one in times:
        lane_id = one.staff_id or one.resource_id
        if lane_id is None or not counts(one):
            continue
        span = Span(one.starts_at, one.ends_at)
        held[lane_id].append(rules.Holding(one.pk, span))
        if calendar.absent(lane_id, span) or not calendar.windows(lane_id, lanes.today(calendar.site, one.starts_at)):
            found.add(one.pk)
    return found.union(*(rules.clashes(spans) for spans in held.values())) if held else found
