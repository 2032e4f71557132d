"""Each write of the API once: what must stand before it, and a request that succeeds. One table, so one long file.

@write("POST", "/tickets/{ticket}/jobs")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"title": "Bromsar fram"}
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vaxel.business.catalog import canned
from vaxel.business.locations.models import Role
from vaxel.business.payments.tests.counter import SETUP, Counter, counter
from vaxel.business.schedule.models import Booking
from vaxel.business.stock import places
from vaxel.doors.api.tests.cast import Answer, Machine, token
from vaxel.kernel import clock, tray


@dataclass(slots=True)
class World:
    """The counter, and machines: `here` may do everything at the workshop, `there` at the tyre shop."""

    counter: Counter
    here: Machine
    there: Machine
    powerless: Machine

    def done(self, answer: Answer) -> Any:
        """The body of an answer that must be a success."""
        assert answer.status in (200, 201), answer.text
        return answer.json

    def vehicle(self) -> str:
        """A car of Bo's."""
        body = {"plate": "ABC123", "owner": str(self.counter.shop.bo.pk), "make": "Volvo"}
        return str(self.done(self.here.post("/vehicles", body))["id"])

    def ticket(self) -> str:
        """A draft for Bo's car."""
        body = {"customer": str(self.counter.shop.bo.pk), "vehicle": self.vehicle(), "concern": "Gnisslar"}
        return str(self.done(self.here.post("/tickets", body))["id"])

    def job(self, ticket: str = "") -> str:
        """A job with an hour of labour and a set of pads."""
        ticket = ticket or self.ticket()
        made = self.done(self.here.post(f"/tickets/{ticket}/jobs", {"title": "Bromsar fram", "category": "brakes"}))
        job = str(made["jobs"][0]["id"])
        lines = [{"kind": "labour", "text": "Byta belägg"}, {"part": str(self.counter.pads.pk)}]
        self.done(self.here.post(f"/jobs/{job}/lines", {"lines": lines}))
        return job

    def approved(self) -> tuple[str, str]:
        """(ticket, job): the customer has said yes at the counter."""
        ticket = self.ticket()
        job = self.job(ticket)
        answers = [{"job": job, "decision": "approve"}]
        body = {"answers": answers, "said_by": "Bo Öberg", "method": "in_person"}
        self.done(self.here.post(f"/tickets/{ticket}/approvals", body))
        return ticket, job

    def line(self, kind: str = "part", job: str = "") -> dict[str, Any]:
        """The line of that kind in the job."""
        job = job or self.job()
        ticket = self.done(self.here.send("PATCH", f"/jobs/{job}", {"cause": "Slitna"}))
        return next(line for line in ticket["jobs"][0]["lines"] if line["kind"] == kind)

    def technician(self) -> str:
        """Tess."""
        return str(self.counter.shop.tess.id)

    def finished(self) -> str:
        """A ticket whose job is done, with Tess on the labour."""
        ticket, job = self.approved()
        labour = self.line("labour", job)
        shares = [{"staff": self.technician(), "share_ppm": 1_000_000}]
        self.done(self.here.send("PUT", f"/lines/{labour['id']}/technicians", {"shares": shares}))
        self.done(self.here.post(f"/jobs/{job}/begin"))
        self.done(self.here.post(f"/jobs/{job}/complete", {"correction": "Bytta"}))
        return ticket

    def invoice(self) -> dict[str, Any]:
        """Its posted invoice."""
        path = f"/tickets/{self.finished()}/invoice"
        made: dict[str, Any] = self.done(self.here.post(path, {"odometer_out_km": 182_000}))
        return made

    def deposit(self) -> str:
        """A ticket with 500 kr paid towards it."""
        ticket, _job = self.approved()
        tenders = [{"tender": "swish", "amount": kr(50_000)}]
        self.done(self.here.post(f"/tickets/{ticket}/deposits", {"amount": kr(50_000), "tenders": tenders}))
        return ticket

    def counter_ticket(self) -> str:
        """A counter ticket with a set of pads, 899.00."""
        ticket = str(self.done(self.here.post("/tickets", {"kind": "counter"}))["id"])
        job = self.done(self.here.post(f"/tickets/{ticket}/jobs"))["jobs"][0]["id"]
        self.done(self.here.post(f"/jobs/{job}/lines", {"lines": [{"part": str(self.counter.pads.pk)}]}))
        return ticket

    def declined(self) -> str:
        """Work that waits on Bo's car."""
        ticket = self.ticket()
        answers = [{"job": self.job(ticket), "decision": "decline", "reason": "Dyrt"}]
        body = {"answers": answers, "said_by": "Bo Öberg", "method": "in_person"}
        self.done(self.here.post(f"/tickets/{ticket}/approvals", body))
        car = self.done(self.here.get(f"/tickets/{ticket}"))["vehicle"]
        return str(self.done(self.here.get(f"/vehicles/{car}/history"))["deferred"][0]["id"])


