"""A supplier of our own making, served over real HTTP: it runs out, changes prices, is slow, fails, doubles and loses
answers on demand. For tests and the demonstration; nothing of it is kept when the process ends.

POST /v1/availability   {"customer", "items": [{"article", "quantity"}]}
POST /v1/orders         Idempotency-Key; {"order", "items": […]}: the same key is the same order
GET  /v1/orders/KEY     DELETE /v1/orders/KEY
"""

import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from vaxel.kernel import clock
from vaxel.links.suppliers.rest import RestCatalog

KEY = "fake-key"
MAPPING: dict[str, Any] = {
    "kind": "rest", "customer": "10042", "timeout_s": 5, "headers": {"X-Api-Key": "{secret:key}"},
    "availability": {
        "method": "POST", "path": "/v1/availability",
        "body": {"customer": "{customer}",
                 "items": [{"each": "lines", "as": {"article": "{number}", "quantity": "{quantity}"}}]},
        "rows": "items", "number": "article", "available": "stock.quantity", "price": "price.net",
        "currency": "price.currency", "expected_on": "stock.delivery",
    },
    "order": {
        "method": "POST", "path": "/v1/orders", "headers": {"Idempotency-Key": "{key}"},
        "body": {"order": "{order_number}", "customer": "{customer}", "note": "{message}",
                 "items": [{"each": "lines", "as": {"article": "{number}", "quantity": "{quantity}"}}]},
        "reference": "id", "reason": "error.message", "state": "state", "accepted": ["accepted"],
        "refused": ["refused"], "cancelled": ["cancelled"], "rows": "items", "number": "article",
        "quantity": "quantity", "expected_on": "delivery", "price": "price", "back_ordered": "later",
    },
    "status": {
        "path": "/v1/orders/{key}", "reference": "id", "reason": "error.message", "state": "state",
        "accepted": ["accepted"], "refused": ["refused"], "cancelled": ["cancelled"], "rows": "items",
        "number": "article", "quantity": "quantity", "expected_on": "delivery", "price": "price",
        "back_ordered": "later",
    },
    "cancel": {"method": "DELETE", "path": "/v1/orders/{key}", "reason": "error.message", "state": "state",
               "cancelled": ["cancelled"]},
}  # fmt: skip


@dataclass
class Moods:
    """How the fake behaves. Counters count down: that many next requests are failed, lost or doubled."""

    slow_s: float = 0.0
    trickle_s: float = 0.0
    fail: int = 0
    lose_answer: int = 0
    garble: int = 0
    refuse: str = ""
    closed: bool = False


@dataclass
class FakeSupplier:
    """A supplier's whole house: what it has, what it asks, and the orders it was given."""

    currency: str = "SEK"
    days: int = 1
    stock: dict[str, int] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    moods: Moods = field(default_factory=Moods)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    everything: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def available(self, article: str) -> int | None:
        """Whole pieces on its shelves; None when it does not know the article."""
        if article in self.stock:
            return self.stock[article]
        return _dice(article, "stock") % 30 if self.everything else None

    def price(self, article: str) -> int:
        """Minor units of its currency for one."""
        return self.prices.get(article, 1_000 + _dice(article, "price") % 90_000)

    def look(self, article: str) -> dict[str, Any] | None:
        """What it says of an article."""
        here = self.available(article)
        if here is None:
            return None
        delivery = _delivery(self.days if here > 0 else self.days + 5)
        stock = {"quantity": here, "delivery": delivery.isoformat()}
        return {
            "article": article,
            "stock": stock,
            "price": {"net": _text(self.price(article)), "currency": self.currency},
        }

    def place(self, key: str, items: list[dict[str, Any]]) -> dict[str, Any]:
        """The order with the key: a new one, or the one it has. What it lacks comes later."""
        with self.lock:
            if key and key in self.orders:
                return self.orders[key]
            made = {
                "id": f"S{len(self.orders) + 1001}",
                "state": "accepted",
                "items": [self._take(one) for one in items],
            }
            self.orders[key or f"without-{len(self.orders)}"] = made
            return made

    def _take(self, item: dict[str, Any]) -> dict[str, Any]:
        article, quantity = str(item["article"]), item["quantity"]
        here = self.available(article) or 0
        whole = int(str(quantity).split(".", maxsplit=1)[0])
        late = whole > here
        self.stock[article] = max(0, here - whole)
        delivery = _delivery(self.days + 5 if late else self.days).isoformat()
        return {"article": article, "quantity": quantity, "price": _text(self.price(article)), "delivery": delivery,
                "later": late}  # fmt: skip

    def cancel(self, key: str) -> dict[str, Any] | None:
        """The order, cancelled; None when it has none with the key."""
        with self.lock:
            if key in self.orders:
                self.orders[key]["state"] = "cancelled"
            return self.orders.get(key)


