"""Whom a machine may clock and ask: those of its sites, without what they log in with."""

import pytest

from vaxel.business.locations import staff
from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import AT
from vaxel.doors.api.tests.cast import ApiShop

pytestmark = pytest.mark.django_db


def test_a_token_sees_those_of_its_site_and_those_of_every_site(mos: ApiShop) -> None:
    names = [one["name"] for one in mos.here.get("/staff").json["items"]]
    assert sorted(names) == ["Kim Lund", "Mo Ström", "Sam Berg", "Tess Ek"]
    assert [one["name"] for one in mos.there.get("/staff").json["items"]] == ["Mo Ström"]
    assert mos.here.get("/staff", site=mos.shop.tyres.pk).json["items"] == []
    assert len(mos.all.get("/staff").json["items"]) == 4


def test_technicians_alone_without_secrets_and_without_those_who_left(mos: ApiShop) -> None:
    [tess] = mos.here.get("/staff", technician="true").json["items"]
    assert tess == {
        "id": str(mos.shop.staff["tess"].pk), "name": "Tess Ek", "initials": "TE",
        "site": str(mos.shop.workshop.pk), "is_technician": True,
    }  # fmt: skip
    staff.leave(Staff.objects.get(name="Tess Ek"), by=mos.shop.mo, at=AT)
    assert mos.here.get("/staff", technician="true").json["items"] == []
