"""Tickets with their jobs and lines: quote, work order and counter sale are one record (S-1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from msgspec import UNSET, Meta, UnsetType

from vaxel.business.parties.models import Party
from vaxel.business.service import approvals, deferred, voiding
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets import jobs
from vaxel.business.tickets import tickets as verbs
from vaxel.business.tickets.models import Job as JobRow
from vaxel.business.tickets.models import Line as LineRow
from vaxel.business.tickets.models import Ticket as TicketRow
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask, UnknownThing, minor
from vaxel.doors.api.endpoints.second import Approver, answer
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import (
    T20,
    T40,
    Body,
    Count,
    Empty,
    Language,
    LongText,
    Moment,
    Money,
    Ppm,
    Quantity,
    Reason,
    Shape,
    UnitPrice,
    given,
    money,
)  # fmt: skip
from vaxel.kernel.db.hints import beside

State = Literal["draft", "quoted", "open", "posted", "void"]
Kind = Literal["service", "counter", "internal"]
Kilometres = Annotated[int, Meta(ge=0, le=9_999_999)]


class Line(Shape):
    """One line of a job (S-16). `version` goes back with a change (S-12)."""

    id: UUID
    position: int
    kind: str
    text: str
    number: str
    part: UUID | None
    operation: UUID | None
    parent: UUID | None
    quantity: Quantity
    unit: str
    unit_price: UnitPrice
    priced: bool
    discount_ppm: int
    discount: Money
    tax_code: str
    customer_supplied: bool
    version: int


class Job(Shape):
    """One piece of work the customer can say yes to. `decision` follows from approvals, `work` from clocks.

    `payer` is who is invoiced for it, null when it is the ticket's customer.
    """

    id: UUID
    position: int
    title: str
    concern: str
    cause: str
    correction: str
    category: str
    pricing: str
    fixed_price: Money
    price_kind: str
    discount_ppm: int
    discount: Money
    decision: str
    work: str
    hold_reason: str
    payer: UUID | None
    template: str
    adds_to: UUID | None
    version: int
    lines: list[Line]


class TicketHead(Shape):
    """A ticket without its jobs. `ref` is the working handle, numbered per site; sums are of the lines that count."""

    id: UUID
    ref: int
    site: UUID
    kind: str
    state: str
    status: str
    customer: UUID
    customer_name: str
    vehicle: UUID | None
    plate: str
    price_basis: str
    concern: str
    promise_at: datetime | None
    odometer_in_km: int | None
    odometer_out_km: int | None
    po_number: str
    work_order_number: int | None
    revision: int
    discount_ppm: int
    discount: Money
    net: Money
    tax: Money
    gross: Money
    version: int
    made_at: datetime
    posted_at: datetime | None


class Ticket(TicketHead):
    """A ticket with jobs and lines."""

    jobs: list[Job]


class TicketFilters(Paging):
    """`status` is the derived order status (S-22)."""

    site: UUID | None = None
    state: State | None = None
    kind: Kind | None = None
    status: T20 | None = None
    customer: UUID | None = None
    vehicle: UUID | None = None
    ref: Count | None = None


@reads("/tickets", may="tickets.read")
def tickets(ask: Ask, filters: TicketFilters) -> Page[TicketHead]:
    """Tickets without their jobs, newest first."""
    query = ask.mine(TicketRow.objects.all(), wanted=filters.site)
    if filters.state is not None:
        query = query.filter(beside("state", [filters.state]))
    wanted = {
        "kind": filters.kind, "order_status": filters.status, "customer_id": filters.customer,
        "vehicle_id": filters.vehicle, "ref": filters.ref,
    }  # fmt: skip
    query = query.filter(**{name: value for name, value in wanted.items() if value is not None})
    return cut(_headed(query), filters, lambda rows: [TicketHead(**_head(row)) for row in rows])


@reads("/tickets/{ticket}", may="tickets.read")
def ticket(ask: Ask, ticket: UUID) -> Ticket:
    """One ticket with jobs and lines."""
    return shown([ask.one(whole(TicketRow.objects.all()), ticket, "site_id")])[0]


def _headed(query: QuerySet[TicketRow]) -> QuerySet[TicketRow]:
    return query.select_related("customer", "vehicle")


def whole(query: QuerySet[TicketRow]) -> QuerySet[TicketRow]:
    """Tickets with what their shape needs: three queries however many."""
    lines = LineRow.objects.order_by("position", "id")
    jobs = JobRow.objects.order_by("position", "id").prefetch_related(Prefetch("lines", lines))
    return _headed(query).prefetch_related(Prefetch("jobs", jobs))


def shown(rows: Sequence[TicketRow]) -> list[Ticket]:
    """Tickets as the wire has them."""
    return [Ticket(jobs=[_job(one, row.currency) for one in row.jobs.all()], **_head(row)) for row in rows]


def _head(row: TicketRow) -> dict[str, Any]:
    return dict(  # noqa: C408 - reads like the shape it fills
        id=row.id, ref=row.ref, site=row.site_id, kind=row.kind, state=row.state, status=row.order_status,
        customer=row.customer_id, customer_name=row.customer.name, vehicle=row.vehicle_id,
        plate=row.vehicle.plate if row.vehicle else "", price_basis=row.price_basis, concern=row.concern,
        promise_at=row.promise_at, odometer_in_km=row.odometer_in_km, odometer_out_km=row.odometer_out_km,
        po_number=row.po_number, work_order_number=row.work_order_number, revision=row.revision,
        discount_ppm=row.discount_ppm, discount=money(row.discount_minor, row.currency),
        net=money(row.net_minor, row.currency), tax=money(row.tax_minor, row.currency),
        gross=money(row.gross_minor, row.currency), version=row.version, made_at=row.made_at, posted_at=row.posted_at,
    )  # fmt: skip


def _job(row: JobRow, currency: str) -> Job:
    return Job(
        id=row.id, position=row.position, title=row.title, concern=row.concern, cause=row.cause,
        correction=row.correction, category=row.category, pricing=row.pricing,
        fixed_price=money(row.fixed_price_minor, currency), price_kind=row.price_kind, discount_ppm=row.discount_ppm,
        discount=money(row.discount_minor, currency), decision=row.decision, work=row.work,
        hold_reason=row.hold_reason, payer=row.payer_id, template=row.template_key, adds_to=row.adds_to_id,
        version=row.version,
        lines=[line_shown(one, currency) for one in row.lines.all()],
    )  # fmt: skip


def line_shown(row: LineRow, currency: str) -> Line:
    """A line as the wire has it."""
    return Line(
        id=row.id, position=row.position, kind=row.kind, text=row.text, number=row.number, part=row.part_id,
        operation=row.operation_id, parent=row.parent_id, quantity=Quantity(row.quantity_milli), unit=row.unit,
        unit_price=UnitPrice(cm=row.unit_price_cm, currency=currency), priced=row.priced,
        discount_ppm=row.discount_ppm, discount=money(row.discount_minor, currency), tax_code=row.tax_code,
        customer_supplied=row.customer_supplied, version=row.version,
    )  # fmt: skip


class NewTicket(Body):
    """A draft ticket. Without a `customer` it is the walk-in customer's; `id` may be made by you."""

    site: UUID | None = None
    customer: UUID | None = None
    vehicle: UUID | None = None
    kind: Kind = "service"
    register: UUID | None = None
    concern: LongText = ""
    promise_at: Moment | None = None
    id: UUID | None = None


