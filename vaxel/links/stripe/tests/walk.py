"""A random walk of card payments with faults, seeded: at its end our ledger and the provider's hold the same money.

Answers are lost before and after they are done, events are lost, doubled and out of order, cards are declined, clerks
cancel as the card is held, two tills press for one reader, and goods come back while nobody knows yet.
"""

import random
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Register
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments import cards, give_backs, inbox, readers, refunds, sales
from vaxel.business.payments.models import CardReader, InboxEvent, Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.business.payments.tests.counter import Counter
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import clock
from vaxel.kernel.refusals import Refused
from vaxel.links.stripe import events
from vaxel.links.stripe.fake.door import FakeStripe
from vaxel.links.stripe.fake.world import DECLINES, Fault, Thing

FAULTS = ("drop_before", "drop_answer", "http_500_done", "http_500_not_done", "rate_limit")
PATHS = ("/v1/payment_intents", "/process_payment_intent", "/v1/refunds", "/cancel")
READER_FAULTS = ("reader_timeout_has_it", "reader_timeout_lost")
SHARE = 0.2
CARD = "4242424242424242"


class Walk:
    """One shop, one reader, two tills, one provider. `go` walks, `settle` waits for every answer, `wrong` compares."""

    def __init__(self, fake: FakeStripe, here: Counter, reader: CardReader, seed: int) -> None:
        self.fake, self.here, self.reader = fake, here, reader
        self.dice = random.Random(seed)
        self.heard = self.armed = 0
        self.second = Register.objects.create(
            id=here.shop.k1.pk.__class__(int=here.shop.k1.pk.int ^ 1), site=here.shop.workshop, name="K9"
        )

    @property
    def thing(self) -> Thing:
        """The reader as the provider knows it."""
        return self.fake.world.things[self.reader.provider_id]

    def go(self, times: int) -> None:
        """So many payments were tried."""
        for _ in range(times):
            self.fake.world.ahead_s += self.dice.randrange(20, 200)
            with self.now():
                self.maybe_fault()
                with suppress(Refused):
                    self.one()
                self.news()

    def now(self) -> AbstractContextManager[None]:
        """The moment on the provider's clock, on ours too."""
        return clock.fixed(datetime.now(UTC) + timedelta(seconds=self.fake.world.ahead_s))

    def chance(self, share: float) -> bool:
        """Yes, so often."""
        return self.dice.random() < share

    def maybe_fault(self) -> None:
        """One call in five goes wrong."""
        if self.chance(SHARE):
            path = self.dice.choice(PATHS)
            kinds = (*FAULTS, *READER_FAULTS) if path == "/process_payment_intent" else FAULTS
            self.fake.arm(self.dice.choice(kinds), path)

    def one(self) -> None:
        """One cart and what becomes of it."""
        ticket = self.cart(self.dice.randrange(300, 200_000))
        payment = self.press(ticket, self.here.shop.k1)
        if self.chance(0.1):
            with suppress(Refused):  # another till presses for the same reader meanwhile
                cards.send(self.press(self.cart(5_000), self.second))
        payment = cards.send(payment)
        if self.chance(0.1):
            payment = cards.cancel(payment)
        if self.chance(0.9):
            self.tap()
        if self.chance(0.1):
            payment = cards.cancel(payment)
        payment = cards.follow(payment)
        if payment.state == "declined" and self.chance(0.5):
            payment = cards.send(self.press(ticket, self.here.shop.k1))
            self.tap()
            payment = cards.follow(payment)
        if payment.state == "taken" and self.chance(0.8):
            self.maybe_fault()
            self.finish(ticket)
        elif payment.state == "taken":
            self.maybe_fault()
            cards.follow(give_backs.give_back(payment, register=self.here.shop.k1, **self.said()))

    def said(self) -> dict[str, Any]:
        """Who and when."""
        return {"by": self.here.shop.mo, "at": clock.now()}

    def cart(self, minor: int) -> Ticket:
        """A counter ticket of so much."""
        said: dict[str, Any] = {"by": self.here.shop.sam, "at": AT}
        ticket = tickets.open_ticket(self.here.shop.workshop, kind="counter", register=self.here.shop.k1, **said)
        lines.add(jobs.add(ticket, **said), [lines.Wish(kind="part", text="X", unit_price_cm=minor * 100)], **said)
        ticket.refresh_from_db()
        return ticket

    def press(self, ticket: Ticket, register: Register) -> Payment:
        """Pay was pressed for all of it."""
        return cards.start(ticket, amount_minor=ticket.gross_minor, register=register, **self.said())

    def tap(self) -> None:
        """A card is held to the reader, good or bad; or the customer walks away."""
        number = self.dice.choice([CARD] * 6 + sorted(DECLINES))
        with self.fake.world.lock, suppress(Fault):
            if self.chance(0.05):
                self.fake.world.walk_away(self.thing)
            else:
                self.fake.world.present(self.thing, number)

    def finish(self, ticket: Ticket) -> None:
        """The sale stands; one in four comes back, whole, by its receipt."""
        done = sales.finish(ticket, [], register=self.here.shop.k1, **self.said())
        if self.chance(0.25):
            document = Document.objects.get(pk=done["document"])
            refunds.take_back(document, register=self.here.shop.k1, reason="Fel", **self.said())
            refund = Payment.objects.select_related("refunds").get(refunds__allocations__document=document)
            cards.follow(refund)
            if self.chance(0.3):
                cards.follow(refund)

    def news(self) -> None:
        """What the provider told since the last time: a third is lost, some comes twice, none in order."""
        new, self.heard = self.fake.world.events[self.heard :], len(self.fake.world.events)
        kept = [event for event in new if self.chance(0.67)]
        kept += [event for event in kept if self.chance(0.2)]
        self.dice.shuffle(kept)
        for event in kept:
            events.take_in(event, "webhook")
        inbox.work()
        if self.chance(0.1):
            cards.watch()

    def settle(self, rounds: int = 12) -> int:
        """Nothing goes wrong any more, time passes, the worker works; how many payments are still undecided."""
        self.armed = len(self.fake.armed)
        self.fake.armed.clear()
        for _ in range(rounds):
            self.fake.world.ahead_s += 200
            with self.now():
                events.fetch()
                inbox.work()
                cards.watch()
            left = Payment.objects.filter(state__in=UNDECIDED).count()
            if not left and not InboxEvent.objects.filter(state="new").exists():
                return 0
        return left

    def wrong(self) -> list[str]:
        """Each payment and refund of which we and the provider hold different money; empty when all agree."""
        theirs: dict[str, int] = {}
        for one in self.fake.world.all("payment_intent"):
            ours = one["metadata"]["pos_payment"]
            theirs[ours] = theirs.get(ours, 0) + one["amount_received"]
        for one in self.fake.world.all("refund"):
            ours = one["metadata"]["pos_refund"]
            theirs[ours] = theirs.get(ours, 0) - one["amount"]
        held = {str(one.pk): one.amount_minor if one.state == "taken" else 0
                for one in Payment.objects.filter(tender="card")}  # fmt: skip
        return [
            f"{pk}: {held.get(pk, 0)} here, {theirs.get(pk, 0)} there"
            for pk in sorted(held.keys() | theirs.keys())
            if held.get(pk, 0) != theirs.get(pk, 0)
        ]


def open_walk(fake: FakeStripe, here: Counter, seed: int) -> Walk:
    """A walk on the fake's first reader."""
    from vaxel.business.payments.tests.counter import SETUP

    held = CardReader.objects.filter(provider_id="tmr_fakedemo1").first()
    reader = held or readers.add(here.shop.workshop, provider_id="tmr_fakedemo1", label="Läsare 1", **SETUP)
    return Walk(fake, here, reader, seed)
