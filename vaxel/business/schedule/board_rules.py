"""The board: which column a ticket stands in, and which steps bring it to another (S-22, S-25, S-27). Pure.

The shop's work column stands in three parts: to start, at work, waiting. A column is never stored; a move is done
by the jobs' own steps, and refused in words where the table of a job's work has no way there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Column = Literal["quotes", "to_start", "at_work", "waiting", "ready", "handed_over"]
COLUMNS: tuple[Column, ...] = ("quotes", "to_start", "at_work", "waiting", "ready", "handed_over")
_OF: dict[str, Column] = {
    "draft": "quotes", "awaiting_approval": "quotes", "open": "to_start", "scheduled": "to_start",
    "in_progress": "at_work", "ready": "ready", "invoiced": "handed_over",
}  # fmt: skip
STATUSES: dict[Column, tuple[str, ...]] = {
    "quotes": ("draft", "awaiting_approval"),
    "to_start": ("open", "scheduled"),
    "at_work": ("in_progress",),
    "waiting": (
        "waiting_approval", "waiting_customer", "waiting_parts", "waiting_sublet", "waiting_resource", "waiting_other",
    ),
    "ready": ("ready",),
    "handed_over": ("invoiced",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class JobState:
    """What a move needs of one job. `bought`: approved, or on an internal ticket."""

    key: str
    title: str
    work: str
    bought: bool = True
    clocked: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One action on one job: begin, hold, resume or complete."""

    verb: str
    key: str


@dataclass(frozen=True, slots=True)
class Way:
    """The steps to a column; or why there is none, with the titles of the jobs that stand in the way."""

    steps: tuple[Step, ...] = ()
    no: str = ""
    titles: tuple[str, ...] = ()


def column_of(status: str) -> Column | None:
    """The column of an order status; None: it has left the board."""
    return _OF.get(status) or ("waiting" if status.startswith("waiting_") else None)


def way(status: str, wanted: Column, jobs: Sequence[JobState]) -> Way:
    """How the ticket comes to the column, by the jobs it has bought."""
    here = column_of(status)
    bought = [job for job in jobs if job.bought and job.work != "cancelled"]
    if here == wanted:
        return Way(no="here")
    if here in (None, "handed_over"):
        return Way(no="invoiced")
    if wanted == "quotes":
        return Way(no="approved", titles=_titles(bought))
    if wanted == "handed_over":
        return Way(no="to_invoice") if here == "ready" else Way(no="not_ready", titles=_titles(_unfinished(bought)))
    if not bought:
        return Way(no="not_approved", titles=_titles(job for job in jobs if job.work != "cancelled"))
    return {"to_start": _to_start, "at_work": _to_work, "waiting": _to_wait, "ready": _to_ready}[wanted](bought)


def _to_start(bought: Sequence[JobState]) -> Way:
    begun = [job for job in bought if job.clocked or job.work in ("in_progress", "completed")]
    if begun:
        return Way(no="begun", titles=_titles(begun))
    return Way(tuple(Step("resume", job.key) for job in bought if job.work == "on_hold"))


def _to_work(bought: Sequence[JobState]) -> Way:
    """The first job that is not done begins; where all are done, the last one is taken up again."""
    left = _unfinished(bought)
    first = next((job for job in left if job.work == "pending"), None) or (left[0] if left else bought[-1])
    return Way((Step("begin", first.key),))


def _to_wait(bought: Sequence[JobState]) -> Way:
    left = [job for job in bought if job.work in ("pending", "in_progress")]
    if not left:
        return Way(no="all_done", titles=_titles(bought))
    return Way(tuple(Step("hold", job.key) for job in left))


def _to_ready(bought: Sequence[JobState]) -> Way:
    """Ready means that these jobs are done: what has not been begun, or waits, is named (S-27)."""
    not_begun = [job for job in bought if job.work in ("pending", "on_hold")]
    if not_begun:
        return Way(no="unfinished", titles=_titles(not_begun))
    under_way = [job for job in bought if job.work == "in_progress"]
    if not under_way:
        return Way(no="awaits_answer")
    return Way(tuple(Step("complete", job.key) for job in under_way))


def _unfinished(jobs: Sequence[JobState]) -> list[JobState]:
    return [job for job in jobs if job.work != "completed"]


def _titles(jobs: Iterable[JobState]) -> tuple[str, ...]:
    return tuple(job.title for job in jobs)


def back(now: str, before: str, *, clocked: bool) -> tuple[str, ...] | None:
    """The verbs that bring a job from how it is to how it was; None when the table has no way back."""
    if now == before:
        return ()
    ways = {
        ("in_progress", "pending"): ("hold", "resume"), ("on_hold", "pending"): ("resume",),
        ("on_hold", "in_progress"): ("begin",), ("in_progress", "on_hold"): ("hold",),
        ("pending", "on_hold"): ("hold",),
        ("completed", "in_progress"): ("begin",), ("completed", "on_hold"): ("begin", "hold"),
        ("in_progress", "completed"): ("complete",),
    }  # fmt: skip
    if before == "pending" and clocked:
        return None
    return ways.get((now, before))
