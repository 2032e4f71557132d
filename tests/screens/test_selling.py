"""The builder and the counter in Chromium: scans anywhere, keys, the way back, and two presses that are one wish."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import LiveShop
from tests.screens.test_office import log_in, office

pytestmark = [pytest.mark.browser, pytest.mark.server]
__all__ = ["office"]
SUM = ".cart-foot .whole"


def scan(page: Page, text: str) -> None:
    """As a scanner types: two milliseconds a key, and Enter."""
    page.keyboard.type(text, delay=2)
    page.keyboard.press("Enter")


def test_a_cart_is_scanned_counted_and_emptied_by_keys_alone(office: LiveShop, page: Page) -> None:
    log_in(page, office, "sam")
    page.goto(f"{office.url}/counter")
    page.evaluate("document.activeElement.blur()")
    scan(page, "0986494104")
    expect(page.locator(SUM).last).to_have_text("1\u00a0000,00")
    scan(page, "0986494104")
    expect(page.locator(SUM).last).to_have_text("2\u00a0000,00")
    expect(page.locator(".cart-lines li")).to_have_count(2)
    page.locator("#what").focus()
    page.keyboard.press("+")
    expect(page.locator(SUM).last).to_have_text("3\u00a0000,00")
    page.keyboard.press("-")
    expect(page.locator(SUM).last).to_have_text("2\u00a0000,00")
    page.keyboard.press("Delete")
    expect(page.locator(".cart-lines li")).to_have_count(1)
    expect(page.locator("#what")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(".cart-lines li")).to_have_count(2)
    page.keyboard.type("3*", delay=150)
    scan(page, "0986494104")
    expect(page.locator(SUM).last).to_have_text("5\u00a0000,00")
    expect(page.locator("#what")).to_have_value("")
    scan(page, "73500999")
    expect(page.locator("#strip [data-unknown]")).to_contain_text("73500999")
    expect(page.locator(SUM).last).to_have_text("5\u00a0000,00")


def test_two_quick_scans_begin_one_cart(office: LiveShop, page: Page) -> None:
    log_in(page, office, "sam")
    page.goto(f"{office.url}/counter")
    scan(page, "0986494104")
    page.wait_for_timeout(120)
    scan(page, "3397007640")
    expect(page.locator(".cart-lines li")).to_have_count(2)
    expect(page.locator(SUM).last).to_have_text("1\u00a0250,00")


def test_a_double_press_on_a_hit_is_one_line_and_can_be_taken_back(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/tickets")
    page.locator("a.cover").first.click()
    lines = page.locator("tr.part")
    before = lines.count()
    page.locator("#what").fill("0986494104")
    hit = page.locator("#found [role=option] button").first
    expect(hit).to_be_visible()
    hit.dblclick()
    expect(lines).to_have_count(before + 1)
    page.wait_for_timeout(600)
    expect(lines).to_have_count(before + 1)
    page.locator("#what").focus()
    page.keyboard.press("Tab")
    expect(page.locator("tr.part [name=quantity]").nth(before)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("tr.part [name=unit_price]").nth(before)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#what")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(lines).to_have_count(before)


def test_the_same_cell_changed_by_two_shows_both_values_and_another_cell_is_no_clash(
    office: LiveShop, page: Page, browser: Browser
) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/tickets")
    page.locator("a.cover").first.click()
    page.wait_for_url(re.compile(r"/tickets/[0-9a-f-]{36}"))
    mine = page.locator("tr.part [name=quantity]").first
    mine.fill("3")
    other = browser.new_context(locale="sv-SE").new_page()
    log_in(other, office, "mo")
    other.goto(page.url)
    price = other.locator("tr.part [name=unit_price]").first
    price.fill("900")
    price.press("Tab")
    expect(page.locator("tr.part [name=unit_price]").first).to_have_value("900,00", timeout=3_000)
    expect(mine).to_have_value("3")
    mine.press("Tab")
    expect(page.locator("tr.part .c-sum").first).to_have_text("2\u00a0700,00")
    expect(page.locator("#strip .strip.warn")).to_have_count(0)
    mine.focus()
    mine.fill("4")
    theirs = other.locator("tr.part [name=quantity]").first
    expect(theirs).to_have_value("3", timeout=3_000)
    theirs.fill("5")
    theirs.press("Tab")
    expect(other.locator("tr.part .c-sum").first).to_have_text("4\u00a0500,00")
    expect(page.locator("tr.part .c-sum").first).to_have_text("4\u00a0500,00", timeout=3_000)
    mine.press("Tab")
    expect(page.locator("#strip")).to_contain_text("Någon annan")
    other.context.close()
