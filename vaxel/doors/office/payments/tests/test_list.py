"""The list of payments and the page of card readers."""

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import cards, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.tests.test_cards import on_the_counter
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


def sold(here: Counter, times: int = 1) -> None:
    """Filters at 149.00, paid in cash."""
    for _ in range(times):
        sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("cash", 14_900)], by=here.shop.sam, at=AT)


def test_it_asks_as_much_for_three_payments_as_for_one() -> None:
    here = counter()
    with clock.fixed(AT):
        sold(here)
        kim = Desk("kim")
        kim.get("/payments")
        one = asked(kim, "/payments")
        sold(here, 2)
        assert asked(kim, "/payments") == one


def test_it_is_searched_by_amount_and_says_what_waits() -> None:
    here = counter()
    with clock.fixed(AT):
        sold(here)
        ticket = on_the_counter(here, 1_000_600)
        cards.start(ticket, amount_minor=10_006, register=here.shop.k1, by=here.shop.sam, at=AT)
        kim = Desk("kim")
        assert "149,00" in kim.get("/payments", q="149,00").text
        assert "149,00" not in kim.get("/payments", view="undecided").text
        assert "100,06" in kim.get("/payments", view="undecided").text


def test_without_an_account_the_readers_page_says_how_to_get_one() -> None:
    counter()
    with clock.fixed(AT):
        shown = Desk("mo").get("/readers").text
        assert "stripe_key" in shown
        assert "registration_code" not in shown
