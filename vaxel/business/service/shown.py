"""What a customer had before them when they answered: each job's terms, as sent or as it stands (S-91).

The terms come from what was shown, never from what the ticket became meanwhile: an edit after the sending makes the
yes stale instead of slipping into it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.service.limits import Tolerance
from vaxel.business.tickets import costing, fingerprint
from vaxel.business.tickets.models import Job, QuoteVersion
from vaxel.business.tickets.totals import Totals

UNLIMITED_MINOR = 2**53 - 1


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a frozen version, as a fingerprint reads it."""

    pk: UUID
    kind: str
    text: str
    quantity_milli: int
    unit_price_cm: int
    part_id: UUID | None


def terms(
    contents: costing.Contents, jobs: Sequence[Job], version: QuoteVersion | None, at: datetime
) -> Mapping[UUID, dict[str, Any]]:
    """Job id → its terms as shown in the version; without one, as the job stands now and was read out."""
    if version is not None:
        return {UUID(body["id"]): _of_body(body) for body in version.body["jobs"]}
    return now(contents, jobs, at)


def now(contents: costing.Contents, jobs: Sequence[Job], at: datetime) -> Mapping[UUID, dict[str, Any]]:
    """Job id → its terms as it stands, without a limit yet."""
    rates = costing.rates_for(contents.ticket.site, costing.business_day(contents.ticket.site, at))
    return {job.pk: _now(contents, job, costing.sum_of(contents, [job], rates, whole=False)) for job in jobs}


def _now(contents: costing.Contents, job: Job, alone: Totals) -> dict[str, Any]:
    return _take(title=job.title, price_kind=job.price_kind, lines=contents.lines[job.pk], gross_minor=alone.gross,
                 net_minor=alone.net)  # fmt: skip


def _of_body(body: Mapping[str, Any]) -> dict[str, Any]:
    lines = [
        ShownLine(
            UUID(line["id"]), line["kind"], line["text"], line["quantity_milli"], line["unit_price_cm"],
            UUID(line["part"]) if line["part"] else None,
        )
        for line in body["lines"]
    ]  # fmt: skip
    return _take(title=body["title"], price_kind=body["price_kind"], gross_minor=body["gross_minor"],
                 net_minor=body.get("net_minor", 0), lines=lines)  # fmt: skip


def _take(*, title: str, price_kind: str, gross_minor: int, net_minor: int, lines: Sequence[Any]) -> dict[str, Any]:
    held = fingerprint.take(
        title=title, price_kind=price_kind, gross_minor=gross_minor, limit_minor=gross_minor, lines=lines
    )
    return {**held, "net_minor": net_minor}


def limited(shown: Mapping[str, Any], tolerance: Tolerance, max_minor: int | None) -> dict[str, Any]:
    """The terms with the most the job may become before we ask again: by its price kind and the ticket's policy."""
    gross = int(shown["gross_minor"])
    limit = gross
    if shown["price_kind"] == "rough":
        limit = gross + tolerance.of(gross, int(shown.get("net_minor", 0)))
    elif shown["price_kind"] == "running":
        limit = UNLIMITED_MINOR if max_minor is None else max_minor
    return {**shown, "limit_minor": limit}
