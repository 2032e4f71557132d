"""The order's status, derived from the ticket and its jobs, and the column of the board it stands in (S-22 to S-25).

`Ticket.order_status` is a cache of `derive`: written in the action's own transaction, proved by `vaxel check` (S-23).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vaxel.business.tickets.states import HOLD_REASONS

STATUSES = (
    "void", "invoiced", "draft", "lost", "awaiting_approval", "in_progress", "waiting_approval", "ready",
    *(f"waiting_{reason}" for reason in HOLD_REASONS if reason != "approval"), "scheduled", "open",
)  # fmt: skip
_NOT_BOUGHT = ("declined", "later")


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What the status needs of one job; `clocked`: somebody has worked on it."""

    decision: str
    work: str
    hold_reason: str = ""
    sent: bool = False
    clocked: bool = False


def derive(
    state: str,
    jobs: Iterable[JobFacts],
    *,
    internal: bool = False,
    quote_sent: bool = False,
    quote_expired: bool = False,
    booked: bool = False,
) -> str:
    """The status of S-22, first match wins. On an internal ticket every job counts as approved."""
    if state in ("void", "posted"):
        return "void" if state == "void" else "invoiced"
    alive = [job for job in jobs if job.work != "cancelled"]
    bought = [job for job in alive if internal or job.decision in ("approved", "stale")]
    if not bought:
        return _not_bought(alive, quote_sent=quote_sent, quote_expired=quote_expired)
    return _at_work(bought, asked=any(job.decision == "undecided" and job.sent for job in alive), booked=booked)


def _not_bought(alive: list[JobFacts], *, quote_sent: bool, quote_expired: bool) -> str:
    """Rows 2 to 4: nothing is approved."""
    if not quote_sent:
        return "draft"
    asked = [job for job in alive if job.decision != "not_chosen"]
    if quote_expired or all(job.decision in _NOT_BOUGHT for job in asked):
        return "lost"
    return "awaiting_approval"


def _at_work(bought: list[JobFacts], *, asked: bool, booked: bool) -> str:
    """Rows 5 to 11: something is approved."""
    if any(job.work == "in_progress" for job in bought):
        return "in_progress"
    unfinished = [job for job in bought if job.work != "completed"]
    if not unfinished:
        return "waiting_approval" if asked else "ready"
    if all(job.work == "on_hold" for job in unfinished):
        return f"waiting_{min((job.hold_reason for job in unfinished), key=_rank)}"
    if len(unfinished) < len(bought) or any(job.clocked for job in bought):
        return "in_progress"
    return "scheduled" if booked else "open"


def _rank(reason: str) -> int:
    """Where the reason stands among the mixed ones of row 8."""
    return HOLD_REASONS.index(reason)


QUOTES, WORK, READY, HANDED_OVER = "quotes", "work", "ready", "handed_over"
COLUMNS = (QUOTES, WORK, READY, HANDED_OVER)
_OUTSIDE_WORK = {
    "draft": QUOTES, "awaiting_approval": QUOTES, "ready": READY, "invoiced": HANDED_OVER, "lost": None, "void": None,
}  # fmt: skip


def column(status: str, *, paid_and_collected: bool = False) -> str | None:
    """The board's column for a status; None: it has left the board (S-25)."""
    if status == "invoiced" and paid_and_collected:
        return None
    return _OUTSIDE_WORK.get(status, WORK)
