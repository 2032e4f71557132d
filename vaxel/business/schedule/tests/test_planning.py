"""Time is planned on people and places, cars are booked in, and ours are lent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from vaxel.business.locations.models import Site
from vaxel.business.schedule import bookings, calendars, checks, forgotten, lanes, loans, planning, queries, rules
from vaxel.business.schedule.models import Booking, Loan, PlannedTime, Resource
from vaxel.business.schedule.refusals import Away, BadHours, NotHere, NothingLeft, NoTime, Taken
from vaxel.business.schedule.rules import WorkDay
from vaxel.business.service import clocks, work
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.tickets import jobs, tickets
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.vehicles import registry

pytestmark = pytest.mark.django_db
HOURS = WorkDay(7 * 60, 16 * 60, 12 * 60, 13 * 60)


def on(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """That time in Stockholm in November, an hour ahead of UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


@pytest.fixture
def floor() -> Floor:
    """Brakes (1.5 h) and wipers (0.2 h) are approved. It is Tuesday, ten in the morning."""
    made = workshop()
    made.phone(Answer(made.brakes, "approve"), Answer(made.wipers, "approve"))
    return made


@pytest.fixture
def lift(floor: Floor) -> Resource:
    return calendars.add(floor.shop.workshop, kind="bay", name="Lift 1", by=floor.shop.mo, at=AT)


def said(floor: Floor, **change: Any) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": AT} | change


def another(floor: Floor, title: str = "Clutch") -> Job:
    """A job on another car, on an internal ticket, so that it counts as approved."""
    plate = f"DEF {456 + Ticket.objects.count()}"
    car = registry.add(plate=plate, make="Saab", model="9-5", owner=floor.shop.ada, **said(floor))
    ticket = tickets.open_ticket(floor.shop.workshop, kind="internal", vehicle=car, **said(floor))
    return jobs.add(ticket, title=title, **said(floor))


def test_a_job_is_planned_for_what_is_left_of_it_and_its_ticket_is_scheduled(floor: Floor) -> None:
    made = planning.plan(floor.brakes, staff=floor.tess, starts_at=on(11), **said(floor))
    assert (made.starts_at, made.ends_at, made.minutes) == (on(11), on(13, 30), 90)
    ticket = floor.now()
    assert (ticket.booked_at, ticket.order_status) == (on(11), "scheduled")
    planning.take_off(made, **said(floor))
    assert (floor.now().booked_at, floor.now().order_status, PlannedTime.objects.count()) == (None, "open", 0)


def test_a_job_that_leaves_the_ticket_takes_its_time_with_it(floor: Floor) -> None:
    planning.plan(floor.brakes, staff=floor.tess, starts_at=on(11), **said(floor))
    jobs.split(floor.ticket, jobs=[Job.objects.get(pk=floor.brakes.pk)], **said(floor))
    assert (floor.now().booked_at, floor.now(floor.brakes).ticket.booked_at) == (None, on(11))
    assert list(checks.booked()) == []


def test_a_lift_holds_one_car_at_a_time(floor: Floor, lift: Resource) -> None:
    planning.plan(floor.brakes, resource=lift, starts_at=on(9), **said(floor))
    with pytest.raises(Taken, match=r"Lift 1 is taken by ABC123 09:00–10:30"):
        planning.plan(another(floor), resource=lift, starts_at=on(10), minutes=60, **said(floor))
    assert PlannedTime.objects.count() == 1
    planning.plan(floor.wipers, resource=lift, starts_at=on(10, 30), **said(floor))
    work.begin(floor.brakes, **said(floor))
    work.complete(floor.brakes, **said(floor))
    planning.plan(another(floor, "Exhaust"), resource=lift, starts_at=on(9), minutes=60, **said(floor))
    assert list(checks.places()) == []


def test_a_technician_may_be_overbooked_and_it_shows(floor: Floor) -> None:
    first = planning.plan(floor.brakes, staff=floor.tess, starts_at=on(9), minutes=400, **said(floor))
    second = planning.plan(floor.wipers, staff=floor.tess, starts_at=on(10), minutes=60, **said(floor))
    site, day = floor.shop.workshop, date(2026, 11, 24)
    calendar = lanes.load(site, day, day)
    times = list(queries.planned(site, *_of(site, day)))
    assert queries.clashing(times, calendar) == {first.pk, second.pk}
    load = queries.load_of(calendar, day, times)
    # From nine to four less lunch is 360 minutes of the first, and 60 of the second; the capacity is 90 % of 480.
    assert (load.capacity, load.planned, load.over) == (432, 420, False)
    planning.move(second, minutes=90, **said(floor))
    times = list(queries.planned(site, *_of(site, day)))
    assert queries.load_of(calendar, day, times).over


