"""Putting a balance right, throwing away, moving between places of a site, each with a reason (K-26, K-109, K-110)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.ledger import worded
from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.stock import books, ledger, places
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import StockLocation
from vaxel.business.stock.receipts import LotsDiffer, check_shelved
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import format_money
from vaxel.kernel.refusals import BadInput, Refused

REASONS: dict[str, str | Promise] = {
    "found": _("Found"),
    "miscounted": _("Miscounted"),
    "wrong_entry": _("Entered wrongly"),
    "lost": _("Lost"),
    "stolen": _("Stolen"),
    "broken": _("Broken"),
    "expired": _("Too old"),
    "other": _("Other"),
}
LIMIT = preferences.declare(
    Preference(
        "stock.adjust_alone_minor", 500_000, _("Worth of an adjustment one person may make alone, in öre."), lowest=0
    )
)


class NoSuchReason(BadInput):
    """A reason is one of the known codes, so that they can be counted."""

    sentence = _("Choose why: %(codes)s.")


class NothingToAdjust(BadInput):
    """A change of nothing."""

    sentence = _("Say how much more or less there is.")


class NotThePlace(BadInput):
    """Another site's place, or the same one."""

    sentence = _("%(place)s is not a place this can be done at for %(site)s.")


class SecondPersonNeeded(Refused):
    """Above a value two people stand for it (K-109)."""

    sentence = _("The change is worth %(worth)s, more than one person may decide. Ask someone else for their PIN.")


def _site_second(_part: Part, site: Site, **_kwargs: Any) -> UUID:
    return site.pk


@action("stock.adjust", site=_site_second)
def adjust(
    part: Part, site: Site, *, quantity_milli: int, reason: str, text: str = "", lots: Sequence[LotIn] = (),
    place: StockLocation | None = None, second: Actor | None = None, by: Actor, at: datetime,
) -> Moved:  # fmt: skip
    """There is so much more, or less, of the part in the site's store (or `place`) than we believed; the books follow.

    `reason` is one of REASONS; `second` is the person who vouched (pins.vouch) and is needed above the site's limit.
    `lots`: which of a tracked part. What is found comes in at the average. Refuses with NothingToAdjust, NoSuchReason,
    NotShelved, NotThePlace, Short, SecondPersonNeeded, LotsDiffer, and as `lots.choose` does.
    """
    change = _Change(part, site, "adjust", quantity_milli, _said(reason, text), lots, place, second)
    return _do(change, by, at)


@action("stock.scrap", site=_site_second)
def scrap(
    part: Part, site: Site, *, quantity_milli: int, reason: str, text: str = "", lots: Sequence[LotIn] = (),
    place: StockLocation | None = None, second: Actor | None = None, by: Actor, at: datetime,
) -> Moved:  # fmt: skip
    """So much (a positive quantity) of the part has left the store (or `place`) as waste; the books follow.

    For hazardous goods `text` names the receiver and the document (K-110). Refuses like `adjust`.
    """
    if quantity_milli <= 0:
        raise NothingToAdjust()
    return _do(_Change(part, site, "scrap", -quantity_milli, _said(reason, text), lots, place, second), by, at)


@action("stock.move", site=_site_second)
def move(
    part: Part, site: Site, *, quantity_milli: int, to: StockLocation, from_place: StockLocation | None = None,
    reason: str = "", lots: Sequence[LotIn] = (), by: Actor, at: datetime,
) -> list[Moved]:  # fmt: skip
    """So much of the part lies at another place of the site (van, quarantine), worth the same; from its store unless
    said. Between sites goods are transferred.

    Refuses with NothingToAdjust, NotShelved, NotThePlace, Short, LotsDiffer, and as `lots.choose` does.
    """
    check_shelved(part)
    if quantity_milli <= 0:
        raise NothingToAdjust()
    source = _place(site, from_place)
    target = _place(site, to)
    if source == target:
        raise NotThePlace(place=to.name, site=site.name)
    pieces = _pieces(part, quantity_milli, lots)
    moved = ledger.relocate(
        [ledger.Relocation(part.pk, one.quantity_milli, one.code, new_id()) for one in pieces],
        source, target, source_kind="stock_move", reason=reason, at=at,
    )  # fmt: skip
    text = worded(_("Moved within the site"), part.number)
    books.post_revalued(moved, site=site, text=text, source_kind="stock_move", source_id=new_id(), at=at)
    note(part=part.number, quantity_milli=quantity_milli, to=to.name, reason=reason)
    return moved


def _said(reason: str, text: str) -> str:
    if reason not in REASONS:
        raise NoSuchReason(codes=", ".join(REASONS))
    return f"{reason}: {text}" if text else reason


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one balance, as asked for."""

    part: Part
    site: Site
    kind: str
    quantity_milli: int
    said: str
    lots: Sequence[LotIn]
    place: StockLocation | None
    second: Actor | None


def _do(change: _Change, by: Actor, at: datetime) -> Moved:
    part, site, kind = change.part, change.site, change.kind
    check_shelved(part)
    if not change.quantity_milli:
        raise NothingToAdjust()
    document, sign = new_id(), 1 if change.quantity_milli > 0 else -1
    where = _place(site, change.place)
    moves = [
        Move(new_id(), part.pk, where, sign * one.quantity_milli, kind, f"stock_{kind}", document, reason=change.said,
             lot=one.code)
        for one in _pieces(part, abs(change.quantity_milli), change.lots)
    ]  # fmt: skip
    moved = ledger.move(moves, at=at)
    whole = sum(one.value_minor for one in moved)
    _need_second(abs(whole), site, kind, change.second, by)
    worth = books.post(
        moved, site=site, text=worded(_("Stock adjusted") if kind == "adjust" else _("Scrapped"), part.number),
        source_kind=f"stock_{kind}", source_id=document, at=at,
    )  # fmt: skip
    vouched = change.second.name if change.second else ""
    note(document=str(document), part=part.number, reason=change.said, worth_minor=worth, second=vouched)
    return replace(moved[-1], move=replace(moves[0], quantity_milli=change.quantity_milli), value_minor=whole)


def _pieces(part: Part, milli: int, lots: Sequence[LotIn]) -> Sequence[LotIn]:
    """The lots that were named, which together are the quantity; or the quantity without a lot."""
    if lots and sum(one.quantity_milli for one in lots) != milli:
        raise LotsDiffer(number=part.number)
    return lots or [LotIn("", milli)]


def _place(site: Site, place: StockLocation | None) -> UUID:
    """The place, which is the site's; its store when none is named."""
    if place is None:
        return places.store(site.pk)
    if place.site_id != site.pk or place.kind == "transit":
        raise NotThePlace(place=place.name, site=site.name)
    return place.pk


def _need_second(worth_minor: int, site: Site, kind: str, second: Actor | None, by: Actor) -> None:
    if worth_minor <= preferences.value(LIMIT.key, site.pk):
        return
    if second is None or second.id == by.id or not second.may(f"stock.{kind}", site.pk):
        raise SecondPersonNeeded(worth=format_money(worth_minor, site.currency))
