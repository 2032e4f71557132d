"""Transfers: one site asks, another sends, the goods are on the road and still the sender's, the first receives (K-81).

What does not come stays in transit until somebody of the sender's site says what became of it (K-82).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.ledger import worded
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import books, ledger, lots, places, reservations
from vaxel.business.stock.events import GoodsArrived
from vaxel.business.stock.ledger import Move, Moved, Relocation
from vaxel.business.stock.lots import LotIn
from vaxel.business.stock.models import LotBalance, Movement, Transfer, TransferLine
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel import live, numbering
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import BadInput, Conflict
from vaxel.kernel.states import Machine

TRANSFER = Machine(
    "transfer", requested="approved cancelled", approved="sent cancelled", sent="part_received closed",
    part_received="part_received closed", closed="", cancelled="",
)  # fmt: skip
SOURCE = "transfer_line"
MOST_LINES = 200
ENDINGS: dict[str, str | Promise] = {
    "found": _("Found at the sender's"), "lost": _("Lost on the way"), "damaged": _("Damaged on the way"),
}  # fmt: skip


class NothingAsked(BadInput):
    """A transfer is of something."""

    sentence = _("Say which parts and how many of each: above zero, each part once, at most %(most)s.")


class SameSite(BadInput):
    """A transfer goes to another site."""

    sentence = _("A transfer goes to another site. Within a site goods are moved.")


class NotOnTransfer(BadInput):
    """Only what stands on the transfer is sent, received or settled."""

    sentence = _("%(number)s is not on transfer %(transfer)s.")


class MoreThanAsked(Conflict):
    """What is sent was asked for and agreed."""

    sentence = _("%(number)s: %(asked)s were agreed, %(sent)s cannot be sent. Make another transfer of the rest.")


class MoreThanSent(Conflict):
    """No more comes than is on the road."""

    sentence = _("%(number)s: %(left)s are on the road, not %(came)s. Adjust the stock if more lies there.")


class NothingSent(BadInput):
    """Something is sent, received or settled."""

    sentence = _("Say how many of at least one part.")


class NoSuchEnding(BadInput):
    """What became of what did not come."""

    sentence = _("Say what became of it: found, lost or damaged; and write why.")


@dataclass(frozen=True, slots=True)
class Going:
    """So much of a line is sent or received, in thousandths; `lots`: which, of a tracked part."""

    line_id: UUID
    quantity_milli: int
    lots: tuple[LotIn, ...] = ()


def _receiver(site: Site, to_site: Site, **_kwargs: Any) -> UUID:
    return to_site.pk


def _sender(transfer: Transfer, **_kwargs: Any) -> UUID:
    return transfer.site_id


def _arrives_at(transfer: Transfer, **_kwargs: Any) -> UUID:
    return transfer.to_site_id


@action("transfers.request", site=_receiver)
def request(
    site: Site, to_site: Site, *, lines: Sequence[tuple[Part, int]], text: str = "", id: UUID | None = None, by: Actor,
    at: datetime,
) -> Transfer:  # fmt: skip
    """`to_site` asks `site` for these parts (thousandths of each); nothing is held for it yet (K-81).

    Refuses with SameSite, NothingAsked, NotShelved, NoStore.
    """
    return _made(site, to_site, lines, text=text, id=id, by=by, at=at)


@action("transfers.make", site=lambda site, *_args, **_kwargs: site.pk)
def make(
    site: Site, to_site: Site, *, lines: Sequence[tuple[Part, int]], text: str = "", id: UUID | None = None, by: Actor,
    at: datetime,
) -> Transfer:  # fmt: skip
    """`site` is about to send these parts to `to_site`, asked or not: agreed at once, and held. Refuses as `request`,
    and with Short."""
    return _approved(_made(site, to_site, lines, text=text, id=id, by=by, at=at), by, at)


def _made(
    site: Site, to_site: Site, lines: Sequence[tuple[Part, int]], *, text: str, id: UUID | None, by: Actor, at: datetime
) -> Transfer:  # fmt: skip
    held = Transfer.objects.filter(pk=id).first() if id else None
    if held:
        return held
    if site.pk == to_site.pk:
        raise SameSite()
    once = {part.pk for part, _milli in lines}
    if not 1 <= len(lines) <= MOST_LINES or len(once) != len(lines) or any(milli <= 0 for _part, milli in lines):
        raise NothingAsked(most=MOST_LINES)
    for part, _milli in lines:
        check_shelved(part)
    for one in (site, to_site):
        places.store(one.pk)  # refuses where there is none
    made = Transfer.objects.create(
        id=id or new_id(), number=numbering.take("transfers"), site=site, to_site=to_site, text=text.strip()[:200],
        requested_by=by.name, requested_at=at,
    )  # fmt: skip
    TransferLine.objects.bulk_create(
        TransferLine(transfer=made, position=n, part=part, asked_milli=milli)
        for n, (part, milli) in enumerate(lines, 1)
    )
    note(number=made.number, to=to_site.name, lines=len(lines))
    _tell(made)
    return made


def _tell(transfer: Transfer) -> None:
    live.changed(f"transfers:{transfer.site_id}", f"transfers:{transfer.to_site_id}")


def _lock(transfer: Transfer) -> tuple[Transfer, list[TransferLine]]:
    fresh = Transfer.objects.select_for_update(of=("self",)).select_related("site", "to_site").get(pk=transfer.pk)
    return fresh, list(fresh.lines.select_related("part").order_by("position"))


@action("transfers.approve", site=_sender)
def approve(transfer: Transfer, *, by: Actor, at: datetime) -> Transfer:
    """The sender's site will send it: all of it is held there. Refuses with Short, WrongState."""
    return _approved(transfer, by, at)


