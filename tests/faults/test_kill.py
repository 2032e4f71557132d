"""The machine goes dark while sixteen tills sell: what was acknowledged is there, the rest is whole or absent (F-6)."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from uuid import uuid4

import pytest

from tests.live import ROOT, LiveShop

pytestmark = pytest.mark.server
TILLS = 16
SELL_S = 2.0


class Tills:
    """Sixteen clients that sell without pause and remember what they were told."""

    def __init__(self, shop: LiveShop) -> None:
        made = subprocess.run(
            [sys.executable, "-m", "tests.faults.stocked"],
            cwd=ROOT, env={**shop.environment(), "DJANGO_SETTINGS_MODULE": "vaxel.settings"}, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        told = json.loads(made.stdout)
        self.shop, self.token = shop, told["token"]
        self.body = {
            "register": told["register"],
            "lines": [{"part": part} for part in told["parts"]],
            "tenders": [{"tender": "cash", "amount": {"minor": 200_000, "currency": "SEK"}}],
        }
        self.acknowledged: dict[str, bytes] = {}
        self.unanswered: set[str] = set()
        self.wrong: list[tuple[int, bytes]] = []

    def sell(self, key: str) -> tuple[int, bytes]:
        """One sale of one piece of each part; status and body."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        status, _headers, body = self.shop.ask("POST", "/api/v1/sales", body=self.body, headers=headers)
        return status, body

    def rush(self, until: Callable[[], None]) -> None:
        """All tills sell; `until` ends the rush by doing something to the server."""
        gone = threading.Event()
        threads = [threading.Thread(target=self._till, args=(gone,)) for _till in range(TILLS)]
        for thread in threads:
            thread.start()
        time.sleep(SELL_S)
        until()
        gone.set()
        for thread in threads:
            thread.join(60)

    def _till(self, gone: threading.Event) -> None:
        while not gone.is_set():
            key = str(uuid4())
            try:
                status, body = self.sell(key)
            except (OSError, HTTPException):
                self.unanswered.add(key)
                time.sleep(0.05)
                continue
            if status == 201:
                self.acknowledged[key] = body
            else:
                self.wrong.append((status, body))

    def prove(self) -> None:
        """Every acknowledged sale is told again in the same words; the others are done once now; the books agree."""
        assert self.wrong == []
        assert len(self.acknowledged) > TILLS
        for key, body in self.acknowledged.items():
            assert self.sell(key) == (201, body)
        for key in self.unanswered:
            assert self.sell(key)[0] == 201
        sold = len(self.acknowledged) + len(self.unanswered)
        assert self._documents() == sold
        said = self.shop.console("check")
        assert (said.returncode, said.stderr) == (0, ""), said.stdout

    def _documents(self) -> int:
        counted = "from vaxel.business.billing.models import Document as D; print(D.objects.count())"
        return int(self.shop.console("shell", "--no-imports", "-c", counted).stdout)


def all_at_once(shop: LiveShop) -> None:
    """kill -9 of every process."""
    shop.kill()
    shop.start()


def application_alone(shop: LiveShop) -> None:
    """kill -9 of the process that runs the application; the outer one starts it again."""
    os.kill(shop.inner(), signal.SIGKILL)
    shop.await_answer()


def asked_to_stop(shop: LiveShop) -> None:
    """SIGTERM, as when the machine is shut down."""
    assert shop.stop() == 0
    shop.start()


@pytest.mark.parametrize("fault", [all_at_once, application_alone, asked_to_stop])
def test_no_acknowledged_sale_is_lost_and_none_is_done_twice(
    live_shop: LiveShop, fault: Callable[[LiveShop], None]
) -> None:
    tills = Tills(live_shop)
    live_shop.start()
    tills.rush(until=lambda: fault(live_shop))
    tills.prove()


def test_the_same_key_sixteen_times_at_once_is_one_sale_with_equal_answers(live_shop: LiveShop) -> None:
    tills = Tills(live_shop)
    live_shop.start()
    key, answers = str(uuid4()), list[tuple[int, bytes]]()
    gate = threading.Barrier(16)

    def ask() -> None:
        gate.wait(10)
        answers.append(tills.sell(key))

    threads = [threading.Thread(target=ask) for _one in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 16
    assert {status for status, _body in answers} == {201}
    assert len({body for _status, body in answers}) == 1
    assert tills._documents() == 1


def test_the_worker_deals_with_every_event_after_a_kill(live_shop: LiveShop) -> None:
    tills = Tills(live_shop)
    live_shop.start()
    tills.rush(until=lambda: all_at_once(live_shop))
    _until(lambda: _untold(live_shop) == 0)


def _untold(shop: LiveShop) -> int:
    counted = "from vaxel.kernel.models import Event as E; print(E.objects.filter(told_at=None).count())"
    return int(shop.console("shell", "--no-imports", "-c", counted).stdout)


def _until(holds: Callable[[], Any], within_s: float = 90) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.5)
