"""The list of stock counts: what was counted, how far it is, and what the differences came to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from django.db.models import Count as HowMany
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.catalog.numbers import norm
from vaxel.business.stock.models import Count, CountLine
from vaxel.doors import wording
from vaxel.doors.office.desk import at_sites, desk
from vaxel.doors.office.lists.counting import how_many
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Listing, View, major, numbered


def of_what(count: Count) -> str:
    """What the count is of, in words."""
    if count.scope == "class":
        return _now("Class %(kind)s") % {"kind": count.about}
    return _now("Everything") if count.scope == "all" else count.about


class Counts(Listing[Count]):
    """Counts of the site where one stands, the latest first."""

    key, title, icon = "counts", _("Stock counts"), "clipboard-check"
    row, template = "office/counts/row.html", "office/counts/list.html"
    placeholder = _("Count's number, shelf or part number")
    order = ("-number", "-id")
    columns: ClassVar = (
        Column[Count]("number", _("Count"), lambda one: one.number, ("-number", "-id")),
        Column[Count]("about", _("Of what"), of_what),
        Column[Count]("lines", _("Counted"), lambda one: one.n_counted, css="number"),  # type: ignore[attr-defined]
        Column[Count]("of", _("Lines"), lambda one: one.n_lines, export_only=True),  # type: ignore[attr-defined]
        Column[Count]("begun", _("Begun"), lambda one: one.begun_at, ("-begun_at", "-id"), css="fold"),
        Column[Count]("worth", _("Differences"), lambda one: major(one.worth_minor), ("worth_minor", "id"),
                      css="number fold", needs="prices.see_margin"),
        Column[Count]("state", _("Status"), lambda one: str(wording.word("count", one.state).text)),
    )  # fmt: skip
    views = (
        View("", pgettext_lazy("counts", "Under way"), Q(state__in=["open", "counted"])),
        View("posted", pgettext_lazy("counts", "Booked"), Q(state="posted")),
        View("all", EVERYTHING),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Count]:
        """Those of this site."""
        return at_sites(request, Count.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[Count]) -> QuerySet[Count]:
        """With how many lines, and how many of them are counted."""
        lines = CountLine.objects.all()
        counted = lines.filter(counted_milli__isnull=False, again=False)
        return rows.select_related("site", "location").annotate(
            n_lines=how_many(lines, "count"), n_counted=how_many(counted, "count")
        )

    def shown(self, request: HttpRequest, rows: Sequence[Count]) -> Iterable[str]:
        """What each is of."""
        return [of_what(one) for one in rows]

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By its number, what it is of, or a part in it."""
        found = Q(about__icontains=text)
        if norm(text):
            found |= Q(pk__in=CountLine.objects.filter(part__norm__startswith=norm(text)).values("count"))
        return found | numbered(text, "number")

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many are under way. One query."""
        return self.rows(request).aggregate(**{"": HowMany("id", filter=Q(state__in=["open", "counted"]))})
