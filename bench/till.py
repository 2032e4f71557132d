"""The till in Chromium, with the server there and dead, on a large catalogue: how soon it is ready, finds, sells.

Promised (with 100,000 parts, at the 99th percentile where nothing else is said): ready 0.3 s after a reload without the
server (0.6 s with 500,000), a key to the list in 12 ms, a scan to the painted line in 50 ms, a sale stored in 5 ms, the
first fetch of the catalogue in 1 s, at most 100 MB in the worker with 500,000, and a page of 150 kB without it.
VAXEL_BENCH_PARTS says another size.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bench.rows import Row, percentile_us
from tests.browser import CHROMIUM, FLAGS
from tests.live import ROOT, LiveShop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PARTS = int(os.environ.get("VAXEL_BENCH_PARTS") or 100_000)
RELOADS, TYPED, SCANS, SALES = 7, 60, 60, 60
LARGE = 500_000
BUDGETS = {"key": 12, "scan": 50, "sale": 5, "sync": 1_000, "heap": 100, "page": 150}
FURNISHED = """
import django, json, os
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from bench.search_data import fill
where = str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else os.environ["VAXEL_DATABASE"]
vendor = connection.vendor
connection.close()
made = fill(vendor, where, {parts})
import sys
sys.argv = ["furnish"]
from tests.screens.furnish import main
main()
from vaxel.business.catalog.models import Part, Price, PriceList
held = PriceList.objects.filter(group=None).order_by("valid_from").first()
priced = set(Price.objects.filter(price_list=held).values_list("part", flat=True))
rows = (Price(price_list=held, part_id=pk, unit_price_cm=1_000_000) for pk in Part.objects.values_list("pk", flat=True))
Price.objects.bulk_create((row for row in rows if row.part_id not in priced), batch_size=400)
print(json.dumps(made.sample))
"""
# Before the page: when a search leaves for the worker and its list stands; when Enter is pressed and a line is painted.
WATCHES = """
window.told = { keys: [], scans: [] };
const Plain = window.Worker;
window.Worker = class extends Plain {
  constructor(...about) {
    super(...about);
    const asked = new Map();
    this.addEventListener("message", ({ data }) => {
      const begun = asked.get(data.id);
      if (!begun) return;
      queueMicrotask(() => queueMicrotask(() => setTimeout(() => window.told.keys.push(performance.now() - begun))));
    });
    const post = this.postMessage.bind(this);
    this.postMessage = (message) => {
      if (message.does === "search") asked.set(message.id, performance.now());
      post(message);
    };
  }
};
let pressed = 0;
const heard = (event) => { if (event.key === "Enter") pressed = event.timeStamp; };
window.addEventListener("keydown", heard, { capture: true });
new MutationObserver(() => {
  if (!pressed || !document.querySelector(".till-line")) return;
  const begun = pressed;
  pressed = 0;
  requestAnimationFrame(() => requestAnimationFrame(() => window.told.scans.push(performance.now() - begun)));
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def run(shop: LiveShop) -> Iterator[Row]:
    """Rows of the promises above."""
    from playwright.sync_api import sync_playwright

    sample = _furnish(shop)
    shop.start()
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        _enrolled(shop, _device(chromium))  # the server has made its blocks once, as on any day but the first
        yield from _measured(shop, chromium, _device(chromium), sample)
        chromium.close()


def _device(chromium: "Browser") -> "BrowserContext":
    device = chromium.new_context(locale="sv-SE", viewport={"width": 1280, "height": 800})
    device.set_default_timeout(300_000)
    device.add_init_script(WATCHES)
    return device


def _enrolled(shop: LiveShop, device: "BrowserContext") -> "tuple[Page, int]":
    """The device is a till with everything it needs; its page, and how many bytes that was without the catalogue."""
    page = device.new_page()
    _log_in(page, shop)
    weights: list[int] = []
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.goto(f"{shop.url}/till/")
    page.wait_for_selector("#device-name")
    weight = sum(weights)
    page.select_option(
        "#register", page.locator("#register option", has_text="Verkstaden").first.get_attribute("value")
    )
    page.click(".till-door button.primary")
    page.wait_for_selector(".till-people")
    return page, weight


def _furnish(shop: LiveShop) -> list[dict[str, str]]:
    """The workshop of the tests stands in the shop, with so many parts that all have a price; a few of them."""
    filled = subprocess.run(  # noqa: S603 - us
        [sys.executable, "-c", FURNISHED.format(parts=PARTS)], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**shop.environment(), "DJANGO_SETTINGS_MODULE": "vaxel.settings"},
    )  # fmt: skip
    if filled.returncode:
        raise RuntimeError(filled.stderr)
    sample: list[dict[str, str]] = json.loads(filled.stdout.splitlines()[-1])
    return sample


def _measured(
    shop: LiveShop, chromium: "Browser", device: "BrowserContext", sample: list[dict[str, str]]
) -> Iterator[Row]:
    size = f"{PARTS // 1000}k"
    page, weight = _enrolled(shop, device)
    yield _row("page weight", weight / 1000, "kB", BUDGETS["page"])
    yield _row(f"first sync {size}", _entry(page, "catalogue"), "ms", BUDGETS["sync"] * max(1, PARTS // 100_000))
    _enter(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    shop.kill()
    ready = []
    for _turn in range(RELOADS):
        page.reload()
        page.wait_for_selector("html[data-catalogue]")
        ready.append(_entry(page, "till-ready", "startTime"))
    yield _row(f"reload {size}", sorted(ready)[len(ready) // 2], "ms", 600 if PARTS >= LARGE else 300)
    page.wait_for_selector("#what")
    for one in sample[:TYPED]:
        for text in (one["number"], one["sv"][:18], one["number"][3:]):
            page.locator("#what").press_sequentially(text)
        page.fill("#what", "")
    yield _row("keystroke p99", _p99(page, "keys"), "ms", BUDGETS["key"])
    for one in sample[:SCANS]:
        page.keyboard.type(one["ean"], delay=2)
        page.keyboard.press("Enter")
        page.wait_for_timeout(60)
    yield _row("scan p99", _p99(page, "scans"), "ms", BUDGETS["scan"])
    yield _row("sale stored p99", _sold(page, sample), "ms", BUDGETS["sale"])
    yield _row(f"heap {size}", _heap(chromium), "MB", BUDGETS["heap"])


def _row(case: str, value: float, unit: str, budget: float | None) -> Row:
    return Row("till", case, "browser", round(value, 1), unit, "lower", budget)


def _log_in(page: "Page", shop: LiveShop) -> None:
    from vaxel.business.locations.tests.cast import PASSWORD

    page.goto(f"{shop.url}/login")
    page.fill("[name=email]", "mo@vaxel.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def _enter(page: "Page") -> None:
    from vaxel.business.locations.tests.cast import PINS

    page.locator(".till-people button", has_text="Sam").click()
    page.fill("#pin", PINS["sam"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#what")


def _entry(page: "Page", name: str, of: str = "duration") -> float:
    value: float = page.evaluate("([name, of]) => performance.getEntriesByName(name).at(-1)[of]", [name, of])
    return value


def _p99(page: "Page", name: str) -> float:
    values: list[float] = page.evaluate("(name) => window.told[name].splice(0)", name)
    return percentile_us([round(value * 1000) for value in values], 99) / 1000


def _sold(page: "Page", sample: list[dict[str, str]]) -> float:
    """Sales for even cash, by keys alone; how long the slowest of a hundred took to be stored."""
    page.keyboard.press("F8")
    for one in sample[:SALES]:
        page.fill("#what", one["ean"])
        page.keyboard.press("Enter")
        page.wait_for_selector(".till-line")
        for key in ("F12", "F2", "Enter"):
            page.keyboard.press(key)
        page.wait_for_selector(".till-ready")
        page.keyboard.press("Enter")
        page.wait_for_selector(".till-done")
    durations: list[float] = page.evaluate("performance.getEntriesByName('sale stored').map((one) => one.duration)")
    return percentile_us([round(value * 1000) for value in durations], 99) / 1000


def _heap(chromium: "Browser") -> float:
    """What the catalogue's worker holds, in megabytes: its objects and the arrays behind them."""
    link = chromium.new_browser_cdp_session()
    said: list[Any] = []
    link.on("Target.receivedMessageFromTarget", lambda event: said.append(json.loads(event["message"])))
    found = next(one for one in link.send("Target.getTargets")["targetInfos"] if one["type"] == "worker")
    session = link.send("Target.attachToTarget", {"targetId": found["targetId"], "flatten": False})["sessionId"]
    for n, method in enumerate(("HeapProfiler.collectGarbage", "Runtime.getHeapUsage"), 1):
        message = json.dumps({"id": n, "method": method})
        link.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})
    for _turn in range(100):
        answer = next((one["result"] for one in said if one.get("id") == 2), None)
        if answer is not None:
            used: int = answer["usedSize"] + answer.get("backingStorageSize", 0)
            return used / 1_000_000
        link.send("Target.getTargets")
    raise RuntimeError("the worker does not say what it holds")
