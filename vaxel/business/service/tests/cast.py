"""The workshop of the tests: Bo's car stands on a ticket with brakes (2 875.00) and wipers (500.00), VAT included.

floor = workshop()
asked = floor.ask()
floor.answer(asked, floor.brakes)
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from vaxel.business.catalog import operations, parts, price_lists, prices, rates
from vaxel.business.catalog.models import Operation, Part
from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import Shop, shop
from vaxel.business.service import approvals, links
from vaxel.business.service.approvals import Answer, Asked
from vaxel.business.service.models import Approval
from vaxel.business.stock import places, receipts
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles import registry
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actors import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SETUP = Actor.system("setup")
SAID: dict[str, Any] = {"by": SETUP, "at": AT}


def later(**passed: int) -> datetime:
    """So much after nine on the day of the tests."""
    return AT + timedelta(**passed)


@dataclass(frozen=True, slots=True)
class Floor:
    """The shop, Bo's car, its ticket with two jobs, and the parts that are on the shelf."""

    shop: Shop
    car: Vehicle
    ticket: Ticket
    brakes: Job
    wipers: Job
    pads: Part
    blades: Part
    change_pads: Operation

    @property
    def tess(self) -> Staff:
        """The technician."""
        return self.shop.staff["tess"]

    def now(self, job: Job | None = None) -> Any:
        """The ticket, or the job, as the database has it."""
        return Job.objects.get(pk=job.pk) if job else Ticket.objects.get(pk=self.ticket.pk)

    def line(self, job: Job, kind: str) -> Line:
        """The job's line of a kind."""
        return Line.objects.select_related("ticket", "job", "part").get(job=job, kind=kind)

    def ask(self, *, jobs: list[Job] | None = None, at: datetime = AT) -> Asked:
        """Kim has sent the quote."""
        return approvals.ask(self.ticket, jobs=jobs, sent_to="bo@example.se", by=self.shop.kim, at=at)

    def answer(self, asked: Asked, *yes: Job, no: list[Job] | None = None, at: datetime = AT) -> Approval | None:
        """Bo has answered through the link."""
        answers = [Answer(job, "approve") for job in yes] + [Answer(job, "decline", "Too dear") for job in no or []]
        link = links.find(asked.token, at)
        return approvals.answer_link(
            link, version=asked.version, answers=answers, name="Bo Öberg", address="192.0.2.7", browser="Old phone",
            by=links.customer(link), at=at,
        )  # fmt: skip

    def phone(self, *answers: Answer, at: datetime = AT, **change: Any) -> Approval:
        """Bo has said it by phone, and Kim has written it down."""
        said = {"said_by": "Bo Öberg", "method": "phone", "contact": "070-123 45 67", "note": "Go ahead"} | change
        return approvals.record(self.ticket, answers=answers, by=self.shop.kim, at=at, **said)


def workshop(pads: int = 4, blades: int = 4) -> Floor:
    """So many pads and blades lie in the store."""
    house = shop()
    places.open_store(house.workshop, **SAID)
    rates.define(key="general", name_sv="Verkstad", name_en="Workshop", hour_price_cm=10_000_000, **SAID)
    change_pads = operations.define(code="B-10", name_sv="Byta belägg", name_en="Change pads", hours_milli=1500, **SAID)
    made = [
        parts.add(brand="Bosch", number=number, name_sv=sv, name_en=en, cost_minor=cost, **SAID)
        for number, sv, en, cost in (
            ("0986494104", "Bromsbelägg", "Brake pads", 40_000), ("3397007640", "Torkarblad", "Wiper blade", 9_000),
        )
    ]  # fmt: skip
    listed = price_lists.make(name="Normal", valid_from=date(2026, 1, 1), **SAID)
    prices.set(listed, prices=[(made[0], 8_000_000), (made[1], 2_000_000)], **SAID)
    on_shelf = [(part, n * 1000, part.cost_minor) for part, n in zip(made, (pads, blades), strict=True) if n]
    if on_shelf:
        receipts.receive(house.workshop, lines=on_shelf, **SAID)
    car = registry.add(plate="ABC 123", make="Volvo", model="V70", owner=house.bo, by=house.kim, at=AT)
    ticket = tickets.open_ticket(house.workshop, customer=house.bo, vehicle=car, by=house.kim, at=AT)
    brakes = jobs.add(ticket, title="Brakes", category="brakes", by=house.kim, at=AT)
    lines.add(
        brakes,
        [lines.Wish("labour", operation=change_pads, quantity_milli=1500), lines.Wish("part", part=made[0])],
        by=house.kim, at=AT,
    )  # fmt: skip
    wipers = jobs.add(ticket, title="Wipers", category="body", by=house.kim, at=AT)
    lines.add(
        wipers,
        [lines.Wish("labour", text="Fit blades", quantity_milli=200), lines.Wish("part", part=made[1])],
        by=house.kim, at=AT,
    )  # fmt: skip
    return Floor(house, car, ticket, brakes, wipers, made[0], made[1], change_pads)
