"""Answers, attempts and links in one dialog of the ticket; work that goes ahead unasked."""

import pytest

from vaxel.business.service import links
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import ApprovalLink, ContactAttempt
from vaxel.business.service.tests.cast import SAID, Floor, later, workshop
from vaxel.business.tickets import tickets
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_attempts_are_noted_and_a_link_is_closed_in_the_dialog(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    asked = floor.ask()
    assert "None noted." in kim.part(f"{where}/said").text
    page = kim.post(f"{where}/attempts", channel="phone", number="070-1", result="busy", text="Provar igen")
    assert "Provar igen" in page.text
    assert ContactAttempt.objects.get().taken_by == floor.shop.staff["kim"]
    assert kim.post(f"{where}/attempts", channel="phone", number="", result="busy").status in (400, 422)
    assert ContactAttempt.objects.count() == 1
    closed = kim.post(f"{where}/links/{asked.link.pk}/revoke")
    assert "closed" in closed.text
    with pytest.raises(links.LinkRevoked):
        links.find(asked.token, later(minutes=1))


def test_work_goes_ahead_unasked_after_an_attempt(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    floor.phone(Answer(floor.brakes, "approve"))
    assert "Do work without an answer" not in kim.part(f"{where}/said").text
    refused = kim.post(f"{where}/unasked", jobs=str(floor.wipers.pk), reason="danger", text="Lossnat")
    assert "Try to reach the customer first" in refused.text
    assert floor.now(floor.wipers).decision == "undecided"
    kim.post(f"{where}/attempts", channel="phone", number="070-1", result="no_answer")
    assert "Do work without an answer" in kim.part(f"{where}/said").text
    kim.post(f"{where}/unasked", jobs=str(floor.wipers.pk), reason="danger", text="Lossnat")
    assert floor.now(floor.wipers).decision == "approved"
    assert "Nobody reached" in kim.part(f"{where}/said").text


def test_a_link_of_another_ticket_is_not_closed_here(floor: Floor) -> None:
    other = link_of_another(floor)
    kim = Desk("kim")
    assert kim.post(f"/tickets/{floor.ticket.pk}/links/{other.pk}/revoke").status == 404
    assert ApprovalLink.objects.get(pk=other.pk).revoked_at is None


def link_of_another(floor: Floor) -> ApprovalLink:
    """A link of another ticket of the shop."""
    made = tickets.open_ticket(floor.shop.workshop, customer=floor.shop.ada, **SAID)
    return links.make(made, **SAID)[0]
