"""The first thing anyone sees of a running shop, in Chromium."""

import pytest
from playwright.sync_api import Page

from tests.server import LiveShop

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_the_log_in_page_comes_whole_with_its_styles_and_scripts(live_shop: LiveShop, page: Page) -> None:
    live_shop.start()
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{live_shop.url}/login")
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "sv"
    assert missing == []
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    hashed = [name for name in loaded if "/static/" in name]
    assert hashed
    assert all(len(name.rsplit("/", 1)[1].split(".")) >= 3 for name in hashed), f"not all carry a hash: {hashed}"
