"""Goods in at the screen: counted once, asked about, put where they belong."""

from collections.abc import Iterator

import pytest

from vaxel.business.purchasing.models import GoodsReceipt
from vaxel.business.service.tests.cast import Floor
from vaxel.doors.office.purchases.tests.cast import brembo, buying, ordered
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Iterator[Floor]:
    yield from buying()


def test_the_same_delivery_form_sent_twice_is_one_delivery(floor: Floor) -> None:
    order, kim = ordered(), Desk("kim")
    [row] = order.lines.all()
    form = {f"came-{row.pk}": "2", "once": "01a211bc-0000-7000-8000-000000000001", "note": "F-1"}
    for _time in range(2):
        assert kim.post(f"/receiving/from/{brembo().pk}", **form).status == 204
    assert GoodsReceipt.objects.count() == 1


def test_more_than_ordered_is_asked_about_before_it_is_kept(floor: Floor) -> None:
    order, kim = ordered(), Desk("kim")
    [row] = order.lines.all()
    refused = kim.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "3"})
    assert (refused.status, GoodsReceipt.objects.count()) == (422, 0)
    assert "Keep more than was ordered" in refused.text
    kim.post(f"/receiving/from/{brembo().pk}", **{f"came-{row.pk}": "3", "over": "1"})
    assert GoodsReceipt.objects.get().lines.get().over_milli == 1_000
