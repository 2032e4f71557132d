"""One tap, the inspector's page in Swedish, its file, and corrections."""

from datetime import timedelta

import pytest

from vaxel.business.presence import arrivals
from vaxel.business.presence.models import Guest, GuestEntry
from vaxel.business.service import clocks
from vaxel.business.service.models import TimeEntry
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def floor() -> Floor:
    return workshop()


def test_one_tap_each_way(floor: Floor) -> None:
    kim = Desk("kim")
    tess = str(floor.tess.pk)
    assert "not here – tap to come" in kim.get("/presence").text
    kim.form("/presence/tap", who=tess, kind="staff", do="come")
    page = kim.get("/presence").text
    assert "1 person here" in page
    assert "Tess Ek came" in page
    assert kim.form("/presence/tap", who=tess, kind="staff", do="come").status == 409
    kim.form("/presence/tap", who=tess, kind="staff", do="go")
    assert list(TimeEntry.objects.order_by("id").values_list("direction", flat=True)) == ["on", "off"]


def test_the_inspector_reads_swedish_with_the_law_s_dates_and_each_look_is_journalled(floor: Floor) -> None:
    clocks.shift_on(floor.shop.workshop, by=floor.shop.tess, at=AT)
    tess = Desk("tess", language="en")
    page = tess.get("/presence/ledger").text
    local = clock.local(AT, "Europe/Stockholm")
    assert "Påbörjat" in page
    assert local.strftime("%Y:%m:%d") in page
    assert local.strftime("%H:%M:%S") in page
    assert "Personnummer saknas för Tess Ek." in page
    assert "Mos Bil AB" in page
    assert History.objects.filter(action="presence.show", actor_name="Tess Ek").count() == 1
    assert tess.get("/presence/ledger", first="2026-01-01", last="2025-01-01").status == 400


def test_the_file_holds_the_lines_and_the_corrections(floor: Floor) -> None:
    arrivals.set_number(floor.tess, number="19811218-9876", by=floor.shop.mo, at=AT)
    entry = clocks.shift_on(floor.shop.workshop, by=floor.shop.tess, at=AT - timedelta(minutes=1))
    clocks.correct(entry, happened_at=AT - timedelta(minutes=2), reason="=1+1", by=floor.shop.mo, at=AT)
    day = clock.local(AT - timedelta(minutes=2), "Europe/Stockholm")
    answer = Desk("mo").get("/presence/ledger.csv", first=str(day.date()), last=str(day.date()))
    assert answer.response.headers["Content-Disposition"].startswith('attachment; filename="personalliggare-')
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Företag;Organisationsnummer;Verksamhetslokal;Datum;Namn;Personnummer")
    assert lines[1].split(";")[:8] == [
        "Mos Bil AB", "559999-0008", "Verkstaden", day.strftime("%Y:%m:%d"), "Tess Ek", "19811218-9876", "",
        day.strftime("%H:%M:%S"),
    ]  # fmt: skip
    assert lines[3].startswith("Rättelse av;Avser")
    assert "'=1+1" in lines[4]


def test_guests_numbers_and_corrections_are_kept_by_who_may(floor: Floor) -> None:
    mo = Desk("mo")
    mo.form("/presence/people/guest", name="Hugo Hyr", firm="Hyr AB", number="19811218-9876")
    hugo = Guest.objects.get()
    mo.form("/presence/tap", who=str(hugo.pk), kind="guest", do="come")
    entry = GuestEntry.objects.get()
    page = mo.get("/presence/people").text
    assert "Hugo Hyr" in page
    assert "19811218" not in page
    mo.form("/presence/people/correct", kind="guest", entry=str(entry.pk), reason="Was not here", never="1")
    assert GuestEntry.objects.count() == 2
    mo.form("/presence/people/end", who=str(hugo.pk))
    assert Guest.objects.get().left_at is not None
    mo.form("/presence/people/number", who=str(floor.tess.pk), number="811218-9876")
    assert mo.form("/presence/people/number", who=str(floor.tess.pk), number="811218-9875").status == 400
    assert Desk("tess").form("/presence/people/guest", name="Eve").status == 403
    assert mo.form("/presence/people/fly").status == 404
