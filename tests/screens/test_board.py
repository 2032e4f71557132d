"""The board in Chromium: cards moved by keyboard alone, touch alone and mouse; seen on others' screens at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import LiveShop
from tests.screens.test_office import log_in
from tests.screens.walk import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def office(live_shop: LiveShop) -> LiveShop:
    """The furnished shop, open; Bo has approved the brakes and the wipers."""
    live_shop.furnish("approved")
    live_shop.start()
    return live_shop


def column(page: Page, key: str) -> str:
    return f"[data-column={key}] [data-card]"


def test_a_card_goes_to_work_waits_goes_back_and_is_undone_by_keyboard_alone(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/board")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    expect(page.locator("[data-card] [data-open]").first).to_be_focused()
    page.keyboard.press("m")
    menu = page.locator("dialog[open]")
    expect(menu.locator("button", has_text="Pågår")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(column(page, "at_work"))).to_have_count(1)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[data-card] [data-open]").first).to_be_focused()

    page.keyboard.press("m")
    expect(menu).to_be_visible()
    expect(menu.locator(".move-no", has_text="Ska påbörjas")).to_contain_text("Arbetet är påbörjat")
    for _press in range(12):
        if page.evaluate("document.activeElement.value") == "parts":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(column(page, "waiting"))).to_have_count(1)
    expect(page.locator("[data-card]")).to_contain_text("väntar på artiklar")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("u")
    expect(page.locator(column(page, "at_work"))).to_have_count(1)
    expect(page.locator("#strip")).to_contain_text("står där den stod")


def test_a_card_is_moved_by_touch_alone_on_a_phone(office: LiveShop, browser: Browser) -> None:
    phone = browser.new_context(
        locale="sv-SE", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )  # fmt: skip
    page = phone.new_page()
    log_in(page, office)
    page.goto(f"{office.url}/board?column=to_start")
    expect(page.locator("[data-column]:visible")).to_have_count(1)
    page.locator("[data-menu]:visible").first.tap()
    page.locator("dialog[open] button", has_text="Pågår").tap()
    expect(page.locator(".board-tabs a", has_text="Pågår")).to_contain_text("1")
    page.locator(".board-tabs a", has_text="Pågår").tap()
    expect(page.locator("[data-column=at_work] [data-card]")).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll(".board-page button, .board-page a.btn, .board-page select")]
          .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())
          .filter((box) => box.height < 44 || box.width < 44).length"""
    )
    assert small == 0
    phone.close()


def test_a_card_is_dragged_and_a_no_says_why(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/board")
    page.drag_and_drop("[data-card]", "[data-column=ready]")
    expect(page.locator("#strip")).to_contain_text("Inte klart än: Brakes, Wipers")
    expect(page.locator(column(page, "to_start"))).to_have_count(1)
    page.drag_and_drop("[data-card]", "[data-column=at_work]")
    expect(page.locator(column(page, "at_work"))).to_have_count(1)
    page.drag_and_drop("[data-card]", "[data-column=waiting]")
    page.locator("dialog[open] button[value=customer]").click()
    expect(page.locator(column(page, "waiting"))).to_have_count(1)


def test_a_colleague_sees_it_within_a_second_and_keeps_the_focus(
    office: LiveShop, page: Page, browser: Browser
) -> None:  # fmt: skip
    log_in(page, office)
    page.goto(f"{office.url}/board")
    page.locator("[data-open]").first.focus()
    other = browser.new_context(locale="sv-SE").new_page()
    log_in(other, office, "mo")
    other.goto(f"{office.url}/board")
    other.drag_and_drop("[data-card]", "[data-column=at_work]")
    expect(other.locator(column(other, "at_work"))).to_have_count(1)
    expect(page.locator(column(page, "at_work"))).to_have_count(1, timeout=2_000)
    expect(page.locator("[data-card] [data-open]").first).to_be_focused()
    other.context.close()


def test_the_calendar_plans_by_drag_and_moves_by_keys(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/calendar?day=2027-03-01")
    row = page.locator("tbody.lane-technician")
    free = row.locator("td.free").nth(1)
    page.locator("[data-plan]").first.drag_to(free)
    block = page.locator(".h-block")
    expect(block).to_have_count(1)
    page.keyboard.press("Escape")
    block.focus()
    before = block.get_attribute("title")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#strip .strip")).to_contain_text("flyttat")
    expect(block).not_to_have_attribute("title", before or "")
    expect(block).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.locator("dialog[open] button.danger").click()
    expect(page.locator(".h-block")).to_have_count(0)


def test_board_calendar_and_phone_fold_at_every_size(office: LiveShop, page: Page) -> None:
    log_in(page, office, "mo")
    for path in ("/board", "/board?view=list", "/board?view=day", "/calendar", "/calendar?view=week", "/calendar/setup",
                 "/mine", "/presence", "/presence/ledger", "/presence/people", "/"):  # fmt: skip
        page.goto(f"{office.url}{path}")
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, name, wide)
    assert re.search(r"/$", page.url)
