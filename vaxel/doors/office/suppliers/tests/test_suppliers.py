"""Suppliers at the screen: their terms and what they offer."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.models import Offer, Supplier
from vaxel.business.service.tests.cast import Floor
from vaxel.doors.office.purchases.tests.cast import buying
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_a_supplier_is_added_with_terms_and_prices(floor: Floor) -> None:
    mo = Desk("mo")
    terms = {"currency": "SEK", "tax_kind": "domestic", "send_by": "hand", "lead_days": "2", "terms_days": "30"}
    made = mo.post("/suppliers/new", name="Mekonomen Grossist", **terms)
    supplier = Supplier.objects.get(party__name="Mekonomen Grossist")
    assert made.leads_to == f"/suppliers/{supplier.pk}"
    mo.post(f"/suppliers/{supplier.pk}/offers", what=f"part:{floor.blades.pk}", price="64.50", pack="2")
    offer = Offer.objects.get(supplier=supplier)
    assert (offer.unit_price_cm, offer.pack_milli, offer.preferred) == (645_000, 2_000, True)
    refused = mo.post(f"/suppliers/{supplier.pk}/edit", **{**terms, "send_by": "mail"})
    assert (refused.status, Supplier.objects.get(pk=supplier.pk).send_by) == (422, "hand")
    assert "64,50" in mo.get(f"/suppliers/{supplier.pk}").text
