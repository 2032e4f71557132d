"""The calendar's pages and presses. Every change is one action of the schedule."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Staff
from vaxel.business.schedule import bookings, lanes, loans, planning, queries, work_left
from vaxel.business.schedule.models import HOWS, Booking, Loan, PlannedTime, Resource
from vaxel.business.tickets.models import Job, Ticket, WorkShare
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office.board.kept import kept
from vaxel.doors.office.builder.answers import Strip
from vaxel.doors.office.desk import a_number, an_id, at_sites, by, desk, found, go, once, screen
from vaxel.doors.office.schedule import reading
from vaxel.kernel.refusals import BadInput, NotFound, Refused


class TimeUnreadable(BadInput):
    """A moment comes from a date-and-time control."""


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The day or the week; for htmx its inside alone."""
    template = "office/schedule/inside.html" if is_fragment(request) else "office/schedule/calendar.html"
    return render(request, template, _context(request, request.GET))


def _context(request: HttpRequest, query: QueryDict, strip: Strip | None = None) -> dict[str, Any]:
    here = desk(request)
    view = "week" if query.get("view") == "week" else "day"
    day = reading.a_day(here.site, query.get("day", ""), here.at)
    step = timedelta(days=7 if view == "week" else 1)
    what = "calendar", here.site.pk, day, view

    def make() -> reading.Picture:
        return reading.draw(here.site, day, view, here.at)

    picture = kept(what, [here.site.pk], here.at, make, fresh=request.method == "POST")
    return {
        "it": picture, "view": view, "strip": strip, "now": here.at,
        "today": lanes.today(here.site, here.at), "before": day - step, "after": day + step,
        "may_plan": here.may("schedule.plan"),
    }  # fmt: skip


def _drawn(request: HttpRequest, strip: Strip, *, status: int = 200) -> HttpResponse:
    """The calendar where the press came from, drawn anew; any sheet is closed."""
    request.GET = query = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)  # links keep its filters
    if not is_fragment(request):
        return go(request, reverse("schedule:calendar"), "" if strip.kind == "bad" else strip.text)
    if "/calendar" not in request.headers.get("HX-Current-URL", ""):
        return go(request, urlsplit(request.headers.get("HX-Current-URL", "")).path or "/calendar", strip.text)
    return render(request, "office/schedule/answer.html", _context(request, query, strip), status=status)


