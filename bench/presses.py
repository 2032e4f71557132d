"""How many presses the errands take, counted in Chromium, and how soon a line that is added stands on the screen.

A press is a key that is not text, or a tap; what is typed as text (a plate, a word of a name) counts as one press for
the whole text, and a scan counts as one. Promised: a known job in three presses, a new ticket by plate in five (S-192).
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.rows import Row, ms, percentile_us
from tests.browser import CHROMIUM, FLAGS
from tests.live import ROOT, LiveShop

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDED = 40
KNOWN_JOB, NEW_TICKET, COUNTER_SALE = 3, 5, 6
PAINTED_MS = 100
MOST_ENTERS = 4


class Fingers:
    """One person's hands at a page, counted."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.count = 0

    def key(self, name: str) -> None:
        """One key."""
        self.count += 1
        self.page.keyboard.press(name)

    def text(self, words: str) -> None:
        """Words typed at a person's speed."""
        self.count += 1
        self.page.keyboard.type(words, delay=110)

    def scan(self, code: str) -> None:
        """A barcode and the Enter that the scanner sends."""
        self.count += 1
        self.page.keyboard.type(code, delay=2)
        self.page.keyboard.press("Enter")


def run(shop: LiveShop) -> Iterator[Row]:
    """Rows of presses, and the time from Enter to the painted line."""
    from playwright.sync_api import sync_playwright

    kind = "postgresql" if shop.database else "sqlite"
    shop.start()
    shop.stop()
    furnish = [sys.executable, "-m", "tests.screens.furnish"]
    subprocess.run(  # noqa: S603 - our own module
        furnish, cwd=ROOT, env=shop.environment(), check=True, capture_output=True
    )
    shop.start()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        page = chromium.new_context(locale="sv-SE", viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
        page.set_default_timeout(15_000)
        _log_in(page, shop)
        yield Row("presses", "new ticket by plate presses", kind, _new_ticket(page), "presses", "lower", NEW_TICKET)
        yield Row("presses", "known job presses", kind, _known_job(page), "presses", "lower", KNOWN_JOB)
        painted = _lines(page)
        yield Row("presses", "line added to next paint p50", kind, ms(percentile_us(painted, 50)), "ms", "lower")
        yield Row("presses", "line added to next paint p95", kind, ms(percentile_us(painted, 95)), "ms", "lower")
        yield Row(
            "presses", "interaction to next paint p95", kind, _interaction(page), "ms", "lower", PAINTED_MS
        )  # fmt: skip
        yield Row("presses", "counter sale presses", kind, _counter_sale(page, shop), "presses", "lower", COUNTER_SALE)
        chromium.close()


def _log_in(page: "Page", shop: LiveShop) -> None:
    from vaxel.business.locations.tests.cast import PASSWORD

    page.goto(f"{shop.url}/login")
    page.fill("[name=email]", "kim@vaxel.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    if "/place" in page.url:
        page.locator("section", has_text="Verkstaden").locator("button[name=place]").first.click()
    page.wait_for_url(f"{shop.url}/")


def _new_ticket(page: "Page") -> int:
    """From the first screen to an open ticket for a car that we know."""
    page.evaluate("document.activeElement.blur()")
    hands = Fingers(page)
    hands.key("n")
    page.wait_for_function("document.activeElement?.matches('input')")
    hands.text("ABC 123")
    for _more in range(MOST_ENTERS):
        before = page.url
        hands.key("Control+Enter" if page.evaluate("document.activeElement.tagName") == "TEXTAREA" else "Enter")
        page.wait_for_function("before => location.href !== before", arg=before)
        page.wait_for_load_state()
        if re.search(r"/tickets/[0-9a-f-]{36}", page.url):
            break
    page.locator("#what").wait_for()
    return hands.count


def _known_job(page: "Page") -> int:
    """A canned job from an empty ticket: its first letters, and Enter."""
    page.wait_for_function("document.activeElement?.id === 'what'")
    hands = Fingers(page)
    hands.text("brom")
    page.locator("#found [data-for='brom'] [role=option]").first.wait_for()
    hands.key("Enter")
    page.locator("tr.labour").first.wait_for()
    return hands.count


WATCH = """() => {
  window.painted = [];
  new MutationObserver(() => {
    if (!window.pressedAt) return;
    const rows = document.querySelectorAll("tr.part").length;
    if (rows <= window.rows) return;
    const since = window.pressedAt;
    window.pressedAt = 0;
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - since)));
  }).observe(document.body, { childList: true, subtree: true });
  window.slow = [];
  new PerformanceObserver((list) => window.slow.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "event", durationThreshold: 16 });
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    window.rows = document.querySelectorAll("tr.part").length;
    window.pressedAt = event.timeStamp;
  }, { capture: true });
}"""


def _lines(page: "Page") -> list[int]:
    """Microseconds from Enter to the frame that shows the line, the server's answer in it."""
    page.evaluate(WATCH)
    for n in range(ADDED):
        page.locator("#what").fill("0986494104")
        page.locator("#found [data-for='0986494104'] [role=option]").first.wait_for()
        time.sleep(0.12)
        page.keyboard.press("Enter")
        page.wait_for_function(f"window.painted.length > {n}")
        page.wait_for_function("document.querySelector('#what').value === ''")
    return [int(value * 1000) for value in page.evaluate("window.painted")]


def _interaction(page: "Page") -> float:
    """The 95th percentile of the browser's own event timing over those interactions; quicker than a frame counts 16."""
    slow = sorted(float(value) for value in page.evaluate("window.slow"))
    return slow[max(0, -(-len(slow) * 95 // 100) - 1)] if slow else 16.0


def _counter_sale(page: "Page", shop: LiveShop) -> int:
    """Two scans, paid in exact cash, until the change is shown."""
    page.goto(f"{shop.url}/counter")
    hands = Fingers(page)
    hands.scan("0986494104")
    page.locator(".cart-lines li").first.wait_for()
    page.wait_for_timeout(200)
    hands.scan("3397007640")
    page.locator(".cart-lines li").nth(1).wait_for()
    page.wait_for_timeout(200)
    hands.key("F12")
    page.wait_for_url("**/pay/tickets/**")
    hands.key("F2")
    page.locator("#amount").wait_for()
    page.wait_for_function("document.activeElement?.id === 'amount'")
    hands.key("Enter")
    page.locator("button.pay:not([disabled])").wait_for()
    hands.key("F12")
    page.wait_for_url("**/pay/done/**")
    return hands.count
