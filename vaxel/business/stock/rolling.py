"""Rolling counts: which class a part is of by the worth that moves, and what is to be counted today (K-88)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Sum

from vaxel.business.stock import count_rules
from vaxel.business.stock.models import Balance, CountLine, Movement


def classes(location_id: UUID, at: datetime) -> dict[UUID, str]:
    """Part → A, B or C by what left the place in the last year, in worth: of all that lies there or left it since.

    Two statements.
    """
    year_ago = at.replace(year=at.year - 1, day=min(at.day, 28))
    went = Movement.objects.filter(
        location=location_id, happened_at__gt=year_ago, kind__in=["sale", "issue", "customer_return"]
    )
    there = Balance.objects.filter(location=location_id).exclude(on_hand_milli=0)
    worth = dict.fromkeys(there.order_by("part_id").values_list("part_id", flat=True), 0)
    worth |= {part: -(value or 0) for part, value in went.values_list("part_id").annotate(Sum("value_minor"))}
    return count_rules.classes(worth)


@dataclass(frozen=True, slots=True)
class Due:
    """A part that is to be counted, and why."""

    part_id: UUID
    kind: str
    last: datetime | None


def due(location_id: UUID, at: datetime, most: int = 200, *, kinds: Mapping[UUID, str] | None = None) -> list[Due]:
    """What rolling counts want today: A each quarter, B twice a year, C yearly; what never was first (K-88).

    `kinds`: the place's `classes`, where they are known already.
    """
    kinds = classes(location_id, at) if kinds is None else kinds
    posted = CountLine.objects.filter(count__location=location_id, count__state="posted", counted_at__isnull=False)
    last: dict[UUID, datetime] = dict(posted.values_list("part_id").annotate(Max("counted_at")))
    there = set(Balance.objects.filter(location=location_id).exclude(on_hand_milli=0).values_list("part_id", flat=True))
    wanted = [
        Due(part_id, kind, last.get(part_id)) for part_id, kind in kinds.items()
        if part_id in there
        and count_rules.due_on(kind, last[part_id].date() if part_id in last else None, at.date()) <= at.date()
    ]  # fmt: skip
    return sorted(wanted, key=lambda one: (one.kind, one.last is not None, one.last or at, one.part_id))[:most]
