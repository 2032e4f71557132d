"""Where a piece or lot has been: from whom it came, where it lay, on which ticket and car it left, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from vaxel.business.purchasing.models import GoodsReceipt
from vaxel.business.stock.models import Lot, Movement, NamedLot
from vaxel.business.tickets.models import Line, Ticket
from vaxel.doors.office.desk import at_sites

MOST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One movement, with the ticket or the delivery that caused it where there is one and the person may know of it."""

    moved: Movement
    ticket: Ticket | None = None
    receipt: GoodsReceipt | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """All steps, the newest first, and the open tickets whose lines have named it."""

    steps: tuple[Step, ...]
    named: tuple[Ticket, ...]

    @property
    def came(self) -> GoodsReceipt | None:
        """The delivery it first came with."""
        return next((step.receipt for step in reversed(self.steps) if step.receipt), None)

    @property
    def left(self) -> Ticket | None:
        """The ticket it is out on: its last step when that took it away."""
        last = next((step for step in self.steps if step.moved.quantity_milli), None)
        return last.ticket if last and last.moved.quantity_milli < 0 else None


def of(request: HttpRequest, lot: Lot) -> Trace:
    """The trace of the lot. Five queries."""
    moved = Movement.objects.filter(part=lot.part_id, lot=lot.code).select_related("location__site", "reverses")
    rows = list(moved.order_by("-recorded_at", "-id")[:MOST])
    causes = {row.pk: row.reverses.source_id if row.reverses else row.source_id for row in rows}
    tickets = _tickets(request, causes.values())
    receipts = GoodsReceipt.objects.filter(pk__in=set(causes.values())).select_related("supplier__party")
    by_receipt = {one.pk: one for one in at_sites(request, receipts)}
    steps = tuple(Step(row, tickets.get(causes[row.pk]), by_receipt.get(causes[row.pk])) for row in rows)
    wanting = NamedLot.objects.filter(lot=lot).exclude(source_id__in=set(causes.values()))
    named = _tickets(request, wanting.values_list("source_id", flat=True))
    return Trace(steps, tuple({one.pk: one for one in named.values()}.values()))


def _tickets(request: HttpRequest, line_ids: Iterable[UUID]) -> Mapping[UUID, Ticket]:
    """Line → its ticket, if the person may know of it. Two queries."""
    of_line = dict(Line.objects.filter(pk__in=set(line_ids)).values_list("pk", "ticket_id"))
    if not of_line:
        return {}
    rows = at_sites(request, Ticket.objects.filter(pk__in=of_line.values())).select_related("vehicle", "customer")
    held = {one.pk: one for one in rows}
    return {line: held[ticket] for line, ticket in of_line.items() if ticket in held}


def on_lines(line_ids: Iterable[UUID]) -> dict[UUID, list[Lot]]:
    """Line → the pieces and lots that are out for it. Two queries, one when nothing is."""
    sums: dict[tuple[UUID, UUID, str], int] = {}
    moved = Movement.objects.filter(source_id__in=set(line_ids)).exclude(lot="")
    for line, part, code, milli in moved.values_list("source_id", "part_id", "lot", "quantity_milli"):
        sums[line, part, code] = sums.get((line, part, code), 0) + milli
    back = Movement.objects.filter(reverses__source_id__in={line for line, _part, _code in sums}).exclude(lot="")
    rows = back.values_list("reverses__source_id", "part_id", "lot", "quantity_milli") if sums else ()
    for line, part, code, milli in rows:
        if (line, part, code) in sums:
            sums[line, part, code] += milli
    out = [key for key, milli in sums.items() if milli < 0]
    lots = Lot.objects.filter(part__in={part for _line, part, _code in out}) if out else Lot.objects.none()
    known = {(one.part_id, one.code): one for one in lots.filter(code__in={code for _line, _part, code in out})}
    found: dict[UUID, list[Lot]] = {}
    for line, part, code in out:
        if (part, code) in known:
            found.setdefault(line, []).append(known[part, code])
    return found
