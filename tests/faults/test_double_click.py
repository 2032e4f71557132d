"""F-3 and F-2 at the doors: a press is one wish, also when it comes twice, from two tabs or by the back button."""

from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers
from vaxel.business.payments.models import Payment
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.stock.models import Movement
from vaxel.business.tickets.models import Line, Ticket
from vaxel.doors.api.tests.cast import Machine, token
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    drawers.open(made.shop.k1, float_minor=200_000, by=made.shop.sam, at=AT)
    return made


def at_the_till(sam: Desk) -> tuple[Ticket, str]:
    """A counter ticket with two pads, and the hidden field with 2 000 kr in cash laid on it."""
    sam.post("/counter/add", q="2*0986494104", at="counter")
    ticket = Ticket.objects.get(kind="counter")
    counted = sam.post(f"/pay/tickets/{ticket.pk}/lay", add="cash", amount="2 000")
    return ticket, counted.text.split('name="laid" value="')[1].split('"')[0]


def test_pay_pressed_twice_from_one_page_is_one_sale(floor: Floor) -> None:
    sam = Desk("sam")
    ticket, laid = at_the_till(sam)
    press: dict[str, Any] = {"laid": laid, "once": str(new_id())}
    first, second = (sam.post(f"/pay/tickets/{ticket.pk}/finish", **press) for _press in range(2))
    assert first.leads_to == second.leads_to == f"/pay/done/{Document.objects.get().pk}?change=0"
    assert (Payment.objects.count(), Movement.objects.filter(kind="sale").count()) == (1, 1)


def test_two_tabs_with_the_same_ticket_sell_it_once(floor: Floor) -> None:
    sam, other_tab = Desk("sam"), Desk("sam")
    ticket, laid = at_the_till(sam)
    sold = sam.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid)
    again = other_tab.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid)
    assert sold.leads_to.startswith("/pay/done/")
    assert again.status == 409, "the other tab is told that the ticket is closed"
    assert (Document.objects.count(), Payment.objects.count()) == (1, 1)


def test_back_and_send_again_says_so_and_pays_nothing_more(floor: Floor) -> None:
    sam = Desk("sam")
    ticket, laid = at_the_till(sam)
    once = str(new_id())
    sam.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid, once=once)
    changed = sam.post(f"/pay/tickets/{ticket.pk}/lay", add="card", amount="2 000").text
    other = changed.split('name="laid" value="')[1].split('"')[0]
    answer = sam.post(f"/pay/tickets/{ticket.pk}/finish", laid=other, once=once)
    assert answer.status == 409
    assert (Document.objects.count(), Payment.objects.count()) == (1, 1)


def test_add_payment_pressed_twice_lays_one_payment(floor: Floor) -> None:
    sam = Desk("sam")
    ticket, _laid = at_the_till(sam)
    press = {"add": "card", "amount": "500"}
    answers = [sam.post(f"/pay/tickets/{ticket.pk}/lay", **press).text for _press in range(2)]
    assert [answer.count('name="laid"') for answer in answers] == [1, 1]
    fields = [answer.split('name="laid" value="')[1].split('"')[0] for answer in answers]
    assert [field.count("card") for field in fields] == [1, 1]
    assert Payment.objects.count() == 0


@pytest.mark.parametrize("laid", ["", "cash", "cash:1:2", "cash:x:y", "gold:100:01a2109d-3ee9-7439-9b0c-1d6525b91823"])
def test_a_form_that_is_not_ours_pays_nothing(floor: Floor, laid: str) -> None:
    sam = Desk("sam")
    ticket, _laid = at_the_till(sam)
    assert sam.post(f"/pay/tickets/{ticket.pk}/finish", laid=laid).status == 400
    assert Payment.objects.count() == 0


def sale(here: Counter, **other: Any) -> dict[str, Any]:
    """One filter for 149.00 by card."""
    money = {"minor": 14_900, "currency": "SEK"}
    lines = [{"part": str(here.filter.pk)}]
    return {"register": str(here.shop.k1.pk), "lines": lines, "tenders": [{"tender": "card", "amount": money}]} | other


def test_a_retry_with_another_profile_is_the_first_answer_f2() -> None:
    here = counter()
    one, other = Machine(token("api_full", here.shop.workshop)), Machine(token("owner", here.shop.workshop), "sv")
    key = str(new_id())
    first = one.post("/sales", sale(here), key=key)
    assert other.post("/sales", sale(here), key=key).json == first.json
    assert (Document.objects.count(), Payment.objects.count()) == (1, 1)


def test_a_retry_with_one_line_changed_is_refused_and_stores_nothing_f2() -> None:
    here = counter()
    till, key = Machine(token("api_full", here.shop.workshop)), str(new_id())
    till.post("/sales", sale(here), key=key)
    other = sale(here, lines=[{"part": str(here.filter.pk), "quantity": "2"}])
    answer = till.post("/sales", other, key=key)
    assert (answer.status, answer.code) == (409, "key_reused")
    assert (Document.objects.count(), Payment.objects.count(), Line.objects.count()) == (1, 1, 1)
