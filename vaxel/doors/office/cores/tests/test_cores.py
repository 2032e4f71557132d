"""Cores at the screen: sent back once, under the supplier's number."""

from collections.abc import Iterator

import pytest

from vaxel.business.locations.models import Site
from vaxel.business.purchasing import cores, suppliers
from vaxel.business.purchasing.models import Core, SupplierReturn
from vaxel.business.service.tests.cast import SAID, Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, key
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_cores_are_sent_back_under_a_number(floor: Floor) -> None:
    mo, site = Desk("mo"), Site.objects.get(code="STH")
    [core] = cores.take_in(site, part=floor.pads, source_kind="ticket_line", source_id=floor.ticket.pk, **SAID)
    assert "In the bank" in mo.get("/cores", view="bank").text
    assert "Their return number" in mo.post("/cores/send-back", pick=core.pk).text
    mo.post("/cores/send-back", pick=core.pk, supplier=brembo().pk, return_number="S-1")
    assert Core.objects.get().state == "collected"
    assert "S-1" in mo.get(f"/supplier-returns/{SupplierReturn.objects.get().pk}").text
    assert mo.get(f"/cores/{core.pk}").status == 200


def in_bank(floor: Floor) -> Core:
    """An old pad came out of Bo's car."""
    site = floor.shop.workshop
    [core] = cores.take_in(site, part=floor.pads, source_kind="ticket_line", source_id=floor.ticket.pk, **SAID)
    return core


def test_cores_sent_back_by_a_form_sent_twice_have_left_once(floor: Floor) -> None:
    mo, core = Desk("mo"), in_bank(floor)
    page = mo.post("/cores/send-back", pick=core.pk).text
    assert 'name="once"' in page[page.index("return_number") - 2_000 :]
    form = {"pick": core.pk, "supplier": brembo().pk, "return_number": "S-1", **key()}
    sent = [mo.post("/cores/send-back", **form).leads_to for _time in range(2)]
    assert sent == [f"/supplier-returns/{SupplierReturn.objects.get().pk}"] * 2


def test_a_refused_return_leaves_number_and_supplier_as_they_were_chosen(floor: Floor) -> None:
    mo, core = Desk("mo"), in_bank(floor)
    other = suppliers.begin(card={"name": "Mekonomen Grossist"}, terms={}, **SAID)
    refused = mo.post("/cores/send-back", pick=core.pk, supplier=other.pk, return_number="S-1")
    assert (refused.status, Core.objects.get().state) == (422, "in_bank")
    assert f'<option value="{other.pk}" selected>' in refused.text
    assert 'name="return_number" value="S-1"' in refused.text
