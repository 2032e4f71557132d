"""Stock in figures on screen: worth, age and class, dead stock apart, as a file, and only for who sees costs."""

from datetime import timedelta

import pytest

from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.business.stock import receipts
from vaxel.business.stock.tests.shelves import part
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    """Two that just came, and one that has lain for four hundred days."""
    made = workshop(pads=7, blades=4)
    old = {**SAID, "at": clock.now() - timedelta(days=400)}
    receipts.receive(made.shop.workshop, lines=[(part("OLD-1"), 3000, 12_300)], **old)
    return made


def test_what_lies_here_with_worth_and_age_and_dead_stock_apart(floor: Floor) -> None:
    mo = Desk("mo")
    text = mo.get("/stock").text
    assert "0986494104" in text
    assert "2 800,00" in text, "seven at 400.00"
    dead = mo.get("/stock", view="dead").text
    assert "OLD-1" in dead
    assert "369,00" in dead
    assert "0986494104" not in dead
    assert "OLD-1" not in mo.get("/stock", view="slow").text


def test_the_file_has_class_and_days(floor: Floor) -> None:
    page = Desk("mo").get("/stock", view="dead", **{"as": "csv"})
    body = b"".join(page.response.streaming_content if page.response.streaming else [page.response.content]).decode()
    assert "OLD-1" in body
    assert "CZ" in body
    assert "400" in body


def test_who_may_not_see_costs_is_refused(floor: Floor) -> None:
    page = Desk("tess").get("/stock")
    assert page.status == 403
    assert "OLD-1" not in page.text


def test_the_page_asks_as_much_of_more(floor: Floor) -> None:
    mo = Desk("mo")
    few = asked(mo, "/stock")
    receipts.receive(floor.shop.workshop, lines=[(part(), 1000, 100), (part(), 1000, 100)], **{**SAID, "at": AT})
    assert asked(mo, "/stock") == few
