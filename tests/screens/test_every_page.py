"""Every page there is, on the demo company: axe finds nothing, all fold at every size, longer words fit too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.live import LiveShop
from tests.screens import walk
from tests.server import opened_shop

pytestmark = [pytest.mark.browser, pytest.mark.server]


SWEDISH_BY_LAW = {"presence:ledger"}  # the staff ledger is for the tax agency's inspectors (S-188)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    """The demo company, open."""
    with opened_shop(tmp_path_factory.mktemp("demo"), demo=True) as shop:
        yield shop


@pytest.fixture(scope="module")
def walked(demo: LiveShop, browser: Browser) -> Iterator[tuple[Page, list[walk.Place]]]:
    """A window in which Mo, who may see everything, is logged in; and every page there is."""
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", bypass_csp=True)
    page = context.new_page()
    walk.log_in(page, demo.url, *walk.demo_person("mo"))
    yield page, walk.pages(demo, page)
    context.close()


def test_axe_has_nothing_against_any_page(demo: LiveShop, walked: tuple[Page, list[walk.Place]]) -> None:
    page, places = walked
    assert len(places) > 25
    found = []
    for scheme, size in (("light", "desk"), ("dark", "phone")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        width, height = walk.SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        for place in places:
            page.goto(demo.url + place.path)
            rules = walk.RULES if scheme == "light" else walk.OF_LOOKS
            found += [f"{place.name} {scheme} {size}: {what}" for what in walk.faults(page, rules)]
    page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def of_customers() -> dict[str, str | None]:
    """Customers' page → the customer's language, which is theirs whatever the staff speaks."""
    return {}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_page_folds_at_every_size(
    demo: LiveShop, walked: tuple[Page, list[walk.Place]], of_customers: dict[str, str | None], language: str
) -> None:
    page, places = walked
    page.set_viewport_size({"width": 1280, "height": 800})
    walk.speak(page, demo.url, language)
    found = []
    for place in places:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(demo.url + place.path)
        said = page.locator("html").get_attribute("lang")
        if place.name.startswith("portal:"):
            assert said in ("sv", "en"), place.name
            assert said == of_customers.setdefault(place.name, said), place.name
        else:
            assert said == ("sv" if place.name in SWEDISH_BY_LAW else language), place.name
        found += [f"{place.name} {what}" for what in walk.folding(page)]
    assert of_customers
    assert not found, "\n".join(sorted(set(found)))


def test_longer_words_fit_too(demo: LiveShop, walked: tuple[Page, list[walk.Place]]) -> None:
    page, places = walked
    found = []
    for place in places:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(demo.url + place.path)
        walk.lengthen(page)
        found += [f"{place.name} {what}" for what in walk.folding(page, ("desk", "tablet", "phone"))]
    assert not found, "\n".join(sorted(set(found)))
