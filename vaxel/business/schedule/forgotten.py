"""Clocks that ran past the working day: flagged, counted to the day's end, asked about the morning after (S-123)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site, Staff
from vaxel.business.locations.preferences import Preference
from vaxel.business.schedule import lanes, rules
from vaxel.business.service import hours
from vaxel.business.service.models import TimeEntry
from vaxel.business.tickets.models import Job
from vaxel.kernel import clock

GRACE = preferences.declare(
    Preference("clocks.forgotten_after_minutes", 30, _("Minutes after working time until a clock is asked about."),
               lowest=0, highest=600)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A clock that runs since a day that is over: until when it counts, if nobody says otherwise."""

    staff: Staff
    kind: str
    job: Job | None
    since: datetime
    counts_until: datetime


def of(site: Site, now: datetime, *, staff: Staff | None = None) -> list[Forgotten]:
    """The site's clocks (or one person's) that run past the end of working time and a little. Eight queries at most."""
    rows = TimeEntry.objects.filter(site=site, corrected_by=None).exclude(direction=hours.STRUCK_OUT)
    rows = rows.filter(happened_at__lte=now, happened_at__gt=now - timedelta(days=60))
    if staff is not None:
        rows = rows.filter(staff=staff)
    newest: dict[tuple[object, str], TimeEntry] = {}
    for one in rows.select_related("staff", "job__ticket__vehicle").order_by("happened_at", "direction", "id"):
        newest[one.staff_id, one.kind] = one
    on = [one for one in newest.values() if one.direction == "on"]
    if not on:
        return []
    first = min(lanes.today(site, one.happened_at) for one in on)
    calendar = lanes.load(site, first, lanes.today(site, now))
    grace = timedelta(minutes=preferences.value(GRACE.key, site.pk))
    found = []
    for one in on:
        end = day_end(calendar, one)
        if now > end + grace:
            found.append(Forgotten(one.staff, one.kind, one.job, one.happened_at, end))
    return sorted(found, key=lambda one: (one.since, one.kind))


def day_end(calendar: lanes.Calendar, entry: TimeEntry) -> datetime:
    """When the working day in which the clock was started ends; late evening work counts to midnight."""
    site = calendar.site
    day = clock.local(entry.happened_at, site.time_zone).date()
    windows = calendar.windows(entry.staff_id, day)
    if windows and windows[-1].end > entry.happened_at:
        return windows[-1].end
    return rules.moment(day, rules.DAY_MINUTES, site.time_zone)
