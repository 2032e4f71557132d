"""Approval rules, attempts to reach a customer, and work that is done unasked."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q
from msgspec import Meta, structs

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.service import approvers, attempts, policies
from vaxel.business.service.models import Approval as ApprovalRow
from vaxel.business.service.models import ApprovalPolicy as PolicyRow
from vaxel.business.service.models import Approver as ApproverRow
from vaxel.business.service.models import ContactAttempt as AttemptRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.quotes import Approval, approval_of
from vaxel.doors.api.endpoints.tickets import jobs_of, row_of
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T20, T120, T200, Body, Day, Empty, LongText, MinorNotNegative, Moment, Ppm, Shape

PartyKind = Literal["private", "company"]
Kept = Literal["number", "gist", "odometer"]
T400 = Annotated[str, Meta(max_length=400)]


class PolicyTerms(Body):
    """What a version says. Amounts incl. VAT in minor units of the site's currency; null: none."""

    ppm: Ppm = 0
    abs_minor: MinorNotNegative | None = None
    combine: Literal["min", "max", "pct_only"] = "min"
    max_minor: MinorNotNegative | None = None
    basis: Literal["incl", "excl"] = "incl"
    threshold_minor: MinorNotNegative = 0
    written_required: bool = False
    unasked_ppm: Ppm = 0
    unasked_minor: MinorNotNegative | None = None
    must_record: Annotated[list[Kept], Meta(max_length=3)] = []
    parts_return: Literal["on_request", "always", "no"] = "on_request"
    rights_text: dict[Literal["sv", "en"], LongText] = {}
    retention_years: Annotated[int, Meta(ge=0, le=100)] = 7
    source: T200 = ""
    checked_on: Day | None = None


class NewPolicy(PolicyTerms, kw_only=True):
    """A version from a day, for a jurisdiction and kind of customer; `site`: for that one alone."""

    jurisdiction: Annotated[str, Meta(min_length=1, max_length=20)]
    party_kind: PartyKind
    valid_from: Day
    site: UUID | None = None


class ApprovalPolicy(Shape):
    """A version of the rule (S-99); `valid_to` is the first day on which it is not in force."""

    id: UUID
    site: UUID | None
    jurisdiction: str
    party_kind: str
    version: int
    valid_from: date
    valid_to: date | None
    ppm: int
    abs_minor: int | None
    combine: str
    max_minor: int | None
    basis: str
    threshold_minor: int
    written_required: bool
    unasked_ppm: int
    unasked_minor: int | None
    must_record: list[str]
    parts_return: str
    rights_text: dict[str, str]
    retention_years: int
    source: str
    checked_on: date | None


class PolicyFilters(Paging):
    """Of a jurisdiction."""

    jurisdiction: T20 = ""


class NewAttempt(Body):
    """Somebody tried to reach the customer."""

    channel: Literal["phone", "sms", "email", "in_person"]
    result: Literal["no_answer", "busy", "left_message", "wrong_number", "waits", "reached"]
    number: T120 = ""
    text: T400 = ""
    happened_at: Moment | None = None
    id: UUID | None = None


class ContactAttempt(Shape):
    """A try to reach the customer (S-96)."""

    id: UUID
    ticket: UUID
    channel: str
    number: str
    result: str
    text: str
    happened_at: datetime


class Unasked(Body):
    """Jobs that go ahead though nobody could be reached, with why and what was seen (S-102)."""

    jobs: Annotated[list[UUID], Meta(min_length=1, max_length=100)]
    reason: Literal["small", "wanted", "danger"]
    text: Annotated[str, Meta(min_length=1, max_length=400)]


class NewApprover(Body):
    """`limit_minor`: what they may approve at a time, null for any; of the sum without VAT where `without_tax`."""

    name: Annotated[str, Meta(min_length=1, max_length=160)]
    contact: T120 = ""
    limit_minor: MinorNotNegative | None = None
    without_tax: bool = False
    id: UUID | None = None


class FleetApprover(Shape):
    """Somebody who may approve for a customer (S-153)."""

    id: UUID
    customer: UUID
    name: str
    contact: str
    limit_minor: int | None
    without_tax: bool
    removed_at: datetime | None


