"""Many tills at once: nothing is sold twice, nobody waits for ever, one wish is one sale (F-1, F-4, F-25)."""

import random
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from vaxel.business.billing.models import Document
from vaxel.business.catalog import parts, price_lists, prices
from vaxel.business.locations import registers
from vaxel.business.locations.models import Register
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import sales
from vaxel.business.payments.models import JournalEvent, Payment
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, counter
from vaxel.business.stock import receipts
from vaxel.business.stock.models import Balance
from vaxel.business.stock.short import Short
from vaxel.business.tickets.lines import Wish
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import checks, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def at_once(work: list[Callable[[], None]]) -> list[BaseException]:
    """All of the work in threads started together; what was raised."""
    gate, failures = threading.Barrier(len(work)), []

    def run(one: Callable[[], None]) -> None:
        try:
            gate.wait(10)
            one()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "someone waits for ever"
    return failures


def test_sixteen_tills_sell_the_last_units_of_five_parts() -> None:
    here = counter()
    goods = [
        parts.add(number=f"LAST-{n}", brand="Rush", name_sv=f"Sista {n}", cost_minor=1000, **SETUP) for n in range(5)
    ]
    rush = price_lists.make(name="Rush", basis="incl", valid_from=AT.date(), **SETUP)
    prices.set(rush, prices=[(one, 1_000_000) for one in goods], **SETUP)
    receipts.receive(here.shop.workshop, lines=[(one, 10_000, 1_000) for one in goods], **SETUP)
    tills = [registers.add(here.shop.workshop, name=f"R{n}", **SETUP) for n in range(16)]
    dice = random.Random(7)
    sold: list[int] = []
    refused: list[Short] = []

    def shopper(till: Register, seed: int) -> Callable[[], None]:
        def go() -> None:
            order = random.Random(seed)
            for _ in range(3):
                basket = order.sample(goods, 5)
                try:
                    sales.ring_up(till, [Wish(part=one) for one in basket], [Tender("card", 50_000)],
                                  by=here.shop.sam, at=AT)  # fmt: skip
                    sold.append(1)
                except Short as error:
                    refused.append(error)

        return go

    assert at_once([shopper(till, dice.randrange(10**6)) for till in tills]) == []
    assert (len(sold), len(refused)) == (10, 38)
    assert set(Balance.objects.filter(part__in=goods).values_list("on_hand_milli", flat=True)) == {0}
    assert Document.objects.count() == 10
    worker.drain()
    assert [line for lines in checks.run_all().values() for line in lines] == []


def test_one_key_sixteen_times_at_once_is_one_sale_and_sixteen_equal_answers() -> None:
    here = counter()
    key, wish, tender = str(uuid4()), Wish(part=here.pads), Tender("cash", 90_000)
    answers: list[dict[str, Any]] = []

    def press() -> None:
        answers.append(sales.ring_up.once(key, here.shop.k1, [wish], [tender], by=here.shop.sam, at=AT))

    assert at_once([press] * 16) == []
    assert len(answers) == 16
    assert all(one == answers[0] for one in answers)
    counted = (Ticket.objects.count(), Document.objects.count(), Payment.objects.count())
    assert counted == (1, 1, 1)
    assert JournalEvent.objects.filter(kind="sale").count() == 1
    assert Balance.objects.get(part=here.pads).on_hand_milli == 9_000
