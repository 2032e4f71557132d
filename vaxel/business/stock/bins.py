"""Bins: where in a store, a van or quarantine a part lies, put away and moved, picked from by one rule (K-29).

A part's first bin is its home: goods come in there and are picked there; when it is empty, from its other bins in their
order. So nothing is written here when goods are sold; what lies where is told by `bin_rules.spread`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.stock import balances, bin_rules
from vaxel.business.stock.models import Balance, Bin, PartBin, StockLocation
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel import live
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Conflict

NOWHERE = "–"  # the word for lying at no bin in particular


class BinNameMissing(BadInput):
    """A bin has a code that fits a label."""

    sentence = _("Give the bin a code of 1 to 20 signs, such as A-03-2.")


class NotInBin(Conflict):
    """Not so much lies in the bin."""

    sentence = _("Only %(there)s of %(number)s lie in %(bin)s, not %(wanted)s.")


class SameBin(BadInput):
    """From one bin into another."""

    sentence = _("Choose another bin to put it in.")


@dataclass(frozen=True, slots=True)
class Lying:
    """So much of a part lies in a bin (None: at no bin in particular). `home`: goods come in and are picked here."""

    bin_id: UUID | None
    code: str
    milli: int
    home: bool


def _of_place(location: StockLocation, **_kwargs: Any) -> UUID:
    return location.site_id


def _of_second(_part: Part, location: StockLocation, **_kwargs: Any) -> UUID:
    return location.site_id


@action("bins.make", site=_of_place)
def make(location: StockLocation, *, code: str, by: Actor, at: datetime) -> Bin:
    """The place has a bin of this code, last in the walk; asked again, the one it has. Refuses with BinNameMissing."""
    code = code.strip().upper()
    if not 1 <= len(code) <= 20 or code == NOWHERE:
        raise BinNameMissing()
    last = Bin.objects.filter(location=location).aggregate(last=Max("walk"))["last"] or 0
    return Bin.objects.get_or_create(location=location, code=code, defaults={"walk": last + 1})[0]


@action("bins.set_home", site=_of_second)
def set_home(part: Part, location: StockLocation, *, code: str, by: Actor, at: datetime) -> PartBin:
    """The part's home at the place is the bin of this code; what lay in bins before lies there still.

    Refuses with NotShelved, BinNameMissing.
    """
    check_shelved(part)
    bin_ = make(location, code=code, by=by, at=at)
    lies = _locked_lies(part, location)
    order = [bin_.pk, *(one.bin_id for one in lies if one.bin_id and one.bin_id != bin_.pk)]
    _store(part, location, order, {one.bin_id: one.milli for one in lies if one.bin_id != bin_.pk})
    note(bin=bin_.code)
    return PartBin.objects.get(part=part, bin=bin_)


@action("bins.set_homes", site=_of_place)
def set_homes(location: StockLocation, *, homes: Sequence[tuple[UUID, str]], by: Actor, at: datetime) -> int:
    """(part, the bin's code): parts that lie in no bin there have their home in it; how many. Others stay as they are.

    Refuses with BinNameMissing.
    """
    has_one = set(PartBin.objects.filter(location=location, part__in=[part for part, _code in homes]).values_list(
        "part", flat=True))  # fmt: skip
    wanted = {part: code for part, code in homes if part not in has_one}
    made = {code: make(location, code=code, by=by, at=at) for code in sorted(set(wanted.values()))}
    PartBin.objects.bulk_create(
        PartBin(part_id=part, bin=made[code], location=location, place=0) for part, code in wanted.items()
    )
    live.changed(*(f"stock:{part}" for part in wanted))
    note(homes=len(wanted))
    return len(wanted)


@action("bins.move", site=_of_second)
def move(
    part: Part, location: StockLocation, *, to: str, quantity_milli: int, from_bin: UUID | None = None, by: Actor,
    at: datetime,
) -> list[Lying]:  # fmt: skip
    """So much of the part lies in the bin `to`, no longer in `from_bin` (None: home, or no bin at all).

    Also how goods are put away after they came. Refuses with NotInBin, SameBin, NotShelved, BinNameMissing.
    """
    check_shelved(part)
    target = make(location, code=to, by=by, at=at)
    lies = _locked_lies(part, location)
    source = next((one for one in lies if one.bin_id == from_bin or (from_bin is None and one.home)), None)
    if source is not None and source.bin_id == target.pk:
        raise SameBin()
    there = source.milli if source else 0
    if quantity_milli <= 0 or there < quantity_milli:
        raise NotInBin(
            there=format_quantity(max(0, there)), number=part.number, bin=source.code if source else NOWHERE,
            wanted=format_quantity(quantity_milli),
        )  # fmt: skip
    put = {one.bin_id: one.milli for one in lies}
    put[source.bin_id if source else None] -= quantity_milli
    put[target.pk] = put.get(target.pk, 0) + quantity_milli
    home = next((one.bin_id for one in lies if one.home), None)
    order = [one.bin_id for one in lies if one.bin_id]
    order += [target.pk] if target.pk not in order else []
    if home is None and not any(one.bin_id for one in lies) and quantity_milli == there:
        put.pop(None, None)  # all of what had no bin: this is its home from now on
    _store(part, location, order if home or put.get(None, 0) == 0 else [None, *order], put)
    note(part=part.number, to=target.code, quantity_milli=quantity_milli)
    return where([part.pk], location.pk)[part.pk]


def _locked_lies(part: Part, location: StockLocation) -> list[Lying]:
    """Where the part lies, its balance locked so that it stays true until the action ends."""
    balances.lock([(part.pk, location.pk, "")], create=True)
    return where([part.pk], location.pk)[part.pk]


def _store(part: Part, location: StockLocation, order: Sequence[UUID | None], put: dict[UUID | None, int]) -> None:
    """The part's bins in this order, the first its home; after a leading None none is home."""
    PartBin.objects.filter(part=part, location=location).delete()
    PartBin.objects.bulk_create(
        PartBin(part=part, bin_id=bin_id, location=location, place=n, put_milli=max(0, put.get(bin_id, 0)) if n else 0)
        for n, bin_id in enumerate(order)
        if bin_id
    )
    live.changed(f"stock:{part.pk}")


def where(part_ids: Sequence[UUID], location_id: UUID) -> dict[UUID, list[Lying]]:
    """Part → where it lies at the place, home first; all of what is on hand there. Two statements."""
    on_hand = dict(
        Balance.objects.filter(part__in=list(part_ids), location=location_id).values_list("part_id", "on_hand_milli")
    )
    return lying(on_hand, part_ids, location_id)


def lying(on_hand: dict[UUID, int], part_ids: Iterable[UUID], location_id: UUID) -> dict[UUID, list[Lying]]:
    """As `where`, of what is said to be on hand. One statement."""
    held: dict[UUID, list[PartBin]] = defaultdict(list)
    wanted = list(part_ids)
    for one in PartBin.objects.filter(part__in=wanted, location=location_id).select_related("bin").order_by("place"):
        held[one.part_id].append(one)
    return {part_id: _lying(on_hand.get(part_id, 0), held[part_id]) for part_id in wanted}


def _lying(on_hand_milli: int, held: Sequence[PartBin]) -> list[Lying]:
    home: UUID | None = held[0].bin_id if held and held[0].place == 0 else None
    codes: dict[UUID | None, str] = {one.bin_id: one.bin.code for one in held}
    put = [(one.bin_id, one.put_milli) for one in held if one.place]
    lies = bin_rules.spread(on_hand_milli, home, put)
    return [
        Lying(bin_id, codes.get(bin_id, ""), milli, bin_id == home)
        for bin_id, milli in lies.items() if bin_id is not None or milli or not held
    ]  # fmt: skip


def counted(part: Part, location_id: UUID, amounts: dict[UUID | None, int]) -> None:
    """What a count found in bins is so from now on; part of the action that posts it, the balance being locked."""
    held = {one.bin_id: one for one in PartBin.objects.filter(part=part, location=location_id)}
    news = [bin_id for bin_id in amounts if bin_id and bin_id not in held]
    for bin_id, milli in amounts.items():
        if bin_id and bin_id in held and held[bin_id].place and held[bin_id].put_milli != milli:
            PartBin.objects.filter(pk=held[bin_id].pk).update(put_milli=max(0, milli))
    last = max((one.place for one in held.values()), default=-1)
    PartBin.objects.bulk_create(
        PartBin(part=part, bin_id=bin_id, location_id=location_id, place=last + n,
                put_milli=0 if last + n == 0 else max(0, amounts[bin_id]))
        for n, bin_id in enumerate(news, 1)
    )  # fmt: skip
