"""What a report is asked: read from the address, so that it can be kept, sent and opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.doors.office.desk import desk, language
from vaxel.readers.reports import spans
from vaxel.readers.reports.spans import Span
from vaxel.readers.reports.table import Asked, Report

SPANS: dict[str, str | Promise] = {
    "today": _("Today"), "yesterday": _("Yesterday"), "week": _("This week"), "last_week": _("Last week"),
    "month": _("This month"), "last_month": _("Last month"), "quarter": _("This quarter"), "year": _("This year"),
    "last_year": _("Last year"), "days_365": _("Last 365 days"),
}  # fmt: skip
COMPARED: dict[str, str | Promise] = {
    "before": _("The time before"), "year": _("A year earlier"), "none": _("Nothing"),
}  # fmt: skip
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks, ready to be answered and to stand in the form."""

    asked: Asked
    span_name: str
    compare: str
    site: str
    sites: Sequence[Site]
    site_choices: Sequence[Site]

    @property
    def before(self) -> Asked | None:
        """The same question about the span it is compared with."""
        if self.compare == "none":
            return None
        span = self.asked.span
        return replace(self.asked, span=spans.year_before(span) if self.compare == "year" else spans.before(span))


def question(request: HttpRequest, report: Report, *, most: int | None) -> Question:
    """The address's question; what it leaves out, or says wrongly, is as the report suggests. `most` rows of it."""
    here = desk(request)
    today = timezone.localdate(here.at)
    span, name = _span(request, report, today)
    allowed = sites(request, report.needs)
    wanted = request.GET.get("site", "")
    chosen = allowed if wanted == "all" else [one for one in allowed if str(one.pk) == wanted] or [here.site]
    ways = [one.key for one in report.ways]
    way = request.GET.get("by", "")
    by = way if way in ways else ways[0] if ways else ""
    if report.chart and ways and way not in ways and span.step in ways:
        by = span.step
    compare = request.GET.get("compare", "before")
    return Question(
        Asked(span, [one.pk for one in chosen], by, here.site.currency, today, here.at, language(), most),
        name,
        compare if compare in COMPARED and not report.now else "none" if report.now else "before",
        "all" if wanted == "all" else str(chosen[0].pk), chosen, allowed,
    )  # fmt: skip


def _span(request: HttpRequest, report: Report, today: date) -> tuple[Span, str]:
    typed = spans.typed(request.GET.get("from", ""), request.GET.get("to", ""))
    if typed:
        return typed, ""
    name = request.GET.get("span", "")
    found = spans.named(name, today)
    if found is None:
        name = report.span
        found = spans.named(name, today)
    assert found is not None, f"{report.key} suggests the span {report.span}"
    return found, name


def sites(request: HttpRequest, *needs: str) -> list[Site]:
    """The sites where the person may read reports and do all of `needs`, of the currency of where they stand: others
    cannot be summed."""
    here = desk(request)
    held = Site.objects.filter(currency=here.site.currency).order_by("name")
    return [one for one in held if all(here.actor.may(what, one.pk) for what in ("reports.read", *needs))]
