"""What a vehicle has been through: visits newest first, and the work that waits (S-40, S-109). Reads only.

After a change of owner the former owner's name, prices and reasons are not told; the technical part is.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vaxel.business.billing.models import Document
from vaxel.business.service import deferred
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.vehicles.models import OdometerReading, Ownership, Vehicle
from vaxel.kernel import clock


@dataclass(frozen=True, slots=True)
class LineDone:
    """A part or piece of work, without its price."""

    kind: str
    text: str
    number: str
    quantity_milli: int
    unit: str


@dataclass(frozen=True, slots=True)
class JobDone:
    """A job as it stood."""

    id: UUID
    title: str
    concern: str
    cause: str
    correction: str
    decision: str
    work: str
    lines: tuple[LineDone, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A posted document; its amount is None when it is not this owner's to see."""

    id: UUID
    kind: str
    series: str
    number: int
    posted_at: datetime
    gross_minor: int | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One ticket. `customer` is None when it was a former owner's."""

    ticket_id: UUID
    ref: int
    at: datetime
    site: str
    status: str
    currency: str
    concern: str
    odometer_in_km: int | None
    odometer_out_km: int | None
    customer: str | None
    gross_minor: int | None
    jobs: tuple[JobDone, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that lies on the vehicle. Who said no, why and at which price only to the one who said it."""

    id: UUID
    title: str
    decision: str
    since: datetime
    ticket_ref: int
    ask_again_on: date | None
    reason: str | None
    gross_minor: int | None
    currency: str
    customer: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of the odometer."""

    at: datetime
    distance_km: int
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything about one vehicle."""

    visits: tuple[Visit, ...]
    waiting: tuple[Waiting, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the vehicle belongs to now, and since when; nobody when it is not known."""

    party_id: UUID | None = None
    since: date | None = None

    def may_know(self, customer_id: UUID, at: datetime, time_zone: str) -> bool:
        """Whether what this customer did then is told today: theirs, or of the time since the change (S-109)."""
        if self.party_id is None or self.since is None or customer_id == self.party_id:
            return True
        return clock.local(at, time_zone).date() >= self.since


def of_vehicle(vehicle: Vehicle, *, most: int = 50) -> History:
    """The newest `most` visits (drafts that became nothing and void ones left out), readings, and what waits.

    Seven queries, however many rows.
    """
    owner = owner_now(vehicle)
    tickets = list(
        Ticket.objects.filter(vehicle=vehicle).exclude(state="void")
        .select_related("site", "customer").order_by("-made_at")[:most]
    )  # fmt: skip
    jobs, papers = _jobs(tickets), _papers(tickets)
    visits = tuple(_visit(ticket, owner, jobs[ticket.pk], papers[ticket.pk]) for ticket in tickets)
    readings = OdometerReading.objects.filter(vehicle=vehicle).order_by("-at")[:most]
    return History(
        visits,
        tuple(_waiting(work, owner) for work in deferred.waiting(vehicle.pk)),
        tuple(Reading(one.at, one.distance_km, one.source, one.reason) for one in readings),
    )


def owner_now(vehicle: Vehicle) -> Owner:
    """The ownership period in force. One query."""
    held = Ownership.objects.filter(vehicle=vehicle, valid_to__isnull=True).first()
    return Owner(held.party_id, held.valid_from) if held else Owner()


def _jobs(tickets: list[Ticket]) -> dict[UUID, list[JobDone]]:
    lines: dict[UUID, list[LineDone]] = defaultdict(list)
    held = Line.objects.filter(ticket__in=tickets).exclude(kind__in=["discount", "fee"]).order_by("position", "id")
    for line in held:
        lines[line.job_id].append(LineDone(line.kind, line.text, line.number, line.quantity_milli, line.unit))
    jobs: dict[UUID, list[JobDone]] = defaultdict(list)
    for job in Job.objects.filter(ticket__in=tickets).order_by("position", "id"):
        if not job.title and not lines[job.pk]:
            continue
        jobs[job.ticket_id].append(
            JobDone(job.pk, job.title, job.concern, job.cause, job.correction, job.decision, job.work,
                    tuple(lines[job.pk]))
        )  # fmt: skip
    return jobs


def _papers(tickets: list[Ticket]) -> dict[UUID, list[Document]]:
    papers: dict[UUID, list[Document]] = defaultdict(list)
    for document in Document.objects.filter(ticket__in=tickets).order_by("posted_at"):
        if document.ticket_id:
            papers[document.ticket_id].append(document)
    return papers


def _visit(ticket: Ticket, owner: Owner, jobs: list[JobDone], papers: list[Document]) -> Visit:
    told = owner.may_know(ticket.customer_id, ticket.made_at, ticket.site.time_zone)
    return Visit(
        ticket_id=ticket.pk, ref=ticket.ref, at=ticket.posted_at or ticket.made_at, site=ticket.site.name,
        status=ticket.order_status, currency=ticket.currency, concern=ticket.concern if told else "",
        odometer_in_km=ticket.odometer_in_km, odometer_out_km=ticket.odometer_out_km,
        customer=ticket.customer.name if told else None, gross_minor=ticket.gross_minor if told else None,
        jobs=tuple(jobs),
        papers=tuple(
            Paper(one.pk, one.kind, one.series, one.number, one.posted_at, one.gross_minor if told else None)
            for one in papers
        ),
    )  # fmt: skip


def _waiting(work: DeferredWork, owner: Owner) -> Waiting:
    ticket = work.ticket
    told = owner.may_know(work.customer_id, work.made_at, "UTC")
    return Waiting(
        work.pk, work.title, work.decision, work.made_at, ticket.ref, work.ask_again_on,
        work.reason if told else None, work.gross_minor if told else None, ticket.currency,
        work.customer.name if told else None,
    )  # fmt: skip
