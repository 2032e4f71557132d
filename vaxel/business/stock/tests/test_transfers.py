"""Transfers: two steps, goods on the road are the sender's, differences are settled, value follows (K-81, K-82)."""

from typing import Any
from uuid import uuid4

import pytest

from vaxel.business.accounting.models import Posting
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import shop
from vaxel.business.stock import lots, places, receipts, tracking, transfers
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Balance, LotBalance, Movement, Reservation, StockLocation, Transfer
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import AT, MO, move, out, part, shelf
from vaxel.business.stock.transfers import Going
from vaxel.kernel import checks
from vaxel.kernel.states import WrongState

pytestmark = pytest.mark.django_db
BY: Any = {"by": MO, "at": AT}


@pytest.fixture
def sites() -> tuple[Site, Site]:
    """The workshop and another site with its store."""
    here = shop().workshop
    there = Site.objects.exclude(pk=here.pk).order_by("code").first() or Site.objects.create(
        code="LIN", name="Linköping"
    )
    for one in (here, there):
        places.open_store(one, **BY)
    return here, there


def stocked(site: Site, pieces: int = 10, cost: int = 10_000, **fields: Any) -> Part:
    pads = part(**fields)
    receipts.receive(site, lines=[(pads, pieces * 1000, cost)], **BY)
    return pads


def road(site: Site) -> StockLocation:
    return StockLocation.objects.get(site=site, kind="transit")


def account(site: Site) -> int:
    return sum(Posting.objects.filter(role="stock", entry__site_id=site.pk).values_list("amount_minor", flat=True))


def sound() -> None:
    assert {name: found for name, found in checks.run_all().items() if found and name.startswith("stock.")} == {}


def test_nine_of_ten_come_and_the_tenth_is_lost(sites: tuple[Site, Site]) -> None:
    here, there = sites
    pads = stocked(here, 12)
    asked = transfers.request(here, there, lines=[(pads, 10_000)], text="Till lördag", **BY)
    assert (asked.state, shelf(pads, places.store(here.pk))) == ("requested", (12, 0, 120_000))
    transfers.approve(asked, **BY)
    assert shelf(pads, places.store(here.pk)) == (12, 10, 120_000)
    transfers.send(asked, **BY)
    assert (shelf(pads, places.store(here.pk)), shelf(pads, road(here).pk)) == ((2, 0, 20_000), (10, 0, 100_000))
    assert account(here) == 120_000
    [line] = asked.lines.all()
    transfers.receive(asked, came=[Going(line.pk, 9_000)], **BY)
    assert (shelf(pads, places.store(there.pk)), shelf(pads, road(here).pk)) == ((9, 0, 90_000), (1, 0, 10_000))
    assert (account(here), account(there)) == (30_000, 90_000)
    assert Transfer.objects.get().state == "part_received"
    done = transfers.settle(line, quantity_milli=1000, ending="lost", why="Borta i bilen", **BY)
    assert (done.state, shelf(pads, road(here).pk), account(here)) == ("closed", (0, 0, 0), 20_000)
    assert Movement.objects.get(kind="scrap").reason == "lost: Borta i bilen"
    sound()


def test_what_is_found_lies_at_the_senders_again(sites: tuple[Site, Site]) -> None:
    here, there = sites
    pads = stocked(here)
    sent = transfers.send(transfers.make(here, there, lines=[(pads, 3_000)], **BY), **BY)
    [line] = sent.lines.all()
    transfers.receive(sent, came=[Going(line.pk, 1_000)], **BY)
    transfers.receive(sent, came=[Going(line.pk, 1_000)], **BY)
    closed = transfers.settle(line, quantity_milli=1000, ending="found", why="Stod kvar", **BY)
    assert closed.state == "closed"
    assert (shelf(pads, places.store(here.pk)), shelf(pads, places.store(there.pk))) == ((8, 0, 80_000), (2, 0, 20_000))
    sound()


