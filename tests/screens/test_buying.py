"""Buying by touch on a tablet, in Swedish: ordered from a job, received by scanner, fitted, and its core credited."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live import LiveShop
from tests.screens.test_office import log_in

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def shop(live_shop: LiveShop, monkeypatch: pytest.MonkeyPatch) -> LiveShop:
    """A shop without pads, whose supplier answers over HTTP; Bo has said yes to his brakes."""
    monkeypatch.setenv("VAXEL_FAKE_SUPPLIERS", "1")
    live_shop.furnish("buying")
    live_shop.start()
    return live_shop


def test_ordered_from_a_job_received_by_scan_fitted_and_its_core_credited(shop: LiveShop, tablet: Page) -> None:
    page = tablet
    log_in(page, shop, "mo")
    page.goto(f"{shop.url}/tickets")
    page.locator("a.cover").first.tap()
    page.wait_for_url(re.compile(r"/tickets/[0-9a-f-]{36}"))
    ticket = page.url

    page.get_by_role("button", name="Beställ 1 del").tap()
    panel = page.locator("dialog[open]")
    expect(panel).to_contain_text("Brembo Grossist")
    expect(panel).to_contain_text("frågat nyss")
    panel.get_by_role("button", name="Beställ nu").tap()
    expect(page.locator("#strip")).to_contain_text("1 beställning är på väg till Brembo Grossist.")
    expect(page.locator("tr.part .shelf", has_text="beställt")).to_be_visible()

    page.goto(f"{shop.url}/receiving")
    page.get_by_role("link", name="Brembo Grossist").tap()
    expect(page.locator("tr[data-codes]")).to_contain_text("STH-")
    page.locator("#scan").focus()
    page.keyboard.type("0986494104", delay=2)
    page.keyboard.press("Enter")
    expect(page.locator("[data-came]")).to_have_value("1")
    page.keyboard.type("73500999", delay=2)
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("är inte på väg från den här leverantören")
    page.get_by_role("button", name=re.compile("^Ta emot")).last.tap()
    page.wait_for_url(re.compile(r"/receiving/[0-9a-f-]{36}"))
    expect(page.locator("#main")).to_contain_text("Jobb som väntade har fått sina delar")

    page.goto(ticket)
    expect(page.locator("tr.part .shelf", has_text="reserverad").first).to_be_visible()
    expect(page.locator(".job-state", has_text="väntar på delar")).to_have_count(0, timeout=10_000)
    page.get_by_role("button", name="Ta stompant").tap()
    expect(page.locator("tr.core")).to_contain_text("Stompant")
    page.locator("[hx-get$='/sheets/record']").first.tap()  # the charge is new to the customer, who agrees to it
    page.locator("dialog[open] button.primary").tap()
    expect(page.locator("dialog[open]")).to_have_count(0)
    _finish(page)

    page.goto(f"{shop.url}/cores")
    page.locator("a.cover").first.tap()
    page.get_by_role("link", name="Ta emot och betala tillbaka pant").tap()
    row = page.locator("tr", has_text="Stompant")
    row.locator("input").fill("1")
    page.locator("#reason").fill("stommen lämnad")
    page.get_by_role("button", name=re.compile("Ta tillbaka")).tap()
    page.wait_for_url(lambda url: "take" not in url)
    page.goto(f"{shop.url}/cores?view=bank")
    expect(page.locator("#list")).to_contain_text("I stomlagret")


def _finish(page: Page) -> None:
    """The work is done and the ticket is invoiced."""
    for _job in range(2):
        page.locator(".job-do button", has_text="Påbörja").first.tap()
        expect(page.locator(".job-do button", has_text="Klart")).to_have_count(1)
        page.locator(".job-do button", has_text="Klart").first.tap()
        expect(page.locator(".job-do button", has_text="Klart")).to_have_count(0)
    for place in range(page.locator("select[name=staff]").count()):
        with page.expect_response(re.compile("/technicians$")):
            page.locator("select[name=staff]").nth(place).select_option(label="Tess Ek")
    for name, km in (("odometer_in_km", "88200"), ("odometer_out_km", "88210")):
        with page.expect_response(re.compile("/change$")):
            page.locator(f"[name={name}]").fill(km)
            page.locator(f"[name={name}]").press("Tab")
        expect(page.locator("#strip")).to_contain_text("88")
    page.locator("[hx-get$='/sheets/post']").first.tap()
    page.locator("dialog[open] button.primary").tap()
    expect(page.locator("a.pay")).to_contain_text("Ta betalt")
