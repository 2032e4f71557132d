"""Transfers on screen, from both ends: asked, agreed, picked by scan, received with a difference, settled."""

import re

import pytest

from vaxel.business.catalog import codes, parts
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.business.stock import lots, places, receipts, tracking
from vaxel.business.stock import transfers as deeds
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Balance, Transfer, TransferLine
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.doors.office.transfers.views import pieces
from vaxel.kernel import checks
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop(pads=7, blades=4)


def other(floor: Floor) -> Site:
    """The company's other site, with a store of its own."""
    here = floor.shop.workshop
    site = Site.objects.exclude(pk=here.pk).order_by("code").first() or Site.objects.create(
        code="LIN", name="Linköping", time_zone=here.time_zone
    )
    places.open_store(site, **SAID)
    return site


def on_hand(site: Site, part: Part) -> int:
    return Balance.objects.get(location=places.store(site.pk), part=part).on_hand_milli


def line() -> TransferLine:
    return TransferLine.objects.get()


def test_goods_are_sent_by_scan_received_short_and_settled(floor: Floor) -> None:
    there, mo = other(floor), Desk("mo")
    codes.add(floor.pads, kind="barcode", text="7310500144511", **SAID)
    fields = {"other": str(there.pk), "part-0": str(floor.pads.pk), "quantity-0": "3", "text": "For Friday"}
    page = mo.form("/transfers/new", **fields, do="make")
    moved = Transfer.objects.get()
    assert page.leads_to == f"/transfers/{moved.pk}"
    assert (moved.state, moved.site, moved.to_site) == ("approved", floor.shop.workshop, there)
    where = f"/transfers/{moved.pk}"
    assert "Pick and send" in mo.get(where).text
    page = mo.post(f"{where}/goods", do="scan", q="7310500144511", **{f"quantity-{line().pk}": "2"})
    assert 'value="3"' in page.text
    assert line().sent_milli == 0, "a scan changes the form alone"
    mo.post(f"{where}/goods", do="done", **{f"quantity-{line().pk}": "3"})
    assert (line().sent_milli, on_hand(floor.shop.workshop, floor.pads)) == (3000, 4000)
    mo.post(f"{where}/goods", do="done", **{f"quantity-{line().pk}": "2"})
    assert (line().received_milli, on_hand(there, floor.pads)) == (2000, 2000)
    text = mo.get(where).text
    assert "Something is missing" in text
    assert "What never came" in text
    mo.post(f"{where}/settle", line=str(line().pk), quantity="1", ending="lost", why="Fell off")
    assert Transfer.objects.get().state == "closed"
    assert checks.run("stock.balances") + checks.run("stock.books") == []


def test_a_request_is_agreed_at_the_other_end(floor: Floor) -> None:
    there, mo = other(floor), Desk("mo")
    receipts.receive(there, lines=[(floor.pads, 5000, 40_000)], **SAID)
    mo.form("/transfers/new", **{"other": str(there.pk), "part-0": str(floor.pads.pk), "quantity-0": "2"}, do="request")
    asked_for = Transfer.objects.get()
    assert (asked_for.state, asked_for.site, asked_for.to_site) == ("requested", there, floor.shop.workshop)
    mo.post(f"/transfers/{asked_for.pk}/step", do="approve")
    assert Transfer.objects.get().state == "approved"
    mo.post(f"/transfers/{asked_for.pk}/step", do="withdraw")
    assert Transfer.objects.get().state == "cancelled"
    assert Balance.objects.get(location=places.store(there.pk)).reserved_milli == 0


def under_way(floor: Floor, pieces: int) -> str:
    """The page of a transfer of so many pads that is agreed."""
    moved = deeds.make(floor.shop.workshop, other(floor), lines=[(floor.pads, pieces * 1000)], **SAID)
    return f"/transfers/{moved.pk}"


def hidden(text: str, form: str) -> dict[str, str]:
    """The form's hidden fields but for its guard, as a browser sends them."""
    [body] = re.findall(rf'<form id="{form}".*?</form>', text, re.DOTALL)
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body))
    return {name: value for name, value in fields.items() if name in ("once", "way")}


def test_goods_sent_and_received_by_a_form_that_came_twice_went_once(floor: Floor) -> None:
    where, mo = under_way(floor, 7), Desk("mo")
    filled = hidden(mo.get(where).text, "goods") | {f"quantity-{line().pk}": "7", "do": "done"}
    for _n in range(2):
        assert mo.post(f"{where}/goods", **filled).leads_to == where
    assert (line().sent_milli, line().received_milli) == (7000, 0)
    for came, in_all in (("3", 3000), ("4", 7000)):
        filled = hidden(mo.get(where).text, "goods") | {f"quantity-{line().pk}": came, "do": "done"}
        for _n in range(2):
            assert mo.post(f"{where}/goods", **filled).leads_to == where
        assert line().received_milli == in_all
    assert Transfer.objects.get().state == "closed"
    assert checks.run("stock.balances") + checks.run("stock.books") == []


def test_a_scan_leaves_the_form_of_goods_the_same_wish(floor: Floor) -> None:
    where, mo = under_way(floor, 2), Desk("mo")
    before = hidden(mo.get(where).text, "goods")
    after = hidden(mo.post(f"{where}/goods", do="scan", q="0986494104", **before).text, "goods")
    assert before == after
    assert before["way"] == "send"


