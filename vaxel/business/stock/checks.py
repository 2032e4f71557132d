"""Balances equal their ledger, reservations and the books (K-30, K-80)."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Case, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce

from vaxel.business.accounting.models import Posting
from vaxel.business.stock.models import Balance, LotBalance, Movement, PartBin, ReorderLevel, TransferLine
from vaxel.kernel.checks import check

_UNEQUAL = """SELECT p.number, l.name, s.on_hand, s.value, s.reserved, s.moved, s.worth, s.held FROM (
    SELECT part_id, location_id, SUM(on_hand) AS on_hand, SUM(value) AS value, SUM(reserved) AS reserved,
        SUM(moved) AS moved, SUM(worth) AS worth, SUM(held) AS held FROM (
        SELECT part_id, location_id, on_hand_milli AS on_hand, value_minor AS value, reserved_milli AS reserved,
            0 AS moved, 0 AS worth, 0 AS held FROM stock_balance
        UNION ALL SELECT part_id, location_id, 0, 0, 0, quantity_milli, value_minor, 0 FROM stock_movement
        UNION ALL SELECT part_id, location_id, 0, 0, 0, 0, 0, quantity_milli FROM stock_reservation
            WHERE state = 'held'
    ) AS every GROUP BY part_id, location_id
    HAVING SUM(on_hand) <> SUM(moved) OR SUM(value) <> SUM(worth) OR SUM(reserved) <> SUM(held)
) AS s LEFT JOIN catalog_part AS p ON p.id = s.part_id LEFT JOIN stock_stocklocation AS l ON l.id = s.location_id
ORDER BY p.number, l.name"""


@check("stock.balances")
def balances() -> Iterator[str]:
    """Σ movements = on hand, Σ their values = value, Σ held reservations = reserved, for every balance."""
    with connection.cursor() as cursor:
        cursor.execute(_UNEQUAL)
        for number, place, on_hand, value, reserved, moved, worth, held in cursor.fetchall():
            where = f"{number} at {place}"
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


_LOTS = """SELECT p.number, l.name, s.on_hand, s.in_lots FROM (
    SELECT part_id, location_id, SUM(on_hand) AS on_hand, SUM(in_lots) AS in_lots FROM (
        SELECT b.part_id, b.location_id, b.on_hand_milli AS on_hand, 0 AS in_lots FROM stock_balance AS b
            JOIN catalog_part AS t ON t.id = b.part_id WHERE t.tracking <> 'none'
        UNION ALL SELECT lot.part_id, x.location_id, 0, x.on_hand_milli FROM stock_lotbalance AS x
            JOIN stock_lot AS lot ON lot.id = x.lot_id
            JOIN catalog_part AS t ON t.id = lot.part_id WHERE t.tracking <> 'none'
    ) AS every GROUP BY part_id, location_id HAVING SUM(on_hand) <> SUM(in_lots)
) AS s JOIN catalog_part AS p ON p.id = s.part_id JOIN stock_stocklocation AS l ON l.id = s.location_id
ORDER BY p.number, l.name"""
_LOT_LEDGER = """SELECT p.number, lot.code, l.name, s.there, s.moved FROM (
    SELECT lot_id, location_id, SUM(there) AS there, SUM(moved) AS moved FROM (
        SELECT lot_id, location_id, on_hand_milli AS there, 0 AS moved FROM stock_lotbalance
        UNION ALL SELECT lot.id, m.location_id, 0, m.quantity_milli FROM stock_movement AS m
            JOIN stock_lot AS lot ON lot.part_id = m.part_id AND lot.code = m.lot WHERE m.lot <> ''
    ) AS every GROUP BY lot_id, location_id HAVING SUM(there) <> SUM(moved)
) AS s JOIN stock_lot AS lot ON lot.id = s.lot_id JOIN catalog_part AS p ON p.id = lot.part_id
JOIN stock_stocklocation AS l ON l.id = s.location_id ORDER BY p.number, lot.code, l.name"""


@check("stock.lots")
def lots() -> Iterator[str]:
    """The lots of a tracked part sum to its balance at each place, and each lot to its movements (K-21, K-30)."""
    with connection.cursor() as cursor:
        cursor.execute(_LOTS)
        for number, place, on_hand, in_lots in cursor.fetchall():
            yield f"{number} at {place}: {on_hand} thousandths on hand, its lots say {in_lots}"
        cursor.execute(_LOT_LEDGER)
        for number, code, place, there, moved in cursor.fetchall():
            yield f"{number}, {code} at {place}: {there} thousandths, its movements say {moved}"


@check("stock.serials")
def serials() -> Iterator[str]:
    """A piece lies in one place or in none (K-21); one that was sold twice waits in the tray."""
    sums = LotBalance.objects.filter(single=True).values("lot__code", "lot__part__number")
    for one in sums.annotate(there=Sum("on_hand_milli")).filter(there__gt=1000).order_by("lot__code"):
        yield f"{one['lot__part__number']}, {one['lot__code']}: lies {one['there']} thousandths, a piece is one"


@check("stock.bins")
def bins() -> Iterator[str]:
    """A part's bins at a place are that place's."""
    wrong = PartBin.objects.exclude(bin__location=F("location")).select_related("part", "bin")
    for one in wrong:
        yield f"{one.part.number}: bin {one.bin.code} is not of the place it is said to be at"


@check("stock.transfers")
def transfers() -> Iterator[str]:
    """What is on the road of each line is what its movements left in transit (K-82)."""
    road = Movement.objects.filter(source_id=OuterRef("pk"), location__kind="transit").values("source_id")
    lines = TransferLine.objects.annotate(
        left=Coalesce(Subquery(road.annotate(left=Sum("quantity_milli")).values("left")), 0),
        open=F("sent_milli") - F("received_milli") - F("settled_milli"),
    )
    for one in lines.exclude(left=F("open")).select_related("part", "transfer"):
        yield (
            f"transfer {one.transfer.number}, {one.part.number}: {one.open} thousandths are on the road, "
            f"its movements say {one.left}"
        )
    for one in lines.filter(transfer__state="closed").exclude(open=0).select_related("part", "transfer"):
        yield f"transfer {one.transfer.number} is closed, but {one.open} thousandths of {one.part.number} are not"
