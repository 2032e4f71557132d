"""Whole errands in Chromium, each by touch alone on a tablet and by keyboard alone: one shop for all of them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.live import LiveShop
from tests.server import furnished_shop
from vaxel.business.locations.tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]
PADS = "0986494104"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, _started_once: LiveShop) -> Iterator[LiveShop]:
    """The furnished shop, open; Bo has approved the brakes and the wipers. What one errand did, the next one finds."""
    with furnished_shop(tmp_path_factory.mktemp("errands"), _started_once, "approved") as open_shop:
        yield open_shop


def come_in(page: Page, shop: LiveShop, who: str) -> None:
    """The person is logged in, at their till: by keyboard alone, which the tablet has on its screen too."""
    page.goto(f"{shop.url}/login")
    page.locator("[name=email]").focus()
    page.keyboard.type(f"{who}@vaxel.example")
    page.locator("[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    if "/place" in page.url:
        page.locator("section", has_text="Verkstaden").locator("button[name=place]").first.focus()
        page.keyboard.press("Enter")
    page.wait_for_url(f"{shop.url}/")


def write(field: Locator, text: str) -> None:
    """By finger: the field is tapped and the words come from the keyboard on the screen."""
    field.tap()
    field.fill(text)


def tab_to(page: Page, target: str) -> None:
    """By keyboard: Tab until what `target` names has focus; it must be reachable."""
    for _press in range(80):
        if page.evaluate("(what) => document.activeElement?.matches(what)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {target}")


def number_of(page: Page) -> str:
    """The number of the receipt that the page of a done sale shows."""
    found = re.search(r"\d+", page.locator(".done p.muted").first.inner_text())
    assert found
    return found[0]


def test_a_job_from_plate_to_paid_by_touch_alone(shop: LiveShop, tablet: Page) -> None:
    page = tablet
    come_in(page, shop, "kim")
    write(page.locator("#start"), "XYZ 98B")
    page.locator(".start-go").tap()
    expect(page.locator("[name=plate]")).to_have_value("XYZ98B")
    write(page.locator("[name=name]"), "Eva Ros")
    write(page.locator("[name=phone]"), "070-111 22 33")
    write(page.locator("[name=odometer]"), "88 200")
    page.locator("form.stack button.primary").tap()

    write(page.locator("#what"), "bromsar")
    page.locator("#found [role=option] button", has_text="Bromsar fram").tap()
    expect(page.locator(".builder-side .whole").last).to_have_text("2\u00a0875,00")
    page.locator("#next [data-keys=s]").tap()
    page.locator("dialog[open] button.primary").tap()
    expect(page.locator("#link")).to_have_value(re.compile(r"/q/"))
    page.locator("dialog[open] footer [data-close]").tap()
    page.locator("#next [data-keys=g]").tap()
    page.locator("dialog[open] button.primary").tap()
    expect(page.locator(".job .chip.green")).to_contain_text("Godkänt")

    page.locator("select[name=staff]").select_option(label="Tess Ek")
    expect(page.locator(".pick.missing")).to_have_count(0)
    page.locator(".job-do button", has_text="Påbörja").tap()
    page.locator(".job-do button", has_text="Klart").tap()
    expect(page.locator(".ticket-head .chip").first).to_contain_text("Klart")
    page.locator("#next [data-keys=F12]").tap()
    write(page.locator("#post-out"), "88210")
    page.locator("dialog[open] button.primary").tap()
    page.locator("#next a.pay").tap()
    page.wait_for_url("**/pay/tickets/**")
    page.locator(".pay-ways [data-keys=F2]").tap()
    page.locator(".notes [data-set]").first.tap()
    page.locator(".pay-side button.pay").tap()
    page.wait_for_url("**/pay/done/**")
    expect(page.locator(".done-word")).to_contain_text("Klart")


def test_pads_are_sold_for_cash_and_taken_back_by_touch_alone(shop: LiveShop, tablet: Page) -> None:
    page = tablet
    come_in(page, shop, "sam")
    page.locator("a[href='/counter']:visible").first.tap()
    write(page.locator("#what"), PADS)
    page.locator("#found [role=option] button").first.tap()
    expect(page.locator(".cart-foot .whole").last).to_have_text("1\u00a0000,00")
    page.locator(".cart [data-step='1']").tap()
    expect(page.locator(".cart-foot .whole").last).to_have_text("2\u00a0000,00")
    page.locator(".cart-foot a.pay").tap()
    page.locator(".pay-ways [data-keys=F2]").tap()
    page.locator("#amount").fill("")
    for digit in "2100":
        page.locator(f".numpad [data-type='{digit}']").tap()
    page.locator(".pay-amount button.low").tap()
    expect(page.locator(".pay-left dd")).to_have_text("100,00\u00a0kr")
    page.locator(".pay-side button.pay").tap()
    page.wait_for_url("**/pay/done/**")
    expect(page.locator(".done-change")).to_contain_text("100,00\u00a0kr")
    sold = number_of(page)

    page.locator(".done .btn.primary").tap()
    page.locator("[data-keys=F9]").tap()
    page.locator(".rows a.cover", has_text=f"Kvitto {sold}").first.tap()
    page.wait_for_url("**/take-back")
    field = page.locator("quantity-stepper input").first
    for step, there in (("1", "1"), ("1", "2"), ("-1", "1")):
        page.locator(f"quantity-stepper [data-step='{step}']").first.tap()
        expect(field).to_have_value(there)
    write(page.locator("#reason"), "Passar inte")
    page.locator("main form button.primary").tap()
    expect(page).to_have_url(re.compile(r"/documents/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text("1\u00a0000,00")


def test_pads_are_sold_for_cash_and_taken_back_by_keyboard_alone(shop: LiveShop, page: Page) -> None:
    come_in(page, shop, "sam")
    page.goto(f"{shop.url}/counter")
    page.keyboard.type(PADS, delay=2)
    page.keyboard.press("Enter")
    expect(page.locator(".cart-foot .whole").last).to_have_text("1\u00a0000,00")
    page.keyboard.press("F12")
    page.wait_for_url("**/pay/tickets/**")
    page.keyboard.press("F2")
    expect(page.locator("#amount")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pay-side button.pay")).to_be_enabled()
    page.keyboard.press("F12")
    page.wait_for_url("**/pay/done/**")
    sold = number_of(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/counter")
    page.keyboard.press("F9")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(sold)
    page.keyboard.press("Enter")
    page.wait_for_url("**/take-back")
    tab_to(page, "quantity-stepper input")
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    tab_to(page, "#reason")
    page.keyboard.type("Passar inte")
    tab_to(page, "main form button.primary")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text("1\u00a0000,00")


def test_a_technician_clocks_notes_and_is_done_by_touch_alone(shop: LiveShop, tablet: Page) -> None:
    page = tablet
    come_in(page, shop, "kim")
    page.goto(f"{shop.url}/tickets")
    page.locator("tr", has_text="ABC").locator("a.cover").first.tap()
    page.locator("select[name=staff]").first.select_option(label="Tess Ek")
    expect(page.locator(".pick.missing")).to_have_count(1)
    page.context.clear_cookies()
    come_in(page, shop, "tess")
    page.locator("a[href='/mine']:visible").first.tap()
    page.locator("main a.cover").first.tap()
    page.locator(".my-clock button").tap()
    expect(page.locator(".my-job.running")).to_be_visible()
    write(page.locator("#note"), "Rost på bromsskivan")
    page.locator("form[action$='/note'] button").tap()
    expect(page.locator(".my-notes")).to_contain_text("Rost på bromsskivan")
    write(page.locator("#correction"), "Bytt belägg fram")
    page.locator("form[action$='/done'] button").tap()
    expect(page.locator(".my-clock")).to_have_count(0)


def test_a_customer_is_added_changed_and_found_by_keyboard_alone(shop: LiveShop, page: Page) -> None:
    come_in(page, shop, "kim")
    page.goto(f"{shop.url}/customers")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_url("**/customers/new")
    tab_to(page, "[name=name]")
    page.keyboard.type("Disa Lund")
    tab_to(page, "[name=phone]")
    page.keyboard.type("070-222 33 44")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}$"))
    tab_to(page, "a[href$='/edit']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit")
    tab_to(page, "[name=name]")
    page.keyboard.press("End")
    page.keyboard.type("mark")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}$"))
    expect(page.locator("h1")).to_have_text("Disa Lundmark")
    page.keyboard.press("Control+k")
    page.keyboard.type("lundmark")
    expect(page.locator("#palette [data-found] [role=option]").first).to_contain_text("Disa Lundmark")


def test_the_day_is_counted_and_closed_by_touch_and_opened_again_by_keyboard(
    shop: LiveShop, tablet: Page, page: Page
) -> None:
    come_in(tablet, shop, "mo")
    come_in(page, shop, "mo")
    # What the errands before this one left in the drawer is counted first; then the float alone lies there.
    for counted, written, said in (
        ("2000", "2\u00a0000,00", "strip (good|warn)"), ("1900", "1\u00a0900,00", "strip warn"),
        ("2000", "2\u00a0000,00", "strip good"),
    ):  # fmt: skip
        tablet.goto(f"{shop.url}/drawers")
        tablet.locator("a[href$='/close']").first.tap()
        write(tablet.locator("#loose"), counted)
        expect(tablet.locator("[data-sum]")).to_have_text(written)
        tablet.locator("main form.card button.primary").tap()
        expect(tablet.locator("h1")).to_contain_text("Z-dagrapport")
        expect(tablet.locator("main .strip")).to_have_class(re.compile(f"^{said}$"))

        page.goto(f"{shop.url}/drawers")
        tab_to(page, "[name=float]")
        page.keyboard.type("2000")
        page.keyboard.press("Enter")
        expect(page.locator("a[href$='/close']")).to_have_count(1)
