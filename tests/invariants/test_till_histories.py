"""Any history of tills that go away and come back: every fact once, in each device's order, and the books agree."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.invariants import books
from vaxel.business.accounting import periods
from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import drawers
from vaxel.business.payments.models import DrawerSession, TillFact
from vaxel.business.payments.tests.a_till import Till, a_till
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.payments.till_facts import Item
from vaxel.kernel import checks, clock
from vaxel.kernel.refusals import Refused

EXAMPLES = int(os.environ.get("VAXEL_EXAMPLES") or 8)
VERBS = ("sell", "sell", "sell", "give_back", "give_back_again", "account", "cash", "nonsense", "send", "send",
         "send_again", "send_late", "close", "open")  # fmt: skip
STEPS = st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(0, 9))


class Shop:
    """Three tills at one register, which make facts, send some of them, and lose answers."""

    def __init__(self, here: Counter) -> None:
        self.here = here
        self.at = AT
        self.tills = [a_till(here.shop.k1, who, name=who.name) for who in (here.shop.sam, here.shop.kim, here.shop.mo)]
        self.sent = [0, 0, 0]
        self.sales: list[list[Item]] = [[], [], []]

    def step(self, verb: str, which: int, n: int) -> None:
        """One thing happens."""
        self.at += timedelta(minutes=1)
        getattr(self, verb)(which, n)

    def sell(self, which: int, n: int) -> None:
        parts = (self.here.pads, self.here.oil, self.here.filter)
        sold = self.tills[which].sale((parts[n % 3], 1000 * (1 + n % 2)), at=self.at, tender=("cash", "card")[n % 2])
        self.sales[which].append(sold)

    def give_back(self, which: int, n: int) -> None:
        if self.sales[which]:
            self.tills[which].give_back(self.sales[which].pop(n % len(self.sales[which])), at=self.at)

    def give_back_again(self, which: int, n: int) -> None:
        if self.sales[which]:
            self.tills[which].give_back(self.sales[which][n % len(self.sales[which])], at=self.at)

    def account(self, which: int, n: int) -> None:
        self.tills[which].sale((self.here.filter, 1000), at=self.at, tender="on_account", basis="incl",
                               customer=str(self.here.shop.ada.pk))  # fmt: skip

    def cash(self, which: int, n: int) -> None:
        way = ("pay_in", "pay_out")[n % 2]
        self.tills[which].fact("cash", at=self.at, direction=way, amount_minor=100 * (n + 1), note="Växel")

    def nonsense(self, which: int, n: int) -> None:
        kind = ("sale", "return", "dance", "event")[n % 4]
        self.tills[which].fact(kind, at=self.at, lines=[{"id": n}], event=str(n))

    def send(self, which: int, n: int) -> None:
        self._send(self.tills[which], self.sent[which], self.sent[which] + 1 + n)
        self.sent[which] = min(len(self.tills[which].kept), self.sent[which] + 1 + n)

    def send_again(self, which: int, n: int) -> None:
        self._send(self.tills[which], max(0, self.sent[which] - n), self.sent[which])

    def send_late(self, which: int, n: int) -> None:
        """A fact from further on is not taken: the ones before it have not come."""
        for late in self.tills[which].kept[self.sent[which] + 1 :][:1]:
            [answer] = self.tills[which].send(late, at=self.at)
            assert (answer.status, answer.expected) == ("gap", self.sent[which] + 1)

    def close(self, which: int, n: int) -> None:
        self._try(lambda **who: drawers.close(
            self.here.shop.k1, counted_minor=100 * n, without_tills="Prov", **who))  # fmt: skip

    def open(self, which: int, n: int) -> None:
        self._try(lambda **who: drawers.open(self.here.shop.k1, float_minor=100_000, **who))

    def _try(self, deed: Any) -> None:
        try:
            deed(by=self.here.shop.sam, at=self.at)
        except Refused:
            return

    def _send(self, till: Till, first: int, last: int) -> None:
        some = till.kept[first:last]
        if some:
            answers = till.send(*some, at=self.at)
            assert {one.status for one in answers} <= {"ok", "dup"}

    def rest(self) -> None:
        """Everything is sent, twice, and the day is closed."""
        for till in self.tills:
            self._send(till, 0, len(till.kept))
            self._send(till, 0, len(till.kept))
        self.at += timedelta(minutes=1)
        if not DrawerSession.objects.filter(closed_at=None).exists():
            self.open(0, 0)
        self.close(0, 7)


@pytest.mark.django_db
def test_any_history_of_tills_keeps_every_invariant() -> None:
    shop = Shop(counter())
    booked = waited = 0

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize="VAXEL_EXAMPLES" not in os.environ, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(st.lists(STEPS, min_size=20, max_size=40))
    def history(steps: list[tuple[str, int, int]]) -> None:
        nonlocal booked, waited
        with transaction.atomic():
            shop.__init__(shop.here)  # type: ignore[misc] # the devices of the last history are rolled back
            for verb, which, n in steps:
                shop.step(verb, which, n)
            shop.rest()
            facts = TillFact.objects.all()
            assert facts.count() == sum(len(till.kept) for till in shop.tills)
            for till in shop.tills:
                own = list(facts.filter(device=till.device).order_by("seq").values_list("seq", "uuid"))
                assert own == [(one.seq, one.uuid) for one in till.kept]
            sold = facts.filter(kind__in=["sale", "return"], state="booked")
            assert Document.objects.filter(facts__in=sold).count() == sold.count() == Document.objects.count()
            booked += sold.count()
            waited += facts.filter(state="waits").count()
            with clock.fixed(shop.at):
                wrong = {name: said for name, said in checks.run_all().items() if said and name != "kernel.events"}
            assert wrong == {}
            assert books.disagreements() == []
            assert periods.unbalanced() == []
            transaction.set_rollback(True)

    history()
    assert booked > 10 * EXAMPLES // 2, "too little was sold"
    assert waited, "nothing ever waited"
