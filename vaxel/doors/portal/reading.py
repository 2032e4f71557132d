"""What the customer's page shows: the version that was sent, and what has been answered about each of its jobs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vaxel.business.service import approvals
from vaxel.business.service.models import ApprovalItem, ApprovalLink
from vaxel.business.tickets import costing, quotes, upkeep
from vaxel.business.tickets.models import Job, QuoteVersion
from vaxel.doors.papers.quotes import price_kind

UNDER_WAY = ("in_progress", "completed")


@dataclass(frozen=True, slots=True)
class PageJob:
    """A job as the customer sees it. `open`: it can be answered; `state`: what has been said, or `changed`."""

    id: str
    title: str
    concern: str
    price_kind: str
    gross_minor: int
    has_prices: bool
    lines: list[Mapping[str, Any]]
    state: str
    open: bool
    chosen: str = ""
    reason: str = ""
    group: str = ""
    recommended: bool = False
    counted: bool = True
    adds_to: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is part of the sum the page shows."""
        return self.state == "approved" or (self.open and self.chosen == "approve")


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template needs. Amounts are with VAT, in minor units."""

    version: QuoteVersion
    body: Mapping[str, Any]
    jobs: list[PageJob]
    expired: bool
    valid_until: date
    answered_at: datetime | None
    answered_by: str

    @property
    def groups(self) -> list[list[PageJob]]:
        """The jobs in order, options that stand against each other together."""
        made: list[list[PageJob]] = []
        at: dict[str, list[PageJob]] = {}
        for job in self.jobs:
            if job.group in at:
                at[job.group].append(job)
                continue
            made.append([job])
            if job.group:
                at[job.group] = made[-1]
        return made

    @property
    def is_short(self) -> bool:
        """Whether what is included is shown at once."""
        return len(self.jobs) < 4

    @property
    def counted(self) -> int:
        """How many jobs the quote's own sum counts."""
        return sum(job.counted for job in self.jobs)

    @property
    def open_jobs(self) -> list[PageJob]:
        """Those that can be answered."""
        return [job for job in self.jobs if job.open]

    @property
    def approved_minor(self) -> int:
        """The sum of what is approved already."""
        return self.sum_of({job.id for job in self.jobs if job.state == "approved"})

    @property
    def chosen_minor(self) -> int:
        """The sum of what is approved or chosen on this page."""
        return self.sum_of({job.id for job in self.jobs if job.counts})

    def sum_of(self, ids: Collection[str]) -> int:
        """What these jobs cost. All that the quote counts cost what it says; a discount on the whole is in.

        For some of them it is the sum of what each costs alone: never less than what will be invoiced (S-86).
        """
        if set(ids) == {job.id for job in self.jobs if job.counted}:
            return self.version.gross_minor
        return sum(job.gross_minor for job in self.jobs if job.id in ids)


def page(
    link: ApprovalLink, at: datetime, chosen: Mapping[str, str] | None = None, reasons: Mapping[str, str] | None = None
) -> Page | None:
    """The page behind a link that works; `chosen` and `reasons` (job id → words) are kept in its fields.

    None when nothing has been sent. Three queries, whatever the number of jobs.
    """
    version = quotes.newest(link.ticket)
    if version is None:
        return None
    jobs = {job.pk: job for job in Job.objects.filter(ticket=link.ticket)}
    said = approvals.last_said(link.ticket)
    expired = version.valid_until < costing.business_day(link.ticket.site, at)
    closed = link.ticket.state in upkeep.CLOSED
    shown, titles = [], {body["id"]: body["title"] for body in version.body["jobs"]}
    for body in version.body["jobs"]:
        job, item = jobs.get(UUID(body["id"])), said.get(UUID(body["id"]))
        state = _state(job, item, version)
        is_open = state in ("undecided", "declined", "later", "stale") and not closed
        words = (chosen or {}).get(body["id"], ""), _reason(body, reasons or {})
        shown.append(_job(body, state, is_open, words, titles.get(body.get("adds_to", ""), "")))
    last = max((item.approval for item in said.values()), key=lambda one: one.happened_at, default=None)
    return Page(
        version, version.body, shown, expired, version.valid_until, last.happened_at if last else None,
        last.said_by if last else "",
    )  # fmt: skip


def _reason(body: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    return reasons.get(body["id"]) or reasons.get(body.get("option_group") or body["id"], "")


def _state(job: Job | None, item: ApprovalItem | None, version: QuoteVersion) -> str:
    """What has been said of the job. One that changed after its yes can be answered again once that has been sent."""
    if job is None or job.work == "cancelled":
        return "gone"
    if job.decision == "stale" and item is not None and item.approval.version_id == version.pk:
        return "changed"
    if job.decision != "approved" and job.work in UNDER_WAY:
        return "changed" if job.decision == "stale" else "gone"
    return job.decision


def _job(body: Mapping[str, Any], state: str, is_open: bool, words: tuple[str, str], adds_to: str) -> PageJob:
    return PageJob(
        id=body["id"], title=body["title"], concern=body["concern"], price_kind=price_kind(body["price_kind"]),
        gross_minor=body["gross_minor"], has_prices=body["pricing"] != "fixed",
        lines=[line for line in body["lines"] if line["text"] or line["number"]], state=state, open=is_open,
        chosen=words[0], reason=words[1], group=body.get("option_group", ""),
        recommended=body.get("recommended", False), counted=body.get("counted", True), adds_to=adds_to,
    )  # fmt: skip