Case = Callable[[World], tuple[dict[str, str], Any]]
WRITES: dict[str, Case] = {}


def write(method: str, path: str) -> Callable[[Case], Case]:
    """The function gives the address's ids and a body for this endpoint."""

    def keep(case: Case) -> Case:
        WRITES[f"{method} {path}"] = case
        return case

    return keep


def open_world() -> World:
    """The counter, and its machines; the role of the powerless one may do nothing."""
    made = counter()
    Role.objects.create(key="nobody", name_sv="Ingen", name_en="Nobody", actions=[])
    return World(
        made,
        here=Machine(token("manager", made.shop.workshop)),
        there=Machine(token("manager", made.shop.tyres)),
        powerless=Machine(token("nobody", made.shop.workshop)),
    )


def kr(minor: int) -> dict[str, Any]:
    """An amount."""
    return {"minor": minor, "currency": "SEK"}


def each(unit_price: int) -> dict[str, Any]:
    """A unit price in whole öre."""
    return {"cm": unit_price * 100, "currency": "SEK"}


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


@write("POST", "/stock/receipts")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"lines": [{"part": str(world.counter.oil.pk), "quantity": "208.5", "unit_cost": kr(5_500)}]}


@write("POST", "/stock/adjustments")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.oil.pk), "quantity": "-1.5", "reason": "lost"}


@write("POST", "/stock/scrap")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"part": str(world.counter.oil.pk), "quantity": "1", "reason": "expired"}


@write("PUT", "/parts/{part}/tracking")
def _(world: World) -> tuple[dict[str, str], Any]:
    part = {"brand": "Varta", "number": "E44", "name_sv": "Batteri"}
    return {"part": world.done(world.here.post("/parts", part))["id"]}, {"tracking": "serial"}


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


@write("POST", "/sales")
def _(world: World) -> tuple[dict[str, str], Any]:
    tenders = [{"tender": "cash", "amount": kr(100_000)}]
    lines = [{"part": str(world.counter.pads.pk)}]
    return {}, {"register": str(world.counter.shop.k1.pk), "lines": lines, "tenders": tenders}


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


@write("PUT", "/jobs/{job}/discount")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"amount": kr(10_000)}


@write("POST", "/jobs/{job}/lines")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"job": world.job()}, {"lines": [{"number": "OIL-5W30", "quantity": "4.3"}, {"kind": "note", "text": "Hej"}]}


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


@write("POST", "/tickets/{ticket}/deferred-work")
def _(world: World) -> tuple[dict[str, str], Any]:
    work = world.declined()
    [car] = world.here.get("/vehicles").json["items"]
    ticket = world.done(world.here.post("/tickets", {"vehicle": car["id"]}))["id"]
    return {"ticket": ticket}, {"works": [work]}


@write("POST", "/deferred-work/{work}/drop")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"work": world.declined()}, {"reason": "Bilen såld"}


@write("POST", "/shifts/on")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"staff": world.technician()}


@write("POST", "/shifts/off")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"staff": world.technician()}
    world.done(world.here.post("/shifts/on", body))
    return {}, body


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


@write("POST", "/tray/{item}/sorted-out")
def _(world: World) -> tuple[dict[str, str], Any]:
    item = tray.lay("wrong_charge", world.counter.pads, site_id=world.counter.shop.workshop.pk, at=SETUP["at"])
    return {"item": str(item.pk)}, {"note": "Ringde kunden"}


@write("POST", "/tickets/intake")
def _(world: World) -> tuple[dict[str, str], Any]:
    car = {"plate": "JKL 012", "vin": "YV1SW58D142395051"}
    return {}, {"vehicle": car, "customer": {"name": "Cecilia", "phone": "070-111 22 33"}, "odometer_km": 99_000}


@write("DELETE", "/vehicles/{vehicle}/plates")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"vehicle": world.vehicle()}, {}


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


@write("POST", "/tickets/{ticket}/links")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {}


@write("DELETE", "/links/{link}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"link": world.done(world.here.post(f"/tickets/{world.ticket()}/links"))["id"]}, {}


@write("POST", "/customer-groups")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"name": "Taxi"}


@write("POST", "/price-lists/{price_list}/end")
def _(world: World) -> tuple[dict[str, str], Any]:
    ids, _body = WRITES["POST /price-lists/{price_list}/prices"](world)
    return ids, {"valid_to": "2026-12-01"}


