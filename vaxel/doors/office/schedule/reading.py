"""What the calendar shows: lanes with their cells, loads, arrivals, and the lists of what is to be placed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from vaxel.business.locations.models import Site
from vaxel.business.schedule import lanes, queries, work_left
from vaxel.business.schedule.lanes import Calendar, Lane
from vaxel.business.schedule.models import Absence, Booking, Loan, PlannedTime
from vaxel.business.schedule.queries import Load
from vaxel.business.schedule.rules import Span
from vaxel.business.tickets.models import Job
from vaxel.doors.office.schedule import grid
from vaxel.doors.office.schedule.grid import Cell, Piece

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Block:
    """A planned time, a loan or an absence in the table."""

    kind: str
    planned: PlannedTime | None = None
    loan: Loan | None = None
    absence: Absence | None = None
    clash: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class LaneRows:
    """A lane with its rows of a day."""

    lane: Lane
    load: Load
    rows: Sequence[Sequence[Cell[Block]]]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A lane's day in the week."""

    day: date
    load: Load
    times: Sequence[PlannedTime]
    loans: Sequence[Loan]
    away: Absence | None
    closed: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A lane's week."""

    lane: Lane
    cells: Sequence[DayCell]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that is to be placed, with what is left of it in minutes."""

    job: Job
    minutes: int


@dataclass(slots=True)
class Picture:
    """The calendar at a moment."""

    day: date
    days: Sequence[date]
    closed: Mapping[date, str]
    bookings: Sequence[Booking]
    to_place: Sequence[Waiting]
    carried: Sequence[PlannedTime]
    blocked: Sequence[Job]
    total: Load
    totals: Sequence[tuple[date, Load]]
    hours: Sequence[datetime] = ()
    lanes: Sequence[LaneRows] = ()
    week: Sequence[WeekRow] = ()
    conflicts: int = 0


def draw(site: Site, day: date, view: str, now: datetime) -> Picture:
    """The day, or the week that holds it. A fixed number of queries."""
    first = day - timedelta(days=day.weekday()) if view == "week" else day
    days = [first + timedelta(days=n) for n in range(WEEK_DAYS if view == "week" else 1)]
    calendar = lanes.load(site, days[0], days[-1])
    span = queries.day_span(site, days[0], len(days))
    times = list(queries.planned(site, span.start, span.end))
    loans = queries.loans(site, span.start, span.end)
    clashes, loads = queries.clashing(times, calendar), queries.loads(calendar, days, times)
    days = [one for one in days if one.weekday() < 5 or _worked(calendar, one, times, span) or one == day]
    totals = [(one, sum((loads[lane.id, one] for lane in calendar.technicians), Load(0, 0))) for one in days]
    waiting = queries.to_place(site, now)
    left = work_left.left(waiting, now)
    made = Picture(
        day, days, {one: closed.name for one, closed in calendar.closed.items() if one in days},
        queries.bookings(site, span.start, span.end), [Waiting(job, left[job.pk]) for job in waiting],
        queries.carried(site, now), queries.blocked(site), sum((load for _day, load in totals), Load(0, 0)), totals,
        conflicts=len(clashes),
    )  # fmt: skip
    if view == "week":
        made.week = [_week_row(calendar, lane, days, times, loans, loads) for lane in calendar.lanes]
    else:
        shown = _shown(calendar, day, times, loans)
        made.hours = [shown.start + timedelta(hours=n) for n in range(grid.quarters(shown) // 4)]
        made.lanes = [_lane_rows(calendar, lane, day, shown, (times, loans), clashes, loads) for lane in calendar.lanes]
    return made


def _worked(calendar: Calendar, day: date, times: Sequence[PlannedTime], _span: Span) -> bool:
    of_day = queries.day_span(calendar.site, day)
    return bool(calendar.windows(None, day)) or any(Span(one.starts_at, one.ends_at).meets(of_day) for one in times)


def _shown(calendar: Calendar, day: date, times: Sequence[PlannedTime], loans: Sequence[Loan]) -> Span:
    spans = [span for lane in calendar.lanes for span in calendar.windows(lane.id, day)]
    of_day = queries.day_span(calendar.site, day)
    starts = [one.starts_at for one in times if of_day.start <= one.starts_at < of_day.end]
    return grid.shown(of_day, [*spans, *(Span(one, one + grid.QUARTER) for one in starts)])


def _lane_rows(  # noqa: PLR0917 - a lane's row needs all that the day holds
    calendar: Calendar, lane: Lane, day: date, shown: Span, held: tuple[Sequence[PlannedTime], Sequence[Loan]],
    clashes: Collection[UUID], loads: Mapping[tuple[UUID, date], Load],
) -> LaneRows:  # fmt: skip
    times, loans = held
    pieces = [
        Piece(Block("planned", planned=one, clash=one.pk in clashes), Span(one.starts_at, one.ends_at))
        for one in times
        if lane.id in (one.staff_id, one.resource_id)
    ]
    pieces += [
        Piece(Block("loan", loan=one, late=one.state == "out" and one.ends_at < shown.start),
              Span(one.starts_at, max(one.ends_at, shown.end) if one.state == "out" else one.ends_at))
        for one in loans if one.resource_id == lane.id
    ]  # fmt: skip
    pieces += [
        Piece(Block("away", absence=one), Span(one.starts_at, one.ends_at)) for one in calendar.away.get(lane.id, ())
    ]
    pieces = [piece for piece in pieces if piece.span.meets(shown)]
    working = calendar.windows(lane.id, day)
    rows = [grid.cells(row, shown, working) for row in grid.tracks(pieces)]
    return LaneRows(lane, loads[lane.id, day], rows)


def _week_row(  # noqa: PLR0917 - a lane's week needs all that the week holds
    calendar: Calendar, lane: Lane, days: Sequence[date], times: Sequence[PlannedTime], loans: Sequence[Loan],
    loads: Mapping[tuple[UUID, date], Load],
) -> WeekRow:  # fmt: skip
    made = []
    for day in days:
        span = queries.day_span(calendar.site, day)
        mine = [one for one in times if lane.id in (one.staff_id, one.resource_id)
                and Span(one.starts_at, one.ends_at).meets(span)]  # fmt: skip
        lent = [one for one in loans if one.resource_id == lane.id and Span(one.starts_at, one.ends_at).meets(span)]
        load = loads.get((lane.id, day), Load(0, 0))
        made.append(DayCell(day, load, mine, lent, calendar.absent(lane.id, span), not calendar.windows(None, day)))
    return WeekRow(lane, made)


def a_day(site: Site, text: str, now: datetime) -> date:
    """The day of the address, else today."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return lanes.today(site, now)
    return found if date(2000, 1, 1) <= found <= date(2999, 1, 1) else lanes.today(site, now)


def suggestion(site: Site, minutes: int, now: datetime, prefer: UUID | None = None) -> tuple[str, datetime] | None:
    """(Lane key, moment) of the next time when so much is free on end: of the preferred technician, if one is."""
    free = queries.next_free(site, minutes, now)
    chosen = next((one for one in free if one.lane.id == prefer), free[0] if free else None)
    return (chosen.lane.key, chosen.at) if chosen else None
