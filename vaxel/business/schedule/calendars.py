"""When people work and the house is open; bays, equipment and loan cars; who is away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site, Staff
from vaxel.business.locations.preferences import Preference
from vaxel.business.schedule import rules
from vaxel.business.schedule.models import Absence, ClosedDay, Hours, Resource
from vaxel.business.schedule.refusals import BadHours, NotHere
from vaxel.business.schedule.rules import WorkDay
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict

FACTOR = preferences.declare(
    Preference("schedule.planning_factor_percent", 90, _("How much of the working time is planned, in percent."),
               lowest=10, highest=150)
)  # fmt: skip
KINDS = ("bay", "equipment", "loan_car", "seat")
REASONS: Mapping[str, str | Promise] = {
    "holiday": _("holiday"), "sick": _("sick"), "child": _("care of a child"), "training": _("training"),
    "service": _("out of order"), "other": pgettext_lazy("why away", "other"),
}  # fmt: skip


class NameMissing(BadInput):
    """A resource is called something."""

    sentence = _("Give it a name, such as Lift 1.")


class NameTaken(Conflict):
    """Two with one name cannot be told apart."""

    sentence = _("There is a %(name)s already. Give it another name.")


class NoSuchKind(BadInput):
    """Bay, equipment, loan car or seat."""

    sentence = _("Say whether it is a bay, equipment, a loan car or a seat.")


class VehicleMissing(BadInput):
    """A loan car is one of the cars."""

    sentence = _("Say which vehicle the loan car is.")


class StillPlanned(Conflict):
    """What is booked ahead is moved first."""

    sentence = _("%(name)s has %(count)s planned times ahead. Move them first.")


class EndsBeforeItBegins(BadInput):
    """Time runs forwards."""

    sentence = _("It must end after it begins.")


class ReasonUnknown(BadInput):
    """Why someone is away."""

    sentence = _("Say why: holiday, sick, care of a child, training, service or something else.")


def _at_site(thing: Any, *_args: Any, **_kwargs: Any) -> UUID | None:
    site_id: UUID | None = thing.site_id
    return site_id


@action("hours.set")
def set_hours(site: Site, *, week: Mapping[int, WorkDay | None], staff: Staff | None = None, by: Actor,
              at: datetime) -> Site:  # fmt: skip
    """The site (or the technician there) works these hours; None is a free day, other weekdays are as they were.

    The first own day of a technician makes the whole week theirs: days not named are free. Refuses with BadHours.
    """
    for weekday, hours in week.items():
        if not 0 <= weekday <= 6 or (hours is not None and not rules.sound(hours)):
            raise BadHours()
    for weekday, hours in week.items():
        Hours.objects.filter(site=site, staff=staff, weekday=weekday).delete()
        Hours.objects.create(site=site, staff=staff, weekday=weekday, **_columns(hours))
    note(staff=staff.name if staff else "", week={str(day): _said(hours) for day, hours in week.items()})
    return site


def _columns(hours: WorkDay | None) -> dict[str, int]:
    one = hours or WorkDay(0, 0)
    return {"from_minute": one.from_minute, "until_minute": one.until_minute,
            "break_from_minute": one.break_from_minute, "break_until_minute": one.break_until_minute}  # fmt: skip


def _said(hours: WorkDay | None) -> list[int]:
    return [] if hours is None else [*_columns(hours).values()]


@action("hours.follow_site")
def follow_site(site: Site, *, staff: Staff, by: Actor, at: datetime) -> Site:
    """The technician works the site's hours again."""
    Hours.objects.filter(site=site, staff=staff).delete()
    note(staff=staff.name)
    return site


@action("hours.close_day")
def close_day(site: Site, *, day: date, name: str, closes_minute: int = 0, by: Actor, at: datetime) -> ClosedDay:
    """The site is closed on the day, or ends at that minute. Refuses with NameMissing, BadHours."""
    if not name.strip():
        raise NameMissing()
    if not 0 <= closes_minute < rules.DAY_MINUTES:
        raise BadHours()
    made, _new = ClosedDay.objects.update_or_create(
        site=site, day=day, defaults={"name": name.strip(), "closes_minute": closes_minute}
    )
    return made


@action("hours.open_day")
def open_day(site: Site, *, day: date, by: Actor, at: datetime) -> Site:
    """The day is an ordinary one again."""
    ClosedDay.objects.filter(site=site, day=day).delete()
    note(day=day.isoformat())
    return site


@action("resources.add")
def add(site: Site, *, kind: str, name: str, vehicle: Vehicle | None = None, by: Actor, at: datetime) -> Resource:
    """Hours can be booked on it. Refuses with NoSuchKind, NameMissing, NameTaken, VehicleMissing."""
    if kind not in KINDS:
        raise NoSuchKind()
    if not name.strip():
        raise NameMissing()
    if kind == "loan_car" and vehicle is None:
        raise VehicleMissing()
    ours = Resource.objects.filter(site=site, retired_at=None)
    if ours.filter(name=name.strip()).exists():
        raise NameTaken(name=name.strip())
    if vehicle and Resource.objects.filter(vehicle=vehicle, retired_at=None).exists():
        raise NameTaken(name=vehicle.plate)
    return Resource.objects.create(site=site, kind=kind, name=name.strip(), vehicle=vehicle,
                                   position=ours.filter(kind=kind).count())  # fmt: skip


@action("resources.rename")
def rename(resource: Resource, *, name: str, by: Actor, at: datetime) -> Resource:
    """It is called so from now on. Refuses with NameMissing, NameTaken."""
    if not name.strip():
        raise NameMissing()
    others = Resource.objects.filter(site_id=resource.site_id, retired_at=None).exclude(pk=resource.pk)
    if others.filter(name=name.strip()).exists():
        raise NameTaken(name=name.strip())
    note(before=resource.name, after=name.strip())
    resource.name = name.strip()
    resource.save(update_fields=["name"])
    return resource


@action("resources.retire")
def retire(resource: Resource, *, by: Actor, at: datetime) -> Resource:
    """Nothing is booked on it any more; what was stays. Refuses with StillPlanned."""
    ahead = resource.planned_times.filter(ends_at__gt=at).count()
    ahead += resource.loans.filter(state__in=("booked", "out")).count()
    if ahead:
        raise StillPlanned(name=resource.name, count=ahead)
    resource.retired_at = at
    resource.save(update_fields=["retired_at"])
    return resource


@action("absences.add")
def leave(site: Site, *, starts_at: datetime, ends_at: datetime, staff: Staff | None = None,
          resource: Resource | None = None, reason: str = "other", note: str = "", by: Actor,
          at: datetime) -> Absence:  # fmt: skip
    """The technician is away, or the resource out of use; planned times that fall in it show as conflicts.

    Refuses with EndsBeforeItBegins, ReasonUnknown, NotHere.
    """
    if starts_at >= ends_at:
        raise EndsBeforeItBegins()
    if reason not in REASONS:
        raise ReasonUnknown()
    if (staff is None) == (resource is None):
        raise BadInput()
    if resource is not None and resource.site_id != site.pk:
        raise NotHere(who=resource.name, site=site.name)
    made = Absence.objects.create(site=site, staff=staff, resource=resource, starts_at=starts_at, ends_at=ends_at,
                                  reason=reason, note=note.strip())  # fmt: skip
    for thing in (staff, resource):
        if thing is not None:
            touch(thing)
    return made


@action("absences.cancel", site=_at_site)
def back(absence: Absence, *, by: Actor, at: datetime) -> Absence:
    """The absence does not count any more."""
    absence.cancelled_at = at
    absence.save(update_fields=["cancelled_at"])
    return absence
