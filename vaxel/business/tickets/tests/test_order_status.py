"""The order's status: the table of S-22 row by row, the example of S-24, and the board's columns of S-25."""

from itertools import product

import pytest

from vaxel.business.tickets.order_status import STATUSES, JobFacts, column, derive
from vaxel.business.tickets.states import DECISIONS, HOLD_REASONS, TICKET, WORK

UNDECIDED = JobFacts("undecided", "pending")
SENT = JobFacts("undecided", "pending", sent=True)
APPROVED = JobFacts("approved", "pending", sent=True)
STALE = JobFacts("stale", "pending", sent=True)
STARTED = JobFacts("approved", "in_progress", sent=True)
DONE = JobFacts("approved", "completed", sent=True)
DECLINED = JobFacts("declined", "pending", sent=True)
LATER = JobFacts("later", "pending", sent=True)
NOT_CHOSEN = JobFacts("not_chosen", "pending", sent=True)
CANCELLED = JobFacts("approved", "cancelled", sent=True)


def held(reason: str, decision: str = "approved") -> JobFacts:
    """A job that cannot go on."""
    return JobFacts(decision, "on_hold", reason, sent=True)


ASKED = {"quote_sent": True}
EXPIRED = {"quote_sent": True, "quote_expired": True}
BOOKED = {"booked": True}
INTERNAL = {"internal": True}


@pytest.mark.parametrize(
    ("state", "jobs", "flags", "status"),
    [
        pytest.param("void", [STARTED], {}, "void", id="1 void"),
        pytest.param("posted", [STARTED], {}, "invoiced", id="1 posted"),
        pytest.param("draft", [], {}, "draft", id="2 no job"),
        pytest.param("draft", [UNDECIDED], {}, "draft", id="2 nothing sent"),
        pytest.param("draft", [DECLINED], {}, "draft", id="2 said no at the desk, nothing sent"),
        pytest.param("quoted", [DECLINED, LATER], ASKED, "lost", id="3 all declined or later"),
        pytest.param("quoted", [DECLINED, NOT_CHOSEN], ASKED, "lost", id="3 the others of an option group"),
        pytest.param("quoted", [SENT], EXPIRED, "lost", id="3 expired"),
        pytest.param("open", [CANCELLED], ASKED, "lost", id="3 all cancelled"),
        pytest.param("quoted", [SENT], ASKED, "awaiting_approval", id="4"),
        pytest.param("quoted", [SENT, DECLINED], ASKED, "awaiting_approval", id="4 one declined"),
        pytest.param("quoted", [SENT, CANCELLED], ASKED, "awaiting_approval", id="4 a cancelled yes is none"),
        pytest.param("open", [STARTED, held("parts")], ASKED, "in_progress", id="5"),
        pytest.param("open", [STARTED, SENT], ASKED, "in_progress", id="5 one asked"),
        pytest.param("open", [JobFacts("stale", "in_progress")], ASKED, "in_progress", id="5 stale counts"),
        pytest.param("open", [DONE, SENT], ASKED, "waiting_approval", id="6"),
        pytest.param("open", [DONE, UNDECIDED], ASKED, "ready", id="7 undecided but never sent"),
        pytest.param("open", [DONE, DECLINED], ASKED, "ready", id="7"),
        pytest.param("open", [DONE, CANCELLED], ASKED, "ready", id="7 cancelled counts not"),
        pytest.param("open", [DONE, JobFacts("undecided", "cancelled", sent=True)], ASKED, "ready", id="7 asked, gone"),
        *(pytest.param("open", [held(reason)], ASKED, f"waiting_{reason}", id=f"8 {reason}")
          for reason in HOLD_REASONS),
        pytest.param("open", [held("sublet"), held("parts")], ASKED, "waiting_parts", id="8 mixed: parts first"),
        pytest.param("open", [held("other"), held("approval")], ASKED, "waiting_approval", id="8 mixed: approval"),
        pytest.param("open", [DONE, held("customer")], ASKED, "waiting_customer", id="8 what is done waits not"),
        pytest.param("open", [held("parts"), held("approval", "declined")], ASKED, "waiting_parts", id="8 only bought"),
        pytest.param("open", [held("parts"), APPROVED], ASKED, "open", id="8 not every one on hold"),
        pytest.param("open", [DONE, APPROVED], ASKED, "in_progress", id="9 one completed"),
        pytest.param("open", [JobFacts("approved", "pending", clocked=True)], BOOKED, "in_progress", id="9 clocked"),
        pytest.param("open", [DONE, APPROVED], BOOKED, "in_progress", id="9 before 10"),
        pytest.param("open", [APPROVED], BOOKED, "scheduled", id="10"),
        pytest.param("open", [APPROVED], ASKED, "open", id="11"),
        pytest.param("open", [STALE], ASKED, "open", id="11 stale"),
        pytest.param("open", [UNDECIDED], INTERNAL, "open", id="internal: every job counts as approved"),
        pytest.param("open", [JobFacts("undecided", "completed")], INTERNAL, "ready", id="internal: done"),
    ],
)  # fmt: skip
def test_first_match_wins(state: str, jobs: list[JobFacts], flags: dict[str, bool], status: str) -> None:
    assert derive(state, jobs, **flags) == status


def test_the_brakes_the_service_and_the_wipers_of_s_24() -> None:
    wipers = JobFacts("declined", "pending", sent=True)
    assert derive("open", [DONE, held("parts"), wipers], quote_sent=True) == "waiting_parts"
    assert derive("open", [DONE, APPROVED, wipers], quote_sent=True) == "in_progress"
    assert derive("open", [DONE, DONE, wipers], quote_sent=True) == "ready"
    assert derive("open", [DONE, DONE, wipers, SENT], quote_sent=True) == "waiting_approval"
    assert derive("open", [DONE, DONE, wipers, DECLINED], quote_sent=True) == "ready"


def test_every_ticket_has_a_status_we_know_and_the_order_of_jobs_changes_nothing() -> None:
    decisions = [decision for decision, _name in DECISIONS]
    kinds = [
        JobFacts(decision, work, "parts" if work == "on_hold" else "", sent=sent)
        for decision, work, sent in product(decisions, WORK.moves, (False, True))
    ]
    for state, first, second in product(TICKET.moves, kinds, kinds):
        for internal in (False, True):
            status = derive(state, [first, second], internal=internal, quote_sent=True)
            assert status in STATUSES
            assert status == derive(state, [second, first], internal=internal, quote_sent=True)


@pytest.mark.parametrize(
    ("status", "stands_in"),
    [
        ("draft", "quotes"), ("awaiting_approval", "quotes"), ("in_progress", "work"), ("waiting_approval", "work"),
        ("waiting_parts", "work"), ("scheduled", "work"), ("open", "work"), ("ready", "ready"),
        ("invoiced", "handed_over"), ("lost", None), ("void", None),
    ],
)  # fmt: skip
def test_the_column_is_derived(status: str, stands_in: str | None) -> None:
    assert column(status) == stands_in


def test_what_is_paid_and_collected_leaves_the_board() -> None:
    assert column("invoiced", paid_and_collected=True) is None
    assert column("ready", paid_and_collected=True) == "ready"
