"""The demo company: what `vaxel demo` and the first `bin/run` make, and who may log in to it.

Everything is made by calling actions, with fixed dice and under a clock that stands at the moment it happens: about
five months of trade that end with the last working day before today. The same day and dice give the same content.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection, transaction

from vaxel.doors.console.demo import (
    buying_lives,
    counter_lives,
    goods,
    hotel_lives,
    house,
    people,
    planning_lives,
    workshop_lives,
)
from vaxel.doors.console.demo.calendar import Diary, Life, moment, workday_before, workday_from, workdays
from vaxel.doors.console.demo.stage import Size, Stage
from vaxel.kernel import clock, events
from vaxel.kernel.db.writer import between_processes

READY = True  # whether `make` makes anything yet
COUNTER = (("STH", 40), ("GBG", 15), ("MMA", 45))


@dataclass(frozen=True, slots=True)
class LogIn:
    """Someone of the demo company, with the password and PIN that the start-up message prints."""

    name: str
    role: str
    email: str
    password: str
    pin: str = ""


LOG_INS: tuple[LogIn, ...] = tuple(
    LogIn(one.name, one.title, one.email, house.PASSWORD, one.pin) for one in house.STAFF
)


def make(*, scale: int = 1, size: Size | None = None, today: date | None = None, seed: int = 1) -> None:
    """The demo company stands in an empty database: `scale` times as large, or of a `size`; 0 has not traded yet."""
    now = clock.now()
    day = today or clock.local(now, "Europe/Stockholm").date()
    last = workday_before(day)
    much = size or Size.of(scale)
    first = workday_from(last - timedelta(days=much.days))
    stage = Stage(Random(seed), much, first, moment(last, 17, 30), workday_from(day))
    opens = moment(first, 6)
    with clock.fixed(opens), _together():
        house.found(stage, opens)
        house.hire(stage, opens)
        planning_lives.furnish(stage, opens)
    with clock.fixed(opens), _together():
        goods.fill(stage, people.invite(stage, opens), opens)
        buying_lives.begin(stage, opens)
        hotel_lives.fill(stage, opens)
    _live(stage, sales=much.sales, visits=much.visits)
    _tell(now)


@contextmanager
def _together() -> Iterator[None]:
    """What is done inside is stored at once: the demo has the database to itself."""
    if connection.in_atomic_block:  # a test's transaction
        yield
    elif connection.vendor == "sqlite":
        with between_processes(), transaction.atomic(durable=True):
            yield
    else:
        with transaction.atomic(durable=True):
            yield


def _live(stage: Stage, *, sales: int, visits: int) -> None:
    """Every day from the first to the last, each in one transaction."""
    diary = Diary()
    days = workdays(stage.first, stage.end.date())
    for place in stage.places.values():
        diary.add(counter_lives.till(stage, place))
        diary.add(counter_lives.deliveries(stage, place))
        if place.technicians():
            diary.add(workshop_lives.evenings(stage, place, [moment(day, 17, 10) for day in days]))
            if visits:
                diary.add(planning_lives.evening(stage, place, moment(days[-1], 17, 15)))
    if visits and len(days) > 3:
        diary.add(buying_lives.last_days(stage, stage.places["STH"]))
    for day in days:
        share = len(days) - days.index(day)
        for _ in range(sales // share):
            place = stage.places[stage.dice.choices([c for c, _ in COUNTER], [n for _, n in COUNTER])[0]]
            diary.add(counter_lives.counter_sale(stage, place, counter_lives.opening_hours(stage, day)))
        for _ in range(visits // share):
            diary.add(_visit(stage, day))
        sales, visits = sales - sales // share, visits - visits // share
        if day == days[max(-3, -len(days))] and stage.size.visits:
            _set_the_board(stage, diary, day)
        with _together():
            diary.live_until(moment(day, 23))


def _visit(stage: Stage, day: date, stop: str = "") -> Life:
    car = stage.pick(stage.cars)
    arrives = moment(day, 7, 35) + timedelta(minutes=stage.dice.randrange(300))
    return workshop_lives.Visit(stage, stage.places[car.base], car, stop).life(arrives)


def _set_the_board(stage: Stage, diary: Diary, day: date) -> None:
    """Whatever the dice said, the board shows every state in the end, with cars that are due the morning after."""
    for stop in (*workshop_lives.STOPS, *workshop_lives.STOPS[1:]):
        diary.add(_visit(stage, day, stop))
    for kind in counter_lives.KINDS:
        place = stage.places[stage.pick(("STH", "MMA"))]
        diary.add(counter_lives.counter_sale(stage, place, moment(day, 9), kind))


def _tell(now: datetime) -> None:
    """Everyone who listens has heard of what happened, as the worker would have seen to."""
    while events.tell_waiting(now, most=1000):
        continue


def log_in_lines() -> list[str]:
    """One line a log-in, for the terminal."""
    return [
        f"  {one.name:<12} {one.role:<24} {one.email:<26} {one.password:<12} PIN {one.pin or '–'}" for one in LOG_INS
    ]
