"""A company is founded whole, once, or not at all."""

from typing import Any

import pytest

from vaxel.business.accounting import charts
from vaxel.business.accounting.models import Period, TaxRate
from vaxel.business.locations import actors
from vaxel.business.locations.company import AlreadySetUp, BadOrganisationNumber
from vaxel.business.locations.models import Company, Role, Site, Staff
from vaxel.business.locations.staff import WeakPassword
from vaxel.business.locations.tests.cast import AT
from vaxel.business.parties.models import Party
from vaxel.business.service import founding
from vaxel.business.stock.models import StockLocation
from vaxel.kernel import checks
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db

FIRM = {"name": "Mos Bil AB", "organisation_number": "559999-0008"}
PLACE = {"code": "STH", "name": "Verkstaden", "address": "Verkstadsgatan 1"}
OWNER = {"email": "mo@vaxel.example", "name": "Mo Ström", "password": "vinterdäck 2026"}


def found(**other: dict[str, Any]) -> founding.Founded:
    charts.accounts.cache_clear()
    wishes = {"firm": FIRM, "place": PLACE, "owner": OWNER} | other
    made: founding.Founded = founding.found(**wishes, by=Actor.system("set-up"), at=AT)
    return made


def test_everything_stands_and_is_sound() -> None:
    made = found()
    assert actors.for_staff(made.owner).may("company.change", None)
    assert (made.site.code, made.site.fiscal_profile, made.register.name) == ("STH", "SE_UNDECLARED", "K1")
    assert StockLocation.objects.filter(site=made.site, kind="store").count() == 1
    assert Party.objects.filter(is_walk_in=True).count() == 1
    assert {one.first_day.year for one in Period.objects.all()} == {2026, 2027}
    assert {name: wrong for name, wrong in checks.run_all().items() if wrong} == {}
    assert [line.action for line in History.objects.all()] == ["company.found"]


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"firm": FIRM | {"organisation_number": "559999-0009"}}, BadOrganisationNumber),
        ({"owner": OWNER | {"password": "kort"}}, WeakPassword),
    ],
)
def test_a_refusal_leaves_nothing(other: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        found(**other)
    for model in (Company, Site, Staff, Role, TaxRate, Party):
        assert not model._default_manager.exists()


def test_a_second_company_is_refused() -> None:
    found()
    with pytest.raises(AlreadySetUp):
        found(firm={"name": "Evas Bil AB"})
    assert Company.objects.get().name == "Mos Bil AB"
