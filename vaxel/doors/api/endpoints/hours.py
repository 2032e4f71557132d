"""When the workshop works: weekdays' hours, closed days, and who is away."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.locations.models import Site, Staff
from vaxel.business.schedule import calendars
from vaxel.business.schedule.models import Absence as AbsenceRow
from vaxel.business.schedule.rules import WorkDay
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.schedule import on_lane
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import T200, Body, Day, Empty, Moment, Name, Shape

MinuteOfDay = Annotated[int, Meta(ge=0, le=1440, description="minutes from midnight on the site's wall clock")]


class HoursOfDay(Body):
    """A weekday's hours, 0 is Monday; without `until` nobody works then."""

    weekday: Annotated[int, Meta(ge=0, le=6)]
    begins: MinuteOfDay = 0
    until: MinuteOfDay = 0
    break_begins: MinuteOfDay = 0
    break_until: MinuteOfDay = 0


class Week(Body):
    """Weekdays that are named; of a technician, or of the site."""

    days: Annotated[list[HoursOfDay], Meta(min_length=1, max_length=7)]
    technician: UUID | None = None
    site: UUID | None = None


class ClosedDay(Body):
    """The site is closed on the day, or ends at `closes_minute`."""

    day: Day
    name: Name
    closes_minute: MinuteOfDay = 0
    site: UUID | None = None


class Away(Body):
    """A technician is away, or a resource out of use."""

    starts_at: Moment
    ends_at: Moment
    technician: UUID | None = None
    resource: UUID | None = None
    reason: Literal["holiday", "sick", "child", "training", "service", "other"] = "other"
    note: T200 = ""
    site: UUID | None = None


class Absence(Shape):
    """Who is away, and when."""

    id: UUID
    technician: UUID | None
    resource: UUID | None
    starts_at: datetime
    ends_at: datetime
    reason: str


class Done(Shape):
    """The site whose hours were changed."""

    site: UUID


@writes("PUT", "/working-hours")
def set_hours(ask: Ask, body: Week) -> Done:
    """Set the hours of weekdays, of the site or of a technician there."""
    week = {
        one.weekday: WorkDay(one.begins, one.until, one.break_begins, one.break_until) if one.until else None
        for one in body.days
    }
    person = ask.maybe(Staff.objects.all(), body.technician, "technician")
    return ask.do(calendars.set_hours, _done, ask.site(body.site), week=week, staff=person)


@writes("POST", "/closed-days")
def close_day(ask: Ask, body: ClosedDay) -> Done:
    """Close a site on a day, or make it a half day."""
    said = {"day": body.day, "name": body.name, "closes_minute": body.closes_minute}
    return ask.do(calendars.close_day, lambda row: Done(site=row.site_id), ask.site(body.site), **said)


@writes("POST", "/absences")
def leave(ask: Ask, body: Away) -> Absence:
    """Note that a technician is away, or a resource out of use."""
    said = {"starts_at": body.starts_at, "ends_at": body.ends_at, "reason": body.reason, "note": body.note}
    return ask.do(
        calendars.leave, _absence, ask.site(body.site), **on_lane(ask, body.technician, body.resource), **said
    )


@writes("POST", "/absences/{absence}/cancel", status=200)
def back(ask: Ask, absence: UUID, body: Empty) -> Absence:
    """Take an absence away."""
    return ask.do(calendars.back, _absence, ask.one(AbsenceRow.objects.all(), absence, "site_id"))


def _done(site: Site) -> Done:
    return Done(site=site.pk)


def _absence(row: AbsenceRow) -> Absence:
    return Absence(id=row.id, technician=row.staff_id, resource=row.resource_id, starts_at=row.starts_at,
                   ends_at=row.ends_at, reason=row.reason)  # fmt: skip
