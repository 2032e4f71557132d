"""Writes of planned times, bookings, loan cars and hours."""

from datetime import timedelta
from typing import Any

from vaxel.business.schedule.models import Booking
from vaxel.doors.api.tests.writes.table import World, write
from vaxel.kernel import clock


def tomorrow(hour: int) -> str:
    """That hour of the next weekday after now, in UTC: within working time in Stockholm from 8 to 13."""
    day = clock.now().date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return f"{day}T{hour:02}:00:00+00:00"


def planned(world: World) -> str:
    """An hour of a job on Tess."""
    _ticket, job = world.approved()
    body = {"technician": world.technician(), "starts_at": tomorrow(9), "minutes": 60}
    return str(world.done(world.here.post(f"/jobs/{job}/planned-times", body))["id"])


def booked(world: World) -> str:
    """Bo's car, booked in."""
    path = f"/tickets/{world.ticket()}/bookings"
    return str(world.done(world.here.post(path, {"starts_at": tomorrow(9)}))["id"])


def lift(world: World) -> str:
    """A bay."""
    return str(world.done(world.here.post("/resources", {"kind": "bay", "name": "Lyft 1"}))["id"])


def loan_car(world: World) -> str:
    """One of our cars."""
    car = world.done(world.here.post("/vehicles", {"plate": "LNA01A", "make": "Kia"}))["id"]
    return str(world.done(world.here.post("/resources", {"kind": "loan_car", "name": "Kia", "vehicle": car}))["id"])


def lent(world: World) -> str:
    """It is kept for Bo."""
    body = {"ticket": world.ticket(), "starts_at": tomorrow(9), "ends_at": tomorrow(12)}
    return str(world.done(world.here.post(f"/resources/{loan_car(world)}/loans", body))["id"])


@write("POST", "/jobs/{job}/planned-times")
def _(world: World) -> tuple[dict[str, str], Any]:
    _ticket, job = world.approved()
    return {"job": job}, {"technician": world.technician(), "starts_at": tomorrow(9), "minutes": 90}


@write("PATCH", "/planned-times/{planned}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"planned": planned(world)}, {"starts_at": tomorrow(10), "minutes": 30}


@write("DELETE", "/planned-times/{planned}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"planned": planned(world)}, {}


@write("POST", "/tickets/{ticket}/bookings")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"starts_at": tomorrow(9), "how": "waits"}


@write("PATCH", "/bookings/{booking}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"booking": booked(world)}, {"starts_at": tomorrow(10)}


@write("POST", "/bookings/{booking}/arrive")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"booking": booked(world)}, {"promise_at": tomorrow(12)}


@write("POST", "/bookings/{booking}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"booking": booked(world)}, {"reason": "Såld"}


@write("POST", "/bookings/{booking}/miss")
def _(world: World) -> tuple[dict[str, str], Any]:
    booking = booked(world)
    Booking.objects.filter(pk=booking).update(starts_at=clock.now() - timedelta(hours=2))
    return {"booking": booking}, {}


@write("POST", "/resources")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"kind": "bay", "name": "Lyft 1"}


@write("POST", "/resources/{resource}/retire")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"resource": lift(world)}, {}


@write("POST", "/resources/{resource}/loans")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"resource": loan_car(world)}, {
        "ticket": world.ticket(), "starts_at": tomorrow(9), "ends_at": tomorrow(12),
    }  # fmt: skip


@write("POST", "/loans/{loan}/hand-over")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"loan": lent(world)}, {"borrower": "Bo Öberg", "licence_seen": True, "km": 1000}


@write("POST", "/loans/{loan}/take-back")
def _(world: World) -> tuple[dict[str, str], Any]:
    loan = lent(world)
    world.done(world.here.post(f"/loans/{loan}/hand-over", {"borrower": "Bo Öberg", "licence_seen": True}))
    return {"loan": loan}, {"km": 1080}


@write("POST", "/loans/{loan}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"loan": lent(world)}, {}


@write("PUT", "/working-hours")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"days": [{"weekday": 0, "begins": 450, "until": 1020, "break_begins": 720, "break_until": 780}]}


@write("POST", "/closed-days")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"day": "2026-12-24", "name": "Julafton"}


@write("POST", "/absences")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"technician": world.technician(), "starts_at": tomorrow(8), "ends_at": tomorrow(12), "reason": "sick"}


@write("POST", "/absences/{absence}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"resource": lift(world), "starts_at": tomorrow(8), "ends_at": tomorrow(12)}
    return {"absence": world.done(world.here.post("/absences", body))["id"]}, {}


@write("POST", "/tickets/{ticket}/move")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket, _job = world.approved()
    return {"ticket": ticket}, {"to": "at_work"}
