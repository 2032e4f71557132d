"""Every page's time in the server on a demo company many times the usual size, and the API's reads beside them.

Promised: 100 ms a page at a hundred times the demo (200,000 parts, 6,000 vehicles, 100,000 tickets). VAXEL_BENCH_SCALE
says another size. Each page is asked for by one client, so that the time is the page's own.
"""

import http.client
import os
import re
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.rows import Row, ms, percentile_us
from tests.live import LiveShop

ASKED = 12
SCALE = int(os.environ.get("VAXEL_BENCH_SCALE", "100"))
BUDGET_MS = 100


class Browser:
    """One person's browser: keeps cookies, sends forms with their token, follows no redirects."""

    def __init__(self, port: int) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """(status, body, where it leads)."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        about = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", **headers}
        self.link.request(method, path, body=body.encode(), headers=about)
        answer = self.link.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(value).items()}
        return answer.status, answer.read().decode(errors="replace"), answer.headers.get("Location", "")

    def send(self, path: str, **fields: str) -> str:
        """The form of a page has been sent with these fields; where the answer leads."""
        _status, page, _where = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        body = urlencode({**fields, "csrfmiddlewaretoken": token.group(1) if token else ""})
        status, page, where = self.ask("POST", path, body)
        if status not in (200, 302, 303):
            raise RuntimeError(f"{path}: {status} {page[:300]}")
        return where


def run(shop: LiveShop) -> Iterator[Row]:
    """A row a page, in the order a person meets them."""
    kind = "postgresql" if shop.database else "sqlite"
    yield Row("pages", f"demo at scale {SCALE}", kind, fill(shop), "s", "lower")
    shop.start()
    browser = Browser(shop.port)
    browser.send("/login", **log_in())
    for name, path in _pages():
        durations = []
        for _ in range(ASKED):
            begun = time.monotonic_ns()
            status, body, where = browser.ask("GET", path)
            durations.append((time.monotonic_ns() - begun) // 1000)
            if status != 200:
                raise RuntimeError(f"{name} {path}: {status} {where} {body[:300]}")
        yield Row("pages", name, kind, ms(percentile_us(durations, 50)), "ms", "lower", budget=BUDGET_MS)


def fill(shop: LiveShop) -> int:
    """The demo company stands in the shop, so many times its usual size; how many seconds that took."""
    if os.environ.get("VAXEL_BENCH_SHOP"):
        return 0
    started = time.monotonic()
    made = shop.console("demo", "--scale", str(SCALE))
    if made.returncode:
        raise RuntimeError(made.stdout + made.stderr)
    return round(time.monotonic() - started)


def log_in() -> dict[str, str]:
    """The demo owner's address and password."""
    from vaxel.doors.console.demo import shop as demo

    line = next(line for line in demo.log_in_lines() if "mo@" in line).split()
    at = next(n for n, word in enumerate(line) if "@" in word)
    return {"email": line[at], "password": line[at + 1]}


def _pages() -> list[tuple[str, str]]:
    """(name, path) of every page worth measuring, with things that exist: the busiest of each kind."""
    from django.db.models import Count

    from vaxel.business.billing.models import Document
    from vaxel.business.catalog.models import Part
    from vaxel.business.parties.models import Party
    from vaxel.business.tickets.models import Ticket
    from vaxel.business.vehicles.models import Vehicle

    ticket = Ticket.objects.filter(state="open").order_by("-made_at").first() or Ticket.objects.latest("made_at")
    vehicle = Vehicle.objects.annotate(visits=Count("tickets")).order_by("-visits").first()
    customer = Party.objects.filter(is_walk_in=False).annotate(visits=Count("tickets")).order_by("-visits").first()
    part = Part.objects.annotate(sold=Count("document_lines")).order_by("-sold").first()
    document = Document.objects.filter(kind="invoice").latest("posted_at")
    assert vehicle
    assert customer
    assert part
    return [
        ("today", "/"), ("tickets", "/tickets"), ("tickets, search", f"/tickets?q={vehicle.plate}"),
        ("ticket", f"/tickets/{ticket.pk}"), ("vehicles", "/vehicles"), ("vehicle", f"/vehicles/{vehicle.pk}"),
        ("customers", "/customers"), ("customers, search", f"/customers?q={customer.name.split()[0]}"),
        ("customer", f"/customers/{customer.pk}"), ("parts", "/parts"), ("parts, number", f"/parts?q={part.number}"),
        ("parts, word", "/parts?q=broms"), ("part", f"/parts/{part.pk}"), ("counter", "/counter"),
        ("document", f"/documents/{document.pk}"), ("drawers", "/drawers"),
        ("find", f"/find?q={vehicle.plate}"), ("tray", "/tray"),
    ]  # fmt: skip
