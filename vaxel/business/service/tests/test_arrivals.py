"""Goods that arrive go to the jobs that wait, in the right order, and lift their hold."""

import pytest

from vaxel.business.service import approvals, arrivals
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, later, workshop
from vaxel.business.stock import receipts
from vaxel.business.stock.models import Balance
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """No pads are in the house, and Bo has approved the brakes."""
    made = workshop(pads=0)
    made.phone(Answer(made.brakes, "approve"))
    return made


def other(floor: Floor, pads: int) -> Job:
    """A job on another ticket, promised sooner, that waits for so many pads."""
    ticket = tickets.open_ticket(
        floor.shop.workshop, vehicle=floor.car, promise_at=later(hours=8), by=floor.shop.kim, at=later(hours=1)
    )
    job = jobs.add(ticket, title="Urgent", by=floor.shop.kim, at=AT)
    lines.add(job, [lines.Wish(part=floor.pads, quantity_milli=pads * 1000)], by=floor.shop.kim, at=AT)
    approvals.record(ticket, answers=[Answer(job, "approve")], said_by="Ada", method="in_person", by=floor.shop.kim,
                     at=later(hours=1))  # fmt: skip
    return job


def arrive(floor: Floor, pads: int) -> None:
    """So many pads come, and everybody hears of it; telling twice changes nothing."""
    receipts.receive(floor.shop.workshop, lines=[(floor.pads, pads * 1000, 40_000)], **SAID)
    for _time in range(2):
        events.tell_waiting(later(hours=2))
    arrivals.serve({"site_id": str(floor.shop.workshop.pk)}, later(hours=2))


def test_the_hold_is_lifted_when_the_last_missing_part_is_there(floor: Floor) -> None:
    assert floor.now(floor.brakes).hold_reason == "parts"
    arrive(floor, 1)
    assert (floor.now(floor.brakes).work, floor.now().order_status) == ("pending", "open")
    assert Balance.objects.get(part=floor.pads).reserved_milli == 1000


def test_the_sooner_promise_is_served_first_and_what_is_short_waits_on(floor: Floor) -> None:
    urgent = other(floor, 2)
    arrive(floor, 2)
    assert (floor.now(urgent).work, floor.now(floor.brakes).work) == ("pending", "on_hold")
    assert Ticket.objects.get(pk=urgent.ticket_id).order_status == "open"
    arrive(floor, 1)
    assert (floor.now(floor.brakes).work, Balance.objects.get(part=floor.pads).reserved_milli) == ("pending", 3000)


def test_a_part_of_what_is_missing_is_kept_and_the_job_waits_on(floor: Floor) -> None:
    urgent = other(floor, 3)
    arrive(floor, 2)
    assert (floor.now(urgent).work, floor.now(urgent).hold_reason) == ("on_hold", "parts")
    assert Balance.objects.get(part=floor.pads).reserved_milli == 2000


def test_other_holds_are_not_touched(floor: Floor) -> None:
    Job.objects.filter(pk=floor.brakes.pk).update(hold_reason="customer")
    arrive(floor, 5)
    assert floor.now(floor.brakes).hold_reason == "customer"
    assert arrivals.cover(floor.brakes, by=floor.shop.mo, at=AT).work == "on_hold"
