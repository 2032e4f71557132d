"""The board on screen: cards where their jobs put them, moves by what the jobs can do, filters, and its cost."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from vaxel.business.parties import parties
from vaxel.business.schedule import planning
from vaxel.business.service.approvals import Answer, record
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.vehicles import registry
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def floor() -> Floor:
    """Brakes and wipers are approved."""
    made = workshop(pads=40, blades=40)
    made.phone(Answer(made.brakes, "approve"), Answer(made.wipers, "approve"))
    return made


def columns(page: Page) -> dict[str, int]:
    """Column → how many cards stand in it."""
    parts = re.split(r'data-column="', page.text)[1:]
    return {part.split('"', 1)[0]: part.count("data-card=") for part in parts}


def move(desk: Desk, ticket: Ticket, to: str, **fields: str) -> Page:
    return desk.post("/board/move", ticket=str(ticket.pk), to=to, **fields)


def test_a_card_stands_where_its_jobs_put_it(floor: Floor) -> None:
    kim = Desk("kim")
    page = kim.get("/board")
    assert columns(page) == {"quotes": 0, "to_start": 1, "at_work": 0, "waiting": 0, "ready": 0, "handed_over": 0}
    assert "ABC 123" in page.text
    assert "Brakes, Wipers" in page.text
    moved = move(kim, floor.ticket, "at_work")
    assert (moved.status, columns(moved)["at_work"]) == (200, 1)
    assert "ABC123: In progress" in moved.text


def test_waiting_asks_for_what_and_keeps_the_reason(floor: Floor) -> None:
    kim = Desk("kim")
    asked = move(kim, floor.ticket, "waiting")
    assert "Say what the car waits for." in asked.text
    assert 'value="parts"' in asked.text
    assert columns(asked)["waiting"] == 0
    held = move(kim, floor.ticket, "waiting", reason="parts")
    assert columns(held)["waiting"] == 1
    assert "waits for parts" in held.text
    assert floor.now().order_status == "waiting_parts"


def test_a_move_that_the_table_has_not_is_refused_in_words_and_changes_nothing(floor: Floor) -> None:
    kim = Desk("kim")
    refused = move(kim, floor.ticket, "ready")
    assert (refused.status, columns(refused)["to_start"]) == (422, 1)
    assert "Not done yet: Brakes, Wipers" in refused.text
    menu = kim.part(f"/board/menu/{floor.ticket.pk}")
    assert "Not done yet: Brakes, Wipers" in menu.text
    assert "it stands here" in menu.text
    assert floor.now().order_status == "open"


def test_a_move_is_undone_from_its_strip(floor: Floor) -> None:
    kim = Desk("kim")
    move(kim, floor.ticket, "at_work")
    before = json.dumps({str(floor.brakes.pk): ["pending", ""]})
    back = kim.post("/board/put-back", ticket=str(floor.ticket.pk), before=before)
    assert columns(back)["to_start"] == 1
    assert "ABC123 stands where it stood." in back.text
    assert floor.now().order_status == "open"
    for broken in ("", "[]", '{"x": 1}', "null", '{"a": "b"}'):
        assert kim.post("/board/put-back", ticket=str(floor.ticket.pk), before=broken).status in (200, 400, 404)


def test_ready_leads_to_the_invoice(floor: Floor) -> None:
    kim = Desk("kim")
    Job.objects.filter(ticket=floor.ticket).update(work="in_progress")
    Ticket.objects.filter(pk=floor.ticket.pk).update(order_status="in_progress")
    assert columns(move(kim, floor.ticket, "ready"))["ready"] == 1
    assert move(kim, floor.ticket, "handed_over").leads_to == f"/tickets/{floor.ticket.pk}"


def test_who_may_not_move_it_is_refused_and_other_sites_are_not_told(floor: Floor) -> None:
    frida = Desk("tess")
    assert move(frida, floor.ticket, "at_work").status == 200
    elsewhere = tickets.open_ticket(floor.shop.tyres, by=floor.shop.mo, at=AT)
    assert move(Desk("kim"), elsewhere, "at_work").status == 404


def test_late_is_told_before_the_time_has_come(floor: Floor) -> None:
    """More is left than there is time for: red, and in the filter of those that are late."""
    kim = Desk("kim")
    tickets.change(floor.ticket, promise_at=clock.now() + timedelta(minutes=2), by=floor.shop.kim, at=AT)
    page = kim.get("/board", who="late")
    assert columns(page)["to_start"] == 1
    assert "will be late" in page.text
    tickets.change(floor.ticket, promise_at=clock.now() + timedelta(days=30), by=floor.shop.kim, at=AT)
    assert columns(kim.get("/board", who="late"))["to_start"] == 0


def test_mine_and_a_technician_s(floor: Floor) -> None:
    tess = Desk("tess")
    assert columns(tess.get("/board", who="mine"))["to_start"] == 0
    _plan(floor, floor.brakes)
    assert columns(tess.get("/board", who="mine"))["to_start"] == 1
    assert columns(Desk("kim").get("/board", tech=str(floor.tess.pk)))["to_start"] == 1
    assert columns(Desk("kim").get("/board", tech=str(floor.shop.staff["mo"].pk)))["to_start"] == 0


def _plan(floor: Floor, job: Job) -> None:
    start = clock.now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while start.weekday() > 4:
        start += timedelta(days=1)
    planning.plan(job, staff=floor.tess, starts_at=start, by=floor.shop.kim, at=AT)


def test_list_and_day(floor: Floor) -> None:
    kim = Desk("kim")
    assert "ABC 123" in kim.get("/board", view="list").text
    assert "Tess Ek" in kim.get("/board", view="day").text
    assert kim.get("/board", view="nonsense", who="x", site="y", tech="z", column="q").status == 200


def one_more(floor: Floor, n: int) -> None:
    """Another car with two approved jobs, one of them planned and clocked."""
    said: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    owner = parties.add(name=f"Eva {n}", phone=f"070-111 22 3{n}", **said)
    car = registry.add(plate=f"ABC{n}2D", owner=owner, **said)
    ticket = tickets.open_ticket(floor.shop.workshop, customer=owner, vehicle=car, promise_at=AT, **said)
    made = [jobs.add(ticket, title=title, **said) for title in ("Brakes", "Wipers")]
    for job in made:
        lines.add(job, [lines.Wish("labour", operation=floor.change_pads), lines.Wish(part=floor.pads)], **said)
    record(ticket, answers=[Answer(job, "approve") for job in made], said_by="Eva", method="in_person", **said)
    _plan(floor, made[0])


def asked(desk: Desk, path: str) -> int:
    desk.get(path)
    count = 0

    def counting(execute: Any, *args: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*args)

    with connection.execute_wrapper(counting):
        assert desk.get(path).status == 200
    return count


@pytest.mark.parametrize("path", ["/board", "/board?view=list", "/board?view=day", "/calendar", "/calendar?view=week"])
def test_three_cards_ask_as_often_as_one(floor: Floor, path: str) -> None:
    kim = Desk("kim")
    one_more(floor, 1)
    once = asked(kim, path)
    for n in (2, 3):
        one_more(floor, n)
    assert asked(kim, path) == once
    assert once < 60
