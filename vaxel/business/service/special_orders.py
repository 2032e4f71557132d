"""Special orders: a counter ticket that goods were ordered for, until they are fetched (K-48, K-50, K-51).

There is no second mechanism: the ticket's lines, purchase lines linked to them, reservations and a deposit are it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.purchasing import queries
from vaxel.business.purchasing.models import PurchaseLink
from vaxel.business.service import supply
from vaxel.business.tickets.models import Line, Ticket
from vaxel.business.tickets.upkeep import CLOSED

Colour = Literal["none", "some", "all", "back_ordered"]
REMIND_DAYS = preferences.declare(
    Preference("special_orders.remind_days", 7, _("Days after which a customer is reminded of goods to fetch."),
               lowest=1, highest=90)
)  # fmt: skip
KEEP_DAYS = preferences.declare(
    Preference("special_orders.keep_days", 30, _("Days that goods are kept for a customer."), lowest=1, highest=365)
)


@dataclass(frozen=True, slots=True)
class SpecialOrder:
    """A counter ticket that waits for goods or for its customer."""

    ticket: Ticket
    colour: Colour
    expected_on: date | None
    ordered_at: datetime
    days: int
    overdue: str


def colour(ticket: Ticket) -> Colour:
    """How much of what was ordered is here for the ticket. Five queries."""
    return _colours({ticket.pk: list(_lines([ticket.pk]))})[ticket.pk][0]


def _lines(ticket_ids: list[UUID]) -> list[Line]:
    found = Line.objects.filter(ticket__in=ticket_ids, kind="part").select_related("part")
    return list(found.order_by("position", "pk"))


def _colours(by_ticket: dict[UUID, list[Line]]) -> dict[UUID, tuple[Colour, date | None]]:
    lines = [line for group in by_ticket.values() for line in group]
    states, coming = supply.states(lines), queries.on_order([line.pk for line in lines])
    found: dict[UUID, tuple[Colour, date | None]] = {}
    for ticket_id, group in by_ticket.items():
        rows = [one for line in group for one in coming.get(line.pk, ())]
        open_rows = [one for one in rows if one.open_milli]
        lacking = [line for line in group if states.get(line.pk) in ("needed", "ordered")]
        days = [one.expected_on for one in open_rows if one.expected_on]
        if any(one.back_ordered for one in open_rows):
            said: Colour = "back_ordered"
        elif not lacking and not open_rows:
            said = "all"
        else:
            said = "some" if len(lacking) < len(group) else "none"
        found[ticket_id] = said, max(days, default=None)
    return found


def listing(site_id: UUID, at: datetime) -> list[SpecialOrder]:
    """The site's special orders that are not fetched, the oldest first; `overdue`: remind, or decide after the limit.

    A fixed number of queries.
    """
    sources = PurchaseLink.objects.filter(line__order__site=site_id).values("source_id")
    tickets = list(
        Ticket.objects.filter(site=site_id, kind="counter", lines__in=sources).exclude(state__in=CLOSED)
        .select_related("customer", "site").distinct().order_by("made_at", "pk")
    )  # fmt: skip
    by_ticket: dict[UUID, list[Line]] = {ticket.pk: [] for ticket in tickets}
    for line in _lines(list(by_ticket)):
        by_ticket[line.ticket_id].append(line)
    colours = _colours(by_ticket) if tickets else {}
    limits = preferences.values([REMIND_DAYS.key, KEEP_DAYS.key], site_id)
    found = []
    for ticket in tickets:
        said, day = colours[ticket.pk]
        days = (at - ticket.made_at).days
        overdue = ""
        if said == "all":
            overdue = "decide" if days > limits[KEEP_DAYS.key] else "remind" if days > limits[REMIND_DAYS.key] else ""
        found.append(SpecialOrder(ticket, said, day, ticket.made_at, days, overdue))
    return found
