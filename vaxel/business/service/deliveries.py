"""What people hear of deliveries: parts that came, days that moved, orders ready to be fetched (K-50, K-63)."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.purchasing import queries
from vaxel.business.purchasing.events import DeliveryMoved, NeedsCovered
from vaxel.business.service import special_orders
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Line, Ticket
from vaxel.kernel import tray
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.events import subscribe
from vaxel.kernel.quantity import format_quantity


@action("tickets.parts_came")
def parts_came(ticket: Ticket, *, lines: dict[UUID, int], by: Actor, at: datetime) -> Ticket:
    """The ticket's history says what came for it; a counter order of which all is here is to be told to its customer.

    Told again, nothing changes but one more line of history.
    """
    texts = dict(Line.objects.filter(pk__in=lines).values_list("pk", "text"))
    note(came=[f"{format_quantity(milli)} × {texts.get(line_id, '')}" for line_id, milli in lines.items()])
    if ticket.kind == "counter" and special_orders.colour(ticket) == "all":
        tray.lay_once("special_order.ready", ticket, site_id=ticket.site_id, at=at, ref=ticket.ref,
                      customer=ticket.customer.name, phone=ticket.customer.phone)  # fmt: skip
    return ticket


@action("tickets.delivery_moved")
def delivery_moved(ticket: Ticket, *, line_ids: list[UUID], by: Actor, at: datetime) -> Ticket:
    """The ticket's history says what is late or called off; what comes after its promise lies in the tray."""
    coming = [one for rows in queries.on_order(line_ids).values() for one in rows if one.open_milli]
    days = [one.expected_on for one in coming if one.expected_on]
    note(expected=[day.isoformat() for day in days], back_ordered=sum(one.back_ordered for one in coming))
    promised = costing.business_day(ticket.site, ticket.promise_at) if ticket.promise_at else None
    if promised and days and max(days) > promised:
        tray.lay_once("purchasing.after_promise", ticket, site_id=ticket.site_id, at=at, ref=ticket.ref,
                      promised=promised.isoformat(), expected=max(days).isoformat())  # fmt: skip
    return ticket


@subscribe(NeedsCovered)
def tell_of_arrival(body: dict[str, Any], at: datetime) -> None:
    """Each ticket whose lines got something hears of it, in a transaction of its own."""
    covered = {UUID(source): milli for source, milli in body["covered"]}
    for ticket, line_ids in _tickets(covered).items():
        by = Actor.system("goods arrived", ticket.site_id)
        parts_came(ticket, lines={line_id: covered[line_id] for line_id in line_ids}, by=by, at=at)


@subscribe(DeliveryMoved)
def tell_of_move(body: dict[str, Any], at: datetime) -> None:
    """Each ticket that waits for lines of the order hears of it."""
    for ticket, line_ids in _tickets({UUID(source): 0 for source in body["source_ids"]}).items():
        delivery_moved(ticket, line_ids=line_ids, by=Actor.system("supplier", ticket.site_id), at=at)


def _tickets(sources: dict[UUID, int]) -> dict[Ticket, list[UUID]]:
    lines = Line.objects.filter(pk__in=sources).select_related("ticket__site", "ticket__customer")
    found: dict[Ticket, list[UUID]] = defaultdict(list)
    for line in lines.order_by("ticket", "position", "pk"):
        found[line.ticket].append(line.pk)
    return found
