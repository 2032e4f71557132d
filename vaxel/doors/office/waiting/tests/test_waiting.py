"""The list of work that waits: what is due, called about, written about, booked, put off; the close rate."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.messaging.models import Message
from vaxel.business.parties import parties
from vaxel.business.service import deferred
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
VIEWS = ("", "red", "overdue", "open", "on", "done")


@pytest.fixture
def floor(settings: Any) -> Floor:
    settings.FAKE_MESSAGES = True
    return workshop()


def laid(floor: Floor) -> DeferredWork:
    """Bo wants the wipers later."""
    floor.phone(Answer(floor.brakes, "approve"), Answer(floor.wipers, "later", "Lön först"))
    return DeferredWork.objects.get()


def where(kim: Desk) -> list[str]:
    return [view for view in VIEWS if "Wipers" in kim.get("/waiting", view=view).text]


def test_what_waits_is_due_until_its_day_is_far(floor: Floor) -> None:
    with clock.fixed(AT):
        kim, work = Desk("kim"), laid(floor)
        assert where(kim) == ["", "open"]
        page = kim.get("/waiting").text
        assert "tel:" in page
        assert "Lön först" in page
        kim.form(f"/waiting/{work.pk}/later", on="2027-02-01")
        assert where(kim) == ["open"]
    with clock.fixed(AT + timedelta(days=80)):
        assert where(Desk("kim")) == ["", "overdue", "open"]


def test_the_owner_is_reminded_only_with_consent_and_once(floor: Floor) -> None:
    work, kim = laid(floor), Desk("kim")
    refused = kim.form(f"/waiting/{work.pk}/send")
    assert refused.status in (403, 409, 422, 400)
    assert not Message.objects.exists()
    consent(floor)
    kim.form(f"/waiting/{work.pk}/send")
    kim.form(f"/waiting/{work.pk}/send")
    message = Message.objects.get()
    assert "Wipers" in message.text
    assert "/stop/" in message.text
    assert message.purpose == "reminder"


def consent(floor: Floor) -> None:
    parties.record_consent(floor.shop.bo, channel="sms", purpose="reminder", given=True, source="desk",
                           by=floor.shop.kim, at=AT)  # fmt: skip


def test_it_is_booked_from_its_row_with_its_ticket(floor: Floor) -> None:
    work, kim = laid(floor), Desk("kim")
    day = (clock.now() + timedelta(days=7)).date()
    day += timedelta(days=(7 - day.weekday()) % 7)
    page = kim.form(f"/waiting/{work.pk}/book", starts_at=f"{day}T09:00")
    made = Ticket.objects.exclude(pk=floor.ticket.pk).get()
    assert page.leads_to == f"/tickets/{made.pk}"
    work.refresh_from_db()
    assert (work.on_job and work.on_job.ticket_id, made.booked_at is None) == (made.pk, False)
    assert kim.form(f"/waiting/{work.pk}/book", starts_at=f"{day}T10:00").status == 409
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(("deed", "fields"), [("book", {"starts_at": "soon"}), ("later", {"on": ""})])
def test_a_day_that_is_none_is_refused(floor: Floor, deed: str, fields: dict[str, str]) -> None:
    work = laid(floor)
    assert Desk("kim").form(f"/waiting/{work.pk}/{deed}", **fields).status in (400, 422)
    assert DeferredWork.objects.get().ask_again_on is None


def test_how_often_customers_say_yes_is_told(floor: Floor) -> None:
    with clock.fixed(AT):
        laid(floor)
    with clock.fixed(AT + timedelta(hours=1)):
        text = Desk("kim").get("/waiting").text
    assert "Yes to 85 %" in text  # 2 875 of 3 375


def test_one_row_and_three_take_the_same_queries(floor: Floor) -> None:
    kim = Desk("kim")
    work = laid(floor)
    one = asked(kim, "/waiting")
    for n in range(2):
        DeferredWork.objects.create(
            vehicle=work.vehicle, customer=work.customer, ticket=work.ticket, job=work.job, title=f"Wipers {n}",
            decision="later", gross_minor=100, body=work.body, made_at=AT,
        )  # fmt: skip
    assert asked(kim, "/waiting") == one


def test_nobodys_work_is_reminded_of_once_it_is_on_a_ticket(floor: Floor) -> None:
    work, kim = laid(floor), Desk("kim")
    consent(floor)
    deferred.drop(work, reason="Såld", by=floor.shop.kim, at=AT)
    assert kim.form(f"/waiting/{work.pk}/send").status == 409
    assert not Message.objects.exists()
