"""How the workshop does: technicians' hours, orders, close rate, promises (S-112, S-124 to S-127)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.locations.models import Staff
from vaxel.business.service import hours
from vaxel.business.service.models import ApprovalItem, TimeEntry
from vaxel.business.service.time_entries import facts_of
from vaxel.kernel.money import rdiv
from vaxel.readers.reports import spans, sums
from vaxel.readers.reports.sales import step_name
from vaxel.readers.reports.table import Asked, Column, Report, Row, Table, Way, each, moments, per_million

LOOK_BACK = timedelta(days=2)
TECHNICIANS = (
    Column("billed", gettext_lazy("Billed"), "hours", gettext_lazy("Hours on posted documents")),
    Column("clocked", gettext_lazy("Clocked"), "hours", gettext_lazy("Time on jobs")),
    Column("available", gettext_lazy("On shift"), "hours", gettext_lazy("Time between clocking in and out")),
    Column("efficiency", gettext_lazy("Efficiency"), "rate", gettext_lazy("Billed of clocked")),
    Column("productivity", gettext_lazy("Productivity"), "rate", gettext_lazy("Clocked of time on shift")),
    Column("proficiency", gettext_lazy("Proficiency"), "rate", gettext_lazy("Billed of time on shift")),
    Column("net", gettext_lazy("Labour without VAT"), "money"),
    Column("rate", gettext_lazy("Per billed hour"), "money", gettext_lazy("Labour sales by billed hours")),
)
ORDERS = (
    Column("orders", gettext_lazy("Orders posted"), "count"),
    Column("average", gettext_lazy("An order"), "money", gettext_lazy("Without VAT, per posted order")),
    Column("hours", gettext_lazy("Hours an order"), "hours", gettext_lazy("Billed hours by posted orders")),
    Column("rate", gettext_lazy("Per billed hour"), "money", gettext_lazy("Labour sales by billed hours")),
    Column("proposed", gettext_lazy("Proposed"), "money", gettext_lazy("Value of answered jobs, with VAT")),
    Column("close_rate", gettext_lazy("Said yes to"), "rate", gettext_lazy("Approved of proposed, by value")),
    Column("kept", gettext_lazy("Promises kept"), "rate", gettext_lazy("Posted no later than promised")),
)


def technicians(asked: Asked) -> Table:
    """Each technician's hours and rates over the span; clocked and shift time are cut at its ends."""
    billed: dict[UUID | None, tuple[int, int]] = {
        row["staff_id"]: (row["milli"] or 0, row["net"] or 0)
        for row in _labour(asked).filter(staff_id__isnull=False).values("staff_id").annotate(
            milli=Sum("quantity_milli"), net=Sum("net_minor")
        )
    }  # fmt: skip
    clocked, shifts = (_minutes(asked, kind) for kind in ("job", "shift"))
    working = Q(is_technician=True, is_active=True) | Q(pk__in=[*billed, *clocked])
    rows, whole = [], [0, 0, 0, 0]
    for one in Staff.objects.filter(working).order_by("name"):
        milli, net = billed.get(one.pk, (0, 0))
        values = (rdiv(milli * 60, 1000), clocked.get(one.pk, 0), shifts.get(one.pk, 0), net)
        if any(values):
            rows.append(Row(str(one.pk), one.name, _rates(*values)))
            whole = [held + value for held, value in zip(whole, values, strict=True)]
    return Table(TECHNICIANS, rows, _rates(*whole))


def _rates(billed: int, clocked: int, available: int, net: int) -> dict[str, int | None]:
    """Minutes and money → the measures of S-124 and S-127."""
    return {
        "billed": billed, "clocked": clocked, "available": available, "net": net,
        "efficiency": per_million(billed, clocked), "productivity": per_million(clocked, available),
        "proficiency": per_million(billed, available), "rate": each(net * 60, billed),
    }  # fmt: skip


def _labour(asked: Asked) -> QuerySet[DocumentLine]:
    return DocumentLine.objects.filter(
        document__business_date__range=(asked.span.first, asked.span.last), document__site_id__in=asked.sites,
        document__kind__in=sums.SALES, kind="labour",
    )  # fmt: skip


