"""Goods received, sold, returned, moved between sites and shelves, counted, built and scrapped, in any order and by
several at once: every check stays clean, so that what the stock is worth is what its account says (K-30, K-80)."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaxel.business.catalog import kits
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import AT, shop
from vaxel.business.stock import (
    adjustments,
    bins,
    books,
    building,
    count_posting,
    counts,
    ledger,
    naming,
    places,
    receipts,
    tracking,
    transfers,
)
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Count, Lot, Movement, StockLocation, Transfer
from vaxel.business.stock.tests.shelves import MO, part
from vaxel.kernel import checks
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused

STEPS = (
    "receive", "sell", "sell_late", "give_back", "adjust", "scrap", "build", "take_apart", "ask", "agree", "send",
    "come", "settle", "drop", "begin", "count", "finish", "post", "throw", "put", "receive_piece", "sell_piece",
    "name_piece",
)  # fmt: skip


@action("sample.goods")
def _move(moves: list[Move], *, site: Site, by: Actor, at: Any) -> list[Moved]:
    moved = ledger.move(moves, at=at)
    books.post(moved, site=site, text="sample", source_kind="sample", source_id=uuid4(), at=at)
    return moved


@action("sample.name_pieces")
def _name(line: UUID, battery: Part, found: list[LotIn], *, location: StockLocation, by: Actor, at: Any) -> None:
    naming.name(line, battery, found, location_id=location.pk)


class Goods:
    """Two sites with their stores, plain parts, a kit that is kept built, and batteries with serial numbers."""

    def __init__(self) -> None:
        here = shop().workshop
        there = Site.objects.exclude(pk=here.pk).order_by("code").first() or Site.objects.create(code="LIN", name="L")
        self.sites = [here, there]
        for one in self.sites:
            places.open_store(one, by=MO, at=AT)
        self.stores = [StockLocation.objects.get(pk=places.store(one.pk)) for one in self.sites]
        self.plain = [part(cost_minor=1_234), part(cost_minor=777)]
        self.kit = part(cost_minor=0)
        kits_of = [(self.plain[0], 2000), (self.plain[1], 500)]
        kits.set_components(self.kit, components=kits_of, by=MO, at=AT)
        self.battery = part(cost_minor=80_000)
        self.battery = tracking.track(self.battery, kind="serial", by=MO, at=AT)
        self.lines = [uuid4() for _n in range(4)]
        self.done: Counter[str] = Counter()

    def step(self, what: str, a: int, b: int, hour: int) -> None:
        """One thing happens, or is refused and leaves nothing behind."""
        said: dict[str, Any] = {"by": MO, "at": AT + timedelta(hours=hour)}
        try:
            getattr(self, what)(a, b, said)
        except Refused:
            return
        self.done[what] += 1

    def any_part(self, n: int) -> Part:
        return [*self.plain, self.kit][n % 3]

    def receive(self, a: int, b: int, said: dict[str, Any]) -> None:
        receipts.receive(self.sites[a % 2], lines=[(self.plain[b % 2], 1000 + a * 500, b * 100)], **said)

    def _sell(self, a: int, b: int, said: dict[str, Any], *, late: bool) -> None:
        one = Move(uuid4(), self.any_part(b).pk, self.stores[a % 2].pk, -500 * (1 + a), "sale", "line", uuid4(),
                   allow_short=late)  # fmt: skip
        _move([one], site=self.sites[a % 2], **said)

    def sell(self, a: int, b: int, said: dict[str, Any]) -> None:
        self._sell(a, b, said, late=False)

    def sell_late(self, a: int, b: int, said: dict[str, Any]) -> None:
        self._sell(a, b, said, late=True)

    def give_back(self, a: int, b: int, said: dict[str, Any]) -> None:
        sold = Movement.objects.filter(kind="sale", part__in=self.plain).order_by("pk")[a : a + 1]
        if not sold:
            raise Refused()
        for one in sold:
            back = Move(uuid4(), one.part_id, one.location_id, 500, "customer_return", "line", uuid4(), reverses=one.pk)
            site = next(
                site for site, store in zip(self.sites, self.stores, strict=True) if store.pk == one.location_id
            )
            _move([back], site=site, **said)

    def adjust(self, a: int, b: int, said: dict[str, Any]) -> None:
        adjustments.adjust(
            self.any_part(b), self.sites[a % 2], quantity_milli=(a - 4) * 500, reason="miscounted", second=None, **said
        )

    def scrap(self, a: int, b: int, said: dict[str, Any]) -> None:
        adjustments.scrap(self.any_part(b), self.sites[a % 2], quantity_milli=500, reason="broken", **said)

    def build(self, a: int, b: int, said: dict[str, Any]) -> None:
        building.build(self.kit, self.sites[a % 2], quantity_milli=1000 * (1 + b % 2), **said)

    def take_apart(self, a: int, b: int, said: dict[str, Any]) -> None:
        building.take_apart(self.kit, self.sites[a % 2], quantity_milli=1000, **said)

    def ask(self, a: int, b: int, said: dict[str, Any]) -> None:
        transfers.request(self.sites[a % 2], self.sites[1 - a % 2], lines=[(self.any_part(b), 1000)], **said)

    def _transfer(self, n: int, *states: str) -> Transfer:
        found = list(Transfer.objects.filter(state__in=states).order_by("number"))
        if not found:
            raise Refused()
        return found[n % len(found)]

    def agree(self, a: int, b: int, said: dict[str, Any]) -> None:
        transfers.approve(self._transfer(a, "requested"), **said)

    def send(self, a: int, b: int, said: dict[str, Any]) -> None:
        transfers.send(self._transfer(a, "approved"), **said)

    def come(self, a: int, b: int, said: dict[str, Any]) -> None:
        one = self._transfer(a, "sent", "part_received")
        came = [transfers.Going(line.pk, 500) for line in one.lines.all() if line.under_way_milli]
        transfers.receive(one, came=came, **said)

    def settle(self, a: int, b: int, said: dict[str, Any]) -> None:
        line = self._transfer(a, "sent", "part_received").lines.select_related("transfer__site", "part").get()
        ending = list(transfers.ENDINGS)[b % 3]
        transfers.settle(line, quantity_milli=500, ending=ending, why="sample", **said)

    def drop(self, a: int, b: int, said: dict[str, Any]) -> None:
        transfers.cancel(self._transfer(a, "requested", "approved"), **said)

    def _count(self, n: int, state: str) -> Count:
        found = list(Count.objects.filter(state=state).order_by("number"))
        if not found:
            raise Refused()
        return found[n % len(found)]

    def begin(self, a: int, b: int, said: dict[str, Any]) -> None:
        counts.begin(self.sites[a % 2], scope="all", **said)

    def count(self, a: int, b: int, said: dict[str, Any]) -> None:
        counts.count(
            self._count(a, "open"),
            part=self.any_part(b),
            quantity_milli=a * 500,
            add=bool(b % 2),
            together=True,
            **said,
        )

    def finish(self, a: int, b: int, said: dict[str, Any]) -> None:
        counts.finish(self._count(a, "open"), rest_is_empty=b == 5, **said)

    def post(self, a: int, b: int, said: dict[str, Any]) -> None:
        count_posting.post(self._count(a, "counted"), **said)

    def throw(self, a: int, b: int, said: dict[str, Any]) -> None:
        counts.cancel(self._count(a, "open"), **said)

    def put(self, a: int, b: int, said: dict[str, Any]) -> None:
        bins.move(self.any_part(b), self.stores[a % 2], to=f"A-{b}", quantity_milli=500, **said)

    def receive_piece(self, a: int, b: int, said: dict[str, Any]) -> None:
        code = f"SN{b}"
        lines = [(self.battery, 1000, 80_000 + a)]
        receipts.receive(self.sites[a % 2], lines=lines, lots={0: [LotIn(code)]}, **said)

    def name_piece(self, a: int, b: int, said: dict[str, Any]) -> None:
        if not Lot.objects.filter(part=self.battery, norm=f"SN{b}").exists():
            raise Refused()
        _name(self.lines[a % 4], self.battery, [LotIn(f"SN{b}")], location=self.stores[a % 2], **said)

    def sell_piece(self, a: int, b: int, said: dict[str, Any]) -> None:
        move = Move(uuid4(), self.battery.pk, self.stores[a % 2].pk, -1000, "sale", "line", uuid4(), lot=f"SN{b}")
        _move([move], site=self.sites[a % 2], **said)


def clean() -> None:
    said = [f"{name}: {line}" for name in checks.REGISTRY if name.startswith("stock.") for line in checks.run(name)]
    assert said == []


EACH = (
    ("receive", 6, 2), ("receive", 6, 2), ("receive", 6, 3), ("sell", 0, 0), ("sell_late", 1, 1), ("give_back", 0, 0),
    ("adjust", 6, 0), ("scrap", 0, 0), ("build", 0, 0), ("take_apart", 0, 0), ("ask", 0, 0), ("agree", 0, 0),
    ("send", 0, 0), ("come", 0, 0), ("settle", 0, 0), ("ask", 0, 0), ("drop", 0, 0), ("begin", 0, 0), ("count", 6, 0),
    ("finish", 0, 0), ("count", 6, 0), ("finish", 0, 0), ("post", 0, 0), ("begin", 0, 0), ("throw", 0, 0),
    ("put", 0, 1), ("receive_piece", 0, 0), ("name_piece", 0, 0), ("sell_piece", 0, 0),
)  # fmt: skip


@pytest.mark.django_db
def test_each_thing_can_happen_to_goods() -> None:
    goods = Goods()
    for hour, (what, a, b) in enumerate(EACH):
        goods.step(what, a, b, hour)
    assert set(goods.done) == set(STEPS)
    clean()


STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 7), st.integers(0, 5))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=5, max_size=40))
def test_whatever_happens_to_goods_the_checks_are_clean(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        goods = Goods()
        for hour, (what, a, b) in enumerate(steps):
            goods.step(what, a, b, hour)
        clean()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_several_at_once_leave_the_checks_clean(seed: int) -> None:
    goods, gate = Goods(), threading.Barrier(4)
    for n in range(4):
        goods.receive(n, n, {"by": MO, "at": AT})
    odd: list[BaseException] = []

    def work(mine: int) -> Callable[[], None]:
        chance = random.Random(seed * 10 + mine)

        def run() -> None:
            gate.wait()
            try:
                for hour in range(30):
                    goods.step(chance.choice(STEPS), chance.randrange(8), chance.randrange(6), hour)
            except BaseException as error:
                odd.append(error)
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=work(n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert odd == []
    assert Movement.objects.count() > 20
    clean()