def test_refusals_move_nothing(sites: tuple[Site, Site]) -> None:
    here, there = sites
    pads = stocked(here)
    with pytest.raises(transfers.SameSite):
        transfers.request(here, here, lines=[(pads, 1_000)], **BY)
    for lines in ([], [(pads, 0)], [(pads, 1_000), (pads, 1_000)]):
        with pytest.raises(transfers.NothingAsked):
            transfers.request(here, there, lines=lines, **BY)
    with pytest.raises(Short):
        transfers.make(here, there, lines=[(pads, 11_000)], **BY)
    assert not Transfer.objects.exists()
    asked = transfers.request(here, there, lines=[(pads, 4_000)], **BY)
    [line] = asked.lines.all()
    with pytest.raises(WrongState):
        transfers.send(asked, **BY)
    transfers.approve(asked, **BY)
    with pytest.raises(transfers.MoreThanAsked):
        transfers.send(asked, going=[Going(line.pk, 5_000)], **BY)
    with pytest.raises(transfers.NothingSent):
        transfers.send(asked, going=[Going(line.pk, 0)], **BY)
    with pytest.raises(transfers.NotOnTransfer):
        transfers.send(asked, going=[Going(uuid4(), 1_000)], **BY)
    with pytest.raises(WrongState):
        transfers.receive(asked, came=[Going(line.pk, 1_000)], **BY)
    transfers.send(asked, going=[Going(line.pk, 3_000)], **BY)
    with pytest.raises(transfers.MoreThanSent):
        transfers.receive(asked, came=[Going(line.pk, 4_000)], **BY)
    with pytest.raises(transfers.NoSuchEnding):
        transfers.settle(line, quantity_milli=1000, ending="lost", why=" ", **BY)
    with pytest.raises(WrongState):
        transfers.cancel(asked, **BY)
    assert (shelf(pads, places.store(here.pk)), shelf(pads, road(here).pk)) == ((7, 0, 70_000), (3, 0, 30_000))
    assert not Balance.objects.filter(location=places.store(there.pk), on_hand_milli__gt=0).exists()
    sound()


def test_what_is_cancelled_or_withdrawn_is_held_no_more(sites: tuple[Site, Site]) -> None:
    here, there = sites
    pads = stocked(here)
    transfers.cancel(transfers.make(here, there, lines=[(pads, 4_000)], **BY), **BY)
    transfers.withdraw(transfers.make(here, there, lines=[(pads, 4_000)], **BY), **BY)
    assert (shelf(pads, places.store(here.pk)), Reservation.objects.filter(state="held").count()) == (
        (10, 0, 100_000),
        0,
    )


def test_serial_numbers_go_along_with_what_they_cost(sites: tuple[Site, Site]) -> None:
    here, there = sites
    battery = part()
    tracking.track(battery, kind="serial", **BY)
    receipts.receive(
        here,
        lines=[(battery, 1_000, 70_000), (battery, 2_000, 100_000)],
        lots={0: [LotIn("S1")], 1: [LotIn("S2"), LotIn("S3")]},
        **BY,
    )
    made = transfers.make(here, there, lines=[(battery, 2_000)], **BY)
    [line] = made.lines.all()
    with pytest.raises(lots.SerialMissing, match="2 to name, 0 named"):
        transfers.send(made, **BY)
    transfers.send(made, going=[Going(line.pk, 2_000, (LotIn("S1"), LotIn("s-3")))], **BY)
    transfers.receive(made, came=[Going(line.pk, 1_000, (LotIn("S1"),))], **BY)
    lying = LotBalance.objects.filter(on_hand_milli__gt=0).order_by("lot__code")
    assert [(one.lot.code, one.location_id) for one in lying] == [
        ("S1", places.store(there.pk)), ("S2", places.store(here.pk)), ("S3", road(here).pk)
    ]  # fmt: skip
    assert shelf(battery, places.store(there.pk)) == (1, 0, 70_000)
    assert shelf(battery, road(here).pk) == (1, 0, 100_000)
    sound()


def test_what_is_found_where_too_much_was_sold_costs_what_it_did_and_the_books_say_so(sites: tuple[Site, Site]) -> None:
    here, there = sites
    pads = stocked(here, 2)
    moved = transfers.send(transfers.make(here, there, lines=[(pads, 1000)], **BY), **BY)
    store = places.store(here.pk)
    receipts.receive(here, lines=[(pads, 1000, 20_000)], **BY)  # two for 300.00
    move([out(pads, store, 3, allow_short=True)])  # 450.00 at 150.00 each
    assert shelf(pads, store) == (-1, 0, -15_000)
    transfers.settle(moved.lines.get(), quantity_milli=1000, ending="found", why="Under the lift", **BY)
    assert shelf(pads, store) == (0, 0, 0)
    booked = Posting.objects.filter(entry__source_kind="transfer_found").values_list("role", "amount_minor")
    assert sorted(booked) == [("stock", 5_000), ("stock_change", -5_000)], "sold at 150.00, it had cost 100.00"
