"""What a count found is booked as differences, and what it came to (K-85, K-87, K-90).

What was sold after a line was counted is respected. Above a worth somebody else than the counters posts it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.ledger import worded
from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.stock import balances, bins, books, count_rules, ledger, worth
from vaxel.business.stock.counts import COUNT, SOURCE, lock
from vaxel.business.stock.ledger import Move
from vaxel.business.stock.models import Count, CountEntry, CountLine
from vaxel.kernel import live
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Refused

ALONE = preferences.declare(
    Preference("stock.count_alone_minor", 200_000, _("Worth of differences, in öre, that counters may post alone."),
               lowest=0)
)  # fmt: skip


class SomebodyElse(Refused):
    """Who counted does not post large differences alone (K-87, K-109)."""

    sentence = _("The differences are worth %(worth)s. Somebody who has not counted must post them.")


@action("counts.post")
def post(count: Count, *, why: str = "", second: Actor | None = None, by: Actor, at: datetime) -> Count:
    """The differences are booked: the shelves have what was counted, less or more what moved since (K-85).

    Above the site's limit it is done, or vouched for (`second`), by one who counted nothing of it. A shelf that comes
    below nothing, or below what is promised, is in the tray. Refuses with SomebodyElse, WrongState, SerialHere.
    """
    fresh = lock(count)
    fresh.state = COUNT.check(fresh.state, "posted")
    lines = list(fresh.lines.exclude(counted_milli=None).select_related("part", "lot").order_by("pk"))
    apart = [line for line in lines if line.difference_milli]
    reason = f"{_now('Count')} {fresh.number}" + (f": {why.strip()}" if why.strip() else "")
    locked = balances.lock(((line.part_id, fresh.location_id, "") for line in lines), create=True)
    moved = ledger.make([_difference(line, fresh, reason[:200]) for line in apart], locked, at=at) if apart else []
    gross = sum(abs(one.value_minor) for one in moved)
    _need_another(fresh, lines, gross, second, by)
    for line, one in zip(apart, moved, strict=True):
        line.posted_milli, line.worth_minor = line.difference_milli, one.value_minor
    CountLine.objects.bulk_update(apart, ["posted_milli", "worth_minor"])
    _put(lines, fresh.location_id)
    fresh.worth_minor = books.post(
        moved, site=fresh.site, text=worded(_("Count"), fresh.number, why.strip()), source_kind="stock_count",
        source_id=fresh.pk, at=at,
    )  # fmt: skip
    fresh.approved_by, fresh.posted_at = (second or by).name, at
    fresh.save(update_fields=["state", "worth_minor", "approved_by", "posted_at"])
    note(number=fresh.number, worth_minor=fresh.worth_minor, differences=len(apart), approved_by=fresh.approved_by)
    live.changed(f"count:{fresh.pk}")
    return fresh


def _difference(line: CountLine, count: Count, reason: str) -> Move:
    return Move(
        new_id(), line.part_id, count.location_id, line.difference_milli, "count", SOURCE, line.pk,
        lot=line.lot.code if line.lot else "", reason=reason, allow_short=line.difference_milli < 0,
    )  # fmt: skip


def _need_another(count: Count, lines: Sequence[CountLine], gross_minor: int, second: Actor | None, by: Actor) -> None:
    if gross_minor <= preferences.value(ALONE.key, count.site_id):
        return
    entries = CountEntry.objects.filter(line__in=[line.pk for line in lines])
    counters = set(entries.values_list("by_id", "by_name"))
    answering = second or by
    vouches = second is None or (second.id != by.id and second.may("counts.post", count.site_id))
    if (answering.id, answering.name) in counters or not vouches:
        raise SomebodyElse(worth=Money(gross_minor, count.site.currency))


def _put(lines: Sequence[CountLine], location_id: UUID) -> None:
    """Bins hold what was counted in them, more or less what moved since."""
    by_part: dict[UUID, list[CountLine]] = defaultdict(list)
    for line in lines:
        if line.bin_id:
            by_part[line.part_id].append(line)
    for found in by_part.values():
        bins.counted(found[0].part, location_id, {line.bin_id: line.counted_milli or 0 for line in found})


@dataclass(frozen=True, slots=True)
class Result:
    """What a count came to (K-90); minor units, of the differences."""

    lines: int
    counted: int
    right: int
    again: int
    net_minor: int
    gross_minor: int

    @property
    def accuracy_ppm(self) -> int:
        """The share of counted lines that were as expected."""
        return count_rules.accuracy_ppm(self.counted, self.right)


def result(count: Count) -> Result:
    """The count's figures, as booked, or as they would be now. Three statements."""
    lines = list(count.lines.select_related("part"))
    counted = [line for line in lines if line.counted_milli is not None]
    worths = {line.pk: line.worth_minor for line in counted}
    if count.state != "posted":
        worths = worth.about(counted, count.location_id)
    return Result(
        len(lines), len(counted), sum(not line.difference_milli for line in counted), sum(line.again for line in lines),
        sum(worths.values()), sum(abs(worth) for worth in worths.values()),
    )  # fmt: skip


def with_worth(count: Count) -> list[tuple[CountLine, int]]:
    """The counted lines with what their differences are worth, largest first. Three statements."""
    lines = list(count.lines.exclude(counted_milli=None).select_related("part__brand", "bin", "lot"))
    worths = {line.pk: line.worth_minor for line in lines}
    if count.state != "posted":
        worths = worth.about(lines, count.location_id)
    ordered = sorted(lines, key=lambda line: (-abs(worths[line.pk]), not line.difference_milli, line.part.number))
    return [(line, worths[line.pk]) for line in ordered]
