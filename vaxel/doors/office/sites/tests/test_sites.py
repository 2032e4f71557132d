"""Sites at the screen: opened whole, changed, closed; tills, devices and cash register rules."""

from typing import Any

import pytest

from vaxel.business.locations import fiscal, sites, staff
from vaxel.business.locations.models import Device, Register, Site
from vaxel.business.locations.tests.cast import AT, PINS, Shop, shop
from vaxel.business.payments.tests.counter import counter
from vaxel.business.stock.models import StockLocation
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db
NEW = {"name": "Glasmästaren", "code": "mma", "address": "Hamngatan 3", "time_zone": "Europe/Stockholm",
       "cash_step_minor": "1,00", "register": "K1"}  # fmt: skip


@pytest.fixture
def cast() -> Shop:
    return shop()


def managing(cast: Shop) -> Desk:
    staff.assign(cast.staff["kim"], role="manager", site=cast.workshop, by=cast.mo, at=AT)
    return Desk("kim")


def test_a_site_is_opened_with_store_and_till_and_may_not_sell_yet(cast: Shop) -> None:
    mo = Desk("mo")
    page = mo.form("/sites/new", **NEW)
    site = Site.objects.get(code="MMA")
    assert page.leads_to == f"/sites/{site.pk}"
    assert (site.name, site.cash_step_minor, site.fiscal_profile) == ("Glasmästaren", 100, "SE_UNDECLARED")
    assert StockLocation.objects.filter(site=site, kind="store").exists()
    assert [till.name for till in site.registers.all()] == ["K1"]
    text = mo.get(f"/sites/{site.pk}").text
    assert "not take cash, cards or Swish" in text
    assert "Cash register not declared" in mo.get("/sites").text


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"code": "STH"}, "There is a site with the code STH already"),
        ({"code": "for-long"}, "1 to 8 capital letters and digits"),
        ({"register": "K 1"}, "1 to 16 letters and digits, without spaces"),
        ({"cash_step_minor": "0"}, "The smallest coin"),
    ],
)
def test_what_is_no_site_is_refused_beside_its_field(cast: Shop, other: dict[str, str], sentence: str) -> None:
    page = Desk("mo").form("/sites/new", **NEW | other)
    assert page.status == 422
    assert sentence in page.text
    assert 'value="Glasmästaren"' in page.text
    assert Site.objects.count() == 2
    assert Register.objects.count() == 2


def test_the_rules_are_stated_with_a_reason_and_no_law_is_weakened(cast: Shop) -> None:
    mo, site = Desk("mo"), cast.workshop
    text = mo.get(f"/sites/{site.pk}").text
    assert 'value="SE_DECLARED" disabled' in text
    assert 'value="NONE"' not in text
    for profile, reason in (("NONE", "x"), ("SE_DECLARED", "x"), ("SE_EXEMPT", " "), ("X", "x")):
        assert mo.post(f"/sites/{site.pk}/fiscal", profile=profile, reason=reason).status == 422
    site.refresh_from_db()
    assert site.fiscal_profile == "SE_EXEMPT"
    assert mo.post(f"/sites/{site.pk}/fiscal", profile="SE_UNDECLARED", reason="").status == 204
    site.refresh_from_db()
    assert (site.fiscal_profile, site.fiscal_reason) == ("SE_UNDECLARED", "")
    mo.post(f"/sites/{site.pk}/fiscal", profile="SE_EXEMPT", reason="Små belopp")
    assert "Små belopp" in mo.get(f"/sites/{site.pk}").text


def test_a_swedish_site_cannot_be_opened_without_rules(cast: Shop) -> None:
    with pytest.raises(fiscal.NotInSweden):
        sites.open(code="X", name="X", fiscal_profile="NONE", by=cast.mo, at=AT)
    assert not Site.objects.filter(code="X").exists()


def test_a_site_is_closed_and_opened_again_but_not_the_last_one(cast: Shop) -> None:
    mo = Desk("mo")
    assert mo.form(f"/sites/{cast.tyres.pk}/close").status == 303
    assert "Open again" in mo.get(f"/sites/{cast.tyres.pk}").text
    assert mo.form(f"/sites/{cast.workshop.pk}/close").status == 409
    cast.workshop.refresh_from_db()
    assert cast.workshop.closed_at is None
    mo.form(f"/sites/{cast.tyres.pk}/reopen")
    cast.tyres.refresh_from_db()
    assert cast.tyres.closed_at is None


