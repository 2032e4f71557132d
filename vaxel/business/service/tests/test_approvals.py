"""Approvals: who said what, of which version, and what follows from it at once."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.service import approvals, links, voiding
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import Approval, ApprovalItem, ApprovalLink, DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.stock.models import Balance
from vaxel.business.tickets import jobs, lines
from vaxel.business.tickets.refusals import TicketClosed
from vaxel.kernel.models import Event, History
from vaxel.kernel.refusals import Forbidden, NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def reserved(floor: Floor) -> tuple[int, int]:
    """What is held of the pads and of the blades."""
    held = dict(Balance.objects.values_list("part_id", "reserved_milli"))
    return held.get(floor.pads.pk, 0), held.get(floor.blades.pk, 0)


def test_a_job_with_nothing_in_it_is_not_offered(floor: Floor) -> None:
    empty = jobs.add(floor.ticket, title="", by=floor.shop.kim, at=AT)
    asked = floor.ask()
    assert str(empty.pk) not in [job["id"] for job in asked.version.body["jobs"]]
    empty.refresh_from_db()
    assert empty.sent is False


def test_asking_freezes_a_version_and_hands_out_a_link_whose_token_is_not_kept(floor: Floor) -> None:
    asked = floor.ask()
    assert (asked.version.n, asked.version.gross_minor, floor.now().state) == (1, 337_500, "quoted")
    assert (floor.now().order_status, len(asked.token) >= 32) == ("awaiting_approval", True)
    assert links.find(asked.token, AT) == asked.link
    assert asked.token not in str(list(ApprovalLink.objects.values()))
    assert Event.objects.get(name="service.QuoteSent").body["version_id"] == str(asked.version.pk)


def test_one_yes_and_one_no_through_the_link(floor: Floor) -> None:
    asked = floor.ask()
    approval = floor.answer(asked, floor.brakes, no=[floor.wipers])
    assert approval is not None
    assert (approval.gross_minor, approval.shown_sha256, approval.version) == (
        287_500,
        asked.version.sha256,
        asked.version,
    )
    assert (approval.said_by, approval.method, approval.address) == ("Bo Öberg", "link", "192.0.2.7")
    assert (floor.now(floor.brakes).decision, floor.now(floor.wipers).decision) == ("approved", "declined")
    ticket = floor.now()
    assert (ticket.state, ticket.work_order_number, ticket.order_status, ticket.gross_minor) == (
        "open",
        1,
        "open",
        287_500,
    )
    assert reserved(floor) == (1000, 0)
    [waits] = DeferredWork.objects.all()
    assert (waits.title, waits.decision, waits.reason, waits.gross_minor, waits.vehicle) == (
        "Wipers", "declined", "Too dear", 50_000, floor.car,
    )  # fmt: skip
    assert Event.objects.get(name="service.CustomerAnswered").body["approved"] == [str(floor.brakes.pk)]
    assert History.objects.filter(action="approvals.answer_link", actor_kind="customer").count() == 1


def test_the_page_goes_on_working_what_was_declined_can_be_approved_later(floor: Floor) -> None:
    asked = floor.ask()
    floor.answer(asked, floor.brakes, no=[floor.wipers])
    floor.answer(asked, floor.brakes, floor.wipers, at=later(hours=2))
    assert (floor.now(floor.wipers).decision, reserved(floor)) == ("approved", (1000, 1000))
    assert DeferredWork.objects.get().state == "superseded"
    assert floor.now().work_order_number == 1
    assert Approval.objects.order_by("recorded_at").last().gross_minor == 50_000  # type: ignore[union-attr]


def test_the_same_answer_in_two_tabs_is_one_approval(floor: Floor) -> None:
    asked = floor.ask()
    floor.answer(asked, floor.brakes, floor.wipers)
    assert floor.answer(asked, floor.brakes, floor.wipers, at=later(minutes=1)) is None
    assert Approval.objects.count() == 1


def test_a_double_click_is_one_approval_with_one_answer(floor: Floor) -> None:
    asked = floor.ask()
    link = links.find(asked.token, AT)
    said: dict[str, Any] = {"version": asked.version, "answers": [Answer(floor.brakes, "approve")], "name": "Bo",
            "by": links.customer(link), "at": AT}  # fmt: skip
    first = approvals.answer_link.once("key", link, **said)
    assert approvals.answer_link.once("key", link, **said) == first
    assert ApprovalItem.objects.count() == 1


def test_a_yes_is_taken_back_by_talking_to_us(floor: Floor) -> None:
    asked = floor.ask()
    floor.answer(asked, floor.brakes)
    with pytest.raises(approvals.DecidedAlready, match="Brakes"):
        floor.answer(asked, no=[floor.brakes])
    assert floor.now(floor.brakes).decision == "approved"
    floor.phone(Answer(floor.brakes, "decline", "Sells the car"))
    assert (floor.now(floor.brakes).decision, reserved(floor)) == ("declined", (0, 0))


def test_an_answer_to_an_older_version_is_refused_and_stores_nothing(floor: Floor) -> None:
    old = floor.ask()
    floor.ask(at=later(hours=1))
    with pytest.raises(approvals.StalePage, match="newer version"):
        floor.answer(old, floor.brakes, at=later(hours=2))
    assert (Approval.objects.count(), floor.now().state, reserved(floor)) == (0, "quoted", (0, 0))


def test_what_was_edited_after_the_sending_does_not_slip_into_the_yes(floor: Floor) -> None:
    asked = floor.ask()
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=2000, by=floor.shop.kim, at=AT)
    floor.answer(asked, floor.brakes, floor.wipers)
    assert (floor.now(floor.brakes).decision, floor.now(floor.wipers).decision) == ("stale", "approved")
    assert ApprovalItem.objects.get(job=floor.brakes).gross_minor == 287_500


def test_a_link_that_expired_was_closed_or_never_was_says_so(floor: Floor) -> None:
    asked = floor.ask()
    late = AT + timedelta(days=31)
    with pytest.raises(links.LinkExpired):
        floor.answer(asked, floor.brakes, at=late)
    link = ApprovalLink.objects.get()
    with pytest.raises(links.LinkExpired):
        approvals.answer_link(link, version=asked.version, answers=[Answer(floor.brakes, "approve")], name="Bo",
                              by=links.customer(link), at=late)  # fmt: skip
    links.revoke(link, by=floor.shop.kim, at=AT)
    with pytest.raises(links.LinkRevoked):
        floor.answer(asked, floor.brakes)
    with pytest.raises(links.NoSuchLink):
        links.find(asked.token + "x", AT)
    assert (Approval.objects.count(), floor.now(floor.brakes).decision) == (0, "undecided")


def test_prices_hold_until_the_day_the_quote_says(floor: Floor) -> None:
    asked = approvals.ask(floor.ticket, valid_until=AT.date(), by=floor.shop.kim, at=AT)
    with pytest.raises(approvals.QuoteExpired, match="2026-11-24"):
        floor.answer(asked, floor.brakes, at=later(days=1))
    floor.answer(asked, no=[floor.wipers], at=later(days=1))
    assert (floor.now(floor.brakes).decision, floor.now(floor.wipers).decision) == ("undecided", "declined")


def test_a_yes_by_phone_names_the_person_the_number_and_the_gist(floor: Floor) -> None:
    refusals: list[tuple[dict[str, Any], type[Refused]]] = [
        ({"said_by": " "}, approvals.WhoMissing), ({"contact": ""}, approvals.NumberMissing),
        ({"note": ""}, approvals.NumberMissing), ({"method": "telepathy"}, approvals.NoSuchMethod),
        ({"method": "link"}, approvals.NoSuchMethod),
    ]  # fmt: skip
    for missing, refusal in refusals:
        with pytest.raises(refusal):
            floor.phone(Answer(floor.brakes, "approve"), **missing)
    assert (Approval.objects.count(), floor.now().state) == (0, "draft")
    approval = floor.phone(Answer(floor.brakes, "approve"))
    assert (approval.contact, approval.note, approval.taken_by) == (
        "070-123 45 67",
        "Go ahead",
        floor.shop.staff["kim"],
    )
    assert (approval.version, floor.now().state, floor.now(floor.brakes).decision) == (None, "open", "approved")


def test_an_answer_is_one_of_three_for_a_job_of_this_ticket_once(floor: Floor) -> None:
    refusals: list[tuple[list[Answer], type[Refused]]] = [
        ([], approvals.NobodyAnswered), ([Answer(floor.brakes, "perhaps")], approvals.BadAnswer),
        ([Answer(floor.brakes, "approve"), Answer(floor.brakes, "decline")], approvals.BadAnswer),
    ]  # fmt: skip
    for answers, refusal in refusals:
        with pytest.raises(refusal):
            floor.phone(*answers)
    asked = floor.ask(jobs=[floor.brakes])
    with pytest.raises(approvals.NotShown):
        floor.answer(asked, floor.wipers)
    assert Approval.objects.count() == 0


def test_recording_a_yes_is_a_permission_of_its_own(floor: Floor) -> None:
    said: dict[str, Any] = {
        "answers": [Answer(floor.brakes, "approve")],
        "said_by": "Bo",
        "method": "in_person",
        "at": AT,
    }
    with pytest.raises(Forbidden):
        approvals.record(floor.ticket, by=floor.shop.tess, **said)
    link = floor.ask().link
    with pytest.raises((Forbidden, NotFound)):
        approvals.record(floor.ticket, by=links.customer(link), **said)
    assert Approval.objects.count() == 0


def test_what_the_store_cannot_give_puts_the_job_on_hold(floor: Floor) -> None:
    pads = floor.line(floor.brakes, "part")
    lines.change(pads, version=pads.version, quantity_milli=6000, by=floor.shop.kim, at=AT)
    floor.phone(Answer(floor.brakes, "approve"))
    job = floor.now(floor.brakes)
    assert (job.work, job.hold_reason, floor.now().order_status) == ("on_hold", "parts", "waiting_parts")
    assert reserved(floor) == (4000, 0)


def test_nothing_is_answered_on_a_closed_ticket(floor: Floor) -> None:
    voiding.void(floor.ticket, reason="Never came", by=floor.shop.mo, at=AT)
    with pytest.raises(TicketClosed):
        floor.phone(Answer(floor.brakes, "approve"))
    assert Approval.objects.count() == 0


def test_no_action_decides_without_a_row(floor: Floor) -> None:
    """F-23: the decision is a cache of the newest item, in every state a job has been through here."""
    asked = floor.ask()
    floor.answer(asked, floor.brakes, no=[floor.wipers])
    floor.phone(Answer(floor.wipers, "later"), at=later(hours=1))
    for job in (floor.now(floor.brakes), floor.now(floor.wipers)):
        newest = ApprovalItem.objects.filter(job=job).order_by("-pk").first()
        assert newest is not None
        assert job.said == newest.decision
        assert job.terms == (newest.fingerprint if newest.decision == "approve" else None)
    assert issubclass(approvals.StalePage, Refused)
