"""What customers are sent leads to where customers reach the shop, not to where the till was opened."""

from typing import Any

import pytest

from vaxel.business.messaging.models import Message
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


@pytest.mark.parametrize(
    ("public", "begins"), [("https://shop.example", "https://shop.example/"), ("", "http://testserver/")]
)
def test_links_for_customers_begin_with_the_shops_public_address(
    floor: Floor, settings: Any, public: str, begins: str
) -> None:
    settings.PUBLIC_URL, settings.FAKE_MESSAGES = public, True
    kim, where = Desk("kim"), f"/tickets/{floor.ticket.pk}"
    asked = {"jobs": str(floor.brakes.pk), "sent_to": "070-111 22 33"}
    assert f"{begins}q/" in kim.post(f"{where}/ask", **asked).text
    assert f"{begins}q/" in kim.post(f"{where}/link").text
    kim.post(f"{where}/ask", send="1", **asked)
    assert begins in Message.objects.get().link
