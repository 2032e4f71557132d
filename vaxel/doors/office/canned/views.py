"""Canned jobs: listed, written line by line, tried on a car, offered and taken out of use."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import canned
from vaxel.business.catalog.models import CannedJob
from vaxel.business.vehicles import queries as vehicles
from vaxel.doors import wording
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.canned import drafting, pricing
from vaxel.doors.office.canned.drafting import CannedForm, Row
from vaxel.doors.office.canned.listing import CannedJobs
from vaxel.doors.office.desk import by, desk, found, go, language, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.refusals import Refused


class UnknownCar(Refused):
    """A price is tried on a car we know."""

    sentence = gettext_lazy("No vehicle has the plate or VIN “%(text)s”. Leave it empty for a price to anyone.")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The canned jobs by title."""
    return answer(request, CannedJobs(), may_define=desk(request).may("canned.define"))


@screen
def show(request: HttpRequest, canned_id: UUID | None = None) -> HttpResponse:
    """A canned job with its lines in a form. A button of a line changes the form alone; *Save* stores it all."""
    job = found(CannedJob.objects.all(), canned_id) if canned_id else None
    if request.method != "POST":
        initial = drafting.of_job(job, desk(request).site.currency) if job else None
        return _page(request, job, _form(None, job, initial), drafting.stored(job) if job else [])
    rows, form, fault = drafting.sent(request), _form(request, job), ""
    try:
        if request.POST.get("do") != "save":
            return _page(request, job, form, drafting.done(request, rows), quiet=True)
        if form.is_valid():
            return _saved(request, job, form, rows)
    except Refused as refusal:
        fault = str(refusal)
    return _page(request, job, form, rows, fault=fault, status=422)


def _form(request: HttpRequest | None, job: CannedJob | None, initial: dict[str, Any] | None = None) -> CannedForm:
    form = CannedForm(request.POST if request else None, initial=initial)
    known = dict.fromkeys((*drafting.CATEGORIES, *([job.category] if job and job.category else [])))
    form.fields["category"].choices = [("", "–"), *((one, wording.word("category", one).text) for one in known)]  # type: ignore[attr-defined]
    if job:
        form.fields["key"].disabled = True
        form.initial.setdefault("key", job.key)
    return form


def _saved(request: HttpRequest, job: CannedJob | None, form: CannedForm, rows: list[Row]) -> HttpResponse:
    values = dict(form.cleaned_data)
    fixed, key = values.pop("fixed_price"), values.pop("key")
    values["fixed_price_cm"] = _price(request, fixed)
    values |= {name: values[name] or 0 for name in ("warranty_months", "warranty_km")}
    state: Literal["draft", "active"] = "draft" if request.POST.get("draft") else "active"
    made = canned.define(key, lines=[row.entry() for row in rows], state=state, **values, **by(request))
    return go(
        request, reverse("canned:show", args=[made.pk]),
        _("%(name)s is stored as version %(n)s.") % {"name": named(made, "title"), "n": made.version},
    )  # fmt: skip


def _price(request: HttpRequest, text: str) -> int:
    return reading.unit_price(text, desk(request).site.currency) if text else 0


def _page(
    request: HttpRequest, job: CannedJob | None, form: CannedForm, rows: list[Row], *, fault: str = "",
    quiet: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The form. `quiet`: nothing was to be saved, so faults of fields that are still empty are not said."""
    if quiet:
        form.errors.clear()
    context = {
        "job": job, "form": form, "rows": rows, "fault": fault, "may_define": desk(request).may("canned.define"),
        "told": happened.of(request, job.pk) if job else None,
    }  # fmt: skip
    name = "form" if is_fragment(request) else "show"
    return render(request, f"office/canned/{name}.html", context, status=status)


@screen
@require_POST
def try_it(request: HttpRequest) -> HttpResponse:
    """What the lines in the form cost on the car, as things stand; nothing is stored."""
    here, context = desk(request), dict[str, Any]()
    try:
        text = request.POST.get("car", "").strip()
        cars = vehicles.find(text, 2) if text else []
        if text and not cars:
            raise UnknownCar(text=text)
        context["tried"] = pricing.tried(
            [row.entry() for row in drafting.sent(request)], pricing_kind=request.POST.get("pricing", "lines"),
            fixed_price_cm=_price(request, request.POST.get("fixed_price", "")), site=here.site,
            vehicle=cars[0].vehicle if cars else None, language=language(), **by(request),
        )  # fmt: skip
    except Refused as refusal:
        context["fault"] = str(refusal)
    return render(request, "office/canned/tried.html", context, status=422 if "fault" in context else 200)


@screen
@require_POST
def set_state(request: HttpRequest, canned_id: UUID) -> HttpResponse:
    """The canned job is offered, or not any more."""
    job = found(CannedJob.objects.all(), canned_id)
    state: Literal["active", "retired"] = "active" if request.POST.get("state") == "active" else "retired"
    canned.set_state(job, state=state, **by(request))
    said = _("%(name)s is offered again.") if state == "active" else _("%(name)s is not offered any more.")
    return go(request, reverse("canned:show", args=[job.pk]), said % {"name": named(job, "title")})