def _of(site: Site, day: date) -> tuple[datetime, datetime]:
    span = queries.day_span(site, day)
    return span.start, span.end


def test_nothing_is_planned_on_a_closed_day_or_hour(floor: Floor) -> None:
    site = floor.shop.workshop
    for when in (on(17), on(9, day=28)):
        with pytest.raises(NoTime):
            planning.plan(floor.brakes, staff=floor.tess, starts_at=when, **said(floor))
    calendars.close_day(site, day=date(2026, 11, 25), name="Stock count", by=floor.shop.mo, at=AT)
    with pytest.raises(NoTime):
        planning.plan(floor.brakes, staff=floor.tess, starts_at=on(9, day=25), **said(floor))
    with pytest.raises(NoTime):
        bookings.book(floor.ticket, starts_at=on(9, day=25), **said(floor))
    assert (PlannedTime.objects.count(), Booking.objects.count()) == (0, 0)
    over = planning.plan(floor.brakes, staff=floor.tess, starts_at=on(15, 30), **said(floor))
    assert over.ends_at == on(8, day=26)
    calendars.open_day(site, day=date(2026, 11, 25), by=floor.shop.mo, at=AT)
    assert planning.move(over, starts_at=on(15), **said(floor)).ends_at == on(7, 30, day=25)


def test_who_is_away_is_not_planned_and_what_was_shows_as_a_conflict(floor: Floor) -> None:
    site, day = floor.shop.workshop, date(2026, 11, 25)
    planned = planning.plan(floor.brakes, staff=floor.tess, starts_at=on(9, day=25), **said(floor))
    away = calendars.leave(site, staff=floor.tess, starts_at=on(0, day=25), ends_at=on(0, day=26), reason="sick",
                           by=floor.shop.mo, at=AT)  # fmt: skip
    with pytest.raises(Away, match=r"Tess Ek is away then \(sick, until 2026-11-26 00:00\)"):
        planning.plan(floor.wipers, staff=floor.tess, starts_at=on(13, day=25), **said(floor))
    calendar = lanes.load(site, day, day)
    assert queries.clashing(queries.planned(site, *_of(site, day)), calendar) == {planned.pk}
    assert queries.load_of(calendar, day, []).capacity == 0
    calendars.back(away, by=floor.shop.mo, at=AT)
    assert planning.plan(floor.wipers, staff=floor.tess, starts_at=on(13, day=25), **said(floor)).minutes == 15


def test_own_hours_and_the_site_s(floor: Floor) -> None:
    site = floor.shop.workshop
    with pytest.raises(BadHours):
        calendars.set_hours(site, week={0: WorkDay(900, 800)}, by=floor.shop.mo, at=AT)
    calendars.set_hours(site, week={5: WorkDay(9 * 60, 13 * 60)}, by=floor.shop.mo, at=AT)
    saturday = date(2026, 11, 28)
    assert [span.minutes for span in lanes.load(site, saturday, saturday).windows(None, saturday)] == [240]
    calendars.set_hours(site, staff=floor.tess, week={1: WorkDay(12 * 60, 16 * 60), 2: None}, by=floor.shop.mo, at=AT)
    calendar = lanes.load(site, saturday, saturday)
    assert calendar.windows(floor.tess.pk, saturday) == []
    assert [span.minutes for span in calendar.windows(floor.tess.pk, date(2026, 11, 24))] == [240]
    calendars.follow_site(site, staff=floor.tess, by=floor.shop.mo, at=AT)
    assert lanes.load(site, saturday, saturday).windows(floor.tess.pk, saturday)[0].minutes == 240


def test_what_is_done_or_elsewhere_is_not_planned(floor: Floor) -> None:
    work.begin(floor.wipers, **said(floor))
    work.complete(floor.wipers, **said(floor))
    with pytest.raises(NothingLeft, match="Wipers"):
        planning.plan(floor.wipers, staff=floor.tess, starts_at=on(11), **said(floor))
    there = calendars.add(floor.shop.tyres, kind="bay", name="Lift 9", by=floor.shop.mo, at=AT)
    with pytest.raises(NotHere, match="Lift 9 is not at Verkstaden"):
        planning.plan(floor.brakes, resource=there, starts_at=on(11), by=floor.shop.mo, at=AT)
    with pytest.raises(NotHere):
        planning.plan(floor.brakes, staff=floor.shop.staff["kim"], starts_at=on(11), **said(floor))
    assert PlannedTime.objects.count() == 0


