"""The calendar on screen: a job is placed, moved and taken off; lifts clash; cars come; hours are set."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vaxel.business.schedule import bookings, calendars
from vaxel.business.schedule.models import Absence, Booking, ClosedDay, Hours, Loan, PlannedTime, Resource
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import Floor, workshop
from vaxel.business.vehicles import registry
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import clock

pytestmark = pytest.mark.django_db
AT = clock.now()
HERE = {"HX-Current-URL": "http://testserver/calendar"}


def monday() -> date:
    day = clock.local(AT, "Europe/Stockholm").date() + timedelta(days=1)
    while day.weekday():
        day += timedelta(days=1)
    return day


def when(hour: int, minute: int = 0, days: int = 0) -> datetime:
    day = monday() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def floor() -> Floor:
    made = workshop()
    made.phone(Answer(made.brakes, "approve"), Answer(made.wipers, "approve"))
    return made


@pytest.fixture
def kim(floor: Floor) -> Desk:
    made = Desk("kim")
    made.client.defaults["HTTP_HX_CURRENT_URL"] = f"http://testserver/calendar?day={monday()}"
    return made


def local(hour: int, minute: int = 0) -> str:
    return when(hour, minute).strftime("%Y-%m-%dT%H:%M")


def test_a_job_is_placed_moved_and_taken_off(floor: Floor, kim: Desk) -> None:
    assert "To be placed" in kim.get("/calendar", day=str(monday())).text
    sheet = kim.part(f"/calendar/plan/{floor.brakes.pk}")
    assert 'value="1,5"' in sheet.text
    lane = f"t-{floor.tess.pk}"
    page = kim.post(f"/calendar/plan/{floor.brakes.pk}", lane=lane, hours="1,5", starts_at=local(9))
    assert page.status == 200
    assert "Brakes is planned" in page.text
    made = PlannedTime.objects.get()
    assert (made.starts_at, made.minutes, made.staff_id) == (when(9), 90, floor.tess.pk)
    kim.post(f"/calendar/times/{made.pk}", by="15")
    assert PlannedTime.objects.get().starts_at == when(9, 15)
    kim.post(f"/calendar/times/{made.pk}", day=str(monday() + timedelta(days=1)))
    assert PlannedTime.objects.get().starts_at == when(9, 15, days=1)
    back = kim.post(f"/calendar/times/{made.pk}", starts_at=when(9).isoformat(), lane=lane, hours="1.000")
    assert "Brakes is moved" in back.text
    assert PlannedTime.objects.get().minutes == 60
    kim.post("/calendar/drop", planned=str(made.pk), by="30")
    assert PlannedTime.objects.get().starts_at == when(9, 30)
    off = kim.post(f"/calendar/times/{made.pk}/off")
    assert "Brakes is to be placed again." in off.text
    assert PlannedTime.objects.count() == 0
    kim.post("/calendar/drop", job=str(floor.brakes.pk), starts_at=when(10).isoformat(), lane=lane)
    assert PlannedTime.objects.get().minutes == 90
    assert kim.post("/calendar/drop", job="x").status == 404


def test_a_lift_that_is_taken_says_so_and_nothing_is_planned(floor: Floor, kim: Desk) -> None:
    lift = calendars.add(floor.shop.workshop, kind="bay", name="Lift 1", by=floor.shop.mo, at=AT)
    kim.post(f"/calendar/plan/{floor.brakes.pk}", lane=f"r-{lift.pk}", hours="2", starts_at=local(9))
    refused = kim.post(f"/calendar/plan/{floor.wipers.pk}", lane=f"r-{lift.pk}", hours="1", starts_at=local(10))
    assert refused.status == 409
    assert "Lift 1 is taken by ABC123 09:00–11:00" in refused.text
    assert PlannedTime.objects.count() == 1
    assert kim.get("/calendar", day=str(monday())).text.count("h-block") == 1


@pytest.mark.parametrize("fields", [
    {"starts_at": "yesterday", "lane": "x"}, {"starts_at": "", "lane": ""}, {"hours": "many"}, {"hours": "-1"},
    {"lane": "t-00000000-0000-0000-0000-000000000000"}, {"hours": "0"}, {"hours": "999"},
])  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(floor: Floor, kim: Desk, fields: dict[str, str]) -> None:
    good = {"lane": f"t-{floor.tess.pk}", "hours": "1", "starts_at": local(9)}
    answer = kim.post(f"/calendar/plan/{floor.brakes.pk}", **{**good, **fields})
    assert 400 <= answer.status < 500
    assert PlannedTime.objects.count() == 0


def test_over_capacity_and_conflicts_are_seen(floor: Floor, kim: Desk) -> None:
    for job, hours in ((floor.brakes, "8"), (floor.wipers, "3")):
        kim.post(f"/calendar/plan/{job.pk}", lane=f"t-{floor.tess.pk}", hours=hours, starts_at=local(8))
    page = kim.get("/calendar", day=str(monday()))
    assert "over capacity" in page.text
    assert "2 conflicts" in page.text
    assert "over" in kim.get("/calendar", day=str(monday()), view="week").text


def test_a_car_is_booked_and_comes(floor: Floor, kim: Desk) -> None:
    assert "Book the car in" in kim.part(f"/calendar/book/{floor.ticket.pk}").text
    kim.post(f"/calendar/book/{floor.ticket.pk}", starts_at=local(8), how="waits")
    made = Booking.objects.get()
    page = kim.get("/calendar", day=str(monday()))
    assert "Cars that come" in page.text
    assert "waits here" in page.text
    assert "ABC 123 has come." in kim.post(f"/calendar/bookings/{made.pk}/arrive").text.replace("ABC123", "ABC 123")
    assert Booking.objects.get().state == "arrived"
    assert kim.post(f"/calendar/bookings/{made.pk}/cancel").status == 409
    assert kim.post(f"/calendar/bookings/{made.pk}/explode").status == 404


def test_a_loan_car_goes_out_and_comes_back(floor: Floor, kim: Desk) -> None:
    car = registry.add(plate="LÅN01A", make="Kia", owner=floor.shop.ada, by=floor.shop.mo, at=AT)
    rio = calendars.add(floor.shop.workshop, kind="loan_car", name="Rio", vehicle=car, by=floor.shop.mo, at=AT)
    kim.post(f"/calendar/book/{floor.ticket.pk}", starts_at=local(8), how="loan_car", loan_car=str(rio.pk),
             back_at=local(16))  # fmt: skip
    loan = Loan.objects.get()
    assert kim.post(f"/calendar/loans/{loan.pk}", borrower="Bo").status == 400
    kim.post(f"/calendar/loans/{loan.pk}", borrower="Bo", licence="1", km="1 000")
    assert Loan.objects.get().out_km == 1000
    kim.post(f"/calendar/loans/{loan.pk}", km="1 080", note="")
    assert Loan.objects.get().state == "back"


def test_hours_places_absences_and_closed_days_are_set_by_who_may(floor: Floor) -> None:
    mo = Desk("mo")
    site = floor.shop.workshop
    mo.form("/calendar/setup/hours", **{"from-0": "08:00", "until-0": "17:00", "break_from-0": "12:00",
                                        "break_until-0": "12:30"})  # fmt: skip
    assert Hours.objects.filter(site=site, staff=None).count() == 7
    mo.form("/calendar/setup/add", kind="bay", name="Lift 1")
    mo.form("/calendar/setup/leave", who=f"t-{floor.tess.pk}", reason="sick", first=str(monday()))
    mo.form("/calendar/setup/close", day=str(monday()), name="Stock count")
    assert (Resource.objects.count(), Absence.objects.count(), ClosedDay.objects.count()) == (1, 1, 1)
    page = mo.get("/calendar/setup", staff=str(floor.tess.pk))
    assert "Lift 1" in page.text
    assert "sick" in page.text
    assert "Stock count" in page.text
    mo.form("/calendar/setup/back", absence=str(Absence.objects.get().pk))
    mo.form("/calendar/setup/open", day=str(monday()))
    mo.form("/calendar/setup/retire", resource=str(Resource.objects.get().pk))
    assert Absence.objects.get().cancelled_at
    assert Resource.objects.get().retired_at
    assert ClosedDay.objects.count() == 0
    assert Desk("tess").form("/calendar/setup/add", kind="bay", name="Lift 2").status == 403
    assert mo.form("/calendar/setup/hours", **{"from-0": "late", "until-0": "17:00"}).status == 400
    assert bookings.no_shows(floor.shop.bo.pk, AT) == 0


def test_a_time_is_booked_from_the_ticket_and_one_comes_back_to_it(floor: Floor) -> None:
    kim = Desk("kim")
    where = f"/tickets/{floor.ticket.pk}"
    assert "Book a time" in kim.get(where).text
    kim.client.defaults["HTTP_HX_CURRENT_URL"] = f"http://testserver{where}"
    assert 'hx-target="#sheet"' in kim.part(f"/calendar/book/{floor.ticket.pk}").text
    booked = kim.post(f"/calendar/book/{floor.ticket.pk}", starts_at=local(8), how="waits")
    assert booked.leads_to.endswith(where)
    assert Booking.objects.get().how == "waits"
    assert "Book a time" not in kim.get(where).text