def _approved(transfer: Transfer, by: Actor, at: datetime) -> Transfer:
    fresh, lines = _lock(transfer)
    fresh.state = TRANSFER.check(fresh.state, "approved")
    store = places.store(fresh.site_id)
    reservations.hold(
        [reservations.Wish(new_id(), line.part_id, store, line.asked_milli, SOURCE, line.pk) for line in lines], at
    )
    fresh.approved_by = by.name
    fresh.save(update_fields=["state", "approved_by"])
    _tell(fresh)
    return fresh


@action("transfers.cancel", site=_sender)
def cancel(transfer: Transfer, *, by: Actor, at: datetime) -> Transfer:
    """It will not be sent; nothing is held for it. The sender's decision. Refuses with WrongState."""
    return _cancelled(transfer, at)


@action("transfers.withdraw", site=_arrives_at)
def withdraw(transfer: Transfer, *, by: Actor, at: datetime) -> Transfer:
    """Who asked needs it no more. Refuses with WrongState once it is sent."""
    return _cancelled(transfer, at)


def _cancelled(transfer: Transfer, at: datetime) -> Transfer:
    fresh, lines = _lock(transfer)
    fresh.state = TRANSFER.check(fresh.state, "cancelled")
    reservations.release([line.pk for line in lines], at)
    fresh.closed_at = at
    fresh.save(update_fields=["state", "closed_at"])
    _tell(fresh)
    return fresh


