"""The pieces a line takes: serial numbers and lots named on a ticket's line before its goods leave (K-21, G6)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.stock import lot_rules, naming, places
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Lot, NamedLot
from vaxel.business.tickets import holding, upkeep
from vaxel.business.tickets.models import Line
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput

MOST_NM = 1000


class NotOfThisLine(BadInput):
    """A number that is none of the line's parts'."""

    sentence = _("%(code)s is no lot or serial number of “%(text)s”.")


class MoreNamed(BadInput):
    """No more pieces are named than the line sells."""

    sentence = _("“%(text)s” takes %(wanted)s, but %(named)s are named.")


class BadTorque(BadInput):
    """A torque that no wheel is tightened to."""

    sentence = _("The torque is between 20 and %(most)s Nm.")


@dataclass(frozen=True, slots=True)
class Named:
    """So much of a tracked part is to be named for a line, and what is named. Thousandths."""

    line_id: UUID
    part: Part
    wanted_milli: int
    lots: tuple[NamedLot, ...]

    @property
    def named_milli(self) -> int:
        """How much is named."""
        return sum(one.quantity_milli for one in self.lots)


@action("lines.name_lots", site=lambda line, **_: line.ticket.site_id)
def name_lots(line: Line, *, lots: Sequence[LotIn], by: Actor, at: datetime) -> list[NamedLot]:
    """The line takes these pieces and lots, and no others; of a kit, its tracked components' (K-21).

    Refuses with NotOfThisLine, MoreNamed, LotShort, NamedElsewhere, OnePiece, NotTracked, TicketClosed.
    """
    ticket = upkeep.require_open(line.ticket)
    fresh = Line.objects.select_related("part").get(pk=line.pk)
    named = _name(fresh, lots, ticket.site_id)
    note(line=str(line.pk), lots=[one.lot.code for one in named])
    return named


@action("lines.note_torque", site=lambda line, **_: line.ticket.site_id)
def note_torque(line: Line, *, torque_nm: int, by: Actor, at: datetime) -> Line:
    """The wheels of the line were tightened to so many newton metres (G6). Refuses with BadTorque, TicketClosed."""
    upkeep.require_open(line.ticket)
    if not 20 <= torque_nm <= MOST_NM:
        raise BadTorque(most=MOST_NM)
    line.torque_nm = torque_nm
    line.save(update_fields=["torque_nm"])
    note(line=str(line.pk), torque_nm=torque_nm)
    return line


def of_wishes(wished: Iterable[tuple[Line, Sequence[LotIn]]], site_id: UUID) -> None:
    """New lines take the pieces that were wished with them. Part of the caller's action; refuses as `name_lots`."""
    for line, lots in wished:
        if lots:
            _name(line, lots, site_id)


def _name(line: Line, lots: Sequence[LotIn], site_id: UUID) -> list[NamedLot]:
    wanted = {need.part_id: need.quantity_milli for need in holding.needs([line])}
    parts = Part.objects.in_bulk(list(wanted))
    tracked = {pk: part for pk, part in parts.items() if part.tracking != "none"}
    if not tracked and line.part is not None:
        raise naming.NotTracked(number=line.part.number)
    by_part = _by_part(line, lots, list(tracked))
    store, named = places.store(site_id), []
    for part_id, part in tracked.items():
        milli = sum(one.quantity_milli for one in by_part[part_id])
        if milli > wanted[part_id]:
            raise MoreNamed(
                text=line.text, wanted=format_quantity(wanted[part_id]), named=format_quantity(milli)
            )  # fmt: skip
        named += naming.name(line.pk, part, by_part[part_id], location_id=store)
    return named


def _by_part(line: Line, lots: Sequence[LotIn], part_ids: Sequence[UUID]) -> dict[UUID, list[LotIn]]:
    """Which of the line's tracked parts each lot is of."""
    norms = [lot_rules.norm(one.code) for one in lots]
    known = dict(Lot.objects.filter(part__in=part_ids, norm__in=norms).values_list("norm", "part_id"))
    found: dict[UUID, list[LotIn]] = defaultdict(list)
    for one, norm in zip(lots, norms, strict=True):
        if norm not in known:
            raise NotOfThisLine(code=one.code, text=line.text)
        found[known[norm]].append(one)
    return found


def to_name(lines: Sequence[Line]) -> list[Named]:
    """What of the lines is tracked, how much of it and what is named; three statements, one without tracked parts."""
    needs = holding.needs(lines)
    parts = Part.objects.exclude(tracking="none").in_bulk([need.part_id for need in needs])
    if not parts:
        return []
    named = naming.named_for({need.line_id for need in needs if need.part_id in parts})
    return [
        Named(need.line_id, parts[need.part_id], need.quantity_milli,
              tuple(one for one in named.get(need.line_id, ()) if one.lot.part_id == need.part_id))
        for need in needs if need.part_id in parts
    ]  # fmt: skip