def test_what_waits_is_off_the_load_and_what_was_left_is_carried_over(floor: Floor) -> None:
    site = floor.shop.workshop
    planning.plan(floor.brakes, staff=floor.tess, starts_at=on(11), **said(floor))
    planning.plan(floor.wipers, staff=floor.tess, starts_at=on(14), **said(floor))
    work.hold(floor.brakes, reason="parts", **said(floor))
    assert [job.title for job in queries.blocked(site)] == ["Brakes"]
    tomorrow = later(days=1)
    assert [one.job.title for one in queries.carried(site, tomorrow)] == ["Wipers"]
    work.resume(floor.brakes, **said(floor))
    assert [one.job.title for one in queries.carried(site, tomorrow)] == ["Brakes", "Wipers"]
    assert queries.carried(site, AT) == []
    planning.plan(floor.brakes, staff=floor.tess, starts_at=on(9, day=25), by=floor.shop.kim, at=tomorrow)
    assert [one.job.title for one in queries.carried(site, tomorrow)] == ["Wipers"]


def test_a_ticket_is_done_when_its_last_job_is_by_every_queue(floor: Floor) -> None:
    """S-144: Tess is on the brakes (1.5 h) from ten; the wipers are planned after, the clutch by nobody."""
    site = floor.shop.workshop
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    planning.plan(floor.wipers, staff=floor.tess, starts_at=on(10, 30), minutes=60, **said(floor))
    now = list(Job.objects.filter(ticket=floor.ticket))
    # 15 min is the least that is ever left of a job.
    assert queries.finishes(site, now, AT) == {floor.ticket.pk: on(11, 45)}
    clutch = another(floor)
    assert queries.finishes(site, [clutch], AT) == {clutch.ticket_id: on(10, 15)}


def test_who_is_free_for_two_hours(floor: Floor) -> None:
    planning.plan(floor.brakes, staff=floor.tess, starts_at=on(11), **said(floor))
    site = floor.shop.workshop
    assert [(one.lane.name, one.at) for one in queries.next_free(site, 60, AT)] == [("Tess Ek", on(10))]
    assert [one.at for one in queries.next_free(site, 120, AT)] == [on(13, 30)]


def test_a_car_is_booked_comes_and_is_promised(floor: Floor) -> None:
    made = bookings.book(floor.ticket, starts_at=on(8, day=25), how="waits", **said(floor))
    assert floor.now().order_status == "scheduled"
    with pytest.raises(bookings.BookedAlready, match="2026-11-25 08:00"):
        bookings.book(floor.ticket, starts_at=on(9, day=25), **said(floor))
    moved = bookings.move(made, starts_at=on(9, day=25), **said(floor))
    came = bookings.arrive(moved, promise_at=on(15, day=25), by=floor.shop.kim, at=on(9, day=25))
    ticket = floor.now()
    assert (came.state, ticket.promise_at, ticket.first_promise_at) == ("arrived", on(15, day=25), on(15, day=25))
    tickets.change(ticket, promise_at=on(16, day=25), **said(floor))
    assert floor.now().first_promise_at == on(15, day=25)
    with pytest.raises(bookings.NotBooked):
        bookings.cancel(came, **said(floor))


def test_a_car_that_does_not_come_is_missed_after_an_hour_and_counted(floor: Floor) -> None:
    made = bookings.book(floor.ticket, starts_at=on(11), **said(floor))
    with pytest.raises(bookings.TooSoon):
        bookings.miss(made, by=floor.shop.kim, at=on(11, 59))
    bookings.miss(made, by=floor.shop.kim, at=on(12))
    assert bookings.no_shows(floor.shop.bo.pk, AT) == 1
    assert floor.now().order_status == "open"
    with pytest.raises(bookings.InThePast):
        bookings.book(floor.ticket, starts_at=on(8), **said(floor))
    with pytest.raises(bookings.NoSuchHow):
        bookings.book(floor.ticket, starts_at=on(13), how="flies", **said(floor))


def test_a_loan_car_is_promised_to_one_at_a_time(floor: Floor) -> None:
    site = floor.shop.workshop
    car = registry.add(plate="LÅN 01A", make="Kia", model="Rio", owner=floor.shop.ada, by=floor.shop.mo, at=AT)
    with pytest.raises(calendars.VehicleMissing):
        calendars.add(site, kind="loan_car", name="Rio", by=floor.shop.mo, at=AT)
    rio = calendars.add(site, kind="loan_car", name="Rio", vehicle=car, by=floor.shop.mo, at=AT)
    bookings.book(floor.ticket, starts_at=on(8, day=25), how="loan_car", loan_car=rio, back_at=on(16, day=25),
                  **said(floor))  # fmt: skip
    loan = Loan.objects.get()
    other = another(floor).ticket
    with pytest.raises(Taken, match="Rio is taken by ABC123"):
        bookings.book(other, starts_at=on(15, day=25), how="loan_car", loan_car=rio, **said(floor))
    assert (Loan.objects.count(), Booking.objects.count()) == (1, 1)
    with pytest.raises(loans.BorrowerMissing):
        loans.hand_over(loan, borrower="Bo Öberg", licence_seen=False, **said(floor))
    out = loans.hand_over(loan, borrower="Bo Öberg", licence_seen=True, km=1_000, by=floor.shop.kim, at=on(8, day=25))
    with pytest.raises(loans.LowerThanOut):
        loans.take_back(out, km=999, by=floor.shop.kim, at=on(15, day=25))
    # Late and still out: it is nobody else's until it is back.
    with pytest.raises(Taken):
        loans.reserve(rio, ticket=other, starts_at=on(8, day=26), ends_at=on(9, day=26), by=floor.shop.kim,
                      at=on(9, day=26))  # fmt: skip
    back = loans.take_back(out, km=1_080, by=floor.shop.kim, at=on(9, day=26))
    assert (back.state, back.back_km) == ("back", 1_080)
    loans.reserve(rio, ticket=other, starts_at=on(10, day=26), ends_at=on(12, day=26), **said(floor))
    assert list(checks.loans()) == []


