"""The staff ledger's pages and file in words: the law's Swedish, its dates and times, whoever shows them (R-38)."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse

from vaxel.business.locations.models import Site
from vaxel.business.presence import inspection, rules
from vaxel.business.presence.inspection import Ledger
from vaxel.business.schedule import lanes

EARLIEST = date(1900, 1, 1)
HEAD = (
    "Företag", "Organisationsnummer", "Verksamhetslokal", "Datum", "Namn", "Personnummer", "Arbetsgivare", "Påbörjat",
    "Avslutat", "Påbörjat antecknat", "Avslutat antecknat",
)  # fmt: skip
CHANGES = ("Rättelse av", "Avser", "Tidigare värde", "Nytt värde", "Orsak", "Rättat av", "Rättat")


def days(asked: Mapping[str, str], site: Site, at: datetime) -> tuple[date, date]:
    """The days that the address names, today when it names none and for what is yet to come."""
    today = lanes.today(site, at)

    def day(name: str, otherwise: date) -> date:
        try:
            return max(EARLIEST, min(date.fromisoformat(asked.get(name, "")), today))
        except ValueError:
            return otherwise

    first = day("first", today)
    return first, day("last", first)


def pages(shown: Ledger) -> dict[str, Any]:
    """What `office/presence/pages.html` shows."""
    return {
        "it": shown, "lines": [_line(one) for one in shown.lines], "changes": [_change(one) for one in shown.changes],
        "here": sum(1 for one in shown.lines if one.came and not one.went),
    }  # fmt: skip


def file(shown: Ledger) -> HttpResponse:
    """The ledger as a file that a spreadsheet opens; corrections follow the lines."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in shown.lines:
        said = _line(one)
        rows.writerow([_plain(cell) for cell in (
            shown.company, shown.organisation_number, shown.site, said["day"], said["name"], said["number"],
            said["firm"], said["came"], said["went"], said["came_told"], said["went_told"],
        )])  # fmt: skip
    if shown.changes:
        rows.writerow([])
        rows.writerow(CHANGES)
        for change in shown.changes:
            rows.writerow([_plain(cell) for cell in _change(change).values()])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="personalliggare-{shown.first}-{shown.last}.csv"'
    return response


def _plain(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _stamp(when: datetime | None) -> str:
    return f"{rules.written_day(when)} {rules.written_time(when)}" if when else ""


def _line(one: inspection.Line) -> dict[str, str]:
    known = one.came or one.went
    assert known is not None
    return {
        "day": rules.written_day(known), "name": one.name, "number": one.number, "firm": one.firm,
        "came": rules.written_time(one.came) if one.came else "", "came_told": _stamp(one.came_told),
        "went": _went(one), "went_told": _stamp(one.went_told),
    }  # fmt: skip


def _went(one: inspection.Line) -> str:
    """The time; with its day when that is another."""
    if one.went is None:
        return ""
    same = one.came is None or one.came.date() == one.went.date()
    return rules.written_time(one.went) if same else _stamp(one.went)


def _change(one: inspection.Changed) -> dict[str, str]:
    return {
        "name": one.name, "what": "Påbörjat" if one.direction == "on" else "Avslutat", "old": _stamp(one.old),
        "new": _stamp(one.new) or "Struket", "reason": one.reason, "who": one.who, "at": _stamp(one.at),
    }  # fmt: skip
