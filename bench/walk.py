"""Ten thousand card payments, a fault at every fifth, by seeded dice: at the end no öre differs from the provider.

VAXEL_WALK says how many payments, VAXEL_SEED by which dice. The fake plays inside this process, behind real HTTP.
"""

import os
import threading
import time
from collections.abc import Iterator

from bench.rows import Row
from tests.live import LiveShop

PAYMENTS = 10_000


def run(shop: LiveShop) -> Iterator[Row]:
    """The rows of the bench, for the database it runs on."""
    from django.conf import settings

    kind, many = "postgresql" if shop.database else "sqlite", int(os.environ.get("VAXEL_WALK", PAYMENTS))
    shop.start()
    shop.stop()
    from vaxel.business.payments import processors
    from vaxel.business.payments.tests.counter import counter
    from vaxel.kernel import checks
    from vaxel.links.stripe.fake import door, serve
    from vaxel.links.stripe.terminal import StripeTerminal
    from vaxel.links.stripe.tests.walk import open_walk

    fake = door.FakeStripe()
    serve.demo_readers(fake)
    server = serve.open_server(fake)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.STRIPE_KEY, settings.STRIPE_API = door.KEY, f"http://127.0.0.1:{server.server_port}"
    processors.use(StripeTerminal())
    walk = open_walk(fake, counter(), int(os.environ.get("VAXEL_SEED", "1")))
    begun = time.monotonic()
    walk.go(many)
    undecided = walk.settle()
    wrong = walk.wrong()
    found = [one for name, said in checks.run_all().items() if name != "kernel.events" for one in said]
    for one in (*wrong, *found)[:20]:
        print(one)
    yield Row("walk", "payments", kind, many, "payments", "higher")
    yield Row("walk", "faults that struck", kind, sum(fake.fired.values()), "faults", "higher")
    yield Row("walk", "money taken", kind, sum(one["amount_received"] for one in fake.world.all("payment_intent")),
              "öre", "higher")  # fmt: skip
    yield Row("walk", "still undecided", kind, undecided, "payments", "lower", budget=0)
    yield Row("walk", "differ from the provider", kind, len(wrong), "payments", "lower", budget=0)
    yield Row("walk", "checks that fail", kind, len(found), "sentences", "lower", budget=0)
    yield Row("walk", "requests outside the contract", kind, len(fake.breaches), "requests", "lower", budget=0)
    yield Row("walk", "time", kind, round(time.monotonic() - begun), "s", "lower")
