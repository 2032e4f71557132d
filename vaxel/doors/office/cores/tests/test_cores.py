"""Cores at the screen: sent back once, under the supplier's number."""

from collections.abc import Iterator

import pytest

from vaxel.business.locations.models import Site
from vaxel.business.purchasing.models import Core, SupplierReturn
from vaxel.business.service.tests.cast import SAID, Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_cores_are_sent_back_under_a_number(floor: Floor) -> None:
    from vaxel.business.purchasing import cores

    mo, site = Desk("mo"), Site.objects.get(code="STH")
    [core] = cores.take_in(site, part=floor.pads, source_kind="ticket_line", source_id=floor.ticket.pk, **SAID)
    assert "In the bank" in mo.get("/cores", view="bank").text
    assert "Their return number" in mo.post("/cores/send-back", pick=core.pk).text
    mo.post("/cores/send-back", pick=core.pk, supplier=brembo().pk, return_number="S-1")
    assert Core.objects.get().state == "collected"
    assert "S-1" in mo.get(f"/supplier-returns/{SupplierReturn.objects.get().pk}").text
    assert mo.get(f"/cores/{core.pk}").status == 200
