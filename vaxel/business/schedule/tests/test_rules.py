"""Working time, ends, projections and colours: exact vectors (S-132 to S-146)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from vaxel.business.schedule import rules
from vaxel.business.schedule.rules import Holding, Span, Task, WorkDay

ZONE = "Europe/Stockholm"
TUESDAY = date(2026, 11, 24)
HOURS = WorkDay(7 * 60, 16 * 60, 12 * 60, 13 * 60)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def working(day: date) -> list[Span]:
    return rules.windows(day, HOURS if day.weekday() < 5 else None, ZONE)


def test_a_day_is_its_hours_less_the_break() -> None:
    assert HOURS.minutes == 480
    assert working(TUESDAY) == [Span(at(7), at(12)), Span(at(13), at(16))]
    assert rules.windows(TUESDAY, None, ZONE) == []


def test_a_half_day_ends_early_and_a_closed_day_has_no_time() -> None:
    assert rules.windows(TUESDAY, HOURS, ZONE, closes_minute=12 * 60 + 30) == [Span(at(7), at(12))]
    assert rules.windows(TUESDAY, HOURS, ZONE, closes_minute=0) == []


@pytest.mark.parametrize(("day", "sound"), [
    (HOURS, True), (WorkDay(480, 1020), True), (WorkDay(480, 480), False), (WorkDay(480, 1441), False),
    (WorkDay(480, 1020, 400, 500), False), (WorkDay(480, 1020, 600, 500), False),
])  # fmt: skip
def test_hours_are_of_one_day_with_the_break_inside(day: WorkDay, sound: bool) -> None:
    assert rules.sound(day) is sound


def test_the_clock_is_turned_back_and_a_night_shift_is_as_long_as_it_is() -> None:
    spans = rules.windows(date(2026, 10, 25), WorkDay(0, 6 * 60), ZONE)
    assert [span.minutes for span in spans] == [420]


def test_absence_is_cut_out() -> None:
    assert rules.without(working(TUESDAY), [Span(at(11), at(14))]) == [Span(at(7), at(11)), Span(at(14), at(16))]
    assert rules.without(working(TUESDAY), [Span(at(0), at(23))]) == []


def test_capacity_takes_the_planning_factor() -> None:
    assert rules.capacity_minutes(working(TUESDAY)) == 480
    assert rules.capacity_minutes(working(TUESDAY), 900_000) == 432


@pytest.mark.parametrize(("quoted", "clocked", "estimate", "left"), [
    (150, 0, None, 150), (150, 60, None, 90), (150, 149, None, 15), (150, 400, None, 15), (150, 60, 30, 30),
])  # fmt: skip
def test_what_is_left_is_quoted_less_clocked_and_never_nothing(
    quoted: int, clocked: int, estimate: int | None, left: int
) -> None:
    assert rules.remaining_minutes(quoted, clocked, estimate) == left


@pytest.mark.parametrize(("start", "minutes", "end"), [
    (at(9), 60, at(10)), (at(11, 30), 60, at(13, 30)), (at(15), 120, at(8, day=25)), (at(5), 60, at(8)),
    (at(15, day=27), 90, at(7, 30, day=30)),
])  # fmt: skip
def test_work_runs_over_lunch_night_and_weekend(start: datetime, minutes: int, end: datetime) -> None:
    assert rules.end_of(working, start, start.date(), minutes) == end


def test_there_is_no_end_where_nobody_works() -> None:
    assert rules.end_of(lambda _day: [], at(9), TUESDAY, 60) is None


def test_lateness_is_told_when_it_becomes_certain() -> None:
    """S-146: 1.5 h are left of the running job at 13:30; the next needs 2.0 h and is promised at 16:00."""
    now = at(13, 30)
    done = rules.finishes([Task("running", 90), Task("next", 120)], working, now)
    assert done == {"running": at(15), "next": at(8, day=25)}
    assert rules.promise_colour(done["next"], at(16), now) == "red"
    assert rules.promise_colour(done["running"], at(16), now) == "green"
    assert rules.promise_colour(done["running"], at(15, 59), now) == "amber"


@pytest.mark.parametrize(("finish", "promise", "done", "colour"), [
    (at(15), None, False, ""), (None, at(9), False, "red"), (at(15), at(15), False, "amber"),
    (at(15), at(14, 59), False, "red"), (at(15), at(16), False, "green"), (at(20), at(9), True, "green"),
])  # fmt: skip
def test_the_colours_of_a_promise(finish: datetime, promise: datetime, done: bool, colour: str) -> None:
    assert rules.promise_colour(finish, promise, at(13), done=done) == colour


def test_a_queue_waits_for_what_is_planned_later() -> None:
    done = rules.finishes([Task("a", 60), Task("b", 60, at(14))], working, at(9))
    assert done == {"a": at(10), "b": at(15)}


def test_spans_that_touch_do_not_clash() -> None:
    held = [
        Holding("a", Span(at(8), at(10))),
        Holding("b", Span(at(10), at(11))),
        Holding("c", Span(at(10, 30), at(12))),
    ]
    assert rules.clashes(held) == {"b", "c"}
    assert rules.clashes([]) == set()


@pytest.mark.parametrize(("minutes", "free"), [(30, at(8)), (120, at(10)), (180, at(10)), (300, at(10))])
def test_the_next_free_stretch_may_hold_a_break_but_no_other_work(minutes: int, free: datetime) -> None:
    """Taken 7–8 and 9–10; free 8–9, then 10–12 and 13–16 with lunch between."""
    taken = [Span(at(7), at(8)), Span(at(9), at(10))]
    assert rules.gaps(working, taken, at(7), TUESDAY, minutes) == free
