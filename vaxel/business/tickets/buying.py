"""Parts of a ticket ordered from suppliers: its lines know what was ordered for them (K-44, K-60)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.purchasing import orders, queries
from vaxel.business.purchasing.models import PurchaseOrder
from vaxel.business.purchasing.orders import For, Want
from vaxel.business.tickets import holding, upkeep
from vaxel.business.tickets.models import Line, Ticket
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict

ON_DEMAND = frozenset({"on_demand", "not_counted"})


class NothingLacking(Conflict):
    """What is held, handed out or on order is not bought again."""

    sentence = _("Nothing of the chosen lines is lacking: it is here or on order already.")


class NotPartsOfTheTicket(BadInput):
    """Only a ticket's own part lines are ordered for it."""

    sentence = _("Choose part lines of this ticket.")


@dataclass(frozen=True, slots=True)
class Pick:
    """A line to order for; from the preferred supplier unless one is chosen, as much as it lacks unless said."""

    line_id: UUID
    supplier_id: UUID | None = None
    quantity_milli: int | None = None


@action("lines.order", site=lambda ticket, **_: ticket.site_id)
def order(ticket: Ticket, *, picks: Sequence[Pick], send: bool = False, by: Actor, at: datetime) -> list[PurchaseOrder]:
    """What the picked lines lack stands on draft orders, one for each supplier, linked to the lines; `send`: and sent.

    Kits are bought as their parts. Refuses with NotPartsOfTheTicket, NothingLacking, TicketClosed, and as orders.draft
    and orders.send do.
    """
    fresh = upkeep.require_open(ticket)
    wanted = {pick.line_id: pick for pick in picks}
    lines = list(Line.objects.filter(ticket=fresh, kind="part", pk__in=wanted).select_related("part"))
    if not lines or len(lines) != len(wanted) or any(line.part is None for line in lines):
        raise NotPartsOfTheTicket()
    label = f"{fresh.site.code}-{fresh.ref}"
    wants = []
    for line_id, part_id, lacking in to_buy(lines):
        pick = wanted[line_id]
        quantity = lacking if pick.quantity_milli is None else pick.quantity_milli
        if quantity > 0:
            meant = For(holding.SOURCE, line_id, label)
            wants.append(Want(part_id, quantity, pick.supplier_id, meant, why=label))
    if not wants:
        raise NothingLacking()
    made = orders.draft(fresh.site, wants=wants, origin="tickets", again=True, by=by, at=at)
    if send:
        made = [orders.send(one, by=by, at=at) for one in made]
    note(ordered=[str(one.pk) for one in made], lines=len(wants))
    return made


def to_buy(lines: Collection[Line]) -> list[tuple[UUID, UUID, int]]:
    """(line, part, thousandths) of what the lines lack: neither here for them nor on order. Five queries at most."""
    needs = [(need.line_id, need.part_id, need.quantity_milli) for need in holding.needs(lines)]
    bought_per_job = [line for line in lines if line.part and line.part.stocking in ON_DEMAND
                      and not line.customer_supplied and line.quantity_milli > 0]  # fmt: skip
    needs += [(line.pk, line.part_id, line.quantity_milli) for line in bought_per_job if line.part_id]
    ids = {line_id for line_id, _part, _milli in needs}
    out, held, coming = holding.issued(ids), holding.held(ids), ordered(ids)
    found = []
    for line_id, part_id, milli in needs:
        key = line_id, part_id
        lacking = milli - out.get(key, 0) - held.get(key, 0) - coming.get(key, 0)
        if lacking > 0:
            found.append((line_id, part_id, lacking))
    return found


def ordered(line_ids: Collection[UUID], *, sent: bool = False) -> dict[tuple[UUID, UUID], int]:
    """(line, part) → thousandths on order for it that have not come; all that was ordered of what has no shelf.

    `sent`: drafts do not count.
    """
    sums: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for rows in queries.on_order(line_ids).values():
        for one in (row for row in rows if not sent or row.state != "draft"):
            sums[one.source_id, one.part_id] += one.open_milli if one.shelved else one.quantity_milli
    return dict(sums)
