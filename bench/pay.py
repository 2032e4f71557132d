"""Card sales over HTTP against FakeStripe in its own process: what the shop adds to the provider's own time.

A sale by card is: ask the reader, somebody taps, ask what became of it, sell. Beside it the same calls to the provider
are made bare in the same run; what is left is ours. Then cash is sold at one till while 200 readers wait for a card and
their screens ask every two seconds, as they do: promised is that this does not hold up the cash sale (ratio 1.5).
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.rows import Row, ms, percentile_us
from tests.live import ROOT, LiveShop, free_port

CLIENTS, SALES = (1, 4, 16), 24
WAITING, ASKED_EVERY_S, CASH_SALES = 200, 2.0, 150
AMOUNT = 10_000
KEY = "sk_test_fake"
type Caller = Callable[[str, str, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A token, tills with a reader each, carts to pay by card, and the part that is sold for cash."""

    token: str
    registers: list[str]
    readers: list[str]
    carts: list[str]
    part: str


def run(shop: LiveShop) -> Iterator[Row]:
    """The rows of the bench, for the database it runs on."""
    kind = "postgresql" if shop.database else "sqlite"
    port = free_port()
    os.environ |= {"VAXEL_STRIPE_KEY": KEY, "VAXEL_STRIPE_API": f"http://127.0.0.1:{port}"}
    words = ["-m", "vaxel.links.stripe.fake.serve", "--port", str(port), "--alone"]
    fake = subprocess.Popen([sys.executable, *words], cwd=ROOT)  # noqa: S603 - our own fake
    try:
        shop.start()
        shop.stop()
        ready = _fill(_caller(port, _form, KEY))
        shop.start()
        yield from _rows(shop, port, ready, kind)
    finally:
        fake.kill()
        fake.wait()


def _rows(shop: LiveShop, port: int, ready: Ready, kind: str) -> Iterator[Row]:
    carts = iter(ready.carts)
    _sell(_shop_caller(shop, ready), _caller(port, _form, KEY), ready, 0, next(carts))
    for clients in CLIENTS:
        share = [[next(carts) for _ in range(SALES)] for _client in range(clients)]
        ours = _together(clients, partial(_shares, shop, port, ready, share))
        bare = _together(clients, partial(_bare, port, ready))
        added = percentile_us(ours, 50) - percentile_us(bare, 50)
        yield Row("pay", f"{clients} clients, added p50", kind, ms(max(added, 0)), "ms", "lower",
                  limit=ms(percentile_us(bare, 50)))  # fmt: skip
    idle = percentile_us(_cash(shop, ready), 99)
    stop, askers = threading.Event(), _waiting(shop, ready, [next(carts) for _ in range(WAITING)])
    for one in askers:
        one.start(stop)
    busy = percentile_us(_cash(shop, ready), 99)
    stop.set()
    asked = sum(one.join() for one in askers)
    yield Row("pay", "cash p99, nobody waits", kind, ms(idle), "ms", "lower")
    yield Row("pay", "cash p99, 200 readers wait", kind, ms(busy), "ms", "lower")
    yield Row("pay", "questions asked meanwhile", kind, asked, "questions", "higher")
    yield Row("pay", "cash p99 ratio", kind, round(busy / idle, 2), "ratio", "lower", budget=1.5)


