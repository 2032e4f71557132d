"""The demo's calendar: working days and hours, and lives that happen in order of time."""

import heapq
from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from vaxel.kernel import clock

ZONE = ZoneInfo("Europe/Stockholm")
OPENS, CLOSES = time(7, 30), time(17, 0)
Life = Generator[datetime, datetime, None]


def is_workday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def workday_before(day: date) -> date:
    """The last working day before `day`."""
    day -= timedelta(days=1)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def workday_from(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workdays(first: date, last: date) -> list[date]:
    """Every working day from `first` to `last`."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_workday(day)]


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """That time on the shop's wall clock."""
    return datetime.combine(day, time(hour, minute, second), ZONE)


def after(at: datetime, minutes: int) -> datetime:
    """So many working minutes later."""
    local = at.astimezone(ZONE)
    while True:
        day = local.date()
        if not is_workday(day) or local.time() >= CLOSES:
            local = datetime.combine(workday_from(day + timedelta(days=1)), OPENS, ZONE)
            continue
        local = max(local, datetime.combine(day, OPENS, ZONE))
        left = int((datetime.combine(day, CLOSES, ZONE) - local).total_seconds() // 60)
        if minutes <= left:
            return local + timedelta(minutes=minutes)
        minutes -= left
        local = datetime.combine(day, CLOSES, ZONE)


class Diary:
    """What will happen. A life is a generator: it yields when its next step is to be, and takes it when that comes."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._order = count()

    def add(self, life: Life) -> None:
        """The life will be lived."""
        self._next(life, next(life, None))

    def _next(self, life: Life, when: datetime | None) -> None:
        if when is not None:
            heapq.heappush(self._waiting, (when, next(self._order), life))

    def live_until(self, end: datetime) -> int:
        """Every step before `end` has been taken, in order of time, under a clock that stands at its moment."""
        steps = 0
        while self._waiting and self._waiting[0][0] < end:
            at, _order, life = heapq.heappop(self._waiting)
            with clock.fixed(at):
                try:
                    when: datetime | None = life.send(at)
                except StopIteration:
                    when = None
            self._next(life, max(at, when) if when else None)
            steps += 1
        return steps
