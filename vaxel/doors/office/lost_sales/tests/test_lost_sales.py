"""Lost sales at the screen: one press, one sale that was lost."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.models import LostSale
from vaxel.business.service.tests.cast import Floor
from vaxel.doors.office.purchases.tests.cast import buying
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_a_lost_sale_is_noted_with_one_press(floor: Floor) -> None:
    sam = Desk("sam")
    assert "Not in stock" in sam.part("/counter/search", q="0986494104").text
    said = sam.post("/lost-sales/record", q="0986494104", reason="no_stock")
    assert "Noted as a lost sale: 0986494104." in said.text
    lost = LostSale.objects.get()
    assert (lost.part, lost.reason, lost.value_minor) == (floor.pads, "no_stock", 80_000)
    sam.post("/lost-sales/record", q="takbox till en Saab", reason="brand")
    assert "takbox till en Saab" in sam.get("/lost-sales").text
