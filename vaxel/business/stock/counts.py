"""Counts of shelves while selling goes on: each line knows what should lie there when it is counted (K-84 to K-89).

Large differences are counted twice; what was found is booked by `count_posting`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count as HowMany
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.stock import balances, bins, count_rules, lot_rules, lots, places, rolling, worth
from vaxel.business.stock.models import (
    Balance,
    Bin,
    Count,
    CountEntry,
    CountLine,
    Lot,
    LotBalance,
    PartBin,
    StockLocation,
)
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel import live, numbering
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Conflict, Refused
from vaxel.kernel.states import Machine

COUNT = Machine("count", open="counted cancelled", counted="open posted cancelled", posted="", cancelled="")
SCOPES = ("all", "class", "bins", "parts")
SOURCE = "count_line"
AGAIN_MINOR = preferences.declare(
    Preference("stock.recount_minor", 50_000, _("Worth of a line's difference, in öre, above which it is recounted."),
               lowest=0)
)  # fmt: skip
AGAIN_PPM = preferences.declare(
    Preference("stock.recount_ppm", 250_000, _("Share of a line's difference, in millionths, above which it is "
                                               "recounted."), lowest=0)
)  # fmt: skip


class NothingToCount(BadInput):
    """A count is of something."""

    sentence = _("There is nothing to count: choose shelves or parts that have something.")


class NoSuchScope(BadInput):
    """Everything, a class, some bins or some parts."""

    sentence = _("A count is of everything, of a class (A, B or C), of bins or of parts.")


class BadCount(BadInput):
    """Nothing or more lies there, never less."""

    sentence = _("Say how many lie there: nothing or more.")


class CountedByOther(Conflict):
    """Two people do not count the same pile without knowing it."""

    sentence = _("%(who)s has counted %(quantity)s of %(number)s here. Add yours to it, or count in its place?")


class SayWhichBin(BadInput):
    """The part lies in several bins."""

    sentence = _("%(number)s lies in several bins (%(bins)s). Say in which one you count.")


class SayWhichLot(BadInput):
    """Tracked parts are counted lot by lot, piece by piece."""

    sentence = _("%(number)s is tracked: scan or type the lot or serial number of what you count.")


class NothingCounted(Refused):
    """A count that found nothing out cannot be finished."""

    sentence = _("Nothing has been counted yet.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part is counted: in a bin or none, in a lot or none."""

    bin_id: UUID | None = None
    lot_id: UUID | None = None

    @property
    def word(self) -> str:
        """One word for both."""
        return f"{self.bin_id.hex if self.bin_id else ''}/{self.lot_id.hex if self.lot_id else ''}"


@action("counts.begin")
def begin(
    site: Site, *, scope: str, parts: Sequence[Part] = (), bin_codes: Sequence[str] = (), kind: str = "",
    about: str = "", place: StockLocation | None = None, blind: bool = True, id: UUID | None = None, by: Actor,
    at: datetime,
) -> Count:  # fmt: skip
    """A count is open with a line for everything in scope that is expected or has a bin there; selling goes on.

    `scope`: all, class (with `kind` A, B or C), bins (`bin_codes`) or parts (`about`: what they have in common, else
    their numbers stand for them). `place` is the site's store unless said.
    Refuses with NoSuchScope, NothingToCount, NoStore.
    """
    held = Count.objects.filter(pk=id).first() if id else None
    if held:
        return held
    location_id = place.pk if place else places.store(site.pk)
    if scope not in SCOPES or (scope == "class") != (kind in count_rules.EVERY_DAYS):
        raise NoSuchScope()
    if scope == "bins":
        part_ids, only = _in_bins(location_id, bin_codes)
    else:
        part_ids, only = _in_scope(location_id, parts if scope == "parts" else None, kind, at), None
    spots = _spots(part_ids, location_id, only)
    if not spots:
        raise NothingToCount()
    parts_in_words = about or ", ".join(part.number for part in parts)
    in_words = {"class": kind, "bins": ", ".join(bin_codes), "parts": parts_in_words}
    made = Count.objects.create(
        id=id or new_id(), number=numbering.take("counts"), site=site, location_id=location_id, scope=scope,
        about=in_words.get(scope, "")[:200], blind=blind, begun_by=by.name, begun_at=at,
    )  # fmt: skip
    CountLine.objects.bulk_create(
        CountLine(count=made, part_id=part_id, bin_id=spot.bin_id, lot_id=spot.lot_id, spot=spot.word)
        for part_id, spot in spots
    )
    note(number=made.number, scope=scope, about=made.about, lines=len(spots))
    return made


def _in_bins(location_id: UUID, codes: Sequence[str]) -> tuple[list[UUID], set[UUID]]:
    """The parts that have one of these bins, and the bins."""
    wanted_codes = [code.strip().upper() for code in codes]
    wanted = set(Bin.objects.filter(location=location_id, code__in=wanted_codes).values_list("pk", flat=True))
    return list(dict.fromkeys(PartBin.objects.filter(bin__in=wanted).values_list("part_id", flat=True))), wanted


