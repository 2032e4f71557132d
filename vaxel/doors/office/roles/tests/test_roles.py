"""Roles at the screen: shown in words, copied, changed, removed; nobody gives more than they have."""

import pytest

from vaxel.business.locations import actors, roles, staff
from vaxel.business.locations.models import Role
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def own(cast: Shop, **fields: object) -> Role:
    values = {"key": "closer", "name_sv": "Stängare", "name_en": "Closer", "actions": ["drawers.*"]} | fields
    made: Role = roles.make(**values, by=cast.mo, at=AT)  # type: ignore[arg-type]
    return made


def test_ready_made_roles_are_shown_in_words_and_can_be_copied(cast: Shop) -> None:
    mo, technician = Desk("mo"), Role.objects.get(key="technician")
    assert "Technician" in mo.get("/roles").text
    page = mo.get(f"/roles/{technician.pk}")
    assert "Begin jobs" in page.text
    assert "Count the cash" not in page.text
    assert "Tess Ek" in page.text
    assert mo.get(f"/roles/{technician.pk}/edit").status == 409
    copy = mo.get("/roles/new", **{"from": "technician"}).text
    assert 'value="jobs.begin" data-words="Begin jobs" checked' in copy
    assert 'value="drawers.close" data-words="Count the cash and close the day">' in copy


def test_a_copy_with_one_right_more_is_stored_under_a_name_of_its_own(cast: Shop) -> None:
    mo = Desk("mo")
    page = mo.form("/roles/new", **{"from": "technician"}, name_sv="Förman", name_en="", discount_ppm="5",
                   deed=["clocks.on", "clocks.off", "drawers.look"])  # fmt: skip
    role = Role.objects.get(key="f_rman")
    assert page.leads_to == f"/roles/{role.pk}"
    assert (role.name_sv, role.name_en, role.discount_ppm, role.ready_made) == ("Förman", "Förman", 50_000, False)
    assert role.actions == ["clocks.off", "clocks.on", "drawers.look"]
    mo.form("/roles/new", name_sv="Förman", name_en="", deed=["clocks.on"])
    assert Role.objects.filter(key="f_rman_2").exists()


def test_a_change_counts_at_once_and_keeps_the_limit_and_names(cast: Shop) -> None:
    mo, role = Desk("mo"), own(cast)
    staff.assign(cast.staff["tess"], role=role, site=cast.workshop, by=cast.mo, at=AT)
    assert "Counts at once for 1 person." in mo.get(f"/roles/{role.pk}/edit").text
    page = mo.form(f"/roles/{role.pk}/edit", name_sv="Stängare", name_en="Shutter", discount_ppm="12,5",
                   deed=["drawers.look", "sales.take_back"])  # fmt: skip
    assert page.leads_to == f"/roles/{role.pk}"
    role.refresh_from_db()
    assert (role.name_en, role.discount_ppm, role.actions) == ("Shutter", 125_000, ["drawers.look", "sales.take_back"])
    assert actors.for_staff(cast.staff["tess"]).may("sales.take_back", cast.workshop.pk)
    assert not actors.for_staff(cast.staff["tess"]).may("drawers.close", cast.workshop.pk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name_sv": "", "name_en": "", "deed": ["clocks.on"]}, "Write what the role is called."),
        ({"name_sv": "Tom", "deed": []}, "A role with no rights is of no use."),
        ({"name_sv": "Rea", "deed": ["clocks.on"], "discount_ppm": "101"}, "between 0 and 100 %"),
    ],
)
def test_what_is_no_role_is_refused_and_keeps_what_was_ticked(
    cast: Shop, fields: dict[str, object], sentence: str
) -> None:
    before = Role.objects.count()
    page = Desk("mo").form("/roles/new", **fields)
    assert page.status == 422
    assert sentence in page.text
    assert Role.objects.count() == before
    if fields["deed"]:
        assert 'value="clocks.on" data-words="Clock on to jobs" checked' in page.text


def test_nobody_gives_more_than_they_have_said_in_words(cast: Shop) -> None:
    roles.make(key="hr", name_sv="Personal", name_en="HR", actions=["roles.*", "staff.*"], by=cast.mo, at=AT)
    staff.assign(cast.staff["kim"], role="hr", by=cast.mo, at=AT)
    kim = Desk("kim")
    assert 'value="drawers.close" data-words="Count the cash and close the day" disabled' in kim.get("/roles/new").text
    page = kim.form("/roles/new", name_sv="Ny", deed=["drawers.close"])
    assert page.status == 422
    assert "You cannot give more than you may do yourself: Count the cash and close the day." in page.text
    assert not Role.objects.filter(name_sv="Ny").exists()
    mine = own(cast)
    page = kim.form(f"/roles/{mine.pk}/edit", name_sv="Mindre", deed=["staff.hire"])
    assert page.status == 422
    mine.refresh_from_db()
    assert mine.actions == ["drawers.*"]


def test_a_role_that_is_held_stays_and_one_that_is_not_goes(cast: Shop) -> None:
    mo, role = Desk("mo"), own(cast)
    staff.assign(cast.staff["tess"], role=role, site=cast.workshop, by=cast.mo, at=AT)
    page = mo.post(f"/roles/{role.pk}/remove")
    assert page.status == 409
    assert "held by 1 people" in page.text
    assert Role.objects.filter(pk=role.pk).exists()
    staff.unassign(cast.staff["tess"], role=role, site=cast.workshop, by=cast.mo, at=AT)
    assert mo.post(f"/roles/{role.pk}/remove").leads_to == "/roles"
    assert not Role.objects.filter(pk=role.pk).exists()
    assert mo.post(f"/roles/{Role.objects.get(key='owner').pk}/remove").status == 409


def test_a_manager_reads_roles_but_does_not_make_them(cast: Shop) -> None:
    staff.assign(cast.staff["kim"], role="manager", site=cast.workshop, by=cast.mo, at=AT)
    kim = Desk("kim")
    assert "New role" not in kim.get("/roles").text
    assert kim.get("/roles/new").status == 403
    assert kim.form("/roles/new", name_sv="Ny", deed=["clocks.on"]).status == 403


def test_more_roles_ask_no_more(cast: Shop) -> None:
    mo = Desk("mo")
    once = asked(mo, "/roles")
    for n in range(3):
        own(cast, key=f"own{n}")
    assert asked(mo, "/roles") == once


def test_swedish(cast: Shop) -> None:
    page = Desk("mo", language="sv").get(f"/roles/{Role.objects.get(key='technician').pk}")
    assert "Påbörja jobb" in page.text
