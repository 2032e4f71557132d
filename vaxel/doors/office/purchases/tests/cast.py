"""What the buying screens' tests begin with: no pads in the house, Bo has approved the brakes, Brembo sells pads.

@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()
"""

from collections.abc import Iterator

from vaxel.business.locations.models import Site
from vaxel.business.parties import parties
from vaxel.business.purchasing import offers, orders, receiving, suppliers
from vaxel.business.purchasing.models import GoodsReceipt, Offer, PurchaseOrder, Supplier
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.orders import Want
from vaxel.business.purchasing.receiving import Came
from vaxel.business.service.approvals import Answer
from vaxel.business.service.tests.cast import AT, SAID, Floor, workshop
from vaxel.kernel import clock
from vaxel.kernel.ids import new_id


def buying() -> Iterator[Floor]:
    """The workshop on the day of the tests; pads cost 350.00 at Brembo, and their old ones 100.00."""
    with clock.fixed(AT):
        made = workshop(pads=0)
        made.phone(Answer(made.brakes, "approve"))
        party = parties.add(
            kind="company", name="Brembo Grossist", is_customer=False, email="order@brembo.example", **SAID
        )
        offers.set_offer(
            suppliers.add(party, **SAID), made.pads, terms=Terms("G-1", 3_500_000, core_cm=1_000_000), **SAID
        )
        yield made


def brembo() -> Supplier:
    """The supplier."""
    return Supplier.objects.get(party__name="Brembo Grossist")


def ordered(pieces: int = 2) -> PurchaseOrder:
    """An order of pads that was sent."""
    part = Offer.objects.get(supplier=brembo()).part
    [order] = orders.draft(Site.objects.get(code="STH"), wants=[Want(part.pk, pieces * 1000)], again=True, **SAID)
    return orders.send(order, **SAID)


def came(pieces: int = 2) -> GoodsReceipt:
    """So many pads that were ordered have come."""
    order = ordered(pieces)
    [row] = order.lines.all()
    return receiving.receive(order.site, supplier=order.supplier, came=[Came(row.pk, pieces * 1000)], **SAID)


def key() -> dict[str, str]:
    """The key of a form that is sent more than once."""
    return {"once": str(new_id())}
