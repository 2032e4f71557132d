"""The palette: what is found by which words, by whom, and with how many questions."""

import time
from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import counter
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.tickets.lines import Wish
from vaxel.doors.office.palette import commands
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked, one_more

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def links(text: str) -> list[str]:
    """The addresses of the options, in order."""
    return [piece.split('"')[0] for piece in text.split('role="option"')[1:] for piece in [piece.split('href="')[1]]]


def test_an_owner_finds_screens_settings_and_actions_by_the_words_of_both_languages(floor: Floor) -> None:
    for language in ("sv", "en"):
        text = Desk("mo", language=language).part("/palette").text
        for word in ("medarbetare", "staff", "inställningar", "settings"):
            assert word in text, word
        assert "/settings#set-quotes.valid_days" in links(text)
        assert {"/staff", "/sites", "/roles", "/tickets/new", "/staff/new"} <= set(links(text))


def test_nobody_is_offered_what_they_may_not(floor: Floor) -> None:
    found = links(Desk("tess").part("/palette").text)
    assert "/tickets" in found
    assert not {"/staff", "/staff/new", "/sites", "/settings", "/programs", "/company", "/customers/new"} & set(found)
    assert not [one for one in found if one.startswith("/settings")]


def test_every_command_leads_somewhere_and_prints_the_key_that_does_the_same(floor: Floor) -> None:
    mo = Desk("mo")
    for one in commands.COMMANDS:
        assert str(one.name)
    for url in set(links(mo.part("/palette").text)):
        path, _hash, _anchor = url.partition("#")
        if path not in ("/switch", "/place", "/own"):
            assert mo.get(path).status == 200, url


@pytest.mark.parametrize("q", ["ABC123", "abc 12", "070-123 45 67", "öberg", "0986494104", "broms"])
def test_what_the_shop_holds_is_found_by_all_its_names(floor: Floor, q: str) -> None:
    kim = Desk("kim")
    found = links(kim.part("/palette/find", q=q).text)
    assert len(found) > 1, q
    assert found[-1].startswith("/find?q=")


def test_a_ticket_is_found_by_its_number_and_a_receipt_by_its(floor: Floor) -> None:
    found = links(Desk("kim").part("/palette/find", q=f"#{floor.ticket.ref}").text)
    assert f"/tickets/{floor.ticket.pk}" in found


def test_a_receipt_is_found_by_its_number() -> None:
    here = counter()
    sold = sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("card", 14_900)], by=here.shop.sam, at=AT)
    receipt = Document.objects.get(pk=sold["document"])
    found = links(Desk("sam").part("/palette/find", q=str(receipt.number)).text)
    assert f"/documents/{receipt.pk}" in found


@pytest.mark.parametrize("q", ["", "a", "##", " "])
def test_too_little_finds_nothing(floor: Floor, q: str) -> None:
    text = Desk("kim").part("/palette/find", q=q).text
    assert [one for one in links(text) if not one.startswith("/find")] == []


def test_what_belongs_to_another_site_is_not_found(floor: Floor) -> None:
    from vaxel.business.tickets import tickets

    said: dict[str, Any] = {"by": floor.shop.mo, "at": AT}
    away = tickets.open_ticket(floor.shop.tyres, customer=floor.shop.bo, vehicle=floor.car, **said)
    assert f"/tickets/{away.pk}" not in links(Desk("kim").part("/palette/find", q="öberg").text)
    assert f"/tickets/{away.pk}" in links(Desk("mo").part("/palette/find", q="öberg").text)


def test_three_found_ask_as_often_as_one_and_all_is_there_in_a_tenth_of_a_second(floor: Floor) -> None:
    kim = Desk("kim")
    one_more(floor, 1)
    once = asked(kim, "/palette/find?q=eva")
    for n in (2, 3):
        one_more(floor, n)
    assert asked(kim, "/palette/find?q=eva") == once
    begun = time.perf_counter()
    kim.part("/palette/find", q="eva")
    assert time.perf_counter() - begun < 0.5
