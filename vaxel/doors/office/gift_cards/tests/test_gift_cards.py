"""A gift card over the counter: sold in a cart, paid with at the pay screen, found by its code, stopped when lost."""

import re

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import gift_codes, sales
from vaxel.business.payments.models import GiftCard, Payment
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db


def sold(here: Counter, times: int = 1) -> GiftCard:
    """Cards of 500.00, paid in cash; the last one."""
    for _ in range(times):
        wishes = [Wish(kind="gift_card", unit_price_cm=5_000_000)]
        sales.ring_up(here.shop.k1, wishes, [Tender("cash", 50_000)], by=here.shop.sam, at=AT)
    return GiftCard.objects.order_by("id").last()  # type: ignore[return-value]


def test_it_is_sold_in_a_cart_and_its_code_is_on_the_receipt() -> None:
    counter()
    with clock.fixed(AT):
        kim = Desk("kim")
        assert "Gift card" in kim.get("/counter").text
        assert kim.part("/gift-cards/sell").status == 200
        kim.post("/gift-cards/sell", amount="500")
        ticket = Ticket.objects.get()
        assert ticket.gross_minor == 50_000
        done = kim.post(f"/pay/tickets/{ticket.pk}/finish", laid="cash:50000:0192f0c1-2d5f-7000-8000-000000000001:")
        card = GiftCard.objects.get()
        page = kim.get(done.leads_to)
        assert f"••••{card.last_four}" in page.text
        assert f"/gift-cards/{card.pk}/label" in page.text
        assert kim.get(f"/gift-cards/{card.pk}/label").response.content.startswith(b"%PDF")


def test_the_pay_screen_takes_what_the_card_holds_and_the_rest_another_way() -> None:
    here = counter()
    with clock.fixed(AT):
        card = sold(here)
        kim = Desk("kim")
        kim.post("/counter/add", what=f"part:{here.pads.pk}")
        ticket = Ticket.objects.get(state="draft")
        assert 'name="reference"' in kim.post(f"/pay/tickets/{ticket.pk}/lay", choose="gift_card").text
        code = gift_codes.of(card.pk)
        page = kim.post(f"/pay/tickets/{ticket.pk}/lay", add="gift_card", amount="899", reference=code.lower())
        assert "The gift card holds 500,00 kr." in page.text
        assert f"••••{card.last_four}" in page.text
        [laid] = re.findall(r'name="laid" value="([^"]+)"', page.text)
        assert laid.startswith("gift_card:50000:")
        done = kim.post(
            f"/pay/tickets/{ticket.pk}/finish", laid=[laid, "cash:39900:0192f0c1-2d5f-7000-8000-000000000001:"]
        )
        assert "done" in done.leads_to
        card.refresh_from_db()
        assert card.balance_minor == 0
        assert list(Payment.objects.filter(tender="gift_card").values_list("amount_minor", flat=True)) == [50_000]


def test_case_94_a_till_that_guesses_is_stopped() -> None:
    here = counter()
    with clock.fixed(AT):
        card = sold(here)
        kim = Desk("kim")
        kim.post("/counter/add", what=f"part:{here.pads.pk}")
        where = f"/pay/tickets/{Ticket.objects.get(state='draft').pk}/lay"
        for _ in range(10):
            wrong = kim.post(where, add="gift_card", amount="10", reference="0000-0000-0000-00001")
            assert (wrong.status, "No gift card of ours" in wrong.text) == (404, True)
        right = kim.post(where, add="gift_card", amount="10", reference=gift_codes.of(card.pk))
        assert right.status == 429


def test_it_is_found_by_its_code_and_stopped_by_a_manager_with_a_reason() -> None:
    here = counter()
    with clock.fixed(AT):
        card = sold(here)
        mo, kim = Desk("mo"), Desk("kim")
        assert f"••••{card.last_four}" in kim.get("/gift-cards", q=gift_codes.of(card.pk)).text
        assert f"••••{card.last_four}" not in kim.get("/gift-cards", q=gift_codes.of(card.document_id)).text
        assert "Stop the card" not in kim.get(f"/gift-cards/{card.pk}").text
        assert kim.post(f"/gift-cards/{card.pk}/stop", reason="Lost").status == 403
        assert mo.post(f"/gift-cards/{card.pk}/stop", reason="").status == 400
        mo.post(f"/gift-cards/{card.pk}/stop", reason="Lost")
        assert "Stopped" in mo.get(f"/gift-cards/{card.pk}").text
        assert mo.get(f"/gift-cards/{card.pk}/label").status == 404
        mo.post(f"/gift-cards/{card.pk}/free", reason="Found")
        assert mo.post(f"/gift-cards/{card.pk}/prolong", until="31/12", reason="x").status == 400
        mo.post(f"/gift-cards/{card.pk}/prolong", until="2029-12-31", reason="Was ill")
        assert "2029" in mo.get(f"/gift-cards/{card.pk}").text


def test_it_asks_as_much_for_three_cards_as_for_one() -> None:
    here = counter()
    with clock.fixed(AT):
        sold(here)
        kim = Desk("kim")
        kim.get("/gift-cards")
        one = asked(kim, "/gift-cards")
        sold(here, 2)
        assert asked(kim, "/gift-cards") == one