def _minutes(asked: Asked, kind: str) -> Mapping[UUID, int]:
    """Person → whole minutes that their clock of the kind ran inside the span, at these sites."""
    begin, end = moments(asked)
    rows = TimeEntry.objects.filter(
        kind=kind, site_id__in=asked.sites, happened_at__range=(begin - LOOK_BACK, min(end, asked.at))
    )
    seconds: dict[UUID, int] = defaultdict(int)
    for one in hours.spans(facts_of(rows), kind=kind, until=min(end, asked.at)):
        inside = (min(one.end, end) - max(one.start, begin)).total_seconds()
        seconds[one.staff_id] += max(0, int(inside))
    return {staff_id: value // 60 for staff_id, value in seconds.items() if value >= 60}


def orders(asked: Asked) -> Table:
    """Orders over time or by advisor: how large, how many hours, what customers said yes to, promises kept."""
    found = _by_bucket(asked)
    if asked.by == "advisor":
        names = dict(Staff.objects.values_list("pk", "name"))
        rows = [
            Row(str(key), names.get(key, _("Nobody named")), _order_cells(found[key]))
            for key in sorted(found, key=lambda pk: str(names.get(pk, "")))
        ]
    else:
        rows = [
            Row(str(n), step_name(one, asked.span.step),
                _order_cells(_sum(held for day, held in found.items() if one.first <= day <= one.last)),
                ("span", f"{one.first}/{one.last}"))
            for n, one in enumerate(spans.steps(asked.span, asked.span.step))
        ]  # fmt: skip
    return Table(ORDERS, rows, _order_cells(_sum(found.values())), over_time=asked.by != "advisor")


@dataclass(slots=True)
class _Held:
    """Sums of one bucket: a day, or an advisor."""

    orders: int = 0
    net: int = 0
    promised: int = 0
    kept: int = 0
    milli: int = 0
    labour: int = 0
    proposed: int = 0
    approved: int = 0


def _by_bucket(asked: Asked) -> dict[Any, _Held]:
    """Day or advisor → what was posted, worked and answered. Three queries."""
    advisor = asked.by == "advisor"
    found: dict[Any, _Held] = defaultdict(_Held)
    posted = Document.objects.filter(
        business_date__range=(asked.span.first, asked.span.last), site_id__in=asked.sites, kind__in=sums.SALES,
        ticket__kind="service",
    )  # fmt: skip
    key = "ticket__made_by_id" if advisor else "business_date"
    fresh = Q(kind__in=("invoice", "receipt"))
    for bucket, n, net, promised, kept in posted.values_list(key).annotate(
        n=Count("ticket", distinct=True, filter=fresh), net=Sum("net_minor"),
        promised=Count("ticket", distinct=True, filter=fresh & Q(ticket__promise_at__isnull=False)),
        kept=Count("ticket", distinct=True, filter=fresh & Q(happened_at__lte=F("ticket__promise_at"))),
    ).order_by():  # fmt: skip
        held = found[bucket]
        held.orders, held.net, held.promised, held.kept = n, net or 0, promised, kept
    key = "document__ticket__made_by_id" if advisor else "document__business_date"
    labour = _labour(asked).filter(document__ticket__kind="service")
    for bucket, milli, net in labour.values_list(key).annotate(q=Sum("quantity_milli"), n=Sum("net_minor")).order_by():
        found[bucket].milli, found[bucket].labour = milli or 0, net or 0
    for bucket, proposed, approved in _answers(asked, advisor=advisor):
        found[bucket].proposed, found[bucket].approved = proposed or 0, approved or 0
    return found


def _answers(asked: Asked, *, advisor: bool) -> Iterable[tuple[Any, int | None, int | None]]:
    """(bucket, proposed, approved) by value of the newest answer to each job that was answered in the span (S-112)."""
    begin, end = moments(asked)
    newer = ApprovalItem.objects.filter(job=OuterRef("job"), pk__gt=OuterRef("pk"))
    items = ApprovalItem.objects.filter(
        ~Exists(newer), approval__happened_at__gte=begin, approval__happened_at__lt=end,
        approval__ticket__site_id__in=asked.sites,
    )  # fmt: skip
    day = TruncDate("approval__happened_at", tzinfo=begin.tzinfo)
    bucket = F("approval__ticket__made_by_id") if advisor else day
    return items.annotate(bucket=bucket).values_list("bucket").annotate(
        proposed=Sum("gross_minor"), approved=Sum("gross_minor", filter=Q(decision="approve"))
    ).order_by()  # fmt: skip


def _sum(held: Iterable[_Held]) -> _Held:
    whole = _Held()
    for one in held:
        for name in _Held.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole


def _order_cells(held: _Held) -> dict[str, int | None]:
    minutes = rdiv(held.milli * 60, 1000)
    return {
        "orders": held.orders, "average": each(held.net, held.orders), "hours": each(minutes, held.orders),
        "rate": each(held.labour * 60, minutes), "proposed": held.proposed,
        "close_rate": per_million(held.approved, held.proposed), "kept": per_million(held.kept, held.promised),
    }  # fmt: skip


REPORTS = (
    Report(
        "technicians", gettext_lazy("Technicians"),
        gettext_lazy("Hours billed, clocked and on shift; efficiency, productivity, proficiency."), "wrench", "work",
        technicians, (), "billed",
    ),
    Report(
        "orders", gettext_lazy("Orders"),
        gettext_lazy("How large they are, how many hours, what customers say yes to, and promises kept."),
        "clipboard-list", "work", orders, (Way("time", gettext_lazy("Time")), Way("advisor", gettext_lazy("Advisor"))),
        "average",
    ),
)  # fmt: skip
