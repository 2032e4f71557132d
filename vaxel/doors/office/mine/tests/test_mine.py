"""The technician's phone: one press on and off, parts by scan, no prices, yesterday's clock asked about."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from vaxel.business.catalog import codes
from vaxel.business.service import clocks, time_entries, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.models import TimeEntry
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.tickets.holding import issued
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def floor() -> Floor:
    """Brakes and wipers are approved; the brakes are Tess's."""
    made = workshop()
    made.phone(Answer(made.brakes, "approve"), Answer(made.wipers, "approve"), at=AT - timedelta(days=2))
    work.assign(made.line(made.brakes, "labour"), shares=[(made.tess, 1_000_000)], by=made.shop.kim, at=AT)
    return made


@pytest.fixture
def tess(floor: Floor) -> Desk:
    return Desk("tess")


def test_my_day_has_my_job_and_what_is_nobody_s(floor: Floor, tess: Desk) -> None:
    page = tess.get("/mine")
    assert page.text.count("my-title") == 1
    assert "Brakes" in page.text
    assert "Nobody's yet" in page.text
    assert f"/mine/jobs/{floor.wipers.pk}" in page.text


def test_one_press_on_and_one_off(floor: Floor, tess: Desk) -> None:
    assert tess.form(f"/mine/jobs/{floor.brakes.pk}/on").leads_to == f"/mine/jobs/{floor.brakes.pk}"
    assert time_entries.state_of(floor.tess) == time_entries.State(True, floor.brakes.pk)
    assert "Clock off" in tess.get("/mine").text
    tess.form(f"/mine/jobs/{floor.brakes.pk}/off")
    assert time_entries.state_of(floor.tess) == time_entries.State(True, None)
    tess.form("/mine/shift/off")
    assert time_entries.state_of(floor.tess) == time_entries.State(False, None)


def test_there_is_no_price_on_it(floor: Floor, tess: Desk) -> None:
    for path in ("/mine", f"/mine/jobs/{floor.brakes.pk}"):
        text = tess.get(path).text
        for price in ("2 875", "2875", "1 500", "1500", "1 000", "kr<", " kr", "SEK", "1 875"):
            assert price not in text, (path, price)


def test_a_part_is_fetched_by_its_barcode_or_number_and_nothing_else_is(floor: Floor, tess: Desk) -> None:
    codes.add(floor.pads, kind="barcode", text="4047024123458", by=floor.shop.mo, at=AT)
    line = floor.line(floor.brakes, "part")
    refused = tess.form(f"/mine/jobs/{floor.brakes.pk}/fetch", code="3397007640")
    assert refused.status == 422
    assert "3397007640 is no part of this job" in refused.text
    assert not any(issued([line.pk]).values())
    tess.form(f"/mine/jobs/{floor.brakes.pk}/fetch", code="4047024123458")
    assert sum(issued([line.pk]).values()) == 1000
    assert "fetched" in tess.get(f"/mine/jobs/{floor.brakes.pk}").text
    wipers = floor.line(floor.wipers, "part")
    tess.form(f"/mine/jobs/{floor.wipers.pk}/fetch", code="3397007640")
    assert sum(issued([wipers.pk]).values()) == 1000


def test_hold_note_odometer_and_done(floor: Floor, tess: Desk) -> None:
    path = f"/mine/jobs/{floor.brakes.pk}"
    tess.form(f"{path}/on")
    tess.form(f"{path}/note", text="Rusty")
    tess.form(f"{path}/odometer", km="182 400 km")
    tess.form(f"{path}/hold", reason="parts")
    job = floor.now(floor.brakes)
    assert (job.work, job.hold_reason, job.internal_note) == ("on_hold", "parts", "Tess Ek: Rusty")
    assert time_entries.state_of(floor.tess).job_id is None
    assert floor.now().odometer_in_km == 182_400
    tess.form(f"{path}/on")
    tess.form(f"{path}/done", cause="Worn", correction="New pads")
    job = floor.now(floor.brakes)
    assert (job.work, job.cause, job.correction) == ("completed", "Worn", "New pads")
    assert tess.form(f"{path}/hold", reason="other").status == 400
    assert tess.form(f"{path}/sing").status == 404
    assert tess.form(f"{path}/odometer", km="").status == 400


def test_a_clock_that_ran_on_is_asked_about_and_stopped_when_the_person_says(floor: Floor, tess: Desk) -> None:
    two_days_ago = AT - timedelta(days=2)
    clocks.on(floor.brakes, by=floor.shop.tess, at=two_days_ago)
    assert tess.get("/mine").text.count("When did you stop?") == 4
    when = clock.local(two_days_ago + timedelta(minutes=30), "Europe/Stockholm").strftime("%Y-%m-%dT%H:%M")
    for kind in ("job", "shift"):
        tess.form("/mine/shift/forgot", kind=kind, at=when)
    assert "When did you stop?" not in tess.get("/mine").text
    off = TimeEntry.objects.get(kind="job", direction="off")
    assert abs((off.happened_at - two_days_ago).total_seconds() - 1800) < 60
    assert tess.form("/mine/shift/forgot", kind="job", at="never").status == 400


def test_another_site_s_job_is_not_there(floor: Floor) -> None:
    assert Desk("kim").get(f"/mine/jobs/{floor.brakes.pk}").status == 200
    mo = Desk("mo")
    mo.client.post("/place", {"place": f"{floor.shop.tyres.pk}:"})
    assert mo.get(f"/mine/jobs/{floor.brakes.pk}").status == 404


def test_three_jobs_ask_as_often_as_one(floor: Floor, tess: Desk) -> None:
    def asked() -> int:
        tess.get("/mine")
        count = 0

        def counting(execute: Any, *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counting):
            assert tess.get("/mine").status == 200
        return count

    once = asked()
    work.assign(floor.line(floor.wipers, "labour"), shares=[(floor.tess, 1_000_000)], by=floor.shop.kim, at=AT)
    assert asked() <= once
