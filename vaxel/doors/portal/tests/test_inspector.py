"""An inspector reads the staff ledger without a log-in: of one site, for an hour, and each look is noted (S-188)."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from vaxel.business.presence import arrivals, passes
from vaxel.business.service import clocks
from vaxel.business.service.tests.cast import AT, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.kernel.models import History
from vaxel.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    moment = [AT]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def floor(now: list[datetime]) -> Floor:
    made = workshop()
    clocks.shift_on(made.shop.workshop, by=made.shop.tess, at=AT)
    arrivals.set_number(made.tess, number="19811218-9876", by=made.shop.mo, at=AT)
    return made


def test_the_press_logs_out_and_shows_the_ledger_alone(floor: Floor) -> None:
    kim = Desk("kim")
    where = kim.form("/presence/inspector", do="here").leads_to
    page = kim.get(where)
    assert page.status == 200
    assert "Tess Ek" in page.text
    assert "19811218-9876" in page.text
    assert "2026:11:24" in page.text
    assert "10:00:00" in page.text
    assert "/tickets" not in page.text
    assert kim.get("/customers").status == 302
    names = set(History.objects.filter(action="presence.show").values_list("actor_name", flat=True))
    assert names == {"Kontrollant (visat av Kim Lund)"}
    assert History.objects.filter(action="presence.hand_out", actor_name="Kim Lund").count() == 1


def test_an_address_for_their_own_phone_reads_and_exports_and_nothing_else(floor: Floor) -> None:
    page = Desk("tess").form("/presence/inspector", do="phone").text
    where = page.split('href="http://testserver')[1].split('"')[0]
    stranger = Client()
    assert stranger.get(where).status_code == 200
    file = stranger.get(f"{where}/ledger.csv", {"first": "2026-11-24"})
    assert file.headers["Content-Disposition"].startswith('attachment; filename="personalliggare-2026-11-24')
    assert "Tess Ek" in file.content.decode()
    assert file.headers["X-Robots-Tag"].startswith("noindex")
    assert stranger.post(where).status_code == 405
    assert stranger.get("/presence/ledger").status_code == 302
    assert History.objects.filter(action="presence.show").count() == 2


def test_a_pass_is_over_after_an_hour_and_cannot_be_made_up(floor: Floor, now: list[datetime]) -> None:
    text = passes.hand_out(floor.shop.workshop, by=floor.shop.kim, at=AT)
    now[0] = AT + passes.GOOD_FOR - timedelta(seconds=1)
    assert Client().get(f"/inspector/{text}").status_code == 200
    now[0] = AT + passes.GOOD_FOR
    answer = Client().get(f"/inspector/{text}", {"lang": "en"})
    assert answer.status_code == 410
    assert "good for an hour and is over" in answer.content.decode()
    assert Client().get(f"/inspector/{text[:-1]}x").status_code == 404
    with pytest.raises(NotFound):
        passes.opened("nothing", AT)


def test_it_opens_that_site_and_the_years_that_are_kept(floor: Floor) -> None:
    text = passes.hand_out(floor.shop.tyres, by=floor.shop.mo, at=AT)
    page = Client().get(f"/inspector/{text}").content.decode()
    assert "Däckhuset" in page
    assert "Tess Ek" not in page
    Client().get(f"/inspector/{text}", {"first": "1999-01-01", "last": "1999-01-02"})
    looked = History.objects.filter(action="presence.show").order_by("recorded_at", "pk").last()
    assert looked is not None
    assert (looked.note["first"], looked.note["last"]) == ("2023-01-01", "2023-01-01")
    assert Client().get(f"/inspector/{text}", {"first": "2024-01-01"}).status_code == 200
    assert Client().get(f"/inspector/{text}", {"first": "2024-01-01", "last": "2026-01-01"}).status_code == 400
    for first in ("9999-12-31", "0001-01-01", "x", "2026-13-45"):
        assert Client().get(f"/inspector/{text}", {"first": first}).status_code < 500
