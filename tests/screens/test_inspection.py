"""A car looked over on a phone whose network goes away: nothing is lost, and all arrives by itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.live import LiveShop
from tests.screens.test_office import log_in, office

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.server]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def test_what_is_seen_without_a_network_waits_and_is_sent_by_itself(office: LiveShop, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, office)
    page.goto(f"{office.url}/tickets")
    page.locator("a.cover").first.click()
    page.locator("form[action$='/inspections/begin'] button").click()
    page.wait_for_url("**/inspections/*-*")
    state = page.locator("[data-state]")

    pads = page.locator("#item-pads_front")
    pads.locator("input[data-place]").first.fill("1,9")
    pads.locator("input[data-place]").last.fill("6")
    pads.locator("input[data-place]").last.press("Tab")
    expect(pads.locator("[value=red]")).to_be_checked()
    expect(state).to_have_text("Allt är sparat")

    page.context.set_offline(True)
    page.locator("#item-belts label.green").click()
    page.locator("#item-lights label.amber").click()
    page.locator("#item-lights [data-photo]").set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    expect(state).to_have_text("Offline: 3 väntar på enheten och skickas av sig självt")
    expect(page.locator("#item-belts")).to_have_attribute("data-waiting", "")

    page.context.set_offline(False)
    expect(state).to_have_text("Allt är sparat", timeout=15_000)
    expect(page.locator("[data-looked]")).to_have_text("3")
    page.reload()
    expect(page.locator("#item-belts [value=green]")).to_be_checked()
    expect(page.locator("#item-lights [value=amber]")).to_be_checked()
    expect(page.locator("#item-lights .photo img")).to_have_count(1)

    # What was pressed just before the page died stands there again, and is sent.
    page.context.set_offline(True)
    page.locator("#item-wipers label.red").click()
    expect(page.locator("#item-wipers")).to_have_attribute("data-waiting", "")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator("[data-looked]")).to_have_text("4", timeout=15_000)

    page.locator("button[data-finish]").click()
    expect(page.locator("main [role=alert], #strip .bad")).to_contain_text("Allt är inte kontrollerat")


def test_a_red_finding_is_one_press_from_its_job(office: LiveShop, page: Page) -> None:
    log_in(page, office)
    page.goto(f"{office.url}/tickets")
    page.locator("a.cover").first.click()
    page.locator("form[action$='/inspections/begin'] button").click()
    page.locator("#item-pads_front label.red").click()
    expect(page.locator("[data-looked]")).to_have_text("1")
    page.reload()
    page.locator(".sheet-offer button").click()
    expect(page.locator(".sheet-offer a")).to_have_text("Bromsar fram")
