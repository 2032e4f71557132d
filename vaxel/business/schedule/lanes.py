"""Who and what hours are booked on at a site, and their working time: loaded once for a stretch of days.

calendar = load(site, first, last)
calendar.windows(lane, day)         # moments of working time, less absences
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from vaxel.business.locations.models import Site, Staff
from vaxel.business.schedule import rules
from vaxel.business.schedule.models import Absence, ClosedDay, Hours, Resource
from vaxel.business.schedule.rules import DEFAULT_WEEK, Span, WorkDay
from vaxel.kernel import clock

PERSON = "technician"


@dataclass(frozen=True, slots=True)
class Lane:
    """A technician or a resource. `key` names it in addresses: `t-…` or `r-…`."""

    kind: str
    id: UUID
    name: str

    @property
    def key(self) -> str:
        """Its name in addresses and forms."""
        return f"{'t' if self.kind == PERSON else 'r'}-{self.id}"


@dataclass(slots=True)
class Calendar:
    """Working time of a site's lanes. Days that were not loaded have no absences and no closed days."""

    site: Site
    lanes: list[Lane]
    site_week: Mapping[int, WorkDay]
    own_weeks: Mapping[UUID, Mapping[int, WorkDay]]
    closed: Mapping[date, ClosedDay]
    away: Mapping[UUID, list[Absence]]
    _windows: dict[tuple[UUID, date], list[Span]] = field(default_factory=dict)

    def lane(self, lane_id: UUID) -> Lane | None:
        """The lane of that person or resource."""
        return next((one for one in self.lanes if one.id == lane_id), None)

    def windows(self, lane_id: UUID | None, day: date) -> list[Span]:
        """Working time on the day, less absences; the site's own without a lane."""
        key = lane_id or self.site.pk, day
        if key not in self._windows:
            week = self.own_weeks.get(lane_id, self.site_week) if lane_id else self.site_week
            closed = self.closed.get(day)
            spans = rules.windows(
                day,
                week.get(day.weekday()),
                self.site.time_zone,
                closes_minute=closed.closes_minute if closed else None,
            )
            away = [Span(one.starts_at, one.ends_at) for one in self.away.get(lane_id, ())] if lane_id else []
            self._windows[key] = rules.without(spans, away) if away else spans
        return self._windows[key]

    def working(self, lane_id: UUID | None) -> Callable[[date], Sequence[Span]]:
        """The lane's working time as the rules ask for it."""
        return lambda day: self.windows(lane_id, day)

    def absent(self, lane_id: UUID, span: Span) -> Absence | None:
        """What keeps the lane away during the span, if anything."""
        return next((one for one in self.away.get(lane_id, ()) if Span(one.starts_at, one.ends_at).meets(span)), None)

    @property
    def technicians(self) -> list[Lane]:
        """Those who repair here."""
        return [one for one in self.lanes if one.kind == PERSON]


def load(site: Site, first: date, last: date) -> Calendar:
    """The site's calendar, with absences and closed days from `first` to `last` and a year on. Five queries."""
    people = [
        Lane(PERSON, one.pk, one.name)
        for one in Staff.objects.filter(is_active=True, is_technician=True, home_site=site).order_by("name")
    ]
    things = [Lane(one.kind, one.pk, one.name) for one in Resource.objects.filter(site=site, retired_at=None)]
    site_week, own = weeks(site)
    until = max(last, first) + timedelta(days=rules.FURTHEST_DAYS)
    closed = {one.day: one for one in ClosedDay.objects.filter(site=site, day__gte=first, day__lte=until)}
    begin = rules.moment(first - timedelta(days=1), 0, site.time_zone)
    away: dict[UUID, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.filter(site=site, cancelled_at=None, ends_at__gt=begin).order_by("starts_at"):
        away[absence.staff_id or absence.resource_id].append(absence)  # type: ignore[index]
    return Calendar(site, people + things, site_week, own, closed, away)


def weeks(site: Site) -> tuple[Mapping[int, WorkDay], Mapping[UUID, Mapping[int, WorkDay]]]:
    """(The site's week, technician → own week). Without rows the site works as rules.DEFAULT_WEEK."""
    ours: dict[int, WorkDay] = {}
    own: dict[UUID, dict[int, WorkDay]] = defaultdict(dict)
    for row in Hours.objects.filter(site=site):
        week = own[row.staff_id] if row.staff_id else ours
        week[row.weekday] = WorkDay(row.from_minute, row.until_minute, row.break_from_minute, row.break_until_minute)
    return ours or DEFAULT_WEEK, own


def find(site: Site, key: str) -> Lane | None:
    """The lane with that key at the site."""
    try:
        kind, pk = key[:2], UUID(key[2:])
    except ValueError:
        return None
    if kind == "t-":
        person = Staff.objects.filter(Q(home_site=site), pk=pk, is_active=True, is_technician=True).first()
        return Lane(PERSON, person.pk, person.name) if person else None
    thing = Resource.objects.filter(site=site, retired_at=None, pk=pk).first()
    return Lane(thing.kind, thing.pk, thing.name) if thing else None


def today(site: Site, at: datetime) -> date:
    """The site's day."""
    return clock.local(at, site.time_zone).date()
