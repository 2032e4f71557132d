"""Each write of the API once: what must stand before it, and a request that succeeds.

@write("POST", "/tickets/{ticket}/jobs")
def _(world: World) -> tuple[dict[str, str], Any]:
    return {"ticket": world.ticket()}, {"title": "Bromsar fram"}
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxel.business.locations.models import Role
from vaxel.business.payments.tests.counter import Counter, counter
from vaxel.doors.api.tests.cast import Answer, Machine, token


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
