"""What differences found by a count are worth, before they are booked."""

from collections.abc import Iterable
from uuid import UUID

from vaxel.business.stock.models import Balance, CountLine, Lot
from vaxel.kernel.money import rdiv


def about(lines: Iterable[CountLine], location_id: UUID) -> dict[UUID, int]:
    """Line → what its difference is worth about, at the average now (its piece's own cost, when it has one)."""
    counted = list(lines)
    there = Balance.objects.filter(part__in={line.part_id for line in counted}, location=location_id)
    averages = {one.part_id: (one.value_minor, one.on_hand_milli) for one in there}
    own = dict(
        Lot.objects.filter(pk__in=[line.lot_id for line in counted if line.lot_id]).values_list("pk", "cost_minor")
    )
    found = {}
    for line in counted:
        value, milli = averages.get(line.part_id, (0, 0))
        each = own.get(line.lot_id) if line.lot_id else 0
        if each:
            found[line.pk] = rdiv(each * line.difference_milli, 1000)
        elif milli > 0:
            found[line.pk] = rdiv(value * line.difference_milli, milli)
        else:
            found[line.pk] = rdiv(line.part.cost_minor * line.difference_milli, 1000)
    return found
