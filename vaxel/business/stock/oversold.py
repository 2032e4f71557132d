"""When a fact leaves less than nothing: who gives way, what is said of it, what it is worth (K-40, K-41, K-77)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from vaxel.business.stock.balances import Key, Locked
from vaxel.business.stock.models import Balance, Movement, Reservation, StockLocation
from vaxel.business.stock.rules import WHOLE_MILLI
from vaxel.kernel import tray
from vaxel.kernel.db import rows


def give_up(clashes: Sequence[Locked]) -> list[Reservation]:
    """The newest reservations of these locked balances are released until what is promised is there again (K-41)."""
    given_up = []
    for one in clashes:
        part_id, location_id, _lot = one.key
        held = Reservation.objects.filter(part_id=part_id, location_id=location_id, state="held")
        for reservation in held.order_by("-made_at", "-id"):
            if one.shelf.reserved_milli <= max(0, one.shelf.on_hand_milli):
                break
            one.shelf.reserved_milli -= reservation.quantity_milli
            given_up.append(reservation)
    rows.update(Reservation, ("id",), ("state",), [(one.pk, "released") for one in given_up])
    return given_up


def report(short: Sequence[tuple[UUID, Key]], given_up: Sequence[Reservation], *, at: datetime) -> None:
    """The exceptions tray says what was sold twice, with the sales before it, and whose reservations gave way."""
    sites = dict(StockLocation.objects.values_list("pk", "site_id"))
    for movement_id, (part_id, location_id, _lot) in short:
        earlier = Movement.objects.filter(part_id=part_id, location_id=location_id, quantity_milli__lt=0)
        sources = list(earlier.order_by("-recorded_at", "-id").values_list("source_kind", "source_id")[:2])
        tray.lay(
            "stock.oversold", Movement(pk=movement_id), site_id=sites[location_id], at=at, part=str(part_id),
            sales=[f"{kind}:{source_id}" for kind, source_id in sources],
        )  # fmt: skip
    for reservation in given_up:
        tray.lay(
            "stock.reservation_given_up", reservation, site_id=sites[reservation.location_id], at=at,
            part=str(reservation.part_id), quantity_milli=reservation.quantity_milli,
            source=f"{reservation.source_kind}:{reservation.source_id}",
        )  # fmt: skip


def remember_average(empty: Sequence[Locked]) -> None:
    """Empty shelves know the last average: that of their last movement, else the part's latest cost (K-77)."""
    moved = Movement.objects.filter(part=OuterRef("part"), location=OuterRef("location"))
    last = moved.exclude(quantity_milli=0).order_by("-recorded_at", "-id")
    known = Balance.objects.filter(pk__in=[one.row_id for one in empty]).values_list(
        "pk", Subquery(last.values("value_minor")[:1]), Subquery(last.values("quantity_milli")[:1]), "part__cost_minor"
    )
    averages = {
        pk: (abs(value), abs(quantity)) if quantity else (cost, WHOLE_MILLI) for pk, value, quantity, cost in known
    }
    for one in empty:
        one.shelf.last_value_minor, one.shelf.last_quantity_milli = averages[one.row_id]
