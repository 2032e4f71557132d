"""The till in Chromium against the real server: what is sold arrives once and in order, whatever dies in between."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live import ROOT, LiveShop
from tests.screens.test_office import log_in, office
from vaxel.business.locations.tests.cast import PINS
from vaxel.doors.till import shell

pytestmark = [pytest.mark.browser, pytest.mark.server]
__all__ = ["office"]
PADS = "0986494104"
FACTS = """
import json
from vaxel.business.payments.models import TillFact
rows = TillFact.objects.order_by("device", "seq").values_list("seq", "kind", "state", "body")
print(json.dumps([(seq, kind, state, json.loads(body).get("number")) for seq, kind, state, body in rows]))
"""


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile that is no till yet; errors in its scripts fail the test."""
    context = browser.new_context(
        locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(15_000)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    yield context
    context.close()
    assert wrong == []


def enrolled(device: BrowserContext, shop: LiveShop) -> Page:
    """The device is a till at K1, and Sam stands at it."""
    page = device.new_page()
    log_in(page, shop, "mo")
    page.goto(f"{shop.url}/till/")
    page.fill("#device-name", "Disk 1")
    page.locator("#register").select_option(
        page.locator("#register option", has_text="Verkstaden · K1").get_attribute("value")
    )
    page.locator(".till-door button.primary").click()
    enter(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def enter(page: Page, who: str = "Sam", pin: str = PINS["sam"]) -> None:
    """The person stands at the till."""
    page.locator(".till-people button", has_text=who).click()
    page.locator("#pin").fill(pin)
    page.keyboard.press("Enter")
    expect(page.locator("#what")).to_be_focused()


def ready(page: Page) -> None:
    """One pad is in the cart and even cash is counted: the next Enter stores the sale. By keys alone."""
    page.locator("#what").fill(PADS)
    page.keyboard.press("Enter")
    expect(page.locator(".cart-lines li").first).to_be_visible()
    page.keyboard.press("F12")
    page.keyboard.press("F2")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".till-ready")).to_be_focused()


def sell(page: Page, count: int = 1) -> None:
    """So many sales of one pad."""
    for _turn in range(count):
        ready(page)
        page.keyboard.press("Enter")
        expect(page.locator(".till-done")).to_be_visible()


def told(shop: LiveShop) -> list[tuple[int, str, str, int | None]]:
    """What the server has of its tills: seq, kind, state and receipt's number."""
    asked = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(){FACTS}"], cwd=ROOT, capture_output=True, text=True,
        check=True, env={**shop.environment(), "DJANGO_SETTINGS_MODULE": "vaxel.settings"},
    )  # fmt: skip
    return [tuple(row) for row in json.loads(asked.stdout)]


def all_sent(page: Page) -> None:
    """Nothing waits any more at the device: the till was asked to send now, and says that it has."""
    page.locator(".till-state").click()
    page.locator("dialog button", has_text="Skicka nu").click()
    page.keyboard.press("Escape")
    expect(page.locator(".till-state")).to_contain_text("Online", timeout=35_000)
    expect(page.locator("dialog[open]")).to_have_count(0)


