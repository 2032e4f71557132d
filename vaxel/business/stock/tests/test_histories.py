"""Whatever happens to the shelves, in any order: balances equal their ledger, their reservations and the books."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import AT, shop
from vaxel.business.stock import books, ledger, levels, places, reservations
from vaxel.business.stock.ledger import Move, Moved, ReversedTooMuch
from vaxel.business.stock.models import Balance, Movement
from vaxel.business.stock.reservations import Wish
from vaxel.business.stock.short import Short
from vaxel.business.stock.tests.shelves import MO, part
from vaxel.kernel import checks
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor

PARTS = 3
QUANTITIES = st.one_of(st.integers(1, 5).map(lambda n: n * 1000), st.integers(1, 4_000))
LINES = st.lists(st.tuples(st.integers(0, PARTS - 1), QUANTITIES), min_size=1, max_size=4)
STEPS: st.SearchStrategy[Any] = st.one_of(
    st.tuples(st.just("receive"), LINES, st.integers(0, 50_000)),
    st.tuples(st.sampled_from(["sell", "fact", "hold", "adjust"]), LINES, st.just(0)),
    st.tuples(st.sampled_from(["issue", "hand_out", "release", "return"]), LINES, st.integers(0, 5)),
    st.tuples(st.just("expire"), st.just([]), st.integers(0, 5)),
)


class History:
    """A shop's shelves and what was done to them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.here = places.store(site.pk)
        self.parts = [part(cost_minor=1_234).pk for _ in range(PARTS)]
        self.lines: list[UUID] = []
        self.sales: list[UUID] = []

    def moves(self, kind: str, lines: list[tuple[int, int]], sign: int, source: UUID, **fields: object) -> list[Move]:
        """A move a line."""
        return [
            Move(uuid4(), self.parts[k], self.here, sign * milli, kind, "line", source, sequence=n, **fields)  # type: ignore[arg-type]
            for n, (k, milli) in enumerate(lines)
        ]

    def step(self, what: str, lines: list[tuple[int, int]], figure: int, at: datetime) -> list[Moved]:
        """One thing happens; what moved."""
        source = uuid4()
        if what == "receive":
            return ledger.move(self.moves("receipt", lines, 1, source, value_minor=figure), at=at)
        if what == "adjust":
            return ledger.move(self.moves("adjust", lines, 1, source, reason="found"), at=at)
        if what in ("sell", "fact"):
            moved = ledger.move(self.moves("sale", lines, -1, source, allow_short=what == "fact"), at=at)
            self.sales += [one.move.id for one in moved]
            return moved
        return self._about_lines(what, lines, figure, at)

    def _about_lines(self, what: str, lines: list[tuple[int, int]], figure: int, at: datetime) -> list[Moved]:
        if what == "hold":
            source, until = uuid4(), at + timedelta(hours=3)
            reservations.hold(
                [Wish(uuid4(), self.parts[k], self.here, milli, "line", source, until) for k, milli in lines], at
            )
            self.lines.append(source)
        elif what == "expire":
            reservations.expire(by=MO, at=at)
        elif what == "return" and self.sales:
            sold = Movement.objects.get(pk=self.sales[figure % len(self.sales)])
            back = Move(
                uuid4(), sold.part_id, self.here, lines[0][1], "customer_return", "line", uuid4(), reverses=sold.pk
            )
            return ledger.move([back], at=at)
        elif self.lines:
            source = self.lines[figure % len(self.lines)]
            if what == "release":
                reservations.release([source], at)
            elif what in ("issue", "hand_out"):
                sequence = Movement.objects.count()
                moves = [
                    Move(uuid4(), self.parts[k], self.here, -milli, "issue", "line", source, sequence=sequence + n)
                    for n, (k, milli) in enumerate(lines)
                ]
                return reservations.issue(moves, at=at, finish=what == "issue")
        return []


@action("sample.history")
def happen(
    site: Site, *, history: History, what: tuple[str, list[tuple[int, int]], int], by: Actor, at: datetime
) -> None:
    """A step, posted."""
    moved = history.step(*what, at=at)
    if moved:
        books.post(moved, site=site, text=what[0], source_kind="sample", source_id=uuid4(), at=at)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=25))
def test_every_history_leaves_sound_shelves(steps: list[tuple[str, list[tuple[int, int]], int]]) -> None:
    with transaction.atomic():
        cast = shop()
        places.open_store(cast.workshop, by=MO, at=AT)
        history = History(cast.workshop)
        levels.set_many(cast.workshop, levels=[(one, 2_500, 9_000) for one in history.parts], by=MO, at=AT)
        for n, what in enumerate(steps):
            try:
                happen(cast.workshop, history=history, what=what, by=MO, at=AT + timedelta(hours=n))
            except (Short, ReversedTooMuch):
                continue
        said = [line for name in checks.REGISTRY if name.startswith("stock.") for line in checks.run(name)]
        assert said == []
        for balance in Balance.objects.all():
            assert balance.reserved_milli <= max(0, balance.on_hand_milli)
            assert balance.on_hand_milli <= 0 or balance.value_minor >= 0
        transaction.set_rollback(True)
