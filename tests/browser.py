"""Chromium for tests: `page` and `tablet` are fresh windows; whatever goes wrong inside them fails the test."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM = os.environ.get("VAXEL_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MS = 10_000


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """One Chromium for a module's tests. Playwright keeps an event loop on this thread, which Django must not mind."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
            yield chromium
            chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A window of 1280 × 800 in Swedish with no cookies. Errors in scripts and broken policy fail the test."""
    yield from _window(browser, viewport={"width": 1280, "height": 800})


@pytest.fixture
def tablet(browser: "Browser") -> "Iterator[Page]":
    """As `page`, on a tablet held upright: a finger, no mouse, and the keyboard on its screen."""
    yield from _window(browser, viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)


def _window(browser: "Browser", **about: Any) -> "Iterator[Page]":
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", **about)
    context.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    window = context.new_page()
    window.on("pageerror", lambda error: wrong.append(str(error)))
    window.on("console", lambda message: wrong.extend(_complaint(message)))
    yield window
    context.close()
    assert wrong == []


def _complaint(message: "ConsoleMessage") -> list[str]:
    """Errors of scripts and of the content policy; an answer of 4xx is the page's own affair."""
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [message.text]
