"""How the stock earns: turns, days in stock and the margin on each krona that lies there (K-97, K-100, GMROI).

Over the twelve months that end with the span. The stock's worth at a past moment is what it is worth now less what
has moved since; its average is the mean of thirteen month-ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.billing.models import DocumentLine
from vaxel.business.catalog.models import Brand, Category, Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import count_rules, standing_rules
from vaxel.business.stock.models import Balance, Movement
from vaxel.business.stock.standing import SOLD
from vaxel.kernel.money import rdiv
from vaxel.readers.reports import sums
from vaxel.readers.reports.table import SEE_MARGIN, Asked, Column, Report, Row, Table, Way, moments

ENDS = standing_rules.MONTH_ENDS
COLUMNS = (
    Column("value", gettext_lazy("Worth"), "money", gettext_lazy("What the stock cost, at the end"), SEE_MARGIN),
    Column("average", gettext_lazy("Worth over the year"), "money", gettext_lazy("Mean of thirteen month-ends"),
           SEE_MARGIN),
    Column("sold", gettext_lazy("Sold at cost"), "money", gettext_lazy("In the year that ends with the span"),
           SEE_MARGIN),
    Column("margin", gettext_lazy("Gross profit"), "money", gettext_lazy("On parts, without VAT"), SEE_MARGIN),
    Column("turns", gettext_lazy("Turns"), "quantity", gettext_lazy("Sold at cost by the stock's worth over the year"),
           SEE_MARGIN),
    Column("days", gettext_lazy("Days in stock"), "count", gettext_lazy("365 by turns"), SEE_MARGIN, low_is_good=True),
    Column("gmroi", gettext_lazy("GMROI"), "quantity",
           gettext_lazy("Gross profit by the stock's worth over the year; below 1 it does not pay"), SEE_MARGIN),
)  # fmt: skip
PLACE = {"part": "part_id", "category": "part__category_id", "brand": "part__brand_id", "site": "location__site_id"}


@dataclass(slots=True)
class Held:
    """What a group's stock was worth at each month-end, the newest first, and what it sold and earned. Minor units."""

    ends: list[int] = field(default_factory=lambda: [0] * ENDS)
    sold: int = 0
    margin: int = 0

    def add(self, other: "Held") -> None:
        """The other group is part of this one."""
        self.ends = [one + more for one, more in zip(self.ends, other.ends, strict=True)]
        self.sold += other.sold
        self.margin += other.margin

    @property
    def average(self) -> int:
        """The stock's worth over the year."""
        return standing_rules.average_minor(self.ends)

    @property
    def turns_milli(self) -> int | None:
        """How often it was sold, in thousandths; None while there was no stock."""
        return standing_rules.turns_milli(self.sold, self.average)

    @property
    def gmroi_milli(self) -> int | None:
        """Gross profit on each unit of money that lay there, in thousandths; None while there was no stock."""
        return rdiv(self.margin * 1000, self.average) if self.average > 0 else None

    def cells(self) -> dict[str, int | None]:
        """The measures, by their columns."""
        turns = self.turns_milli
        return {
            "value": self.ends[0], "average": self.average, "sold": self.sold, "margin": self.margin, "turns": turns,
            "days": standing_rules.days_in_stock(turns), "gmroi": self.gmroi_milli,
        }  # fmt: skip


