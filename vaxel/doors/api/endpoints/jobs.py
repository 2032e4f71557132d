"""Jobs and lines of a ticket. Each write answers with the whole ticket as it stands after it."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as say
from msgspec import UNSET, Meta, UnsetType

from vaxel.business.catalog.models import CannedJob
from vaxel.business.parties.models import Party
from vaxel.business.service import payers
from vaxel.business.tickets import additions, canned, core_lines, jobs, lines, serials
from vaxel.business.tickets.models import Job as JobRow
from vaxel.business.tickets.models import Line as LineRow
from vaxel.doors.api.ask import Ask, minor, price_cm
from vaxel.doors.api.endpoints.second import Approver, answer
from vaxel.doors.api.endpoints.tickets import Discount, Ticket, anew, row_of
from vaxel.doors.api.endpoints.wishes import NamedLot, NewLine, lots_in, read
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import (
    T40,
    T160,
    T200,
    Body,
    Count,
    Empty,
    Language,
    LongText,
    Money,
    Ppm,
    QuantityAboveZero,
    UnitPrice,
    given,
)  # fmt: skip

PriceKind = Literal["fixed", "rough", "max", "running"]


class NewJob(Body):
    """A job: of your own words, or from a canned job by its key."""

    title: T160 = ""
    concern: LongText = ""
    category: T40 = ""
    canned: Annotated[str, Meta(min_length=1, max_length=30)] | None = None
    language: Language = "sv"
    id: UUID | None = None

    def __post_init__(self) -> None:
        """A canned job brings its own words."""
        if self.canned is not None and (self.title or self.concern or self.category):
            raise ValueError(say("a canned job brings its own title, concern and category"))


class JobChanges(Body):
    """What is sent is changed, what is left out stays."""

    title: T160 | UnsetType = UNSET
    concern: LongText | UnsetType = UNSET
    cause: LongText | UnsetType = UNSET
    correction: LongText | UnsetType = UNSET
    internal_note: LongText | UnsetType = UNSET
    category: T40 | UnsetType = UNSET
    price_kind: PriceKind | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=32_767)] | UnsetType = UNSET


class MenuPrice(Body):
    """One price for the whole job in the ticket's basis; null: the sum of its lines."""

    price: Money | None


class NewLines(Body):
    """Lines to add, last in order. `language`: of names that come from the catalogue."""

    lines: Annotated[list[NewLine], Meta(min_length=1, max_length=500)]
    language: Language = "sv"
    approved_by: Approver | None = None


class LineChanges(Body):
    """What is sent is changed. `version` is the one you saw: another's change meanwhile is refused (S-12)."""

    version: Count
    text: T200 | UnsetType = UNSET
    quantity: QuantityAboveZero | UnsetType = UNSET
    unit_price: UnitPrice | UnsetType = UNSET
    discount_ppm: Ppm | UnsetType = UNSET
    discount: Money | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=32_767)] | UnsetType = UNSET
    approved_by: Approver | None = None


@writes("POST", "/tickets/{ticket}/jobs")
def add_job(ask: Ask, ticket: UUID, body: NewJob) -> Ticket:
    """Add a job to a ticket, empty or from a canned job."""
    row, fields = row_of(ask, ticket), given(body)
    key, language = fields.pop("canned"), fields.pop("language")
    if key is None:
        return ask.do(jobs.add, _ticket_of_job, row, **fields)
    template = ask.keyed(CannedJob.objects.filter(key=key), "canned", key)
    return ask.do(canned.apply, _ticket_of_job, row, template, language=language, id=body.id)


@writes("PATCH", "/jobs/{job}")
def change_job(ask: Ask, job: UUID, body: JobChanges) -> Ticket:
    """Change a job's words, kind of price or place."""
    return ask.do(jobs.change, _ticket_of_job, job_of(ask, job), **given(body))


@writes("DELETE", "/jobs/{job}")
def remove_job(ask: Ask, job: UUID, body: Empty) -> Ticket:
    """Remove a job that nobody has answered or worked on."""
    return ask.do(jobs.remove, anew, job_of(ask, job))


@writes("PUT", "/jobs/{job}/price")
def set_menu_price(ask: Ask, job: UUID, body: MenuPrice) -> Ticket:
    """Give a job one price, or let its lines make it."""
    row = job_of(ask, job)
    price = None if body.price is None else minor(body.price, row.ticket.currency, "price")
    return ask.do(jobs.set_menu_price, _ticket_of_job, row, price_minor=price)


@writes("PUT", "/jobs/{job}/discount")
def discount_job(ask: Ask, job: UUID, body: Discount) -> Ticket:
    """Set the discount off a job. Above the role's limit it needs a second person."""
    row = job_of(ask, job)
    off = minor(body.amount, row.ticket.currency, "amount")
    return ask.do(jobs.discount, _ticket_of_job, row, ppm=body.ppm, minor=off, answer=answer(ask, body.approved_by))


