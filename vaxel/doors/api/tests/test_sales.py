"""A whole counter sale in one request."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.billing.models import Document
from vaxel.business.catalog import codes
from vaxel.business.locations.models import Site
from vaxel.business.payments.models import Payment
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.stock.models import Balance
from vaxel.business.tickets.models import Ticket
from vaxel.doors.api.tests.cast import Answer, Machine, token
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import OnceKey


def kr(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "SEK"}


@pytest.fixture
def here(db: None) -> Counter:
    return counter()


@pytest.fixture
def till(here: Counter) -> Machine:
    return Machine(token("api_full", here.shop.workshop))


def sale(here: Counter, **other: Any) -> dict[str, Any]:
    """Pads by id, oil by number and the filter by barcode: 1 606.57, paid with 2 000 in cash."""
    return {
        "register": str(here.shop.k1.pk),
        "lines": [
            {"part": str(here.pads.pk)},
            {"number": "oil 5w30", "quantity": "4.3"},
            {"barcode": "4047111222339"},
        ],
        "tenders": [{"tender": "cash", "amount": kr(200_000)}],
        **other,
    }


@pytest.fixture(autouse=True)
def barcode(here: Counter) -> None:
    codes.add(here.filter, kind="barcode", text="4047111222339", **SETUP)


def nothing_sold(here: Counter, answer: Answer, status: int, code: str) -> str:
    assert (answer.status, answer.code) == (status, code), answer.text
    assert (Ticket.objects.count(), Document.objects.count(), Payment.objects.count()) == (0, 0, 0)
    assert set(Balance.objects.filter(location__site=here.shop.workshop).values_list("on_hand_milli")) == {(10_000,)}
    assert not OnceKey.objects.exists()
    return answer.message


def test_a_sale_of_parts_named_in_three_ways(here: Counter, till: Machine) -> None:
    ticket = str(new_id())
    answer = till.post("/sales", sale(here, id=ticket))
    assert answer.status == 201, answer.text
    done = answer.json
    assert (done["ticket"], done["kind"], done["number"]) == (ticket, "receipt", 1)
    assert (done["gross"], done["change"], done["rounding"]) == (kr(160_657), kr(39_300), kr(43))
    assert till.get(f"/documents/{done['document']}").json["open"] == kr(0)
    assert [one["id"] for one in till.get("/payments", ticket=ticket).json["items"]] == done["payments"]
    assert dict(Balance.objects.values_list("part__number", "on_hand_milli"))["OIL-5W30"] == 5_700


def test_sixteen_tries_with_one_key_are_one_sale_and_equal_answers(here: Counter, till: Machine) -> None:
    key = str(new_id())
    answers = [till.post("/sales", sale(here), key=key) for _try in range(16)]
    assert {one.status for one in answers} == {201}
    assert len({one.text for one in answers}) == 1
    assert (Ticket.objects.count(), Document.objects.count(), Payment.objects.count()) == (1, 1, 1)
    other = till.post("/sales", sale(here, language="en"), key=key)
    assert (other.status, other.code) == (409, "key_reused")
    elsewhere = till.post("/customers", {"name": "Cecilia"}, key=key)
    assert (elsewhere.status, elsewhere.code) == (409, "key_reused")
    assert Document.objects.count() == 1


def test_the_key_counts_however_the_body_is_written_and_whoever_sends_it(here: Counter, till: Machine) -> None:
    key = str(new_id())
    first = till.post("/sales", sale(here), key=key)
    turned = dict(reversed(sale(here, language="sv", customer=None).items()))
    other = Machine(token("api_full", None))
    assert other.post("/sales", turned, key=f'"{key}"').text == first.text
    assert Document.objects.count() == 1


def test_the_same_ticket_id_under_another_key_is_no_second_sale(here: Counter, till: Machine) -> None:
    ticket = str(new_id())
    assert till.post("/sales", sale(here, id=ticket)).status == 201
    again = till.post("/sales", sale(here, id=ticket))
    assert again.status == 409
    assert (Ticket.objects.count(), Document.objects.count(), Payment.objects.count()) == (1, 1, 1)


def test_split_tenders_and_a_customer_on_account(here: Counter, till: Machine) -> None:
    body = sale(here, customer=str(here.shop.ada.pk), lines=[{"part": str(here.pads.pk)}])
    body["tenders"] = [
        {"tender": "card", "amount": kr(50_000), "reference": "Visa 4242"},
        {"tender": "on_account", "amount": kr(39_900)},
    ]
    answer = till.post("/sales", body)
    assert answer.status == 201, answer.text
    assert answer.json["kind"] == "invoice"
    assert till.get(f"/documents/{answer.json['document']}").json["open"] == kr(39_900)


def test_too_little_money_wrong_currency_and_no_money(here: Counter, till: Machine) -> None:
    cash = {"tender": "cash", "amount": kr(100)}
    nothing_sold(here, till.post("/sales", sale(here, tenders=[cash])), 422, "too_little")
    euro = {"tender": "cash", "amount": {"minor": 200_000, "currency": "EUR"}}
    said = nothing_sold(here, till.post("/sales", sale(here, tenders=[euro])), 422, "wrong_currency")
    assert said == "tenders[0].amount: amounts here are in SEK, not in EUR."
    nothing_sold(here, till.post("/sales", sale(here, tenders=[])), 422, "too_little")


AS_TEXT = 'must be a quantity in quotes with up to three decimals, such as "1.5"'
WHOLE = "must be a whole number, not a number with decimals"


@pytest.mark.parametrize(
    ("line", "status", "code", "message"),
    [
        ({"quantity": "0"}, 400, "invalid", "lines[0].quantity: must be above zero"),
        ({"quantity": "-1"}, 400, "invalid", "lines[0].quantity: must be above zero"),
        ({"quantity": 2}, 400, "invalid", f"lines[0].quantity: {AS_TEXT}"),
        ({"quantity": "1.0001"}, 400, "invalid", f"lines[0].quantity: {AS_TEXT}"),
        ({"colour": "red"}, 400, "invalid", "lines[0].colour: is not known here"),
        ({"part": None, "number": "NO-SUCH"}, 422, "unknown_part", "lines[0].number: no part has NO-SUCH."),
        ({"part": None, "barcode": "123"}, 422, "unknown_part", "lines[0].barcode: no part has 123."),
        ({"number": "OIL-5W30"}, 400, "invalid", "lines[0]: name the part by one of part, number and barcode"),
        ({"discount_ppm": 1_000_001}, 400, "invalid", "lines[0].discount_ppm: must be at most 1000000"),
        (
            {"unit_price": {"cm": 2**53, "currency": "SEK"}}, 400, "invalid",
            f"lines[0].unit_price.cm: must be at most {2**53 - 1}",
        ),
        ({"unit_price": {"cm": 10.5, "currency": "SEK"}}, 400, "invalid", f"lines[0].unit_price.cm: {WHOLE}"),
        ({"kind": "labour"}, 400, "invalid", "lines[0]: only a line of kind part names a part"),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_told_where(  # noqa: PLR0917 - fixtures and cases
    here: Counter, till: Machine, line: dict[str, Any], status: int, code: str, message: str
) -> None:
    first = {"part": str(here.pads.pk), **line}
    assert nothing_sold(here, till.post("/sales", sale(here, lines=[first])), status, code) == message


def test_an_unknown_part_and_more_than_lies_there(here: Counter, till: Machine) -> None:
    missing = str(new_id())
    said = nothing_sold(here, till.post("/sales", sale(here, lines=[{"part": missing}])), 422, "unknown_thing")
    assert said == f"lines[0].part: there is nothing with the id {missing}, or it belongs to another site."
    many = [{"part": str(here.pads.pk), "quantity": "11"}]
    cash = [{"tender": "cash", "amount": kr(1_000_000)}]
    nothing_sold(here, till.post("/sales", sale(here, lines=many, tenders=cash)), 409, "short")


def test_a_till_of_another_site_is_not_there(here: Counter, till: Machine) -> None:
    said = nothing_sold(here, till.post("/sales", sale(here, register=str(here.shop.k2.pk))), 422, "unknown_thing")
    assert said == till.post("/sales", sale(here, register=str(here.shop.k2.pk))).message
    assert Site.objects.count() == 2


def test_a_price_below_cost_needs_a_second_person(here: Counter) -> None:
    clerk = Machine(token("counter", here.shop.workshop))
    line = {"part": str(here.pads.pk), "unit_price": {"cm": 1_000_000, "currency": "SEK"}}
    body = sale(here, lines=[line], tenders=[{"tender": "card", "amount": kr(10_000)}])
    nothing_sold(here, clerk.post("/sales", body), 403, "may_not_price")
    mo = {"staff": str(here.shop.mo.id), "pin": "9999", "reason": "goodwill"}
    nothing_sold(here, clerk.post("/sales", {**body, "approved_by": mo}), 422, "wrong_pin")
    answer = clerk.post("/sales", {**body, "approved_by": {**mo, "pin": "1001"}})
    assert (answer.status, answer.json["gross"]) == (201, kr(10_000))


def test_finding_the_parts_costs_the_same_for_three_lines_as_for_thirty(here: Counter, till: Machine) -> None:
    counts = []
    till.post("/sales", sale(here))
    for size in (3, 30):
        lines = [{"part": str(here.oil.pk), "quantity": "0.1"}, {"number": "OLF-22", "quantity": "1"}]
        lines += [{"part": str(here.oil.pk), "quantity": "0.1"}] * (size - 2)
        gross = 14_900 + 1_299 * (size - 1)
        body = sale(here, lines=lines, tenders=[{"tender": "card", "amount": kr(gross)}])
        with CaptureQueriesContext(connection) as asked:
            answer = till.post("/sales", body)
        assert answer.status == 201, answer.text
        counts.append(len(asked))
    assert counts[0] == counts[1]