def _no(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal where the notice stands; in an open sheet it goes above what was typed."""
    request.GET = query = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    if not is_fragment(request) or "/calendar" not in request.headers.get("HX-Current-URL", ""):
        raise refusal
    context = _context(request, query, Strip(str(refusal), "bad"))
    return render(request, "office/schedule/inside.html", context, status=refusal.status)


def _moment(text: str) -> datetime:
    """The moment of a date-and-time control, on the site's wall clock."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise TimeUnreadable() from None
    return timezone.make_aware(when) if timezone.is_naive(when) else when


def _minutes(text: str) -> int | None:
    """Hours as written, 1,5 or 1.5, in minutes; nothing for nothing."""
    bare = text.strip().replace(",", ".")
    if not bare:
        return None
    whole, _dot, part = bare.partition(".")
    if not (whole + part).isdecimal() or len(part) > 3 or len(whole) > 3:
        raise BadInput()
    return (int(whole or 0) * 1000 + int(part.ljust(3, "0") or 0)) * 60 // 1000


def _on(request: HttpRequest) -> dict[str, Any]:
    """The lane that the form names, as an action wants it."""
    key = request.POST.get("lane", "")
    if not key:
        return {}
    lane = lanes.find(desk(request).site, key)
    if lane is None:
        raise NotFound()
    if lane.kind == lanes.PERSON:
        return {"staff": Staff.objects.get(pk=lane.id)}
    return {"resource": Resource.objects.get(pk=lane.id)}


def _planned(request: HttpRequest, planned_id: UUID) -> PlannedTime:
    rows = PlannedTime.objects.select_related("job__ticket__vehicle", "job__ticket__customer", "staff", "resource")
    return found(at_sites(request, rows), planned_id)


def _job(request: HttpRequest, job_id: UUID) -> Job:
    tickets = at_sites(request, Ticket.objects.all())
    rows = Job.objects.filter(ticket__in=tickets).select_related("ticket__site", "ticket__vehicle", "ticket__customer")
    return found(rows, job_id)


@screen
def plan(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The sheet that proposes the next free time; posted, the time is planned."""
    job = _job(request, job_id)
    here = desk(request)
    if request.method != "POST":
        share = WorkShare.objects.filter(line__job=job).values_list("staff_id", flat=True).first()
        minutes = work_left.left([job], here.at).get(job.pk, 60)
        lane, start = reading.suggestion(here.site, minutes, here.at, share) or ("", here.at)
        context = {"job": job, "minutes": minutes, "lane": lane, "starts_at": start, "lanes": _lanes(request)}
        return render(request, "office/schedule/plan.html", context)
    try:
        made = planning.plan.once(
            once(request), job, starts_at=_moment(request.POST.get("starts_at", "")),
            minutes=_minutes(request.POST.get("hours", "")), **_on(request), **by(request),
        )  # fmt: skip
    except Refused as refusal:
        return _no(request, refusal)
    return _drawn(request, _said(made, _("planned"), undo=reverse("schedule:take_off", args=[made.pk])))


def _lanes(request: HttpRequest) -> list[lanes.Lane]:
    here = desk(request)
    day = lanes.today(here.site, here.at)
    return [one for one in lanes.load(here.site, day, day).lanes if one.kind != "loan_car"]


def _said(planned: PlannedTime, what: str, undo: str = "", values: dict[str, str] | None = None) -> Strip:
    local = timezone.localtime(planned.starts_at)
    text = _("%(job)s is %(what)s: %(when)s") % {
        "job": planned.job.title, "what": what, "when": local.strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
    return Strip(text, "good", undo, _("Undo") if undo else "", "Control+z", values or {})


@screen
def time(request: HttpRequest, planned_id: UUID) -> HttpResponse:
    """The sheet of a planned time; posted, it is moved. Only what the form names is changed."""
    planned = _planned(request, planned_id)
    if request.method != "POST":
        return render(request, "office/schedule/time.html", {"one": planned, "lanes": _lanes(request)})
    text = request.POST.get("starts_at", "")
    starts_at = _moment(text) if text else planned.starts_at + timedelta(minutes=a_number(request.POST.get("by"), 0))
    if request.POST.get("day"):
        local = timezone.localtime(planned.starts_at)
        day = reading.a_day(desk(request).site, request.POST["day"], desk(request).at)
        starts_at = timezone.make_aware(datetime.combine(day, local.time()))
    before = {"starts_at": planned.starts_at.isoformat(), "lane": planned.lane_key, "hours": _hours(planned.minutes)}
    try:
        moved = planning.move(
            planned, starts_at=starts_at, minutes=_minutes(request.POST.get("hours", "")), **_on(request), **by(request)
        )
    except Refused as refusal:
        return _no(request, refusal)
    return _drawn(request, _said(moved, _("moved"), reverse("schedule:time", args=[planned.pk]), before))


def _hours(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60 * 1000 // 60:03}"


@screen
@require_POST
def drop(request: HttpRequest) -> HttpResponseBase:
    """What was dragged or moved by keys lands where it was let go: a planned time, or a job that waited for one."""
    if request.POST.get("planned"):
        return time(request, an_id(request.POST["planned"]))
    return plan(request, an_id(request.POST.get("job", "")))


@screen
@require_POST
def take_off(request: HttpRequest, planned_id: UUID) -> HttpResponse:
    """The time is not planned any more."""
    planned = _planned(request, planned_id)
    values = {"starts_at": planned.starts_at.isoformat(), "lane": planned.lane_key, "hours": _hours(planned.minutes)}
    try:
        job = planning.take_off(planned, **by(request))
    except Refused as refusal:
        return _no(request, refusal)
    text = _("%(job)s is to be placed again.") % {"job": job.title}
    return _drawn(request, Strip(text, "note", reverse("schedule:plan", args=[job.pk]), _("Undo"), "Control+z", values))


@screen
def book(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The sheet that books the car in, or moves its booking; posted, it is."""
    ticket = found(at_sites(request, Ticket.objects.select_related("site", "vehicle", "customer")), ticket_id)
    here = desk(request)
    held = Booking.objects.filter(ticket=ticket, state="booked").first()
    cars = Resource.objects.filter(site=ticket.site, kind="loan_car", retired_at=None)
    if request.method != "POST":
        inside = "/calendar" in request.headers.get("HX-Current-URL", "")
        context = {"ticket": ticket, "held": held, "hows": HOWS, "cars": cars, "starts_at": _next_opening(here.at),
                   "target": "#calendar" if inside else "#sheet", "swap": "outerMorph" if inside else "innerHTML",
                   "missed": bookings.no_shows(ticket.customer_id, here.at)}  # fmt: skip
        return render(request, "office/schedule/book.html", context)
    try:
        said = _book(request, ticket, held, cars)
    except Refused as refusal:
        return _no(request, refusal)
    return _drawn(request, Strip(said))


def _book(request: HttpRequest, ticket: Ticket, held: Booking | None, cars: Any) -> str:
    starts_at, how = _moment(request.POST.get("starts_at", "")), request.POST.get("how", "drop_off")
    if held is not None:
        bookings.move(held, starts_at=starts_at, how=how, **by(request))
    else:
        wanted = request.POST.get("loan_car", "")
        back = request.POST.get("back_at", "")
        bookings.book.once(
            once(request), ticket, starts_at=starts_at, how=how, key_box=request.POST.get("key_box", ""),
            note=request.POST.get("note", ""), loan_car=found(cars, wanted) if wanted and how == "loan_car" else None,
            back_at=_moment(back) if back else None, **by(request),
        )  # fmt: skip
    return _("The car comes %(when)s.") % {"when": timezone.localtime(starts_at).strftime("%Y-%m-%d %H:%M")}


def _next_opening(at: datetime) -> datetime:
    """Eight in the morning of the next weekday, as a proposal."""
    day: date = timezone.localtime(at).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=8)))


