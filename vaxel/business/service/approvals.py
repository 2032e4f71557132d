"""What customers said yes, no or later to: rows that only grow, bound to what was shown (S-87 to S-98, R-52).

Nothing else decides a job: `Job.said` and `Job.terms` are caches of its newest approval item, and the decision follows
from them and from what the job holds now (F-23).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Staff
from vaxel.business.service import (
    approvers,
    deferred,
    demands,
    links,
    policies,
    shown,
    signatures,
    supply,
    time_entries,
    work,
)
from vaxel.business.service.answers import (
    BadAnswer,
    DecidedAlready,
    GoesWith,
    NobodyAnswered,
    NoSuchMethod,
    NotShown,
    NumberMissing,
    OneOption,
    QuoteExpired,
    SignatureMissing,
    StalePage,
    WhoMissing,
    WorkBegun,
)
from vaxel.business.service.events import CustomerAnswered, QuoteSent
from vaxel.business.service.models import Approval, ApprovalItem, ApprovalLink
from vaxel.business.stock import reservations
from vaxel.business.tickets import additions, choices, costing, quotes, upkeep
from vaxel.business.tickets.models import Job, QuoteVersion, Ticket
from vaxel.business.tickets.states import TICKET
from vaxel.kernel import clock, numbering
from vaxel.kernel.actions import action, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Refused

DECISIONS = frozenset({"approve", "decline", "later"})
METHODS = ("in_person", "phone", "sms", "email", "link", "signature", "purchase_order", "standing")
CHOSEN_INSTEAD = _("another option was chosen")
BY_NUMBER = frozenset({"phone", "sms"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one job. `max_minor`: for running work, the agreed maximum incl. VAT."""

    job: Job
    decision: str
    reason: str = ""
    max_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A sent quote: its version, the link to it, and the token, told this once."""

    version: QuoteVersion
    link: ApprovalLink
    token: str


@dataclass(frozen=True, slots=True)
class _Said:
    """Who said it, and how."""

    by: str
    method: str
    contact: str = ""
    note: str = ""
    link: ApprovalLink | None = None
    taken_by: Staff | None = None
    address: str = ""
    browser: str = ""
    signature: str = ""
    happened_at: datetime | None = None
    id: UUID = field(default_factory=new_id)


@action("approvals.ask")
def ask(
    ticket: Ticket, *, jobs: Sequence[Job] | None = None, sent_to: str = "", method: str = "link",
    valid_until: date | None = None, by: Actor, at: datetime,
) -> Asked:  # fmt: skip
    """The jobs (all open ones, when not said) stand in a new quote version, and a link leads the customer to it.

    Refuses as `quotes.freeze` does.
    """
    version = quotes.freeze(
        ticket, jobs=jobs, sent_to=sent_to, method=method, valid_until=valid_until, by=by, at=at
    )  # fmt: skip
    link, token = links.add(ticket, at)
    publish(QuoteSent(ticket.pk, version.pk, link.pk))
    touch(link)
    return Asked(version, link, token)


@action("approvals.record")
def record(
    ticket: Ticket, *, answers: Sequence[Answer], said_by: str, method: str, contact: str = "", note: str = "",
    version: QuoteVersion | None = None, happened_at: datetime | None = None, id: UUID | None = None,
    by: Actor, at: datetime,
) -> Approval:  # fmt: skip
    """Somebody said this to us, in person, by phone, in a letter (S-90, S-92), of a sent version or of the jobs as
    they stand now. Approved jobs have their parts held; the first yes opens the ticket with its work order number.

    What the ticket's policy wants on file is demanded (S-99). Refuses with WhoMissing, NoSuchMethod, NumberMissing,
    EstimateFirst, RecordMissing, BadAnswer, NobodyAnswered, OneOption, GoesWith, StalePage, NotShown, WorkBegun,
    TicketClosed.
    """
    if not said_by.strip():
        raise WhoMissing()
    if method not in METHODS or method == "link":
        raise NoSuchMethod()
    if method in BY_NUMBER and not (contact.strip() and note.strip()):
        raise NumberMissing()
    fresh = upkeep.require_open(ticket)
    if version is not None and version != quotes.newest(fresh):
        raise StalePage()
    said = _Said(
        said_by.strip(), method, contact.strip(), note.strip(), taken_by=time_entries.person(by),
        happened_at=happened_at, id=id or new_id(),
    )  # fmt: skip
    if any(one.decision == "approve" for one in answers):
        demands.check(fresh, contact=contact, note=note, at=at)
    return _store(fresh, version, answers, said, at)


def unreached(ticket: Ticket, jobs: Sequence[Job], *, note: str, by: Actor, at: datetime) -> Approval:
    """The jobs go ahead though no one could be reached; part of `attempts.do_unasked` (S-102)."""
    answers = [Answer(job, "approve") for job in jobs]
    return _store(ticket, None, answers, _Said("", "unreached", note=note, taken_by=time_entries.person(by)), at)


def _site_of_link(link: ApprovalLink, *_args: Any, **_kwargs: Any) -> UUID:
    return link.ticket.site_id


@action("approvals.open_link", site=_site_of_link)
def open_link(link: ApprovalLink, *, by: Actor, at: datetime) -> ApprovalLink:
    """The customer has looked at it: the first time is kept."""
    if ApprovalLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=at):
        touch(link.ticket)
    return link


@action("approvals.answer_link", site=_site_of_link)
def answer_link(
    link: ApprovalLink, *, version: QuoteVersion, answers: Sequence[Answer], name: str, note: str = "",
    address: str = "", browser: str = "", signature: str = "", by: Actor, at: datetime,
) -> Approval | None:  # fmt: skip
    """The customer has answered through the link, bound to the version they saw (R-52). A yes that stands already is
    no new answer; None when nothing else was said. `signature`: strokes as `signatures` reads them.

    Refuses with SignatureMissing where a yes is to be signed (S-89), LinkExpired,
    LinkRevoked, StalePage, QuoteExpired (a yes after the validity date), DecidedAlready,
    WhoMissing, BadAnswer, OneOption, GoesWith, NotShown, NobodyAnswered, TicketClosed.
    """
    links.works(ApprovalLink.objects.get(pk=link.pk), at)
    if not name.strip():
        raise WhoMissing()
    fresh = upkeep.require_open(link.ticket)
    if version != quotes.newest(fresh):
        raise StalePage()
    if not answers:
        raise NobodyAnswered()
    new = _not_yet_said(fresh, answers)
    if not new:
        return None
    if any(one.decision == "approve" for one in new) and version.valid_until < costing.business_day(fresh.site, at):
        raise QuoteExpired(day=version.valid_until.isoformat())
    drawn = signatures.read(signature)
    if any(one.decision == "approve" for one in new) and not drawn and signatures.demanded(fresh.site_id):
        raise SignatureMissing()
    said = _Said(
        name.strip()[:160], "link", note=note.strip()[:400], link=link, address=address[:64], browser=browser[:200],
        signature=drawn,
    )  # fmt: skip
    return _store(fresh, version, new, said, at)


def last_said(ticket: Ticket) -> Mapping[UUID, ApprovalItem]:
    """Job id → its newest approval item, with the occasion. One query."""
    found = ApprovalItem.objects.filter(approval__ticket=ticket).select_related("approval").order_by("pk")
    return {item.job_id: item for item in found}


def occasions(ticket: Ticket) -> list[Approval]:
    """Every occasion with its items and signature, newest first. Two queries."""
    rows = Approval.objects.filter(ticket=ticket).select_related("signature").prefetch_related("items__job")
    return list(rows.order_by("-happened_at", "-id"))


def _not_yet_said(ticket: Ticket, answers: Sequence[Answer]) -> list[Answer]:
    """Answers that say something new; refuses with DecidedAlready a no to what is approved."""
    now = {job.pk: job for job in Job.objects.filter(ticket=ticket)}
    new = []
    for one in answers:
        job = now.get(one.job.pk)
        if job is None:
            raise BadAnswer()
        if one.decision == "approve" and job.decision == "not_chosen":
            same = [each for each in now.values() if each.option_group == job.option_group]
            raise DecidedAlready(job=choices.lead(same).title)
        if job.decision != "approved":
            new.append(one)
        elif one.decision != "approve":
            raise DecidedAlready(job=job.title)
    return new


def _store(
    ticket: Ticket, version: QuoteVersion | None, answers: Sequence[Answer], said: _Said, at: datetime
) -> Approval:
    """The occasion and its items are rows; the jobs, the ticket, its stock and its deferred work follow."""
    contents = costing.load(ticket)
    instead = _instead(contents, answers)
    jobs = _checked(contents, [*answers, *instead])
    left = [jobs[one.job.pk] for one in instead]
    terms = {**shown.now(contents, left, at), **shown.terms(contents, list(jobs.values()), version, at)}
    answers = [*answers, *instead]
    if any(job_id not in terms for job_id in jobs):
        raise NotShown()
    if said.method != "unreached":
        _permit(ticket, said.by, [terms[one.job.pk] for one in answers if one.decision == "approve"])
    allowed = policies.tolerance(policies.of(ticket, costing.business_day(ticket.site, at)))
    limits = {one.job.pk: shown.limited(terms[one.job.pk], allowed, one.max_minor) for one in answers}
    approval = _rows(ticket, version, answers, limits, said=said, at=at)
    for one in answers:
        job = jobs[one.job.pk]
        job.said, job.terms = one.decision, limits[job.pk] if one.decision == "approve" else None
        job.save(update_fields=["said", "terms"])
    approved = [jobs[one.job.pk] for one in answers if one.decision == "approve"]
    refused = [jobs[one.job.pk] for one in answers if one.decision != "approve"]
    if approved and ticket.state in ("draft", "quoted"):
        open_up(ticket, at)
    _serve(contents, approved, refused, at)
    deferred.follow(contents, answers, terms, at)
    upkeep.refresh(ticket, at)
    publish(_event(ticket, approval, answers))
    touch(approval)
    return approval


def _permit(ticket: Ticket, name: str, approved: Sequence[Mapping[str, Any]]) -> None:
    """Where the customer has a list of approvers, the person is on it and within their limit (S-154)."""
    approvers.check(
        ticket.customer, name, gross_minor=sum(one["gross_minor"] for one in approved),
        net_minor=sum(one["net_minor"] for one in approved), currency=ticket.currency,
    )  # fmt: skip


def _instead(contents: costing.Contents, answers: Sequence[Answer]) -> list[Answer]:
    """A yes to one option takes back the yes to another of its choice, in the same breath. Refuses with OneOption."""
    yes = {one.job.pk for one in answers if one.decision == "approve"}
    answered = {one.job.pk for one in answers}
    given = []
    for options in choices.groups(job for job in contents.jobs if job.work != "cancelled").values():
        chosen = [job for job in options if job.pk in yes]
        if len(chosen) > 1:
            raise OneOption(one=chosen[0].title, other=chosen[1].title)
        if chosen:
            given += [
                Answer(job, "decline", str(CHOSEN_INSTEAD))
                for job in options
                if job.said == "approve" and job.pk not in answered
            ]
    return given


def _checked(contents: costing.Contents, answers: Sequence[Answer]) -> Mapping[UUID, Job]:
    """The answered jobs as they are now; refuses with NobodyAnswered, BadAnswer, WorkBegun, GoesWith."""
    if not answers:
        raise NobodyAnswered()
    now = {job.pk: job for job in contents.jobs if job.work != "cancelled"}
    asked = {one.job.pk for one in answers}
    if len(asked) != len(answers) or not asked <= now.keys() or any(one.decision not in DECISIONS for one in answers):
        raise BadAnswer()
    for one in answers:
        if one.decision != "approve" and now[one.job.pk].work in ("in_progress", "completed"):
            raise WorkBegun(job=now[one.job.pk].title)
    alone = additions.left_alone(now.values(), {one.job.pk for one in answers if one.decision == "approve"})
    if alone:
        raise GoesWith(extra=alone[0].title, job=alone[1].title)
    return {pk: job for pk, job in now.items() if pk in asked}


def _rows(
    ticket: Ticket, version: QuoteVersion | None, answers: Sequence[Answer], terms: Mapping[UUID, dict[str, Any]],
    *, said: _Said, at: datetime,
) -> Approval:  # fmt: skip
    approved = [terms[one.job.pk]["gross_minor"] for one in answers if one.decision == "approve"]
    approval = Approval.objects.create(
        id=said.id, ticket=ticket, version=version, link=said.link, said_by=said.by, method=said.method,
        contact=said.contact, note=said.note, shown_sha256=version.sha256 if version else quotes.digest(
            {str(job_id): held for job_id, held in terms.items()}
        ),
        gross_minor=sum(approved), taken_by=said.taken_by, address=said.address, browser=said.browser,
        happened_at=said.happened_at or at, recorded_at=clock.now(),
    )  # fmt: skip
    ApprovalItem.objects.bulk_create(
        ApprovalItem(
            approval=approval, job=one.job, decision=one.decision, price_kind=terms[one.job.pk]["price_kind"],
            gross_minor=terms[one.job.pk]["gross_minor"], max_minor=one.max_minor, reason=one.reason,
            fingerprint=terms[one.job.pk],
        )
        for one in answers
    )  # fmt: skip
    if said.signature:
        signatures.keep(approval, said.signature)
    return approval


def open_up(ticket: Ticket, at: datetime) -> None:
    """The ticket is a work order, with a number from the first time it opens, and the policy of that day (S-3, S-6,
    S-99)."""
    policies.bind(ticket, at)
    ticket.state = TICKET.check(ticket.state, "open")
    if ticket.work_order_number is None:
        ticket.work_order_number = numbering.take("work_order")
    ticket.save(update_fields=["state", "work_order_number"])


def _serve(contents: costing.Contents, approved: Sequence[Job], refused: Sequence[Job], at: datetime) -> None:
    """Approved jobs have what the store can give, and wait for the rest; refused ones hold nothing (K-36, S-21)."""
    reservations.release([line.pk for job in refused for line in contents.lines[job.pk]], at)
    if contents.ticket.kind == "counter":
        return
    lines = [line for job in approved for line in contents.lines[job.pk]]
    short = {one.job_id for one in supply.cover(contents.ticket, lines, at)}
    for job in approved:
        if job.pk in short and job.work == "pending":
            work.put_on_hold(job, "parts")


def _event(ticket: Ticket, approval: Approval, answers: Sequence[Answer]) -> CustomerAnswered:
    said: dict[str, list[UUID]] = {decision: [] for decision in DECISIONS}
    for one in answers:
        said[one.decision].append(one.job.pk)
    return CustomerAnswered(
        ticket.pk, approval.pk, tuple(said["approve"]), tuple(said["decline"]), tuple(said["later"])
    )


@action("approvals.open_order")
def open_order(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """The ticket is a work order without a quote (S-6): its jobs still wait for their yes. Refuses with TicketClosed,
    WrongState."""
    fresh: Ticket = upkeep.require_open(ticket)
    open_up(fresh, at)
    upkeep.refresh(fresh, at)
    return fresh


__all__ = [
    "METHODS",
    "Answer",
    "Asked",
    "BadAnswer",
    "DecidedAlready",
    "NoSuchMethod",
    "NobodyAnswered",
    "NotShown",
    "NumberMissing",
    "OneOption",
    "QuoteExpired",
    "Refused",
    "SignatureMissing",
    "StalePage",
    "WhoMissing",
    "WorkBegun",
    "answer_link",
    "ask",
    "open_link",
    "open_order",
    "record",
]
