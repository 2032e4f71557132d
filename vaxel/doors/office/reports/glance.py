"""How today is going, in one look: against the same weekday a week ago, up to the same time of day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import OWED, Document, DocumentLine
from vaxel.business.locations.models import Site
from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.desk import Desk, desk
from vaxel.doors.office.orders.listing import late
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


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold: without VAT, in so many sales."""

    net: int = 0
    n: int = 0


def context(request: HttpRequest) -> dict[str, Any]:
    """The figures of the site one stands at, or with `?site=all` of every site whose figures one may see, and what
    each sold. Five statements however many sites, and one for who may see the margin at them all."""
    here, sites = desk(request), asking.sites(request)
    whole = request.GET.get("site") == "all"
    shown = sites if whole else [here.site]
    sold = _sold(here.at, shown)
    return {
        "figures": _figures(here, shown, _in_all(sold), whole=whole), "sites": sites, "whole": whole, "at": here.at,
        "each": [(one, sold.get(one.pk, Sold())) for one in shown] if len(shown) > 1 else [],
    }  # fmt: skip


def _figures(here: Desk, sites: Sequence[Site], today: Sold, *, whole: bool) -> list[Figure]:
    """The day's figures; each leads to the list of what it counts."""
    week_ago = _in_all(_sold(here.at - timedelta(days=7), sites))
    day, ids = timezone.localdate(here.at), [one.pk for one in sites]
    tickets = Ticket.objects.filter(site_id__in=ids, state__in=OPEN, kind="service").aggregate(
        open=Count("id"), late=Count("id", filter=late(here.at)), ready=Count("id", filter=Q(order_status="ready")),
    )  # fmt: skip
    overdue = Document.objects.filter(OWED, site_id__in=ids, open_minor__gt=0, due_on__lt=day)
    everywhere = "&site=all" if whole else ""
    documents, orders = reverse("documents:list"), reverse("orders:list")
    sales = f"{documents}?from={day}&to={day}{everywhere}"
    found = [
        Figure(_("Sold today, without VAT"), today.net, "money", sales, _change(today.net, week_ago.net)),
        Figure(_("Number of sales"), today.n, "count", sales, _change(today.n, week_ago.n)),
        Figure(_("A sale"), rdiv(today.net, today.n) if today.n else None, "money"),
        Figure(_("Cars in the house"), tickets["open"], "count",
               f"{reverse('tickets:list')}?kind=service{everywhere}"),
        Figure(_("Late"), tickets["late"], "count", f"{orders}?view=late{everywhere}"),
        Figure(_("Ready to be fetched"), tickets["ready"], "count", f"{orders}?view=ready{everywhere}"),
        Figure(_("Overdue invoices"), overdue.aggregate(s=Sum("open_minor", default=0))["s"], "money",
               f"{documents}?view=overdue{everywhere}"),
    ]  # fmt: skip
    if all(here.actor.may(SEE_MARGIN, site) for site in ids):
        found.insert(3, Figure(_("Margin today"), _margin(here.at, sites), "money"))
    return found


def _posted(at: datetime, sites: Sequence[Site]) -> QuerySet[Document]:
    """What was posted on the day until the time of day."""
    return Document.objects.filter(
        business_date=timezone.localdate(at), site_id__in=[one.pk for one in sites], kind__in=sums.SALES,
        posted_at__lte=at,
    )  # fmt: skip


def _sold(at: datetime, sites: Sequence[Site]) -> Mapping[UUID, Sold]:
    """Site → what it sold on the day until the time of day; a site that sold nothing is not there."""
    rows = _posted(at, sites).values_list("site_id").annotate(
        net=Sum("net_minor"), n=Count("id", filter=Q(kind__in=("invoice", "receipt")))
    ).order_by()  # fmt: skip
    return {site_id: Sold(net, n) for site_id, net, n in rows}


def _in_all(sold: Mapping[UUID, Sold]) -> Sold:
    return Sold(sum(one.net for one in sold.values()), sum(one.n for one in sold.values()))


def _margin(at: datetime, sites: Sequence[Site]) -> int:
    lines = DocumentLine.objects.filter(document__in=_posted(at, sites))
    return int(lines.aggregate(margin=Sum(F("net_minor") - F("cost_minor")))["margin"] or 0)


def _change(value: int, before: int) -> int | None:
    return rdiv((value - before) * 1_000_000, abs(before)) if before else None