@action("transfers.send", site=_sender)
def send(transfer: Transfer, *, going: Sequence[Going] | None = None, by: Actor, at: datetime) -> Transfer:
    """The goods have left the sender's store and are in transit, still the sender's, at the average (K-82).

    `going`: how many of each line and which lots; all that was agreed when left out. What is not sent is held no more.
    Refuses with NotOnTransfer, MoreThanAsked, NothingSent, WrongState, Short, and for tracked parts as `lots.choose`.
    """
    fresh, lines = _lock(transfer)
    fresh.state = TRANSFER.check(fresh.state, "sent")
    sent = _of_lines(fresh, lines, going if going is not None else [Going(one.pk, one.asked_milli) for one in lines])
    for line in lines:
        if line.pk in sent and sent[line.pk].quantity_milli > line.asked_milli:
            raise MoreThanAsked(
                number=line.part.number, asked=format_quantity(line.asked_milli),
                sent=format_quantity(sent[line.pk].quantity_milli),
            )  # fmt: skip
    store, road = places.store(fresh.site_id), places.of_kind(fresh.site, "transit")
    reservations.release([line.pk for line in lines], at)
    ledger.relocate(_goods(lines, sent, 1), store, road, source_kind=SOURCE, at=at)
    for line in lines:
        line.sent_milli = sent[line.pk].quantity_milli if line.pk in sent else 0
    TransferLine.objects.bulk_update(lines, ["sent_milli"])
    fresh.sent_by, fresh.sent_at = by.name, at
    fresh.save(update_fields=["state", "sent_by", "sent_at"])
    _tell(fresh)
    return fresh


def _of_lines(transfer: Transfer, lines: Sequence[TransferLine], going: Sequence[Going]) -> Mapping[UUID, Going]:
    """Line → what goes, where it is something."""
    known = {line.pk: line for line in lines}
    wanted = {one.line_id: one for one in going if one.quantity_milli}
    for one in going:
        if one.line_id not in known:
            raise NotOnTransfer(number="–", transfer=transfer.number)
        if one.quantity_milli < 0 or (one.lots and sum(lot.quantity_milli for lot in one.lots) != one.quantity_milli):
            raise NothingSent()
    if not wanted or len({one.line_id for one in going}) != len(going):
        raise NothingSent()
    return wanted


def _goods(lines: Sequence[TransferLine], going: Mapping[UUID, Going], step: int) -> list[Relocation]:
    """What goes of each line, a row a lot; `step` tells apart what happens to a line several times."""
    return [
        Relocation(line.part_id, lot.quantity_milli, lot.code, line.pk, sequence=step)
        for line in lines if line.pk in going
        for lot in (going[line.pk].lots or (LotIn("", going[line.pk].quantity_milli),))
    ]  # fmt: skip


def _step(lines: Sequence[TransferLine]) -> int:
    """A number that no movement of these lines has yet."""
    found = Movement.objects.filter(source_id__in=[line.pk for line in lines])
    last = found.order_by("-sequence").values_list("sequence", flat=True).first()
    return (last or 0) + 1


@action("transfers.receive", site=_arrives_at)
def receive(transfer: Transfer, *, came: Sequence[Going], by: Actor, at: datetime) -> Transfer:
    """So much of each line lies in the receiver's store, worth what it was, and is the receiver's in the books.

    What has not come stays in transit; when nothing is left the transfer is closed. Who waits for the goods is told.
    Refuses with NotOnTransfer, NothingSent, MoreThanSent, WrongState, and for tracked parts as `lots.choose`.
    """
    fresh, lines = _lock(transfer)
    TRANSFER.check(fresh.state, "part_received")
    arrived = _of_lines(fresh, lines, came)
    for line in lines:
        now = arrived[line.pk].quantity_milli if line.pk in arrived else 0
        if now > line.under_way_milli:
            raise MoreThanSent(
                number=line.part.number, left=format_quantity(line.under_way_milli), came=format_quantity(now)
            )
    road, store = places.of_kind(fresh.site, "transit"), places.store(fresh.to_site_id)
    step = _step(lines)
    moved = ledger.relocate(_goods(lines, arrived, step), road, store, source_kind=SOURCE, at=at)
    _book_change_of_hands(fresh, moved, at)
    for line in lines:
        line.received_milli += arrived[line.pk].quantity_milli if line.pk in arrived else 0
    TransferLine.objects.bulk_update(lines, ["received_milli"])
    fresh.received_by, fresh.received_at = by.name, at
    _settle_state(fresh, lines, at)
    publish(GoodsArrived(fresh.to_site_id, tuple(line.part_id for line in lines if line.pk in arrived)))
    return fresh


