"""The first visit: who has the code founds the shop, once; everybody else comes to the log-in."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from vaxel.business.accounting import charts
from vaxel.business.catalog.models import PriceList
from vaxel.business.locations.models import Company, Site, Staff
from vaxel.business.locations.tests.cast import shop
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.doors.setup import code
from vaxel.kernel import checks
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db
FILLED = {
    "name": "Evas Bil AB", "organisation_number": "559999-0115", "address": "Storgatan 1, Umeå", "owner": "Eva Ek",
    "email": "eva@bil.example", "password": "vinterdäck 2026", "pin": "5005", "language": "en",
}  # fmt: skip


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA = tmp_path
    charts.accounts.cache_clear()
    return tmp_path


def sent(client: Client, **other: str) -> Page:
    return Page(client.post("/setup", FILLED | {"code": code.make()} | other, headers={"Accept-Language": "en"}))


def test_the_code_is_kept_for_those_who_may_read_the_data(place: Path) -> None:
    first = code.make()
    assert len(first) == 9
    assert code.make() == first
    assert (place / "setup-code").stat().st_mode & 0o777 == 0o600
    assert code.fits(first.lower().replace("-", " "))
    for wrong in ("", first[:-1], "AAAA-AAAA"):
        assert not code.fits(wrong)
    code.forget()
    assert not code.waiting()
    assert not code.fits(first)


def test_an_empty_shop_leads_to_the_page_and_the_link_fills_in_the_code() -> None:
    made = code.make()
    client = Client()
    assert client.get("/").headers["Location"].startswith("/login")
    assert client.get("/login").headers["Location"] == "/setup"
    assert f'value="{made}"' in Page(client.get("/setup", {"code": made})).text


def test_the_owner_is_in_at_once_in_a_shop_that_is_sound() -> None:
    client = Client()
    assert sent(client).leads_to == "/"
    assert not code.waiting()
    company, site, eva = Company.objects.get(), Site.objects.get(), Staff.objects.get()
    assert (company.name, company.organisation_number, company.language) == ("Evas Bil AB", "559999-0115", "en")
    assert (site.name, site.code, site.fiscal_profile) == ("Evas Bil AB", "EVA", "SE_UNDECLARED")
    assert (eva.name, eva.email, eva.language) == ("Eva Ek", "eva@bil.example", "en")
    everyone = PriceList.objects.get()
    assert (everyone.name, everyone.basis, everyone.group, everyone.site) == ("Shop prices", "incl", None, None)
    page = Page(client.get("/"))
    assert page.status == 200
    assert "Your first steps" in page.text
    assert {name: wrong for name, wrong in checks.run_all().items() if wrong} == {}
    assert client.get("/setup").headers["Location"] == "/login"


def test_what_was_stored_leads_on_to_the_next_step_until_the_shop_works() -> None:
    client = Client()
    sent(client)
    part = {"brand": "Bosch", "number": "W 200", "name_sv": "Glödlampa", "unit": "pcs", "stocking": "stocked",
            "quality": "aftermarket", "price_minor": "49,50"}  # fmt: skip
    page = Page(client.get(Page(client.post("/parts/new", part)).leads_to))
    assert "Your first steps: next is “Cash register rules”." in page.text
    assert "49,50" in page.text
    assert "next is" not in Page(client.get("/parts")).text


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"code": "AAAA-AAAA"}, "That is not the code."),
        ({"password": "kort"}, "A password has at least 8 characters"),
        ({"organisation_number": "559999-0116"}, "is not a Swedish organisation number"),
        ({"email": "eva"}, "is not an e-mail address"),
        ({"name": " "}, "required"),
        ({"pin": "1"}, "A PIN is 4 to 8 digits."),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_stored(other: dict[str, str], sentence: str) -> None:
    page = sent(Client(), **other)
    assert page.status == 422
    assert sentence in page.text
    assert 'value="Eva Ek"' in page.text
    assert not Company.objects.exists()
    assert not Staff.objects.exists()
    assert code.waiting()


def test_ten_wrong_codes_lock_even_the_right_one() -> None:
    client = Client()
    for _ in range(10):
        assert "That is not the code." in sent(client, code="AAAA-AAAA").text
    assert "Too many wrong codes." in sent(client).text
    assert not Company.objects.exists()
    assert History.objects.get(action="attempts.lock").note == {"subject": "setup"}


def test_a_shop_that_stands_is_never_founded_again() -> None:
    shop()
    made = code.make()
    answer = Client().post("/setup", FILLED | {"code": made})
    assert answer.headers["Location"] == "/login"
    assert not code.waiting()
    assert Company.objects.get().name == "Mos Bil AB"
    assert not Staff.objects.filter(email="eva@bil.example").exists()


def test_the_steps_are_ticked_by_what_is_done_and_end_with_the_first_sale() -> None:
    from vaxel.business.billing.models import Document
    from vaxel.business.locations.tests.cast import AT
    from vaxel.business.payments import sales
    from vaxel.business.payments.tenders import Tender
    from vaxel.business.payments.tests.counter import counter
    from vaxel.business.tickets.lines import Wish

    here = counter()
    mo = Desk("mo")
    text = mo.get("/").text
    assert "Your first steps" in text
    assert 'The first part<span class="hide"> – done' in text
    assert 'href="/counter"' in text
    assert "Your first steps" not in Desk("kim").get("/").text
    sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("card", 14_900)], by=here.shop.sam, at=AT)
    assert Document.objects.count() == 1
    assert "Your first steps" not in mo.get("/").text


def test_swedish() -> None:
    made = code.make()
    assert "Lägg upp din butik" in Page(Client().get("/setup", {"code": made}, headers={"Accept-Language": "sv"})).text