def _approver(row: ApproverRow) -> FleetApprover:
    return FleetApprover(
        id=row.pk, customer=row.party_id, name=row.name, contact=row.contact, limit_minor=row.limit_minor,
        without_tax=row.without_tax, removed_at=row.removed_at,
    )  # fmt: skip


def _policy(row: PolicyRow) -> ApprovalPolicy:
    said: dict[str, Any] = {one.name: getattr(row, one.name) for one in structs.fields(ApprovalPolicy)
                            if one.name != "site"}  # fmt: skip
    return ApprovalPolicy(site=row.site_id, **said)


def _attempt(row: AttemptRow) -> ContactAttempt:
    return ContactAttempt(id=row.pk, ticket=row.ticket_id, channel=row.channel, number=row.number, result=row.result,
                          text=row.text, happened_at=row.happened_at)  # fmt: skip


@reads("/approval-policies", may="tickets.read")
def approval_policies(ask: Ask, filters: PolicyFilters) -> Page[ApprovalPolicy]:
    """Every version of the approval rules, the company's and one's sites' own."""
    sites = ask.sites(ask.endpoint.may)
    query = PolicyRow.objects.all() if sites is None else PolicyRow.objects.filter(Q(site=None) | Q(site__in=sites))
    query = query.filter(jurisdiction=filters.jurisdiction) if filters.jurisdiction else query
    return cut(query, filters, lambda rows: [_policy(row) for row in rows])


@writes("POST", "/approval-policies")
def set_policy(ask: Ask, body: NewPolicy) -> ApprovalPolicy:
    """Put a new version of a rule in force from a day; open tickets keep theirs."""
    site = ask.maybe(Site.objects.all(), body.site, "site", "id")
    terms = policies.Terms(**{one.name: getattr(body, one.name) for one in structs.fields(PolicyTerms)})
    return ask.do(policies.set_terms, _policy, body.jurisdiction, body.party_kind, terms=terms,
                  valid_from=body.valid_from, site=site)  # fmt: skip


@reads("/customers/{customer}/approvers", may="parties.read")
def approvers_(ask: Ask, customer: UUID) -> list[FleetApprover]:
    """Who may approve for the customer, in order; nobody: anybody may."""
    return [_approver(one) for one in approvers.of(ask.one(Party.objects.all(), customer))]


@writes("POST", "/customers/{customer}/approvers")
def add_approver(ask: Ask, customer: UUID, body: NewApprover) -> FleetApprover:
    """Put somebody on the list of those who approve."""
    return ask.do(approvers.add, _approver, ask.one(Party.objects.all(), customer), **structs.asdict(body))


@writes("DELETE", "/approvers/{approver}")
def remove_approver(ask: Ask, approver: UUID, body: Empty) -> FleetApprover:
    """Take somebody off the list; what they approved stands."""
    row = ask.one(ApproverRow.objects.select_related("party"), approver)
    return ask.do(approvers.remove, _approver, row)


@reads("/tickets/{ticket}/contact-attempts", may="tickets.read")
def contact_attempts(ask: Ask, ticket: UUID, filters: Paging) -> Page[ContactAttempt]:
    """Attempts to reach the ticket's customer, newest first."""
    query = AttemptRow.objects.filter(ticket=row_of(ask, ticket))
    return cut(query, filters, lambda rows: [_attempt(row) for row in rows])


@writes("POST", "/tickets/{ticket}/contact-attempts")
def note_attempt(ask: Ask, ticket: UUID, body: NewAttempt) -> ContactAttempt:
    """Note an attempt to reach the customer; it is printed with the approval that it led to."""
    return ask.do(attempts.note_attempt, _attempt, row_of(ask, ticket), **structs.asdict(body))


@writes("POST", "/tickets/{ticket}/unasked")
def do_unasked(ask: Ask, ticket: UUID, body: Unasked) -> Approval:
    """Let jobs go ahead though nobody was reached."""
    row = row_of(ask, ticket)

    def shown(made: ApprovalRow) -> Approval:
        return approval_of(made, row.currency)

    chosen = jobs_of(row, body.jobs, "jobs")
    return ask.do(attempts.do_unasked, shown, row, jobs=chosen, reason=body.reason, text=body.text)