def _together(clients: int, work: Callable[[int], list[int]]) -> list[int]:
    """What all clients measured, each in a thread of its own."""
    found: list[int] = []
    threads = [threading.Thread(target=lambda n=n: found.extend(work(n))) for n in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def _shares(shop: LiveShop, port: int, ready: Ready, share: list[list[str]], client: int) -> list[int]:
    return _sales(shop, port, ready, client, share[client])


def _sales(shop: LiveShop, port: int, ready: Ready, client: int, carts: list[str]) -> list[int]:
    ask, provider = _shop_caller(shop, ready), _caller(port, _form, KEY)
    return [_sell(ask, provider, ready, client, cart) for cart in carts]


def _sell(ask: Caller, provider: Caller, ready: Ready, client: int, cart: str) -> int:
    """One cart is paid by card; how long the shop took for it, in microseconds, the tap not counted."""
    register, sum_ = ready.registers[client], {"minor": AMOUNT, "currency": "SEK"}
    begun = time.monotonic_ns()
    payment = ask("POST", f"/api/v1/tickets/{cart}/card-payments", {"amount": sum_, "register": register})
    paused = time.monotonic_ns()
    _tap(provider, ready.readers[client])
    went_on = time.monotonic_ns()
    state = ask("POST", f"/api/v1/payments/{payment['id']}/ask", {})
    if state["state"] != "taken":
        raise RuntimeError(f"not taken: {state}")
    ask("POST", f"/api/v1/tickets/{cart}/sale", {"register": register, "tenders": []})
    return (time.monotonic_ns() - went_on + paused - begun) // 1000


def _bare(port: int, ready: Ready, client: int) -> list[int]:
    """The provider's own time for the calls of a sale: create, look at the reader, process, look at the payment."""
    provider, found, reader = _caller(port, _form, KEY), [], ready.readers[client]
    for _ in range(SALES):
        begun = time.monotonic_ns()
        made = provider("POST", "/v1/payment_intents", {
            "amount": AMOUNT, "currency": "sek", "allowed_payment_method_types[0]": "card_present",
            "capture_method": "automatic",
        })  # fmt: skip
        provider("GET", f"/v1/terminal/readers/{reader}", {})
        provider("POST", f"/v1/terminal/readers/{reader}/process_payment_intent", {"payment_intent": made["id"]})
        paused = time.monotonic_ns()
        _tap(provider, reader)
        went_on = time.monotonic_ns()
        provider("GET", f"/v1/payment_intents/{made['id']}", {})
        found.append((time.monotonic_ns() - went_on + paused - begun) // 1000)
    return found


def _tap(provider: Caller, reader: str) -> None:
    sent = {"type": "card_present", "card_present[number]": "4242424242424242"}
    provider("POST", f"/v1/test_helpers/terminal/readers/{reader}/present_payment_method", sent)


def _cash(shop: LiveShop, ready: Ready) -> list[int]:
    """Cash sales at the last till, one after the other."""
    ask, found = _shop_caller(shop, ready), []
    body = {"register": ready.registers[-1], "lines": [{"part": ready.part}],
            "tenders": [{"tender": "cash", "amount": {"minor": 100_000, "currency": "SEK"}}]}  # fmt: skip
    for _ in range(CASH_SALES):
        begun = time.monotonic_ns()
        ask("POST", "/api/v1/sales", body)
        found.append((time.monotonic_ns() - begun) // 1000)
    return found


class _Screen:
    """Screens that wait for a card and ask every two seconds, some of them on one connection."""

    def __init__(self, ask: Caller, payments: list[str]) -> None:
        self.ask, self.payments, self.asked = ask, payments, 0
        self.thread: threading.Thread | None = None

    def start(self, stop: threading.Event) -> None:
        """They ask until told to stop."""
        self.thread = threading.Thread(target=self._run, args=(stop,))
        self.thread.start()

    def join(self) -> int:
        """How many questions they asked."""
        assert self.thread is not None
        self.thread.join()
        return self.asked

    def _run(self, stop: threading.Event) -> None:
        pause = ASKED_EVERY_S / len(self.payments)
        while True:
            for payment in self.payments:
                if stop.wait(pause):
                    return
                self.ask("POST", f"/api/v1/payments/{payment}/ask", {})
                self.asked += 1


def _waiting(shop: LiveShop, ready: Ready, carts: list[str]) -> list[_Screen]:
    """Payments that wait at as many readers, shared by eight connections."""
    ask = _shop_caller(shop, ready)
    sum_ = {"minor": AMOUNT, "currency": "SEK"}
    made = [
        ask("POST", f"/api/v1/tickets/{cart}/card-payments", {"amount": sum_, "register": register})["id"]
        for cart, register in zip(carts, ready.registers, strict=False)
    ]
    return [_Screen(_shop_caller(shop, ready), made[start::8]) for start in range(8)]


def _shop_caller(shop: LiveShop, ready: Ready) -> Caller:
    return _caller(shop.port, _json, ready.token)


def _json(sent: dict[str, Any]) -> tuple[str, str]:
    return json.dumps(sent), "application/json"


def _form(sent: dict[str, Any]) -> tuple[str, str]:
    return urlencode(sent), "application/x-www-form-urlencoded"


def _caller(port: int, encode: Callable[[dict[str, Any]], tuple[str, str]], key: str) -> Caller:
    """Asks on a connection of its own; what is no good answer raises."""
    link: list[HTTPConnection] = []

    def call(method: str, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        body, kind = encode(sent)
        about = {"Authorization": f"Bearer {key}", "Content-Type": kind, "Idempotency-Key": uuid4().hex}
        for again in (True, False):
            if not link:
                link.append(HTTPConnection("127.0.0.1", port, timeout=60))
            try:
                link[0].request(method, path, body if method == "POST" else None, about)
                answer = link[0].getresponse()
                text = answer.read()
                break
            except OSError:
                link.pop().close()
                if not again:
                    raise
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text.decode()[:300]}")
        return dict(json.loads(text))

    return call


def _fill(provider: Caller) -> Ready:
    """A shop with a till and a reader for each that waits, carts to pay by card, and something to sell for cash."""
    from vaxel.business.locations import registers, tokens
    from vaxel.business.locations.models import Role
    from vaxel.business.payments import drawers, readers
    from vaxel.business.payments.tests.counter import SETUP, counter
    from vaxel.business.stock import receipts
    from vaxel.business.tickets import jobs, lines, tickets
    from vaxel.kernel import clock

    setup = {**SETUP, "at": clock.now()}
    here = counter()
    site = here.shop.workshop
    receipts.receive(site, lines=[(here.filter, 10_000_000, 7_000)], **setup)
    place = provider("POST", "/v1/terminal/locations", {
        "display_name": "Bench", "address[line1]": "G 1", "address[city]": "G", "address[postal_code]": "1",
        "address[country]": "SE",
    })  # fmt: skip
    tills, known = [], []
    for n in range(WAITING + 1):
        till = registers.add(site, name=f"B{n}", **setup)
        made = provider("POST", "/v1/terminal/readers", {"registration_code": "simulated-wpe", "location": place["id"]})
        readers.place(readers.add(site, provider_id=made["id"], label=f"B{n}", **setup), register=till, **setup)
        tills.append(till)
        known.append(made["id"])
    for till in (*tills[: max(CLIENTS)], tills[-1]):
        drawers.open(till, float_minor=0, **setup)
    carts = []
    for _ in range(1 + sum(CLIENTS) * SALES + WAITING):
        ticket = tickets.open_ticket(site, kind="counter", register=tills[0], **setup)
        wish = lines.Wish(kind="part", text="Däcklås", unit_price_cm=AMOUNT * 100)
        lines.add(jobs.add(ticket, **setup), [wish], **setup)
        carts.append(str(ticket.pk))
    role = Role.objects.get(key="api_full")
    _token, text = tokens.make(name="bench", role=role, site=site, **setup)
    return Ready(text, [str(till.pk) for till in tills], known, carts, str(here.filter.pk))
