"""What a vehicle has been through, as its page shows it: filtered by kind of work and by words; what runs under
warranty, and the parts it got before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from vaxel.business.billing.models import DocumentLine
from vaxel.business.catalog.models import Part
from vaxel.business.parties import folding
from vaxel.business.service.history import Visit
from vaxel.business.stock.models import Lot
from vaxel.business.tickets.models import Job
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office.serials import tracing

MOST_PARTS = 30


@dataclass(frozen=True, slots=True)
class Fitted:
    """A part the car got: the last time, and whether it is still sold."""

    part: Part
    at: datetime
    quantity_milli: int
    times: int
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True)
class Warranty:
    """Work that is still under our warranty."""

    title: str
    until: date
    ticket_id: UUID
    ref: int
    km: int


def kinds(categories: Mapping[UUID, str]) -> list[str]:
    """The kinds of work the car has had, in alphabetical order."""
    return sorted({kind for kind in categories.values() if kind})


def categories_of(vehicle: Vehicle) -> dict[UUID, str]:
    """Job → its kind of work. One query."""
    return dict(Job.objects.filter(ticket__vehicle=vehicle).values_list("pk", "category"))


def narrowed(visits: Sequence[Visit], categories: Mapping[UUID, str], *, kind: str, text: str) -> list[Visit]:
    """Those with work of the kind, that hold every word of the text somewhere."""
    words = folding.words(text)
    return [
        one
        for one in visits
        if (not kind or any(categories.get(job.id) == kind for job in one.jobs)) and _holds(one, words)
    ]


def _holds(visit: Visit, words: Sequence[str]) -> bool:
    if not words:
        return True
    said = [visit.concern, str(visit.ref)]
    for job in visit.jobs:
        said += [job.title, job.concern, job.cause, job.correction]
        said += [text for line in job.lines for text in (line.text, line.number, line.number.replace(" ", ""))]
    folded = folding.fold(" ".join(said))
    return all(word in folded for word in words)


def fitted(vehicle: Vehicle) -> list[Fitted]:
    """The parts it got on receipts and invoices, the latest first, each once, with its serial numbers.

    Four queries at most.
    """
    sold = DocumentLine.objects.filter(document__ticket__vehicle=vehicle, document__kind__in=("invoice", "receipt"))
    rows = sold.filter(part__isnull=False).select_related("part__brand", "document").order_by("-document__posted_at")
    held: dict[UUID, Fitted] = {}
    lines = list(rows[: MOST_PARTS * 10])
    out = tracing.on_lines([row.source_line for row in lines if row.source_line]) if lines else {}
    for row in lines:
        part, before = row.part, held.get(row.part_id) if row.part_id else None
        if part is None:
            continue
        lots = tuple(out.get(row.source_line, ())) if row.source_line else ()
        if before:
            held[part.pk] = replace(before, times=before.times + 1, lots=before.lots + lots)
        else:
            held[part.pk] = Fitted(part, row.document.posted_at, row.quantity_milli, 1, lots)
    return list(held.values())[:MOST_PARTS]


def warranties(vehicle: Vehicle, day: date) -> list[Warranty]:
    """Done and invoiced work whose months have not passed, the longest first. One query."""
    done = Job.objects.filter(ticket__vehicle=vehicle, ticket__posted_at__isnull=False, warranty_months__gt=0)
    found = []
    for job in done.exclude(work="cancelled").select_related("ticket").order_by("-ticket__posted_at"):
        assert job.ticket.posted_at is not None
        until = _months_on(timezone.localdate(job.ticket.posted_at), job.warranty_months)
        if until >= day:
            found.append(Warranty(job.title, until, job.ticket_id, job.ticket.ref, job.warranty_km))
    return sorted(found, key=lambda one: one.until, reverse=True)


def _months_on(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
