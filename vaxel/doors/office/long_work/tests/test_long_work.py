"""The page of long work, and the long list that becomes a file there."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from vaxel.business.locations import staff, tokens
from vaxel.business.parties import parties
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.doors.office.lists import exports
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import long_work, tasks
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import LongWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Floor:
    settings.DATA = tmp_path
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 1)
    return workshop()


def ticket(desk: Desk, path: str) -> str:
    """What the page's export button sends."""
    found = re.search(r'name="list" value="([^"]+)"', desk.get(path).text)
    assert found
    return found[1]


def do_it() -> None:
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass


def test_a_long_list_is_made_aside_told_and_fetched(floor: Floor) -> None:
    kim = Desk("kim")
    answer = kim.form("/lists/export", list=ticket(kim, "/customers?sort=-name"), **{"as": "csv"})
    assert (answer.status, answer.leads_to) == (303, "/work")
    work = LongWork.objects.get()
    assert "Waits its turn" in kim.get("/work").text
    assert f"longworkend:{work.pk}" in kim.get("/customers").text
    do_it()
    assert "“Customers” is ready." in kim.part(reverse("work:notice")).text
    assert "is ready" not in kim.get("/customers").text, "what is said once is not said again"
    page = kim.get(reverse("work:file", args=[work.pk]))
    text = b"".join(page.response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Name", "Bo Öberg", "Adas Åkeri AB"]
    assert "customers-" in page.response["Content-Disposition"]


def test_the_same_press_twice_asks_once(floor: Floor) -> None:
    kim = Desk("kim")
    fields = {"list": ticket(kim, "/customers"), "as": "xlsx", "once": str(new_id())}
    kim.form("/lists/export", **fields)
    kim.form("/lists/export", **fields)
    assert LongWork.objects.count() == 1
    kim.form("/lists/export", **fields | {"as": "csv"})
    assert LongWork.objects.count() == 2
    do_it()
    assert set(LongWork.objects.values_list("state", flat=True)) == {"done"}


def test_a_short_list_comes_at_once(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 2)
    kim = Desk("kim")
    page = kim.form("/lists/export", list=ticket(kim, "/customers"), **{"as": "csv"})
    assert page.response["Content-Type"].startswith("text/csv")
    assert not LongWork.objects.exists()


def test_an_address_alone_does_not_make_a_long_file(floor: Floor) -> None:
    page = Desk("kim").get("/customers?as=csv")
    assert page.status == 422
    assert "more than 1 rows" in page.text
    assert not LongWork.objects.exists()


def test_a_ticket_is_ones_own_and_cannot_be_written(floor: Floor) -> None:
    held = ticket(Desk("kim"), "/customers")
    sam = Desk("sam")
    assert sam.form("/lists/export", list=held, **{"as": "csv"}).status == 404
    assert sam.form("/lists/export", list="x", **{"as": "csv"}).status == 404
    assert not LongWork.objects.exists()


def test_the_file_holds_what_its_asker_may_see_when_it_is_made(floor: Floor) -> None:
    kim = Desk("kim")
    kim.form("/lists/export", list=ticket(kim, "/customers"), **{"as": "csv"})
    floor.shop.staff["kim"].is_active = False
    floor.shop.staff["kim"].save()
    do_it()
    assert LongWork.objects.get().state == "failed"


def test_a_list_that_is_not_for_everybody_is_not_for_them_as_a_file_either(floor: Floor) -> None:
    kim, person = Desk("kim"), floor.shop.staff["kim"]
    setup: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}
    held = ticket(kim, "/stock")  # what goods cost, which an advisor may see
    staff.assign(person, role="counter", site=floor.shop.tyres, **setup)
    tokens.forget()
    kim.form("/place", place=f"{floor.shop.tyres.pk}:{floor.shop.k2.pk}")
    assert kim.get("/stock").status == 403
    assert kim.form("/lists/export", list=held, **{"as": "csv"}).status == 403
    assert not LongWork.objects.exists()
    kim.form("/place", place=f"{floor.shop.workshop.pk}:{floor.shop.k1.pk}")
    assert kim.form("/lists/export", list=held, **{"as": "csv"}).leads_to == "/work"
    staff.unassign(person, role="advisor", site=floor.shop.workshop, **setup)
    staff.assign(person, role="counter", site=floor.shop.workshop, **setup)
    do_it()
    assert LongWork.objects.get().state == "failed"


def test_nobody_else_gets_the_file_cancels_it_or_removes_it(floor: Floor) -> None:
    kim, sam = Desk("kim"), Desk("sam")
    kim.form("/lists/export", list=ticket(kim, "/customers"), **{"as": "csv"})
    pk = LongWork.objects.get().pk
    assert [sam.form(reverse(f"work:{do}", args=[pk])).status for do in ("cancel", "again", "forget")] == [
        404,
        404,
        404,
    ]
    do_it()
    assert sam.get(reverse("work:file", args=[pk])).status == 404
    assert LongWork.objects.get().state == "done"


def test_cancelled_made_again_and_removed(floor: Floor) -> None:
    kim = Desk("kim")
    kim.form("/lists/export", list=ticket(kim, "/customers"), **{"as": "csv"})
    pk = LongWork.objects.get().pk
    assert kim.get(reverse("work:file", args=[pk])).status == 410
    kim.form(reverse("work:cancel", args=[pk]))
    assert "Make it again" in kim.get("/work").text
    kim.form(reverse("work:again", args=[pk]))
    do_it()
    assert "Fetch" in kim.get("/work").text
    kim.form(reverse("work:forget", args=[pk]))
    assert "Nothing is being made" in kim.get("/work").text


def test_the_page_in_swedish_asks_as_often_for_three_as_for_one(floor: Floor) -> None:
    kim = Desk("kim", language="sv")
    said: dict[str, Any] = {"by": floor.shop.kim, "at": AT}
    parties.add(name="Eva Ek", **said)
    long_work.ask(does="x", title="Kunder", question={}, **said)
    once = asked(kim, "/work")
    for _n in range(2):
        long_work.ask(does="x", title="Kunder", question={}, **said)
    assert asked(kim, "/work") == once
    assert "Väntar på sin tur" in kim.get("/work").text
