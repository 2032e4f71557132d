"""The units of one accounting system, with how far each has come."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.exports import rules
from vaxel.business.exports.models import Unit
from vaxel.doors import wording
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Filter, Listing, View, major

FAILED = ("data_error", "unknown", "retry_wait")
WAITING = ("ready", "sending", "sent")


def _kinds(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(kind, wording.word("export_kind", kind).text) for kind in rules.KINDS]


def _targets(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    return [(key, word.text) for key, word in wording.ACCOUNTING.items()]


def _word(unit: Unit) -> str:
    return str(wording.word("export", unit.state).text)


class Units(Listing[Unit]):
    """What was gathered for a system, newest first; the address says for which."""

    key, title, icon = "exports", _("Accounting export"), "file-up"
    row, template = "office/handover/row.html", "office/handover/units.html"
    placeholder = _("Text, reference, their number")
    order = ("-business_date", "-id")
    columns: ClassVar = (
        Column[Unit]("date", _("Date"), lambda one: one.business_date, ("-business_date", "-id")),
        Column[Unit]("kind", _("Kind"), lambda one: str(wording.word("export_kind", one.kind).text), css="fold"),
        Column[Unit]("text", _("Text"), lambda one: one.text),
        Column[Unit]("state", _("Status"), _word),
        Column[Unit]("number", _("Their number"), lambda one: one.remote_number, css="fold"),
        Column[Unit]("error", _("Why not"), lambda one: one.error, export_only=True),
        Column[Unit]("sum", _("Turnover"), lambda one: major(turnover(one), one.currency), css="number"),
    )  # fmt: skip
    views = (
        View("", EVERYTHING),
        View("failed", _("Not there"), Q(state__in=FAILED)),
        View("waiting", _("On their way"), Q(state__in=WAITING)),
        View("confirmed", _("There"), Q(state="confirmed")),
        View("skipped", _("Left out"), Q(state="skipped")),
    )
    filters = (
        Filter("target", _("System"), lambda value: Q(target__key=value), _targets),
        Filter("kind", _("Kind"), lambda value: Q(kind=value), _kinds),
        Filter("from", _("From the day"), lambda value: Q(business_date__gte=value), kind="day"),
        Filter("to", _("To the day"), lambda value: Q(business_date__lte=value), kind="day"),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Unit]:
        """All units; the books are the company's."""
        key = request.resolver_match.kwargs.get("key") if request.resolver_match else None
        rows = Unit.objects.all()
        return rows.filter(target__key=key) if key else rows

    def question(self, request: HttpRequest) -> str:
        """With the system that the page's path names."""
        asked = request.GET.copy()
        if request.resolver_match and "key" in request.resolver_match.kwargs:
            asked["target"] = request.resolver_match.kwargs["key"]
        return asked.urlencode()

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By what it says, ours or theirs."""
        return Q(text__icontains=text) | Q(source_ref__icontains=text) | Q(remote_number=text)

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """What failed, and what is on its way. One query."""
        held = self.rows(request).aggregate(
            failed=Count("id", filter=Q(state__in=FAILED)), waiting=Count("id", filter=Q(state__in=WAITING))
        )
        return {"failed": held["failed"], "waiting": held["waiting"]}

    def shown(self, request: HttpRequest, rows: "list[Unit]") -> list[int]:  # type: ignore[override]
        """Each one's turnover."""
        return [turnover(one) for one in rows]


def turnover(unit: Unit) -> int:
    """The sum of its debits."""
    return sum(row[3] for row in unit.rows if row[3] > 0)
