"""Walking through every page of a shop in Chromium: logging in, finding the pages, and what a page must fulfil."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.live import ROOT, LiveShop

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = {"desk": (1280, 800), "tablet": (820, 1180), "phone": (390, 844), "narrow": (320, 700)}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another theme and size may break.
OF_LOOKS = ["color-contrast", "scrollable-region-focusable", "target-size", "link-in-text-block"]
# Leaving a page is no page; what a form answers with is not asked for.
NOT_WALKED = {"auth:logout", "auth:lock"}


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its view's name and an address that shows something."""

    name: str
    path: str


def addresses(shop: LiveShop) -> list[Place]:
    """Every address of the shop's screens, as its URL table and its things give them."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.screens.addresses"],
        cwd=ROOT, env=shop.environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(made.stdout)
    return [Place(name, path) for name, path in found.items() if name not in NOT_WALKED]


def pages(shop: LiveShop, page: "Page") -> list[Place]:
    """Those addresses that answer a visit with a whole page."""
    return [place for place in addresses(shop) if _is_page(page, shop.url + place.path)]


def _is_page(page: "Page", url: str) -> bool:
    answer = page.request.get(url, max_redirects=0)
    if answer.status >= 500:
        raise AssertionError(f"{url}: {answer.status}")
    kind = answer.headers.get("content-type", "")
    return answer.status == 200 and kind.startswith("text/html") and "<html" in answer.text()


def log_in(page: "Page", url: str, email: str, password: str) -> None:
    """The person stands at their usual till, on Today."""
    page.goto(f"{url}/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda where: "/login" not in where)
    if "/place" in page.url:
        page.locator("button[name=place]").first.click()
    page.wait_for_url(f"{url}/")


def speak(page: "Page", url: str, language: str) -> None:
    """The person's pages are in the language from now on."""
    page.goto(url + "/")
    if page.locator("html").get_attribute("lang") == language:
        return
    page.locator("[popovertarget=who]").click()
    page.locator(f"#who button[name=language][value={language}]").click()
    page.wait_for_function(f"document.documentElement?.lang === '{language}'")


def faults(page: "Page", rules: Sequence[str] = RULES) -> Iterator[str]:
    """What axe has against the page that stands there; `rules`: tags, or names of rules."""
    page.evaluate(AXE.read_text())
    wanted = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {json.dumps(wanted)})")
    for one in found["violations"]:
        where = [" ".join(map(str, node["target"])) for node in one["nodes"]]
        yield f"{one['id']}: {one['help']} at {where[0]}" + (f" and {len(where) - 1} more" if where[1:] else "")


def folding(page: "Page", sizes: Sequence[str] = tuple(SIZES)) -> Iterator[str]:
    """What is wider than its window, or too small for a finger, at each size."""
    for name in sizes:
        width, height = SIZES[name]
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            yield f"{name}: wider than the window: {page.evaluate(WIDEST)}"
        yield from (f"{name}: {what}" for what in page.evaluate(SMALL))


def lengthen(page: "Page") -> None:
    """Every word of the page is a third longer, as in another language (a pseudo-locale, in the page itself)."""
    page.evaluate(LENGTHEN)


def demo_person(who: str) -> tuple[str, str]:
    """The demo's address and password of the person."""
    from vaxel.doors.console.demo import shop

    line = next(line for line in shop.log_in_lines() if f"{who}@" in line).split()
    at = next(n for n, word in enumerate(line) if "@" in word)
    return line[at], line[at + 1]


def picture(page: "Page", file: Path, *, whole: bool = False) -> None:
    """What the window shows, or the page's whole length, as a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(file), animations="disabled", caret="hide", full_page=whole)


WIDEST = """() => {
  const beyond = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility()
    && one.getBoundingClientRect().right > innerWidth + 1);
  const last = beyond.at(-1) ?? document.body;
  return `${last.tagName}.${last.className} ${(last.textContent ?? "").trim().slice(0, 30)}`;
}"""

# Buttons and fields that stand alone are at least 44 px high and 24 px wide; what lies in a label is pressed by it.
SMALL = """() => {
  const all = document.querySelectorAll("button, .btn, input:not([type=hidden]), select, textarea, summary, .rail a");
  const inLabel = ".hide, .pick, .tick, .choice, .choices, .letter, .seg label, .readings";
  return [...all]
    .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.closest(inLabel))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.height > 0 && (box.height < 43.5 || box.width < 24))
    .map(([one, box]) => `too small: ${one.tagName}.${one.className} ${box.height} ${one.ariaLabel ?? ''}`);
}"""

LENGTHEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = ".number, .plate, .code, time, script, kbd, textarea, option";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(said)) continue;
    node.data = node.data.replace(/\\p{L}{3,}/gu, (word) => word + word.slice(0, Math.ceil(word.length / 3)));
  }
}"""
