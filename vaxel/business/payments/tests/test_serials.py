"""Serial numbers over the counter: asked for, sold with their own cost, in a kit, and brought back (K-21, F-29)."""

from typing import Any

import pytest

from vaxel.business.catalog import kits, parts, prices
from vaxel.business.catalog.models import Part, PriceList
from vaxel.business.payments import refunds, sales
from vaxel.business.payments.models import Payment
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.stock import naming, receipts, tracking
from vaxel.business.stock.lots import LotIn, LotShort, SerialMissing
from vaxel.business.stock.models import LotBalance, Movement, NamedLot
from vaxel.business.stock.tests.shelves import AT
from vaxel.business.tickets import lines, serials
from vaxel.business.tickets.intake import start_sale
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Line, Ticket
from vaxel.kernel import checks

pytestmark = pytest.mark.django_db


def with_batteries() -> tuple[Counter, Part]:
    """Two batteries at 1 000.00 on the shelf, one bought for 600.00 and one for 700.00."""
    here = counter()
    battery = parts.add(number="E44", brand="Varta", name_sv="Batteri 77 Ah", **SETUP)
    tracking.track(battery, kind="serial", **SETUP)
    prices.set(PriceList.objects.get(), prices=[(battery, 10_000_000)], **SETUP)
    receipts.receive(
        here.shop.workshop, lines=[(battery, 1000, 60_000), (battery, 1000, 70_000)],
        lots={0: [LotIn("V-001")], 1: [LotIn("V-002")]}, **SETUP,
    )  # fmt: skip
    return here, Part.objects.get(pk=battery.pk)


def sell(here: Counter, *wishes: Wish) -> dict[str, Any]:
    return sales.ring_up(here.shop.k1, list(wishes), [Tender("cash", 500_000)], by=here.shop.sam, at=AT)


def lying() -> list[str]:
    return sorted(LotBalance.objects.filter(on_hand_milli__gt=0).values_list("lot__code", flat=True))


def sound() -> None:
    assert {name: found for name, found in checks.run_all().items() if found and name != "kernel.events"} == {}


def test_a_sale_without_its_serial_says_what_is_missing_and_sells_nothing() -> None:
    here, battery = with_batteries()
    with pytest.raises(SerialMissing, match="V-001, V-002"):
        sell(here, Wish(part=here.pads), Wish(part=battery))
    with pytest.raises(serials.NotOfThisLine, match="V-009"):
        sell(here, Wish(part=battery, lots=(LotIn("V-009"),)))
    with pytest.raises(serials.MoreNamed):
        sell(here, Wish(part=battery, lots=(LotIn("V-001"), LotIn("V-002"))))
    with pytest.raises(naming.NotTracked):
        sell(here, Wish(part=here.pads, lots=(LotIn("V-001"),)))
    assert (Ticket.objects.count(), Payment.objects.count(), NamedLot.objects.count()) == (0, 0, 0)
    assert lying() == ["V-001", "V-002"]


def test_a_piece_is_sold_with_its_own_cost_and_comes_back_as_itself() -> None:
    here, battery = with_batteries()
    done = sell(here, Wish(part=battery, lots=(LotIn("v 002"),)))
    sold = Movement.objects.get(kind="sale")
    assert (sold.lot, sold.value_minor, lying()) == ("V-002", -70_000, ["V-001"])
    line = Line.objects.get(ticket=done["ticket"])
    assert (sold.source_id, line.part_id) == (line.pk, battery.pk)
    with pytest.raises(serials.NotOfThisLine):
        sell(here, Wish(part=battery, lots=(LotIn("V-777"),)))
    with pytest.raises(LotShort):
        sell(here, Wish(part=battery, lots=(LotIn("V-002"),)))
    document = line.ticket.documents.get()
    refunds.take_back(document, register=here.shop.k1, reason="Fel", by=here.shop.sam, at=AT)
    assert lying() == ["V-001", "V-002"]
    sell(here, Wish(part=battery, lots=(LotIn("V-002"),)))
    assert lying() == ["V-001"]
    sound()


def test_a_kit_asks_for_the_serial_of_what_is_in_it() -> None:
    here, battery = with_batteries()
    kit = parts.add(number="SET-1", brand="Varta", name_sv="Batterisats", stocking="kit", **SETUP)
    kits.set_components(kit, components=[(battery, 1000), (here.filter, 1000)], **SETUP)
    prices.set(PriceList.objects.get(), prices=[(kit, 12_000_000)], **SETUP)
    with pytest.raises(SerialMissing):
        sell(here, Wish(part=kit))
    sell(here, Wish(part=kit, lots=(LotIn("V-001"),)))
    assert lying() == ["V-002"]
    sound()


def test_a_ticket_names_its_pieces_and_forgets_them_with_the_line() -> None:
    here, battery = with_batteries()
    said: dict[str, Any] = {"by": here.shop.sam, "at": AT}
    first = start_sale(here.shop.workshop, Wish(part=battery), **said)
    [second] = lines.add(first.job, [Wish(part=battery, lots=(LotIn("V-002"),))], **said)
    with pytest.raises(naming.NamedElsewhere):
        serials.name_lots(first, lots=[LotIn("V-002")], **said)
    lines.remove(second, **said)
    serials.name_lots(first, lots=[LotIn("V-002")], **said)
    [to_name] = serials.to_name([first])
    assert (to_name.part, to_name.wanted_milli, to_name.named_milli) == (battery, 1000, 1000)
    sales.finish(Ticket.objects.get(pk=first.ticket_id), [Tender("card", 100_000)], register=here.shop.k1, **said)
    assert lying() == ["V-001"]
    sound()