def test_cancelling_a_visit_frees_its_loan_car(floor: Floor) -> None:
    car = registry.add(plate="LÅN 01A", make="Kia", model="Rio", owner=floor.shop.ada, by=floor.shop.mo, at=AT)
    rio = calendars.add(floor.shop.workshop, kind="loan_car", name="Rio", vehicle=car, by=floor.shop.mo, at=AT)
    made = bookings.book(floor.ticket, starts_at=on(8, day=25), how="loan_car", loan_car=rio, **said(floor))
    bookings.cancel(made, reason="Sold", **said(floor))
    assert (Loan.objects.get().state, floor.now().order_status) == ("cancelled", "open")


def test_resources_are_named_once_and_retired_when_nothing_is_booked(floor: Floor, lift: Resource) -> None:
    mo: dict[str, Any] = {"by": floor.shop.mo, "at": AT}
    with pytest.raises(calendars.NameTaken):
        calendars.add(floor.shop.workshop, kind="bay", name=" Lift 1 ", **mo)
    with pytest.raises(calendars.NoSuchKind):
        calendars.add(floor.shop.workshop, kind="rocket", name="Lift 2", **mo)
    assert calendars.rename(lift, name="Lift A", **mo).name == "Lift A"
    planned = planning.plan(floor.brakes, resource=lift, starts_at=on(11), **said(floor))
    with pytest.raises(calendars.StillPlanned, match="Lift A has 1 planned times ahead"):
        calendars.retire(lift, **mo)
    planning.take_off(planned, **said(floor))
    calendars.retire(lift, **mo)
    with pytest.raises(NotHere):
        planning.plan(floor.brakes, resource=lift, starts_at=on(11), **said(floor))


def test_a_forgotten_clock_is_flagged_and_counts_to_the_day_s_end(floor: Floor) -> None:
    site = floor.shop.workshop
    clocks.on(floor.brakes, by=floor.shop.tess, at=AT)
    assert forgotten.of(site, on(16, 30)) == []
    found = forgotten.of(site, on(7, day=25), staff=floor.tess)
    assert [(one.kind, one.since, one.counts_until) for one in found] == [
        ("job", AT, on(16)), ("shift", AT, on(16)),
    ]  # fmt: skip
    clocks.off(happened_at=on(15, 40), by=floor.shop.tess, at=on(7, day=25))
    clocks.shift_off(site, happened_at=on(15, 45), by=floor.shop.tess, at=on(7, day=25))
    assert forgotten.of(site, on(7, day=25)) == []


def test_a_voided_ticket_holds_neither_lift_nor_time(floor: Floor, lift: Resource) -> None:
    from vaxel.business.service import voiding

    planning.plan(floor.brakes, resource=lift, starts_at=on(11), **said(floor))
    bookings.book(floor.ticket, starts_at=on(11), **said(floor))
    voiding.void(floor.ticket, reason="Sold", by=floor.shop.mo, at=AT)
    site = floor.shop.workshop
    assert queries.bookings(site, *_of(site, date(2026, 11, 24))) == []
    planning.plan(another(floor), resource=lift, starts_at=on(11), minutes=60, **said(floor))
    assert Ticket.objects.get(pk=floor.ticket.pk).order_status == "void"


def test_times_are_checked(floor: Floor, lift: Resource) -> None:
    planning.plan(floor.brakes, resource=lift, starts_at=on(9), **said(floor))
    made = planning.plan(floor.wipers, resource=lift, starts_at=on(11), **said(floor))
    PlannedTime.objects.filter(pk=made.pk).update(starts_at=on(10))
    assert len(list(checks.places())) == 2
    Ticket.objects.filter(pk=floor.ticket.pk).update(booked_at=None)
    assert len(list(checks.booked())) == 1
    assert rules.DAY_MINUTES == 1440
