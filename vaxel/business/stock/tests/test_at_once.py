"""Many at once: no oversell, no second balance row, no deadlock, checks clean (F-25, F-27, F-34)."""

import random
import threading
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from vaxel.business.catalog.models import Part
from vaxel.business.stock import places
from vaxel.business.stock.models import Balance, Movement, Reservation
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import hold, into, issue, move, out, part, release, shelf, site, wish
from vaxel.kernel import checks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def at_once(many: Sequence[Callable[[], object]]) -> list[object]:
    """What each returned or raised, all begun together in threads of their own."""
    outcomes: list[object] = []
    gate = threading.Barrier(len(many))

    def run(work: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes.append(work())
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def counted(outcomes: Sequence[object]) -> tuple[int, int]:
    """(done, refused for want of stock); anything else is a failure."""
    odd = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Short)]
    assert odd == []
    refused = sum(isinstance(one, Short) for one in outcomes)
    return len(outcomes) - refused, refused


@pytest.fixture
def here() -> UUID:
    """The store of the workshop."""
    return places.store(site().pk)


def stocked(here: UUID, pieces: int) -> list[Part]:
    """Five parts with so many pieces each."""
    made = [part() for _ in range(5)]
    move([into(one, here, pieces, pieces * 1_000) for one in made])
    return made


def shuffled(parts: list[Part], dice: random.Random) -> list[Part]:
    return dice.sample(parts, len(parts))


@pytest.mark.parametrize("turn", [1, 2])
def test_fifty_want_the_last_piece(here: UUID, turn: int) -> None:
    pads = part()
    move([into(pads, here, 1, 10_000)])
    assert counted(at_once([lambda: move([out(pads, here, 1)])] * 50)) == (1, 49)
    assert (shelf(pads, here), Movement.objects.count()) == ((0, 0, 0), 2)
    assert checks.run("stock.balances") == []


@pytest.mark.parametrize("turn", [1, 2])
def test_fifty_baskets_of_five_parts_in_shuffled_order(here: UUID, turn: int) -> None:
    parts, dice = stocked(here, 20), random.Random(turn)
    baskets = [[out(one, here, 1) for one in shuffled(parts, dice)] for _ in range(50)]
    assert counted(at_once([partial(move, basket) for basket in baskets])) == (20, 30)
    assert [shelf(one, here) for one in parts] == [(0, 0, 0)] * 5
    assert Movement.objects.filter(kind="sale").count() == 100
    assert checks.run("stock.balances") == []


def test_sales_reservations_issues_releases_and_receipts_at_once(here: UUID) -> None:
    parts, dice = stocked(here, 30), random.Random(7)
    held = [[wish(one, here, 1) for one in shuffled(parts, dice)] for _ in range(10)]
    for wishes in held:
        hold(*wishes)
    work: list[Callable[[], object]] = []
    for wishes in held[:5]:
        moves = [out(one.part_id, here, 1, source_id=one.source_id) for one in wishes]
        work += [partial(issue, moves)] * 2
    for wishes in held[5:]:
        work += [partial(release, *(one.source_id for one in wishes))] * 2
    for _ in range(15):
        basket = [out(one, here, 1) for one in shuffled(parts, dice)]
        wishes = [wish(one, here, 1) for one in shuffled(parts, dice)]
        goods = [into(one, here, 1, 1_000) for one in shuffled(parts, dice)]
        work += [partial(move, basket), partial(hold, *wishes), partial(move, goods)]
    dice.shuffle(work)
    outcomes = at_once(work)
    twice = [one for one in outcomes if isinstance(one, IntegrityError)]
    assert len(twice) == 5
    done, refused = counted([one for one in outcomes if one not in twice])
    assert (done + refused, refused) == (60, 0)
    sold = 30 + 15 - 5 - 15
    assert [shelf(one, here)[:2] for one in parts] == [(sold, 15)] * 5
    assert checks.run("stock.balances") == []


def test_a_hundred_first_receipts_make_one_balance_f27(here: UUID) -> None:
    pads = part()
    assert counted(at_once([lambda: [move([into(pads, here, 1, 100)]) for _ in range(2)]] * 50)) == (50, 0)
    assert (Balance.objects.count(), shelf(pads, here)) == (1, (100, 0, 10_000))


def test_first_receipts_of_shuffled_parts(here: UUID) -> None:
    parts, dice = [part() for _ in range(5)], random.Random(3)
    goods = [[into(one, here, 1, 100) for one in shuffled(parts, dice)] for _ in range(30)]
    assert counted(at_once([partial(move, some) for some in goods])) == (30, 0)
    assert (Balance.objects.count(), {shelf(one, here) for one in parts}) == (5, {(30, 0, 3_000)})


def test_fifty_hold_the_last_pieces_f34(here: UUID) -> None:
    parts, dice = stocked(here, 8), random.Random(5)
    wishes = [[wish(one, here, 1) for one in shuffled(parts, dice)] for _ in range(50)]
    assert counted(at_once([partial(hold, *some) for some in wishes])) == (8, 42)
    assert Reservation.objects.count() == 40
    assert checks.run("stock.balances") == []
