"""The customer's page on a phone, in both languages, with and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from vaxel.business.service.models import Approval
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def sent() -> tuple[Floor, str]:
    """Bo's quote, asked for just now, and its token."""
    floor = workshop()
    return floor, floor.ask(at=clock.now()).token


def fits(page: Page) -> bool:
    """Nothing is wider than the phone."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_thumb_answers_and_the_sum_follows(live_server: Any, page: Page, lang: str) -> None:
    floor, token = sent()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/q/{token}?lang={lang}")
    assert page.locator("html").get_attribute("lang") == lang
    assert fits(page)
    page.locator(f'[name="job-{floor.brakes.pk}"][value="approve"]').check()
    assert page.locator("#sum").inner_text() == "2\u00a0875,00\u00a0kr"
    page.locator(f'[name="job-{floor.wipers.pk}"][value="approve"]').check()
    assert page.locator("#sum").inner_text() == "3\u00a0375,00\u00a0kr"
    page.locator(f'[name="job-{floor.wipers.pk}"][value="later"]').check()
    page.locator(f"#r-{floor.wipers.pk}").fill("In spring")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.portal-choice label, .btn:not([name])')]"
        ".map(one => one.getBoundingClientRect().height))"
    )
    assert smallest >= 44
    page.locator("#name").fill("Bo Öberg")
    page.locator(".portal-send .primary").click()
    page.locator(".strip.good").wait_for()
    assert fits(page)
    approval = Approval.objects.get()
    assert list(approval.items.order_by("pk").values_list("decision", "reason")) == [
        ("approve", ""),
        ("later", "In spring"),
    ]


def test_without_scripts_it_works_the_same(live_server: Any, browser: Browser) -> None:
    floor, token = sent()
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/q/{token}?lang=en")
    page.locator(f'[name="job-{floor.brakes.pk}"][value="approve"]').check()
    page.locator('[name="show"]').click()
    assert page.locator("#sum").inner_text() == "2\u00a0875,00\u00a0kr"
    page.locator("#name").fill("Bo Öberg")
    page.locator(".portal-send .primary").click()
    page.locator(".strip.good").wait_for()
    assert Approval.objects.get().gross_minor == 287_500
    context.close()


def test_with_the_keyboard_alone(live_server: Any, page: Page) -> None:
    floor, token = sent()
    page.goto(f"{live_server.url}/q/{token}?lang=en")
    page.locator(f'[name="job-{floor.brakes.pk}"]').first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.locator(f'[name="job-{floor.brakes.pk}"][value="later"]').is_checked()
    page.keyboard.press("ArrowLeft")
    page.locator("#name").focus()
    page.keyboard.type("Bo Öberg")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".strip.good").wait_for()
    assert Approval.objects.get().gross_minor == 287_500
