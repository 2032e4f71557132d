"""Writes of parts, prices, labour and canned jobs."""

from datetime import date
from typing import Any

from vaxel.doors.api.tests.writes.table import WRITES, World, each, kr, write


@write("POST", "/parts")
def _(world: World) -> tuple[dict[str, str], Any]:
    codes = [{"kind": "barcode", "text": "4047111222339"}]
    return {}, {"brand": "Bosch", "number": "0 986", "name_sv": "Skiva", "cost": kr(30_000), "codes": codes}


@write("PATCH", "/parts/{part}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"part": str(world.counter.pads.pk)}, {"name_en": "Front pads", "cost": kr(51_000)}


@write("POST", "/parts/{part}/codes")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"part": str(world.counter.pads.pk)}, {"kind": "original", "text": "31445976"}


@write("POST", "/parts/{part}/retirement")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"part": str(world.counter.pads.pk)}, {}


@write("DELETE", "/parts/{part}/retirement")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"part": str(world.counter.pads.pk)}, {}


@write("POST", "/price-lists")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"name": "Höst", "valid_from": "2026-09-01", "valid_to": "2026-12-01"}


@write("POST", "/price-lists/{price_list}/prices")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"name": "Höst", "valid_from": str(date(2026, 9, 1)), "site": str(world.counter.shop.workshop.pk)}
    made = world.done(world.here.post("/price-lists", body))
    return {"price_list": made["id"]}, {"prices": [{"part": str(world.counter.oil.pk), "unit_price": each(9_990)}]}


@write("PUT", "/parts/{part}/tracking")
def _(world: World) -> tuple[dict[str, str], Any]:
    part = {"brand": "Varta", "number": "E44", "name_sv": "Batteri"}
    return {"part": world.done(world.here.post("/parts", part))["id"]}, {"tracking": "serial"}


@write("POST", "/operations")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"code": "10.2", "name_sv": "Byte bromsbelägg", "hours": "1.25"}


@write("POST", "/labour-rates")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"key": "electric", "name_sv": "El", "name_en": "Electrics", "hour_price": each(120_000)}


@write("POST", "/canned-jobs")
def _(world: World) -> tuple[dict[str, str], Any]:
    lines = [{"kind": "part", "part": str(world.counter.filter.pk)}, {"kind": "note", "text_sv": "Nollställ"}]
    return {}, {"key": "oil", "title_sv": "Oljebyte", "title_en": "Oil change", "lines": lines}


@write("DELETE", "/codes/{code}")
def _(world: World) -> tuple[dict[str, str], Any]:
    part = world.done(world.here.post(f"/parts/{world.counter.oil.pk}/codes", {"kind": "old", "text": "OIL-1"}))
    return {"code": part["codes"][0]["id"]}, {}


@write("PUT", "/parts/{part}/components")
def _(world: World) -> tuple[dict[str, str], Any]:
    kit = {"brand": "Bosch", "number": "KIT-1", "name_sv": "Servicesats", "stocking": "kit"}
    made = world.done(world.here.post("/parts", kit))
    components = [{"part": str(world.counter.oil.pk), "quantity": "4.5"}]
    return {"part": made["id"]}, {"components": components}


@write("POST", "/price-lists/{price_list}/end")
def _(world: World) -> tuple[dict[str, str], Any]:
    ids, _body = WRITES["POST /price-lists/{price_list}/prices"](world)
    return ids, {"valid_to": "2026-12-01"}
