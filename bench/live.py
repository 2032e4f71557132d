"""Fifty open screens that show what others change: how late they are, and what that costs the server.

The screens ask `/live` twice a second, each with ten topics, as `static/js/live.js` does. Meanwhile a till sells once
in 0.7 s; a screen's delay is from the sale's answer to the screen's answer that tells of it. Promised: all within a
second, and fifty screens for a tenth of a core. The same screens held by server-sent events are measured beside it
(`bench/held.py`): what the choice was made on, and no promise.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.pages import Browser
from bench.rows import Row, percentile_us
from bench.sale import Shop, _fill
from tests.live import LiveShop

SCREENS = 50
EVERY_S = 0.5
QUIET_S = 10
SALES = 20
PAUSE_S = 0.7
DELAY_BUDGET_MS = 1000
SHARE_BUDGET = 10


def run(shop: LiveShop) -> Iterator[Row]:
    """The rows of the bench, for the database it runs on."""
    kind = "postgresql" if shop.database else "sqlite"
    shop.start()
    shop.stop()
    ready = _fill()
    for name, held in (("asking", False), ("held", True)):
        if held:
            _launch_held(shop)
        else:
            shop.start()
        found = _measured(shop, ready, _held_screen if held else _asking_screen)
        for case, value, unit, budget in found.rows():
            yield Row("live", f"{name}: {case}", kind, value, unit, "lower", budget=None if held else budget)
        shop.kill()


@dataclass
class Measured:
    """What the screens saw, in microseconds, and what the server spent."""

    delays_us: list[int] = field(default_factory=list)
    pages_us: list[int] = field(default_factory=list)
    share: float = 0.0
    memory_mb: int = 0
    missed: int = 0

    def rows(self) -> list[tuple[str, float, str, float | None]]:
        """Case, value, unit, budget."""
        return [
            ("delay p50", round(percentile_us(self.delays_us, 50) / 1000), "ms", None),
            ("delay p99", round(percentile_us(self.delays_us, 99) / 1000), "ms", DELAY_BUDGET_MS),
            ("never told", self.missed, "changes", 0),
            ("50 quiet screens", round(self.share, 1), "% of a core", SHARE_BUDGET),
            ("a page meanwhile p50", round(percentile_us(self.pages_us, 50) / 1000, 1), "ms", None),
            ("memory", self.memory_mb, "MB", None),
        ]


class Screens:
    """Fifty screens of which each notes when it was told of a change."""

    def __init__(self, port: int, part: str, cookie: str, one: "Callable[[Screens, int], None]") -> None:
        self.port, self.part, self.cookie = port, part, cookie
        self.over = threading.Event()
        self.told: list[list[int]] = [[] for _ in range(SCREENS)]
        self.threads = [threading.Thread(target=one, args=(self, n), daemon=True) for n in range(SCREENS)]
        for thread in self.threads:
            thread.start()

    def query(self, **more: str) -> str:
        """Ten topics, one of which is sold."""
        topics = [("t", f"stock:{self.part}")] + [("t", f"stock:{uuid4()}") for _ in range(9)]
        return urlencode([*topics, *more.items()])


def _asking_screen(screens: Screens, n: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", screens.port, timeout=30)
    time.sleep(n * EVERY_S / SCREENS)
    since, query = time.time_ns() // 1000, screens.query()
    while not screens.over.wait(EVERY_S):
        link.request("GET", f"/live?{query}&since={since}", headers={"Cookie": screens.cookie})
        answer = link.getresponse()
        body = answer.read()
        if answer.status == 200:
            since = json.loads(body)["now"]
            screens.told[n].append(time.monotonic_ns())
        elif answer.status != 204:
            raise RuntimeError(f"/live: {answer.status}")


def _held_screen(screens: Screens, n: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", screens.port, timeout=30)
    link.request("GET", f"/live/held?{screens.query()}", headers={"Cookie": screens.cookie})
    answer = link.getresponse()
    while not screens.over.is_set():
        line = answer.readline()
        if line.startswith(b"data:"):
            screens.told[n].append(time.monotonic_ns())


def _measured(shop: LiveShop, ready: Shop, one: Callable[[Screens, int], None]) -> Measured:
    browser = Browser(shop.port)
    browser.send("/login", **_log_in())
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    screens, found = Screens(shop.port, ready.parts[0][0], cookie, one), Measured()
    time.sleep(3)
    before = _spent_s(shop)
    time.sleep(QUIET_S)
    found.share = 100 * (_spent_s(shop) - before) / QUIET_S
    for turn in range(SALES):
        _sale(shop, ready, turn)
        sold = time.monotonic_ns()
        begun = time.monotonic_ns()
        if browser.ask("GET", "/health")[0] != 200:
            raise RuntimeError("the server is away")
        found.pages_us.append((time.monotonic_ns() - begun) // 1000)
        time.sleep(PAUSE_S + 0.6)
        for told in screens.told:
            heard = [(moment - sold) // 1000 for moment in told]
            told.clear()
            found.delays_us += [max(0, heard[0])] if heard else []
            found.missed += not heard
    found.memory_mb = shop.memory_mb()
    screens.over.set()
    return found


def _sale(shop: LiveShop, ready: Shop, turn: int) -> None:
    body = {
        "register": ready.registers[0], "lines": [{"part": part} for part in ready.parts[0]],
        "tenders": [{"tender": "cash", "amount": {"minor": 120_000, "currency": "SEK"}}],
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {ready.token}", "Idempotency-Key": f"live-{turn}-{uuid4()}"}
    status, _headers, answer = shop.ask("POST", "/api/v1/sales", body=body, headers=headers)
    if status not in (200, 201):
        raise RuntimeError(f"sale: {status} {answer[:300]!r}")


def _log_in() -> dict[str, str]:
    from vaxel.business.locations.tests.cast import PASSWORD

    return {"email": "kim@vaxel.example", "password": PASSWORD}


def _spent_s(shop: LiveShop) -> float:
    """Processor time of the server's processes so far."""
    ticks = 0
    for pid in shop.processes():
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _launch_held(shop: LiveShop) -> None:
    log = (shop.folder / "log").open("ab")
    shop.process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "bench.held", str(shop.port)],
        env=shop.environment(), stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    shop.await_answer()
