"""Card payments by our own terminal: stored before the reader is asked, and asked once."""

from typing import Any

import pytest

from vaxel.business.payments import processors
from vaxel.business.payments.models import Payment
from vaxel.doors.api.tests.writes import World, kr, open_world
from vaxel.kernel.ids import new_id


@pytest.fixture
def world(transactional_db: None) -> World:
    return open_world()


def test_a_card_pays_a_counter_ticket(world: World) -> None:
    body = {**_till(world), "amount": kr(89_900)}
    path, key = f"/tickets/{world.counter_ticket()}/card-payments", str(new_id())
    started = world.done(world.here.post(path, body, key=key))
    assert (started["state"], started["amount"]) == ("pending", kr(89_900))
    assert world.done(world.here.post(path, body, key=key)) == started
    assert Payment.objects.count() == 1
    assert isinstance(processors.terminal(), processors.FakeTerminal)
    paid = world.here.post(f"/payments/{started['id']}/ask")
    assert [one["state"] for one in world.done(paid)["events"]] == ["pending", "taken"]
    sale = world.done(world.here.post(path.replace("card-payments", "sale"), {**_till(world), "tenders": []}))
    assert (sale["gross"], sale["payments"]) == (kr(89_900), [started["id"]])


def test_a_card_that_waits_is_cancelled_by_those_who_may(world: World) -> None:
    body = {**_till(world), "amount": kr(50_002)}
    started = world.done(world.here.post(f"/tickets/{world.counter_ticket()}/card-payments", body))
    path = f"/payments/{started['id']}/cancel"
    assert world.there.post(path).status == 404
    assert world.powerless.post(path).status == 403
    assert world.here.get(f"/payments/{started['id']}").json["state"] == "pending"
    assert world.done(world.here.post(path))["state"] == "cancelled"


def _till(world: World) -> dict[str, Any]:
    return {"register": str(world.counter.shop.k1.pk)}
