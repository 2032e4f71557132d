"""How today is going, in one look: against the same weekday a week ago, up to the same time of day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import OWED, Document, DocumentLine
from vaxel.business.locations.models import Site
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.desk import Desk, desk
from vaxel.doors.office.reports import asking
from vaxel.kernel.money import rdiv
from vaxel.readers.reports import sums
from vaxel.readers.reports.table import SEE_MARGIN

OPEN = ("draft", "quoted", "open")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the day: what it is, how it stands against a week ago, where one sees more."""

    title: str | Promise
    value: int | None
    kind: str
    url: str = ""
    change: int | None = None
    low_is_good: bool = False

    @property
    def better(self) -> bool:
        """Whether the change is good news."""
        return self.change is not None and (self.change > 0) != self.low_is_good


def context(request: HttpRequest) -> dict[str, Any]:
    """The figures of the site one stands at, and of every site side by side when one may see several."""
    here, sites = desk(request), asking.sites(request)
    wanted = [one for one in sites if one.pk == here.site.pk] or sites[:1]
    whole = request.GET.get("site") == "all"
    return {
        "figures": figures(here, sites if whole else wanted), "sites": sites, "whole": whole, "at": here.at,
        "each": [(one, _sold(here.at, [one])) for one in sites] if len(sites) > 1 else [],
    }  # fmt: skip


def figures(here: Desk, sites: list[Site]) -> list[Figure]:
    """The day's figures. Five queries."""
    today = _sold(here.at, sites)
    week_ago = _sold(here.at - timedelta(days=7), sites)
    day = timezone.localdate(here.at)
    ids = [one.pk for one in sites]
    tickets = Ticket.objects.filter(site_id__in=ids, state__in=OPEN, kind="service").aggregate(
        open=Count("id"), late=Count("id", filter=Q(promise_at__lt=here.at) & ~Q(order_status="ready")),
        ready=Count("id", filter=Q(order_status="ready")),
    )  # fmt: skip
    overdue = Document.objects.filter(OWED, site_id__in=ids, open_minor__gt=0, due_on__lt=day)
    span = f"?from={day}&to={day}"
    found = [
        Figure(_("Sold today, without VAT"), today["net"], "money", reverse("documents:list") + span,
               _change(today["net"], week_ago["net"])),
        Figure(_("Number of sales"), today["n"], "count", reverse("documents:list") + span,
               _change(today["n"], week_ago["n"])),
        Figure(_("A sale"), rdiv(today["net"], today["n"]) if today["n"] else None, "money"),
        Figure(_("Cars in the house"), tickets["open"], "count", reverse("tickets:list")),
        Figure(_("Late"), tickets["late"], "count", reverse("orders:list") + "?view=late", low_is_good=True),
        Figure(_("Ready to be fetched"), tickets["ready"], "count", reverse("orders:list") + "?view=ready"),
        Figure(_("Overdue invoices"), overdue.aggregate(s=Sum("open_minor", default=0))["s"], "money",
               reverse("documents:list") + "?view=overdue", low_is_good=True),
    ]  # fmt: skip
    if all(here.actor.may(SEE_MARGIN, site) for site in ids):
        found.insert(3, Figure(_("Margin today"), today["margin"], "money"))
    return found


def _sold(at: datetime, sites: list[Site]) -> dict[str, int]:
    """What was posted on the day until the time of day. Two queries."""
    day = timezone.localdate(at)
    posted = Document.objects.filter(
        business_date=day, site_id__in=[one.pk for one in sites], kind__in=sums.SALES, posted_at__lte=at
    )
    sold = posted.aggregate(net=Sum("net_minor"), n=Count("id", filter=Q(kind__in=("invoice", "receipt"))))
    cost = DocumentLine.objects.filter(document__in=posted).aggregate(margin=Sum(F("net_minor") - F("cost_minor")))
    return {"net": sold["net"] or 0, "n": sold["n"], "margin": cost["margin"] or 0}


def _change(value: int, before: int) -> int | None:
    return rdiv((value - before) * 1_000_000, abs(before)) if before else None
