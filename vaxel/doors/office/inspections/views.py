"""Inspections at the car and at the desk: recorded item by item, confirmed, made into jobs, shown to the customer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing.deposits import head
from vaxel.business.inspections import dangers, inspections, reports
from vaxel.business.inspections.models import Inspection, Photo
from vaxel.business.tickets.models import Ticket
from vaxel.doors import pictures
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, language, once, screen
from vaxel.doors.office.inspections import reading
from vaxel.doors.office.inspections.listing import Inspections, at_sites_of_tickets
from vaxel.doors.office.lists.views import answer
from vaxel.doors.papers import inspections as paper
from vaxel.doors.papers import pdfs
from vaxel.kernel.refusals import NotFound, Refused

MOVES = {"finish": inspections.finish, "confirm": inspections.confirm, "reopen": inspections.reopen,
         "cancel": inspections.cancel}  # fmt: skip


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The site's inspections."""
    return answer(request, Inspections())


@screen
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """The ticket's car is being inspected: the sheet is open."""
    ticket = found(at_sites(request, Ticket.objects.all()), request.POST.get("ticket", ""))
    one = inspections.begin(ticket, id=UUID(once(request)), **by(request))
    return go(request, reverse("inspections:show", args=[one.pk]))


@screen
@require_GET
def show(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The sheet."""
    return render(request, "office/inspections/show.html", _context(request, _one(request, inspection_id)))


def _one(request: HttpRequest, inspection_id: UUID) -> Inspection:
    rows = at_sites_of_tickets(request).select_related("ticket__customer", "ticket__site", "vehicle", "technician")
    return found(rows, inspection_id)


def _context(request: HttpRequest, one: Inspection, fault: str = "") -> dict[str, Any]:
    groups = reading.groups(one)
    rows = [row for _name, held in groups for row in held]
    here = desk(request)
    return {
        "inspection": one, "ticket": one.ticket, "groups": groups, "fault": fault,
        "name": one.name_sv if language() == "sv" else one.name_en or one.name_sv,
        "looked": sum(row.finding is not None for row in rows), "all": len(rows),
        "counts": [(result, sum(row.finding is not None and row.finding.result == result for row in rows))
                   for result in ("red", "amber", "green", "not_inspected")],
        "is_open": one.state in ("open", "done"), "reports": list(one.reports.order_by("-version")),
        "may_confirm": here.may("inspections.confirm"), "may_offer": here.may("inspections.offer"),
        "dangers": dangers.unheard(one.ticket) if one.state == "confirmed" else [],
        "results": ("green", "amber", "red", "not_inspected"),
    }  # fmt: skip


@screen
@require_POST
def record(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """What was seen is stored: JSON from the page's script is answered with the colours, a form with the page."""
    one = _one(request, inspection_id)
    by_script = request.content_type == "application/json"
    try:
        inspections.record(one, seen=reading.seen(request, one), **by(request))
    except Refused as refusal:
        if by_script:
            return JsonResponse({"fault": str(refusal)}, status=refusal.status)
        return render(request, "office/inspections/show.html", _context(request, one, str(refusal)), status=422)
    if by_script:
        found_ = dict(one.findings.values_list("item", "result"))
        return JsonResponse({"results": found_, "looked": len(found_)})
    return go(request, reverse("inspections:show", args=[one.pk]), _("The inspection is stored."))


@screen
@require_POST
def add_photo(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The photo is stored; sent again it is the same one."""
    one = _one(request, inspection_id)
    sent = request.FILES.get("photo")
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        if sent is None or isinstance(sent, list):
            raise reading.NotUnderstood()
        photo = inspections.add_photo(
            one, item=request.POST.get("item", ""), data=sent.read(), name=sent.name or "",
            id=an_id(request.POST["id"]) if request.POST.get("id") else None, **by(request),
        )  # fmt: skip
    except Refused as refusal:
        if by_script:
            return JsonResponse({"fault": str(refusal)}, status=refusal.status)
        raise
    if by_script:
        return JsonResponse({"id": str(photo.pk), "url": reverse("inspections:photo", args=[photo.pk])})
    return go(request, reverse("inspections:show", args=[one.pk]) + f"#item-{photo.item}")


@screen
@require_POST
def move(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Done, confirmed, opened again, cancelled, or shown to the customer."""
    one, wanted = _one(request, inspection_id), request.POST.get("to", "")
    said = ""
    if wanted == "show":
        report = reports.show(one, **by(request))
        said = _("The customer sees version %(n)s on the ticket's link.") % {"n": report.version}
    elif wanted in MOVES:
        MOVES[wanted](one, **by(request))
    else:
        raise NotFound()
    return go(request, reverse("inspections:show", args=[one.pk]), said)


@screen
@require_POST
def offer(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The finding is a job on the ticket."""
    one, item = _one(request, inspection_id), request.POST.get("item", "")
    job = inspections.offer(one, item=item, language=language(), id=UUID(once(request)), **by(request))
    where = reverse("inspections:show", args=[one.pk]) + f"#item-{item}"
    return go(request, where, _("“%(job)s” is a job on the ticket.") % {"job": job.title})


@screen
@require_POST
def acknowledge(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The customer has heard of the red findings that stay."""
    one = _one(request, inspection_id)
    inspections.acknowledge(
        one, items=request.POST.getlist("item"), said_by=request.POST.get("said_by", ""), **by(request)
    )
    return go(request, safe_next(request, request.POST.get("next", "")) or reverse("inspections:show", args=[one.pk]),
              _("It is noted that the customer has heard it."))  # fmt: skip


@screen
@require_GET
def report(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """The newest report the customer was shown, or the inspection as it stands, as PDF."""
    one = _one(request, inspection_id)
    shown = one.reports.order_by("-version").first()
    body = shown.body if shown else reports.written(one)
    made = pdfs.render(paper.paper({**head(one.ticket), **body}, language=one.ticket.customer.language))
    name = f"inspection-{one.ticket.ref}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _photo(request: HttpRequest, photo_id: UUID) -> Photo:
    rows = Photo.objects.filter(inspection__in=at_sites_of_tickets(request)).select_related(
        "file", "inspection__ticket"
    )
    return found(rows, photo_id)


@screen
@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """The photo's bytes, as the picture they are."""
    return pictures.served(_photo(request, photo_id).file)


@screen
@require_POST
def draw(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """What was drawn on the photo is stored."""
    one = _photo(request, photo_id)
    inspections.draw(one, drawing=reading.strokes(request.POST.get("drawing", "")), **by(request))
    return go(request, reverse("inspections:show", args=[one.inspection.pk]) + f"#item-{one.item}")


@screen
@require_POST
def remove_photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """The photo is shown no more."""
    one = _photo(request, photo_id)
    inspections.remove_photo(one, **by(request))
    return go(request, reverse("inspections:show", args=[one.inspection.pk]) + f"#item-{one.item}")
