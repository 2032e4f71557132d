"""Today: what waits for someone at this site, and the way to start."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from vaxel.business.billing.models import Document
from vaxel.business.payments.models import DrawerSession, Payment
from vaxel.business.service import time_entries
from vaxel.business.stock import queries as stock
from vaxel.business.tickets.models import Job, Ticket
from vaxel.doors.office.desk import Desk, desk, screen
from vaxel.kernel.models import TrayItem

MOST = 8


@screen
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The lists of the day; a fixed number of queries."""
    here = desk(request)
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate(here.at) + timedelta(days=1), time()))
    rows = Ticket.objects.filter(site=here.site).select_related("vehicle", "customer").prefetch_related("jobs")
    going = rows.filter(state__in=("draft", "quoted", "open"))
    cards = Payment.objects.filter(site=here.site, state__in=("pending", "unknown"))
    sessions = DrawerSession.objects.filter(register=here.register, closed_at=None)
    at_work = ("in_progress", "open", "scheduled")
    promised = going.filter(promise_at__lt=tomorrow).exclude(order_status="lost").order_by("promise_at")
    context: dict[str, Any] = {
        "promised": list(promised[:MOST]),
        "ready": list(going.filter(order_status="ready").order_by("promise_at", "made_at")[:MOST]),
        "working": list(going.filter(order_status__in=at_work).order_by("-made_at")[:MOST]),
        "waiting": list(going.filter(order_status__startswith="waiting_").order_by("made_at")[:MOST]),
        "asked": list(going.filter(order_status="awaiting_approval").order_by("made_at")[:MOST]),
        "drafts": list(going.filter(order_status="draft", kind="service").order_by("-made_at")[:MOST]),
        "owed": list(
            Document.objects.filter(site=here.site, open_minor__gt=0, ticket__isnull=False)
            .select_related("ticket__vehicle", "customer").order_by("due_on", "posted_at")[:MOST]
        ),
        "undecided": list(cards.order_by("made_at")[:5]),
        "tray": TrayItem.objects.filter(site_id=here.site.pk, closed_at=None).count(),
        "low": stock.how_many_to_reorder(here.site.pk),
        "drawer": sessions.first() if here.register else None,
        "now": here.at,
    }  # fmt: skip
    if here.staff.is_technician:
        context |= _mine(here)
    return render(request, "office/today/today.html", context)


def _mine(here: Desk) -> dict[str, Any]:
    """A technician's own jobs that are not done, and the one their clock runs on."""
    rows = Job.objects.filter(
        lines__shares__staff=here.staff, ticket__site=here.site, ticket__state="open", decision="approved"
    ).exclude(work__in=("completed", "cancelled"))
    jobs = list(rows.select_related("ticket__vehicle").distinct().order_by("ticket__promise_at", "position")[:20])
    return {"my_jobs": jobs, "my_clock": time_entries.state_of(here.staff).job_id, "technician": True}
