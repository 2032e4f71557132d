"""What becomes of a sent order: confirmed, called off, cancelled, closed; who waits for it is told (K-61, K-63)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vaxel.business.purchasing.events import DeliveryMoved
from vaxel.business.purchasing.models import Dispatch, PurchaseLine, PurchaseLink, PurchaseOrder
from vaxel.business.purchasing.orders import BadLine, MoreThanOpen, NotSent, amend, lock, lock_line, settle
from vaxel.business.purchasing.states import OPEN_ORDER, ORDER, word
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.quantity import format_quantity


@dataclass(frozen=True, slots=True)
class Said:
    """What a supplier says of an order's line: how much of it comes, when, at what price; None: nothing said."""

    line_id: UUID
    quantity_milli: int | None = None
    expected_on: date | None = None
    unit_price_cm: int | None = None
    back_ordered: bool = False


@action("orders.confirm")
def confirm(
    order: PurchaseOrder, *, supplier_ref: str = "", lines: Sequence[Said] = (), by: Actor, at: datetime
) -> PurchaseOrder:
    """The supplier has confirmed the order, under its own number, with other days, prices or less where it said so.

    What it will not deliver is called off; who waits for a line that changed is told. Refuses with NotSent, BadLine.
    """
    fresh = lock(order)
    if fresh.state not in OPEN_ORDER:
        raise NotSent(state=word(ORDER, fresh.state))
    fresh.supplier_ref = supplier_ref.strip()[:60] or fresh.supplier_ref
    fresh.confirmed_at = fresh.confirmed_at or at
    held = {line.pk: line for line in fresh.lines.select_for_update(of=("self",)).select_related("part")}
    moved = [line_id for one in lines if (line_id := _apply(fresh, held, one, by, at))]
    if fresh.state == "sent":
        fresh.state = "confirmed"
    fresh.save(update_fields=["supplier_ref", "confirmed_at", "state"])
    settle(fresh, at)
    _tell_moved(fresh, moved)
    return fresh


def _apply(order: PurchaseOrder, held: dict[UUID, PurchaseLine], said: Said, by: Actor, at: datetime) -> UUID | None:
    """The line as the supplier said; its id when the delivery changed."""
    line = held.get(said.line_id)
    if line is None:
        raise BadLine()
    wanted: dict[str, object] = {}
    if said.expected_on is not None:
        wanted["expected_on"] = said.expected_on
    if said.unit_price_cm is not None and said.unit_price_cm >= 0:
        wanted["unit_price_cm"] = said.unit_price_cm
    if said.back_ordered != line.back_ordered:
        wanted["back_ordered"] = said.back_ordered
    if said.quantity_milli is not None:
        comes = max(said.quantity_milli, line.received_milli)
        wanted["cancelled_milli"] = max(line.cancelled_milli, line.quantity_milli - comes)
    changed = amend(order, line, wanted, by, at)
    return line.pk if set(changed) & {"expected_on", "cancelled_milli", "back_ordered"} else None


def _tell_moved(order: PurchaseOrder, line_ids: Collection[UUID]) -> None:
    sources = PurchaseLink.objects.filter(line__in=line_ids).order_by("pk").values_list("source_id", flat=True)
    if waiting := tuple(dict.fromkeys(sources)):
        publish(DeliveryMoved(order.pk, order.site_id, waiting))


@action("orders.call_off", site=lambda line, **_: line.order.site_id)
def call_off(line: PurchaseLine, *, quantity_milli: int, by: Actor, at: datetime) -> PurchaseLine:
    """So much of the line is not wanted any more; who waits for it is told.

    Refuses with NotSent, BadLine, MoreThanOpen.
    """
    order, fresh = lock_line(line)
    if order.state not in OPEN_ORDER:
        raise NotSent(state=word(ORDER, order.state))
    if quantity_milli <= 0:
        raise BadLine()
    if quantity_milli > fresh.open_milli:
        raise MoreThanOpen(open=format_quantity(fresh.open_milli), number=fresh.part.number)
    amend(order, fresh, {"cancelled_milli": fresh.cancelled_milli + quantity_milli}, by, at)
    settle(order, at)
    _tell_moved(order, [fresh.pk])
    return fresh


@action("orders.cancel")
def cancel(order: PurchaseOrder, *, reason: str = "", by: Actor, at: datetime) -> PurchaseOrder:
    """Nothing more of the order is to come: a draft is put away, of a sent one the rest is called off.

    That the supplier agrees was found out before (dispatches.ask_to_cancel). Refuses with WrongState.
    """
    fresh = lock(order)
    if fresh.state == "draft":
        fresh.state = ORDER.check("draft", "cancelled")
    elif fresh.state in OPEN_ORDER:
        lines = list(fresh.lines.select_for_update())
        for line in lines:
            amend(fresh, line, {"cancelled_milli": line.cancelled_milli + line.open_milli}, by, at)
        fresh.state = "cancelled" if not any(line.received_milli for line in lines) else "closed"
        Dispatch.objects.filter(order=fresh, state="waiting").update(state="withdrawn", ended_at=at)
        _tell_moved(fresh, [line.pk for line in lines])
    else:
        ORDER.check(fresh.state, "cancelled")
    fresh.closed_at = at
    fresh.save(update_fields=["state", "closed_at"])
    note(reason=reason)
    return fresh


@action("orders.close")
def close(order: PurchaseOrder, *, by: Actor, at: datetime) -> PurchaseOrder:
    """The order is done with; what had not come is called off. Refuses with WrongState."""
    fresh = lock(order)
    ORDER.check(fresh.state, "closed")
    lines = list(fresh.lines.select_for_update())
    open_before = [line.pk for line in lines if line.open_milli]
    for line in lines:
        amend(fresh, line, {"cancelled_milli": line.cancelled_milli + line.open_milli}, by, at)
    fresh.state, fresh.closed_at = "closed", at
    fresh.save(update_fields=["state", "closed_at"])
    _tell_moved(fresh, open_before)
    return fresh
