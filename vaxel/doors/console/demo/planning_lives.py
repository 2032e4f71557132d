"""The workshop's hours in the demo: lifts and loan cars from the start, and on the last evening tomorrow's plan."""

from datetime import datetime, timedelta

from vaxel.business.schedule import bookings, calendars, planning, queries
from vaxel.business.schedule.models import Resource
from vaxel.business.schedule.rules import WorkDay
from vaxel.business.tickets import canned, tickets
from vaxel.business.tickets.models import Job
from vaxel.business.vehicles import registry
from vaxel.doors.console.demo import menu, names
from vaxel.doors.console.demo.calendar import Life, moment, workday_from
from vaxel.doors.console.demo.stage import Place, Stage
from vaxel.kernel.refusals import Refused

LIFTS = {"STH": ("Lyft 1", "Lyft 2", "Lyft 3"), "GBG": ("Lyft 1", "Lyft 2")}
LOAN_CARS = (("LNA01A", "Kia", "Rio"), ("LNB02B", "Toyota", "Yaris"))
DAY = WorkDay(7 * 60 + 30, 17 * 60, 12 * 60, 13 * 60)
HOWS = ("drop_off", "waits", "loan_car", "drop_off")


def furnish(stage: Stage, at: datetime) -> None:
    """The sites have their hours, the workshops their lifts, and the large one two cars to lend."""
    said = stage.said(at)
    for code, place in stage.places.items():
        calendars.set_hours(place.site, week=dict.fromkeys(range(5), DAY), **said)
        for name in LIFTS.get(code, ()):
            calendars.add(place.site, kind="bay", name=name, **said)
    site = stage.places["STH"].site
    for plate, make, model in LOAN_CARS:
        car = registry.add(plate=plate, make=make, model=model, **said)
        calendars.add(site, kind="loan_car", name=f"{make} {model}", vehicle=car, **said)
    christmas = stage.due.replace(month=12, day=24)
    calendars.close_day(site, day=christmas, name="Julafton", **said)


def evening(stage: Stage, place: Place, when: datetime) -> Life:
    """What is left is planned for tomorrow, on people and lifts; cars are booked in for the days after."""
    at = yield when
    lifts = list(Resource.objects.filter(site=place.site, kind="bay"))
    advisor = place.who("advisor", "manager")
    for n, job in enumerate(
        queries.to_place(place.site, at)[:-1]
    ):  # one is left, to be seen among what is to be placed
        free = queries.next_free(place.site, 30, at)
        if not free:
            break
        who = next(person for person in place.staff.values() if person.pk == free[0].lane.id)
        planning.plan(job, staff=who, starts_at=free[0].at, by=advisor, at=at)
        _on_a_lift(job, lifts[n % len(lifts) :] + lifts[: n % len(lifts)], free[0].at, place, at)
    for n, how in enumerate(HOWS):
        at = yield at + timedelta(minutes=2)
        _book(stage, place, at, n, how)


def _on_a_lift(job: Job, lifts: list[Resource], starts_at: datetime, place: Place, at: datetime) -> None:
    """On the first lift that is free then, if any is."""
    for lift in lifts:
        try:
            planning.plan(job, resource=lift, starts_at=starts_at, by=place.who("advisor", "manager"), at=at)
        except Refused:
            continue
        return


def _book(stage: Stage, place: Place, at: datetime, n: int, how: str) -> None:
    """Somebody has rung: a draft with what is asked for, and a time (S-139)."""
    advisor = place.who("advisor", "manager")
    car = stage.pick(stage.cars)
    ticket = tickets.open_ticket(
        place.site, customer=car.owner, vehicle=car.vehicle, concern=stage.pick(names.CONCERNS),
        register=place.register, by=advisor, at=at,
    )  # fmt: skip
    offered = [one for one in menu.CANNED if one.share and (one.category == "tyres" or place.site.code != "GBG")]
    canned.apply(ticket, stage.canned[stage.pick(offered).key], by=advisor, at=at)
    day = workday_from(stage.due + timedelta(days=n // 2))
    starts = moment(day, 8 + n)
    ours = Resource.objects.filter(site=place.site, kind="loan_car").first() if how == "loan_car" else None
    bookings.book(
        ticket, starts_at=starts, how=how if how != "loan_car" or ours else "drop_off", loan_car=ours,
        back_at=moment(day, 16, 30), by=advisor, at=at,
    )  # fmt: skip