@write("PATCH", "/deferred-work/{work}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"work": world.declined()}, {"ask_again_on": "2027-04-01"}


def tomorrow(hour: int) -> str:
    """That hour of the next weekday after now, in UTC: within working time in Stockholm from 8 to 13."""
    day = clock.now().date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return f"{day}T{hour:02}:00:00+00:00"


def planned(world: World) -> str:
    """An hour of a job on Tess."""
    _ticket, job = world.approved()
    body = {"technician": world.technician(), "starts_at": tomorrow(9), "minutes": 60}
    return str(world.done(world.here.post(f"/jobs/{job}/planned-times", body))["id"])


def booked(world: World) -> str:
    """Bo's car, booked in."""
    path = f"/tickets/{world.ticket()}/bookings"
    return str(world.done(world.here.post(path, {"starts_at": tomorrow(9)}))["id"])


def lift(world: World) -> str:
    """A bay."""
    return str(world.done(world.here.post("/resources", {"kind": "bay", "name": "Lyft 1"}))["id"])


def loan_car(world: World) -> str:
    """One of our cars."""
    car = world.done(world.here.post("/vehicles", {"plate": "LNA01A", "make": "Kia"}))["id"]
    return str(world.done(world.here.post("/resources", {"kind": "loan_car", "name": "Kia", "vehicle": car}))["id"])


def lent(world: World) -> str:
    """It is kept for Bo."""
    body = {"ticket": world.ticket(), "starts_at": tomorrow(9), "ends_at": tomorrow(12)}
    return str(world.done(world.here.post(f"/resources/{loan_car(world)}/loans", body))["id"])


@write("POST", "/jobs/{job}/planned-times")
def _(world: World) -> tuple[dict[str, str], Any]:
    _ticket, job = world.approved()
    return {"job": job}, {"technician": world.technician(), "starts_at": tomorrow(9), "minutes": 90}


@write("PATCH", "/planned-times/{planned}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"planned": planned(world)}, {"starts_at": tomorrow(10), "minutes": 30}


@write("DELETE", "/planned-times/{planned}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"planned": planned(world)}, {}


@write("POST", "/tickets/{ticket}/bookings")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"starts_at": tomorrow(9), "how": "waits"}


@write("PATCH", "/bookings/{booking}")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"booking": booked(world)}, {"starts_at": tomorrow(10)}


@write("POST", "/bookings/{booking}/arrive")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"booking": booked(world)}, {"promise_at": tomorrow(12)}


@write("POST", "/bookings/{booking}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"booking": booked(world)}, {"reason": "Såld"}


@write("POST", "/bookings/{booking}/miss")
def _(world: World) -> tuple[dict[str, str], Any]:
    booking = booked(world)
    Booking.objects.filter(pk=booking).update(starts_at=clock.now() - timedelta(hours=2))
    return {"booking": booking}, {}


@write("POST", "/resources")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"kind": "bay", "name": "Lyft 1"}


@write("POST", "/resources/{resource}/retire")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"resource": lift(world)}, {}


@write("POST", "/resources/{resource}/loans")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"resource": loan_car(world)}, {
        "ticket": world.ticket(), "starts_at": tomorrow(9), "ends_at": tomorrow(12),
    }  # fmt: skip


@write("POST", "/loans/{loan}/hand-over")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"loan": lent(world)}, {"borrower": "Bo Öberg", "licence_seen": True, "km": 1000}


@write("POST", "/loans/{loan}/take-back")
def _(world: World) -> tuple[dict[str, str], Any]:
    loan = lent(world)
    world.done(world.here.post(f"/loans/{loan}/hand-over", {"borrower": "Bo Öberg", "licence_seen": True}))
    return {"loan": loan}, {"km": 1080}


@write("POST", "/loans/{loan}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"loan": lent(world)}, {}


@write("PUT", "/working-hours")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"days": [{"weekday": 0, "begins": 450, "until": 1020, "break_begins": 720, "break_until": 780}]}


@write("POST", "/closed-days")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"day": "2026-12-24", "name": "Julafton"}


@write("POST", "/absences")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {}, {"technician": world.technician(), "starts_at": tomorrow(8), "ends_at": tomorrow(12), "reason": "sick"}


@write("POST", "/absences/{absence}/cancel")
def _(world: World) -> tuple[dict[str, str], Any]:
    body = {"resource": lift(world), "starts_at": tomorrow(8), "ends_at": tomorrow(12)}
    return {"absence": world.done(world.here.post("/absences", body))["id"]}, {}


@write("POST", "/tickets/{ticket}/move")
def _(world: World) -> tuple[dict[str, str], Any]:
    ticket, _job = world.approved()
    return {"ticket": ticket}, {"to": "at_work"}