def test_a_till_with_an_open_drawer_is_neither_retired_nor_its_site_closed() -> None:
    here = counter()
    mo, till = Desk("mo"), here.shop.k1
    assert "drawer open" in mo.get(f"/sites/{till.site_id}").text
    page = mo.post(f"/sites/registers/{till.pk}/retire")
    assert page.status == 409
    assert "Count it and close the day first" in page.text
    assert mo.form(f"/sites/{till.site_id}/close").status == 409
    till.refresh_from_db()
    assert till.retired_at is None
    assert mo.post(f"/sites/registers/{here.shop.k2.pk}/retire").status == 204
    here.shop.k2.refresh_from_db()
    assert here.shop.k2.retired_at is not None


def test_tills_are_added_and_told_apart(cast: Shop) -> None:
    mo = Desk("mo")
    assert mo.post(f"/sites/{cast.workshop.pk}/registers", name="K2").status == 204
    assert mo.post(f"/sites/{cast.workshop.pk}/registers", name="K2").status == 409
    assert [till.name for till in cast.workshop.registers.all()] == ["K1", "K2"]


def test_a_device_is_named_and_shut_out(cast: Shop) -> None:
    sam, mo = Desk("sam"), Desk("mo")
    device = Device.objects.order_by("id")[0]
    assert "this one" in mo.get(f"/sites/{cast.workshop.pk}").text
    assert mo.post(f"/sites/devices/{device.pk}/rename", name="Disk vänster").status == 204
    assert mo.post(f"/sites/devices/{device.pk}/rename", name=" ").status == 422
    assert "Disk vänster" in mo.get(f"/sites/{cast.workshop.pk}").text
    assert sam.get("/customers").status == 200
    assert mo.post(f"/sites/devices/{device.pk}/revoke").status == 204
    assert sam.get("/customers").status == 302
    assert mo.get("/customers").status == 200


def test_a_manager_sees_and_changes_the_own_site_alone(cast: Shop) -> None:
    kim = managing(cast)
    assert "Däckhuset" not in kim.get("/sites").text.split("<main")[1]
    assert kim.get(f"/sites/{cast.tyres.pk}").status == 404
    assert kim.post(f"/sites/{cast.tyres.pk}/registers", name="K9").status == 404
    assert kim.post(f"/sites/{cast.workshop.pk}/registers", name="K9").status == 204
    assert kim.form(f"/sites/{cast.workshop.pk}/edit", name="Annat").status == 403
    assert kim.form(f"/sites/{cast.workshop.pk}/close").status == 403
    assert kim.post(f"/sites/{cast.workshop.pk}/fiscal", profile="SE_UNDECLARED").status == 403
    cast.workshop.refresh_from_db()
    assert (cast.workshop.name, cast.workshop.fiscal_profile) == ("Verkstaden", "SE_EXEMPT")


@pytest.mark.parametrize("path", ["/sites", "/sites/new", "/settings", "/programs"])
def test_who_has_no_say_is_told_so(cast: Shop, path: str) -> None:
    assert Desk("tess").get(path).status == 403


def test_the_list_asks_as_often_for_five_as_for_two(cast: Shop) -> None:
    mo = Desk("mo")
    once = asked(mo, "/sites")
    for n in range(3):
        sites.open(code=f"X{n}", name=f"X {n}", by=cast.mo, at=AT)
    assert asked(mo, "/sites") == once


@pytest.mark.parametrize(
    "path",
    ["/company", "/settings", "/settings/follow", "/programs/make", "/sites/new", "/roles/new", "/staff/new",
     "/sites/{site}/edit", "/sites/{site}/fiscal", "/sites/{site}/close", "/sites/{site}/reopen",
     "/sites/{site}/registers", "/sites/registers/{till}/retire", "/sites/devices/{device}/revoke"],
)  # fmt: skip
def test_by_pin_alone_nothing_of_this_is_changed(cast: Shop, path: str) -> None:
    desk = Desk("sam")
    desk.client.post("/switch", {"staff": str(cast.staff["mo"].pk), "pin": PINS["mo"]})
    where = {"site": cast.workshop.pk, "till": cast.k1.pk, "device": Device.objects.all()[0].pk}
    filled: dict[str, Any] = NEW | {"shown": "quotes.valid_days", "value:quotes.valid_days": "1", "profile": "NONE"}
    page = desk.form(path.format(**where), **filled)
    assert page.status == 403
    assert "Ditt lösenord, tack" in page.text


def test_swedish(cast: Shop) -> None:
    assert "Kassaregisterregler" in Desk("mo", language="sv").get(f"/sites/{cast.workshop.pk}").text
