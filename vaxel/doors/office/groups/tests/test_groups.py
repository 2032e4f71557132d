"""Part groups and brands on screen."""

import pytest

from vaxel.business.catalog import categories, parts
from vaxel.business.catalog.models import Brand, Category
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_groups_lie_in_each_other_are_changed_and_removed_when_empty(floor: Floor) -> None:
    mo = Desk("mo")
    mo.form("/groups/save", key="brakes", name_sv="Bromsar", name_en="Brakes", parent="")
    brakes = Category.objects.get(key="brakes")
    mo.form("/groups/save", key="pads", name_sv="Belägg", name_en="Pads", parent=str(brakes.pk))
    pads = Category.objects.get(key="pads")
    assert pads.parent == brakes
    assert "depth-1" in mo.get("/groups").text
    assert 'value="Pads"' in mo.get(f"/groups?edit={pads.pk}").text
    mo.form("/groups/save", old="pads", key="ignored", name_sv="Klossar", name_en="Blocks", parent="")
    assert list(Category.objects.values_list("key", "name_sv", "parent").filter(key="pads")) == [
        ("pads", "Klossar", None)
    ]
    parts.change(floor.pads, category="brakes", **SAID)
    assert mo.form(f"/groups/{brakes.pk}/remove").status == 409
    mo.form(f"/groups/{pads.pk}/remove")
    assert list(Category.objects.values_list("key", flat=True)) == ["brakes"]


def test_a_group_is_not_put_under_itself(floor: Floor) -> None:
    brakes = categories.define("brakes", name_sv="Bromsar", name_en="Brakes", **SAID)
    inner = categories.define("pads", name_sv="Belägg", name_en="Pads", parent=brakes, **SAID)
    page = Desk("mo").form("/groups/save", old="brakes", name_sv="B", name_en="B", parent=str(inner.pk))
    assert page.status == 422
    brakes.refresh_from_db()
    assert (brakes.parent, brakes.name_sv) == (None, "Bromsar")


def test_a_brand_is_renamed_in_its_cell(floor: Floor) -> None:
    mo, bosch = Desk("mo"), Brand.objects.get(name="Bosch")
    Brand.objects.create(name="TRW", folded="trw")
    assert mo.post(f"/groups/brands/{bosch.pk}", name="Robert Bosch").status == 204
    assert mo.post(f"/groups/brands/{bosch.pk}", name="trw").status == 409
    assert Desk("sam").post(f"/groups/brands/{bosch.pk}", name="X").status == 403
    bosch.refresh_from_db()
    assert bosch.name == "Robert Bosch"
    assert 'value="Robert Bosch"' in mo.get("/groups/brands?q=bosch").text


@pytest.mark.parametrize("path", ["/groups", "/groups/brands"])
def test_it_asks_as_often_for_three_as_for_one(floor: Floor, path: str) -> None:
    mo = Desk("mo", language="sv")
    once = asked(mo, path)
    for n in range(3):
        categories.define(f"k{n}", name_sv=f"Grupp {n}", name_en="X", **SAID)
        Brand.objects.create(name=f"Brand {n}", folded=f"brand {n}")
    assert asked(mo, path) == once
