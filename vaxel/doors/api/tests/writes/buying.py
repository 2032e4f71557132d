"""Writes of purchasing."""

from typing import Any

from vaxel.business.parties import parties
from vaxel.business.payments.tests.counter import SETUP
from vaxel.business.purchasing import offers, suppliers
from vaxel.business.purchasing.models import Supplier
from vaxel.business.purchasing.offers import Terms
from vaxel.doors.api.tests.writes.table import World, write


def supplier(world: World) -> Supplier:
    """Brembo, who sells the pads."""
    party = parties.add(
        kind="company", name="Brembo Grossist", is_customer=False, email="order@brembo.example", **SETUP
    )
    made = suppliers.add(party, **SETUP)
    offers.set_offer(made, world.counter.pads, terms=Terms("G-1", 3_500_000), **SETUP)
    return made


def _drafted(world: World) -> dict[str, Any]:
    supplier(world)
    body = {"lines": [{"part": str(world.counter.pads.pk), "quantity": "2"}]}
    made: dict[str, Any] = world.done(world.here.post("/purchase-orders", body))["orders"][0]
    return made


@write("POST", "/purchase-orders")
def _(world: World) -> tuple[dict[str, str], Any]:
    supplier(world)
    return {}, {"lines": [{"part": str(world.counter.pads.pk), "quantity": "2"}]}


@write("POST", "/purchase-orders/{order}/send")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"order": _drafted(world)["id"]}, {"method": "hand"}


@write("POST", "/purchase-orders/{order}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"order": _drafted(world)["id"]}, {"reason": "Bytte leverantör"}


@write("POST", "/goods-receipts")
def _(world: World) -> tuple[dict[str, str], Any]:
    made = _drafted(world)
    sent = world.done(world.here.post(f"/purchase-orders/{made['id']}/send", {"method": "hand"}))
    lines = [{"line": sent["lines"][0]["id"], "quantity": "2"}]
    return {}, {"supplier": sent["supplier"], "lines": lines, "delivery_note": "F-1"}
