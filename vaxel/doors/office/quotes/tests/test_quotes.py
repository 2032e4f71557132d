"""The list of quotes: waiting, opened, to be followed up, answered, expired."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.service import approvals, links
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets import jobs, lines
from vaxel.business.tickets.models import Quote, Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked, one_more
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
VIEWS = ("", "opened", "follow", "answered", "expired", "all")


@pytest.fixture
def floor() -> Floor:
    return workshop()


def where(kim: Desk, floor: Floor) -> list[str]:
    """The views that show the quote."""
    return [view for view in VIEWS if f"/tickets/{floor.ticket.pk}" in kim.get("/quotes", view=view).text]


def test_a_quote_goes_from_sent_to_opened_to_answered(floor: Floor) -> None:
    with clock.fixed(AT):
        kim = Desk("kim")
        assert where(kim, floor) == []
        sent = floor.ask()
        assert where(kim, floor) == ["", "all"]
        link = links.find(sent.token, AT)
        approvals.open_link(link, by=links.customer(link), at=AT)
        assert where(kim, floor) == ["", "opened", "all"]
        floor.answer(sent, floor.brakes, no=[floor.wipers])
        assert where(kim, floor) == ["answered", "all"]
        assert "Answered" in kim.get("/quotes?view=answered").text


def test_after_two_days_it_is_followed_up_and_in_the_end_it_expires(floor: Floor) -> None:
    with clock.fixed(AT):
        floor.ask()
    with clock.fixed(AT + timedelta(days=3)):
        assert where(Desk("kim"), floor) == ["", "follow", "all"]
    with clock.fixed(AT + timedelta(days=400)):
        assert where(Desk("kim"), floor) == ["expired", "all"]


def test_a_new_version_waits_again(floor: Floor) -> None:
    with clock.fixed(AT):
        sent = floor.ask()
        floor.answer(sent, floor.brakes, no=[floor.wipers])
    with clock.fixed(AT + timedelta(hours=2)):
        said: dict[str, Any] = {"by": floor.shop.kim, "at": AT + timedelta(hours=2)}
        more = jobs.add(floor.now(), title="Lamp", **said)
        lines.add(more, [lines.Wish(part=floor.blades)], **said)
        floor.ask(jobs=[more], at=AT + timedelta(hours=2))
        kim = Desk("kim")
        assert where(kim, floor) == ["", "all"]
        assert "version 2" in kim.get("/quotes").text


def test_it_is_found_exported_and_asks_as_often_for_three_as_for_one(floor: Floor) -> None:
    with clock.fixed(AT):
        floor.ask()
        kim = Desk("kim", language="sv")
        number = Quote.objects.get().number
        for text in (str(number), "abc 123", "öberg"):
            assert f"/tickets/{floor.ticket.pk}" in kim.get("/quotes", q=text).text
        once = asked(kim, "/quotes")
        for n in (1, 2):
            one_more(floor, n)
        for ticket in Ticket.objects.exclude(pk=floor.ticket.pk):
            approvals.ask(ticket, sent_to="x", by=floor.shop.kim, at=AT)
        assert asked(kim, "/quotes") == once
        assert "Väntar svar" in kim.get("/quotes").text
        page = kim.get("/quotes?as=csv")
        assert len(b"".join(page.response.streaming_content).decode().splitlines()) == 4
