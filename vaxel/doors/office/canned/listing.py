"""The list of canned jobs."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog import search
from vaxel.business.catalog.models import CannedJob, CannedLine
from vaxel.doors import wording
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import Cell, Column, Filter, Listing, View
from vaxel.doors.templatetags.vaxel import named

SEARCHED_MOST = 50


def _categories(_request: HttpRequest) -> list[tuple[str, str | Promise]]:
    held = CannedJob.objects.exclude(category="").order_by("category").values_list("category", flat=True).distinct()
    return [(one, wording.word("category", one).text) for one in held]


def _lines(job: CannedJob) -> Cell:
    return job.n_lines  # type: ignore[attr-defined, no-any-return]


class CannedJobs(Listing[CannedJob]):
    """Canned jobs by title."""

    key, title, icon = "canned", _("Canned jobs"), "layers"
    row, template = "office/canned/row.html", "office/canned/list.html"
    placeholder = _("Title or short name")
    order = ("title_sv", "key", "id")
    columns: ClassVar = (
        Column[CannedJob]("title", _("Title"), lambda one: named(one, "title"), ("title_sv", "key", "id")),
        Column[CannedJob]("key", _("Short name"), lambda one: one.key, ("key", "id")),
        Column[CannedJob]("category", _("Kind of work"), lambda one: one.category, ("category", "title_sv", "id")),
        Column[CannedJob]("lines", _("Lines"), _lines, css="number"),
        Column[CannedJob]("pricing", _("Price"), lambda one: one.pricing, css="number"),
        Column[CannedJob]("version", _("Version"), lambda one: one.version, ("-version", "id"), "number fold-late"),
    )
    views = (
        View("", pgettext_lazy("canned jobs", "Offered"), Q(state="active")),
        View("draft", _("Drafts"), Q(state="draft")),
        View("retired", _("Retired"), Q(state="retired")),
    )
    filters = (Filter("category", _("Kind of work"), lambda value: Q(category=value), _categories),)

    def rows(self, request: HttpRequest) -> QuerySet[CannedJob]:
        """All of them."""
        return CannedJob.objects.all()

    def with_more(self, rows: QuerySet[CannedJob]) -> QuerySet[CannedJob]:
        """With how many lines each has."""
        return rows.annotate(n_lines=how_many(CannedLine.objects.all(), "canned_job"))

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By words of the title, or the short name."""
        return Q(pk__in=[one.pk for one in search.jobs(text, SEARCHED_MOST)]) | Q(key__istartswith=text)
