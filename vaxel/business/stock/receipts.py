"""Goods that come in without a purchase order, and the first balances of a store."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import books, ledger, lot_rules, places
from vaxel.business.stock.events import GoodsArrived
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import Lot, Movement
from vaxel.business.stock.needs import SHELVED
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import allocate, rdiv
from vaxel.kernel.refusals import BadInput, Refused


class NothingReceived(BadInput):
    """A receipt without lines, or a line without a quantity."""

    sentence = _("Say how many came of each part: a whole or broken number above zero.")


class CostBelowZero(BadInput):
    """A cost is never negative."""

    sentence = _("The cost of %(number)s cannot be below zero.")


class NotShelved(Refused):
    """Kits, parts bought per job and consumables have no balance (K-6)."""

    sentence = _("%(number)s is not kept on a shelf (%(stocking)s), so it has no balance to change.")


class LotsDiffer(BadInput):
    """A line's lots are the whole line."""

    sentence = _("The lots of %(number)s do not add up to what came.")


def check_shelved(part: Part) -> None:
    """Refuses with NotShelved what has no balance of its own (K-6, K-18)."""
    if part.stocking not in SHELVED:
        raise NotShelved(number=part.number, stocking=part.stocking)


@action("stock.receive")
def receive(
    site: Site,
    *,
    lines: Sequence[tuple[Part, int, int]],
    lots: Mapping[int, Sequence[LotIn]] | None = None,
    id: UUID | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
) -> list[Moved]:
    """The goods lie in the site's store and in the books: lines of (part, thousandths, minor units per unit).

    `lots`: line, counted from 0, → its lots or serial numbers, which together are the line's quantity. The parts'
    latest cost follows. Refuses with NothingReceived, CostBelowZero, NotShelved, NoStore, LotsDiffer, and for tracked
    parts with LotMissing, SerialHere, OnePiece, NoDot.
    """
    receipt = id or new_id()
    _check(lines)
    location = places.store(site.pk)
    moves = [
        Move(new_id(), part.pk, location, lot.quantity_milli, "receipt", "stock_receipt", receipt, sequence=n,
             value_minor=value, lot=lot.code)
        for n, (part, lot, value) in enumerate(_pieces(lines, lots or {}), 1)
    ]  # fmt: skip
    moved = ledger.move(moves, at=at)
    keep_dates(lines, lots or {})
    costs = {part.pk: unit_cost for part, _milli, unit_cost in lines}
    rows.update(Part, ("id",), ("cost_minor",), list(costs.items()))
    worth = books.post(
        moved, site=site, text=text or _("Goods received"), source_kind="stock_receipt", source_id=receipt, at=at
    )
    note(receipt=str(receipt), lines=len(lines), worth_minor=worth, text=text)
    publish(GoodsArrived(site.pk, tuple(costs)))
    return moved


def _pieces(
    lines: Sequence[tuple[Part, int, int]], lots: Mapping[int, Sequence[LotIn]]
) -> Iterator[tuple[Part, LotIn, int]]:
    """Each line, or each of its lots, with its worth."""
    for n, (part, milli, unit_cost) in enumerate(lines):
        found = list(lots.get(n, ())) or [LotIn("", milli)]
        if sum(lot.quantity_milli for lot in found) != milli or any(lot.quantity_milli <= 0 for lot in found):
            raise LotsDiffer(number=part.number)
        values = allocate(rdiv(milli * unit_cost, 1000), [lot.quantity_milli for lot in found])
        yield from ((part, lot, value) for lot, value in zip(found, values, strict=True))


def keep_dates(lines: Sequence[tuple[Part, int, int]], lots: Mapping[int, Sequence[LotIn]]) -> None:
    """The lots know until when they are good, where that was said."""
    for n, found in lots.items():
        for lot in found:
            if lot.best_before:
                Lot.objects.filter(part=lines[n][0], norm=lot_rules.norm(lot.code)).update(best_before=lot.best_before)


def _check(lines: Sequence[tuple[Part, int, int]]) -> None:
    if not lines or any(milli <= 0 for _part, milli, _cost in lines):
        raise NothingReceived()
    for part, _milli, unit_cost in lines:
        check_shelved(part)
        if unit_cost < 0:
            raise CostBelowZero(number=part.number)


def opening_of(site: Site, key: str) -> UUID:
    """The document that the opening of the key is at the site."""
    return uuid5(site.pk, f"opening:{key}")


@action("stock.open_balances")
def open_balances(site: Site, *, key: str, lines: Sequence[tuple[UUID, int, int]], by: Actor, at: datetime) -> int:
    """The site's store begins with these goods: lines of (part's id, thousandths, minor units per unit) (K-107).

    `key` names the document: the same key again changes nothing. How many lines were booked. Refuses with
    NothingReceived, NoStore.
    """
    document = opening_of(site, key)
    if Movement.objects.filter(source_id=document).exists():
        return 0
    if any(milli <= 0 or unit_cost < 0 for _part, milli, unit_cost in lines):
        raise NothingReceived()
    location = places.store(site.pk)
    moved: list[Moved] = []
    for part_of in rows.chunks(sorted(lines)):
        moved += ledger.move(
            [Move(new_id(), part, location, milli, "opening", "stock_opening", document, sequence=n,
                  value_minor=rdiv(milli * unit_cost, 1000))
             for n, (part, milli, unit_cost) in enumerate(part_of, len(moved) + 1)],
            at=at,
        )  # fmt: skip
    text = _("Opening stock")
    worth = books.post(moved, site=site, text=text, source_kind="stock_opening", source_id=document, at=at)
    note(key=key, lines=len(moved), worth_minor=worth)
    return len(moved)
