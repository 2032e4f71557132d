"""Vehicles, and what each has been through."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from msgspec import UNSET, Meta, UnsetType

from vaxel.business.parties.models import Party
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets.models import Ticket as TicketRow
from vaxel.business.vehicles import odometer, queries, registry
from vaxel.business.vehicles.models import OdometerReading, Ownership, Plate
from vaxel.business.vehicles.models import Vehicle as VehicleRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints import tickets
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import (
    T20,
    T40,
    T60,
    T80,
    T200,
    Body,
    Count,
    Day,
    LongText,
    Money,
    Shape,
    given,
    money,
)  # fmt: skip
from vaxel.kernel.db.ordering import begins

READINGS_MOST = 100
Year = Annotated[int, Meta(ge=1885, le=2100)]


class Vehicle(Shape):
    """One vehicle. `plate` is the one in force, `owner` the owner now as far as we know."""

    id: UUID
    plate: str
    vin: str
    chassis_number: str
    make: str
    model: str
    model_year: int | None
    engine: str
    fuel: str
    colour: str
    first_registered_on: date | None
    unit_number: str
    odometer_km: int | None
    owner: UUID | None
    note: str
    made_at: datetime


class PlatePeriod(Shape):
    """A plate between two days; `valid_to` is the first day on which it no longer holds."""

    plate: str
    country: str
    valid_from: date
    valid_to: date | None


class OwnerPeriod(Shape):
    """An owner between two days."""

    customer: UUID
    name: str
    valid_from: date
    valid_to: date | None


class Reading(Shape):
    """One dated odometer reading (C-14)."""

    distance_km: int
    read_value: int
    unit: str
    source: str
    reason: str
    ticket: UUID | None
    at: datetime


class Deferred(Shape):
    """Work that was declined or postponed and waits on the vehicle (S-108)."""

    id: UUID
    title: str
    decision: str
    reason: str
    gross: Money
    state: str
    ask_again_on: date | None
    ticket: UUID
    job: UUID
    made_at: datetime


class VehicleHistory(Shape):
    """Everything about the vehicle but its visits; readings: the newest hundred."""

    vehicle: Vehicle
    plates: list[PlatePeriod]
    owners: list[OwnerPeriod]
    readings: list[Reading]
    deferred: list[Deferred]


class VehicleFilters(Paging):
    """`vin` may be its end; `plate` with or without spaces.

    `q` searches plates now and before, VINs, chassis and unit numbers: the best first, on one page.
    """

    q: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    plate: T20 | None = None
    vin: T20 | None = None
    unit_number: T20 | None = None
    owner: UUID | None = None
    make: T40 | None = None


@reads("/vehicles", may="vehicles.read")
def vehicles(ask: Ask, filters: VehicleFilters) -> Page[Vehicle]:
    """Vehicles, newest first; with `q`, the best first."""
    query = VehicleRow.objects.all()
    if filters.q is not None:
        return _searched(filters.q, filters.limit)
    if filters.plate is not None:
        query = query.filter(plate="".join(filters.plate.upper().split()))
    if filters.vin is not None:
        query = query.filter(begins("vin_backwards", filters.vin.upper()[::-1]))
    if filters.unit_number is not None:
        query = query.filter(unit_number=filters.unit_number)
    if filters.owner is not None:
        query = query.filter(ownerships__party_id=filters.owner, ownerships__valid_to=None)
    if filters.make is not None:
        query = query.filter(make__iexact=filters.make)
    return cut(_whole(query), filters, shown)


@reads("/vehicles/{vehicle}", may="vehicles.read")
def vehicle(ask: Ask, vehicle: UUID) -> Vehicle:
    """One vehicle."""
    return shown([ask.one(_whole(VehicleRow.objects.all()), vehicle)])[0]


@reads("/vehicles/{vehicle}/history", may="vehicles.read")
def history(ask: Ask, vehicle: UUID) -> VehicleHistory:
    """Plates, owners, odometer readings and the work that still waits."""
    row = ask.one(_whole(VehicleRow.objects.all()), vehicle)
    plates = Plate.objects.filter(vehicle=row).order_by("-valid_from", "-id")
    owners = Ownership.objects.filter(vehicle=row).select_related("party").order_by("-valid_from", "-id")
    readings = OdometerReading.objects.filter(vehicle=row).order_by("-at", "-id")[:READINGS_MOST]
    deferred = DeferredWork.objects.filter(vehicle=row).select_related("ticket").order_by("-made_at", "-id")
    return VehicleHistory(
        vehicle=shown([row])[0],
        plates=[
            PlatePeriod(plate=one.text, country=one.country, valid_from=one.valid_from, valid_to=one.valid_to)
            for one in plates
        ],
        owners=[
            OwnerPeriod(customer=one.party_id, name=one.party.name, valid_from=one.valid_from, valid_to=one.valid_to)
            for one in owners
        ],
        readings=[_reading(one) for one in readings],
        deferred=[_deferred(one) for one in ask.mine(deferred, "ticket__site_id")],
    )


@reads("/vehicles/{vehicle}/visits", may="tickets.read")
def visits(ask: Ask, vehicle: UUID, filters: Paging) -> Page[tickets.Ticket]:
    """The vehicle's tickets with jobs and lines, newest first."""
    row = ask.one(VehicleRow.objects.all(), vehicle)
    return cut(tickets.whole(ask.mine(TicketRow.objects.filter(vehicle=row))), filters, tickets.shown)


