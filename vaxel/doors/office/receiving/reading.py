"""What a delivery is counted against, whom it is for, and where it is put."""

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Min

from vaxel.business.catalog import numbers
from vaxel.business.catalog.models import PartCode
from vaxel.business.locations.models import Site
from vaxel.business.purchasing import places, queries
from vaxel.business.purchasing.models import GoodsReceipt, PurchaseLine, PurchaseLink, ReceiptLine, Supplier
from vaxel.business.purchasing.queries import OPEN_LINE
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.business.stock.models import PartBin, Reservation
from vaxel.business.tickets.models import Line


@dataclass(frozen=True, slots=True)
class Expected:
    """A supplier from whom something is to come to the site."""

    supplier: Supplier
    lines: int
    first_on: date | None
    late: bool


def expected(site: Site, today: date) -> list[Expected]:
    """Suppliers that goods are to come from, the soonest first. Two queries."""
    open_lines = PurchaseLine.objects.filter(OPEN_LINE, order__site=site, order__state__in=OPEN_ORDER)
    rows = list(
        open_lines.values_list("order__supplier")
        .annotate(lines=Count("pk"), first=Min("expected_on"))
        .order_by("first")
    )
    known = Supplier.objects.select_related("party").in_bulk([row[0] for row in rows])
    return [Expected(known[pk], n, first, bool(first and first < today)) for pk, n, first in rows]


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is to come: who waits for it, its shelf, and every code that a scanner may read on it."""

    line: PurchaseLine
    bin: str
    codes: str

    @property
    def labels(self) -> str:
        """The tickets it was ordered for."""
        return ", ".join(link.label for link in self.line.links.all())


def rows(supplier: Supplier, site: Site) -> list[Row]:
    """The supplier's open lines for the site, the oldest order first. Four queries."""
    lines = queries.open_lines(supplier, site.pk)
    by_part = codes([line.part_id for line in lines])
    shelf = bins(site, [line.part_id for line in lines])
    links: dict[UUID, list[PurchaseLink]] = defaultdict(list)
    for link in PurchaseLink.objects.filter(line__in=lines).order_by("pk"):
        links[link.line_id].append(link)
    made = []
    for line in lines:
        line._prefetched_objects_cache = {"links": links[line.pk]}  # type: ignore[attr-defined]
        own = {line.part.norm: 1000, numbers.norm(line.number): 1000} | by_part.get(line.part_id, {})
        said = " ".join(f"{code}:{milli}" for code, milli in own.items() if code)
        made.append(Row(line, shelf.get(line.part_id, ""), said))
    return made


def codes(part_ids: Collection[UUID]) -> Mapping[UUID, dict[str, int]]:
    """Part → code → thousandths that one scan of it is. One query."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    held = PartCode.objects.filter(part__in=part_ids).exclude(kind="original")
    for part_id, text, milli in held.values_list("part", "text", "quantity_milli"):
        found[part_id][numbers.norm(text)] = milli
    return found


def bins(site: Site, part_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Part → its home shelf in the site's store. Two queries."""
    held = PartBin.objects.filter(part__in=part_ids, location=places.store(site.pk), place=0)
    return dict(held.values_list("part", "bin__code"))


@dataclass(frozen=True, slots=True)
class For:
    """So much of what came is kept for a ticket."""

    ticket_id: UUID
    label: str
    kind: str
    milli: int


@dataclass(frozen=True, slots=True)
class Put:
    """A line of a delivery and where it goes: so much to tickets, the rest on its shelf."""

    line: ReceiptLine
    kept: tuple[For, ...]
    rest_milli: int
    bin: str


def put(receipt: GoodsReceipt) -> list[Put]:
    """What to do with the goods of a delivery: who waits gets theirs first (K-38, K-67). Five queries."""
    lines = list(receipt.lines.select_related("part__brand", "line__order").order_by("pk"))
    held = list(
        Reservation.objects.filter(
            state__in=("held", "issued"),
            made_at=receipt.received_at,
            location__site=receipt.site,
            part__in=[one.part_id for one in lines],
        ).order_by("pk")
    )
    tickets = {
        line.pk: line for line in Line.objects.filter(pk__in=[one.source_id for one in held]).select_related("ticket")
    }
    shelf = bins(receipt.site, [one.part_id for one in lines])
    return _shared(receipt, lines, held, tickets, shelf)


def _shared(
    receipt: GoodsReceipt,
    lines: Sequence[ReceiptLine],
    held: Sequence[Reservation],
    of: Mapping[UUID, Line],
    shelf: Mapping[UUID, str],
) -> list[Put]:
    waits: dict[UUID, deque[For]] = defaultdict(deque)
    for one in held:
        if one.source_id in of:
            ticket = of[one.source_id].ticket
            label = f"{receipt.site.code}-{ticket.ref}"
            waits[one.part_id].append(For(ticket.pk, label, ticket.kind, one.quantity_milli))
    made = []
    for line in lines:
        kept, rest = _served(waits[line.part_id], line.quantity_milli) if line.condition == "good" else ((), 0)
        made.append(Put(line, kept, rest, shelf.get(line.part_id, "")))
    return made


def _served(waits: deque[For], milli: int) -> tuple[tuple[For, ...], int]:
    """Who of the queue has how much of the line, and what is left of it; who has not all yet waits on in front."""
    kept = []
    while waits and milli > 0:
        one = waits.popleft()
        share = min(milli, one.milli)
        kept.append(replace(one, milli=share))
        milli -= share
        if share < one.milli:
            waits.appendleft(replace(one, milli=one.milli - share))
    return tuple(kept), milli
