"""Pages ask the database as often for three rows as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from vaxel.business.parties import parties as parties_
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.vehicles import registry
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def asked(desk: Desk, path: str) -> int:
    """How many statements the page takes once it has been asked for; the least of three: what is kept for a second
    or two (who may do what) may run out in the middle."""
    desk.get(path)
    return min(_counted(desk, path) for _n in range(3))


def _counted(desk: Desk, path: str) -> int:
    count = 0

    def counting(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*args)

    with connection.execute_wrapper(counting):
        assert desk.get(path).status == 200
    return count


def one_more(floor: Floor, n: int) -> None:
    """Another customer with a car and a ticket of two jobs."""
    kim: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    owner = parties_.add(name=f"Eva {n}", phone=f"070-111 22 3{n}", **kim)
    car = registry.add(plate=f"ABC{n}2D", owner=owner, **kim)
    ticket = tickets.open_ticket(floor.shop.workshop, customer=owner, vehicle=car, promise_at=AT, **kim)
    for title in ("Brakes", "Wipers"):
        job = jobs.add(ticket, title=title, **kim)
        lines.add(job, [lines.Wish(part=floor.pads)], **kim)


@pytest.mark.parametrize("path", ["/", "/tickets", "/tickets?q=eva", "/vehicles", "/vehicles?q=abc", "/customers",
                                  "/customers?q=eva", "/parts", "/tickets/new?q=eva"])  # fmt: skip
def test_a_list_of_three_asks_as_often_as_a_list_of_one(floor: Floor, path: str) -> None:
    kim = Desk("kim")
    one_more(floor, 1)
    once = asked(kim, path)
    for n in (2, 3):
        one_more(floor, n)
    assert asked(kim, path) == once


def test_a_ticket_with_three_jobs_asks_as_often_as_with_one(floor: Floor) -> None:
    kim = Desk("kim")
    said: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    ticket = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, **said)
    wishes = [lines.Wish("labour", operation=floor.change_pads), lines.Wish(part=floor.pads)]
    lines.add(jobs.add(ticket, title="One", **said), wishes, **said)
    path = f"/tickets/{ticket.pk}"
    once = asked(kim, path)
    for title in ("Two", "Three"):
        more = [lines.Wish("labour", operation=floor.change_pads), lines.Wish(part=floor.blades)]
        lines.add(jobs.add(ticket, title=title, **said), more, **said)
    assert asked(kim, path) == once
    assert once < 40
