"""What an owner does, in Chromium: the palette and the help by keyboard alone, a role changed, settings found."""

import pytest
from playwright.sync_api import Page, expect

from tests.live import LiveShop
from tests.screens.test_office import leave_field, log_in

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def office(live_shop: LiveShop) -> LiveShop:
    """The furnished shop, open."""
    live_shop.furnish()
    live_shop.start()
    return live_shop


def test_an_owner_gets_everywhere_by_keyboard_alone(office: LiveShop, page: Page) -> None:
    log_in(page, office, "mo")
    palette, field = page.locator("#palette"), page.locator("#palette [role=combobox]")

    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("medarb")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("Medarbetare")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{office.url}/staff")

    page.keyboard.press("Control+k")
    page.keyboard.type("ABC123")
    option = page.locator("#palette [data-found] [role=option]").first
    expect(option).to_contain_text("ABC")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "?")
    shown = page.locator("#palette [role=option]:visible").all_text_contents()
    page.wait_for_timeout(400)
    assert page.locator("#palette [role=option]:visible").all_text_contents() == shown
    page.keyboard.press("Escape")
    expect(palette).not_to_be_visible()

    leave_field(page)
    page.keyboard.press("?")
    expect(page.locator("help-drawer")).to_contain_text("Anställ någon")
    expect(page.locator("help-drawer kbd", has_text="N").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(f"{office.url}/staff/new")


def test_letters_that_are_switched_off_press_nothing(office: LiveShop, page: Page) -> None:
    log_in(page, office, "mo")
    page.goto(f"{office.url}/staff")
    page.keyboard.press("?")
    page.locator("help-drawer button[name=letters]").click()
    page.wait_for_url(f"{office.url}/staff")
    leave_field(page)
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    assert page.url == f"{office.url}/staff"
    expect(page.locator("#help")).not_to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_what_saving_a_role_would_change_is_said_before(office: LiveShop, page: Page) -> None:
    log_in(page, office, "mo")
    page.goto(f"{office.url}/roles/new?from=technician")
    more, less = page.locator("[data-more]"), page.locator("[data-less]")
    expect(more).not_to_be_visible()
    page.locator("[value='drawers.close']").check()
    page.locator("[value='clocks.on']").uncheck()
    expect(more).to_contain_text("Räkna kassan och stänga dagen")
    expect(less).to_contain_text("Stämpla in på jobb")
    page.locator("[value='clocks.on']").check()
    expect(less).not_to_be_visible()
    page.locator("button.primary", has_text="Spara rollen").click()
    page.wait_for_url(lambda url: "/new" not in url)
    expect(page.locator("main")).to_contain_text("Räkna kassan och stänga dagen")


def test_a_setting_is_found_by_a_word_and_linked_from_the_palette(office: LiveShop, page: Page) -> None:
    log_in(page, office, "mo")
    page.goto(f"{office.url}/settings")
    page.locator("[data-filter]").fill("offert gäller")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    page.locator("[data-filter]").fill("finns inte alls")
    expect(page.locator("[data-nothing]")).to_be_visible()
    page.goto(f"{office.url}/customers")
    page.keyboard.press("Control+k")
    page.keyboard.type("quote is valid")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("offert gäller")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{office.url}/settings#set-quotes.valid_days")
