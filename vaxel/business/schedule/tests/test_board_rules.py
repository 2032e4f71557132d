"""Every status has its column, and every move its steps or its reason (S-22, S-25, S-27)."""

import itertools

import pytest

from vaxel.business.schedule import board_rules as rules
from vaxel.business.schedule.board_rules import COLUMNS, JobState, Step, Way
from vaxel.business.tickets import order_status
from vaxel.business.tickets.states import WORK

BRAKES, WIPERS = JobState("b", "Brakes", "pending"), JobState("w", "Wipers", "pending")


def job(key: str, work: str, *, clocked: bool = False) -> JobState:
    return JobState(key, {"b": "Brakes", "w": "Wipers"}[key], work, clocked=clocked)


def test_every_status_has_its_column_and_lost_and_void_have_left() -> None:
    assert {one for one in order_status.STATUSES if rules.column_of(one) is None} == {"void", "lost"}
    for status in order_status.STATUSES:
        column = rules.column_of(status)
        assert column is None or status in rules.STATUSES[column]
        parts = {"to_start": "work", "at_work": "work", "waiting": "work"}
        assert order_status.column(status) == (parts.get(column, column) if column else None)


@pytest.mark.parametrize(("status", "wanted", "jobs", "expected"), [
    ("open", "at_work", [job("b", "pending"), job("w", "pending")], Way((Step("begin", "b"),))),
    ("waiting_parts", "at_work", [job("b", "on_hold")], Way((Step("begin", "b"),))),
    ("ready", "at_work", [job("b", "completed"), job("w", "completed")], Way((Step("begin", "w"),))),
    ("open", "waiting", [job("b", "pending"), job("w", "pending")], Way((Step("hold", "b"), Step("hold", "w")))),
    ("in_progress", "waiting", [job("b", "completed"), job("w", "in_progress")], Way((Step("hold", "w"),))),
    ("waiting_parts", "to_start", [job("b", "on_hold"), job("w", "on_hold")],
     Way((Step("resume", "b"), Step("resume", "w")))),
    ("in_progress", "ready", [job("b", "completed"), job("w", "in_progress")], Way((Step("complete", "w"),))),
    ("in_progress", "ready", [job("b", "in_progress"), job("w", "pending")], Way(no="unfinished", titles=("Wipers",))),
    ("in_progress", "to_start", [job("b", "in_progress")], Way(no="begun", titles=("Brakes",))),
    ("waiting_parts", "to_start", [job("b", "on_hold", clocked=True)], Way(no="begun", titles=("Brakes",))),
    ("open", "quotes", [job("b", "pending")], Way(no="approved", titles=("Brakes",))),
    ("open", "handed_over", [job("b", "pending")], Way(no="not_ready", titles=("Brakes",))),
    ("ready", "handed_over", [job("b", "completed")], Way(no="to_invoice")),
    ("ready", "waiting", [job("b", "completed")], Way(no="all_done", titles=("Brakes",))),
    ("invoiced", "ready", [job("b", "completed")], Way(no="invoiced")),
    ("waiting_approval", "ready", [job("b", "completed")], Way(no="awaits_answer")),
    ("open", "to_start", [job("b", "pending")], Way(no="here")),
])  # fmt: skip
def test_a_move_has_its_steps_or_its_reason(status: str, wanted: rules.Column, jobs: list[JobState],
                                            expected: Way) -> None:  # fmt: skip
    assert rules.way(status, wanted, jobs) == expected


def test_nothing_moves_to_work_that_nobody_approved() -> None:
    asked = [JobState("b", "Brakes", "pending", bought=False)]
    for wanted in ("to_start", "at_work", "waiting", "ready"):
        assert rules.way("draft", wanted, asked) == Way(no="not_approved", titles=("Brakes",))


_AFTER = {"begin": "in_progress", "hold": "on_hold", "complete": "completed", "resume": "pending"}


def test_whatever_the_jobs_are_the_steps_are_in_the_table_and_lead_to_the_column() -> None:
    """All pairs of states of two approved jobs, to every column: the status that follows is the column asked for."""
    works = [work for work in WORK.moves if work != "cancelled"]
    for first, second, clocked in itertools.product(works, works, (False, True)):
        jobs = [job("b", first, clocked=clocked), job("w", second)]
        status = _status(jobs)
        for wanted in COLUMNS:
            way = rules.way(status, wanted, jobs)
            assert bool(way.no) != bool(way.steps) or wanted == "to_start", (first, second, wanted)
            if way.no:
                continue
            now = {one.key: one.work for one in jobs}
            for step in way.steps:
                assert WORK.allows(now[step.key], _AFTER[step.verb])
                now[step.key] = _AFTER[step.verb]
            after = [JobState(one.key, one.title, now[one.key], clocked=one.clocked) for one in jobs]
            assert rules.column_of(_status(after)) == wanted, (first, second, clocked, wanted)


def _status(jobs: list[JobState]) -> str:
    facts = [order_status.JobFacts("approved", one.work, "other" * (one.work == "on_hold"), True, one.clocked)
             for one in jobs]  # fmt: skip
    return order_status.derive("open", facts)


def test_each_way_back_is_in_the_table() -> None:
    for now, before in itertools.product(WORK.moves, WORK.moves):
        verbs = rules.back(now, before, clocked=False)
        if verbs is None:
            continue
        state = now
        for verb in verbs:
            assert WORK.allows(state, _AFTER[verb])
            state = _AFTER[verb]
        assert state == before
    assert rules.back("in_progress", "pending", clocked=True) is None
