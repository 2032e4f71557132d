"""Several at once from one device, and many devices at once: each fact is booked once, and in order (F-1, F-13)."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Device
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import till_facts
from vaxel.business.payments.models import JournalEvent, Payment, TillFact
from vaxel.business.payments.tests.a_till import Till, a_till, actor_of
from vaxel.business.payments.tests.counter import counter
from vaxel.business.payments.till_facts import Answer, Item
from vaxel.business.stock.models import Balance
from vaxel.kernel import checks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
NOW = AT + timedelta(hours=1)
CHECKS = ("payments.open_amounts", "payments.journal", "billing.numbers", "billing.sums", "stock.balances")


def sound() -> None:
    assert {name: said for name in CHECKS if (said := checks.run(name))} == {}


def at_once(till: Till, sent: list[list[Item]]) -> list[list[Answer]]:
    """Each sender sends its facts in order, all of them at the same moment."""
    ready = threading.Barrier(len(sent))

    def send(items: list[Item]) -> list[Answer]:
        ready.wait()
        try:
            return [till_facts.take_in(till.device, one, by=actor_of(till.device), at=NOW) for one in items]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(send, sent))


def test_sixteen_senders_on_one_device_book_each_sale_once() -> None:
    here = counter()
    till = a_till(here.shop.k1, here.shop.sam)
    sold = [till.sale((here.filter, 1000), at=AT) for _n in range(5)]
    answers = at_once(till, [sold] * 16)
    for one in answers:
        assert {answer.status for answer in one} <= {"ok", "dup", "gap"}
    assert sum(answer.status == "ok" for one in answers for answer in one) == 5
    assert [one.status for one in till.send(at=NOW)] == ["dup"] * 5
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Payment.objects.count() == TillFact.objects.count() == 5
    assert Balance.objects.get(part=here.filter).on_hand_milli == 5_000
    assert Device.objects.get(pk=till.device.pk).last_seq == 5
    kinds = JournalEvent.objects.filter(kind="sale").order_by("seq")
    assert [json.loads(one.canonical)["payload"]["device_seq"] for one in kinds] == [1, 2, 3, 4, 5]
    sound()


def test_every_device_comes_back_at_once() -> None:
    here = counter()
    tills = [a_till(here.shop.k1, here.shop.sam, name=f"Disk {n}") for n in range(8)]
    for till in tills:
        for part in (here.pads, here.oil, here.filter):
            till.sale((part, 1000), (here.filter, 1000), at=AT)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(_send_all, tills))
    assert [[one.status for one in some] for some in answers] == [["ok"] * 3] * 8
    assert Document.objects.count() == 24
    assert Balance.objects.get(part=here.filter).on_hand_milli == 10_000 - 8 * 4_000
    sound()


def _send_all(till: Till) -> list[Answer]:
    try:
        return till.send(at=NOW)
    finally:
        connections.close_all()
