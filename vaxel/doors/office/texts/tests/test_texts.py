"""The texts of messages on screen: read, looked at, stored, refused, put back."""

from typing import Any

import pytest

from vaxel.business.messaging.models import Message, MessageTemplate
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(settings: Any) -> Floor:
    settings.FAKE_MESSAGES = True
    return workshop()


def test_a_text_is_looked_at_stored_and_put_back(floor: Floor) -> None:
    mo, where = Desk("mo"), "/texts/ready/sv"
    page = mo.get("/texts").text
    assert "Eva Ros" in page
    assert "/hooks/replies/" in page
    said = {"subject": "Klar", "text": "Hej {name}, {plate} är klar."}
    looked = mo.form(where, **said, look="1")
    assert "Hej Eva Ros, ABC 123 är klar." in looked.text
    assert not MessageTemplate.objects.exists()
    assert mo.form(where, **said).leads_to == "/texts"
    assert "Hej Eva Ros, ABC 123 är klar." in mo.get("/texts").text
    assert mo.form(f"{where}/reset").leads_to == "/texts"
    assert not MessageTemplate.objects.exists()


def test_a_field_nobody_fills_in_is_refused_and_what_was_typed_stays(floor: Floor) -> None:
    page = Desk("mo").form("/texts/ready/sv", subject="Klar", text="Hej {namn}")
    assert page.status == 422
    assert "Hej {namn}" in page.text
    assert not MessageTemplate.objects.exists()


def test_an_advisor_sends_but_does_not_write(floor: Floor) -> None:
    kim, where = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    assert kim.get("/texts").status == 403
    assert kim.form("/texts/ready/sv", subject="a", text="b").status == 403
    assert "The car is ready" in kim.part(f"{where}/sheets/tell").text
    kim.post(f"{where}/tell", kind="ready", to="070-123 45 67")
    message = Message.objects.get()
    assert (message.to, message.ticket) == ("+46701234567", floor.ticket)
    assert "/status" in message.link
    refused = kim.post(f"{where}/tell", kind="thanks", to="070-123 45 67")
    assert "has not agreed" in refused.text
    assert Message.objects.count() == 1
