"""Everything the ticket's screen shows, read in a fixed number of queries and worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from vaxel.business.billing import deposits
from vaxel.business.billing.models import Document
from vaxel.business.billing.shares import Share, cut
from vaxel.business.catalog.models import Operation
from vaxel.business.inspections.models import Inspection
from vaxel.business.locations.models import Staff
from vaxel.business.payments.models import Payment
from vaxel.business.purchasing import queries
from vaxel.business.service import deferred, gate_facts, links, supply, time_entries
from vaxel.business.service.gates import Unmet, unmet
from vaxel.business.service.models import ApprovalLink, DeferredWork
from vaxel.business.stock import queries as stock
from vaxel.business.tickets import choices, costing, fees, questions, quotes, serials
from vaxel.business.tickets.models import Job, Line, Question, QuoteVersion, Ticket, WorkShare
from vaxel.business.tickets.serials import Named
from vaxel.business.tickets.totals import LineTotal, Totals
from vaxel.business.tyres import swaps
from vaxel.business.tyres.models import WheelSet
from vaxel.doors.office.desk import Desk, desk
from vaxel.kernel.money import MILLION, rdiv

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a part lies: here (None: it is not counted), and at other sites with something to spare."""

    here_milli: int | None
    elsewhere: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its amount, stock and technicians."""

    line: Line
    total: LineTotal | None
    shelf: Shelf | None = None
    supply: str = ""
    shares: tuple[WorkShare, ...] = ()
    margin_ppm: int | None = None
    expected: date | None = None
    core: bool = False
    named: tuple[Named, ...] = ()
    torque: bool = False

    @property
    def tightened_to(self) -> str:
        """The torque of its wheels, with its unit; nothing while it is not noted."""
        return f"{self.line.torque_nm} Nm" if self.line.torque_nm else ""

    @property
    def to_name(self) -> bool:
        """Whether pieces or lots of it are still to be named before they leave."""
        return any(one.named_milli < one.wanted_milli for one in self.named) and self.supply != "issued"

    @property
    def codes(self) -> str:
        """The serial numbers and lots that it takes."""
        return ", ".join(lot.lot.code for one in self.named for lot in one.lots)

    @property
    def lacks(self) -> bool:
        """Whether it is wanted and the shelf here has too little of it."""
        here = self.shelf.here_milli if self.shelf else 0
        return self.supply == "needed" and (here or 0) < self.line.quantity_milli

    @property
    def is_ours(self) -> bool:
        """Whether it follows from other lines (a fee that hangs on a part, the supplies fee) and is not typed in."""
        return self.line.kind == "fee"


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with its lines and sum. `here`: new lines go to it; `mine`: the clock of who looks runs on it;

    `option`: which of how many that stand against each other; `counted`: its lines are in the ticket's total.
    """

    job: Job
    letter: str
    lines: Sequence[LineView]
    gross_minor: int
    amount_minor: int
    clocked_on: tuple[str, ...] = ()
    here: bool = False
    mine: bool = False
    counted: bool = True
    option: tuple[int, int] | None = None

    @property
    def state(self) -> str:
        """The decision as the chip shows it: an undecided job that was sent awaits an answer."""
        return "sent" if self.job.decision == "undecided" and self.job.sent else self.job.decision

    @property
    def offered(self) -> bool:
        """Whether a quote has anything to show of it."""
        return self.counts and (bool(self.lines) or self.job.pricing == "fixed")

    @property
    def counts(self) -> bool:
        """Whether it is still on offer: neither refused nor cancelled, nor another option chosen instead."""
        return costing.counts(self.job)


@dataclass(frozen=True, slots=True)
class Picture:
    """The ticket as the screen draws it."""

    ticket: Ticket
    jobs: Sequence[JobView]
    totals: Totals
    gates: Sequence[Unmet]
    technicians: Sequence[Staff]
    waiting: Sequence[DeferredWork]
    quote: QuoteVersion | None
    links: Sequence[ApprovalLink]
    documents: Sequence[Document]
    payments: Sequence[Payment]
    inspections: Sequence[Inspection] = ()
    questions: Sequence[Question] = ()
    wheels: Sequence[WheelSet] = ()
    held_minor: int = 0
    margin: tuple[int, int] | None = None
    sums: Mapping[str, int] = field(default_factory=dict)
    shares: Sequence[Share] = ()

    @property
    def editable(self) -> bool:
        """Whether lines may still change."""
        return self.ticket.state not in ("posted", "void")

    @property
    def lacks(self) -> int:
        """How many lines that somebody wants are neither here, handed out nor on order."""
        wanted = [view for view in self.jobs if view.job.decision not in ("declined", "later")]
        return sum(row.lacks for view in wanted for row in view.lines)

    @property
    def deposit_minor(self) -> int:
        """The deposit that is with us, or that the posted documents have deducted."""
        deducted = sum(one.deposit_minor for one in self.documents if one.kind != Document.DEPOSIT)
        return self.held_minor if self.editable else deducted

    @property
    def paid_minor(self) -> int:
        """What else has been paid on the posted documents."""
        posted = [one for one in self.documents if one.kind in (Document.INVOICE, Document.RECEIPT)]
        return sum(one.gross_minor - one.deposit_minor - one.open_minor for one in posted)

    @property
    def left_minor(self) -> int:
        """What is left to pay: of the whole while the ticket is open, of its documents once posted."""
        return self.totals.gross - self.held_minor if self.editable else self.owed_minor

    @property
    def owed_minor(self) -> int:
        """What is left to pay on the posted documents."""
        return sum(document.open_minor for document in self.documents)

    @property
    def pays_now_minor(self) -> int:
        """What the payment screen asks for first: the customer's own invoice before those of other payers."""
        owing = [one for one in self.documents if one.open_minor > 0]
        own = [one for one in owing if one.customer_id == self.ticket.customer_id]
        return (own or owing)[0].open_minor if owing else 0

    @property
    def blocking(self) -> int:
        """How many gates stop the posting."""
        return sum(one.level == "block" for one in self.gates)