def _in_scope(location_id: UUID, parts: Sequence[Part] | None, kind: str, at: datetime) -> list[UUID]:
    """The parts named, those of the class, or all that lie there."""
    if parts is not None:
        for part in parts:
            check_shelved(part)
        return [part.pk for part in parts]
    if kind:
        return [part_id for part_id, one in rolling.classes(location_id, at).items() if one == kind]
    return list(there(location_id).values_list("part_id", flat=True))


def there(location_id: UUID) -> QuerySet[Balance]:
    """What can be counted at the place: the balances of shelved parts that have something there, or lack it."""
    held = Balance.objects.filter(location=location_id, part__stocking__in=["stocked", "core"])
    return held.exclude(on_hand_milli=0)


def _spots(part_ids: Sequence[UUID], location_id: UUID, only: set[UUID] | None) -> list[tuple[UUID, Spot]]:
    """Each part's bins, or its lots when it is tracked; of what is expected or has a home there. Four statements."""
    tracking = dict(Part.objects.filter(pk__in=part_ids).values_list("pk", "tracking"))
    plain = [part_id for part_id in part_ids if tracking[part_id] == "none"]
    lies = bins.where(plain, location_id)
    found = [
        (part_id, Spot(bin_id=one.bin_id))
        for part_id in plain for one in lies[part_id]
        if only is None or one.bin_id in only
    ]  # fmt: skip
    followed = [part_id for part_id in part_ids if tracking[part_id] != "none"]
    there = LotBalance.objects.filter(lot__part__in=followed, location=location_id).exclude(on_hand_milli=0)
    found += [(part_id, Spot(lot_id=lot_id)) for part_id, lot_id in there.values_list("lot__part_id", "lot_id")]
    return found


def lock(count: Count) -> Count:
    """The count as it is now, nobody else changing it until the action ends."""
    return Count.objects.select_for_update(of=("self",)).select_related("site", "location").get(pk=count.pk)


@action("counts.count")
def count(
    count: Count, *, part: Part, quantity_milli: int, bin_code: str = "", lot: str = "", add: bool = False,
    together: bool = False, by: Actor, at: datetime,
) -> CountLine:  # fmt: skip
    """So much of the part lies in the bin: in place of what was counted there, or besides it with `add` (a scan).
    Without `bin_code` the only bin it lies in; NOWHERE is what lies at no bin.

    What should lie there at this moment is kept with it (K-85). What somebody else has counted is touched only with
    `together`. A part that was not in scope is counted as well. Refuses with BadCount, CountedByOther, SayWhichBin,
    SayWhichLot, SerialHere, OnePiece, NotShelved, WrongState.
    """
    fresh = Count.objects.select_related("site", "location").get(pk=count.pk)
    if fresh.state != "open":
        COUNT.check(fresh.state, "counted")
    if quantity_milli < 0:
        raise BadCount()
    check_shelved(part)
    balances.lock([(part.pk, fresh.location_id, "")], create=True)  # so that what is expected stays true
    if Count.objects.values_list("state", flat=True).get(pk=fresh.pk) != "open":
        COUNT.check("counted", "counted")
    line = _line(fresh, part, bin_code, lot, at)
    _refuse_other(line, part, by, together)
    return _enter(line, quantity_milli, add=add, place=fresh.location_id, by=by, at=at)


def _enter(line: CountLine, quantity_milli: int, *, add: bool, place: UUID, by: Actor, at: datetime) -> CountLine:
    expected_milli = expected(line, place)
    more = add and line.counted_milli is not None and not line.again
    line.disturbed = more and (line.disturbed or expected_milli != line.expected_milli)
    line.counted_milli = (line.counted_milli or 0) + quantity_milli if more else quantity_milli
    line.rounds += line.again
    line.again, line.expected_milli, line.counted_at = False, expected_milli, at
    line.counted_by, line.counted_by_name = by.id, by.name
    line.version += 1
    line.save()
    CountEntry.objects.create(
        line=line, quantity_milli=quantity_milli, expected_milli=expected_milli, added=more, by_id=by.id,
        by_name=by.name, at=at,
    )  # fmt: skip
    live.changed(f"count:{line.count_id}")
    return line


def _refuse_other(line: CountLine, part: Part, by: Actor, together: bool) -> None:
    mine = (line.counted_by, line.counted_by_name) == (by.id, by.name)
    if line.counted_milli is None or line.again or mine or together:
        return
    raise CountedByOther(who=line.counted_by_name, quantity=format_quantity(line.counted_milli), number=part.number)


def _line(count: Count, part: Part, bin_code: str, lot: str, at: datetime) -> CountLine:
    """The line of the part at the spot, made when it was not expected."""
    if part.tracking != "none":
        if not lot.strip():
            raise SayWhichLot(number=part.number)
        spot = Spot(lot_id=_lot(count, part, lot, at).pk)
    else:
        spot = Spot(bin_id=_bin(count, part, bin_code))
    line, _made = CountLine.objects.get_or_create(
        count=count, part=part, spot=spot.word, defaults={"bin_id": spot.bin_id, "lot_id": spot.lot_id}
    )
    return line