def sales_are(shop: LiveShop, count: int) -> None:
    """Exactly so many sales were booked, once each, with rising numbers and no seq left out."""
    facts = told(shop)
    assert [seq for seq, *_ in facts] == list(range(1, len(facts) + 1))
    assert [number for _seq, kind, _state, number in facts if kind == "sale"] == list(range(1, count + 1))
    assert {state for _seq, _kind, state, _number in facts} == {"booked"}
    checked = shop.console("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_day_in_which_server_page_and_network_die_arrives_whole(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    sell(page)
    all_sent(page)

    office.kill()
    page.reload()
    expect(page.locator("#what")).to_be_focused()
    sell(page, 10)
    expect(page.locator(".till-state")).to_contain_text("Offline – 10 köp väntar")
    page.close()

    page = device.new_page()
    page.goto(f"{office.url}/till/")
    enter(page)
    expect(page.locator(".till-state")).to_contain_text("10 köp väntar")
    sell(page)
    office.start()
    all_sent(page)
    sales_are(office, 12)


def test_two_windows_that_sell_at_once_are_one_till(office: LiveShop, device: BrowserContext) -> None:
    first = enrolled(device, office)
    second = device.new_page()
    second.goto(f"{office.url}/till/")
    enter(second)
    device.set_offline(True)
    for _turn in range(4):
        sell(first)
        sell(second)
    first.close()
    device.set_offline(False)
    all_sent(second)
    sales_are(office, 8)


def test_an_answer_that_was_lost_doubles_nothing(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    lost: list[int] = []

    def swallow(route: Any) -> None:
        if len(lost) < 3:
            route.fetch()
            lost.append(1)
            route.abort()
        else:
            route.continue_()

    page.route("**/till/sync", swallow)
    sell(page, 3)
    all_sent(page)
    assert len(lost) == 3
    sales_are(office, 3)


def test_a_server_of_yesterday_gets_what_it_lost(office: LiveShop, device: BrowserContext, tmp_path: Path) -> None:
    page = enrolled(device, office)
    sell(page, 2)
    all_sent(page)
    assert office.console("backup", str(tmp_path / "saved.zip")).returncode == 0
    sell(page, 3)
    all_sent(page)
    office.kill()
    restored = office.console("restore", str(tmp_path / "saved.zip"), "--replace")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    sell(page)
    office.start()
    all_sent(page)
    sales_are(office, 6)


def test_what_needs_the_server_is_paid_on_its_page_with_the_cart(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    page.locator("#what").fill(f"3*{PADS}")
    page.keyboard.press("Enter")
    expect(page.locator(".cart-lines li").first).to_be_visible()
    page.keyboard.press("F12")
    page.locator(".till-there button").click()
    page.wait_for_url("**/pay/tickets/*")
    expect(page.locator(".pay-sums dd").first).to_have_text("3\u00a0000,00\u00a0kr")
    page.goto(f"{office.url}/till/")
    expect(page.locator(".cart-lines li")).to_have_count(0)
    assert [kind for _seq, kind, *_ in told(office) if kind == "sale"] == []


def test_the_customers_window_shows_what_lies_there_and_the_change(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    office.kill()
    display = device.new_page()
    display.goto(f"{office.url}/till/display")
    page.locator("#what").fill(PADS)
    page.keyboard.press("Enter")
    expect(display.locator(".display-sum b")).to_have_text("1\u00a0000,00\u00a0kr")
    page.keyboard.press("F12")
    page.keyboard.press("F2")
    page.fill("#amount", "1200")
    page.keyboard.press("Enter")
    page.locator(".till-ready").press("Enter")
    expect(page.locator(".done-change b")).to_have_text("200,00\u00a0kr")
    expect(display.locator(".display-sum b")).to_have_text("200,00\u00a0kr")


def test_five_wrong_pins_lock_the_person_over_a_reload(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    page.locator(".bar .end button").last.click()
    page.locator("dialog footer button.primary").click()
    page.locator(".till-people button", has_text="Sam").click()
    for _turn in range(5):
        page.locator("#pin").fill("9999")
        page.keyboard.press("Enter")
        expect(page.locator("#pin-fault")).to_contain_text("Sam")
        expect(page.locator("#pin")).to_have_value("")
    page.reload()
    page.locator(".till-people button", has_text="Sam").click()
    page.locator("#pin").fill(PINS["sam"])
    page.keyboard.press("Enter")
    expect(page.locator("#pin-fault")).to_contain_text("För många")


def test_a_full_disk_says_so_and_stores_nothing_half(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    sell(page)
    page.evaluate(FULL)
    ready(page)
    page.keyboard.press("Enter")
    expect(page.locator(".till-pay")).to_be_visible()
    expect(page.locator(".till-pay .strip.bad")).to_contain_text("full")
    page.evaluate("() => { IDBObjectStore.prototype.add = window.add; }")
    page.locator(".till-ready").press("Enter")
    expect(page.locator(".till-done")).to_be_visible()
    all_sent(page)
    sales_are(office, 2)


FULL = """() => {
  window.add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...about) {
    if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
    return window.add.apply(this, about);
  };
}"""


def test_a_cart_stands_after_a_reload_without_the_server(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    page.locator("#what").fill(PADS)
    page.keyboard.press("Enter")
    expect(page.locator(".cart-lines li").first).to_be_visible()
    office.kill()
    page.reload()
    expect(page.locator(".cart-lines li").first).to_be_visible()
    expect(page.locator("#what")).to_be_focused()
    kept = page.evaluate(
        "caches.keys().then((all) => caches.open(all[0])).then((one) => one.keys()).then((all) => all.length)"
    )
    assert kept == len(shell.files()) + 3


def test_what_is_taken_back_was_sold_here(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    office.kill()
    sell(page)
    page.keyboard.press("F9")
    page.locator(".till-receipts button").first.click()
    expect(page.locator(".cart-foot .whole").last).to_contain_text("1")
    page.keyboard.press("F12")
    page.fill("#why", "Passade inte")
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    page.locator(".till-ready").press("Enter")
    expect(page.locator(".till-done")).to_contain_text("Återbetalt")
    office.start()
    all_sent(page)
    kinds = [kind for _seq, kind, *_ in told(office)]
    assert kinds.count("sale") == kinds.count("return") == 1


QUICK = """([first, then]) => {
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: first, bubbles: true, cancelable: true }));
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: then, bubbles: true, cancelable: true }));
}"""


def test_quick_fingers_lose_no_payment_and_pay_nothing_twice(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    page.locator("#what").fill(PADS)
    page.evaluate(QUICK, ["Enter", "F12"])
    expect(page.locator(".till-pay .pay-sums dd").first).to_have_text("1\u00a0000,00\u00a0kr")
    page.keyboard.press("F2")
    page.locator("#amount").press("Enter")
    expect(page.locator(".till-ready")).to_be_focused()
    page.evaluate(QUICK, ["F12", "Escape"])
    expect(page.locator(".till-done")).to_be_visible()
    page.reload()
    expect(page.locator("#what")).to_be_focused()
    expect(page.locator(".cart-lines li")).to_have_count(0)
    all_sent(page)
    sales_are(office, 1)


def test_a_sale_lies_on_no_counter_once_it_is_stored(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    page.locator("#what").fill(PADS)
    page.keyboard.press("Enter")
    expect(page.locator(".cart-lines li").first).to_be_visible()
    page.keyboard.press("F12")
    page.keyboard.press("F2")
    page.locator("#amount").press("Enter")
    page.evaluate(PUTS_NO_CART)
    page.locator(".till-ready").press("Enter")
    expect(page.locator(".till-done")).to_be_visible()
    page.reload()
    expect(page.locator("#what")).to_be_focused()
    expect(page.locator(".cart-lines li")).to_have_count(0)


PUTS_NO_CART = """() => {
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (names, ...about) {
    if (String(names) === "carts") throw new DOMException("the page died here", "AbortError");
    return transaction.call(this, names, ...about);
  };
}"""


def test_done_says_when_what_waited_has_been_sent(office: LiveShop, device: BrowserContext) -> None:
    page = enrolled(device, office)
    office.kill()
    page.reload()
    expect(page.locator(".till-state")).to_contain_text("Offline")
    sell(page)
    expect(page.locator(".till-done")).to_contain_text("sparat här")
    office.start()
    all_sent(page)
    expect(page.locator(".till-done")).to_contain_text("skickat till servern")
