"""What the shop learns from its papers: each line once, and what stayed on which car."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.billing import learning
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog import fitting, memory, parts
from vaxel.business.catalog.fit_models import LearnedFit, PartSales
from vaxel.business.catalog.models import Part
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actors import Actor

pytestmark = pytest.mark.django_db
SETUP: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}
LATER = AT + timedelta(minutes=3)


@pytest.fixture
def mos() -> Shop:
    return shop()


@pytest.fixture
def golf() -> Vehicle:
    return Vehicle.objects.create(make="VW", model="Golf", model_year=2015, made_at=AT)


def paper(mos: Shop, part: Part, car: Vehicle | None, *, kind: str = "invoice", reason: str = "", milli: int = 1000,
          credits: Document | None = None) -> Document:  # fmt: skip
    """A posted paper with one part on it."""
    number = Document.objects.count() + 1
    ticket = Ticket.objects.create(
        ref=number, site=mos.workshop, customer=mos.ada, vehicle=car, currency="SEK", price_basis="excl", made_at=AT
    )
    made = Document.objects.create(
        kind=kind, series="invoice", number=number, ticket=None if credits else ticket, site=mos.workshop,
        customer=mos.ada, credits=credits, currency="SEK", basis="excl", net_minor=0, tax_minor=0, gross_minor=0,
        business_date=AT.date(), posted_at=AT, happened_at=AT, reason=reason, head={},
    )  # fmt: skip
    DocumentLine.objects.create(
        document=made, n=1, kind="part", part=part, quantity_milli=milli, unit="pcs", unit_price_cm=0, before_minor=0,
        amount_minor=0, net_minor=0, tax_minor=0, tax_code="standard", category="S", ppm=250_000, role="sales",
        day=AT.date(),
    )  # fmt: skip
    return made


def pads() -> Part:
    return parts.add(brand="Bosch", number="0 986 494 104", name_sv="Bromsbelägg", **SETUP)


def test_a_posted_line_is_learned_of_once_and_not_before_it_has_settled(mos: Shop, golf: Vehicle) -> None:
    part = pads()
    paper(mos, part, golf)
    assert learning.take_in(AT + timedelta(minutes=1)) == 0
    assert learning.take_in(LATER) > 0
    assert learning.take_in(LATER) == 0
    found = fitting.answers(golf, [part.id])[part.id]
    assert (found.level, found.fitted) == ("fits", 1)
    assert PartSales.objects.count() == 1
    assert memory.upto() == DocumentLine.objects.latest("pk").pk


def test_what_came_back_for_not_fitting_is_disputed(mos: Shop, golf: Vehicle) -> None:
    part = pads()
    sold = paper(mos, part, golf)
    paper(mos, part, None, kind="credit_note", reason="Passade inte", milli=-1000, credits=sold)
    learning.take_in(LATER)
    row = LearnedFit.objects.get()
    assert (row.fitted, row.returned) == (0, 1)
    assert fitting.answers(golf, [part.id])[part.id].level == "does_not_fit"


def test_a_sale_without_a_car_counts_as_a_sale_alone(mos: Shop) -> None:
    paper(mos, pads(), None)
    learning.take_in(LATER)
    assert (LearnedFit.objects.count(), PartSales.objects.count()) == (0, 1)