class TicketChanges(Body):
    """What is sent is changed, what is left out stays."""

    concern: LongText | UnsetType = UNSET
    promise_at: Moment | UnsetType | None = UNSET
    po_number: T40 | UnsetType = UNSET
    odometer_in_km: Kilometres | UnsetType | None = UNSET
    odometer_out_km: Kilometres | UnsetType | None = UNSET


class TicketCustomer(Body):
    """Whose ticket it is."""

    customer: UUID


class TicketVehicle(Body):
    """Which vehicle it is about; null: none."""

    vehicle: UUID | None


class Discount(Body):
    """So much off: a share, an amount in the ticket's price basis, or both. Zero takes it away."""

    ppm: Ppm = 0
    amount: Money | None = None
    approved_by: Approver | None = None


class TakenUp(Body):
    """Work that waits on the vehicle and is to stand on the ticket."""

    works: Annotated[list[UUID], Meta(min_length=1, max_length=100)]
    language: Language = "sv"


class VoidReason(Body):
    """Why the ticket ends without a sale."""

    reason: Reason


class Split(Body):
    """The jobs that move to a new ticket; `id`: the new ticket's, made by you."""

    jobs: Annotated[list[UUID], Meta(min_length=1, max_length=100)]
    id: UUID | None = None


@writes("POST", "/tickets")
def open_ticket(ask: Ask, body: NewTicket) -> Ticket:
    """Open a ticket."""
    site = ask.site(body.site)
    return ask.do(
        verbs.open_ticket, anew, site, customer=ask.maybe(Party.objects.all(), body.customer, "customer"),
        vehicle=ask.maybe(Vehicle.objects.all(), body.vehicle, "vehicle"), kind=body.kind,
        register=ask.maybe(site.registers.all(), body.register, "register", "site_id"), concern=body.concern,
        promise_at=body.promise_at, id=body.id,
    )  # fmt: skip


