"""Short ways to suppliers, offers, orders and receipts for the tests of buying.

Brembo Grossist sells pads and discs, by hand; Tyska Delar sells in euro; the workshop buys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum

from vaxel.business.accounting.models import Posting
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.parties import parties
from vaxel.business.purchasing import offers, orders, receiving, suppliers
from vaxel.business.purchasing.models import GoodsReceipt, Offer, PurchaseLine, PurchaseOrder, Supplier
from vaxel.business.purchasing.needs import Need, Nobody, ask_of, in_order
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.orders import Want
from vaxel.business.purchasing.receiving import Came
from vaxel.business.stock import places
from vaxel.business.stock.tests.shelves import part
from vaxel.kernel import checks
from vaxel.kernel.actors import Actor

MO = Actor.system("Mo")
SAID: dict[str, Any] = {"by": MO, "at": AT}


class Waiting(Nobody):
    """The workshop's needs, as a test says them."""

    def __init__(self, *found: Need) -> None:
        self.found = list(found)

    def waiting(self, site_id: UUID, part_ids: Any = None) -> Sequence[Need]:
        """All of them, in order."""
        return in_order([one for one in self.found if part_ids is None or one.part_id in part_ids])

    def lacking(self, source_ids: Any) -> Sequence[Need]:
        """Those of these lines."""
        return [one for one in self.found if one.source_id in source_ids]

    def known(self, source_ids: Any) -> set[UUID]:
        """Lines the test has named."""
        return {one.source_id for one in self.found} & set(source_ids)


@dataclass(frozen=True, slots=True)
class Buying:
    """The shop with its suppliers and two parts."""

    shop: Shop
    site: Site
    brembo: Supplier
    tyska: Supplier
    pads: Part
    discs: Part


def supplier(name: str = "Brembo Grossist", **terms: Any) -> Supplier:
    """A company we buy from."""
    party = parties.add(kind="company", name=name, email="order@grossist.example", is_customer=False, **SAID)
    return suppliers.add(party, **terms, **SAID)


def offer(of: Supplier, what: Part, price_minor: int, *, preferred: bool | None = None, **terms: Any) -> Offer:
    """The supplier asks so many minor units for one."""
    return offers.set_offer(
        of, what, terms=Terms(f"G-{what.number}", price_minor * 100, **terms), preferred=preferred, **SAID
    )


def buying() -> Buying:
    """Pads at 100.00 and discs at 300.00 from Brembo, pads at 9.00 euro from Tyska."""
    ask_of(Nobody())
    cast = shop()
    for site in (cast.workshop, cast.tyres):
        places.open_store(site, **SAID)
    brembo = supplier(terms_days=30)
    tyska = supplier("Tyska Delar", currency="EUR", rate_ppm=11_500_000, tax_kind="eu")
    pads, discs = part("P85020"), part("D09200")
    offer(brembo, pads, 10_000)
    offer(brembo, discs, 30_000)
    offer(tyska, pads, 900)
    return Buying(cast, cast.workshop, brembo, tyska, pads, discs)


def want(what: Part, pieces: int, **fields: Any) -> Want:
    """So many whole pieces are to be bought."""
    return Want(what.pk, pieces * 1000, **fields)


def ordered(house: Buying, *wants: Want, site: Site | None = None) -> PurchaseOrder:
    """An order that was drafted and sent by hand."""
    [order] = orders.draft(site or house.site, wants=list(wants), **SAID)
    return orders.send(order, anyway=True, **SAID)


def line(order: PurchaseOrder, what: Part) -> PurchaseLine:
    """The order's line of the part, as it is now."""
    return PurchaseLine.objects.select_related("part", "order__site").get(order=order, part=what)


def came(order: PurchaseOrder, what: Part, pieces: int, **fields: Any) -> Came:
    """So many whole pieces came for the order's line of the part."""
    return Came(line(order, what).pk, pieces * 1000, **fields)


def receive(order: PurchaseOrder, *rows: Came, **fields: Any) -> GoodsReceipt:
    """The rows were received on the order."""
    return receiving.receive(order.site, supplier=order.supplier, came=list(rows), **(SAID | fields))


def booked(*roles: str) -> tuple[int, ...]:
    """What the books say of the roles."""
    sums = dict(Posting.objects.filter(role__in=roles).values_list("role").annotate(Sum("amount_minor")))
    return tuple(sums.get(role, 0) for role in roles)


def sound() -> list[str]:
    """What `vaxel check` has to say of stock, books and buying."""
    asked = ("stock.", "purchasing.", "accounting.")
    return [said for name, found in checks.run_all().items() if name.startswith(asked) for said in found]


__all__ = [
    "AT", "MO", "SAID", "Buying", "Waiting", "booked", "buying", "came", "line", "offer", "ordered", "receive", "sound",
    "supplier", "want",
]  # fmt: skip
