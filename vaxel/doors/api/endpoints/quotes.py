"""Quotes that are sent, and what the customer said."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.service import approvals, links
from vaxel.business.service.models import Approval as ApprovalRow
from vaxel.business.service.models import ApprovalLink
from vaxel.business.tickets.models import QuoteVersion
from vaxel.business.tickets.models import Ticket as TicketRow
from vaxel.doors.api.ask import Ask, UnknownThing, minor
from vaxel.doors.api.endpoints.tickets import jobs_of, row_of
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T120, T160, T200, Body, Day, Empty, Moment, Money, Shape, money


class Quote(Shape):
    """A frozen sending. `link` is told once, in the answer to the sending: the end of the customer's address."""

    id: UUID
    ticket: UUID
    number: int
    n: int
    gross: Money
    valid_until: date
    sent_to: str
    method: str
    sha256: str
    sent_at: datetime
    link: str | None


class Link(Shape):
    """A customer's way in. `link` is told once, in the answer to its making: the end of the customer's address."""

    id: UUID
    ticket: UUID
    link: str | None
    expires_at: datetime
    revoked_at: datetime | None


class ApprovalItem(Shape):
    """The decision on one job, at the price that was shown."""

    job: UUID
    decision: str
    gross: Money
    reason: str


class Approval(Shape):
    """One occasion on which somebody said yes or no. `gross`: sum of what was approved."""

    id: UUID
    ticket: UUID
    quote: UUID | None
    said_by: str
    method: str
    contact: str
    note: str
    gross: Money
    happened_at: datetime
    recorded_at: datetime
    items: list[ApprovalItem]


class NewQuote(Body):
    """What to send: all open jobs unless `jobs` names some."""

    jobs: Annotated[list[UUID], Meta(min_length=1, max_length=100)] | None = None
    sent_to: T200 = ""
    method: Literal["link", "paper", "email"] = "link"
    valid_until: Day | None = None


class NewAnswer(Body):
    """What was said of one job. `max`: for running work, the agreed maximum with VAT."""

    job: UUID
    decision: Literal["approve", "decline", "later"]
    reason: T200 = ""
    max: Money | None = None


class NewApproval(Body):
    """What the customer said to us: by phone with number and gist, in person, in writing. `quote`: the version seen."""

    answers: Annotated[list[NewAnswer], Meta(min_length=1, max_length=100)]
    said_by: Annotated[T160, Meta(min_length=1)]
    method: Annotated[str, Meta(min_length=1, max_length=16)]
    contact: T120 = ""
    note: Annotated[str, Meta(max_length=400)] = ""
    quote: UUID | None = None
    happened_at: Moment | None = None
    id: UUID | None = None


@reads("/tickets/{ticket}/quotes", may="tickets.read")
def quotes(ask: Ask, ticket: UUID, filters: Paging) -> Page[Quote]:
    """The ticket's sent quotes, newest first."""
    row = row_of(ask, ticket)
    query = QuoteVersion.objects.filter(quote__ticket=row).select_related("quote__ticket")
    return cut(query, filters, lambda rows: [_quote(one) for one in rows])


@reads("/tickets/{ticket}/approvals", may="tickets.read")
def said(ask: Ask, ticket: UUID, filters: Paging) -> Page[Approval]:
    """What the customer has said about the ticket, newest first."""
    row = row_of(ask, ticket)
    query = ApprovalRow.objects.filter(ticket=row).prefetch_related("items")
    return cut(query, filters, lambda rows: [approval_of(one, row.currency) for one in rows])


@writes("POST", "/tickets/{ticket}/quotes")
def send_quote(ask: Ask, ticket: UUID, body: NewQuote) -> Quote:
    """Freeze the next version of the quote, with a link for the customer."""
    row = row_of(ask, ticket)
    chosen = None if body.jobs is None else jobs_of(row, body.jobs, "jobs")
    about = {"sent_to": body.sent_to, "method": body.method, "valid_until": body.valid_until}
    return ask.do(approvals.ask, lambda made: _quote(made.version, made.token), row, jobs=chosen, **about)


@writes("POST", "/tickets/{ticket}/approvals")
def record_approval(ask: Ask, ticket: UUID, body: NewApproval) -> Approval:
    """Record what the customer said to us; what was approved has its parts held."""
    row = row_of(ask, ticket)
    return ask.do(
        approvals.record, lambda made: approval_of(made, row.currency), row, answers=_answers(row, body.answers),
        said_by=body.said_by, method=body.method, contact=body.contact, note=body.note,
        version=_version(row, body.quote), happened_at=body.happened_at, id=body.id,
    )  # fmt: skip


@writes("POST", "/tickets/{ticket}/links")
def make_link(ask: Ask, ticket: UUID, body: Empty) -> Link:
    """Make one more link to the ticket's newest quote; links made before go on working."""
    return ask.do(links.make, lambda made: _link(*made), row_of(ask, ticket))


@writes("DELETE", "/links/{link}")
def revoke_link(ask: Ask, link: UUID, body: Empty) -> Link:
    """Close a link: it works no more."""
    row = ask.one(ApprovalLink.objects.select_related("ticket"), link, "ticket__site_id")
    return ask.do(links.revoke, _link, row)


def _link(row: ApprovalLink, token: str | None = None) -> Link:
    return Link(id=row.id, ticket=row.ticket_id, link=token, expires_at=row.expires_at, revoked_at=row.revoked_at)


def _answers(ticket: TicketRow, asked: Sequence[NewAnswer]) -> list[approvals.Answer]:
    chosen = jobs_of(ticket, [one.job for one in asked], "answers")
    return [
        approvals.Answer(
            job, one.decision, one.reason,
            None if one.max is None else minor(one.max, ticket.currency, f"answers[{n}].max"),
        )
        for n, (job, one) in enumerate(zip(chosen, asked, strict=True))
    ]  # fmt: skip


def _version(ticket: TicketRow, quote: UUID | None) -> QuoteVersion | None:
    if quote is None:
        return None
    found = QuoteVersion.objects.filter(quote__ticket=ticket, pk=quote).first()
    if found is None:
        raise UnknownThing(path="quote", id=quote)
    return found


def _quote(row: QuoteVersion, token: str | None = None) -> Quote:
    return Quote(
        id=row.id, ticket=row.quote.ticket_id, number=row.quote.number, n=row.n,
        gross=money(row.gross_minor, row.quote.ticket.currency), valid_until=row.valid_until, sent_to=row.sent_to,
        method=row.method, sha256=row.sha256, sent_at=row.sent_at, link=token,
    )  # fmt: skip


def approval_of(row: ApprovalRow, currency: str) -> Approval:
    return Approval(
        id=row.id, ticket=row.ticket_id, quote=row.version_id, said_by=row.said_by, method=row.method,
        contact=row.contact, note=row.note, gross=money(row.gross_minor, currency), happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        items=[
            ApprovalItem(job=one.job_id, decision=one.decision, gross=money(one.gross_minor, currency),
                         reason=one.reason)
            for one in sorted(row.items.all(), key=lambda one: one.pk)
        ],
    )  # fmt: skip
