"""A gift card through the API: sold as a line, looked up by its code, used as a tender, and not to be guessed."""

import pytest

from vaxel.business.payments import gift_codes
from vaxel.business.payments.models import GiftCard
from vaxel.doors.api.tests.writes import open_world
from vaxel.doors.api.tests.writes.table import kr

pytestmark = pytest.mark.django_db


def test_it_is_sold_looked_up_and_used() -> None:
    world = open_world()
    register = str(world.counter.shop.k1.pk)
    line = {"kind": "gift_card", "unit_price": {"cm": 5_000_000, "currency": "SEK"}}
    cash = [{"tender": "cash", "amount": kr(50_000)}]
    world.done(world.here.post("/sales", {"register": register, "lines": [line], "tenders": cash}))
    code = gift_codes.of(GiftCard.objects.get().pk)
    assert world.done(world.here.post("/gift-cards/look-up", {"code": code}))["balance"] == kr(50_000)
    assert world.powerless.post("/gift-cards/look-up", {"code": code}).status == 403
    tenders = [{"tender": "gift_card", "amount": kr(50_000), "code": code}, {"tender": "cash", "amount": kr(39_900)}]
    parts = [{"part": str(world.counter.pads.pk)}]
    world.done(world.here.post("/sales", {"register": register, "lines": parts, "tenders": tenders}))
    assert world.here.get("/gift-cards").json["items"][0]["balance"] == kr(0)
    again = world.here.post("/sales", {"register": register, "lines": parts, "tenders": tenders})
    assert (again.status, again.code) == (422, "gift_card_too_low")
    for _ in range(10):
        assert world.here.post("/gift-cards/look-up", {"code": "x"}).status == 404
    assert world.here.post("/gift-cards/look-up", {"code": code}).status == 429
