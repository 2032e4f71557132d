"""Every sheet of the builder, the counter and paying, open: axe finds nothing, in both themes, all sizes fold."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.live import LiveShop
from tests.screens import walk
from tests.screens.test_office import log_in
from tests.server import furnished_shop

pytestmark = [pytest.mark.browser, pytest.mark.server]
# What opens something over the page; the help and the palette are everywhere the same.
OPENERS = "main [hx-target='#sheet'], main [data-opens]"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, _started_once: LiveShop) -> Iterator[LiveShop]:
    """The furnished shop, open."""
    with furnished_shop(tmp_path_factory.mktemp("sheets"), _started_once, "approved") as open_shop:
        yield open_shop


def wrong(page: Page, name: str) -> list[str]:
    """What is wrong with the open sheet in light and dark, and where it does not fold."""
    found = [f"{name}: {what}" for what in walk.faults(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"{name} dark: {what}" for what in walk.faults(page, walk.OF_LOOKS)]
    page.emulate_media(color_scheme="light")
    found += [f"{name} {what}" for what in walk.folding(page)]
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def sheets_of(page: Page, least: int) -> list[str]:
    """Faults of each sheet that a button of the page opens, one after the other; `least`: how many there must be."""
    found, opened = [], []
    for n in range(page.locator(OPENERS).count()):
        opener = page.locator(OPENERS).nth(n)
        if not opener.is_visible() or not opener.is_enabled() or opener.get_attribute("hx-post"):
            continue
        name = (opener.get_attribute("aria-label") or opener.inner_text()).strip()[:40]
        opener.click()
        sheet = page.locator("dialog[open]")
        sheet.wait_for()
        opened.append(name)
        found += wrong(page, name)
        page.keyboard.press("Escape")
        sheet.wait_for(state="detached")
    assert len(opened) >= least, "; ".join(" ".join(one.split()) for one in opened)
    return found


def test_the_builders_sheets(shop: LiveShop, page: Page) -> None:
    log_in(page, shop, "mo")
    page.context.set_default_timeout(5_000)
    page.goto(f"{shop.url}/tickets")
    page.locator("a.cover").first.click()
    page.locator("#what").wait_for()
    found = sheets_of(page, 10)
    assert not found, "\n".join(sorted(set(found)))


def test_the_counters_sheets(shop: LiveShop, page: Page) -> None:
    log_in(page, shop, "mo")
    page.goto(f"{shop.url}/counter")
    found = sheets_of(page, 1)
    page.locator("#what").focus()
    page.keyboard.type("0986494104", delay=2)
    page.keyboard.press("Enter")
    page.locator(".cart-foot a.pay").wait_for()
    found += sheets_of(page, 3)
    page.locator(".cart-foot a.pay").click()
    page.locator(".pay-ways").wait_for()
    found += wrong(page, "pay")
    page.keyboard.press("F2")
    page.locator("#amount").wait_for()
    found += wrong(page, "pay in cash")
    assert not found, "\n".join(sorted(set(found)))