def _settle_state(transfer: Transfer, lines: Sequence[TransferLine], at: datetime) -> None:
    under_way = any(line.under_way_milli for line in lines)
    transfer.state = TRANSFER.check(transfer.state, "part_received" if under_way else "closed")
    transfer.closed_at = None if under_way else at
    transfer.save(update_fields=["state", "received_by", "received_at", "closed_at"])
    _tell(transfer)


def _book_change_of_hands(transfer: Transfer, moved: Sequence[Moved], at: datetime) -> None:
    """The stock accounts of both sites follow; between them the company is worth the same (K-80, K-101)."""
    worth = sum(one.value_minor for one in moved)
    text = worded(_("Transfer"), transfer.number)
    given = [Moved(one.move, -one.value_minor, 0, 0) for one in moved]
    books.post(given, site=transfer.site, text=text, source_kind="transfer_out", source_id=new_id(), at=at)
    books.post(moved, site=transfer.to_site, text=text, source_kind="transfer_in", source_id=new_id(), at=at)
    note(number=transfer.number, worth_minor=worth)


@action("transfers.settle", site=lambda line, **_: line.transfer.site_id)
def settle(
    line: TransferLine, *, quantity_milli: int, ending: str, why: str, lots: Sequence[LotIn] = (), by: Actor,
    at: datetime,
) -> Transfer:  # fmt: skip
    """What has not come is dealt with by the sender's site (K-82): `found` lies in its store again; `lost` and
    `damaged` have left the books with the reason, at their value.

    Refuses with NoSuchEnding, NothingSent, MoreThanSent, WrongState, and for tracked parts as `lots.choose`.
    """
    transfer, lines = _lock(line.transfer)
    TRANSFER.check(transfer.state, "closed")
    mine = next(one for one in lines if one.pk == line.pk)
    if ending not in ENDINGS or not why.strip():
        raise NoSuchEnding()
    going = _of_lines(transfer, lines, [Going(mine.pk, quantity_milli, tuple(lots))])
    if quantity_milli > mine.under_way_milli:
        raise MoreThanSent(
            number=mine.part.number, left=format_quantity(mine.under_way_milli), came=format_quantity(quantity_milli)
        )
    road, goods = places.of_kind(transfer.site, "transit"), _goods(lines, going, _step(lines))
    if ending == "found":
        store = places.store(transfer.site_id)
        found = ledger.relocate(goods, road, store, source_kind=SOURCE, reason=why.strip(), at=at)
        text = worded(_("Transfer"), transfer.number)
        books.post_revalued(
            found, site=transfer.site, text=text, source_kind="transfer_found", source_id=new_id(), at=at
        )
    else:
        _write_off(transfer, goods, road, f"{ending}: {why.strip()}"[:200], at)
    mine.settled_milli += quantity_milli
    mine.save(update_fields=["settled_milli"])
    note(part=mine.part.number, quantity_milli=quantity_milli, ending=ending, why=why.strip())
    _settle_state(transfer, lines, at)
    return transfer


def _write_off(transfer: Transfer, goods: Sequence[Relocation], road: UUID, reason: str, at: datetime) -> None:
    moved = ledger.move(
        [Move(new_id(), one.part_id, road, -one.quantity_milli, "scrap", SOURCE, one.source_id, lot=one.lot,
              sequence=one.sequence, reason=reason)
         for one in goods],
        at=at,
    )  # fmt: skip
    text = worded(_("Transfer"), transfer.number, reason)
    books.post(moved, site=transfer.site, text=text, source_kind="transfer_loss", source_id=new_id(), at=at)


def lots_under_way(line: TransferLine) -> list[LotBalance]:
    """Which lots of the line's part are on the sender's road, so that the receiver can tick them."""
    return lots.here(line.part_id, places.of_kind(line.transfer.site, "transit"))