@screen
@require_POST
def booking_do(request: HttpRequest, booking_id: UUID, what: str) -> HttpResponse:
    """The car has come, does not come, or has not come."""
    booking = found(at_sites(request, Booking.objects.select_related("ticket__vehicle")), booking_id)
    try:
        match what:
            case "arrive":
                bookings.arrive(booking, **by(request))
            case "cancel":
                bookings.cancel(booking, **by(request))
            case "miss":
                bookings.miss(booking, **by(request))
            case _:
                raise NotFound()
    except Refused as refusal:
        return _no(request, refusal)
    words = {"arrive": _("has come"), "cancel": _("is cancelled"), "miss": _("did not come")}
    car = booking.ticket.vehicle.plate if booking.ticket.vehicle else f"#{booking.ticket.ref}"
    return _drawn(request, Strip(f"{car} {words[what]}."))


@screen
def loan(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """The sheet of a loan; posted, the car is handed over, taken back, or free again."""
    sites = [one.pk for one in at_sites(request, Resource.objects.all())]
    rows = Loan.objects.filter(resource__in=sites).select_related(
        "resource__vehicle", "ticket__customer", "ticket__vehicle"
    )
    one = found(rows, loan_id)
    if request.method != "POST":
        return render(request, "office/schedule/loan.html", {"one": one})
    km = request.POST.get("km", "").replace(" ", "").replace("\u00a0", "")
    read = a_number(km) if km else None
    try:
        if one.state == "booked" and request.POST.get("do") == "cancel":
            loans.cancel(one, **by(request))
        elif one.state == "booked":
            seen = bool(request.POST.get("licence"))
            loans.hand_over(one, borrower=request.POST.get("borrower", ""), licence_seen=seen, km=read, **by(request))
        else:
            loans.take_back(one, km=read, note=request.POST.get("note", ""), **by(request))
    except Refused as refusal:
        return _no(request, refusal)
    return _drawn(request, Strip(_("Noted: %(car)s") % {"car": one.resource.name}))


@screen
@require_GET
def free(request: HttpRequest) -> HttpResponse:
    """Who is free, and when next, for so many hours (S-136)."""
    here = desk(request)
    try:
        minutes = _minutes(request.GET.get("hours", "1")) or 60
    except BadInput:
        minutes = 60
    found_ = queries.next_free(here.site, min(minutes, planning.LONGEST_MINUTES), here.at)
    return render(request, "office/schedule/free.html", {"free": found_, "minutes": minutes})
