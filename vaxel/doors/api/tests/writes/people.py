"""Writes of customers, cars and the tray."""

from typing import Any

from vaxel.business.payments.tests.counter import SETUP
from vaxel.doors.api.tests.writes.table import World, kr, write
from vaxel.kernel import tray


@write("POST", "/customers")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"kind": "company", "name": "Cecilias Cyklar AB", "terms_days": 30, "credit_limit": kr(100_000)}


@write("PATCH", "/customers/{customer}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"customer": str(world.counter.shop.bo.pk)}, {"phone": "070-765 43 21", "terms_days": None}


@write("POST", "/customers/{customer}/consents")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"channel": "sms", "purpose": "reminder", "given": True, "source": "counter"}
    return {"customer": str(world.counter.shop.bo.pk)}, body


@write("POST", "/vehicles")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"plate": "DEF 456", "vin": "YV1SW58D142395051", "first_registered_on": "2004-05-06"}


@write("PATCH", "/vehicles/{vehicle}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"vehicle": world.vehicle()}, {"colour": "blå", "model_year": 2004}


@write("POST", "/vehicles/{vehicle}/plates")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"vehicle": world.vehicle()}, {"plate": "GHJ 789"}


@write("POST", "/vehicles/{vehicle}/owners")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"vehicle": world.vehicle()}, {"customer": str(world.counter.shop.ada.pk)}


@write("POST", "/vehicles/{vehicle}/readings")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"vehicle": world.vehicle()}, {"value": 182_000, "source": "check_in"}


@write("POST", "/tray/{item}/sorted-out")
def _(world: World) -> tuple[dict[str, str], Any]:
    item = tray.lay("wrong_charge", world.counter.pads, site_id=world.counter.shop.workshop.pk, at=SETUP["at"])
    return {"item": str(item.pk)}, {"note": "Ringde kunden"}


@write("DELETE", "/vehicles/{vehicle}/plates")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"vehicle": world.vehicle()}, {}


@write("POST", "/customer-groups")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"name": "Taxi"}


@write("POST", "/customers/{customer}/approvers")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"customer": str(world.counter.shop.ada.pk)}, {"name": "Eva Ros", "limit_minor": 500_000}


@write("DELETE", "/approvers/{approver}")
def _(world: World) -> tuple[dict[str, str], Any]:
    made = world.done(world.here.post(f"/customers/{world.counter.shop.ada.pk}/approvers", {"name": "Eva Ros"}))
    return {"approver": made["id"]}, {}
