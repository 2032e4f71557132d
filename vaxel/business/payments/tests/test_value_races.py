"""Two at once with the same gift card, and two who remind the same customer: value is spent once, a debt told once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from vaxel.business.billing import reminders
from vaxel.business.billing.models import Document, Reminder
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers, gift_codes, sales
from vaxel.business.payments.models import GiftCard, GiftCardEntry
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import SETUP, counter
from vaxel.business.tickets.lines import Wish
from vaxel.kernel import checks
from vaxel.kernel.refusals import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

CHECKS = ("payments.open_amounts", "payments.journal", "payments.gift_cards", "billing.numbers", "billing.sums")


def at_once(*works: Callable[[], Any]) -> list[bool]:
    """Whether each was done, all of them begun at the same moment; the others were refused."""
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> bool:
        ready.wait()
        try:
            work()
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def sound() -> list[str]:
    return [one for name in CHECKS for one in checks.run(name)]


def test_a_gift_card_at_two_tills_at_once_is_spent_once() -> None:
    here = counter()
    cast = here.shop
    drawers.open(cast.k2, float_minor=0, by=cast.mo, at=AT)
    wish = Wish(kind="gift_card", unit_price_cm=9_000_000)
    sales.ring_up(cast.k1, [wish], [Tender("cash", 90_000)], by=cast.sam, at=AT)
    code = gift_codes.of(GiftCard.objects.get().pk)

    def spend() -> None:
        sales.ring_up(cast.k1, [Wish(part=here.pads)], [Tender("gift_card", 89_900, code=code)], by=cast.sam, at=AT)

    done = at_once(*[spend] * 6)
    assert done.count(True) == 1
    assert GiftCard.objects.get().balance_minor == 100
    assert GiftCardEntry.objects.filter(kind="used").count() == 1
    assert sound() == []


def test_a_customer_who_is_reminded_by_two_at_once_pays_one_fee() -> None:
    here = counter()
    cast = here.shop
    owed = [Tender("on_account", 89_900)]
    sales.ring_up(cast.k1, [Wish(part=here.pads)], owed, customer=cast.ada, by=cast.mo, at=AT)
    reminders.set_terms(
        valid_from=AT.date(), reference_ppm=20_000, added_ppm=80_000, fee_minor=6_000, first_after_days=5,
        again_after_days=10, source="riksbank.se", **SETUP,
    )  # fmt: skip
    later = AT + timedelta(days=45)
    done = at_once(*[lambda: reminders.send(cast.workshop, cast.ada, by_post=True, by=cast.mo, at=later)] * 6)
    assert done.count(True) == 1
    assert (Reminder.objects.count(), Document.objects.filter(kind="invoice").count()) == (1, 2)
    assert sound() == []