def _lot(count: Count, part: Part, code: str, at: datetime) -> Lot:
    held = Lot.objects.filter(part=part, norm=lot_rules.norm(code)).first()
    lot = held or lots.made(part, code, at)
    elsewhere = LotBalance.objects.filter(lot=lot, single=True, on_hand_milli__gt=0).exclude(location=count.location_id)
    other = elsewhere.select_related("location").first()
    if other:
        raise lots.SerialHere(number=part.number, serial=lot.code, place=other.location.name)
    return lot


def _bin(count: Count, part: Part, code: str) -> UUID | None:
    code = code.strip().upper()
    if code:
        found = Bin.objects.filter(location=count.location_id, code=code).values_list("pk", flat=True).first()
        if found is None and code != bins.NOWHERE:
            raise bins.BinNameMissing()
        return found
    lies = bins.where([part.pk], count.location_id)[part.pk]
    if len(lies) > 1:
        raise SayWhichBin(number=part.number, bins=", ".join(one.code or bins.NOWHERE for one in lies))
    return lies[0].bin_id


def expected(line: CountLine, location_id: UUID) -> int:
    """What should lie at the line's spot now."""
    return expected_of([line], location_id)[line.pk]


def expected_of(lines: Sequence[CountLine], location_id: UUID) -> dict[UUID, int]:
    """Line → what should lie at its spot now. Three statements."""
    lies = bins.where(list({line.part_id for line in lines if not line.lot_id}), location_id)
    held = dict(
        LotBalance.objects.filter(lot__in=[line.lot_id for line in lines if line.lot_id], location=location_id)
        .values_list("lot", "on_hand_milli")
    )  # fmt: skip
    return {
        line.pk: held.get(line.lot_id, 0)
        if line.lot_id
        else sum(one.milli for one in lies[line.part_id] if one.bin_id == line.bin_id)
        for line in lines
    }


def progress(count: Count) -> dict[str, int]:
    """How many lines there are, are counted, and are to be counted once more (again). One statement."""
    counted, again = Q(counted_milli__isnull=False), Q(again=True)
    return count.lines.aggregate(
        lines=HowMany("pk"), counted=HowMany("pk", filter=counted), again=HowMany("pk", filter=again)
    )


@action("counts.finish")
def finish(count: Count, *, rest_is_empty: bool = False, by: Actor, at: datetime) -> Count:
    """Everybody has counted. Lines that are too far off, or were disturbed, are marked to be counted once more and the
    count stays open; when there are none it waits to be posted.

    `rest_is_empty`: what nobody counted is not there; else it is left as it is. Refuses with NothingCounted,
    WrongState.
    """
    fresh = lock(count)
    COUNT.check(fresh.state, "counted")
    if rest_is_empty:
        for line in fresh.lines.filter(counted_milli=None).select_related("part"):
            _enter(line, 0, add=False, place=fresh.location_id, by=by, at=at)
    counted = list(fresh.lines.exclude(counted_milli=None).select_related("part"))
    if not counted:
        raise NothingCounted()
    prefs = preferences.values([AGAIN_MINOR.key, AGAIN_PPM.key], fresh.site_id)
    worths = worth.about(counted, fresh.location_id)
    far = [line for line in counted if line.again or _is_far(line, worths[line.pk], prefs)]
    for line in far:
        line.again = True
    CountLine.objects.bulk_update(far, ["again"])
    fresh.counted_at = at
    if not far:
        fresh.state = "counted"
    fresh.save(update_fields=["state", "counted_at"])
    note(number=fresh.number, lines=len(counted), again=len(far))
    live.changed(f"count:{fresh.pk}")
    return fresh


def _is_far(line: CountLine, worth_minor: int, prefs: Mapping[str, Any]) -> bool:
    if line.disturbed:
        return True
    return line.rounds == 0 and count_rules.too_far(
        line.difference_milli, line.expected_milli, worth_minor, most_minor=prefs[AGAIN_MINOR.key],
        most_ppm=prefs[AGAIN_PPM.key],
    )  # fmt: skip


@action("counts.reopen")
def reopen(count: Count, *, lines: Sequence[CountLine] = (), by: Actor, at: datetime) -> Count:
    """The count goes on; `lines` are to be counted once more. Refuses with WrongState."""
    fresh = lock(count)
    if fresh.state != "open":
        fresh.state = COUNT.check(fresh.state, "open")
        fresh.save(update_fields=["state"])
    fresh.lines.filter(pk__in=[line.pk for line in lines]).exclude(counted_milli=None).update(again=True)
    live.changed(f"count:{fresh.pk}")
    return fresh


@action("counts.cancel")
def cancel(count: Count, *, by: Actor, at: datetime) -> Count:
    """Nothing of it counts. Refuses with WrongState."""
    fresh = lock(count)
    fresh.state = COUNT.check(fresh.state, "cancelled")
    fresh.save(update_fields=["state"])
    live.changed(f"count:{fresh.pk}")
    return fresh
