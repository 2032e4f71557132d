"""A machine buys: drafted for the preferred supplier, sent, received once, refused what is not to come."""

import pytest

from vaxel.business.purchasing.models import GoodsReceipt
from vaxel.business.stock import tracking
from vaxel.business.stock.models import Balance, LotBalance
from vaxel.doors.api.tests.writes.buying import supplier
from vaxel.doors.api.tests.writes.table import World, kr, open_world
from vaxel.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return open_world()


def sent(world: World, pieces: str = "2") -> tuple[str, str, str]:
    """(supplier, order, its line)."""
    supplier(world)
    body = {"lines": [{"part": str(world.counter.pads.pk), "quantity": pieces}]}
    [order] = world.done(world.here.post("/purchase-orders", body))["orders"]
    assert (order["state"], order["number"], order["lines"][0]["open"]) == ("draft", None, pieces)
    done = world.done(world.here.post(f"/purchase-orders/{order['id']}/send", {"method": "hand"}))
    assert done["number"]
    assert done["lines"][0]["unit_price"] == {"cm": 3_500_000, "currency": "SEK"}
    return done["supplier"], done["id"], done["lines"][0]["id"]


def test_from_draft_to_shelf(world: World) -> None:
    theirs, order, line = sent(world)
    before = Balance.objects.get(part=world.counter.pads).on_hand_milli
    body = {
        "supplier": theirs,
        "delivery_note": "F-1",
        "freight": kr(5_000),
        "lines": [{"line": line, "quantity": "1"}],
    }
    key = str(new_id())
    first, again = (world.here.post("/goods-receipts", body, key=key) for _time in range(2))
    assert (first.status, first.text) == (201, again.text)
    assert (GoodsReceipt.objects.count(), Balance.objects.get(part=world.counter.pads).on_hand_milli) == (
        1, before + 1000,
    )  # fmt: skip
    shown = world.done(world.here.get(f"/purchase-orders/{order}"))
    assert (shown["state"], shown["lines"][0]["received"], shown["lines"][0]["open"]) == ("part_received", "1", "1")
    [one] = world.done(world.here.get(f"/purchase-orders?supplier={theirs}&state=part_received"))["items"]
    assert one["id"] == order


@pytest.mark.parametrize(("change", "status"), [
    ({"quantity": "3"}, 422), ({"line": str(new_id())}, 400), ({"unit_price": {"cm": 1, "currency": "EUR"}}, 422),
])  # fmt: skip
def test_what_is_not_to_come_is_refused_and_nothing_is_stored(
    world: World, change: dict[str, object], status: int
) -> None:
    theirs, _order, line = sent(world)
    body = {"supplier": theirs, "lines": [{"line": line, "quantity": "2"} | change]}
    answer = world.here.post("/goods-receipts", body)
    assert (answer.status, GoodsReceipt.objects.count()) == (status, 0), answer.text


def test_pieces_come_by_their_numbers(world: World) -> None:
    pads = world.counter.pads
    Balance.objects.filter(part=pads).update(on_hand_milli=0, value_minor=0)
    tracking.track(pads, kind="serial", by=world.counter.shop.mo, at=pads.made_at)
    theirs, _order, line = sent(world)
    said = [{"line": line, "quantity": "1", "lot": code} for code in ("P-1", "P-2")]
    world.done(world.here.post("/goods-receipts", {"supplier": theirs, "lines": said}))
    assert sorted(LotBalance.objects.values_list("lot__code", flat=True)) == ["P-1", "P-2"]


def test_an_order_that_is_cancelled_is_not_sent(world: World) -> None:
    supplier(world)
    body = {"lines": [{"part": str(world.counter.pads.pk), "quantity": "2"}]}
    [order] = world.done(world.here.post("/purchase-orders", body))["orders"]
    assert world.done(world.here.post(f"/purchase-orders/{order['id']}/cancel", {}))["state"] == "cancelled"
    assert world.here.post(f"/purchase-orders/{order['id']}/send", {}).status == 409