def _searched(text: str, most: int) -> Page[Vehicle]:
    ids = [hit.vehicle.pk for hit in queries.find(text, most)]
    found = {row.pk: row for row in _whole(VehicleRow.objects.filter(pk__in=ids))}
    return Page(items=shown([found[one] for one in ids]))


def _whole(query: QuerySet[VehicleRow]) -> QuerySet[VehicleRow]:
    now = Ownership.objects.filter(valid_to=None)
    return query.prefetch_related(Prefetch("ownerships", now, to_attr="owners_now"))


def shown(rows: Sequence[VehicleRow]) -> list[Vehicle]:
    """Vehicles as the wire has them."""
    return [
        Vehicle(
            id=row.id, plate=row.plate, vin=row.vin, chassis_number=row.chassis_number, make=row.make, model=row.model,
            model_year=row.model_year, engine=row.engine, fuel=row.fuel, colour=row.colour,
            first_registered_on=row.first_registered_on, unit_number=row.unit_number, odometer_km=row.odometer_km,
            owner=next((one.party_id for one in row.owners_now), None),  # type: ignore[attr-defined]
            note=row.note, made_at=row.made_at,
        )
        for row in rows
    ]  # fmt: skip


def _reading(row: OdometerReading) -> Reading:
    return Reading(
        distance_km=row.distance_km, read_value=row.read_value, unit=row.unit, source=row.source, reason=row.reason,
        ticket=row.ticket_id, at=row.at,
    )  # fmt: skip


def _deferred(row: DeferredWork) -> Deferred:
    return Deferred(
        id=row.id, title=row.title, decision=row.decision, reason=row.reason,
        gross=money(row.gross_minor, row.ticket.currency), state=row.state, ask_again_on=row.ask_again_on,
        ticket=row.ticket_id, job=row.job_id, made_at=row.made_at,
    )  # fmt: skip


class NewVehicle(Body):
    """A vehicle. What the VIN says fills what is left out; `country` is the plate's."""

    plate: Annotated[str, Meta(max_length=14)] = ""
    country: Annotated[str, Meta(max_length=2, pattern="^[A-Z]{1,2}$")] = "SE"
    vin: T40 = ""
    owner: UUID | None = None
    chassis_number: T40 = ""
    make: T60 = ""
    model: T80 = ""
    model_year: Year | None = None
    engine: T60 = ""
    fuel: Annotated[str, Meta(max_length=30)] = ""
    colour: Annotated[str, Meta(max_length=30)] = ""
    first_registered_on: Day | None = None
    unit_number: T20 = ""
    note: LongText = ""
    id: UUID | None = None


