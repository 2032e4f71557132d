"""What was asked for: sold and handed out less what came back, and what could not be sold for lack of it (K-92)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum

from vaxel.business.purchasing.demand_rules import Demand, counted
from vaxel.business.purchasing.models import LostSale
from vaxel.business.stock.models import Movement

OUT = ("sale", "issue")
LACKED = ("no_stock", "too_late")


def since(
    location_id: UUID, site_id: UUID, at: datetime, days: int, part_ids: Collection[UUID] | None = None
) -> dict[UUID, Demand]:
    """Part → what was asked for at the location in so many days before `at`. Three queries."""
    begin = at - timedelta(days=days)
    gone = Movement.objects.filter(
        location_id=location_id, kind__in=OUT, reverses=None, happened_at__gte=begin, happened_at__lt=at
    )
    back = Movement.objects.filter(
        reverses__location_id=location_id, reverses__kind__in=OUT, reverses__happened_at__gte=begin,
        reverses__happened_at__lt=at,
    )  # fmt: skip
    lost = LostSale.objects.filter(site=site_id, reason__in=LACKED, at__gte=begin, at__lt=at).exclude(part=None)
    if part_ids is not None:
        gone, back, lost = (rows.filter(part__in=part_ids) for rows in (gone, back, lost))  # type: ignore[assignment]
    asked: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for part_id, source_id, milli in gone.values_list("part", "source_id").annotate(milli=Sum("quantity_milli")):
        asked[part_id][source_id] -= milli
    for part_id, source_id, milli in back.values_list("part", "reverses__source_id").annotate(
        milli=Sum("quantity_milli")
    ):
        asked[part_id][source_id] -= milli
    for part_id, lost_id, milli in lost.values_list("part", "pk", "quantity_milli"):
        asked[part_id][lost_id] += milli
    return {part_id: counted(list(by_source.values())) for part_id, by_source in asked.items()}
