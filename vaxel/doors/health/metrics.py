"""Figures for a monitor, in the text form that Prometheus reads: what waits, what failed. No names, no amounts.

Only who has the installation's `VAXEL_METRICS_TOKEN` is told; without one nobody is.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import vaxel
from vaxel.business.exports.models import Unit
from vaxel.business.messaging.models import Message
from vaxel.kernel import clock
from vaxel.kernel.models import Event, TrayItem, Work

TEXT = "text/plain; version=0.0.4; charset=utf-8"
type Figure = tuple[str, str, str, int]  # name, what it says, labels, value


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 404 without the token, so that nobody learns that there are any."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        return HttpResponse(status=404)
    return HttpResponse("".join(_lines(list(_figures(clock.now())))), content_type=TEXT)


def _figures(now: datetime) -> Iterator[Figure]:
    """Six queries."""
    yield "vaxel_info", "The version that answers.", f'version="{vaxel.__version__}"', 1
    waiting = Event.objects.filter(told_at=None).aggregate(n=Count("id"), first=Min("at"))
    yield "vaxel_events_waiting", "Events that somebody is still to be told of.", "", waiting["n"]
    age = int((now - waiting["first"]).total_seconds()) if waiting["first"] else 0
    yield "vaxel_events_oldest_seconds", "Age of the oldest of them.", "", max(age, 0)
    yield from _by_state(Work.objects.exclude(state="SUCCESSFUL"), "vaxel_work", "Work of the worker that is not done.")
    undelivered = Message.objects.filter(state__in=("waiting", "sending", "failed", "unknown"))
    yield from _by_state(undelivered, "vaxel_messages", "Messages that have not arrived.")
    missing = Unit.objects.exclude(state__in=("confirmed", "skipped"))
    yield from _by_state(missing, "vaxel_exports", "Vouchers that are not in the accounting system.")
    tray = TrayItem.objects.filter(closed_at=None).count()
    yield "vaxel_tray_open", "What waits for a person to sort out.", "", tray


def _by_state(rows: QuerySet[Work] | QuerySet[Message] | QuerySet[Unit], name: str, about: str) -> Iterator[Figure]:
    for state, n in rows.order_by("state").values_list("state").annotate(n=Count("id")):
        yield name, about, f'state="{state.lower()}"', n


def _lines(figures: list[Figure]) -> Iterator[str]:
    told = set()
    for name, about, labels, value in figures:
        if name not in told:
            told.add(name)
            yield f"# HELP {name} {about}\n# TYPE {name} gauge\n"
        yield f"{name}{{{labels}}} {value}\n" if labels else f"{name} {value}\n"
