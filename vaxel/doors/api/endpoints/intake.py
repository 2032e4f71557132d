"""A car comes in: what a VIN says, and customer, vehicle and ticket in one request."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as say
from msgspec import Meta

from vaxel.business.parties.models import Party
from vaxel.business.tickets import intake
from vaxel.business.vehicles import vin as vins
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.tickets import Kilometres, Kind, Ticket, anew
from vaxel.doors.api.endpoints.vehicles import Year
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T40, T60, T80, T160, T200, Body, Language, LongText, Moment, Shape


class VinFilters(Body):
    """As typed or scanned."""

    vin: Annotated[str, Meta(min_length=1, max_length=200)]


class Vin(Shape):
    """What a VIN says by itself; empty where it does not say. `warnings`: what to look at before trusting it."""

    vin: str
    make: str
    model: str
    model_year: int | None
    year_candidates: list[int]
    plant: str
    country: str
    engine: str
    fuel: str
    body: str
    source: str
    warnings: list[str]


class ArrivingVehicle(Body):
    """A car: the `id` of a known one, or whatever is known of a new one."""

    id: UUID | None = None
    plate: Annotated[str, Meta(max_length=14)] = ""
    vin: T40 = ""
    make: T60 = ""
    model: T80 = ""
    model_year: Year | None = None

    def __post_init__(self) -> None:
        """Either known or new."""
        if self.id is not None and (self.plate or self.vin or self.make or self.model or self.model_year):
            raise ValueError(say("give the id of a known one, or the details of a new one"))


class ArrivingCustomer(Body):
    """Someone: the `id` of a known one, or a name or phone number of a new one."""

    id: UUID | None = None
    name: T160 = ""
    phone: T40 = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    kind: Literal["private", "company"] = "private"

    def __post_init__(self) -> None:
        """Either known or new."""
        if self.id is not None and (self.name or self.phone or self.email):
            raise ValueError(say("give the id of a known one, or the details of a new one"))


class NewIntake(Body):
    """Who comes with which car and why; `id`: the ticket's, made by you."""

    vehicle: ArrivingVehicle | None = None
    customer: ArrivingCustomer | None = None
    concern: LongText = ""
    odometer_km: Kilometres | None = None
    odometer_reason: T200 = ""
    promise_at: Moment | None = None
    kind: Kind = "service"
    language: Language = "sv"
    site: UUID | None = None
    id: UUID | None = None


@reads("/vins", may="vehicles.read")
def decode(ask: Ask, filters: VinFilters) -> Vin:
    """Read a VIN and tell what it says, without asking anyone outside."""
    reading = vins.read(filters.vin)
    said = vins.decode(reading.vin, ask.at.date())
    warnings = dict.fromkeys(str(one) for one in (*reading.warnings, *said.warnings))
    return Vin(
        vin=reading.vin, make=said.make, model=said.model, model_year=said.model_year,
        year_candidates=list(said.year_candidates), plant=said.plant, country=said.country, engine=said.engine,
        fuel=said.fuel, body=said.body, source=said.source, warnings=list(warnings),
    )  # fmt: skip


@writes("POST", "/tickets/intake")
def take_in(ask: Ask, body: NewIntake) -> Ticket:
    """Take in a customer and a car: what is not known yet is added, and the ticket is open. All of it or nothing."""
    return ask.do(
        intake.take_in, anew, ask.site(body.site), vehicle=_vehicle(ask, body.vehicle),
        customer=_customer(ask, body.customer), concern=body.concern, odometer_km=body.odometer_km,
        odometer_reason=body.odometer_reason, promise_at=body.promise_at, kind=body.kind, language=body.language,
        id=body.id,
    )  # fmt: skip


def _vehicle(ask: Ask, asked: ArrivingVehicle | None) -> Vehicle | intake.NewVehicle | None:
    if asked is None:
        return None
    if asked.id is not None:
        return ask.named(Vehicle.objects.all(), asked.id, "vehicle.id")
    return intake.NewVehicle(asked.plate, asked.vin, asked.make, asked.model, asked.model_year)


def _customer(ask: Ask, asked: ArrivingCustomer | None) -> Party | intake.NewCustomer | None:
    if asked is None:
        return None
    if asked.id is not None:
        return ask.named(Party.objects.all(), asked.id, "customer.id")
    return intake.NewCustomer(asked.name, asked.phone, asked.email, asked.kind)
