"""The vehicle's page: what comes next, what it has been through, and what it got before (W4)."""

from datetime import date, timedelta
from typing import Any

import pytest

from vaxel.business.payments import drawers, sales, tenders
from vaxel.business.service import handover, work
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.doors.office.vehicles import visits
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Any:
    """Bo has said yes to the brakes, which are done and invoiced, and no to the wipers."""
    made = workshop()
    Job.objects.filter(pk=made.brakes.pk).update(warranty_months=24)
    made.answer(made.ask(), made.brakes, no=[made.wipers])
    said: dict[str, Any] = {"by": made.shop.kim, "at": AT}
    work.assign(made.line(made.brakes, "labour"), shares=[(made.tess, 1_000_000)], **said)
    work.begin(made.now(made.brakes), **said)
    work.complete(made.now(made.brakes), **said)
    tickets.change(made.now(), odometer_in_km=88_000, odometer_out_km=88_010, **said)
    handover.post_ticket(made.now(), **said)
    with clock.fixed(AT):
        yield made


def test_declined_work_stands_on_top_and_goes_onto_the_open_ticket(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/vehicles/{floor.car.pk}"
    text = kim.get(where).text
    assert "Wipers" in text.split('class="card next-things"')[1].split("</section>")[0]
    assert "New ticket with it" in text
    waiting = DeferredWork.objects.get()
    assert kim.form(f"{where}/waiting/{waiting.pk}/take-up").leads_to == f"/tickets/new?vehicle={floor.car.pk}"
    again = tickets.open_ticket(
        floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, by=floor.shop.kim, at=AT
    )
    assert f"Ticket {again.ref} is open" in kim.get(where).text
    assert kim.form(f"{where}/waiting/{waiting.pk}/take-up").leads_to == f"/tickets/{again.pk}"
    assert [job.title for job in again.jobs.all()] == ["Wipers"]
    assert kim.form(f"{where}/waiting/{waiting.pk}/take-up").status == 409
    assert again.jobs.count() == 1


def test_work_under_warranty_says_until_when(floor: Floor) -> None:
    text = Desk("kim").get(f"/vehicles/{floor.car.pk}").text
    assert "warranty until 2028-11-24" in text
    with clock.fixed(AT + timedelta(days=800)):
        assert "warranty until" not in Desk("kim").get(f"/vehicles/{floor.car.pk}").text


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_months_end_on_a_day_that_there_is(day: date, months: int, until: date) -> None:
    assert visits._months_on(day, months) == until


def test_the_history_is_filtered_by_kind_and_searched(floor: Floor) -> None:
    said: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    other = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, **said)
    lamp = jobs.add(other, title="Lamp", category="electrical", **said)
    lines.add(lamp, [lines.Wish("note", text="Left side")], **said)
    kim, where = Desk("kim"), f"/vehicles/{floor.car.pk}/visits"

    def shown(**query: str) -> list[bool]:
        text = kim.part(where, **query).text
        return [f"/tickets/{one.pk}" in text for one in (floor.ticket, other)]

    assert shown() == [True, True]
    assert shown(kind="electrical") == [False, True]
    assert shown(kind="brakes") == [True, False]
    assert shown(words="left SIDE") == [False, True]
    assert shown(words="0986494104") == [True, False]
    assert shown(words="left brakes") == [False, False]
    assert "No visit fits." in kim.part(where, words="zzz").text
    assert f"/tickets/{other.pk}" in kim.get(f"/vehicles/{floor.car.pk}?kind=electrical").text


def test_a_part_it_got_before_is_sold_again_once(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/vehicles/{floor.car.pk}"
    assert "Sell again" in kim.get(where).text
    fields = {"part": str(floor.pads.pk), "once": str(new_id())}
    answers = [kim.form(f"{where}/sell-again", **fields) for _n in range(2)]
    cart = Ticket.objects.get(kind="counter")
    assert [one.leads_to for one in answers] == [f"/counter/{cart.pk}"] * 2
    assert (cart.customer, Line.objects.get(ticket=cart).part) == (floor.shop.bo, floor.pads)
    again = tickets.open_ticket(
        floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, by=floor.shop.kim, at=AT
    )
    assert kim.form(f"{where}/sell-again", part=str(floor.pads.pk)).leads_to == f"/tickets/{again.pk}"
    assert Line.objects.get(ticket=again).part == floor.pads
    assert kim.form(f"{where}/sell-again", part=str(new_id())).status == 404


def test_the_page_asks_as_often_for_three_visits_as_for_one(floor: Floor) -> None:
    kim, where = Desk("kim", language="sv"), f"/vehicles/{floor.car.pk}"
    drawers.open(floor.shop.k1, float_minor=100_000, by=floor.shop.kim, at=AT)
    once = asked(kim, where)
    for _n in (1, 2):
        sales.ring_up(
            floor.shop.k1, [Wish(part=floor.blades)], [tenders.Tender("cash", 25_000)], customer=floor.shop.bo,
            vehicle=floor.car, by=floor.shop.kim, at=AT,
        )  # fmt: skip
    assert asked(kim, where) == once
    text = kim.get(where).text
    assert "2 gånger" in text
    assert "Delar den fått förut" in text