class JobPayer(Body):
    """Who is invoiced for the job: a customer's id; null for the ticket's own customer."""

    payer: UUID | None


@writes("PUT", "/jobs/{job}/payer")
def set_payer(ask: Ask, job: UUID, body: JobPayer) -> Ticket:
    """Say who pays for a job. Posting makes one invoice per payer."""
    payer = ask.maybe(Party.objects.all(), body.payer, "payer")
    return ask.do(payers.set_payer, _ticket_of_job, job_of(ask, job), payer=payer)


class NamedLots(Body):
    """The pieces and lots the line takes, in place of what was named before."""

    lots: Annotated[list[NamedLot], Meta(max_length=200)]


@writes("PUT", "/lines/{line}/lots")
def name_lots(ask: Ask, line: UUID, body: NamedLots) -> Ticket:
    """Name the serial numbers or lots a line takes, before its goods leave."""
    row = line_of(ask, line)
    return ask.do(serials.name_lots, lambda _named: anew(row.ticket), row, lots=lots_in(body.lots))


@writes("POST", "/lines/{line}/optional")
def make_optional(ask: Ask, line: UUID, body: Empty) -> Ticket:
    """Let the customer take or leave a line: it is a job of its own that adds to the one it stood in."""
    row = line_of(ask, line)
    return ask.do(additions.make_optional, lambda _job: anew(row.ticket), row)


class CoreCase(Body):
    """What becomes of the old unit: `keep`, it stays with us; `charge`, the customer pays its core charge (K-53)."""

    case: Literal["keep", "charge"]
    language: Language = "sv"


@writes("PUT", "/lines/{line}/core")
def settle_core(ask: Ask, line: UUID, body: CoreCase) -> Ticket:
    """Say what becomes of the old unit of a part that is fitted in the bay."""
    row = line_of(ask, line)
    if body.case == "keep":
        return ask.do(core_lines.keep, lambda _line: anew(row.ticket), row)
    return ask.do(core_lines.charge, lambda _line: anew(row.ticket), row, language=body.language)


class Torque(Body):
    """What the wheels were tightened to, in newton metres."""

    torque_nm: Annotated[int, Meta(ge=1, le=10_000)]


@writes("PUT", "/lines/{line}/torque")
def note_torque(ask: Ask, line: UUID, body: Torque) -> Ticket:
    """Note the torque of the wheels that a labour line is about."""
    row = line_of(ask, line)
    return ask.do(serials.note_torque, lambda _line: anew(row.ticket), row, torque_nm=body.torque_nm)


@writes("POST", "/jobs/{job}/lines")
def add_lines(ask: Ask, job: UUID, body: NewLines) -> Ticket:
    """Add lines to a job, priced by lists and rates; fees that hang on parts come along."""
    row = job_of(ask, job)
    wishes = read(ask, body.lines, row.ticket.currency)
    said = {"language": body.language, "answer": answer(ask, body.approved_by)}
    return ask.do(lines.add, lambda _lines: anew(row.ticket), row, wishes, **said)


@writes("PATCH", "/lines/{line}")
def change_line(ask: Ask, line: UUID, body: LineChanges) -> Ticket:
    """Change a line. Prices and discounts beyond the role need a second person."""
    row = line_of(ask, line)
    return ask.do(lines.change, lambda made: anew(made.ticket), row, **_fields(ask, row, body))


@writes("DELETE", "/lines/{line}")
def remove_line(ask: Ask, line: UUID, body: Empty) -> Ticket:
    """Remove a line and what hangs on it."""
    return ask.do(lines.remove, anew, line_of(ask, line))


def _fields(ask: Ask, row: LineRow, body: LineChanges) -> dict[str, object]:
    fields, currency = given(body), row.ticket.currency
    fields["answer"] = answer(ask, fields.pop("approved_by"))
    if "quantity" in fields:
        fields["quantity_milli"] = fields.pop("quantity").milli
    if "unit_price" in fields:
        fields["unit_price_cm"] = price_cm(fields.pop("unit_price"), currency, "unit_price")
    if "discount" in fields:
        fields["discount_minor"] = minor(fields.pop("discount"), currency, "discount")
    return fields


def job_of(ask: Ask, job: UUID) -> JobRow:
    """The job in the address, if its ticket is at one of the actor's sites."""
    return ask.one(JobRow.objects.select_related("ticket__site"), job, "ticket__site_id")


def line_of(ask: Ask, line: UUID) -> LineRow:
    """The line in the address, if its ticket is at one of the actor's sites."""
    return ask.one(LineRow.objects.select_related("ticket__site", "job"), line, "ticket__site_id")


def _ticket_of_job(row: JobRow) -> Ticket:
    return anew(row.ticket)
