"""Who is hired, given roles, a new password or PIN, and leaves, at the screen; and who may not."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from vaxel.business.locations import staff
from vaxel.business.locations.models import Assignment, Staff
from vaxel.business.locations.tests.cast import AT, PASSWORD, PINS, Shop, shop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Shop:
    return shop()


def managing(cast: Shop) -> Desk:
    """Kim, who is the workshop's manager now."""
    staff.assign(cast.staff["kim"], role="manager", site=cast.workshop, by=cast.mo, at=AT)
    return Desk("kim")


def test_an_owner_finds_everyone_and_those_who_left_apart(cast: Shop) -> None:
    mo = Desk("mo")
    page = mo.get("/staff")
    assert all(name in page.text for name in ("Mo Ström", "Kim Lund", "Sam Berg", "Tess Ek"))
    assert "Service advisor · STH" in page.text
    staff.leave(cast.staff["sam"], by=cast.mo, at=AT)
    assert "Sam Berg" not in mo.get("/staff").text
    assert "Sam Berg" in mo.get("/staff", view="left").text
    assert "Tess Ek" in mo.get("/staff", q="tess").text
    assert "Kim Lund" not in mo.get("/staff", q="tess").text


def test_the_list_asks_as_often_for_nine_as_for_four(cast: Shop) -> None:
    mo = Desk("mo")
    once = asked(mo, "/staff")
    for n in range(5):
        person = staff.hire(email=f"p{n}@vaxel.example", name=f"P {n}", home_site=cast.tyres, by=cast.mo, at=AT)
        staff.assign(person, role="technician", site=cast.tyres, by=cast.mo, at=AT)
    assert asked(mo, "/staff") == once


@pytest.mark.parametrize("path", ["/staff", "/staff/new", "/roles", "/roles/new"])
def test_who_has_no_say_about_people_is_told_so(cast: Shop, path: str) -> None:
    page = Desk("sam").get(path)
    assert page.status == 403
    assert "You are not allowed to do that here" in page.text


def test_someone_is_hired_with_a_first_password_a_pin_and_a_role(cast: Shop) -> None:
    mo = Desk("mo")
    suggested = re.search(r'name="password" value="([a-z2-9-]+)"', mo.get("/staff/new").text)
    assert suggested
    assert len(suggested[1]) == 14
    page = mo.form(
        "/staff/new", name="Eva Ek", email="eva@vaxel.example", language="sv", home_site=cast.workshop.pk,
        is_technician="on", password=suggested[1], pin="5005", role="technician", role_site=cast.workshop.pk,
    )  # fmt: skip
    eva = Staff.objects.get(email="eva@vaxel.example")
    assert page.leads_to == f"/staff/{eva.pk}"
    assert list(eva.assignments.values_list("role__key", "site__code")) == [("technician", "STH")]
    client = Client()
    assert client.post("/login", {"email": eva.email, "password": suggested[1]}).status_code == 302
    assert "Eva Ek" in mo.get(f"/staff/{eva.pk}").text


def test_a_hire_that_is_refused_keeps_what_was_typed_and_stores_nobody(cast: Shop) -> None:
    before = Staff.objects.count()
    page = Desk("mo").form("/staff/new", name="Eva Ek", email="sam@vaxel.example", language="sv", pin="5005")
    assert page.status == 422
    assert "belongs to someone who works here already" in page.text
    assert 'value="Eva Ek"' in page.text
    assert Staff.objects.count() == before


def test_a_manager_hires_for_the_own_site_and_gives_no_more_than_they_have(cast: Shop) -> None:
    kim = managing(cast)
    text = kim.get("/staff/new").text
    assert "Owner" not in text
    assert "Technician" in text
    page = kim.form("/staff/new", name="X", email="x@vaxel.example", language="sv", home_site=cast.workshop.pk,
                    role="owner", role_site=cast.workshop.pk)  # fmt: skip
    assert page.status == 422
    assert not Staff.objects.filter(email="x@vaxel.example").exists()
    page = kim.form(f"/staff/{cast.staff['sam'].pk}/assign", role="owner", site=cast.workshop.pk)
    assert page.status == 403
    assert not Assignment.objects.filter(staff=cast.staff["sam"], role__key="owner").exists()


def test_a_manager_does_not_see_who_belongs_elsewhere(cast: Shop) -> None:
    ted = staff.hire(email="ted@vaxel.example", name="Ted Tyre", home_site=cast.tyres, by=cast.mo, at=AT)
    kim = managing(cast)
    assert "Ted Tyre" not in kim.get("/staff").text
    assert kim.get(f"/staff/{ted.pk}").status == 404
    assert kim.form(f"/staff/{ted.pk}/pin", pin="9999").status == 404
    ted.refresh_from_db()
    assert ted.pin_hash == ""


def test_a_manager_cannot_touch_the_owner_s_log_in(cast: Shop) -> None:
    kim, mo = managing(cast), cast.staff["mo"]
    page = kim.get(f"/staff/{mo.pk}")
    assert "may do more than you" in page.text
    assert f"/staff/{mo.pk}/password" not in page.text
    before = mo.password
    assert kim.form(f"/staff/{mo.pk}/password", password="aaaaaaaa1").status == 403
    mo.refresh_from_db()
    assert mo.password == before


def test_a_role_is_given_and_taken_away_and_the_last_owner_stays(cast: Shop) -> None:
    mo, sam = Desk("mo"), cast.staff["sam"]
    mo.post(f"/staff/{sam.pk}/assign", role="finance", site="")
    held = sam.assignments.get(role__key="finance")
    assert held.site is None
    assert "Finance" in mo.get(f"/staff/{sam.pk}").text
    mo.post(f"/staff/{sam.pk}/unassign", assignment=held.pk)
    assert not sam.assignments.filter(role__key="finance").exists()
    owner = cast.staff["mo"].assignments.get()
    page = mo.post(f"/staff/{cast.staff['mo'].pk}/unassign", assignment=owner.pk)
    assert page.status == 409
    assert "last owner" in page.text
    assert cast.staff["mo"].assignments.count() == 1


