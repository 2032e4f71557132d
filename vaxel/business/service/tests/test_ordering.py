"""Lines and jobs stand where people put them."""

from datetime import date
from typing import Any

import pytest

from vaxel.business.catalog import fees
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import lines, ordering
from vaxel.business.tickets.models import Job, Line
from vaxel.business.tickets.refusals import TicketClosed

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def kim(floor: Floor) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT}


def texts(job: Job) -> list[str]:
    return [line.text for line in Line.objects.filter(job=job).order_by("position", "id")]


def test_a_line_moves_up_and_down_with_what_hangs_on_it(floor: Floor) -> None:
    fee = fees.define(key="e", name_sv="Miljöavgift", name_en="E", kind="hung", unit_price_cm=100_000,
                      valid_from=date(2026, 1, 1), by=floor.shop.mo, at=AT)  # fmt: skip
    fees.hang(fee, part=floor.blades, by=floor.shop.mo, at=AT)
    lines.add(floor.brakes, [lines.Wish(part=floor.blades)], **kim(floor))
    assert texts(floor.brakes) == ["Byta belägg", "Bromsbelägg", "Torkarblad", "Miljöavgift"]
    blades = Line.objects.select_related("ticket").get(job=floor.brakes, part=floor.blades)
    before = floor.now().version
    ordering.move_line(blades, steps=-1, **kim(floor))
    assert texts(floor.brakes) == ["Byta belägg", "Torkarblad", "Miljöavgift", "Bromsbelägg"]
    assert floor.now().version == before + 1
    ordering.move_line(blades, steps=1, **kim(floor))
    assert texts(floor.brakes) == ["Byta belägg", "Bromsbelägg", "Torkarblad", "Miljöavgift"]


def test_past_the_end_it_goes_to_the_next_job_and_back(floor: Floor) -> None:
    pads = floor.line(floor.brakes, "part")
    ordering.move_line(pads, steps=1, **kim(floor))
    assert (texts(floor.brakes), texts(floor.wipers)) == (["Byta belägg"], ["Bromsbelägg", "Fit blades", "Torkarblad"])
    moved = Line.objects.select_related("ticket").get(pk=pads.pk)
    ordering.move_line(moved, steps=-1, **kim(floor))
    assert texts(floor.brakes) == ["Byta belägg", "Bromsbelägg"]
    assert floor.now().gross_minor == 337_500
    last = floor.line(floor.wipers, "part")
    ordering.move_line(last, steps=1, **kim(floor))
    assert texts(floor.wipers) == ["Fit blades", "Torkarblad"]


def test_what_the_customer_said_yes_to_stays_together(floor: Floor) -> None:
    floor.answer(floor.ask(), floor.wipers)
    ordering.move_line(floor.line(floor.brakes, "part"), steps=1, **kim(floor))
    assert texts(floor.brakes) == ["Byta belägg", "Bromsbelägg"]
    assert floor.now(floor.wipers).decision == "approved"


def test_jobs_move_too_and_nothing_moves_on_a_closed_ticket(floor: Floor) -> None:
    ordering.move_job(floor.wipers, steps=-5, **kim(floor))
    assert [job.title for job in Job.objects.filter(ticket=floor.ticket)] == ["Wipers", "Brakes"]
    type(floor.ticket).objects.filter(pk=floor.ticket.pk).update(state="posted")
    with pytest.raises(TicketClosed):
        ordering.move_job(floor.wipers, steps=1, **kim(floor))
    with pytest.raises(TicketClosed):
        ordering.move_line(floor.line(floor.brakes, "part"), steps=-1, **kim(floor))
    assert texts(floor.brakes) == ["Byta belägg", "Bromsbelägg"]
