"""Working time and what fits into it: windows, capacity, ends, projected finishes, promise colours (S-132 to S-146).

Pure. Times of day are minutes from midnight on the site's wall clock; spans are moments. Durations are minutes.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vaxel.kernel.money import MILLION, rdiv

DAY_MINUTES = 24 * 60
LEAST_REMAINING_MINUTES = 15
SPARE = timedelta(minutes=60)
FURTHEST_DAYS = 370
RED, AMBER, GREEN = "red", "amber", "green"


@dataclass(frozen=True, slots=True)
class WorkDay:
    """The hours of one weekday: from, until, and a break (none when it has no length)."""

    from_minute: int
    until_minute: int
    break_from_minute: int = 0
    break_until_minute: int = 0

    @property
    def minutes(self) -> int:
        """Working time less the break."""
        return sum(until - start for start, until in self.parts)

    @property
    def parts(self) -> list[tuple[int, int]]:
        """The stretches worked, in minutes from midnight."""
        if self.break_from_minute >= self.break_until_minute:
            cuts = [(self.from_minute, self.until_minute)]
        else:
            cuts = [(self.from_minute, self.break_from_minute), (self.break_until_minute, self.until_minute)]
        return [(start, until) for start, until in cuts if until > start]


WEEKDAY = WorkDay(7 * 60, 16 * 60, 12 * 60, 13 * 60)
DEFAULT_WEEK: Mapping[int, WorkDay] = dict.fromkeys(range(5), WEEKDAY)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From a moment to another."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Its length."""
        return int((self.end - self.start).total_seconds()) // 60

    def meets(self, other: "Span") -> bool:
        """Whether they have any time in common: one may begin when the other ends."""
        return self.start < other.end and other.start < self.end


def sound(day: WorkDay) -> bool:
    """Whether the hours are hours of one day, with the break inside them."""
    if not 0 <= day.from_minute < day.until_minute <= DAY_MINUTES:
        return False
    if day.break_from_minute == day.break_until_minute:
        return True
    return day.from_minute <= day.break_from_minute < day.break_until_minute <= day.until_minute


def windows(day: date, hours: WorkDay | None, zone: str, *, closes_minute: int | None = None) -> list[Span]:
    """The working time of a day as moments. `closes_minute`: a half day ends then; 0: it is closed (S-143)."""
    if hours is None:
        return []
    last = DAY_MINUTES if closes_minute is None else closes_minute
    parts = [(start, min(until, last)) for start, until in hours.parts if start < last]
    return [Span(moment(day, start, zone), moment(day, until, zone)) for start, until in parts]


def moment(day: date, minute: int, zone: str) -> datetime:
    """That minute of the day on the zone's wall clock."""
    whole, rest = divmod(minute, DAY_MINUTES)
    local = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), ZoneInfo(zone))
    return local.astimezone(UTC)  # so that lengths are true when the clock is turned


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of the spans when the taken ones are cut out, in order."""
    left = sorted(spans)
    for cut in sorted(taken):
        left = [part for span in left for part in _cut(span, cut)]
    return left


def _cut(span: Span, cut: Span) -> list[Span]:
    if not span.meets(cut):
        return [span]
    parts = [Span(span.start, max(span.start, cut.start)), Span(min(span.end, cut.end), span.end)]
    return [part for part in parts if part.start < part.end]


def capacity_minutes(spans: Iterable[Span], factor_ppm: int = MILLION) -> int:
    """How much may be planned into the working time, by the planning factor (S-132)."""
    return rdiv(sum(span.minutes for span in spans) * factor_ppm, MILLION)


def remaining_minutes(quoted: int, clocked: int, estimate: int | None = None) -> int:
    """What is left of an unfinished job: the technician's own estimate, else quoted less clocked, never under 15."""
    return estimate if estimate is not None else max(quoted - clocked, LEAST_REMAINING_MINUTES)


Working = Callable[[date], Sequence[Span]]


def stretches(working: Working, start: datetime, first: date) -> Iterator[Span]:
    """The working time from `start` on, day by day from `first`, the site's day. It ends in a year."""
    for n in range(FURTHEST_DAYS):
        for span in working(first + timedelta(days=n)):
            if span.end > start:
                yield Span(max(span.start, start), span.end)


def end_of(working: Working, start: datetime, first: date, minutes: int) -> datetime | None:
    """When work of so many minutes that begins at `start` is done; None when there is no time for it in a year."""
    left = minutes
    for span in stretches(working, start, first):
        if left <= span.minutes:
            return span.start + timedelta(minutes=left)
        left -= span.minutes
    return None


@dataclass(frozen=True, slots=True)
class Task[K: Hashable]:
    """Work in a queue: which job, how much of it is left, and the earliest moment it may begin."""

    job: K
    minutes: int
    not_before: datetime | None = None


def finishes[K: Hashable](queue: Iterable[Task[K]], working: Working, now: datetime) -> dict[K, datetime]:
    """Job → when this resource is done with it, walking its queue from now through its working time (S-144).

    `now` stands on the site's wall clock.
    """
    cursor = now
    done: dict[K, datetime] = {}
    for task in queue:
        start = max(cursor, task.not_before) if task.not_before else cursor
        end = end_of(working, start, start.astimezone(now.tzinfo).date(), task.minutes)
        if end is None:
            continue
        done[task.job] = max(end, done.get(task.job, end))
        cursor = max(cursor, end)
    return done


def promise_colour(finish: datetime | None, promise: datetime | None, now: datetime, *, done: bool = False) -> str:
    """Red when it is late or will be, amber with less than an hour to spare, else green (S-146); "" without one."""
    if promise is None:
        return ""
    if done:
        return GREEN
    if promise <= now or (finish is not None and finish > promise):
        return RED
    return AMBER if promise - (finish or now) < SPARE else GREEN


@dataclass(frozen=True, slots=True)
class Holding[K: Hashable]:
    """Somebody or something holds a stretch of time."""

    key: K
    span: Span


def clashes[K: Hashable](held: Iterable[Holding[K]]) -> set[K]:
    """Those that share time with another, of one resource's."""
    found: set[K] = set()
    open_: list[Holding[K]] = []
    for one in sorted(held, key=lambda holding: (holding.span.start, holding.span.end)):
        open_ = [other for other in open_ if other.span.end > one.span.start]
        for other in open_:
            found |= {one.key, other.key}
        open_.append(one)
    return found


def gaps(working: Working, taken: Sequence[Span], start: datetime, first: date, minutes: int) -> datetime | None:
    """The first moment from which so many working minutes are free on end; a break does not part them."""
    run_start, run = None, 0
    cursor_end: datetime | None = None
    for span in stretches(working, start, first):
        for part in without([span], taken):
            if run_start is None or not _follows(cursor_end, part, taken):
                run_start, run = part.start, 0
            run += part.minutes
            cursor_end = part.end
            if run >= minutes:
                return run_start
    return None


def _follows(end: datetime | None, part: Span, taken: Sequence[Span]) -> bool:
    """Whether nothing but rest lies between: what is taken parts a stretch, a lunch or a night does not."""
    return (
        end is not None
        and not any(Span(end, part.start).meets(one) for one in taken)
        and not any(one.end == part.start or one.start == end for one in taken)
    )
