"""Writes of tickets, jobs, lines, quotes and waiting work."""

from typing import Any

from vaxel.business.catalog import canned
from vaxel.business.payments.tests.counter import SETUP
from vaxel.doors.api.tests.writes.table import World, each, kr, write


@write("POST", "/tickets")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"customer": str(world.counter.shop.ada.pk), "promise_at": "2026-11-25T16:00:00+01:00"}


@write("PATCH", "/tickets/{ticket}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"concern": "Gnisslar fram", "odometer_in_km": 181_990, "promise_at": None}


@write("PUT", "/tickets/{ticket}/customer")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"customer": str(world.counter.shop.ada.pk)}


@write("PUT", "/tickets/{ticket}/vehicle")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"vehicle": None}


@write("PUT", "/tickets/{ticket}/discount")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket = world.ticket()
    world.job(ticket)
    return {"ticket": ticket}, {"ppm": 50_000}


@write("POST", "/tickets/{ticket}/void")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"reason": "Kunden ångrade sig"}


@write("POST", "/tickets/{ticket}/split")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket = world.ticket()
    return {"ticket": ticket}, {"jobs": [world.job(ticket)]}


@write("POST", "/tickets/{ticket}/order")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {}


@write("POST", "/tickets/{ticket}/jobs")
def _(world: World) -> tuple[dict[str, str], Any]:
    canned.define(
        "oil", title_sv="Oljebyte", title_en="Oil change",
        lines=[canned.Entry("part", part=world.counter.filter)], **SETUP,
    )  # fmt: skip
    return {"ticket": world.ticket()}, {"canned": "oil"}


@write("PATCH", "/jobs/{job}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"title": "Bromsar fram och bak", "price_kind": "rough"}


@write("DELETE", "/jobs/{job}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {}


@write("PUT", "/jobs/{job}/price")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"price": kr(199_500)}


@write("PUT", "/jobs/{job}/payer")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"payer": str(world.counter.shop.ada.pk)}


@write("PUT", "/jobs/{job}/discount")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"amount": kr(10_000)}


@write("POST", "/jobs/{job}/lines")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"lines": [{"number": "OIL-5W30", "quantity": "4.3"}, {"kind": "note", "text": "Hej"}]}


@write("POST", "/lines/{line}/optional")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket = world.done(world.here.post("/tickets", {"kind": "service", "customer": str(world.counter.shop.bo.pk)}))[
        "id"
    ]
    job = world.done(world.here.post(f"/tickets/{ticket}/jobs", {"title": "Bromsar"}))["jobs"][0]["id"]
    two = {"lines": [{"number": "OIL-5W30", "quantity": "1"}, {"kind": "labour", "text": "Byta", "quantity": "1"}]}
    return {"line": world.done(world.here.post(f"/jobs/{job}/lines", two))["jobs"][0]["lines"][0]["id"]}, {}


@write("PATCH", "/lines/{line}")
def _(world: World) -> tuple[dict[str, str], Any]:
    line = world.line()
    return {"line": line["id"]}, {"version": line["version"], "quantity": "2", "unit_price": each(95_000)}


@write("DELETE", "/lines/{line}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"line": world.line()["id"]}, {}


@write("POST", "/tickets/{ticket}/quotes")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket = world.ticket()
    world.job(ticket)
    return {"ticket": ticket}, {"sent_to": "bo@example.se"}


@write("POST", "/tickets/{ticket}/approvals")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket = world.ticket()
    answers = [{"job": world.job(ticket), "decision": "approve"}]
    return {"ticket": ticket}, {"answers": answers, "said_by": "Bo Öberg", "method": "in_person"}


@write("POST", "/tickets/{ticket}/deferred-work")
def _(world: World) -> tuple[dict[str, str], Any]:
    work = world.declined()
    [car] = world.here.get("/vehicles").json["items"]
    ticket = world.done(world.here.post("/tickets", {"vehicle": car["id"]}))["id"]
    return {"ticket": ticket}, {"works": [work]}


@write("POST", "/deferred-work/{work}/drop")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"work": world.declined()}, {"reason": "Bilen såld"}


@write("POST", "/tickets/intake")
def _(world: World) -> tuple[dict[str, str], Any]:
    car = {"plate": "JKL 012", "vin": "YV1SW58D142395051"}
    return {}, {"vehicle": car, "customer": {"name": "Cecilia", "phone": "070-111 22 33"}, "odometer_km": 99_000}


@write("POST", "/tickets/{ticket}/links")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {}


@write("DELETE", "/links/{link}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"link": world.done(world.here.post(f"/tickets/{world.ticket()}/links"))["id"]}, {}


@write("PATCH", "/deferred-work/{work}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"work": world.declined()}, {"ask_again_on": "2027-04-01"}


@write("POST", "/approval-policies")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"jurisdiction": "SE", "party_kind": "private", "valid_from": "2027-01-01", "ppm": 100_000,
                "source": "36 §", "checked_on": "2026-11-01", "must_record": ["number"],
                "rights_text": {"sv": "Du kan vända dig till ARN."},
                "site": str(world.counter.shop.workshop.pk)}  # fmt: skip


@write("POST", "/tickets/{ticket}/contact-attempts")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"channel": "phone", "number": "070-1", "result": "left_message"}


@write("POST", "/tickets/{ticket}/unasked")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket = world.ticket()
    job = world.job(ticket)
    tried = {"channel": "phone", "number": "070-1", "result": "no_answer"}
    world.done(world.here.post(f"/tickets/{ticket}/contact-attempts", tried))
    return {"ticket": ticket}, {"jobs": [job], "reason": "danger", "text": "Bromsslangen läcker"}
