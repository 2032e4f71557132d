"""Questions about buying that others may ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Sum

from vaxel.business.purchasing.models import PurchaseLine, PurchaseLink, Supplier
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.business.stock.needs import SHELVED

OPEN_LINE = Q(received_milli__lt=F("quantity_milli") - F("cancelled_milli"))  # of a PurchaseLine: more is to come


def open_lines(supplier: Supplier, site_id: UUID, part_ids: Collection[UUID] | None = None) -> list[PurchaseLine]:
    """What is to come from the supplier to the site, the oldest order first: what a scan is counted against."""
    found = PurchaseLine.objects.filter(
        OPEN_LINE, order__supplier=supplier, order__site=site_id, order__state__in=OPEN_ORDER
    )
    if part_ids is not None:
        found = found.filter(part__in=part_ids)
    return list(found.select_related("part__brand", "order").order_by("order__sent_at", "order", "position"))


@dataclass(frozen=True, slots=True)
class OnOrder:
    """So much is on its way for a line (thousandths), on which order, from whom, and when it is expected."""

    source_id: UUID
    part_id: UUID
    order_id: UUID
    number: int | None
    supplier: str
    state: str
    quantity_milli: int
    open_milli: int
    expected_on: date | None
    back_ordered: bool
    shelved: bool


def on_order(source_ids: Collection[UUID]) -> dict[UUID, list[OnOrder]]:
    """Line of a ticket → what was ordered for it and not cancelled, the oldest first. One query (K-44, K-48)."""
    links = PurchaseLink.objects.filter(source_id__in=list(source_ids)).exclude(line__order__state="cancelled")
    found: dict[UUID, list[OnOrder]] = {}
    for link in links.select_related("line__part", "line__order__supplier__party").order_by("pk"):
        line, order = link.line, link.line.order
        found.setdefault(link.source_id, []).append(
            OnOrder(link.source_id, line.part_id, order.pk, order.number, order.supplier.party.name, order.state,
                    link.quantity_milli, min(link.quantity_milli, line.open_milli), line.expected_on,
                    line.back_ordered, line.part.stocking in SHELVED)
        )  # fmt: skip
    return found


def on_the_way(part_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, int, date | None]]]:
    """Part → (site, thousandths, day) of what was ordered and has not come, by day. One query (K-4)."""
    left = F("quantity_milli") - F("cancelled_milli") - F("received_milli")
    rows = (
        PurchaseLine.objects.filter(part__in=part_ids, order__state__in=OPEN_ORDER).annotate(left=left)
        .filter(left__gt=0).values_list("part", "order__site", "expected_on").annotate(milli=Sum("left"))
        .order_by("expected_on")
    )  # fmt: skip
    found: dict[UUID, list[tuple[UUID, int, date | None]]] = {}
    for part_id, site_id, day, milli in rows:
        found.setdefault(part_id, []).append((site_id, milli, day))
    return found
