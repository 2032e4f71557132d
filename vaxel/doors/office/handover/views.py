"""What is handed to accounting systems: gathered, looked at beforehand, followed, compared."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.accounting.models import Account, LedgerEntry
from vaxel.business.exports import collecting, reconciling, targets
from vaxel.business.exports.models import Target, Unit
from vaxel.doors import wording
from vaxel.doors.office.books.listing import account_name
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.office.handover.listing import FAILED, WAITING, Units
from vaxel.doors.office.lists.listing import a_day
from vaxel.doors.office.lists.views import answer
from vaxel.kernel.refusals import Forbidden, NotFound
from vaxel.readers.reports.spans import month_of, months_back

MAY = "exports.collect"
MOST = 200


def only_for_the_books(request: HttpRequest) -> None:
    """Refuses with Forbidden who may not hand over the books of the whole company."""
    only_who_may(request, MAY)
    if not desk(request).actor.may(MAY, None):
        raise Forbidden(permission=_("Gather what is to be handed to accounting"))


def the_target(key: str) -> Target:
    """The system that is set up; refuses with NotFound."""
    held = Target.objects.filter(key=key).first()
    if held is None:
        raise NotFound()
    return held


def today(request: HttpRequest) -> date:
    """The day on the wall clock."""
    return timezone.localdate(desk(request).at)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every system one may hand the books to, and how it stands."""
    only_for_the_books(request)
    counted = Target.objects.annotate(
        failed=Count("units", filter=Q(units__state__in=FAILED)),
        waiting=Count("units", filter=Q(units__state__in=WAITING)),
        there=Count("units", filter=Q(units__state="confirmed")),
    )  # fmt: skip
    held: dict[str, Any] = {one.key: one for one in counted}
    rows = [(key, word, held.get(key)) for key, word in wording.ACCOUNTING.items()]
    return render(request, "office/handover/index.html", {"rows": rows})


@screen
@require_GET
def units(request: HttpRequest, key: str) -> HttpResponseBase:
    """One system's units; who comes first is asked how it is set up."""
    only_for_the_books(request)
    target = Target.objects.filter(key=key).first()
    if key not in Target.KEYS:
        raise NotFound()
    if target is None:
        return go(request, reverse("handover:setup", args=[key]))
    return answer(request, Units(), target=target, word=wording.ACCOUNTING[key])


@screen
@require_GET
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """What would go now, up to a day; nothing is stored (A-75)."""
    only_for_the_books(request)
    target = the_target(key)
    until = a_day(request.GET.get("until", "")) or today(request)
    planned = collecting.plan(target, until=until, today=today(request))
    context = {
        "target": target, "word": wording.ACCOUNTING[key], "until": until, "rows": planned.units[:MOST],
        "n": len(planned.units), "more": max(0, len(planned.units) - MOST), "waiting": planned.waiting,
        "turnover": sum(one.turnover for one in planned.units), "currency": desk(request).site.currency,
    }  # fmt: skip
    return render(request, "office/handover/preview.html", context)


@screen
@require_GET
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit: its rows, its entries, what was sent and what was said."""
    only_for_the_books(request)
    held = found(Unit.objects.select_related("target", "batch"), unit_id)
    names = {one.pk: account_name(one) for one in Account.objects.filter(pk__in={row[0] for row in held.rows})}
    entries = LedgerEntry.objects.filter(pk__in=held.entries.values("entry_id")).order_by("business_date", "number")
    context = {
        "unit": held, "target": held.target, "word": wording.ACCOUNTING[held.target.key],
        "rows": [(row[0], names.get(row[0], row[4]), row[2], row[3]) for row in held.rows],
        "entries": entries[:MOST], "n": entries.count(),
        "debit": sum(row[3] for row in held.rows if row[3] > 0),
        "may_leave_out": held.state in ("ready", "data_error", "retry_wait"),
        "may_put_back": held.state in ("skipped", "data_error", "retry_wait"),
    }  # fmt: skip
    return render(request, "office/handover/unit.html", context)


@screen
@require_POST
def do(request: HttpRequest, unit_id: UUID, what: str) -> HttpResponse:
    """The unit is left out with a reason, or goes after all."""
    only_for_the_books(request)
    held = found(Unit.objects.all(), unit_id)
    page = reverse("handover:unit", args=[held.pk])
    if what == "leave_out":
        targets.leave_out(held, reason=request.POST.get("reason", ""), **by(request))
        return go(request, page, _("It is left out."))
    if what == "put_back":
        targets.put_back(held, **by(request))
        return go(request, page, _("It goes with the next ones."))
    raise NotFound()


@screen
@require_GET
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Ours against theirs for some days; at first the month before this one and this one."""
    only_for_the_books(request)
    target, day = the_target(key), today(request)
    first = a_day(request.GET.get("from", "")) or max(target.starts_on, months_back(day.replace(day=1), 1))
    last = a_day(request.GET.get("to", "")) or min(month_of(day).last, day + timedelta(days=0))
    told = reconciling.compare(target, first, last, day)
    names = {one.pk: account_name(one) for one in Account.objects.all()}
    context = {
        "target": target, "word": wording.ACCOUNTING[key], "first": first, "last": last, "told": told,
        "rows": [(one, names.get(one.account, "")) for one in told.accounts], "currency": desk(request).site.currency,
        "differs": sum(1 for one in told.accounts if one.difference),
    }  # fmt: skip
    return render(request, "office/handover/compare.html", context)
