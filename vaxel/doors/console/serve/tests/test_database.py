"""After an update the ready-made roles may do what this version says; the shop's own are left alone."""

import pytest

from vaxel.business.locations import roles
from vaxel.business.locations.models import Role
from vaxel.business.locations.tests.cast import AT, shop
from vaxel.doors.console.serve import database
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


def test_a_role_from_an_older_version_learns_the_new_rights_once() -> None:
    shop()
    own = roles.make(key="own", name_sv="Egen", name_en="Own", actions=["tray.*"], by=Actor.system("setup"), at=AT)
    Role.objects.filter(key="finance").update(actions=["ledger.*"])
    before = History.objects.filter(action="roles.install").count()
    for _start in range(2):
        database.ready_made_roles()
    assert "exports.*" in Role.objects.get(key="finance").actions
    assert Role.objects.get(pk=own.pk).actions == ["tray.*"]
    assert History.objects.filter(action="roles.install").count() == before + 1


def test_a_database_without_a_shop_gets_no_roles() -> None:
    database.ready_made_roles()
    assert not Role.objects.exists()
