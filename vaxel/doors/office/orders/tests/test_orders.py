"""The list of work orders: by technician, status and promise, and printed together."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.service import work
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import tickets
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
VIEWS = ("", "mine", "ahead", "waiting", "late", "ready", "done")


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    made.answer(made.ask(), made.brakes, no=[made.wipers])
    return made


def where(desk: Desk, floor: Floor) -> list[str]:
    return [view for view in VIEWS if f"/tickets/{floor.ticket.pk}" in desk.get("/orders", view=view).text]


def test_an_order_stands_where_its_work_is(floor: Floor) -> None:
    with clock.fixed(AT):
        kim = Desk("kim")
        assert where(kim, floor) == ["", "ahead"]
        labour = floor.line(floor.brakes, "labour")
        work.assign(labour, shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=AT)
        assert where(Desk("tess"), floor) == ["", "mine", "ahead"]
        assert "Tess Ek" in kim.get("/orders").text
        tickets.change(floor.now(), promise_at=AT + timedelta(hours=2), by=floor.shop.kim, at=AT)
    with clock.fixed(AT + timedelta(hours=3)):
        assert where(kim, floor) == ["", "ahead", "late"]


def test_it_is_filtered_by_technician(floor: Floor) -> None:
    kim, here = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    assert here in kim.get("/orders?technician=none").text
    assert here not in kim.get(f"/orders?technician={floor.tess.pk}").text
    work.assign(floor.line(floor.brakes, "labour"), shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=AT)
    assert here not in kim.get("/orders?technician=none").text
    assert here in kim.get(f"/orders?technician={floor.tess.pk}").text


def test_the_chosen_are_printed_and_what_is_no_order_is_not(floor: Floor) -> None:
    kim = Desk("kim")
    page = kim.form("/orders/print", pick=str(floor.ticket.pk))
    assert page.response["Content-Type"] == "application/pdf"
    assert page.response.content.count(b"/Type /Page\n") == 1
    draft = tickets.open_ticket(floor.shop.workshop, by=floor.shop.kim, at=AT)
    assert kim.form("/orders/print", pick=str(draft.pk)).status == 400


def test_the_list_asks_as_often_for_three_as_for_one(floor: Floor) -> None:
    kim, said = Desk("kim", language="sv"), dict[str, Any](by=floor.shop.kim, at=AT)
    once = asked(kim, "/orders")
    for n in (1, 2):
        more = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.bo, vehicle=floor.car, **said)
        Ticket.objects.filter(pk=more.pk).update(work_order_number=900 + n, order_status="open", state="open")
    assert asked(kim, "/orders") == once
    assert "Arbetsordrar" in kim.get("/orders").text
