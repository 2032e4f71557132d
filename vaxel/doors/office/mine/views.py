"""The technician's presses: shift and job clock, parts by scan, note, odometer, hold and done."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import barcodes, numbers
from vaxel.business.catalog.models import PartCode
from vaxel.business.schedule import queries, work_left
from vaxel.business.service import clocks, supply, time_entries, work
from vaxel.business.tickets.models import Job, Line
from vaxel.business.tickets.states import HOLD_REASONS
from vaxel.doors.office.builder import reading as typed
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.mine import reading
from vaxel.kernel.refusals import BadInput, NotFound, Refused


class NotOfThisJob(Refused):
    """Only what the customer bought is handed out."""

    sentence = gettext_lazy("%(code)s is no part of this job. Ask the advisor to add it.")


@screen
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """My day."""
    return render(request, "office/mine/day.html", {"it": reading.day_of(desk(request)), "now": desk(request).at})


def _job(request: HttpRequest, job_id: UUID) -> Job:
    """A job of a site where the person is."""
    rows = Job.objects.filter(ticket__site=desk(request).site)
    return found(rows.select_related("ticket__site", "ticket__vehicle", "ticket__customer"), job_id)


@screen
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job: what the customer says, what is to be done, its parts and where they lie."""
    here = desk(request)
    one = _job(request, job_id)
    others = Job.objects.filter(queries.BOUGHT, ticket=one.ticket).exclude(pk=one.pk).exclude(work="cancelled")
    context = {
        "job": one, "ticket": one.ticket, "parts": reading.parts_of(one, here.site.pk), "others": others,
        "labour": Line.objects.filter(job=one, kind__in=("labour", "sublet", "note")),
        "state": time_entries.state_of(here.staff), "sold": work_left.quoted([one.pk]).get(one.pk, 0),
        "done": work_left.clocked([one], here.at).get(one.pk, 0), "reasons": HOLD_REASONS, "now": here.at,
        "on_it": time_entries.on_now([one.pk], here.at).get(one.pk, ()),
    }  # fmt: skip
    return render(request, "office/mine/job.html", context)


@screen
@require_POST
def shift(request: HttpRequest, what: str) -> HttpResponse:
    """The person comes to work, goes home, or says when a forgotten clock should have stopped."""
    here = desk(request)
    match what:
        case "on":
            clocks.shift_on(here.site, **by(request))
        case "off":
            clocks.shift_off(here.site, **by(request))
        case "job_off":
            clocks.off(**by(request))
        case "forgot":
            return _forgot(request)
        case _:
            raise NotFound()
    return go(request, reverse("mine:day"))


def _forgot(request: HttpRequest) -> HttpResponse:
    """A clock that ran on is stopped at the time that the person says; the shift ends with it when it was asked of."""
    here = desk(request)
    when = _moment(request.POST.get("at", ""))
    if request.POST.get("kind") == "shift":
        clocks.shift_off(here.site, happened_at=when, **by(request))
    else:
        clocks.off(happened_at=when, **by(request))
    return go(request, reverse("mine:day"), _("The clock is stopped at %(when)s.") % {
        "when": timezone.localtime(when).strftime("%Y-%m-%d %H:%M")})  # fmt: skip


def _moment(text: str) -> datetime:
    try:
        return timezone.make_aware(datetime.fromisoformat(text))
    except ValueError:
        raise BadInput() from None


@screen
@require_POST
def do(request: HttpRequest, job_id: UUID, what: str) -> HttpResponse:
    """The clock goes on or off the job; it is held, goes on, is done; a note or a reading is kept."""
    one, said = _job(request, job_id), request.POST
    leads = reverse("mine:job", args=[one.pk])
    match what:
        case "on":
            clocks.on(one, **by(request))
        case "off":
            clocks.off(**by(request))
            leads = reverse("mine:day")
        case "hold":
            work.hold(one, reason=said.get("reason", ""), text=said.get("text", ""), **by(request))
            if time_entries.state_of(desk(request).staff).job_id == one.pk:
                clocks.off(**by(request))
            leads = reverse("mine:day")
        case "resume":
            work.resume(one, **by(request))
        case "done":
            work.complete(one, cause=said.get("cause", ""), correction=said.get("correction", ""), **by(request))
            leads = reverse("mine:day")
        case "note":
            work.write_note(one, text=said.get("text", ""), **by(request))
        case "odometer":
            km = typed.whole(said.get("km", ""), "km")
            if km is None:
                raise BadInput()
            work.read_odometer(one, km=km, reason=said.get("reason", ""), **by(request))
        case _:
            raise NotFound()
    return go(request, leads, str(_DONE.get(what, "")))


_DONE = {
    "done": gettext_lazy("The job is done."), "note": gettext_lazy("Noted."), "hold": gettext_lazy("The job waits."),
    "odometer": gettext_lazy("Noted."),
}  # fmt: skip


@screen
@require_POST
def fetch(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A part is handed out to the job: the line that was pressed, or the one whose code was scanned."""
    one = _job(request, job_id)
    code, line_id = request.POST.get("code", "").strip(), request.POST.get("line", "")
    lines = Line.objects.filter(job=one, kind="part").select_related("part", "ticket", "job")
    if line_id:
        line, milli = found(lines, line_id), None
    else:
        line, milli = _scanned(list(lines), code)
    supply.hand_out(line, quantity_milli=milli, **by(request))
    messages.success(request, _("Fetched: %(what)s") % {"what": line.text})
    return go(request, reverse("mine:job", args=[one.pk]))


def _scanned(lines: list[Line], code: str) -> tuple[Line, int]:
    """The job's line whose part has the code, and how much one scan means. Refuses with NotOfThisJob."""
    norms = {numbers.norm(code), *barcodes.candidates(code)} - {""}
    of_part = {line.part_id: line for line in lines if line.part_id}
    for row in PartCode.objects.filter(part__in=of_part, norm__in=norms):
        return of_part[row.part_id], row.quantity_milli
    for line in lines:
        if line.part and numbers.norm(line.part.number) in norms:
            return line, 1000
    raise NotOfThisJob(code=code or "–")
