"""Spans of time from the facts of the clocks (S-121, S-122)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from vaxel.business.service.hours import Fact, in_force, per_job, spans

EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TESS, KIM = UUID(int=1), UUID(int=2)
BRAKES, SERVICE = UUID(int=11), UUID(int=12)


def fact(
    n: int, direction: str, minutes: int, job: UUID | None = None, staff: UUID = TESS, *, corrects: int | None = None
) -> Fact:
    """Entry number `n`, so many minutes past eight."""
    corrected = UUID(int=corrects) if corrects else None
    kind = "job" if job else "shift"
    return Fact(UUID(int=n), staff, kind, direction, EIGHT + timedelta(minutes=minutes), job, corrected)


def at(minutes: int) -> datetime:
    """So many minutes past eight."""
    return EIGHT + timedelta(minutes=minutes)


def test_on_and_off_are_a_span_and_what_runs_is_counted_so_far() -> None:
    facts = [fact(1, "on", 0, BRAKES), fact(2, "off", 45, BRAKES), fact(3, "on", 60, BRAKES)]
    done, running = spans(facts, kind="job", until=at(70))
    assert (done.seconds, done.running) == (45 * 60, False)
    assert (running.seconds, running.running) == (10 * 60, True)
    assert per_job([done, running]) == {BRAKES: {TESS: 55 * 60}}


def test_going_on_another_job_ends_the_one_before() -> None:
    facts = [fact(1, "on", 0, BRAKES), fact(2, "on", 30, SERVICE), fact(3, "off", 50, SERVICE)]
    assert per_job(spans(facts, kind="job", until=at(99))) == {BRAKES: {TESS: 1800}, SERVICE: {TESS: 1200}}


def test_two_people_on_one_job_are_counted_by_person() -> None:
    facts = [fact(1, "on", 0, BRAKES), fact(2, "on", 10, BRAKES, KIM), fact(3, "off", 20, BRAKES, KIM)]
    assert per_job(spans(facts, kind="job", until=at(30))) == {BRAKES: {KIM: 600, TESS: 1800}}


def test_the_shift_is_a_clock_of_its_own() -> None:
    facts = [fact(1, "on", 0), fact(2, "on", 5, BRAKES), fact(3, "off", 60, BRAKES), fact(4, "off", 480)]
    [shift] = spans(facts, kind="shift", until=at(999))
    assert (shift.seconds, shift.job_id) == (480 * 60, None)


def test_a_correction_takes_the_place_of_the_row_it_names_and_may_strike_it_out() -> None:
    facts = [fact(1, "on", 0, BRAKES), fact(2, "off", 600, BRAKES), fact(3, "off", 60, BRAKES, corrects=2)]
    assert per_job(spans(facts, kind="job", until=at(999))) == {BRAKES: {TESS: 3600}}
    facts += [fact(4, "off", 50, BRAKES, corrects=3)]
    assert [one.id.int for one in in_force(facts)] == [1, 4]
    facts += [fact(5, "nil", 0, BRAKES, corrects=1), fact(6, "nil", 50, BRAKES, corrects=4)]
    assert spans(facts, kind="job", until=at(999)) == []


def test_a_fact_that_comes_late_falls_into_its_place() -> None:
    facts = [fact(1, "on", 0, BRAKES), fact(2, "off", 60, BRAKES), fact(3, "on", 30, SERVICE)]
    assert per_job(spans(facts, kind="job", until=at(90))) == {BRAKES: {TESS: 1800}, SERVICE: {TESS: 1800}}


def test_an_off_and_an_on_at_the_same_moment_are_a_change_of_job() -> None:
    facts = [fact(9, "off", 30, BRAKES), fact(1, "on", 0, BRAKES), fact(2, "on", 30, SERVICE)]
    assert per_job(spans(facts, kind="job", until=at(40))) == {BRAKES: {TESS: 1800}, SERVICE: {TESS: 600}}
