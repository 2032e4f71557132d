"""The office in Chromium: errands by keyboard alone, at the counter's speed, and pages that fold without breaking."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import LiveShop
from tests.screens import walk
from vaxel.business.locations.tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def office(live_shop: LiveShop) -> LiveShop:
    """The furnished shop, open."""
    live_shop.furnish()
    live_shop.start()
    return live_shop


def log_in(page: Page, shop: LiveShop, who: str = "kim") -> None:
    page.goto(f"{shop.url}/login")
    page.fill("[name=email]", f"{who}@vaxel.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    if "/place" in page.url:
        page.locator("section", has_text="Verkstaden").locator("button[name=place]").first.click()
    page.wait_for_url(f"{shop.url}/")


def leave_field(page: Page) -> None:
    """Single letters count only while no field has focus (WCAG 2.1.4)."""
    page.evaluate("document.activeElement.blur()")


def test_a_known_job_is_quoted_approved_done_invoiced_and_paid_by_keyboard_alone(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    leave_field(page)
    page.keyboard.press("n")
    page.keyboard.type("XYZ 98A")
    page.keyboard.press("Enter")
    expect(page.locator("[name=plate]")).to_have_value("XYZ98A")
    page.locator("[name=name]").focus()
    page.keyboard.type("Eva Ros")
    page.keyboard.press("Tab")
    page.keyboard.type("070-111 22 33")
    page.locator("[name=odometer]").focus()
    page.keyboard.type("88 200")
    page.keyboard.press("Enter")
    expect(page.locator("#what")).to_be_focused()

    page.keyboard.type("bromsar")
    expect(page.locator("#found [role=option]").first).to_contain_text("Bromsar fram")
    page.keyboard.press("Enter")
    expect(page.locator(".builder-side .whole").last).to_have_text("2\u00a0875,00")
    expect(page.locator("#what")).to_be_focused()
    expect(page.locator("#what")).to_have_value("")

    leave_field(page)
    page.keyboard.press("s")
    expect(page.locator("dialog[open] button.primary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_have_value(re.compile(r"/q/"))
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    leave_field(page)
    page.keyboard.press("g")
    expect(page.locator("dialog[open] button.primary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".job .chip.green")).to_contain_text("Godkänt")

    page.locator("select[name=staff]").select_option(label="Tess Ek")
    expect(page.locator(".pick.missing")).to_have_count(0)
    page.locator(".job-do button", has_text="Påbörja").press("Enter")
    page.locator(".job-do button", has_text="Klart").press("Enter")
    expect(page.locator(".ticket-head .chip")).to_contain_text("Klart")
    leave_field(page)
    page.keyboard.press("F12")
    expect(page.locator("#post-out")).to_be_focused()
    page.keyboard.type("88210")
    page.keyboard.press("Enter")
    expect(page.locator("a.pay")).to_contain_text("Ta betalt")

    leave_field(page)
    page.keyboard.press("F12")
    page.wait_for_url("**/pay/tickets/**")
    page.keyboard.press("F2")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.type("3000")
    page.keyboard.press("Enter")
    expect(page.locator(".pay-left dd")).to_have_text("125,00\u00a0kr")
    page.keyboard.press("F12")
    page.wait_for_url("**/pay/done/**")
    expect(page.locator(".done-change")).to_contain_text("125,00\u00a0kr")


def test_letters_pressed_one_after_the_other_open_one_sheet_after_the_other(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/tickets")
    page.locator("a.cover").first.click()
    page.wait_for_url(re.compile(r"/tickets/[0-9a-f-]{36}"))
    leave_field(page)
    for letter in "gsg":
        page.keyboard.press(letter)
        expect(page.locator("dialog[open]")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        page.wait_for_timeout(50)  # what would take the focus does so after the sheet is gone
    expect(page.locator("#what")).to_have_value("")
    page.locator("#what").focus()
    page.keyboard.press("F7")
    expect(page.locator("dialog[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#what")).to_be_focused()


def test_a_scanner_that_is_quicker_than_the_search_still_adds_what_it_read(office: LiveShop, page: Page) -> None:
    log_in(page, office, "sam")
    page.goto(f"{office.url}/counter")
    for _time in range(2):
        page.locator("#what").focus()
        page.keyboard.type("0986494104", delay=2)
        page.keyboard.press("Enter")
        expect(page.locator("#what")).to_have_value("")
    expect(page.locator(".cart-foot .whole").last).to_have_text("2\u00a0000,00")
    for width, height in walk.SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CUT_OFF) == []
    assert re.search(r"/counter/[0-9a-f-]{36}$", page.url)
    page.reload()
    expect(page.locator(".cart-foot .whole").last).to_have_text("2\u00a0000,00")
    page.locator("#what").focus()
    page.keyboard.type("999999", delay=120)
    page.keyboard.press("Enter")
    expect(page.locator("#strip")).to_contain_text("”999999”")
    expect(page.locator("#what")).to_have_value("999999")


def test_typing_in_one_field_is_not_disturbed_when_a_colleague_changes_another(
    office: LiveShop, page: Page, browser: Browser
) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/tickets")
    page.locator("a.cover").first.click()
    field = page.locator("tr.part [name=text]").first
    field.fill("Half a wor")
    other = browser.new_context(locale="sv-SE").new_page()
    log_in(other, office, "mo")
    other.goto(page.url)
    price = other.locator("tr.part [name=unit_price]").last
    price.fill("333")
    price.press("Tab")
    expect(other.locator("tr.part .c-sum").last).to_have_text("333,00")
    expect(page.locator("tr.part .c-sum").last).to_have_text("333,00", timeout=8_000)
    # Which window of the two is in front is Chromium's affair: what counts is where typing in this one goes.
    assert field.evaluate("(one) => one === document.activeElement")
    expect(field).to_have_value("Half a wor")
    other.context.close()


# Buttons whose right edge is outside the box that holds them.
CUT_OFF = """() => [...document.querySelectorAll("quantity-stepper button")]
  .filter((one) => one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1)
  .map((one) => one.ariaLabel)"""
