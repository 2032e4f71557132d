"""History as a part of every page: filtered, paged, and only of what one may know of."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.catalog import parts
from vaxel.business.parties import parties
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.business.stock import adjustments
from vaxel.business.tickets import tickets
from vaxel.doors.office import happened
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_who_did_what_and_from_what_to_what(floor: Floor) -> None:
    parties.change(floor.shop.bo, phone="08-123 45 68", by=floor.shop.kim, at=AT)
    text = Desk("kim").get(f"/customers/{floor.shop.bo.pk}").text
    assert "Customer changed" in text
    assert "Phone: 070-123 45 67 → 08-123 45 68" in text


def test_it_is_filtered_by_person_and_by_kind(floor: Floor) -> None:
    mo: dict[str, Any] = {"by": floor.shop.mo, "at": AT}
    parts.change(floor.pads, name_en="Pads", **mo)
    adjustments.adjust(floor.pads, floor.shop.workshop, quantity_milli=1000, reason="found", by=floor.shop.sam, at=AT)
    where = f"/history/{floor.pads.pk}"
    kim = Desk("kim")
    assert kim.part(where).text.count("<li>") == 3
    only = kim.part(where, who="Mo Ström").text
    assert ("Part changed" in only, "Stock adjusted" in only) == (True, False)
    only = kim.part(where, what="stock").text
    assert ("Part changed" in only, "Stock adjusted" in only) == (False, True)
    assert kim.part(where, what="nonsense", who="Nobody").text.count("<li>") == 3
    assert "<html" in kim.get(where).text, "a page of its own without script"


def test_older_lines_follow_and_none_is_shown_twice(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(happened, "A_PAGE", 2)
    for n in range(4):
        parts.change(floor.pads, name_en=f"Pads {n}", by=floor.shop.mo, at=AT + timedelta(minutes=n + 1))
    kim, where, seen = Desk("kim"), f"/history/{floor.pads.pk}?what=parts", []
    while where:
        text = kim.part(where).text
        seen += [f"Pads {n}" for n in range(4) if f"→ Pads {n}" in text]
        where = text.split('hx-get="')[-1].split('"')[0].replace("&amp;", "&") if "Older" in text else ""
    assert seen == ["Pads 2", "Pads 3", "Pads 0", "Pads 1"]


def test_what_belongs_to_another_site_or_to_the_staff_is_not_told(floor: Floor) -> None:
    away = tickets.open_ticket(floor.shop.tyres, customer=floor.shop.bo, by=Actor.system("setup"), at=AT)
    kim = Desk("kim")
    paths = [f"/history/{pk}" for pk in (away.pk, new_id(), floor.tess.pk)]
    assert [kim.part(path).status for path in paths] == [404, 404, 404]
    mo = Desk("mo")
    assert [mo.part(path).status for path in paths] == [200, 404, 200]
