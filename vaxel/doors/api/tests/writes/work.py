"""Writes of the workshop: jobs' steps, clocks and the parts handed out."""

from typing import Any

from vaxel.doors.api.tests.writes.table import World, write


@write("POST", "/jobs/{job}/begin")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.approved()[1]}, {}


@write("POST", "/jobs/{job}/complete")
def _(world: World) -> tuple[dict[str, str], Any]:
    job = world.approved()[1]
    world.done(world.here.post(f"/jobs/{job}/begin"))
    return {"job": job}, {"cause": "Slitna belägg", "correction": "Bytta"}


@write("POST", "/jobs/{job}/hold")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.approved()[1]}, {"reason": "customer"}


@write("POST", "/jobs/{job}/resume")
def _(world: World) -> tuple[dict[str, str], Any]:
    job = world.approved()[1]
    world.done(world.here.post(f"/jobs/{job}/hold", {"reason": "customer"}))
    return {"job": job}, {}


@write("POST", "/jobs/{job}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.approved()[1]}, {"reason": "Delen utgått"}


@write("POST", "/jobs/{job}/clock")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.approved()[1]}, {"staff": world.technician()}


@write("POST", "/clocks/off")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"staff": world.technician()}
    world.done(world.here.post(f"/jobs/{world.approved()[1]}/clock", body))
    return {}, body


@write("PUT", "/lines/{line}/technicians")
def _(world: World) -> tuple[dict[str, str], Any]:
    line = world.line("labour")
    return {"line": line["id"]}, {"shares": [{"staff": world.technician(), "share_ppm": 1_000_000}]}


@write("POST", "/lines/{line}/hand-out")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"line": world.line("part", world.approved()[1])["id"]}, {"quantity": "1"}


@write("POST", "/lines/{line}/take-back")
def _(world: World) -> tuple[dict[str, str], Any]:
    line = world.line("part", world.approved()[1])["id"]
    world.done(world.here.post(f"/lines/{line}/hand-out"))
    return {"line": line}, {}


@write("POST", "/shifts/on")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"staff": world.technician()}


@write("POST", "/shifts/off")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"staff": world.technician()}
    world.done(world.here.post("/shifts/on", body))
    return {}, body
