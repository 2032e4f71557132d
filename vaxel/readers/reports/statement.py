"""A customer's account between two days: what was invoiced, credited and paid, and what is owed after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Site
from vaxel.business.parties import queries
from vaxel.business.payments.models import Allocation

OWES = (Document.INVOICE, Document.CREDIT_NOTE)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed what is owed, and what was owed after it."""

    day: date
    kind: str
    document_id: UUID
    number: int
    amount_minor: int
    owed_minor: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What was owed before the first day, what happened, and what is owed now."""

    before_minor: int
    events: Sequence[Event]
    owed_minor: int


def of(customer_id: UUID, site: Site, first: date) -> Statement:
    """The customer's account at the site from the day on, with what merged cards bought. Two queries."""
    zone = ZoneInfo(site.time_zone)
    documents = Document.objects.filter(customer__in=queries.selves(customer_id), site=site, kind__in=OWES)
    events = [
        Event(day, kind, pk, number, gross - deposit, due_on=due)
        for pk, kind, number, day, due, gross, deposit in documents.values_list(
            "pk", "kind", "number", "business_date", "due_on", "gross_minor", "deposit_minor"
        )
    ]
    paid = Allocation.objects.filter(document__in=documents).select_related("document")
    events += [
        Event(one.at.astimezone(zone).date(), "payment", one.document_id, one.document.number, -one.amount_minor)
        for one in paid
    ]
    order = {"invoice": 0, "credit_note": 1, "payment": 2}
    before, owed, told = 0, 0, []
    for one in sorted(events, key=lambda event: (event.day, order[event.kind], event.number)):
        owed += one.amount_minor
        if one.day < first:
            before = owed
        else:
            told.append(Event(one.day, one.kind, one.document_id, one.number, one.amount_minor, owed, one.due_on))
    return Statement(before, told, owed)