def test_what_never_came_is_settled_once_by_a_form_that_came_twice(floor: Floor) -> None:
    where, mo = under_way(floor, 5), Desk("mo")
    deeds.send(Transfer.objects.get(), **SAID)
    [key] = re.findall(r'/settle".*?name="once" value="([^"]+)"', mo.get(where).text)
    for _n in range(2):
        mo.post(f"{where}/settle", line=str(line().pk), quantity="2", ending="lost", why="Fell off", once=key)
    assert (line().settled_milli, line().under_way_milli) == (2000, 3000)


def test_the_same_form_sent_twice_is_one_transfer(floor: Floor) -> None:
    fields = {"other": str(other(floor).pk), "part-0": str(floor.pads.pk), "quantity-0": "1", "once": str(new_id())}
    for _n in range(2):
        Desk("mo").form("/transfers/new", **fields, do="request")
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"do": "request"}, "Choose the other site."), ({"do": "scan", "q": "no such thing"}, "Nothing is certain")],
)
def test_what_cannot_be_is_said_in_the_form_and_nothing_is_made(
    floor: Floor, fields: dict[str, str], said: str
) -> None:
    other(floor)
    page = Desk("mo").post("/transfers/new", **fields, **{"part-0": str(floor.pads.pk), "quantity-0": "1"})
    assert page.status == 422
    assert said in page.text
    assert "0986494104" in page.text, "what was written stands there still"
    assert not Transfer.objects.exists()


def test_a_line_too_many_is_said_and_none_is_lost(floor: Floor) -> None:
    there = other(floor)
    ids = [parts.add(brand="Bosch", number=f"N{n}", name_sv="Packning", **SAID).pk for n in range(deeds.MOST_LINES + 1)]
    fields = {f"part-{n}": str(pk) for n, pk in enumerate(ids)} | {f"quantity-{n}": "1" for n in range(len(ids))}
    page = Desk("mo").post("/transfers/new", do="request", other=str(there.pk), **fields)
    assert page.status == 422
    assert f"{deeds.MOST_LINES}" in re.findall(r'role="alert">.*?</div>', page.text)[0]
    assert "N200" in page.text
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("mark", ["²", "x", ""])
def test_a_line_that_is_no_number_is_not_taken_away(floor: Floor, mark: str) -> None:
    other(floor)
    fields = {"part-0": str(floor.pads.pk), "quantity-0": "1", "do": f"remove:{mark}"}
    page = Desk("mo").post("/transfers/new", **fields)
    assert page.status == 422
    assert "0986494104" in page.text


def test_a_scan_of_something_else_and_of_the_same_piece_again_are_refused(floor: Floor) -> None:
    there, mo = other(floor), Desk("mo")
    battery = parts.add(brand="Varta", number="E11", name_sv="Batteri", name_en="Battery", **SAID)
    tracking.track(battery, kind="serial", **SAID)
    receipts.receive(
        floor.shop.workshop, lines=[(battery, 2000, 80_000)], lots={0: [LotIn("SN-1"), LotIn("SN-2")]}, **SAID
    )
    moved = deeds.make(floor.shop.workshop, there, lines=[(battery, 2000)], **SAID)
    where = f"/transfers/{moved.pk}/goods"
    page = mo.post(where, do="scan", q="3397007640")
    assert page.status == 422
    assert "3397007640 is not on this transfer" in page.text
    page = mo.post(where, do="scan", q="SN-2")
    assert 'value="SN-2"' in page.text
    seen = {f"quantity-{line().pk}": "1", f"lots-{line().pk}": "SN-2"}
    page = mo.post(where, do="scan", q="SN2", **seen)
    assert page.status == 422
    assert "SN-2 has been scanned already" in page.text
    mo.post(where, do="done", **seen)
    assert [held.lot.code for held in deeds.lots_under_way(line())] == ["SN-2"]
    mo.post(where, do="done", **seen)
    assert [held.lot.code for held in lots.here(battery.pk, places.store(there.pk))] == ["SN-2"]


def test_pieces_as_they_are_written() -> None:
    assert pieces("", 2000) == ()
    assert pieces("A1", 3000) == (LotIn("A1", 3000),)
    assert pieces("A1, B2 A1", 3000) == (LotIn("A1", 2000), LotIn("B2", 1000))


def test_who_may_not_send_sees_no_button_and_cannot(floor: Floor) -> None:
    there = other(floor)
    moved = deeds.request(floor.shop.workshop, there, lines=[(floor.pads, 1000)], **SAID)
    tess, button = Desk("tess"), "Agree to send"
    assert button in Desk("mo").get(f"/transfers/{moved.pk}").text
    page = tess.get(f"/transfers/{moved.pk}")
    assert page.status == 200
    assert button not in page.text
    assert tess.post(f"/transfers/{moved.pk}/step", do="approve").status == 403
    assert Transfer.objects.get().state == "requested"


def test_the_list_asks_as_much_of_three_as_of_one(floor: Floor) -> None:
    there, mo = other(floor), Desk("mo")
    deeds.request(floor.shop.workshop, there, lines=[(floor.pads, 1000)], **SAID)
    few = asked(mo, "/transfers")
    for _n in range(2):
        deeds.request(there, floor.shop.workshop, lines=[(floor.pads, 1000), (floor.blades, 1000)], **SAID)
    assert asked(mo, "/transfers") == few
    text = mo.get("/transfers", q="0986494104").text
    assert text.count("/transfers/") >= 3
