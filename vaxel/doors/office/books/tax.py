"""The VAT return: its boxes for a month, quarter or year, each leading to what it is made of; and its settlement."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.accounting import charts, vat
from vaxel.business.locations.models import Company
from vaxel.doors.office.books import reach
from vaxel.doors.office.desk import by, desk, go, only_who_may, screen
from vaxel.doors.office.lists.listing import a_day
from vaxel.kernel.refusals import BadInput, Forbidden
from vaxel.readers.reports import spans, vat_boxes
from vaxel.readers.reports.spans import Span

STEPS = {"month": gettext_lazy("Month"), "quarter": gettext_lazy("Quarter"), "year": gettext_lazy("Year")}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _span(request: HttpRequest, today: date) -> tuple[str, Span]:
    """The step and span of the address; at first the month before this one."""
    step = request.GET.get("step", "")
    step = step if step in STEPS else "month"
    n = MONTHS[step]
    day = a_day(request.GET.get("first", "")) or spans.months_back(today.replace(day=1), n)
    first = date(day.year, (day.month - 1) // n * n + 1, 1)
    return step, Span(first, spans.months_back(first, -n) - timedelta(days=1))


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The boxes of the span, for the whole company as far as the person reads its books."""
    only_who_may(request, reach.READ)
    step, span = _span(request, timezone.localdate(desk(request).at))
    held = reach.sites(request)
    told = vat_boxes.boxes(span.first, span.last, [one.pk for one in held])
    whole = told.whole
    accounts = charts.accounts(charts.latest_version()) if charts.latest_version() else {}
    links = {box: accounts.get(role, "") for role, box in vat_boxes.TAX_BOXES.items() if told.by_role.get(role)}
    groups = [
        (title, [(key, name, whole.get(key, 0), told.exact.get(key, 0), links.get(key, "")) for key, name in rows])
        for title, rows in vat_boxes.GROUPS
    ]
    n = MONTHS[step]
    company = Company.objects.get()
    context = {
        "groups": groups, "step": step, "steps": STEPS, "span": span, "differs": told.differs,
        "earlier": spans.months_back(span.first, n), "later": spans.months_back(span.first, -n),
        "swedish": company.country == "SE", "currency": company.currency, "owed": whole["49"],
        "settled": vat.settlement_of(span.first, span.last), "whole_company": _whole_company(request),
        "may_settle": desk(request).may("vat.settle") and _whole_company(request) and span.last < timezone.localdate(
            desk(request).at),
    }  # fmt: skip
    return render(request, "office/books/vat.html", context)


def _whole_company(request: HttpRequest) -> bool:
    """Whether the person reads the books of all sites."""
    return desk(request).actor.may(reach.READ, None)


@screen
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """The span is settled with what its return says."""
    if not _whole_company(request):
        raise Forbidden(permission=reach.READ)
    first, last = a_day(request.POST.get("first", "")), a_day(request.POST.get("last", ""))
    if first is None or last is None or last < first:
        raise BadInput()
    told = vat_boxes.boxes(first, last, [one.pk for one in reach.sites(request)])
    entry = vat.settle(first, last, whole_minor=told.whole["49"] * vat_boxes.WHOLE, day=last, **by(request))
    return go(request, reverse("books:show", args=[entry]), _("The VAT is settled."))
