"""Balances equal their ledger, reservations and the books (K-30, K-80)."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Case, F, OuterRef, Sum, When

from vaxel.business.accounting.models import Posting
from vaxel.business.stock.models import Balance, ReorderLevel
from vaxel.kernel.checks import check

_UNEQUAL = """SELECT p.number, l.name, s.lot, s.on_hand, s.value, s.reserved, s.moved, s.worth, s.held FROM (
    SELECT part_id, location_id, lot, SUM(on_hand) AS on_hand, SUM(value) AS value, SUM(reserved) AS reserved,
        SUM(moved) AS moved, SUM(worth) AS worth, SUM(held) AS held FROM (
        SELECT part_id, location_id, lot, on_hand_milli AS on_hand, value_minor AS value, reserved_milli AS reserved,
            0 AS moved, 0 AS worth, 0 AS held FROM stock_balance
        UNION ALL SELECT part_id, location_id, lot, 0, 0, 0, quantity_milli, value_minor, 0 FROM stock_movement
        UNION ALL SELECT part_id, location_id, lot, 0, 0, 0, 0, 0, quantity_milli FROM stock_reservation
            WHERE state = 'held'
    ) AS every GROUP BY part_id, location_id, lot
    HAVING SUM(on_hand) <> SUM(moved) OR SUM(value) <> SUM(worth) OR SUM(reserved) <> SUM(held)
) AS s LEFT JOIN catalog_part AS p ON p.id = s.part_id LEFT JOIN stock_stocklocation AS l ON l.id = s.location_id
ORDER BY p.number, l.name, s.lot"""


@check("stock.balances")
def balances() -> Iterator[str]:
    """Σ movements = on hand, Σ their values = value, Σ held reservations = reserved, for every balance."""
    with connection.cursor() as cursor:
        cursor.execute(_UNEQUAL)
        for number, place, lot, on_hand, value, reserved, moved, worth, held in cursor.fetchall():
            where = f"{number} at {place}" + (f", lot {lot}" if lot else "")
            if on_hand != moved:
                yield f"{where}: {on_hand} thousandths on hand, its movements say {moved}"
            if value != worth:
                yield f"{where}: worth {value} minor units, its movements say {worth}"
            if reserved != held:
                yield f"{where}: {reserved} thousandths reserved, its reservations say {held}"


@check("stock.nothing_is_worth_nothing")
def nothing_is_worth_nothing() -> Iterator[str]:
    """What is not there has no value (K-75)."""
    for one in Balance.objects.filter(on_hand_milli=0).exclude(value_minor=0).select_related("part", "location"):
        yield f"{one.part.number} at {one.location.name}: none on hand, worth {one.value_minor} minor units"


@check("stock.books")
def books() -> Iterator[str]:
    """The stock account of each site says what its shelves are worth (K-80)."""
    shelves = dict(Balance.objects.values_list("location__site_id").annotate(worth=Sum("value_minor")))
    account = dict(
        Posting.objects.filter(role="stock").values_list("entry__site_id").annotate(worth=Sum("amount_minor"))
    )
    for site_id in sorted(shelves.keys() | account.keys()):
        if shelves.get(site_id, 0) != account.get(site_id, 0):
            yield (
                f"site {site_id}: shelves are worth {shelves.get(site_id, 0)} minor units, "
                f"the stock account says {account.get(site_id, 0)}"
            )


@check("stock.levels")
def levels() -> Iterator[str]:
    """A level's min stands on its balance, and it is low exactly when less lies there than that (K-91)."""
    held = Balance.objects.filter(lot="", part=OuterRef("part"), location=OuterRef("location"))
    held = held.annotate(position=F("on_hand_milli") - F("reserved_milli"))
    levels = ReorderLevel.objects.annotate(copy=held.values("min_milli")[:1], position=held.values("position")[:1])
    wrong = levels.exclude(copy=F("min_milli"), copy__isnull=False) | levels.exclude(
        low=Case(When(position__lt=F("min_milli"), then=True), default=False)
    )
    for one in wrong.select_related("part", "location"):
        yield (
            f"{one.part.number} at {one.location.name}: min {one.min_milli}, marked {'low' if one.low else 'enough'}; "
            f"its balance says min {one.copy}, position {one.position}"
        )
