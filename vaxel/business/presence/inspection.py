"""The staff ledger as an inspector reads it: who is here, who was here when, and every correction (S-184, S-188)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Company, Site, Staff
from vaxel.business.locations.preferences import Preference
from vaxel.business.presence import rules
from vaxel.business.presence.arrivals import LABEL
from vaxel.business.presence.models import Guest, GuestEntry, PersonNumber
from vaxel.business.presence.rules import Fact
from vaxel.business.service import time_entries
from vaxel.business.service.models import TimeEntry
from vaxel.kernel import clock, sealing
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.models import History, HistoryTouch
from vaxel.kernel.refusals import BadInput

LONGEST_DAYS = 400
REQUIRED = preferences.declare(
    Preference("presence.required", True, _("This site must keep a staff ledger (personalliggare)."))
)


class TooLong(BadInput):
    """So many days at once."""

    sentence = _("Choose at most %(days)s days, the first not after the last.")


@dataclass(frozen=True, slots=True)
class Line:
    """One stay of one person on one day's page, on the site's wall clock."""

    name: str
    number: str
    firm: str
    came: datetime | None
    went: datetime | None
    came_told: datetime | None
    went_told: datetime | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A correction: whose, what stood, what stands, why, who said so and when."""

    name: str
    direction: str
    old: datetime
    new: datetime | None
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """The pages of the chosen days."""

    company: str
    organisation_number: str
    site: str
    address: str
    first: date
    last: date
    lines: tuple[Line, ...]
    changes: tuple[Changed, ...]
    missing_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Who may be on the premises, and since when they are."""

    kind: str
    id: UUID
    name: str
    firm: str
    here_since: datetime | None
    has_number: bool


def people(site: Site) -> list[Person]:
    """Everyone who belongs to the site or is there now, by name. Five queries."""
    staff = list(Staff.objects.filter(is_active=True, home_site=site))
    guests = list(Guest.objects.filter(site=site, left_at=None))
    numbered = set(PersonNumber.objects.values_list("staff_id", flat=True)) | set(
        PersonNumber.objects.values_list("guest_id", flat=True)
    )
    on_shift = time_entries.on_shift_since([one.pk for one in staff])
    here = _guests_here([one.pk for one in guests])
    found = [Person("staff", one.pk, one.name, "", on_shift.get(one.pk), one.pk in numbered) for one in staff]
    found += [Person("guest", one.pk, one.name, one.firm, here.get(one.pk), one.pk in numbered) for one in guests]
    return sorted(found, key=lambda one: one.name.lower())


def _guests_here(ids: Iterable[UUID]) -> Mapping[UUID, datetime]:
    newest: dict[UUID, GuestEntry] = {}
    rows = GuestEntry.objects.filter(guest__in=list(ids), corrected_by=None).exclude(direction=rules.NEVER)
    for one in rows.order_by("happened_at", "direction", "id"):
        newest[one.guest_id] = one
    return {guest_id: one.happened_at for guest_id, one in newest.items() if one.direction == "on"}


@action("presence.show")
def show(site: Site, *, first: date, last: date, why: str = "", by: Actor, at: datetime) -> Ledger:
    """The ledger of these days is shown, and that it was is in history (R-38). Refuses with TooLong."""
    if not timedelta() <= last - first <= timedelta(days=LONGEST_DAYS):
        raise TooLong(days=LONGEST_DAYS)
    note(first=first.isoformat(), last=last.isoformat(), why=why)
    return read(site, first, last)


@action("presence.purge")
def purge(site: Site, *, by: Actor, at: datetime) -> Site:
    """Numbers of those who left before the ledger's time of keeping are gone; how many is in history (S-189).

    Kept: two years after the end of the calendar year; tax years that end in another year are kept longer, not shorter.
    """
    year = clock.local(at, site.time_zone).year
    edge = datetime(year - 3, 1, 1, tzinfo=at.tzinfo)
    late = set(TimeEntry.objects.filter(kind="shift", happened_at__gte=edge).values_list("staff_id", flat=True))
    gone = PersonNumber.objects.filter(staff__is_active=False, staff__home_site=site).exclude(staff__in=late)
    guests = PersonNumber.objects.filter(guest__site=site, guest__left_at__lt=edge)
    note(staff=gone.count(), guests=guests.count(), before=edge.date().isoformat())
    gone.delete()
    guests.delete()
    return site


def read(site: Site, first: date, last: date) -> Ledger:
    """The ledger of these days, those who came before and had not gone included. Nine queries at most."""
    begin = _midnight(site, first)
    end = _midnight(site, last + timedelta(days=1))
    facts, names = _facts(site, begin - timedelta(days=2), end)
    numbers = _numbers(names)
    stays = [one for one in rules.stays(facts) if _touches(one, begin, end)]
    lines = sorted((_line(one, names, numbers, site) for one in stays), key=_order)
    changes = [one for one in rules.corrections(facts) if begin <= one.old.happened_at < end]
    told = _told_by([one.new.id for one in changes])
    company = Company.objects.get()
    return Ledger(
        company.name, company.organisation_number, site.name, site.address, first, last, tuple(lines),
        tuple(_changed(one, names, told, site) for one in changes),
        tuple(sorted({line.name for line in lines if not line.number})),
    )  # fmt: skip


def _midnight(site: Site, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(site.time_zone))


type _Names = Mapping[UUID, tuple[str, str]]


def _facts(site: Site, begin: datetime, end: datetime) -> tuple[list[Fact], _Names]:
    """(Facts of the site's shifts and guests between the moments, person → name and firm)."""
    shifts = list(TimeEntry.objects.filter(site=site, kind="shift", happened_at__gte=begin, happened_at__lt=end)
                  .select_related("staff"))  # fmt: skip
    guests = list(GuestEntry.objects.filter(site=site, happened_at__gte=begin, happened_at__lt=end)
                  .select_related("guest"))  # fmt: skip
    names = {one.staff_id: (one.staff.name, "") for one in shifts}
    names |= {one.guest_id: (one.guest.name, one.guest.firm) for one in guests}
    facts = [Fact(one.pk, one.staff_id, one.direction, one.happened_at, one.recorded_at, one.corrects_id, one.reason)
             for one in shifts]  # fmt: skip
    facts += [Fact(one.pk, one.guest_id, one.direction, one.happened_at, one.recorded_at, one.corrects_id, one.reason)
              for one in guests]  # fmt: skip
    return facts, names


def _numbers(names: _Names) -> Mapping[UUID, str]:
    found: dict[UUID, str] = {}
    for one in PersonNumber.objects.all():
        person = one.staff_id or one.guest_id
        if person is not None and person in names:
            found[person] = sealing.opened(one.sealed, LABEL)
    return found


def _touches(stay: rules.Stay, begin: datetime, end: datetime) -> bool:
    until = stay.went.happened_at if stay.went else end
    return stay.begins < end and until >= begin


def _line(stay: rules.Stay, names: _Names, numbers: Mapping[UUID, str], site: Site) -> Line:
    name, firm = names[stay.person]

    def told(fact: Fact | None) -> datetime | None:
        """When we heard of it, if that was later than a minute after (S-187)."""
        late = fact is not None and fact.recorded_at - fact.happened_at > timedelta(minutes=1)
        return clock.local(fact.recorded_at, site.time_zone) if fact is not None and late else None

    came = clock.local(stay.came.happened_at, site.time_zone) if stay.came else None
    went = clock.local(stay.went.happened_at, site.time_zone) if stay.went else None
    return Line(name, numbers.get(stay.person, ""), firm, came, went, told(stay.came), told(stay.went))


def _order(line: Line) -> tuple[date, str, datetime]:
    known = line.came or line.went
    assert known is not None
    return known.date(), line.name.lower(), known


def _changed(one: rules.Correction, names: _Names, told: Mapping[UUID, str], site: Site) -> Changed:
    local = clock.local
    new = None if one.new.direction == rules.NEVER else local(one.new.happened_at, site.time_zone)
    return Changed(
        names[one.person][0], one.old.direction, local(one.old.happened_at, site.time_zone), new, one.new.reason,
        told.get(one.new.id, ""), local(one.new.recorded_at, site.time_zone),
    )  # fmt: skip


def _told_by(entry_ids: list[UUID]) -> Mapping[UUID, str]:
    """Entry → who wrote it, from history. Two queries."""
    touches = dict(HistoryTouch.objects.filter(object_id__in=entry_ids).values_list("object_id", "history_id"))
    who = dict(History.objects.filter(pk__in=touches.values()).values_list("pk", "actor_name"))
    return {entry_id: who.get(history_id, "") for entry_id, history_id in touches.items()}
