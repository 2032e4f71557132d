"""Drawers and the day's close (R-12, R-19, F-36, F-51)."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.accounting import periods
from vaxel.business.accounting.models import Posting
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, refunds, sales
from vaxel.business.payments.drawers import AlreadyClosed, DrawerOpen, NoteMissing, NotSoMuch, WrongCash
from vaxel.business.payments.journal import ClockBehind
from vaxel.business.payments.models import JournalEvent, ZReport
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.tills import DrawerNotOpen
from vaxel.business.tickets.lines import Wish
from vaxel.kernel.chain import GENESIS, first_break

pytestmark = pytest.mark.django_db


def said(here: Counter) -> dict[str, Any]:
    return {"by": here.shop.sam, "at": AT}


def test_a_day_from_float_to_z() -> None:
    here = counter()
    k1 = here.shop.k1
    sales.ring_up(k1, [Wish(part=here.pads)], [Tender("cash", 100_000)], **said(here))
    done = sales.ring_up(k1, [Wish(part=here.filter)], [Tender("card", 14_900)], **said(here))
    refunds.take_back(Document.objects.get(pk=done["document"]), register=k1, reason="fel", **said(here))
    drawers.move_cash(k1, kind="pay_out", amount_minor=20_000, note_text="Frimärken", **said(here))
    drawers.open_without_sale(k1, reason="Växla", **said(here))
    look = drawers.look(k1, **said(here))
    assert (look["sales"], look["title"]) == (104_800, "X-dagrapport")
    report = drawers.close(k1, counted_minor=169_800, denominations={"100": 16, "1": 98}, **said(here))
    body = report.body
    assert (report.number, body["sales"], body["returns"], body["receipts"], body["returns_count"]) == (
        1, 104_800, 14_900, 2, 1,
    )  # fmt: skip
    assert body["tenders"] == [{"method": "card", "amount": 0}, {"method": "cash", "amount": 89_900}]
    assert (body["expected_minor"], body["counted_minor"], body["control"]) == (169_900, 169_800, 0)
    assert (body["no_sale_drawer"], body["float_minor"]) == (1, 100_000)
    assert body["grand_total"] == {"sales": 104_800, "returns": 14_900, "net": 89_900}
    assert dict(Posting.objects.filter(role="cash_over_short").values_list("role", "amount_minor")) == {
        "cash_over_short": 100
    }
    events = list(JournalEvent.objects.order_by("seq"))
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    assert first_break([one.canonical for one in events], [one.hash for one in events], GENESIS) is None
    assert periods.unbalanced() == []


def test_the_day_is_closed_once_and_the_second_is_told_by_whom() -> None:
    here = counter()
    drawers.close(here.shop.k1, counted_minor=100_000, **said(here))
    with pytest.raises(AlreadyClosed, match="Sam Berg, Z report 1"):
        drawers.close(here.shop.k1, counted_minor=100_000, **said(here))
    assert ZReport.objects.count() == 1
    with pytest.raises(DrawerNotOpen):
        sales.ring_up(here.shop.k1, [Wish(part=here.pads)], [Tender("cash", 100_000)], **said(here))
    assert not Document.objects.exists()


def test_a_sale_after_the_close_is_in_the_next_z() -> None:
    here = counter()
    first = drawers.close(here.shop.k1, counted_minor=100_000, **said(here))
    sales.ring_up(here.shop.k1, [Wish(part=here.pads)], [Tender("card", 89_900)], **said(here))
    drawers.open(here.shop.k1, float_minor=0, **said(here))
    second = drawers.close(here.shop.k1, counted_minor=0, **said(here))
    assert (first.body["sales"], second.body["sales"], second.number) == (0, 89_900, 2)
    assert second.first_seq == first.last_seq + 1


def test_bad_cash_is_refused() -> None:
    here = counter()
    k1 = here.shop.k1
    with pytest.raises(DrawerOpen):
        drawers.open(k1, float_minor=100, **said(here))
    with pytest.raises(WrongCash):
        drawers.close(k1, counted_minor=-1, **said(here))
    with pytest.raises(NoteMissing):
        drawers.move_cash(k1, kind="pay_in", amount_minor=100, note_text="", **said(here))
    with pytest.raises(NotSoMuch):
        drawers.move_cash(k1, kind="drop", amount_minor=100_001, note_text="bank", **said(here))
    assert JournalEvent.objects.count() == 1


def test_a_clock_behind_the_last_event_stops_the_till() -> None:
    here = counter()
    with pytest.raises(ClockBehind):
        sales.ring_up(here.shop.k1, [Wish(part=here.pads)], [Tender("card", 89_900)], by=here.shop.sam,
                      at=AT - timedelta(seconds=31))  # fmt: skip
    assert not Document.objects.exists()


def test_a_sale_that_waited_its_turn_gets_the_time_of_the_one_before() -> None:
    here = counter()
    for seconds in (5, 4):
        sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("card", 14_900)], by=here.shop.sam,
                      at=AT + timedelta(seconds=seconds))  # fmt: skip
    times = list(JournalEvent.objects.order_by("seq").values_list("at", flat=True))
    assert times == [AT, AT + timedelta(seconds=5), AT + timedelta(seconds=5)]
