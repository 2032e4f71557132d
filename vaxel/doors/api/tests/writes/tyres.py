"""Writes of the tyre hotel."""

from typing import Any

from vaxel.doors.api.tests.writes.planning import tomorrow
from vaxel.doors.api.tests.writes.table import World, write


def _places(world: World) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = world.done(world.here.post("/tyre-places", {"rack": "A", "shelf": "1", "last": 3}))
    return made


def _set(world: World, *, state: str = "stored") -> dict[str, Any]:
    """Bo's summer wheels, measured, in the hotel."""
    shop = world.counter.shop
    car = world.done(world.here.post("/vehicles", {"plate": "ABC12D", "make": "Volvo"}))["id"]
    body = {"vehicle": car, "customer": str(shop.bo.pk), "season": "summer", "size": "205/55 R16",
            "wheels": [{"position": "VF", "tread": 62, "dot": "4222"}]}  # fmt: skip
    made: dict[str, Any] = world.done(world.here.post("/wheel-sets", body))
    if state == "customer":
        made = world.done(world.here.post(f"/wheel-sets/{made['id']}/hand-out", {}))
    return made


@write("POST", "/tyre-places")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"rack": "B", "shelf": "2", "first": 1, "last": 20}


@write("POST", "/tyre-places/{place}/retire")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"place": _places(world)[0]["id"]}, {}


@write("POST", "/wheel-sets")
def _(world: World) -> tuple[dict[str, str], Any]:
    car = world.done(world.here.post("/vehicles", {"plate": "ABC12D", "make": "Volvo"}))["id"]
    return {}, {"vehicle": car, "customer": str(world.counter.shop.bo.pk), "season": "studded"}


@write("POST", "/wheel-sets/{wheel_set}/take-in")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"wheel_set": _set(world, state="customer")["id"]}, {"wheels": [{"position": "HB", "tread": 40}]}


@write("POST", "/wheel-sets/{wheel_set}/measure")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"wheel_set": _set(world)["id"]}, {"wheels": [{"position": "VF", "tread": 15, "damage": "Skuren sida"}]}


@write("POST", "/wheel-sets/{wheel_set}/move")
def _(world: World) -> tuple[dict[str, str], Any]:
    rows = _places(world)
    return {"wheel_set": _set(world)["id"]}, {"place": rows[2]["id"]}


@write("POST", "/wheel-sets/{wheel_set}/hand-out")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"wheel_set": _set(world)["id"]}, {"fitted": True}


@write("POST", "/wheel-sets/{wheel_set}/discard")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"wheel_set": _set(world)["id"]}, {"reason": "Utslitna"}


@write("POST", "/wheel-sets/{wheel_set}/swap")
def _(world: World) -> tuple[dict[str, str], Any]:
    new = {"season": "studded", "wheels": [{"position": "VF", "tread": 71}]}
    return {"wheel_set": _set(world)["id"]}, {"new": new}


@write("POST", "/wheel-sets/{wheel_set}/bookings")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"wheel_set": _set(world)["id"]}, {"starts_at": tomorrow(9)}


@write("POST", "/wheel-sets/{wheel_set}/offer")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"wheel_set": _set(world)["id"]}, {}
