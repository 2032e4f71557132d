"""What a part fits: by each source, typed by hand, and what the shop has learned by fitting it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import fits
from vaxel.business.catalog.fits import NewFit
from vaxel.business.catalog.models import Part
from vaxel.doors.office.builder import reading as typed
from vaxel.doors.office.desk import a_number, by, desk, found, go, screen
from vaxel.doors.office.fitment import reading
from vaxel.kernel.refusals import Refused


def _part(part_id: UUID) -> Part:
    return found(Part.objects.select_related("brand"), part_id)


@screen
@require_GET
def show(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The cars the part is said to fit."""
    return _page(request, _part(part_id))


def _page(request: HttpRequest, part: Part, *, fault: str = "", status: int = 200) -> HttpResponse:
    said = reading.said(part)
    context = {
        "part": part, "said": said[: reading.MOST_SHOWN], "more": max(0, len(said) - reading.MOST_SHOWN),
        "learned": reading.learned(part), "fault": fault, "typed": request.POST,
        "may_add": desk(request).may("fitment.add"), "may_remove": desk(request).may("fitment.remove"),
        "may_universal": desk(request).may("fitment.set_universal"),
    }  # fmt: skip
    return render(request, "office/fitment/show.html", context, status=status)


def _fit(request: HttpRequest, part: Part) -> NewFit:
    """The fit that the form says; facts are lines of `question: answer`, a line without a colon is a note."""
    first = a_number(request.POST.get("year_from"))
    facts = {}
    for line in request.POST.get("facts", "").splitlines():
        key, colon, value = line.partition(":")
        if line.strip():
            facts[key.strip() if colon else "note"] = value.strip() if colon else line.strip()
    text = {name: request.POST.get(name, "").strip() for name in ("make", "model", "engine", "position")}
    quantity = typed.quantity(request.POST.get("quantity") or "1", part.unit)
    return NewFit(
        text["make"], text["model"], first, a_number(request.POST.get("year_to"), first), text["engine"],
        text["position"], facts, quantity,
    )  # fmt: skip


@screen
@require_POST
def add(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part fits these cars too; we say so."""
    part = _part(part_id)
    try:
        one = _fit(request, part)
        fits.add(part, fits=[one], **by(request))
    except Refused as refusal:
        return _page(request, part, fault=str(refusal), status=refusal.status)
    said = _("It fits %(make)s %(model)s %(years)s.") % {
        "make": one.make, "model": one.model, "years": f"{one.year_from}–{one.year_to}",
    }  # fmt: skip
    return go(request, reverse("fitment:show", args=[part.pk]), said)


@screen
@require_POST
def remove(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """We no longer say that it fits these cars."""
    part = _part(part_id)
    fits.remove(part, fits=[_fit(request, part)], **by(request))
    return go(request, reverse("fitment:show", args=[part.pk]), _("It is taken away."))


@screen
@require_POST
def universal(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part fits by its specification, or by the car."""
    part = fits.set_universal(_part(part_id), universal=request.POST.get("universal") == "1", **by(request))
    said = _("It fits by its specification.") if part.universal else _("It fits by the car.")
    return go(request, reverse("fitment:show", args=[part.pk]), said)
