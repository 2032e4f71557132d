"""The page of card readers against FakeStripe: connected, adopted, placed, taken out of use; and what is refused."""

from typing import Any

import pytest

from vaxel.business.locations import registers
from vaxel.business.payments import readers
from vaxel.business.payments.models import CardReader
from vaxel.business.payments.tests.counter import SETUP
from vaxel.doors.office.tests.cast import Desk
from vaxel.links.stripe.tests.fakes import Played, played

__all__ = ["played"]
pytestmark = pytest.mark.django_db(transaction=True)
OTHER = "tmr_fakedemo2"


def test_the_words_on_a_reader_connect_it(played: Played) -> None:
    shop = played.here.shop
    fields = {"code": " Simulated-WPE ", "label": "Kassan", "register": str(shop.k1.pk)}
    assert Desk("mo").form("/readers/connect", **fields).leads_to == "/readers"
    made = CardReader.objects.get(label="Kassan")
    assert (made.site, made.register, made.kind) == (shop.workshop, shop.k1, "simulated_wisepos_e")
    assert made.provider_id in played.fake.world.things


def test_other_words_connect_nothing(played: Played) -> None:
    page = Desk("mo").form("/readers/connect", code="green-blue-car", label="Kassan")
    assert page.status == 400
    assert "No reader shows that code now." in page.text
    assert CardReader.objects.get() == played.reader


def test_a_register_of_another_site_is_refused_before_a_reader_is_made(played: Played) -> None:
    before = len(list(played.fake.world.all("terminal.reader")))
    fields = {"code": "simulated-wpe", "label": "Kassan", "register": str(played.here.shop.k2.pk)}
    assert Desk("mo").form("/readers/connect", **fields).status == 404
    assert len(list(played.fake.world.all("terminal.reader"))) == before


def test_a_provider_that_is_silent_is_said_to_be(played: Played) -> None:
    mo = Desk("mo")
    played.fake.arm("http_500_not_done", "/v1/terminal", 5)
    said = "The payment provider does not answer."
    assert said in mo.get("/readers").text
    for path, fields in (("connect", {"code": "simulated-wpe", "label": "Kassan"}), ("adopt", {"reader": OTHER})):
        page = mo.form(f"/readers/{path}", **fields)
        assert page.status == 409
        assert said in page.text
    assert CardReader.objects.get() == played.reader


def test_a_provider_that_says_no_is_quoted(played: Played, settings: Any) -> None:
    settings.STRIPE_KEY = "rk_test_another"
    mo, said = Desk("mo"), "The payment provider says no: http_401."
    assert said in mo.get("/readers").text
    for path, fields in (("connect", {"code": "simulated-wpe", "label": "Kassan"}), ("adopt", {"reader": OTHER})):
        page = mo.form(f"/readers/{path}", **fields)
        assert page.status == 409
        assert said in page.text


def test_a_reader_that_no_site_uses_is_adopted(played: Played) -> None:
    mo = Desk("mo")
    assert OTHER in mo.get("/readers").text
    mo.post("/readers/adopt", reader=OTHER)
    assert CardReader.objects.get(provider_id=OTHER).site == played.here.shop.workshop
    assert mo.form("/readers/adopt", reader="tmr_nobodys").status == 400


def test_a_reader_in_use_at_another_site_stays_there_until_it_is_taken_out_of_use(played: Played) -> None:
    tyres, mo = played.here.shop.tyres, Desk("mo")
    theirs = readers.add(tyres, provider_id=OTHER, label="Disken", **SETUP)
    page = mo.post("/readers/adopt", reader=OTHER)
    assert page.status == 409
    assert "Disken is in use at another site. Take it out of use there first." in page.text
    theirs.refresh_from_db()
    assert (theirs.site, theirs.label) == (tyres, "Disken")
    readers.retire(theirs, **SETUP)
    mo.post("/readers/adopt", reader=OTHER)
    theirs.refresh_from_db()
    assert (theirs.site, theirs.retired_at) == (played.here.shop.workshop, None)


def test_a_reader_is_placed_at_a_register_of_its_own_site(played: Played) -> None:
    shop, mo = played.here.shop, Desk("mo")
    desk = registers.add(shop.workshop, name="K9", **SETUP)
    mo.post(f"/readers/{played.reader.pk}/place", register=str(desk.pk))
    played.reader.refresh_from_db()
    assert played.reader.register == desk
    mo.post(f"/readers/{played.reader.pk}/place", register="")
    played.reader.refresh_from_db()
    assert played.reader.register is None
    theirs = readers.add(shop.tyres, provider_id=OTHER, label="Disken", **SETUP)
    assert mo.post(f"/readers/{theirs.pk}/place", register=str(desk.pk)).status == 404
    mo.post(f"/readers/{theirs.pk}/place", register=str(shop.k2.pk))
    theirs.refresh_from_db()
    assert theirs.register == shop.k2


def test_a_reader_is_taken_out_of_use(played: Played) -> None:
    mo = Desk("mo")
    mo.post(f"/readers/{played.reader.pk}/retire")
    played.reader.refresh_from_db()
    assert played.reader.retired_at is not None
    assert readers.of(played.here.shop.k1, played.here.shop.workshop) is None


@pytest.mark.parametrize("path", ["", "/connect", "/adopt", "/{}/place", "/{}/retire"])
def test_who_does_not_look_after_readers_is_refused(played: Played, path: str) -> None:
    sam, where = Desk("sam"), "/readers" + path.format(played.reader.pk)
    page = sam.post(where, register="") if path else sam.get(where)
    assert page.status == 403
    played.reader.refresh_from_db()
    assert (played.reader.register, played.reader.retired_at) == (None, None)
