"""Goods in Chromium, in Swedish, on a tablet by touch: sent to another site and received short, and a shelf counted."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live import LiveShop
from tests.screens.test_office import log_in
from tests.screens.test_selling import scan

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def goods(live_shop: LiveShop) -> LiveShop:
    """The furnished shop with two sites and a shelf, open."""
    live_shop.furnish("two_sites")
    live_shop.start()
    return live_shop


def test_goods_go_to_another_site_and_one_is_lost_on_the_way(goods: LiveShop, tablet: Page) -> None:
    log_in(tablet, goods, "mo")
    tablet.goto(f"{goods.url}/transfers/new")
    tablet.locator("#other").select_option(label="Linköping")
    for wanted in ("1", "2"):
        tablet.locator("#choose-what").fill("")
        tablet.locator("#choose-what").focus()
        scan(tablet, "0986494104")
        expect(tablet.locator("[name=quantity-0]")).to_have_value(wanted)
    tablet.get_by_role("button", name="Skicka härifrån").tap()
    expect(tablet.locator("#state")).to_have_text("Ska plockas")
    picked = tablet.locator("#goods input.qty")
    for wanted in ("1", "2"):
        tablet.locator("#scan").fill("")
        tablet.locator("#scan").focus()
        scan(tablet, "0986494104")
        expect(picked).to_have_value(wanted)
    tablet.get_by_role("button", name="Skicka", exact=True).tap()
    expect(tablet.locator("#state")).to_have_text("På väg")
    tablet.locator("#scan").focus()
    scan(tablet, "3397007640")
    expect(tablet.locator("#goods [role=alert]")).to_contain_text("Lägg den åt sidan")
    tablet.locator("#goods input.qty").fill("1")
    tablet.get_by_role("button", name="Ta emot det som kom").tap()
    expect(tablet.locator("#state")).to_have_text("Något saknas")
    tablet.locator("details.more summary", has_text="0986494104").tap()
    tablet.locator("[name=ending]").select_option("lost")
    tablet.locator("[name=why]").fill("Föll av flaket")
    tablet.get_by_role("button", name="Utred").tap()
    expect(tablet.locator("#state")).to_have_text("Klar")


def test_a_shelf_is_counted_by_scans_on_a_tablet_and_another_screen_follows(
    goods: LiveShop, tablet: Page, page: Page
) -> None:
    log_in(tablet, goods, "mo")
    tablet.goto(f"{goods.url}/counts/new")
    tablet.locator("input[name=what][value=bins]").tap()
    tablet.locator("input[name=bin][value=A-01]").tap()
    tablet.get_by_role("button", name="Börja räkna").tap()
    tablet.wait_for_url(re.compile(r"/counts/[0-9a-f-]{36}"))
    log_in(page, goods, "mo")
    page.goto(tablet.url + "?show=done")
    tablet.locator("#scan").focus()
    scan(tablet, "A-01")
    expect(tablet.locator("#scan-bin")).to_have_value("A-01")
    for counted in range(1, 8):
        scan(tablet, "0986494104")
        expect(tablet.locator(".strip.good b")).to_have_text(f"{counted}\u00a0st")
    expect(page.locator("#count-lines [name=quantity]")).to_have_value("7")
    expect(tablet.locator("#count-lines h2")).to_have_text("1 av 1 räknade")
    tablet.get_by_role("button", name="Alla har räknat").tap()
    expect(tablet.get_by_role("heading", name="Resultat")).to_be_visible()
    expect(tablet.locator("#again")).to_contain_text("-1")
    tablet.locator("#why").fill("Vårens inventering")
    tablet.get_by_role("button", name="Bokför differenserna").tap()
    expect(tablet.locator(".head .chip")).to_have_text("Bokförd")
