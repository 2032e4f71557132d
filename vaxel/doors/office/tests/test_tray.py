"""What lies to be sorted out says which part it is about, with the way there, in one query however many they are."""

import pytest

from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments.tests.counter import counter
from vaxel.business.stock.models import Movement
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import clock, tray
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_part_that_was_sold_though_it_was_not_there_is_named() -> None:
    here = counter()

    def lay() -> None:
        about = Movement(pk=new_id())
        tray.lay("stock.oversold", about, site_id=here.shop.k1.site_id, at=AT, part=str(here.filter.pk), sales=[])

    lay()
    with clock.fixed(AT):
        mo = Desk("mo")
        page = mo.get("/tray").text
        assert f"{here.filter.number} " in page
        assert "was sold that was not on the shelf" in page
        assert f"/parts/{here.filter.pk}" in page
        before = asked(mo, "/tray")
        lay()
        lay()
        assert asked(mo, "/tray") == before