def draw(request: HttpRequest, ticket: Ticket, *, here: UUID | None = None) -> Picture:
    """The picture of the ticket; `here` is the job that new lines go to (else the last one that counts)."""
    at_desk = desk(request)
    contents = costing.load(ticket)
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at_desk.at))
    totals = costing.sum_of(contents, contents.counted(), rates)
    alone = {job.pk: costing.sum_of(contents, [job], rates, whole=False) for job in contents.jobs}
    documents = list(Document.objects.filter(ticket=ticket).order_by("posted_at", "number"))
    payments = list(Payment.objects.filter(ticket=ticket).order_by("made_at"))
    editable = ticket.state not in ("posted", "void")
    sees_margin = at_desk.may("prices.see_margin")
    return Picture(
        ticket=ticket,
        jobs=_jobs(contents, alone, at_desk, here, sees_margin=sees_margin),
        totals=totals,
        gates=unmet(gate_facts.gather(contents, at_desk.at), gate_facts.levels(ticket.site_id)) if editable else [],
        technicians=list(Staff.objects.filter(is_active=True, is_technician=True)),
        waiting=deferred.waiting(ticket.vehicle_id) if editable and ticket.vehicle_id else [],
        wheels=swaps.stored_for(ticket.vehicle_id) if editable and ticket.vehicle_id else [],
        quote=quotes.newest(ticket),
        links=links.of(ticket),
        documents=documents,
        inspections=list(ticket.inspections.exclude(state="cancelled").order_by("begun_at")),
        payments=payments,
        questions=questions.of(ticket),
        held_minor=deposits.unused_gross(ticket) if editable and documents else 0,
        margin=_margin(contents, totals) if sees_margin else None,
        sums=_by_decision(contents, alone),
        shares=cut(contents, contents.counted(), totals),
    )


def _jobs(
    contents: costing.Contents, alone: Mapping[UUID, Totals], at_desk: Desk, here: UUID | None, *, sees_margin: bool
) -> list[JobView]:
    every = [line for job in contents.jobs for line in contents.lines[job.pk]]
    shelves = _shelves(every, at_desk)
    covered = supply.states([line for line in every if line.kind == "part"])
    chargeable = _chargeable(every, at_desk) if contents.ticket.kind == "service" else frozenset()
    named = _named(every)
    wheels = _on_wheels(every)
    coming = _expected([pk for pk, said in covered.items() if said in ("needed", "ordered")])
    shares: dict[UUID, list[WorkShare]] = {}
    for share in WorkShare.objects.filter(line__ticket=contents.ticket).select_related("staff").order_by("pk"):
        shares.setdefault(share.line_id, []).append(share)
    clocked = time_entries.on_now([job.pk for job in contents.jobs], at_desk.at)
    last = [job.pk for job in [*contents.jobs[:1], *contents.counted()][-1:]]
    chosen = here if here in alone else last[0] if last else None
    counted = {job.pk for job in contents.counted()}
    options = _options(contents.jobs)
    return [
        JobView(
            job=job,
            letter=LETTERS[n % len(LETTERS)],
            lines=[
                LineView(
                    line, alone[job.pk].lines.get(line.pk), shelves.get(line.part_id) if line.part_id else None,
                    covered.get(line.pk, ""), tuple(shares.get(line.pk, ())),
                    _line_margin(line, alone[job.pk].lines.get(line.pk)) if sees_margin else None,
                    coming.get(line.pk), line.pk in chargeable, tuple(named.get(line.pk, ())), line.pk in wheels,
                )
                for line in contents.lines[job.pk]
            ],
            gross_minor=alone[job.pk].gross,
            amount_minor=_amount(contents.ticket, alone[job.pk]),
            clocked_on=clocked.get(job.pk, ()),
            here=job.pk == chosen,
            counted=job.pk in counted,
            option=options.get(job.pk),
            mine=at_desk.staff.name in clocked.get(job.pk, ()),
        )
        for n, job in enumerate(contents.jobs)
    ]  # fmt: skip


