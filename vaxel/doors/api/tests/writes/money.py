"""Writes of sales, documents, deposits, cards and registers."""

from typing import Any

from vaxel.doors.api.tests.writes.table import WRITES, World, kr, write


@write("POST", "/sales")
def _(world: World) -> tuple[dict[str, str], Any]:
    tenders = [{"tender": "cash", "amount": kr(100_000)}]
    lines = [{"part": str(world.counter.pads.pk)}]
    return {}, {"register": str(world.counter.shop.k1.pk), "lines": lines, "tenders": tenders}


@write("POST", "/tickets/{ticket}/invoice")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.finished()}, {"odometer_out_km": 182_000}


@write("POST", "/documents/{document}/payments")
def _(world: World) -> tuple[dict[str, str], Any]:
    invoice = world.invoice()
    tenders = [{"tender": "cash", "amount": kr(50_000)}, {"tender": "card", "amount": kr(40_000), "reference": "Visa"}]
    return {"document": invoice["id"]}, {"tenders": tenders, "register": str(world.counter.shop.k1.pk)}


@write("POST", "/registers/{register}/drawer-sessions")
def _(world: World) -> tuple[dict[str, str], Any]:
    register = str(world.counter.shop.k1.pk)
    world.done(world.here.post(f"/registers/{register}/z-reports", {"counted": kr(100_000)}))
    return {"register": register}, {"float": kr(200_000)}


@write("POST", "/registers/{register}/cash-movements")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"kind": "pay_out", "amount": kr(9_900), "note": "Kaffe"}
    return {"register": str(world.counter.shop.k1.pk)}, body


@write("POST", "/registers/{register}/x-reports")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"register": str(world.counter.shop.k1.pk)}, {}


@write("POST", "/registers/{register}/z-reports")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"register": str(world.counter.shop.k1.pk)}, {"counted": kr(99_900), "denominations": {"10000": 9}}


@write("POST", "/registers/{register}/openings")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"register": str(world.counter.shop.k1.pk)}, {"reason": "Växla"}


@write("POST", "/tickets/{ticket}/deposits")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"amount": kr(50_000), "tenders": [{"tender": "cash", "amount": kr(50_000)}]}
    return {"ticket": world.approved()[0]}, {**body, "register": str(world.counter.shop.k1.pk)}


@write("POST", "/tickets/{ticket}/deposit-returns")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.deposit()}, {"tender": "swish"}


@write("POST", "/documents/{document}/returns")
def _(world: World) -> tuple[dict[str, str], Any]:
    _ids, sale = WRITES["POST /sales"](world)
    document = world.done(world.here.post("/sales", sale))["document"]
    lines = [{"n": 1, "quantity": "1"}]
    return {"document": document}, {"reason": "Fel del", "lines": lines, "register": sale["register"]}


@write("POST", "/documents/{document}/correction")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"document": world.invoice()["id"]}, {"reason": "Fel kund"}


@write("POST", "/tickets/{ticket}/sale")
def _(world: World) -> tuple[dict[str, str], Any]:
    tenders = [{"tender": "card", "amount": kr(89_900)}]
    return {"ticket": world.counter_ticket()}, {"register": str(world.counter.shop.k1.pk), "tenders": tenders}


@write("POST", "/tickets/{ticket}/card-payments")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.counter_ticket()}, {"register": str(world.counter.shop.k1.pk), "amount": kr(89_900)}


@write("POST", "/documents/{document}/card-payments")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"document": world.invoice()["id"]}, {"register": str(world.counter.shop.k1.pk), "amount": kr(50_000)}
