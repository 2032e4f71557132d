"""Writes of stock, transfers and counts."""

from datetime import date
from typing import Any

from vaxel.business.catalog import fees
from vaxel.business.payments.tests.counter import SETUP
from vaxel.business.stock import places
from vaxel.doors.api.tests.writes.table import World, each, kr, write


@write("POST", "/stock/receipts")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"lines": [{"part": str(world.counter.oil.pk), "quantity": "208.5", "unit_cost": kr(5_500)}]}


@write("POST", "/stock/adjustments")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.oil.pk), "quantity": "-1.5", "reason": "lost"}


@write("POST", "/stock/scrap")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.oil.pk), "quantity": "1", "reason": "expired"}


@write("PUT", "/lines/{line}/lots")
def _(world: World) -> tuple[dict[str, str], Any]:
    part = world.done(world.here.post("/parts", {"brand": "Varta", "number": "E44", "name_sv": "Batteri"}))["id"]
    world.done(world.here.send("PUT", f"/parts/{part}/tracking", {"tracking": "serial"}))
    line = {"part": part, "quantity": "1", "unit_cost": kr(90_000), "lots": [{"code": "S-1"}]}
    world.done(world.here.post("/stock/receipts", {"lines": [line]}))
    ticket = world.done(world.here.post("/tickets", {"kind": "counter"}))["id"]
    job = world.done(world.here.post(f"/tickets/{ticket}/jobs"))["jobs"][0]["id"]
    made = world.done(world.here.post(f"/jobs/{job}/lines", {"lines": [{"part": part, "unit_price": each(9_990_000)}]}))
    return {"line": made["jobs"][0]["lines"][0]["id"]}, {"lots": [{"code": "s1"}]}


@write("PUT", "/lines/{line}/core")
def _(world: World) -> tuple[dict[str, str], Any]:
    fee = fees.define(key="core", name_sv="Stompant", name_en="Core charge", kind="core", unit_price_cm=6_000_000,
                      valid_from=date(2020, 1, 1), **SETUP)  # fmt: skip
    fees.hang(fee, part=world.counter.pads, **SETUP)
    return {"line": str(world.line("part")["id"])}, {"case": "keep"}


@write("PUT", "/lines/{line}/torque")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"line": str(world.line("labour")["id"])}, {"torque_nm": 120}


@write("POST", "/stock/bins/moves")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.pads.pk), "to": "A-01", "quantity": "2"}


@write("PUT", "/stock/bins/home")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.pads.pk), "bin": "A-01"}


def _recipe(world: World) -> str:
    made = world.done(world.here.post("/parts", {"brand": "Bosch", "number": "SET-1", "name_sv": "Sats"}))["id"]
    parts = {"components": [{"part": str(world.counter.pads.pk), "quantity": "1"}]}
    world.done(world.here.send("PUT", f"/parts/{made}/components", parts))
    return str(made)


@write("POST", "/stock/kits")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": _recipe(world), "quantity": "2"}


@write("POST", "/stock/kits/apart")
def _(world: World) -> tuple[dict[str, str], Any]:
    kit = _recipe(world)
    world.done(world.here.post("/stock/kits", {"part": kit, "quantity": "2"}))
    return {}, {"part": kit, "quantity": "1"}


def _transfer(world: World, *, state: str = "requested", ours: bool = True) -> dict[str, Any]:
    """Two sets of pads on their way from the workshop, or to it."""
    mos, pads = world.counter.shop, str(world.counter.pads.pk)
    places.open_store(mos.tyres, **SETUP)
    sender, sites = (world.here, (mos.workshop, mos.tyres)) if ours else (world.there, (mos.tyres, mos.workshop))
    if not ours:
        line = {"part": pads, "quantity": "5", "unit_cost": kr(41_200)}
        world.done(world.there.post("/stock/receipts", {"lines": [line]}))
    body = {"from_site": str(sites[0].pk), "to_site": str(sites[1].pk), "lines": [{"part": pads, "quantity": "2"}]}
    receiver = world.there if ours else world.here
    made: dict[str, Any] = world.done(receiver.post("/transfers", body))
    for verb in ("approve", "send")[: ("requested", "approved", "sent").index(state)]:
        made = world.done(sender.post(f"/transfers/{made['id']}/{verb}"))
    return made


@write("POST", "/transfers")
def _(world: World) -> tuple[dict[str, str], Any]:
    mos = world.counter.shop
    places.open_store(mos.tyres, **SETUP)
    lines = [{"part": str(world.counter.pads.pk), "quantity": "2"}]
    return {}, {"from_site": str(mos.tyres.pk), "to_site": str(mos.workshop.pk), "lines": lines}


@write("POST", "/transfers/{transfer}/approve")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"transfer": _transfer(world)["id"]}, {}


@write("POST", "/transfers/{transfer}/send")
def _(world: World) -> tuple[dict[str, str], Any]:
    made = _transfer(world, state="approved")
    return {"transfer": made["id"]}, {"lines": [{"line": made["lines"][0]["id"], "quantity": "1"}]}


@write("POST", "/transfers/{transfer}/receive")
def _(world: World) -> tuple[dict[str, str], Any]:
    made = _transfer(world, state="sent", ours=False)
    return {"transfer": made["id"]}, {"lines": [{"line": made["lines"][0]["id"], "quantity": "1"}]}


@write("POST", "/transfers/{transfer}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"transfer": _transfer(world, state="approved")["id"]}, {}


@write("POST", "/transfers/{transfer}/withdraw")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"transfer": _transfer(world, ours=False)["id"]}, {}


@write("POST", "/transfers/lines/{line}/settle")
def _(world: World) -> tuple[dict[str, str], Any]:
    made = _transfer(world, state="sent")
    return {"line": made["lines"][0]["id"]}, {"quantity": "1", "ending": "lost", "reason": "Borta i bilen"}


def _count(world: World, *, counted: bool = False, finished: bool = False) -> str:
    made = world.done(world.here.post("/counts", {"scope": "all"}))
    here = world.done(world.here.get(f"/stock?part={world.counter.pads.pk}"))["items"][0]["on_hand"]
    if counted:
        body = {"part": str(world.counter.pads.pk), "quantity": here}
        world.done(world.here.post(f"/counts/{made['id']}/entries", body))
    if finished:
        world.done(world.here.post(f"/counts/{made['id']}/finish"))
    return str(made["id"])


@write("POST", "/counts")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"scope": "parts", "parts": [str(world.counter.pads.pk)]}


@write("POST", "/counts/{count}/entries")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"count": _count(world)}, {"part": str(world.counter.pads.pk), "quantity": "3", "add": True}


@write("POST", "/counts/{count}/finish")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"count": _count(world, counted=True)}, {}


@write("POST", "/counts/{count}/post")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"count": _count(world, counted=True, finished=True)}, {"reason": "Årsinventering"}


@write("POST", "/counts/{count}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"count": _count(world)}, {}


@write("PUT", "/stock/levels")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.oil.pk), "min": "4", "max": "20"}
