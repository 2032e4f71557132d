"""Taking in a customer and a car in one go: what is not known yet is added, and the ticket is open (S-139, C-2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.locations.models import Register, Site
from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.business.tickets import jobs, lines, tickets
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles import odometer, registry
from vaxel.business.vehicles.models import Ownership, Vehicle
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class NewVehicle:
    """A car we have not seen: whatever of it is known."""

    plate: str = ""
    vin: str = ""
    make: str = ""
    model: str = ""
    model_year: int | None = None


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Someone we have not met: a name or a phone number is enough (C-2)."""

    name: str = ""
    phone: str = ""
    email: str = ""
    kind: str = Party.PRIVATE


@action("tickets.take_in")
def take_in(
    site: Site,
    *,
    vehicle: Vehicle | NewVehicle | None = None,
    customer: Party | NewCustomer | None = None,
    concern: str = "",
    odometer_km: int | None = None,
    odometer_reason: str = "",
    promise_at: datetime | None = None,
    register: Register | None = None,
    kind: str = "service",
    language: str = "sv",
    id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Ticket:
    """A ticket is open for the car and the customer; new ones are added, and a new car is the customer's.

    A car whose owner is not known becomes the customer's too; one that has another owner keeps it. A reading goes to
    the car's log and stands on the ticket. All of it or nothing. Refuses as `vehicles.add`, `parties.add`,
    `odometer.record` and `tickets.open_ticket` do.
    """
    buyer = _customer(customer, language, by=by, at=at)
    car = _vehicle(vehicle, buyer, by=by, at=at)
    ticket = tickets.open_ticket(
        site, customer=buyer, vehicle=car, kind=kind, register=register, concern=concern, promise_at=promise_at, id=id,
        by=by, at=at,
    )  # fmt: skip
    touch(*(one for one in (buyer, car) if one is not None))
    if car is not None and odometer_km is not None:
        odometer.record(
            car, value=odometer_km, source="check_in", reason=odometer_reason, ticket_id=ticket.pk, by=by, at=at
        )
        ticket.odometer_in_km = odometer_km
        ticket.save(update_fields=["odometer_in_km"])
    return ticket


def _customer(customer: Party | NewCustomer | None, language: str, *, by: Actor, at: datetime) -> Party | None:
    if not isinstance(customer, NewCustomer):
        return customer
    return parties.add(
        kind=customer.kind, name=customer.name, phone=customer.phone, email=customer.email, language=language, by=by,
        at=at,
    )  # fmt: skip


def _vehicle(vehicle: Vehicle | NewVehicle | None, owner: Party | None, *, by: Actor, at: datetime) -> Vehicle | None:
    buyer = None if owner is None or owner.is_walk_in else owner
    if isinstance(vehicle, NewVehicle):
        return registry.add(
            plate=vehicle.plate, vin=vehicle.vin, make=vehicle.make, model=vehicle.model,
            model_year=vehicle.model_year, owner=buyer, by=by, at=at,
        )  # fmt: skip
    if vehicle is not None and buyer and not Ownership.objects.filter(vehicle=vehicle, valid_to=None).exists():
        registry.set_owner(vehicle, party=buyer, by=by, at=at)
    return vehicle


@action("tickets.set_new_customer")
def set_new_customer(ticket: Ticket, *, card: Mapping[str, Any], by: Actor, at: datetime) -> Ticket:
    """The customer on the card (fields of `parties.add`) is known, and the ticket is theirs.

    Refuses as `parties.add` and `tickets.set_customer` do.
    """
    return tickets.set_customer(ticket, customer=parties.add(**card, by=by, at=at), by=by, at=at)


@action("tickets.set_new_vehicle")
def set_new_vehicle(ticket: Ticket, *, card: Mapping[str, Any], by: Actor, at: datetime) -> Ticket:
    """The vehicle on the card (fields of `vehicles.add`) is known, the customer's own, and the ticket is about it.

    Refuses as `vehicles.add` does.
    """
    owner = None if ticket.customer.is_walk_in else ticket.customer
    vehicle = registry.add(owner=owner, **card, by=by, at=at)
    return tickets.set_vehicle(ticket, vehicle=vehicle, by=by, at=at)


@action("tickets.add_line")
def add_line(
    ticket: Ticket, wish: lines.Wish, *, job: Job | None = None, language: str = "sv", by: Actor, at: datetime
) -> Line:
    """The line is in the job, else in the ticket's last job, else in a first job that is made for it.

    Refuses as `lines.add` does.
    """
    held = job or Job.objects.filter(ticket=ticket).select_related("ticket__site").order_by("-position", "-id").first()
    title = "" if ticket.kind == "counter" else ticket.concern[:160]
    job = held or jobs.add(ticket, title=title, by=by, at=at)
    line: Line = lines.add(job, [wish], language=language, by=by, at=at)[0]
    return line


@action("tickets.start_sale")
def start_sale(
    site: Site, wish: lines.Wish, *, register: Register | None = None, customer: Party | None = None,
    language: str = "sv", by: Actor, at: datetime,
) -> Line:  # fmt: skip
    """A counter ticket stands with its first line. Refuses as `lines.add` does."""
    ticket = tickets.open_ticket(site, customer=customer, kind="counter", register=register, by=by, at=at)
    return add_line(ticket, wish, language=language, by=by, at=at)
