"""Lost sales at the screen: one press, one sale that was lost."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from vaxel.business.catalog import parts, price_lists, prices
from vaxel.business.purchasing.models import LostSale
from vaxel.business.service.tests.cast import SAID, Floor
from vaxel.doors import wording
from vaxel.doors.office.purchases.tests.cast import buying
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_a_lost_sale_is_noted_with_one_press(floor: Floor) -> None:
    sam = Desk("sam")
    assert "Not in stock" in sam.part("/counter/search", q="0986494104").text
    said = sam.post("/lost-sales/record", q="0986494104", reason="no_stock")
    assert "Noted as a lost sale: 0986494104." in said.text
    lost = LostSale.objects.get()
    assert (lost.part, lost.reason, lost.value_minor) == (floor.pads, "no_stock", 80_000)
    sam.post("/lost-sales/record", q="takbox till en Saab", reason="brand")
    assert "takbox till en Saab" in sam.get("/lost-sales").text


def test_so_many_as_were_asked_for_are_lost(floor: Floor) -> None:
    sam = Desk("sam")
    sam.post("/lost-sales/record", q="3*0986494104", reason="no_stock")
    sam.post("/lost-sales/record", q="2*takbox till en Saab", reason="brand")
    rows = LostSale.objects.order_by("quantity_milli").values_list("part", "text", "quantity_milli", "value_minor")
    assert list(rows) == [
        (None, "takbox till en Saab", 2_000, 0),
        (floor.pads.pk, "0986494104", 3_000, 240_000),
    ]


def test_what_is_only_like_a_part_is_kept_as_words(floor: Floor) -> None:
    """A guess would be demand for the wrong part."""
    sam = Desk("sam")
    for text in ("torkarblat", "33970076", "wiper"):
        assert f"Noted as a lost sale: {text}." in sam.post("/lost-sales/record", q=text, reason="no_stock").text
    assert {one.part for one in LostSale.objects.all()} == {None}


def test_what_it_would_have_brought_is_without_the_parts_own_vat(floor: Floor) -> None:
    listed = price_lists.make(name="Counter", valid_from=date(2026, 2, 1), basis="incl", **SAID)
    prices.set(listed, prices=[(floor.pads, 8_000_000), (floor.blades, 8_000_000)], **SAID)
    parts.change(floor.blades, tax_code="reduced", **SAID)
    sam = Desk("sam")
    for number in (floor.pads.number, floor.blades.number):
        sam.post("/lost-sales/record", q=number, reason="price")
    assert [one.value_minor for one in LostSale.objects.order_by("part__number")] == [64_000, 71_429]


def test_a_press_that_comes_twice_is_one_lost_sale(floor: Floor) -> None:
    """Each press has a key of its own: the form's is for what is put on the ticket."""
    sam, page = Desk("sam"), Desk("sam").part("/counter/search", q="0986494104").text
    keys = re.findall(r'"once": "([0-9a-f-]{36})"', page)
    assert len(set(keys)) == len(wording.LOST)
    for _time in range(2):
        assert "Noted" in sam.post("/lost-sales/record", q="0986494104", reason="price", once=keys[0]).text
    assert LostSale.objects.count() == 1


def test_on_a_ticket_its_customer_is_who_asked(floor: Floor) -> None:
    kim = Desk("kim")
    found = kim.part(f"/tickets/{floor.ticket.pk}/search", q="0986494104").text
    assert f'"ticket": "{floor.ticket.pk}"' in found
    kim.post("/lost-sales/record", q="0986494104", reason="price", ticket=floor.ticket.pk)
    assert LostSale.objects.get().customer == floor.shop.bo
    assert "Bo Öberg" in kim.get("/lost-sales").text


def test_without_script_one_is_back_at_the_counter(floor: Floor) -> None:
    assert Desk("sam").form("/lost-sales/record", q="0986494104", reason="price").leads_to == "/counter"


def test_a_press_over_an_empty_field_says_what_is_wanted(floor: Floor) -> None:
    refused = Desk("sam").post("/lost-sales/record", q=" ", reason="price")
    assert (refused.status, LostSale.objects.exists()) == (400, False)
    assert "Choose the part or write what was asked for, how many, and why nothing was sold." in refused.text
