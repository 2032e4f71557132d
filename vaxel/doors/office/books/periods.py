"""Periods: which months are open, who locked them, and why one was opened again."""

from typing import Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.accounting import periods
from vaxel.business.accounting.models import Period
from vaxel.doors.office.books import reach
from vaxel.doors.office.desk import a_number, by, desk, found, go, only_who_may, screen
from vaxel.kernel.refusals import BadInput

YEARS = (1990, 2100)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """A year's months with their state."""
    only_who_may(request, reach.READ)
    held = sorted({one.year for one in Period.objects.values_list("first_day", flat=True)})
    today = timezone.localdate(desk(request).at)
    year = a_number(request.GET.get("year"), today.year)
    months = Period.objects.filter(first_day__year=year).prefetch_related("changes").order_by("first_day")
    rows = [
        (one, max(one.changes.all(), key=lambda change: (change.at, change.pk), default=None), one.last_day < today)
        for one in months
    ]
    context = {"rows": rows, "year": year, "years": held, "next_year": (held[-1] if held else today.year - 1) + 1,
               "may": desk(request).may("periods.set_state")}  # fmt: skip
    return render(request, "office/books/periods.html", context)


@screen
@require_POST
def change(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """The month is locked, or opened again with a reason."""
    period = found(Period.objects.all(), period_id)
    state = request.POST.get("state", "")
    if state not in ("open", "soft_locked", "locked"):
        raise BadInput()
    wanted = cast("Literal['open', 'soft_locked', 'locked']", state)
    periods.set_state(period, state=wanted, reason=request.POST.get("reason", ""), **by(request))
    month = f"{period.first_day:%Y-%m}"
    said = _("%(month)s is open again.") if state == "open" else _("%(month)s is locked.")
    return go(request, f"{reverse('books:periods')}?year={period.first_day.year}", said % {"month": month})


@screen
@require_POST
def open_year(request: HttpRequest) -> HttpResponse:
    """Twelve open months of the year are there."""
    year = a_number(request.POST.get("year"))
    if not YEARS[0] <= year <= YEARS[1]:
        raise BadInput()
    periods.open_year(year, **by(request))
    return go(request, f"{reverse('books:periods')}?year={year}", _("The year %(year)s is open.") % {"year": year})
