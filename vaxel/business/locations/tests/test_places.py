"""The company, its sites and registers, and what a site may sell under its fiscal profile."""

from typing import Any

import pytest

from vaxel.business.locations import company, fiscal, registers, sites
from vaxel.business.locations.models import Company, Register, Site
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden, Refused

SETUP = Actor.system("setup")
TILL = ("cash", "card", "swish", "gift_card")
LATER = ("bank", "store_credit")


@pytest.fixture
def cast(db: None) -> Shop:
    return shop()


@pytest.mark.parametrize("profile", fiscal.PROFILES)
@pytest.mark.parametrize("tender", [*TILL, *LATER])
def test_only_a_declared_or_exempt_site_takes_money_at_the_till(profile: str, tender: str) -> None:
    allowed = profile != "SE_UNDECLARED" or tender in LATER
    assert fiscal.may_take(profile, tender) is allowed
    if allowed:
        fiscal.check_tender(profile, tender, "Verkstaden")
    else:
        with pytest.raises(fiscal.NotDeclared, match="Verkstaden"):
            fiscal.check_tender(profile, tender, "Verkstaden")


def test_a_database_holds_one_company_with_a_sound_number(cast: Shop) -> None:
    with pytest.raises(company.AlreadySetUp, match="Mos Bil AB"):
        company.set_up(name="Annan", by=SETUP, at=AT)
    with pytest.raises(company.BadOrganisationNumber):
        company.change(cast.company, organisation_number="559999-0009", by=cast.mo, at=AT)
    with pytest.raises(company.NameMissing):
        company.change(cast.company, name=" ", by=cast.mo, at=AT)
    held = Company.objects.get()
    assert (held.name, held.organisation_number) == ("Mos Bil AB", "559999-0008")
    company.change(cast.company, organisation_number="5599990115", phone="08-1", by=cast.mo, at=AT)
    assert History.objects.get(action="company.change").note == {
        "before": {"organisation_number": "559999-0008", "phone": ""},
        "after": {"organisation_number": "559999-0115", "phone": "08-1"},
    }


def test_a_new_swedish_site_may_not_sell_before_it_says_why_it_may(cast: Shop) -> None:
    new = sites.open(code="UPP", name="Uppsala", by=cast.mo, at=AT)
    abroad = sites.open(code="NYC", name="New York", jurisdiction="US-NY", currency="USD", by=cast.mo, at=AT)
    assert (new.fiscal_profile, abroad.fiscal_profile) == ("SE_UNDECLARED", "NONE")
    with pytest.raises(fiscal.ReasonNeeded):
        sites.set_fiscal_profile(new, profile="SE_EXEMPT", reason=" ", by=cast.mo, at=AT)
    with pytest.raises(fiscal.CannotDeclare):
        sites.set_fiscal_profile(new, profile="SE_DECLARED", by=cast.mo, at=AT)
    with pytest.raises(fiscal.UnknownProfile):
        sites.set_fiscal_profile(new, profile="DE_TSE", by=cast.mo, at=AT)
    assert Site.objects.get(code="UPP").fiscal_profile == "SE_UNDECLARED"
    sites.set_fiscal_profile(new, profile="SE_EXEMPT", reason="Bara faktura", by=cast.mo, at=AT)
    assert Site.objects.get(code="UPP").fiscal_profile == "SE_EXEMPT"
    assert History.objects.get(action="sites.set_fiscal_profile").note == {
        "before": "SE_UNDECLARED", "after": "SE_EXEMPT", "reason": "Bara faktura",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"code": "STH"}, sites.CodeTaken),
        ({"code": "sth 1"}, sites.BadCode),
        ({"name": ""}, company.NameMissing),
        ({"time_zone": "Europe/Storstad"}, sites.BadTimeZone),
        ({"time_zone": "../../etc/passwd"}, sites.BadTimeZone),
        ({"cash_step_minor": 0}, sites.BadCoin),
        ({"fiscal_profile": "SE_EXEMPT"}, fiscal.ReasonNeeded),
    ],
)
def test_a_site_that_cannot_be_is_not_opened(cast: Shop, fields: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        sites.open(**{"code": "UPP", "name": "Uppsala", "by": cast.mo, "at": AT} | fields)  # type: ignore[arg-type]
    assert Site.objects.count() == 2


def test_only_who_may_everywhere_opens_sites(cast: Shop) -> None:
    with pytest.raises(Forbidden):
        sites.open(code="UPP", name="Uppsala", by=cast.kim, at=AT)
    assert Site.objects.count() == 2


def test_a_site_keeps_its_own_address_and_says_what_changed(cast: Shop) -> None:
    sites.change(cast.tyres, address="Nya vägen 1", by=cast.mo, at=AT)
    assert sorted(Site.objects.values_list("code", "address")) == [
        ("GBG", "Nya vägen 1"), ("STH", "Verkstadsgatan 1, Stockholm"),
    ]  # fmt: skip
    assert History.objects.get(action="sites.change").note["before"] == {"address": "Däckvägen 2, Göteborg"}
    with pytest.raises(sites.BadTimeZone):
        sites.change(cast.tyres, time_zone="Mars", by=cast.mo, at=AT)
    with pytest.raises(TypeError):
        sites.change(cast.tyres, fiscal_profile="NONE", by=cast.mo, at=AT)
    assert Site.objects.get(code="GBG").fiscal_profile == "SE_EXEMPT"


def test_a_register_has_a_name_of_its_own_at_its_site(cast: Shop) -> None:
    registers.add(cast.workshop, name="K2", by=cast.mo, at=AT)
    with pytest.raises(registers.NameTaken, match="Verkstaden"):
        registers.add(cast.workshop, name="K2", by=cast.mo, at=AT)
    for wrong in ("", "Kassa 3", "K" * 17, "K;1"):
        with pytest.raises(registers.BadName):
            registers.add(cast.workshop, name=wrong, by=cast.mo, at=AT)
    assert Register.objects.count() == 3
    assert registers.retire(cast.k1, by=cast.mo, at=AT).retired_at == AT
