"""Facts that come late, from before a count of the same shelf: the count had missed the goods already (K-86)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F

from vaxel.business.stock.models import CountLine, Movement
from vaxel.kernel.db import reads
from vaxel.kernel.ids import new_id

if TYPE_CHECKING:
    from vaxel.business.stock.ledger import Move

REASON = "happened before the count"


def answered(moves: "Sequence[Move]", happened_at: datetime) -> "list[tuple[Move, int]]":
    """For each move that a posted count had seen already: its opposite, and which move it answers.

    A count that is not posted yet expects that much less. One statement, three where something was counted since.
    """
    lines = _counted_since({one.part_id for one in moves}, {one.location_id for one in moves}, happened_at)
    found = []
    for n, one in enumerate(moves):
        line = next((line for line in lines if _is_of(line, one)), None)
        if line is None or not one.quantity_milli:
            continue
        if line.count.state == "posted":
            found.append((_opposite(one, line), n))
        else:
            CountLine.objects.filter(pk=line.pk).update(expected_milli=F("expected_milli") + one.quantity_milli)
    return found


def _counted_since(part_ids: set[UUID], places: set[UUID], happened_at: datetime) -> list[CountLine]:
    where = f"t.part_id IN ({reads.marks(part_ids)}) AND t.counted_at > %s AND t.counted_milli IS NOT NULL LIMIT 1"
    if not reads.select(CountLine, ("id",), where, [*part_ids, happened_at]):
        return []
    lines = CountLine.objects.filter(
        part__in=part_ids, count__location__in=places, counted_at__gt=happened_at, counted_milli__isnull=False
    )
    open_or_posted = lines.filter(count__state__in=["open", "counted", "posted"])
    return list(open_or_posted.select_related("count", "lot", "bin").order_by("counted_at", "pk"))


def _is_of(line: CountLine, move: "Move") -> bool:
    same = (line.part_id, line.count.location_id) == (move.part_id, move.location_id)
    return same and (line.lot is None or line.lot.code == move.lot)


def _opposite(move: "Move", line: CountLine) -> "Move":
    from vaxel.business.stock.ledger import Move

    before = Movement.objects.filter(source_id=line.pk).count()
    return Move(
        new_id(), move.part_id, move.location_id, -move.quantity_milli, "count", "count_line", line.pk, lot=move.lot,
        sequence=before + 1, reason=REASON, allow_short=True,
    )  # fmt: skip
