"""Each role's first screen: its own questions, answered for the site, in as many queries for three as for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from vaxel.business.locations.models import Staff
from vaxel.business.locations.staff import assign, hire
from vaxel.business.schedule import bookings
from vaxel.business.service import work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import SETUP, Floor, workshop
from vaxel.business.tickets import jobs, tickets
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def floor() -> Floor:
    """Brakes and wipers are approved through the link."""
    made = workshop(pads=40, blades=40)
    made.answer(made.ask(at=AT), made.brakes, made.wipers, at=AT)
    return made


def someone(floor: Floor, role: str) -> Desk:
    """A person of that role at the workshop."""
    person = hire(email=f"{role}@vaxel.example", name=role.title(), password="vinterdäck 2026",
                  home_site=floor.shop.workshop, by=SETUP, at=AT)  # fmt: skip
    assign(person, role=role, site=floor.shop.workshop, by=SETUP, at=AT)
    return Desk(role)


@pytest.mark.parametrize(("role", "there", "absent"), [
    ("advisor", ("Promised today", "Answers that came in", "Customers who wait here", "To be asked about again"),
     ("Periods to close",)),
    ("counter", ("Cash drawer", "To be paid", "Ready to hand over"), ("Periods to close", "Late or tight")),
    ("manager", ("Late or tight", "On hold", "The day", "Overdue"), ("Periods to close",)),
    ("finance", ("Overdue", "To be paid", "Periods to close"), ("Late or tight", "Who or what has come in?")),
])  # fmt: skip
def test_each_role_has_its_own_questions(floor: Floor, role: str, there: tuple[str, ...],
                                         absent: tuple[str, ...]) -> None:  # fmt: skip
    page = someone(floor, role).get("/").text
    for words in there:
        assert words in page, words
    for words in absent:
        assert words not in page, words


def test_the_owner_sees_what_a_manager_does_and_the_technician_their_day(floor: Floor) -> None:
    assert "Late or tight" in Desk("mo").get("/").text
    tess = Desk("tess").get("/").text
    assert "My jobs" in tess
    assert "Who or what has come in?" not in tess


def test_an_answer_by_link_is_told_and_one_taken_by_phone_is_not(floor: Floor) -> None:
    page = Desk("kim").get("/").text
    assert "Bo Öberg" in page
    assert "approved 3 375,00 kr" in page
    assert "No answer since yesterday." not in page


def test_late_is_told_before_it_is_and_blocked_says_why(floor: Floor) -> None:
    soon = clock.now() + timedelta(minutes=5)  # from now: the module may have been read long ago
    tickets.change(floor.ticket, promise_at=soon, by=floor.shop.kim, at=AT)
    mo = Desk("mo")
    assert "will be late" in mo.get("/").text
    for job in (floor.brakes, floor.wipers):
        work.hold(job, reason="customer", by=floor.shop.kim, at=AT)
    assert "Waits for the customer" in mo.get("/").text


def test_a_car_that_comes_today_stands_with_how(floor: Floor) -> None:
    made = bookings.book(floor.ticket, starts_at=AT + timedelta(days=1), how="after_hours", by=floor.shop.kim, at=AT)
    type(made).objects.filter(pk=made.pk).update(starts_at=AT, how="waits")
    kim = Desk("kim")
    assert "waits here" in kim.get("/").text


def one_more(floor: Floor, n: int) -> None:
    """One more of all that the lanes ask for."""
    said: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    ticket = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, promise_at=AT, **said)
    job = jobs.add(ticket, title=f"Job {n}", **said)
    floor_again = Floor(floor.shop, floor.car, ticket, job, job, floor.pads, floor.blades, floor.change_pads)
    floor_again.phone(Answer(job, "approve"), at=AT)
    status = ("ready", "waiting_parts", "in_progress")[n % 3]
    Ticket.objects.filter(pk=ticket.pk).update(order_status=status)


@pytest.mark.parametrize("role", ["mo", "kim", "sam", "tess"])
def test_three_of_everything_ask_as_often_as_one(floor: Floor, role: str) -> None:
    desk = Desk(role)

    def asked() -> int:
        desk.get("/")
        count = 0

        def counting(execute: Any, *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counting):
            assert desk.get("/").status == 200
        return count

    for n in range(3):
        one_more(floor, n)
    once = asked()
    for n in range(6):
        one_more(floor, n)
    assert asked() == once
    assert once < 80  # nothing drawn is kept inside the test's transaction
    assert Staff.objects.count() > 3
