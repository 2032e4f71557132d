"""Working hours, closed days, bays, loan cars and absences of the site: one page, each change at once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Staff
from vaxel.business.schedule import calendars, lanes, rules
from vaxel.business.schedule.models import Absence, ClosedDay, Resource
from vaxel.business.schedule.refusals import BadHours
from vaxel.business.schedule.rules import WorkDay
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.schedule.views import TimeUnreadable
from vaxel.kernel.refusals import NotFound

WEEK = tuple(range(7))


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Everything that says when somebody works here and on what."""
    here = desk(request)
    week, own = lanes.weeks(here.site)
    today = lanes.today(here.site, here.at)
    people = Staff.objects.filter(is_active=True, is_technician=True, home_site=here.site).order_by("name")
    chosen = people.filter(pk=request.GET["staff"]).first() if request.GET.get("staff", "") in _ids(people) else None
    shown = own.get(chosen.pk, week) if chosen else week
    context = {
        "week": [(day, _written(shown.get(day))) for day in WEEK], "people": people, "chosen": chosen,
        "own": chosen is not None and chosen.pk in own, "has_own": set(own), "kinds": calendars.KINDS,
        "closed": ClosedDay.objects.filter(site=here.site, day__gte=today), "reasons": calendars.REASONS.items(),
        "resources": Resource.objects.filter(site=here.site, retired_at=None).select_related("vehicle"),
        "absences": Absence.objects.filter(site=here.site, cancelled_at=None, ends_at__gt=here.at)
        .select_related("staff", "resource").order_by("starts_at"), "today": today,
    }  # fmt: skip
    return render(request, "office/schedule/setup.html", context)


def _ids(people: Any) -> set[str]:
    return {str(one.pk) for one in people}


def _written(day: WorkDay | None) -> dict[str, str]:
    if day is None or day.minutes == 0:
        return {"from": "", "until": "", "break_from": "", "break_until": ""}
    rest = day.break_from_minute < day.break_until_minute
    return {
        "from": _clock(day.from_minute), "until": _clock(day.until_minute),
        "break_from": _clock(day.break_from_minute) if rest else "",
        "break_until": _clock(day.break_until_minute) if rest else "",
    }  # fmt: skip


def _clock(minute: int) -> str:
    return "23:59" if minute >= rules.DAY_MINUTES else f"{minute // 60:02}:{minute % 60:02}"


def _minute(text: str) -> int:
    """Minutes from midnight of a time control; 0 for nothing."""
    if not text:
        return 0
    hour, _colon, minute = text.partition(":")
    if not (hour.isdecimal() and minute[:2].isdecimal()) or int(hour) > 24 or int(minute[:2]) > 59:
        raise BadHours()
    return int(hour) * 60 + int(minute[:2])


@screen
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """One change, by the action it is."""
    if what not in _CHANGES:
        raise NotFound()
    said = _CHANGES[what](request)
    staff = request.POST.get("week_of", "")
    return go(request, reverse("schedule:setup") + (f"?staff={staff}" if staff else ""), said)


def _person(request: HttpRequest, field: str) -> Staff | None:
    rows = Staff.objects.filter(home_site=desk(request).site, is_technician=True)
    return found(rows, request.POST[field]) if request.POST.get(field) else None


def _thing(request: HttpRequest) -> Resource:
    return found(Resource.objects.filter(site=desk(request).site), request.POST.get("resource", ""))


def _hours(request: HttpRequest) -> str:
    typed = request.POST
    week: dict[int, WorkDay | None] = {}
    for day in WEEK:
        if not typed.get(f"from-{day}") and not typed.get(f"until-{day}"):
            week[day] = None
            continue
        week[day] = WorkDay(*(_minute(typed.get(f"{name}-{day}", "")) for name in
                              ("from", "until", "break_from", "break_until")))  # fmt: skip
    calendars.set_hours(desk(request).site, week=week, staff=_person(request, "week_of"), **by(request))
    return _("The hours are stored.")


def _follow(request: HttpRequest) -> str:
    person = _person(request, "week_of")
    if person is None:
        raise NotFound()
    calendars.follow_site(desk(request).site, staff=person, **by(request))
    return _("%(name)s works the site's hours.") % {"name": person.name}


def _close(request: HttpRequest) -> str:
    day = _day(request.POST.get("day", ""))
    calendars.close_day(
        desk(request).site, day=day, name=request.POST.get("name", ""),
        closes_minute=_minute(request.POST.get("closes", "")), **by(request),
    )  # fmt: skip
    return _("The day is noted.")


def _open(request: HttpRequest) -> str:
    calendars.open_day(desk(request).site, day=_day(request.POST.get("day", "")), **by(request))
    return _("The day is an ordinary one.")


def _day(text: str) -> Any:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise TimeUnreadable() from None


def _add(request: HttpRequest) -> str:
    plate = "".join(request.POST.get("plate", "").upper().split())
    car = Vehicle.objects.filter(plate=plate).first() if plate else None
    made = calendars.add(desk(request).site, kind=request.POST.get("kind", ""), name=request.POST.get("name", ""),
                         vehicle=car, **by(request))  # fmt: skip
    return _("%(name)s can be booked.") % {"name": made.name}


def _retire(request: HttpRequest) -> str:
    gone = calendars.retire(_thing(request), **by(request))
    return _("%(name)s is not booked any more.") % {"name": gone.name}


def _rename(request: HttpRequest) -> str:
    return calendars.rename(_thing(request), name=request.POST.get("name", ""), **by(request)).name


def _leave(request: HttpRequest) -> str:
    first, last = _day(request.POST.get("first", "")), _day(request.POST.get("last") or request.POST.get("first", ""))
    begin = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), datetime.min.time()))
    if request.POST.get("from"):
        begin = begin + timedelta(minutes=_minute(request.POST["from"]))
    if request.POST.get("until"):
        end = end - timedelta(days=1) + timedelta(minutes=_minute(request.POST["until"]))
    who = request.POST.get("who", "")
    lane = lanes.find(desk(request).site, who)
    if lane is None:
        raise NotFound()
    on: Mapping[str, Any] = (
        {"staff": Staff.objects.get(pk=lane.id)}
        if lane.kind == lanes.PERSON
        else {"resource": Resource.objects.get(pk=lane.id)}
    )
    calendars.leave(desk(request).site, starts_at=begin, ends_at=end, reason=request.POST.get("reason", "other"),
                    note=request.POST.get("note", ""), **on, **by(request))  # fmt: skip
    return _("The absence is noted.")


def _back(request: HttpRequest) -> str:
    calendars.back(
        found(Absence.objects.filter(site=desk(request).site), request.POST.get("absence", "")), **by(request)
    )
    return _("The absence does not count any more.")


_CHANGES: Mapping[str, Callable[[HttpRequest], str]] = {
    "hours": _hours, "follow": _follow, "close": _close, "open": _open, "add": _add, "retire": _retire,
    "rename": _rename, "leave": _leave, "back": _back,
}  # fmt: skip
