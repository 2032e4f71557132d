"""A shop in which anything may happen: each verb of the counter and the workshop, on things picked by number.

`world.step("ring_up", a, b, c)` does it or is refused; what is refused has left nothing behind.
"""

from datetime import timedelta

from django.db.models import Model

from tests.invariants.shop import Nothing, Shop
from tests.invariants.verbs import SEVERAL, VERBS
from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.billing.models import DepositUse, Document, DocumentLine
from vaxel.business.payments.models import Allocation, JournalEvent, Payment, PaymentEvent, StoreCreditEntry
from vaxel.business.service.models import Approval, ApprovalItem, DeferredWork, TimeEntry
from vaxel.business.stock.models import Movement, Reservation
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.kernel import clock, events
from vaxel.kernel.models import Event, History, TrayItem
from vaxel.kernel.refusals import Refused

GROWS: tuple[type[Model], ...] = (
    Ticket, Job, Line, Document, DocumentLine, DepositUse, Payment, PaymentEvent, Allocation, StoreCreditEntry,
    JournalEvent, LedgerEntry, Posting, Movement, Reservation, Approval, ApprovalItem, TimeEntry, DeferredWork, Event,
    TrayItem,
)  # fmt: skip


class World(Shop):
    """The shop, where verbs happen one after another."""

    def step(self, name: str, a: int, b: int, c: int) -> None:
        """The verb is done some minutes later, or refused; a refusal has changed nothing in any ledger."""
        self.at += timedelta(minutes=a % 4 + 1, seconds=c)
        before = grown()
        with clock.fixed(self.at):
            refusal = self._try(name, a, b, c)
        if refusal is None:
            self.done.append(name)
            return
        self.refused.append(f"{name}: {refusal}")
        after = grown()
        assert name in SEVERAL or after == before, f"{name} was refused ({refusal}) and left {changed(before, after)}"

    def _try(self, name: str, a: int, b: int, c: int) -> Refused | None:
        try:
            VERBS[name](self, a, b, c)
        except Refused as refusal:
            return refusal
        except Nothing:
            return Refused()
        return None

    def rest(self) -> None:
        """Everyone who listens has heard of what happened, as the worker sees to."""
        with clock.fixed(self.at):
            while events.tell_waiting(self.at):
                continue


def grown() -> list[int]:
    """How many rows each ledger and document table holds, and what was done by the history."""
    return [*(model._default_manager.count() for model in GROWS), History.objects.filter(outcome="done").count()]


def changed(before: list[int], after: list[int]) -> dict[str, int]:
    """Table → rows more than before."""
    names = [*(model.__name__ for model in GROWS), "History"]
    return {name: new - old for name, old, new in zip(names, before, after, strict=True) if old != new}
