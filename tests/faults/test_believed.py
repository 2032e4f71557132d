"""F-19 and F-20: what a client sends is a wish. The server's own values stand, and an unusual one names who answers."""

from typing import Any

import pytest

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.locations.tests.cast import PINS
from vaxel.business.payments.models import Payment
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.stock.models import Balance
from vaxel.business.tickets.models import Line, Ticket
from vaxel.doors.api.tests.cast import Answer, Machine, token
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Counter:
    return counter()


@pytest.fixture
def clerk(here: Counter) -> Machine:
    return Machine(token("counter", here.shop.workshop))


def kr(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "SEK"}


def sale(here: Counter, line: dict[str, Any] | None = None, minor: int = 89_900, **other: Any) -> dict[str, Any]:
    """The pads for 899.00 by card, with what the case changes."""
    wanted = {"part": str(here.pads.pk)} | (line or {})
    paid = [{"tender": "card", "amount": kr(minor)}]
    return {"register": str(here.shop.k1.pk), "lines": [wanted], "tenders": paid} | other


def nothing(here: Counter, answer: Answer, status: int) -> None:
    assert answer.status == status, answer.text
    assert (Ticket.objects.count(), Document.objects.count(), Payment.objects.count()) == (0, 0, 0)
    assert Balance.objects.get(part=here.pads).on_hand_milli == 10_000


@pytest.mark.parametrize(
    "field", ["tax", "net", "gross", "total", "rounding", "site", "user", "staff", "discount_total"]
)
def test_a_sum_a_site_or_a_person_is_not_even_asked_for(here: Counter, clerk: Machine, field: str) -> None:
    other: dict[str, Any] = {field: 1}
    nothing(here, clerk.post("/sales", sale(here, **other)), 400)


@pytest.mark.parametrize("field", ["net", "tax", "amount", "ppm", "tax_ppm", "price", "before"])
def test_nor_is_a_sum_of_a_line(here: Counter, clerk: Machine, field: str) -> None:
    nothing(here, clerk.post("/sales", sale(here, {field: 1})), 400)


@pytest.mark.parametrize("minor", [89_899, 89_901, 1])
def test_paying_what_the_client_reckoned_is_not_paying(here: Counter, clerk: Machine, minor: int) -> None:
    answer = clerk.post("/sales", sale(here, minor=minor))
    nothing(here, answer, answer.status)
    assert answer.code in ("too_little", "too_much")


def test_another_price_is_refused_to_who_may_not_price(here: Counter, clerk: Machine) -> None:
    answer = clerk.post("/sales", sale(here, {"unit_price": {"cm": 6_990_000, "currency": "SEK"}}, 69_900))
    nothing(here, answer, 403)
    assert answer.code == "may_not_price"


def test_a_tax_code_that_is_not_the_part_s_makes_no_tax_of_its_own(here: Counter, clerk: Machine) -> None:
    nothing(here, clerk.post("/sales", sale(here, {"tax_code": "none"})), 422)


def test_a_cost_is_no_way_around_the_floor(here: Counter, clerk: Machine) -> None:
    wish = {"unit_price": {"cm": 100_000, "currency": "SEK"}, "cost": kr(0)}
    nothing(here, clerk.post("/sales", sale(here, wish, 1_000)), 403)


def test_beyond_the_role_s_limit_a_second_person_answers_and_history_has_both_values(here: Counter) -> None:
    clerk = Machine(token("counter", here.shop.workshop))
    asked = {"discount_ppm": 200_000}
    nothing(here, clerk.post("/sales", sale(here, asked, 71_920)), 403)
    mo = {"staff": str(here.shop.staff["mo"].pk), "reason": "Stamkund"}
    nothing(here, clerk.post("/sales", sale(here, asked, 71_920, approved_by=mo | {"pin": "9999"})), 422)
    key = str(new_id())
    done = clerk.post("/sales", sale(here, asked, 71_920, approved_by=mo | {"pin": PINS["mo"]}), key=key)
    assert done.status == 201, done.text
    line = DocumentLine.objects.get()
    assert (line.before_minor, line.discount_minor, line.amount_minor) == (89_900, 17_980, 71_920)
    note = History.objects.get(action="sales.ring_up", outcome="done").note["discount"]
    assert (note["ppm"], note["second"], note["reason"]) == (200_000, "Mo Ström", "Stamkund")


def test_a_typed_price_is_kept_beside_the_one_the_server_reckoned(here: Counter) -> None:
    clerk = Machine(token("counter", here.shop.workshop))
    mo = {"staff": str(here.shop.staff["mo"].pk), "pin": PINS["mo"], "reason": "Skadad kartong"}
    wish = {"unit_price": {"cm": 7_990_000, "currency": "SEK"}}
    assert clerk.post("/sales", sale(here, wish, 79_900, approved_by=mo)).status == 201
    trail = Line.objects.get().price_trail
    assert (trail["computed_cm"], trail["second"], trail["reason"]) == (8_990_000, "Mo Ström", "Skadad kartong")
    note = History.objects.get(action="sales.ring_up", outcome="done").note["price"]
    assert (note["before_cm"], note["after_cm"]) == (8_990_000, 7_990_000)


def test_five_wrong_pins_lock_the_second_person_even_with_the_right_one(here: Counter) -> None:
    clerk = Machine(token("counter", here.shop.workshop))
    mo = {"staff": str(here.shop.staff["mo"].pk), "reason": "Stamkund"}
    asked = {"discount_ppm": 200_000}
    for _try in range(5):
        nothing(here, clerk.post("/sales", sale(here, asked, 71_920, approved_by=mo | {"pin": "0000"})), 422)
    answer = clerk.post("/sales", sale(here, asked, 71_920, approved_by=mo | {"pin": PINS["mo"]}))
    nothing(here, answer, 429)
