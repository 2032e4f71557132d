"""Devices: met, named, shut out; and roles and sites that are done with."""

from datetime import timedelta

import pytest

from vaxel.business.locations import actors, devices, preferences, registers, roles, sites, staff
from vaxel.business.locations.models import Device, Role, Setting
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def met(cast: Shop) -> Device:
    made: Device = devices.meet(
        site=cast.workshop, device_id=new_id(), register=cast.k1, name="Chrome · Windows", by=cast.sam, at=AT
    )
    return made


def test_a_device_is_met_once_and_seen_again(cast: Shop) -> None:
    device = met(cast)
    later = AT + timedelta(hours=1)
    devices.meet(site=cast.tyres, device_id=device.pk, register=None, name="other", by=cast.mo, at=later)
    again = Device.objects.get()
    assert (again.name, again.site, again.register, again.seen_at) == ("Chrome · Windows", cast.tyres, None, later)


def test_it_is_named_by_those_who_may(cast: Shop) -> None:
    device = met(cast)
    devices.rename(device, name="  Disk   vänster ", by=cast.mo, at=AT)
    for wrong in ("", "   ", "x" * 81):
        with pytest.raises(devices.DeviceName):
            devices.rename(device, name=wrong, by=cast.mo, at=AT)
    with pytest.raises(Forbidden):
        devices.rename(device, name="Sams", by=cast.sam, at=AT)
    assert Device.objects.get().name == "Disk vänster"


def test_one_that_is_shut_out_is_known_as_such_and_not_met_again(cast: Shop) -> None:
    device, other = met(cast), met(cast)
    assert not devices.is_shut_out(device.pk)
    devices.revoke(device, by=cast.mo, at=AT)
    assert devices.is_shut_out(device.pk)
    assert not devices.is_shut_out(other.pk)
    with pytest.raises(devices.ShutOut):
        devices.meet(site=cast.workshop, device_id=device.pk, by=cast.sam, at=AT)


def test_a_role_in_use_stays_and_its_removal_is_in_history(cast: Shop) -> None:
    made = roles.make(key="x", name_sv="X", name_en="", actions=["clocks.on"], by=cast.mo, at=AT)
    assert made.name_en == "X"
    staff.assign(cast.staff["tess"], role=made, site=cast.workshop, by=cast.mo, at=AT)
    with pytest.raises(roles.RoleInUse):
        roles.remove(made, by=cast.mo, at=AT)
    staff.unassign(cast.staff["tess"], role=made, site=cast.workshop, by=cast.mo, at=AT)
    roles.remove(made, by=cast.mo, at=AT)
    assert not Role.objects.filter(key="x").exists()
    assert History.objects.get(action="roles.remove").note["actions"] == ["clocks.on"]
    with pytest.raises(roles.ReadyMade):
        roles.remove(Role.objects.get(key="owner"), by=cast.mo, at=AT)


def test_who_may_less_does_not_change_a_role_that_may_more(cast: Shop) -> None:
    made = roles.make(key="x", name_sv="X", name_en="X", actions=["stock.adjust"], by=cast.mo, at=AT)
    roles.make(key="hr", name_sv="HR", name_en="HR", actions=["roles.*", "clocks.*"], by=cast.mo, at=AT)
    staff.assign(cast.staff["kim"], role="hr", by=cast.mo, at=AT)
    staff.unassign(cast.staff["kim"], role="advisor", site=cast.workshop, by=cast.mo, at=AT)
    kim = actors.for_staff(cast.staff["kim"])
    with pytest.raises(roles.MoreThanOwn):
        roles.change(made, actions=["clocks.on"], discount_ppm=0, by=kim, at=AT)
    made.refresh_from_db()
    assert made.actions == ["stock.adjust"]


def test_someone_hired_with_a_role_that_goes_too_far_is_not_hired(cast: Shop) -> None:
    staff.assign(cast.staff["kim"], role="manager", site=cast.workshop, by=cast.mo, at=AT)
    kim = actors.for_staff(cast.staff["kim"], site=cast.workshop)
    with pytest.raises(roles.MoreThanOwn):
        staff.hire(email="x@vaxel.example", name="X", home_site=cast.workshop, role="owner",
                   role_site=cast.workshop, by=kim, at=AT)  # fmt: skip
    with pytest.raises(Forbidden):
        staff.hire(email="x@vaxel.example", name="X", home_site=cast.workshop, role="technician", by=kim, at=AT)
    assert not type(cast.staff["kim"]).objects.filter(email="x@vaxel.example").exists()


def test_the_last_site_stays_open_and_a_closed_one_opens_again(cast: Shop) -> None:
    sites.close(cast.tyres, by=cast.mo, at=AT)
    with pytest.raises(sites.LastSite):
        sites.close(cast.workshop, by=cast.mo, at=AT)
    cast.workshop.refresh_from_db()
    assert cast.workshop.closed_at is None
    sites.reopen(cast.tyres, by=cast.mo, at=AT)
    assert cast.tyres.closed_at is None


def test_a_till_that_something_stands_open_at_is_not_retired(cast: Shop) -> None:
    guards = list(registers._guards)
    registers.guard_retiring(lambda register: "it is busy." if register == cast.k1 else "")
    try:
        with pytest.raises(registers.StillInUse, match=r"K1.*it is busy"):
            registers.retire(cast.k1, by=cast.mo, at=AT)
        with pytest.raises(registers.StillInUse):
            sites.close(cast.workshop, by=cast.mo, at=AT)
    finally:
        registers._guards[:] = guards
    cast.k1.refresh_from_db()
    cast.workshop.refresh_from_db()
    assert (cast.k1.retired_at, cast.workshop.closed_at) == (None, None)


def test_several_settings_are_changed_together_or_not_at_all(cast: Shop) -> None:
    changed = preferences.change_many(
        {"quotes.valid_days": 14, "links.valid_days": 30}, site=cast.workshop, by=cast.mo, at=AT
    )
    assert changed == {"quotes.valid_days": 14}
    line = History.objects.get(action="settings.change_many")
    assert (line.note["before"], line.note["after"]) == ({"quotes.valid_days": 30}, {"quotes.valid_days": 14})
    assert preferences.value("quotes.valid_days", cast.tyres.pk) == 30
    with pytest.raises(preferences.BadValue):
        preferences.change_many({"links.valid_days": 60, "quotes.valid_days": 0}, by=cast.mo, at=AT)
    assert list(Setting.objects.values_list("key", "value")) == [("quotes.valid_days", 14)]
