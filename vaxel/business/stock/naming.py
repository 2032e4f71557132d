"""Which pieces or lots a line takes, named before its goods leave (K-21, G6)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.stock import lot_rules
from vaxel.business.stock.lots import WHOLE, LotIn, LotShort, OnePiece
from vaxel.business.stock.models import Lot, LotBalance, Movement, NamedLot
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import Conflict, Refused


class NamedElsewhere(Conflict):
    """Two lines cannot take the same piece."""

    sentence = _("%(serial)s is named on another line already.")


class NotTracked(Refused):
    """Only tracked parts have lots."""

    sentence = _("%(number)s is not tracked by lot or serial number.")


def name(source_id: UUID, part: Part, pieces: Sequence[LotIn], *, location_id: UUID) -> list[NamedLot]:
    """The line takes these lots of the part and no others. Part of the caller's action.

    Refuses with NotTracked, LotShort when one is not at the place, NamedElsewhere, OnePiece.
    """
    if part.tracking == "none":
        raise NotTracked(number=part.number)
    NamedLot.objects.filter(source_id=source_id, lot__part=part).delete()
    return [_name_one(source_id, part, one, location_id) for one in _joined(pieces)]


def _joined(pieces: Iterable[LotIn]) -> list[LotIn]:
    sums: dict[str, LotIn] = {}
    for one in pieces:
        key = lot_rules.norm(one.code)
        held = sums.get(key)
        sums[key] = replace(one, quantity_milli=one.quantity_milli + held.quantity_milli) if held else one
    return list(sums.values())


def _name_one(source_id: UUID, part: Part, one: LotIn, location_id: UUID) -> NamedLot:
    lot = Lot.objects.filter(part=part, norm=lot_rules.norm(one.code)).first()
    here = LotBalance.objects.filter(lot=lot, location=location_id).first() if lot else None
    there = here.on_hand_milli if here else 0
    if lot and lot.single and one.quantity_milli != WHOLE:
        raise OnePiece(number=part.number, serial=lot.code)
    gone = Movement.objects.filter(source_id=source_id, part=part, lot=lot.code if lot else "").exists()
    if lot is None or (there < one.quantity_milli and not gone):
        raise LotShort(
            number=part.number, lot=one.code, wanted=format_quantity(one.quantity_milli), here=format_quantity(there)
        )
    if lot.single and _taken(lot, source_id):
        raise NamedElsewhere(serial=lot.code)
    return NamedLot.objects.create(source_id=source_id, lot=lot, quantity_milli=one.quantity_milli)


def _taken(lot: Lot, source_id: UUID) -> bool:
    """Whether another line names the piece and has not had it yet."""
    others = NamedLot.objects.filter(lot=lot).exclude(source_id=source_id).values_list("source_id", flat=True)
    had = Movement.objects.filter(part_id=lot.part_id, lot=lot.code, source_id__in=list(others))
    return bool(set(others) - set(had.values_list("source_id", flat=True)))


def forget(source_ids: Iterable[UUID]) -> None:
    """The lines, which take nothing, name nothing any more. One statement."""
    NamedLot.objects.filter(source_id__in=list(source_ids)).delete()


def named_for(source_ids: Iterable[UUID]) -> dict[UUID, list[NamedLot]]:
    """Line → the lots it names. One statement."""
    found: dict[UUID, list[NamedLot]] = defaultdict(list)
    for one in NamedLot.objects.filter(source_id__in=list(source_ids)).select_related("lot").order_by("pk"):
        found[one.source_id].append(one)
    return found
