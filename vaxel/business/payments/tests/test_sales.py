"""The counter sale, from wish to books."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog import fees
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import deposits, drawers, sales
from vaxel.business.payments.models import Allocation, JournalEvent, Payment
from vaxel.business.payments.tenders import Tender, TooLittle
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.stock.models import Balance, Movement
from vaxel.business.stock.short import Short
from vaxel.business.tickets.intake import start_sale
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Line, Ticket
from vaxel.business.tickets.refusals import DiscountAboveLimit
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden

pytestmark = pytest.mark.django_db


def sell(here: Counter, *wishes: Wish, paid: list[Tender], **more: Any) -> dict[str, Any]:
    return sales.ring_up(here.shop.k1, list(wishes), paid, by=here.shop.sam, at=AT, **more)


def books(document: str) -> dict[str, int]:
    entry = LedgerEntry.objects.get(source_id=document)
    return dict(Posting.objects.filter(entry=entry).values_list("role", "amount_minor"))


def test_a_cash_sale_moves_goods_money_books_and_journal_at_once() -> None:
    here = counter()
    done = sell(
        here, Wish(part=here.pads), Wish(part=here.oil, quantity_milli=4300), Wish(part=here.filter),
        paid=[Tender("cash", 200_000)],
    )  # fmt: skip
    # 899.00 + 4.3 × 129.90 = 558.57 + 149.00 = 1 606.57; cash 1 607, change 393
    assert (done["gross_minor"], done["rounding_minor"], done["change_minor"]) == (160_657, 43, 39_300)
    document = Document.objects.get(pk=done["document"])
    assert (document.kind, document.number, document.open_minor, document.tax_minor) == ("receipt", 1, 0, 32_131)
    assert sum(DocumentLine.objects.values_list("tax_minor", flat=True)) == 32_131
    assert books(done["document"]) == {
        "cash": 160_700, "rounding": -43, "sales_parts_25": -128_526, "output_vat_25": -32_131,
        "cogs": 82_800, "stock": -82_800,
    }  # fmt: skip
    assert dict(Balance.objects.values_list("part__number", "on_hand_milli")) == {
        "BRK-104532-A": 9000,
        "OIL-5W30": 5700,
        "OLF-22": 9000,
    }
    assert Movement.objects.filter(kind="sale").count() == 3
    payment = Payment.objects.get()
    assert (payment.tender, payment.amount_minor, payment.rounding_minor, payment.change_minor, payment.state) == (
        "cash", 160_657, 43, 39_300, "taken",
    )  # fmt: skip
    assert Allocation.objects.get().amount_minor == 160_657
    assert list(JournalEvent.objects.values_list("seq", "kind")) == [(1, "float_set"), (2, "sale")]
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.state, ticket.gross_minor, ticket.ref) == ("counter", "posted", 160_657, 1)


def test_the_number_of_statements_does_not_grow_with_the_lines() -> None:
    here = counter()
    sell(here, Wish(part=here.oil, quantity_milli=100), paid=[Tender("card", 1_299)])
    counts = []
    for size in (1, 3, 30):
        wishes = [Wish(part=here.oil, quantity_milli=100) for _ in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sell(here, *wishes, paid=[Tender("card", 1_299 * size)])
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2], counts
    assert counts[0] <= 34


def test_the_same_key_sells_once() -> None:
    here = counter()
    key, wish, tender = uuid4(), Wish(part=here.pads), Tender("card", 89_900)
    args: Any = (here.shop.k1, [wish], [tender])
    first = sales.ring_up.once(key, *args, by=here.shop.sam, at=AT)
    assert sales.ring_up.once(key, *args, by=here.shop.sam, at=AT) == first
    assert (Ticket.objects.count(), Document.objects.count(), Payment.objects.count()) == (1, 1, 1)


def test_too_little_money_sells_nothing() -> None:
    here = counter()
    with pytest.raises(TooLittle, match=r"399[,.]00.kr is still to pay"):
        sell(here, Wish(part=here.pads), paid=[Tender("card", 50_000)])
    assert (Ticket.objects.count(), Line.objects.count(), Payment.objects.count()) == (0, 0, 0)
    assert Balance.objects.get(part=here.pads).on_hand_milli == 10_000


def test_more_than_lies_there_is_refused_and_every_short_part_is_named() -> None:
    here = counter()
    with pytest.raises(Short, match="BRK-104532-A"):
        sell(here, Wish(part=here.pads, quantity_milli=11_000), paid=[Tender("card", 988_900)])
    assert (Document.objects.count(), Movement.objects.filter(kind="sale").count()) == (0, 0)


def test_what_hangs_on_a_part_is_sold_with_it() -> None:
    here = counter()
    said: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}
    fee = fees.define(
        key="oil", name_sv="Miljöavgift olja", name_en="Oil fee", kind="hung", unit_price_cm=40_000,
        valid_from=AT.date(), **said,
    )  # fmt: skip
    fees.hang(fee, part=here.oil, **said)
    wishes = [Wish(part=here.oil, quantity_milli=2000), Wish(part=here.filter)]
    total = sales.priced(here.shop.k1, wishes, by=here.shop.sam, at=AT).gross
    # 2 × 129.90 + 2 × (4.00 + VAT 1.00) + 149.00
    assert (total, Ticket.objects.count()) == (41_880, 0)
    done = sell(here, *wishes, paid=[Tender("card", total)])
    assert list(DocumentLine.objects.order_by("n").values_list("kind", "text", "quantity_milli", "amount_minor")) == [
        ("part", "Motorolja", 2000, 25_980), ("fee", "Miljöavgift olja", 2000, 1_000),
        ("part", "Oljefilter", 1000, 14_900),
    ]  # fmt: skip
    assert books(done["document"])["environment_fee_25"] == -800
    assert Line.objects.get(kind="fee").parent == Line.objects.get(part=here.oil)


def test_what_a_sale_would_cost_is_told_with_its_discounts_and_nothing_is_stored() -> None:
    here = counter()
    lines_before, history = Line.objects.count(), History.objects.count()
    asked = [Wish(part=here.pads, discount_ppm=50_000)]
    assert sales.priced(here.shop.k1, asked, by=here.shop.sam, at=AT).gross == 85_405
    with pytest.raises(DiscountAboveLimit):
        sales.priced(here.shop.k1, [Wish(part=here.pads, discount_ppm=60_000)], by=here.shop.sam, at=AT)
    assert (Line.objects.count(), History.objects.count()) == (lines_before, history)


def test_a_till_of_another_site_is_used_only_by_who_may_there() -> None:
    here = counter()
    drawers.open(here.shop.k2, float_minor=0, by=here.shop.mo, at=AT)
    ticket = start_sale(here.shop.workshop, Wish(part=here.filter), by=here.shop.sam, at=AT).ticket
    paid = [Tender("cash", 14_900)]
    with pytest.raises(Forbidden):
        sales.finish(ticket, paid, register=here.shop.k2, by=here.shop.sam, at=AT)
    with pytest.raises(Forbidden):
        deposits.take(ticket, amount_minor=14_900, paid=paid, register=here.shop.k2, by=here.shop.sam, at=AT)
    assert (Document.objects.count(), Payment.objects.count()) == (0, 0)
    sales.finish(ticket, paid, register=here.shop.k2, by=here.shop.mo, at=AT)
    assert Document.objects.get().register_id == here.shop.k2.pk