def _dice(article: str, about: str) -> int:
    """A number that is always the same for the article."""
    return int.from_bytes(hashlib.sha256(f"{about}:{article}".encode()).digest()[:4], "big")


def _delivery(days: int) -> date:
    return (clock.now() + timedelta(days=days)).date()


def _text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


class _Desk(BaseHTTPRequestHandler):
    """One request to the fake."""

    house: ClassVar[FakeSupplier]
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Availability or an order."""
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        if self.path == "/v1/availability":
            found = [one for item in body["items"] if (one := self.house.look(str(item["article"])))]
            self._answer(lambda: (200, {"items": found}))
        elif self.path == "/v1/orders":
            self._answer(lambda: self._order(body))
        else:
            self._answer(lambda: (404, {"error": {"message": "no such page"}}))

    def _order(self, body: dict[str, Any]) -> tuple[int, Any]:
        if self.house.moods.refuse:
            return 422, {"error": {"message": self.house.moods.refuse}}
        return 201, self.house.place(self.headers.get("Idempotency-Key", ""), body["items"])

    def do_GET(self) -> None:
        """An order."""
        found = self.house.orders.get(self.path.rpartition("/")[2])
        self._answer(lambda: (200, found) if found else (404, {"error": {"message": "no such order"}}))

    def do_DELETE(self) -> None:
        """An order is cancelled, unless the house has closed its books on it."""
        if self.house.moods.closed:
            self._answer(lambda: (409, {"error": {"message": "already packed"}}))
            return
        found = self.house.cancel(self.path.rpartition("/")[2])
        self._answer(lambda: (200, found) if found else (404, {"error": {"message": "no such order"}}))

    def _answer(self, work: Any) -> None:
        """What `work` does and says, in the mood the house is in."""
        moods = self.house.moods
        self.house.asked.append(f"{self.command} {self.path}")
        if self.headers.get("X-Api-Key") != KEY:
            self._say(401, {"error": {"message": "who are you?"}})
            return
        time.sleep(moods.slow_s)
        if moods.fail > 0:
            moods.fail -= 1
            self._say(500, {"error": {"message": "out of order"}})
            return
        status, said = work()
        if moods.lose_answer > 0:
            moods.lose_answer -= 1
            self.close_connection = True
            self.connection.close()
            return
        if moods.garble > 0:
            moods.garble -= 1
            self._send(status, b"<html>welcome</html>")
            return
        self._say(status, said)

    def _say(self, status: int, said: Any) -> None:
        self._send(status, json.dumps(said).encode())

    def _send(self, status: int, raw: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        pause = self.house.moods.trickle_s
        for n in range(0, len(raw), 8 if pause else len(raw) or 1):
            self.wfile.write(raw[n : n + (8 if pause else len(raw))])
            time.sleep(pause)

    def log_message(self, *_args: Any) -> None:
        """Silence."""


def serve(house: FakeSupplier) -> tuple[ThreadingHTTPServer, str]:
    """The house answers in a thread of this process; (server, its address)."""
    desk = type("Desk", (_Desk,), {"house": house})
    server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="fake supplier", daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def catalog(address: str) -> RestCatalog:
    """What speaks to a fake at the address, as to any supplier: by a mapping."""
    return RestCatalog({**MAPPING, "base_url": address}, {"key": KEY})


_served: dict[str, str] = {}
_serving = threading.Lock()


def connected(name: str) -> RestCatalog:
    """The fake supplier of this name, begun at first use; `demo-eu` asks euro, `demo-slow` takes its time."""
    with _serving:
        if name not in _served:
            house = FakeSupplier(currency="EUR" if name.endswith("eu") else "SEK", days=3 if name.endswith("eu") else 1,
                                 everything=True)  # fmt: skip
            house.moods.slow_s = 6.0 if name.endswith("slow") else 0.15
            _served[name] = serve(house)[1]
        return catalog(_served[name])
