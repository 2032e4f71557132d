"""Stock in figures: what stands still at a place and since when, how evenly parts sell, how often the stock turns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from vaxel.business.stock import standing_rules
from vaxel.business.stock.models import Balance, Movement

OUT = ("sale", "issue")
SOLD = (*OUT, "customer_return")
MONTH_DAYS = 30


def lying(location_id: UUID) -> QuerySet[Balance]:
    """What lies at the place, each with `first_in`, `last_out` and `still_since`: moments of the ledger."""
    moved = Movement.objects.filter(part=OuterRef("part"), location=OuterRef("location")).order_by().values("part")
    came = moved.filter(quantity_milli__gt=0).annotate(at=Min("happened_at")).values("at")
    went = moved.filter(kind__in=OUT).annotate(at=Max("happened_at")).values("at")
    rows = Balance.objects.filter(location=location_id, lot="", on_hand_milli__gt=0)
    return rows.annotate(first_in=Subquery(came), last_out=Subquery(went)).annotate(
        still_since=Coalesce("last_out", "first_in")
    )


def evenness(part_ids: Sequence[UUID], location_id: UUID, at: datetime) -> dict[UUID, str]:
    """Part → X, Y or Z by what went out in each of the last twelve months of thirty days. One statement."""
    ends = [at - timedelta(days=MONTH_DAYS * n) for n in range(13)]
    sums: dict[str, Any] = {
        f"m{n}": Sum("quantity_milli", filter=Q(happened_at__lte=ends[n], happened_at__gt=ends[n + 1]))
        for n in range(12)
    }
    went = Movement.objects.filter(part__in=list(part_ids), location=location_id, kind__in=SOLD)
    found: dict[UUID, str] = defaultdict(lambda: "Z")
    months: Any = went.filter(happened_at__gt=ends[-1]).order_by().values("part_id").annotate(**sums)
    for row in months:
        found[row["part_id"]] = standing_rules.evenness([max(0, -(row[f"m{n}"] or 0)) for n in range(12)])
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """A place's stock in figures, in minor units; `turns_milli` and `days` None while there is nothing to say."""

    value_minor: int
    average_minor: int
    sold_cost_minor: int
    turns_milli: int | None
    days: int | None


def figures(location_id: UUID, at: datetime) -> Figures:
    """The place's stock over the year that ends now, by the mean of thirteen month-ends (K-97). Two statements."""
    value = Balance.objects.filter(location=location_id).aggregate(all=Sum("value_minor"))["all"] or 0
    year_ago = at - timedelta(days=standing_rules.YEAR)
    ends = [at - timedelta(days=standing_rules.YEAR * n // 12) for n in range(standing_rules.MONTH_ENDS)]
    asked: dict[str, Any] = {f"e{n}": Sum("value_minor", filter=Q(happened_at__gt=end)) for n, end in enumerate(ends)}
    asked["sold"] = Sum("value_minor", filter=Q(kind__in=SOLD, happened_at__gt=year_ago))
    since = Movement.objects.filter(location=location_id, happened_at__gt=year_ago).aggregate(**asked)
    average = standing_rules.average_minor([value - (since[f"e{n}"] or 0) for n in range(len(ends))])
    sold = -(since["sold"] or 0)
    turns = standing_rules.turns_milli(sold, average)
    return Figures(value, average, sold, turns, standing_rules.days_in_stock(turns))
