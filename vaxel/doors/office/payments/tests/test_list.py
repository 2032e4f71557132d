"""The list of payments and the page of card readers."""

import pytest
from django.utils.html import escape

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


def test_amounts_are_found_as_they_are_written_and_only_those() -> None:
    here = counter()
    with clock.fixed(AT):
        for amount in (123_450, 24_999):
            ticket = on_the_counter(here, 20_000_000)
            cards.start(ticket, amount_minor=amount, register=here.shop.k1, by=here.shop.sam, at=AT)
        kim = Desk("kim")

        def found(text: str) -> list[str]:
            page = kim.get("/payments", q=text)
            assert page.status == 200
            return [amount for amount in ("1 234,50", "249,99") if f"{amount} kr" in page.text]

        assert [found(text) for text in ("1 234,50", "1234,5", "-1 234,50")] == [["1 234,50"]] * 3
        assert found("249,99") == ["249,99"]
        for text in ("249,999", "²", "1²", "#"):
            assert found(text) == []


@pytest.mark.django_db(transaction=True)
def test_a_payment_is_asked_about_and_one_stands_where_one_stood() -> None:
    here = counter()
    with clock.fixed(AT):
        payment = cards.start(
            on_the_counter(here, 1_000_600), amount_minor=10_002, register=here.shop.k1, by=here.shop.sam, at=AT
        )
        sold(here)
        mo = Desk("mo")
        assert mo.get("/payments").text.count("Check now") == 1
        back = "/payments?site=all&q=100%2C02"
        assert f'name="next" value="{escape(back)}"' in mo.get("/payments", site="all", q="100,02").text
        where = f"/payments/{payment.pk}/check"
        assert mo.form(where, next=back).leads_to == back
        assert mo.form(where, next="https://elsewhere.example/").leads_to == "/"
        assert mo.form(where).leads_to == "/payments?view=undecided"


def test_without_an_account_the_readers_page_says_how_to_get_one() -> None:
    counter()
    with clock.fixed(AT):
        shown = Desk("mo").get("/readers").text
        assert "stripe_key" in shown
        assert "registration_code" not in shown