def _chargeable(lines: Sequence[Line], at_desk: Desk) -> frozenset[UUID]:
    """Part lines that a core can be charged for, and is not yet. One query."""
    cores = fees.cores_of([line.part_id for line in lines if line.part_id], timezone.localdate(at_desk.at))
    done = {line.parent_id for line in lines if line.kind == "core"}
    return frozenset(line.pk for line in lines if line.kind == "part" and line.part_id in cores and line.pk not in done)


def _named(lines: Sequence[Line]) -> dict[UUID, list[Named]]:
    """Line → what of it is tracked and what is named. One query without tracked parts, else two."""
    found: dict[UUID, list[Named]] = {}
    for one in serials.to_name(lines):
        found.setdefault(one.line_id, []).append(one)
    return found


def _on_wheels(lines: Sequence[Line]) -> frozenset[UUID]:
    """Labour whose torque is noted. One query, none without operations."""
    ids = {line.operation_id for line in lines if line.operation_id}
    asks = set(Operation.objects.filter(pk__in=ids, asks_torque=True).values_list("pk", flat=True)) if ids else ()
    return frozenset(line.pk for line in lines if line.operation_id in asks)


def _expected(line_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Line → the day on which all that was ordered for it is expected. One query, none where nothing is lacking."""
    days: dict[UUID, date] = {}
    for line_id, rows in (queries.on_order(line_ids) if line_ids else {}).items():
        held = [one.expected_on for one in rows if one.open_milli and one.expected_on]
        if held:
            days[line_id] = max(held)
    return days


def _options(jobs: Sequence[Job]) -> dict[UUID, tuple[int, int]]:
    """Job → which of how many options it is."""
    held = choices.groups(jobs)
    return {job.pk: (n, len(group)) for group in held.values() for n, job in enumerate(group, 1)}


def _line_margin(line: Line, total: LineTotal | None) -> int | None:
    """The gross profit's share of what the part or sublet work sells for; None where there is no cost or price."""
    if total is None or line.kind not in ("part", "sublet") or not line.cost_minor or total.net <= 0:
        return None
    return rdiv((total.net - rdiv(line.cost_minor * line.quantity_milli, 1000)) * MILLION, total.net)


def _amount(ticket: Ticket, totals: Totals) -> int:
    """The sum as the ticket's prices are shown: with VAT or without."""
    return totals.gross if ticket.price_basis == "incl" else totals.net


def _shelves(lines: Sequence[Line], at_desk: Desk) -> dict[UUID, Shelf]:
    """Part → where it lies; kits and what is not counted have no shelf."""
    counted = {line.part_id for line in lines if line.part and line.part.stocking in ("stocked", "on_demand")}
    return shelves({part_id for part_id in counted if part_id}, at_desk)


def shelves(part_ids: set[UUID], at_desk: Desk) -> dict[UUID, Shelf]:
    """Part → what can be had here and at the other sites. One query."""
    here: dict[UUID, int] = dict.fromkeys(part_ids, 0)
    away: dict[UUID, dict[str, int]] = {}
    for one in stock.balances(part_ids) if part_ids else []:
        if one.site_id == at_desk.site.pk:
            here[one.part_id] += one.available_milli
        elif one.available_milli > 0:
            places = away.setdefault(one.part_id, {})
            places[one.place] = places.get(one.place, 0) + one.available_milli
    return {part_id: Shelf(milli, tuple(away.get(part_id, {}).items())) for part_id, milli in here.items()}


def _margin(contents: costing.Contents, totals: Totals) -> tuple[int, int] | None:
    """(gross profit, its share of net in ppm) over the lines whose cost is known; None while nothing is sold."""
    net = cost = 0
    for job in contents.counted():
        for line in contents.lines[job.pk]:
            total = totals.lines.get(line.pk)
            if total is not None:
                net += total.net
                cost += rdiv(line.cost_minor * line.quantity_milli, 1000)
    return (net - cost, rdiv((net - cost) * MILLION, net)) if net > 0 else None


def _by_decision(contents: costing.Contents, alone: Mapping[UUID, Totals]) -> dict[str, int]:
    """What is approved, waits for an answer, and was said no to, with VAT."""
    sums = {"approved": 0, "waiting": 0, "declined": 0}
    for job in costing.one_of_each(contents.jobs):
        if job.work == "cancelled":
            continue
        key = {"approved": "approved", "stale": "approved", "undecided": "waiting"}.get(job.decision, "declined")
        sums[key] += alone[job.pk].gross
    return sums