@writes("PATCH", "/tickets/{ticket}")
def change_ticket(ask: Ask, ticket: UUID, body: TicketChanges) -> Ticket:
    """Change a ticket's own fields."""
    return ask.do(verbs.change, anew, row_of(ask, ticket), **given(body))


@writes("PUT", "/tickets/{ticket}/customer")
def set_customer(ask: Ask, ticket: UUID, body: TicketCustomer) -> Ticket:
    """Set whose ticket it is; prices follow the customer's basis and lists."""
    party = ask.named(Party.objects.all(), body.customer, "customer")
    return ask.do(verbs.set_customer, anew, row_of(ask, ticket), customer=party)


@writes("PUT", "/tickets/{ticket}/vehicle")
def set_vehicle(ask: Ask, ticket: UUID, body: TicketVehicle) -> Ticket:
    """Set which vehicle the ticket is about."""
    car = ask.maybe(Vehicle.objects.all(), body.vehicle, "vehicle")
    return ask.do(verbs.set_vehicle, anew, row_of(ask, ticket), vehicle=car)


@writes("PUT", "/tickets/{ticket}/discount")
def discount_ticket(ask: Ask, ticket: UUID, body: Discount) -> Ticket:
    """Set the discount off the whole ticket. Above the role's limit it needs a second person."""
    row = row_of(ask, ticket)
    off = minor(body.amount, row.currency, "amount")
    return ask.do(jobs.discount_ticket, anew, row, ppm=body.ppm, minor=off, answer=answer(ask, body.approved_by))


@writes("POST", "/tickets/{ticket}/void")
def void(ask: Ask, ticket: UUID, body: VoidReason) -> Ticket:
    """Void a ticket that ends without a sale."""
    return ask.do(voiding.void, anew, row_of(ask, ticket), reason=body.reason)


@writes("POST", "/tickets/{ticket}/split")
def split(ask: Ask, ticket: UUID, body: Split) -> Ticket:
    """Move jobs to a new ticket of the same customer and vehicle; the answer is the new ticket."""
    row = row_of(ask, ticket)
    return ask.do(jobs.split, anew, row, jobs=jobs_of(row, body.jobs, "jobs"), id=body.id)


@writes("POST", "/tickets/{ticket}/order")
def open_order(ask: Ask, ticket: UUID, body: Empty) -> Ticket:
    """Make a ticket a work order without a quote; its jobs still wait for their yes."""
    return ask.do(approvals.open_order, anew, row_of(ask, ticket))


@writes("POST", "/tickets/{ticket}/deferred-work")
def take_up(ask: Ask, ticket: UUID, body: TakenUp) -> Ticket:
    """Take up work that waits on the vehicle as jobs of the ticket, priced anew."""
    row = row_of(ask, ticket)
    held = {work.pk: work for work in ask.mine(DeferredWork.objects.filter(pk__in=body.works), "ticket__site_id")}
    for n, work_id in enumerate(body.works):
        if work_id not in held:
            raise UnknownThing(path=f"works[{n}]", id=work_id)
    return ask.do(deferred.take_up, lambda _jobs: anew(row), row, works=list(held.values()), language=body.language)


def row_of(ask: Ask, ticket: UUID) -> TicketRow:
    """The ticket in the address, if it is at one of the actor's sites."""
    return ask.one(TicketRow.objects.select_related("site", "customer"), ticket, "site_id")


def jobs_of(ticket: TicketRow, ids: Sequence[UUID], path: str) -> list[JobRow]:
    """The ticket's jobs with the ids a body names; UnknownThing otherwise."""
    held = {job.pk: job for job in ticket.jobs.all()}
    for n, job_id in enumerate(ids):
        if job_id not in held:
            raise UnknownThing(path=f"{path}[{n}]", id=job_id)
    return [held[job_id] for job_id in ids]


def anew(row: TicketRow) -> Ticket:
    """The ticket as it stands now, whole."""
    return shown([whole(TicketRow.objects.all()).get(pk=row.pk)])[0]