def test_a_new_password_ends_every_session_and_a_bad_pin_is_refused(cast: Shop) -> None:
    sam, mo = Desk("sam"), Desk("mo")
    person = cast.staff["sam"]
    assert mo.post(f"/staff/{person.pk}/password", password="sommardäck 2027").status == 204
    assert sam.get("/").status == 302
    assert mo.post(f"/staff/{person.pk}/pin", pin="12").status == 422
    assert mo.post(f"/staff/{person.pk}/pin", pin="").status == 204
    person.refresh_from_db()
    assert person.pin_hash == ""


def test_who_sets_the_own_password_here_goes_on(cast: Shop) -> None:
    mo = Desk("mo")
    mo.post(f"/staff/{cast.staff['mo'].pk}/password", password="sommardäck 2027")
    assert mo.get("/staff").status == 200


def test_someone_leaves_and_comes_back(cast: Shop) -> None:
    mo, sam = Desk("mo"), cast.staff["sam"]
    assert mo.form(f"/staff/{sam.pk}/leave").status == 303
    sam.refresh_from_db()
    assert (sam.is_active, sam.pin_hash) == (False, "")
    assert "Comes back" in mo.get(f"/staff/{sam.pk}").text
    mo.form(f"/staff/{sam.pk}/come-back")
    sam.refresh_from_db()
    assert sam.is_active
    assert [line.action for line in History.objects.filter(action__in=("staff.leave", "staff.come_back"))] == [
        "staff.leave", "staff.come_back",
    ]  # fmt: skip


def test_a_card_is_changed_and_a_missing_name_stays_beside_its_field(cast: Shop) -> None:
    mo, sam = Desk("mo"), cast.staff["sam"]
    assert mo.form(f"/staff/{sam.pk}/edit", name=" ", email=sam.email, language="sv").status == 422
    page = mo.form(f"/staff/{sam.pk}/edit", name="Sam Berg Lind", email=sam.email, language="sv",
                   cost_minor_per_hour="280", home_site=cast.tyres.pk)  # fmt: skip
    assert page.leads_to == f"/staff/{sam.pk}"
    sam.refresh_from_db()
    assert (sam.name, sam.cost_minor_per_hour, sam.home_site_id) == ("Sam Berg Lind", 28_000, cast.tyres.pk)


def by_pin(cast: Shop, who: str = "mo") -> Desk:
    """The person has taken over Sam's till with their PIN."""
    desk = Desk("sam")
    Staff.objects.filter(pk=cast.staff[who].pk).update(language="en")
    desk.client.post("/switch", {"staff": str(cast.staff[who].pk), "pin": PINS[who]})
    return desk


def test_who_stands_by_pin_shows_the_password_first_and_loses_nothing(cast: Shop) -> None:
    mo, sam = by_pin(cast), cast.staff["sam"]
    page = mo.form(f"/staff/{sam.pk}/assign", role="finance", site="")
    assert page.status == 403
    assert "Your password, please" in page.text
    assert '<input type="hidden" name="role" value="finance">' in page.text
    assert not sam.assignments.filter(role__key="finance").exists()
    page = mo.form(f"/staff/{sam.pk}/assign", role="finance", site="", own_password="fel")
    assert page.status == 422
    assert not sam.assignments.filter(role__key="finance").exists()
    assert mo.form(f"/staff/{sam.pk}/assign", role="finance", site="", own_password=PASSWORD).status == 303
    assert sam.assignments.filter(role__key="finance").exists()
    assert mo.form(f"/staff/{sam.pk}/pin", pin="7777").status == 303


def test_the_password_is_good_for_a_quarter_and_for_one_person(cast: Shop) -> None:
    mo, tess = by_pin(cast), cast.staff["tess"]
    now = clock.now()
    with clock.fixed(now):
        mo.form("/sure", own_password=PASSWORD, next="/staff")
    with clock.fixed(now + timedelta(minutes=14)):
        assert mo.form(f"/staff/{tess.pk}/pin", pin="7777").status == 303
    with clock.fixed(now + timedelta(minutes=15)):
        assert mo.form(f"/staff/{tess.pk}/pin", pin="8888").status == 403
    with clock.fixed(now + timedelta(minutes=1)):
        staff.assign(cast.staff["kim"], role="owner", by=cast.mo, at=AT)
        mo.client.post("/switch", {"staff": str(cast.staff["kim"].pk), "pin": PINS["kim"]})
        assert mo.form(f"/staff/{tess.pk}/pin", pin="8888").status == 403


def test_htmx_is_sent_to_the_password_and_back(cast: Shop) -> None:
    mo, tess = by_pin(cast), cast.staff["tess"]
    page = mo.client.post(
        f"/staff/{tess.pk}/pin", {"pin": "7777"},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/staff/{tess.pk}"},
    )  # fmt: skip
    assert page.headers["HX-Redirect"] == f"/sure?next=%2Fstaff%2F{tess.pk}"
    assert mo.form("/sure", own_password=PASSWORD, next=f"/staff/{tess.pk}").leads_to == f"/staff/{tess.pk}"
    assert mo.post(f"/staff/{tess.pk}/pin", pin="7777").status == 204


def test_swedish(cast: Shop) -> None:
    mo = Desk("mo", language="sv")
    assert "Anställ" in mo.get("/staff").text
    assert "Vad som hänt" in mo.get(f"/staff/{cast.staff['sam'].pk}").text
