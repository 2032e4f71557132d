"""Reports: how today is going, and every report with its question, answer, chart and file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vaxel.doors.office.desk import desk, language, only_who_may, screen
from vaxel.doors.office.lists import exports
from vaxel.doors.office.lists.listing import Cell, major, pieces
from vaxel.doors.office.lists.views import kept_views
from vaxel.doors.office.reports import asking, charts, glance
from vaxel.doors.office.reports.asking import COMPARED, SPANS, Question
from vaxel.doors.templatetags import vaxel as written
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import NotFound
from vaxel.readers.reports.catalogue import OF_KEY, REPORTS
from vaxel.readers.reports.table import Column, Report, Row, Table

GROUPS = {"sales": _("Sales"), "work": _("Work"), "money": _("Money and books")}
LEADS = {"customer": "customers:show", "part": "parts:show", "supplier": "suppliers:show"}


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """How today is going, and all reports."""
    only_who_may(request, "reports.read")
    here = desk(request)
    mine = [one for one in REPORTS if here.may(one.needs)]
    groups = [(name, [one for one in mine if one.group == key]) for key, name in GROUPS.items()]
    context = {"groups": groups, **glance.context(request)}
    return render(request, "office/reports/index.html", context)


@screen
@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """The figures of today alone, which the page asks for again by itself."""
    only_who_may(request, "reports.read")
    return render(request, "office/reports/now.html", glance.context(request))


@screen
@require_GET
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """The report with the question of its address; with `?as=csv` or `?as=xlsx` its table as a file."""
    report = OF_KEY.get(key)
    if report is None:
        raise NotFound()
    only_who_may(request, "reports.read")
    only_who_may(request, report.needs)
    kind = request.GET.get("as", "")
    in_file = kind in exports.KINDS
    asked = asking.question(request, report, most=None if in_file else asking.MOST_ROWS)
    table = report.answer(asked.asked)
    if in_file:
        return _file(request, report, asked, table, kind)
    return render(request, "office/reports/show.html", _context(request, report, asked, table))


def _context(request: HttpRequest, report: Report, asked: Question, table: Table) -> dict[str, Any]:
    earlier = asked.before
    before = report.answer(earlier) if earlier else None
    seen = _seen(request, asked, table)
    drawn = next((one for one in seen if one.key == report.chart), None)
    return {
        "report": report, "question": asked, "table": table, "columns": seen,
        "tiles": [_tile(one, table.total, before.total if before else {}, asked) for one in seen],
        "rows": [_line(request, asked, one, seen) for one in table.rows],
        "total": [write(table.total.get(one.key), one, asked.asked.currency) for one in seen],
        "chart": _chart(drawn, table, before, asked) if drawn else None, "earlier": earlier,
        "chart_kind": drawn.kind if drawn else "", "chart_title": drawn.title if drawn else "",
        "way": next((one for one in report.ways if one.key == asked.asked.by), None),
        "spans": SPANS, "compared": COMPARED, **kept_views(request, f"report-{report.key}"),
    }  # fmt: skip


def _seen(request: HttpRequest, asked: Question, table: Table) -> list[Column]:
    """The columns that the person may see at every site that is summed."""
    may = desk(request).actor.may
    return [one for one in table.columns if not one.needs or all(may(one.needs, site) for site in asked.asked.sites)]


def write(value: object, column: Column, currency: str) -> str:
    """The cell, as the reader writes it."""
    if not isinstance(value, int):
        return "–"
    if column.kind == "money":
        return written.amount(value, currency)
    if column.kind == "quantity":
        return written.quantity_(value)
    if column.kind == "hours":
        return written.hours(value)
    return _rate(value) if column.kind == "rate" else written.number(value)


def _rate(ppm: int) -> str:
    """A rate with one decimal."""
    return written.percent(rdiv(ppm, 1_000) * 1_000)


def _tile(
    column: Column, total: Mapping[str, int | None], before: Mapping[str, int | None], asked: Question
) -> dict[str, Any]:
    value, earlier = total.get(column.key), before.get(column.key)
    change = None
    if isinstance(value, int) and isinstance(earlier, int) and earlier and column.kind != "rate":
        change = rdiv((value - earlier) * 1_000_000, abs(earlier))
    elif isinstance(value, int) and isinstance(earlier, int) and column.kind == "rate":
        change = value - earlier
    better = change is not None and change != 0 and (change > 0) != column.low_is_good
    return {
        "column": column, "value": write(value, column, asked.asked.currency), "change": change,
        "change_text": _change(change, column), "better": better,
        "before": write(earlier, column, asked.asked.currency) if isinstance(earlier, int) else "",
    }  # fmt: skip


def _change(change: int | None, column: Column) -> str:
    """+12 %, or for a rate the difference in percentage points."""
    if change is None:
        return ""
    if column.kind == "rate":
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return sign + _rate(abs(change)).replace("%", str(_("points")))
    return written.percent_change(change)


def _line(request: HttpRequest, asked: Question, row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    cells = [(one, write(row.cells.get(one.key), one, asked.asked.currency)) for one in columns]
    return {"name": row.name, "cells": cells, "url": _leads_to(request, asked, row)}


def _leads_to(request: HttpRequest, asked: Question, row: Row) -> str:
    """The page on which one sees what the line is made of."""
    kind, what = row.about or ("", "")
    if kind in LEADS:
        return reverse(LEADS[kind], args=[what])
    if kind == "account":
        return f"{reverse('books:account')}?account={what}&from={asked.asked.span.first}&to={asked.asked.span.last}" + (
            "" if asked.site == "all" else f"&site={asked.site}"
        )
    if kind == "span":
        first, last = what.split("/")
        sites = "&site=all" if request.GET.get("site") == "all" else ""
        return f"{reverse('documents:list')}?from={first}&to={last}{sites}"
    if kind == "owing":
        return reverse("receivables:show", args=[what])
    return ""


def _chart(column: Column, table: Table, before: Table | None, asked: Question) -> charts.Chart | None:
    """Columns over time; what is not in time is read in its table."""
    if not table.over_time or len(table.rows) < 2:
        return None
    values = [_number(row.cells.get(column.key)) for row in table.rows]
    names = [str(row.name) for row in table.rows]
    said = [write(value, column, asked.asked.currency) for value in values]
    titles = [f"{name}: {text}" for name, text in zip(names, said, strict=True)]
    earlier = [_number(row.cells.get(column.key)) for row in before.rows] if before else []
    return charts.columns([_short(name) for name in names], values, titles, earlier)


def _short(name: str) -> str:
    """A name that fits under a column: 25/11, w 48, nov."""
    if len(name) >= 10 and name[-10:-6].isdigit() and name[-3] == "-":
        return f"{int(name[-2:])}/{int(name[-5:-3])}"
    return name.split(",", maxsplit=1)[0].removeprefix(str(_("Week"))).strip() if "," in name else name[:3]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _file(request: HttpRequest, report: Report, asked: Question, table: Table, kind: str) -> HttpResponseBase:
    """The table as CSV or XLSX, its numbers as numbers."""
    columns = _seen(request, asked, table)
    titles = [str(report.title), *(str(one.title) for one in columns)]
    currency = asked.asked.currency
    every = [*((str(row.name), row.cells) for row in table.rows), (str(_("In all")), table.total)]
    rows: list[list[Cell]] = [
        [name, *(cell(cells.get(one.key), one, currency) for one in columns)] for name, cells in every
    ]
    span = asked.asked.span
    filename = f"{report.key}-{span.first}-{span.last}.{kind}"
    if kind == "xlsx":
        file = exports.xlsx(str(report.title), titles, rows)
        return FileResponse(file, as_attachment=True, filename=filename, content_type=exports.XLSX)
    answer = StreamingHttpResponse(exports.csv_text(titles, rows, language()), content_type=exports.CSV)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def cell(value: object, column: Column, currency: str) -> Cell:
    """The cell for a spreadsheet: exact, in whole units; rates as fractions of one; hours as hours."""
    if not isinstance(value, int):
        return None
    if column.kind == "money":
        return major(value, currency)
    if column.kind == "quantity":
        return pieces(value)
    if column.kind == "rate":
        return Decimal(value).scaleb(-6)
    return (Decimal(value) / 60).quantize(Decimal("0.01")) if column.kind == "hours" else value