def measured(
    by: str, sites: Sequence[UUID], end: datetime, *, part_ids: Iterable[UUID] | None = None
) -> dict[UUID | None, Held]:
    """Group → its measures over the year up to `end`; `by` is part, category, brand or site. Three statements."""
    place = PLACE[by]
    ours = Q(location__site_id__in=sites) & (Q() if part_ids is None else Q(part_id__in=list(part_ids)))
    found: dict[UUID | None, Held] = defaultdict(Held)
    worth: Any = Balance.objects.filter(ours).order_by().values_list(place).annotate(worth=Sum("value_minor"))
    for key, value in worth:
        found[key].ends = [value or 0] * ENDS
    month_ends = [end - timedelta(days=standing_rules.YEAR * n // (ENDS - 1)) for n in range(ENDS)]
    asked: dict[str, Any] = {
        f"e{n}": Sum("value_minor", filter=Q(happened_at__gt=at)) for n, at in enumerate(month_ends)
    }
    asked["sold"] = Sum("value_minor", filter=Q(kind__in=SOLD, happened_at__lte=end))
    moved: Any = Movement.objects.filter(ours, happened_at__gt=month_ends[-1]).order_by()
    for row in moved.annotate(key=F(place)).values("key").annotate(**asked):
        held = found[row["key"]]
        held.ends = [value - (row[f"e{n}"] or 0) for n, value in enumerate(held.ends)]
        held.sold = -(row["sold"] or 0)
    for key, margin in _margins(by, sites, month_ends[-1], end, part_ids):
        found[key].margin += margin
    return found


def _margins(
    by: str, sites: Sequence[UUID], begin: datetime, end: datetime, part_ids: Iterable[UUID] | None
) -> list[tuple[UUID | None, int]]:
    """(group, gross profit on its parts) by posted documents; a kit's under the kit's own number."""
    place = {"site": "document__site_id"}.get(by, PLACE[by])
    lines: Any = DocumentLine.objects.filter(
        document__site_id__in=sites, document__posted_at__gt=begin, document__posted_at__lte=end,
        document__kind__in=sums.SALES, part__isnull=False, kind="part",
    )  # fmt: skip
    if part_ids is not None:
        lines = lines.filter(part_id__in=list(part_ids))
    rows = lines.order_by().annotate(key=F(place)).values("key").annotate(net=Sum("net_minor"), cost=Sum("cost_minor"))
    return [(row["key"], (row["net"] or 0) - (row["cost"] or 0)) for row in rows]


def turns(asked: Asked) -> Table:
    """Turns and GMROI by category, brand, class, site or part, what sold most first."""
    end = min(moments(asked)[1], asked.at)
    by = asked.by if asked.by in PLACE else "part"
    found = measured(by, asked.sites, end)
    if asked.by == "class":
        return _by_class(found)
    whole = Held()
    for held in found.values():
        whole.add(held)
    ranked = sorted(
        ((key, held) for key, held in found.items() if any(held.ends) or held.sold or held.margin),
        key=lambda one: (-one[1].sold, -one[1].ends[0], str(one[0])),
    )  # fmt: skip
    shown = ranked[: asked.most] if asked.most else ranked
    names = _names(by, [key for key, _held in shown if key], asked.language)
    rows = [
        Row(str(key), names.get(key, _("Without")) if key else _("Without"), held.cells(),
            ("part", str(key)) if by == "part" else None)
        for key, held in shown
    ]  # fmt: skip
    return Table(COLUMNS, rows, whole.cells(), more=len(ranked) - len(shown), notes=NOTES)


NOTES = (gettext_lazy("A kit's profit counts under the kit; the stock of its parts counts under the parts."),)


def _by_class(found: Mapping[UUID | None, Held]) -> Table:
    """A, B and C by what sold at cost: to 80 %, to 95 %, the rest (K-88)."""
    kinds = count_rules.classes({key: held.sold for key, held in found.items() if key})
    groups: dict[str, Held] = {kind: Held() for kind in "ABC"}
    whole = Held()
    for key, held in found.items():
        groups[kinds.get(key, "C") if key else "C"].add(held)
        whole.add(held)
    rows = [Row(kind, _("Class %(kind)s") % {"kind": kind}, held.cells()) for kind, held in groups.items()]
    return Table(COLUMNS, rows, whole.cells(), notes=NOTES)


def _names(by: str, keys: Sequence[UUID], language: str) -> dict[UUID | None, str]:
    """Group → its name. One query."""
    if by == "site":
        return dict(Site.objects.filter(pk__in=keys).values_list("pk", "name"))
    if by == "brand":
        return dict(Brand.objects.filter(pk__in=keys).values_list("pk", "name"))
    if by == "category":
        held = Category.objects.filter(pk__in=keys)
        return {one.pk: one.name_en if language == "en" and one.name_en else one.name_sv for one in held}
    parts = Part.objects.filter(pk__in=keys)
    return {
        one.pk: f"{one.number} {one.name_en if language == 'en' and one.name_en else one.name_sv}" for one in parts
    }  # fmt: skip


REPORTS = (
    Report(
        "stock_turns", gettext_lazy("How the stock earns"),
        gettext_lazy("Turns, days in stock and GMROI over the year that ends with the span"), "warehouse", "sales",
        turns,
        (Way("category", gettext_lazy("Part group")), Way("brand", gettext_lazy("Brand")),
         Way("class", gettext_lazy("Class")), Way("site", gettext_lazy("Site")),
         Way("part", gettext_lazy("Part"))),
        span="days_365", needs=SEE_MARGIN,
    ),
)  # fmt: skip
