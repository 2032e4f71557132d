"""All settings on one page: in words and people's units, for the company and for a site, together or not at all."""

import pytest
from django.utils import translation

from vaxel.business.locations import preferences, staff
from vaxel.business.locations.models import Setting
from vaxel.business.locations.preferences import REGISTRY
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.doors.office.preferences import views, words
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def sent(*pairs: tuple[str, str]) -> dict[str, object]:
    """The form with these settings on it."""
    return {"shown": [key for key, _value in pairs]} | {f"value:{key}": value for key, value in pairs}


def stored() -> dict[tuple[str, str], object]:
    return {(one.key, one.site.code if one.site else "*"): one.value for one in Setting.objects.select_related("site")}


def test_every_setting_is_on_the_page_with_its_default(cast: Shop) -> None:
    text = Desk("mo").get("/settings").text
    for key in REGISTRY:
        assert f'name="value:{key}"' in text, key
    assert "Default: 30 days" in text
    assert "Default: 2 %" in text
    assert "Default: 1 000,00 kr" in text
    assert "Default: Stops the posting" in text


def test_every_value_survives_being_written_and_read(cast: Shop) -> None:
    for language in ("sv", "en"):
        with translation.override(language):
            for one in REGISTRY.values():
                assert views.read(one, views.written(one, one.default)) == one.default, one.key


def test_every_choice_and_unit_has_a_word() -> None:
    for one in REGISTRY.values():
        assert set(one.choices) <= set(words.CHOICES), one.key
        technical = one.key.endswith(("_ppm", "_percent")) or one.key.startswith("gates.")
        assert not technical or one.key in words.TITLES, one.key


def test_only_what_differs_is_stored(cast: Shop) -> None:
    page = Desk("mo").form("/settings", **sent(
        ("quotes.valid_days", "14"), ("links.valid_days", "30"), ("bills.price_ppm", "12,5"),
        ("work.diagnosis_most_minor", "1 500"), ("gates.G7", "block")))  # fmt: skip
    assert page.leads_to == "/settings"
    assert stored() == {
        ("quotes.valid_days", "*"): 14, ("bills.price_ppm", "*"): 125_000,
        ("work.diagnosis_most_minor", "*"): 150_000, ("gates.G7", "*"): "block",
    }  # fmt: skip


def test_a_site_has_values_of_its_own_and_follows_the_company_again(cast: Shop) -> None:
    mo = Desk("mo")
    mo.form("/settings", site="GBG", **sent(("quotes.valid_days", "7")))
    assert preferences.value("quotes.valid_days", cast.tyres.pk) == 7
    assert preferences.value("quotes.valid_days", cast.workshop.pk) == 30
    assert "GBG: 7 days" in mo.get("/settings").text
    assert "own value" in mo.get("/settings", site="GBG").text
    mo.form("/settings/follow", site="GBG", key="quotes.valid_days")
    assert stored() == {}


@pytest.mark.parametrize(
    ("value", "sentence"), [("0", "Between 1 days and 365 days."), ("366", "Between 1 days"), ("x", "")]
)
def test_what_does_not_fit_is_said_beside_it_and_nothing_is_stored(cast: Shop, value: str, sentence: str) -> None:
    page = Desk("mo").form("/settings", **sent(("quotes.valid_days", value), ("links.valid_days", "60")))
    assert page.status == 422
    assert sentence in page.text
    assert f'value="{value}"' in page.text
    assert 'value="60"' in page.text
    assert stored() == {}


def test_what_is_not_declared_is_not_stored(cast: Shop) -> None:
    Desk("mo").form("/settings", **sent(("no.such", "1")))
    assert stored() == {}


def test_a_manager_changes_the_own_site_alone(cast: Shop) -> None:
    staff.assign(cast.staff["kim"], role="manager", site=cast.workshop, by=cast.mo, at=AT)
    kim = Desk("kim")
    assert "What Verkstaden does otherwise" in kim.get("/settings").text
    kim.form("/settings", site="GBG", **sent(("quotes.valid_days", "7")))
    assert stored() == {("quotes.valid_days", "STH"): 7}
    kim.form("/settings", site="", **sent(("links.valid_days", "7")))
    assert stored() == {("quotes.valid_days", "STH"): 7, ("links.valid_days", "STH"): 7}


def test_who_may_not_change_settings_sees_none(cast: Shop) -> None:
    sam = Desk("sam")
    assert sam.get("/settings").status == 403
    assert sam.form("/settings", **sent(("quotes.valid_days", "7"))).status == 403
    assert sam.form("/settings/follow", key="quotes.valid_days", site="STH").status == 403
    assert stored() == {}


def test_more_own_values_ask_no_more(cast: Shop) -> None:
    mo = Desk("mo")
    once = asked(mo, "/settings")
    for key in ("quotes.valid_days", "links.valid_days", "invoices.terms_days"):
        preferences.change(key, value=9, site=cast.tyres, by=cast.mo, at=AT)
    assert asked(mo, "/settings") == once


def test_swedish(cast: Shop) -> None:
    text = Desk("mo", language="sv").get("/settings").text
    assert "Förval: 30 dagar" in text
    assert "Stoppar fastställandet" in text
