"""What was sold, by whatever one asks: time, site, kind, part group, person, customer, part."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog.models import Category, Part
from vaxel.business.locations.models import Site, Staff
from vaxel.readers.reports import spans, sums
from vaxel.readers.reports.spans import Span
from vaxel.readers.reports.table import SEE_MARGIN, Asked, Column, Report, Row, Table, Way, each, per_million

NET = Column("net", gettext_lazy("Without VAT"), "money")
MARGIN = Column("margin", gettext_lazy("Margin"), "money", needs=SEE_MARGIN)
MARGIN_RATE = Column("margin_rate", gettext_lazy("Margin, %"), "rate", needs=SEE_MARGIN)
MEASURES = (
    NET,
    Column("gross", gettext_lazy("With VAT"), "money"),
    Column("discount", gettext_lazy("Discounts"), "money", low_is_good=True),
    MARGIN,
    MARGIN_RATE,
)
DOCUMENTS = (
    Column(
        "documents",
        gettext_lazy("Number of sales"),
        "count",
        gettext_lazy("Invoices and receipts; returns are not counted"),
    ),
    Column("average", gettext_lazy("A sale"), "money", gettext_lazy("Without VAT, per invoice or receipt")),
)
KINDS: Mapping[str, str | Promise] = {
    "labour": gettext_lazy("Labour"), "part": gettext_lazy("Parts"), "sublet": gettext_lazy("Sublet work"),
    "fee": gettext_lazy("Fees"), "core": gettext_lazy("Cores"), "note": gettext_lazy("Notes"),
    "placeholder": gettext_lazy("Notes"),
}  # fmt: skip
TICKETS: Mapping[str, str | Promise] = {
    "service": gettext_lazy("Workshop"), "counter": gettext_lazy("Counter"), "": gettext_lazy("Without a ticket"),
}  # fmt: skip
TIMES = (
    Way(spans.DAY, gettext_lazy("Day")), Way(spans.WEEK, gettext_lazy("Week")), Way(spans.MONTH, gettext_lazy("Month")),
)  # fmt: skip


def over_time(asked: Asked) -> Table:
    """Sales in steps of time; a step without sales is there too."""
    step = asked.by if asked.by in (spans.DAY, spans.WEEK, spans.MONTH) else asked.span.step
    lines = sums.of_lines(asked.span, asked.sites, ("day",))
    documents = sums.of_documents(asked.span, asked.sites, ("day", "kind"))
    rows = []
    for n, one in enumerate(spans.steps(asked.span, step)):
        sold = _summed(values for (day,), values in lines.items() if one.first <= day <= one.last)
        posted = [(kind, values) for (day, kind), values in documents.items() if one.first <= day <= one.last]
        rows.append(Row(str(n), step_name(one, step), _cells(sold, _counted(posted)), ("span", _address(one))))
    total = _cells(_summed(lines.values()), _counted((kind, values) for (_day, kind), values in documents.items()))
    return Table((*DOCUMENTS, *MEASURES), rows, total, over_time=True)


def by_what(asked: Asked) -> Table:
    """Sales by kind of line, by workshop and counter, part group, person or site."""
    key = {"kind": "kind", "ticket": "ticket_kind", "group": "category_id", "person": "staff_id", "site": "site_id"}
    lines = sums.of_lines(asked.span, asked.sites, (key[asked.by],))
    names = _names(asked.by, [value for (value,) in lines], asked.language)
    rows = [
        Row(str(value), names.get(value, _("Other")), _cells(values))
        for (value,), values in sorted(lines.items(), key=lambda item: -item[1][2])
        if any(values[2:])
    ]
    return Table(MEASURES, rows, _cells(_summed(lines.values())))


def by_customer(asked: Asked) -> Table:
    """The customers who bought most, and all the others in a sum."""
    rows = _posted(asked).values("customer_id", "customer__name", "customer__is_walk_in").annotate(
        documents=Count("id", filter=~Q(kind__in=("credit_note", "return_receipt"))), net=Sum("net_minor"),
        gross=Sum("gross_minor"),
    ).order_by("-net", "customer_id")  # fmt: skip
    most, more = _first(rows, asked.most)
    total = _posted(asked).aggregate(
        documents=Count("id", filter=~Q(kind__in=("credit_note", "return_receipt"))), net=Sum("net_minor"),
        gross=Sum("gross_minor"),
    )  # fmt: skip
    table = [
        Row(
            str(one["customer_id"]), _("Walk-in customers") if one["customer__is_walk_in"] else one["customer__name"],
            {**_picked(one, "documents", "net", "gross"), "average": each(one["net"], one["documents"])},
            None if one["customer__is_walk_in"] else ("customer", str(one["customer_id"])),
        )
        for one in most
    ]  # fmt: skip
    whole = {name: value or 0 for name, value in total.items()}
    return Table(
        (*DOCUMENTS, NET, MEASURES[1]), table, {**whole, "average": each(whole["net"], whole["documents"])}, more=more
    )


def by_part(asked: Asked) -> Table:
    """The parts that brought most, with how many left the shelf."""
    lines = DocumentLine.objects.filter(
        document__business_date__range=(asked.span.first, asked.span.last), document__site_id__in=asked.sites,
        document__kind__in=sums.SALES, kind="part", part__isnull=False,
    )  # fmt: skip
    rows = lines.values("part_id").annotate(
        quantity=Sum("quantity_milli"), net=Sum("net_minor"), cost=Sum("cost_minor")
    ).order_by("-net", "part_id")  # fmt: skip
    most, more = _first(rows, asked.most)
    held = Part.objects.in_bulk([one["part_id"] for one in most])
    sold = [
        Row(
            str(one["part_id"]), f"{held[one['part_id']].number} {_named(held[one['part_id']], asked.language)}",
            {**_picked(one, "quantity", "net"), **_margin(one["net"], one["cost"])}, ("part", str(one["part_id"])),
        )
        for one in most
    ]  # fmt: skip
    whole = lines.aggregate(quantity=Sum("quantity_milli"), net=Sum("net_minor"), cost=Sum("cost_minor"))
    total = {"quantity": whole["quantity"] or 0, "net": whole["net"] or 0, **_margin(whole["net"], whole["cost"])}
    return Table(
        (Column("quantity", gettext_lazy("Sold"), "quantity"), NET, MARGIN, MARGIN_RATE), sold, total, more=more
    )


def step_name(one: Span, step: str) -> str:
    """How a step of time is called: a date, a week's number, a month's name."""
    if step == spans.DAY:
        return f"{formats.date_format(one.first, 'D')} {one.first.isoformat()}"
    if step == spans.WEEK:
        year, week, _day = one.first.isocalendar()
        return _("Week %(week)s, %(year)s") % {"week": week, "year": year}
    return str(formats.date_format(one.first, "F Y"))


def _address(one: Span) -> str:
    return f"{one.first.isoformat()}/{one.last.isoformat()}"


def _posted(asked: Asked) -> QuerySet[Document]:
    return Document.objects.filter(
        business_date__range=(asked.span.first, asked.span.last), site_id__in=asked.sites, kind__in=sums.SALES,
        reminder=None,
    )  # fmt: skip


def _first(rows: Any, most: int | None) -> tuple[list[dict[str, Any]], int]:
    """As many as are shown, and how many more there are."""
    found = list(rows[:most])
    return found, rows.count() - most if most is not None and len(found) == most else 0


def _picked(row: Mapping[str, Any], *names: str) -> dict[str, int]:
    return {name: row[name] or 0 for name in names}


def _summed(rows: Iterable[Sequence[int]]) -> list[int]:
    whole = [0] * len(sums.LINE_MEASURES)
    for values in rows:
        for n, value in enumerate(values):
            whole[n] += value
    return whole


def _counted(rows: Iterable[tuple[str, Sequence[int]]]) -> int:
    """How many sales; credit notes and returns take away from sums, not from how many sales there were."""
    return sum(values[0] for kind, values in rows if kind in ("invoice", "receipt"))


def _cells(sold: Sequence[int], documents: int | None = None) -> dict[str, int | None]:
    """The measures of LINE_MEASURES as a report shows them."""
    _lines, _quantity, net, tax, discount, cost = sold
    cells: dict[str, int | None] = {"net": net, "gross": net + tax, "discount": discount, **_margin(net, cost)}
    return cells if documents is None else {**cells, "documents": documents, "average": each(net, documents)}


def _margin(net: int | None, cost: int | None) -> dict[str, int | None]:
    margin = (net or 0) - (cost or 0)
    return {"margin": margin, "margin_rate": per_million(margin, net)}


def _names(by: str, values: Sequence[Any], language: str) -> Mapping[Any, str | Promise]:
    if by == "kind":
        return KINDS
    if by == "ticket":
        return TICKETS
    ids = [value for value in values if isinstance(value, UUID)]
    if by == "group":
        found = {one.pk: _named(one, language) for one in Category.objects.filter(pk__in=ids)}
        return {**found, "": _("No part group")}
    if by == "person":
        return {**dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name")), "": _("Nobody named")}
    return dict(Site.objects.filter(pk__in=ids).values_list("pk", "name"))


def _named(thing: Category | Part, language: str) -> str:
    other = thing.name_en if language == "en" else thing.name_sv
    return other or thing.name_sv or thing.name_en


REPORTS = (
    Report(
        "sales", gettext_lazy("Sales over time"), gettext_lazy("Sales, averages, discounts and margin, day by day."),
        "chart-column", "sales", over_time, TIMES, "net",
    ),
    Report(
        "sales-by", gettext_lazy("Sales by kind"),
        gettext_lazy("Labour and parts, workshop and counter, part groups, people and sites."), "chart-column", "sales",
        by_what, (
            Way("kind", gettext_lazy("Kind of line")), Way("ticket", gettext_lazy("Workshop or counter")),
            Way("group", gettext_lazy("Part group")), Way("person", gettext_lazy("Person")),
            Way("site", gettext_lazy("Site")),
        ), "net",
    ),
    Report(
        "customers", gettext_lazy("Best customers"), gettext_lazy("Who bought for most, and how often."), "users",
        "sales", by_customer, (), "net", span="year",
    ),
    Report(
        "parts", gettext_lazy("Best parts"), gettext_lazy("What was sold for most, and what it brought."), "package",
        "sales", by_part, (), "net",
    ),
)  # fmt: skip
