"""The practice shop: wanted, made, entered with a word that is good for a minute, and ticked by what is done there."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client, RequestFactory

from vaxel.business.billing.models import Document
from vaxel.business.locations import roles, staff
from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.payments import drawers, refunds, sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.business.tickets import intake
from vaxel.business.tickets.lines import Wish
from vaxel.doors.console.serve import practice
from vaxel.doors.office.desk import Desk as Standing
from vaxel.doors.office.practice import exercises, rooms, views
from vaxel.doors.office.tests.cast import Desk, Page
from vaxel.doors.papers import documents, pdfs, reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.PRACTICE_PORT = 1  # nobody listens there
    return tmp_path


def test_it_is_wanted_by_a_press_and_closed_and_cleared_by_those_who_manage_people(place: Path) -> None:
    shop()
    sam, mo = Desk("sam"), Desk("mo")
    assert "Start practising" in sam.get("/practice").text
    sam.form("/practice/start")
    assert (place / "practice" / "wanted").exists()
    assert "is being made" in sam.part("/practice/state").text
    assert sam.form("/practice/start", anew="1").status == 403
    assert sam.form("/practice/leave").status == 403
    assert not (place / "practice" / "anew").exists()
    mo.form("/practice/start", anew="1")
    assert (place / "practice" / "anew").exists()
    mo.form("/practice/leave")
    assert rooms.state().word == "off"
    (place / "practice" / "failed").touch()
    assert "could not be started" in sam.get("/practice").text


def ticket(who: str, cast: Shop, rf: RequestFactory) -> str:
    """The word that the shop gives the person."""
    url = rooms.way_in(rf.get("/practice", headers={"Host": "localhost:8000"}), cast.staff[who])
    assert url.startswith("http://localhost:1/practice/enter?as=")
    return parse_qs(urlsplit(url).query)["as"][0]


@pytest.mark.urls("vaxel.doors.office.practice.tests.inside")
def test_who_comes_from_the_shop_is_themselves_with_the_roles_they_have(settings: Any, rf: RequestFactory) -> None:
    cast = shop()
    word = ticket("sam", cast, rf)
    settings.DATA, settings.PRACTICE = settings.DATA / "practice", True
    client = Client()
    assert client.get("/practice/enter", {"as": word}).headers["Location"] == "/practice"
    sam = Staff.objects.get(email="practice.sam@vaxel.example")
    assert sam.name == "Sam Berg"
    assert [(one.role.key, one.site) for one in sam.assignments.all()] == [("counter", None)]
    text = Page(client.get("/practice")).text
    assert "0 av 6 klara" in text
    assert 'class="office practice"' in text
    assert "ÖVNING" in text


@pytest.mark.urls("vaxel.doors.office.practice.tests.inside")
def test_an_old_a_forged_or_a_foreign_word_leads_back(settings: Any, rf: RequestFactory, place: Path) -> None:
    cast = shop()
    settings.LIVE_PORT = 8000
    word = ticket("sam", cast, rf)
    settings.DATA, settings.PRACTICE = place / "practice", True
    foreign = signing.dumps(
        {"email": "x@x.example", "name": "X", "language": "sv", "roles": ["owner"]}, salt=rooms.SALT
    )
    before = Staff.objects.count()
    for wrong in ("", word[:-1] + ("A" if word[-1] != "A" else "B"), foreign):
        answer = Client().get("/practice/enter", {"as": wrong})
        assert answer.headers["Location"] == "http://testserver:8000/practice"
    with pytest.raises(signing.SignatureExpired):
        signing.loads(word, key=rooms._key(), salt=rooms.SALT, max_age=timedelta(seconds=-1))
    assert Staff.objects.count() == before


@pytest.mark.urls("vaxel.doors.office.practice.tests.inside")
def test_in_the_shop_itself_nobody_enters_that_way(rf: RequestFactory) -> None:
    cast = shop()
    assert Client().get("/practice/enter", {"as": ticket("mo", cast, rf)}).status_code == 404


def done(here: Counter, who: str = "sam") -> list[bool]:
    person = here.shop.staff[who]
    return [one.done for one in exercises.of(Standing(getattr(here.shop, who), person, here.shop.workshop, None, AT))]


def test_the_exercises_tick_themselves_by_what_was_done() -> None:
    here = counter()
    said: dict[str, Any] = {"by": here.shop.sam, "at": AT}
    assert done(here) == [False] * 7
    first = intake.start_sale(here.shop.workshop, Wish(part=here.filter), register=here.shop.k1, **said)
    paid = [Tender("cash", 10_000), Tender("card", 4_900)]
    sales.finish(first.ticket, paid, register=here.shop.k1, **said)
    assert done(here) == [True, False, False, True, False, False, False]
    intake.start_sale(here.shop.workshop, Wish(part=here.pads), register=here.shop.k1, **said)
    assert done(here)[1]
    kims = intake.start_sale(here.shop.workshop, Wish(part=here.pads), by=here.shop.kim, at=AT)
    intake.add_line(kims.ticket, Wish(part=here.filter), language="sv", **said)
    assert done(here)[2]
    receipt = Document.objects.get(kind="receipt")
    refunds.take_back(receipt, register=here.shop.k1, quantities={receipt.lines.get().pk: 1000}, reason="fel", **said)
    assert done(here) == [True, True, True, True, True, False, False]
    drawers.close(here.shop.k1, counted_minor=95_100, **said)
    assert done(here)[6]
    assert done(here, "kim")[:6] == [False] * 6


def test_every_paper_of_the_practice_shop_is_marked(settings: Any) -> None:
    here = counter()
    sold = sales.ring_up(here.shop.k1, [Wish(part=here.filter)], [Tender("card", 14_900)], by=here.shop.sam, at=AT)
    paper = documents.paper(reading.document(Document.objects.get(pk=sold["document"])))
    assert pdfs._marked(paper).mark == ""
    plain = pdfs.render(paper)
    settings.PRACTICE = True
    assert pdfs._marked(paper).mark == "ÖVNING"
    assert pdfs.render(paper) != plain


def test_nothing_of_the_shop_s_is_in_the_practice_server_s_environment() -> None:
    own = {
        "PATH": "/bin", "VAXEL_DATA": "/shop", "VAXEL_DATABASE": "postgres://shop", "VAXEL_SECRET": "s",
        "VAXEL_HOSTS": "a.example", "VAXEL_PRACTICE_PORT": "8001",
    }  # fmt: skip
    assert practice.environment(own, 8000) == {
        "PATH": "/bin", "VAXEL_HOSTS": "a.example", "VAXEL_PRACTICE": "1", "VAXEL_LIVE_PORT": "8000",
    }  # fmt: skip


def test_clearing_leaves_nothing_but_the_wish(place: Path) -> None:
    (place / "vaxel.sqlite3").touch()
    (place / "wanted").touch()
    practice.clear(place)
    assert [path.name for path in place.iterdir()] == ["wanted"]


@pytest.mark.parametrize(
    ("data", "database"), [("shop", ""), ("practice", "postgres://shop"), ("practice", "sqlite:///shop/vaxel.sqlite3")]
)
def test_the_settings_refuse_to_practise_on_anything_else(place: Path, data: str, database: str) -> None:
    told = {**os.environ, "VAXEL_PRACTICE": "1", "VAXEL_DATA": str(place / data), "VAXEL_DATABASE": database}
    ended = subprocess.run(
        [sys.executable, "-c", "import vaxel.settings"], env=told, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ended.returncode != 0
    assert "never opens the shop's" in ended.stderr


def test_roles_of_one_s_own_are_replaced_by_a_clerk_s(settings: Any) -> None:
    cast = shop()
    own = roles.make(key="own", name_sv="Egen", name_en="Own", actions=["clocks.on"], by=cast.mo, at=AT)
    staff.assign(cast.staff["tess"], role=own, by=cast.mo, at=AT)
    person = views._person(
        {"email": "ny@vaxel.example", "name": "Ny", "language": "xx", "roles": ["gone"]}, cast.workshop
    )  # fmt: skip
    assert (person.language, person.assignments.get().role.key) == ("sv", "counter")
