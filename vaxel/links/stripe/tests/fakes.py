"""FakeStripe on a port of its own, and the product's link turned to it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from vaxel.business.payments import processors, readers
from vaxel.business.payments.models import CardReader
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.links.stripe.fake import door, serve
from vaxel.links.stripe.terminal import StripeTerminal


class Played:
    """FakeStripe with one reader, and the shop that uses it."""

    def __init__(self, fake: door.FakeStripe, here: Counter, reader: CardReader) -> None:
        self.fake, self.here, self.reader = fake, here, reader

    @property
    def thing(self) -> dict[str, Any]:
        """The reader as Stripe knows it."""
        return self.fake.world.things[self.reader.provider_id]

    def tap(self, number: str = "4242424242424242") -> None:
        """Somebody holds a card to the reader."""
        with self.fake.world.lock:
            self.fake.world.present(self.thing, number)

    def intents(self) -> list[dict[str, Any]]:
        """All payment intents, oldest first."""
        return list(reversed(list(self.fake.world.all("payment_intent"))))

    def posted(self, part: str) -> int:
        """How many POSTs had the text in their path."""
        return sum(method == "POST" and part in path for method, path in self.fake.calls)


@pytest.fixture
def played(settings: Any) -> Iterator[Played]:
    fake = door.FakeStripe()
    serve.demo_readers(fake)
    server = serve.open_server(fake)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.STRIPE_KEY, settings.STRIPE_API = door.KEY, f"http://127.0.0.1:{server.server_port}"
    here = counter()
    made = fake.world.things["tmr_fakedemo1"]
    reader = readers.add(here.shop.workshop, provider_id=made["id"], label="Läsare 1", **SETUP)
    before = processors._terminal
    processors.use(StripeTerminal())
    yield Played(fake, here, reader)
    processors._terminal = before
    server.shutdown()
    thread.join()
    server.server_close()
    assert fake.breaches == []
    assert all(fault[2] == 0 for fault in fake.armed), "a fault that was armed never fired"