class VehicleChanges(Body):
    """What is sent is changed, what is left out stays. A plate is moved, an owner set, in their own requests."""

    vin: T40 | UnsetType = UNSET
    chassis_number: T40 | UnsetType = UNSET
    make: T60 | UnsetType = UNSET
    model: T80 | UnsetType = UNSET
    model_year: Year | UnsetType | None = UNSET
    engine: T60 | UnsetType = UNSET
    fuel: Annotated[str, Meta(max_length=30)] | UnsetType = UNSET
    colour: Annotated[str, Meta(max_length=30)] | UnsetType = UNSET
    first_registered_on: Day | UnsetType | None = UNSET
    unit_number: T20 | UnsetType = UNSET
    note: LongText | UnsetType = UNSET


class NewPlate(Body):
    """The plate that is on the vehicle from `day`, today unless said."""

    plate: Annotated[str, Meta(min_length=1, max_length=14)]
    country: Annotated[str, Meta(max_length=2, pattern="^[A-Z]{1,2}$")] = "SE"
    day: Day | None = None


class FromDay(Body):
    """From which day; today unless said."""

    day: Day | None = None


class NewOwner(Body):
    """Who owns the vehicle from `day`, today unless said; null: nobody we know."""

    customer: UUID | None
    day: Day | None = None


class NewReading(Body):
    """An odometer reading. `reason`: why it is lower than before, or far higher."""

    value: Count
    source: Literal["check_in", "check_out", "inspection", "customer", "register", "estimate", "typed"]
    unit: Literal["km", "mi"] = "km"
    reason: T200 = ""
    instrument_replaced: bool = False
    ticket: UUID | None = None
    id: UUID | None = None


@writes("POST", "/vehicles")
def add_vehicle(ask: Ask, body: NewVehicle) -> Vehicle:
    """Add a vehicle with its plate and owner."""
    fields = given(body) | {"owner": ask.maybe(Party.objects.all(), body.owner, "owner")}
    return ask.do(registry.add, _anew, **fields)


@writes("PATCH", "/vehicles/{vehicle}")
def change_vehicle(ask: Ask, vehicle: UUID, body: VehicleChanges) -> Vehicle:
    """Change a vehicle."""
    return ask.do(registry.change, _anew, ask.one(VehicleRow.objects.all(), vehicle), **given(body))


@writes("POST", "/vehicles/{vehicle}/plates")
def move_plate(ask: Ask, vehicle: UUID, body: NewPlate) -> Vehicle:
    """Put a plate on a vehicle; whichever had it loses it that day. Both histories stay."""
    return ask.do(registry.move_plate, _anew, ask.one(VehicleRow.objects.all(), vehicle), **given(body))


@writes("DELETE", "/vehicles/{vehicle}/plates")
def take_off_plate(ask: Ask, vehicle: UUID, body: FromDay) -> Vehicle:
    """Take the plate off a vehicle; its history stays."""
    return ask.do(registry.take_off_plate, _anew, ask.one(VehicleRow.objects.all(), vehicle), day=body.day)


@writes("POST", "/vehicles/{vehicle}/owners")
def set_owner(ask: Ask, vehicle: UUID, body: NewOwner) -> Vehicle:
    """Set who owns a vehicle; the former period ends that day."""
    party = ask.maybe(Party.objects.all(), body.customer, "customer")
    return ask.do(registry.set_owner, _anew, ask.one(VehicleRow.objects.all(), vehicle), party=party, day=body.day)


@writes("POST", "/vehicles/{vehicle}/readings")
def record_reading(ask: Ask, vehicle: UUID, body: NewReading) -> Reading:
    """Record an odometer reading."""
    row = ask.one(VehicleRow.objects.all(), vehicle)
    fields = given(body)
    ticket_id = fields.pop("ticket")
    ask.maybe(TicketRow.objects.all(), ticket_id, "ticket", "site_id")
    return ask.do(odometer.record, _reading, row, **fields, ticket_id=ticket_id)


def _anew(row: VehicleRow) -> Vehicle:
    return shown([_whole(VehicleRow.objects.all()).get(pk=row.pk)])[0]
