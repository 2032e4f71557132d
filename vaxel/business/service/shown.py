"""What a customer had before them when they answered: each job's terms, as sent or as it stands (S-91).

The terms come from what was shown, never from what the ticket became meanwhile: an edit after the sending makes the
yes stale instead of slipping into it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.service.limits import Tolerance
from vaxel.business.tickets import costing, fingerprint
from vaxel.business.tickets.models import Job, QuoteVersion

UNLIMITED_MINOR = 2**53 - 1
preferences.declare(
    Preference(
        "approvals.rough_over_ppm", 150_000, _("How far a rough price may be exceeded, in millionths."), lowest=0,
        highest=1_000_000,
    )
)  # fmt: skip
preferences.declare(
    Preference("approvals.rough_over_minor", 0, _("The most a rough price may be exceeded by; 0: no such ceiling."),
               lowest=0)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a frozen version, as a fingerprint reads it."""

    pk: UUID
    kind: str
    text: str
    quantity_milli: int
    unit_price_cm: int
    part_id: UUID | None


def tolerance(site_id: UUID) -> Tolerance:
    """The site's rule for rough prices (S-99, S-100)."""
    held = preferences.values(["approvals.rough_over_ppm", "approvals.rough_over_minor"], site_id)
    ceiling = int(held["approvals.rough_over_minor"])
    return Tolerance(int(held["approvals.rough_over_ppm"]), ceiling or None)


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
    return {
        job.pk: _take(
            title=job.title, price_kind=job.price_kind, lines=contents.lines[job.pk],
            gross_minor=costing.sum_of(contents, [job], rates, whole=False).gross,
        )
        for job in jobs
    }  # fmt: skip


def _of_body(body: Mapping[str, Any]) -> dict[str, Any]:
    lines = [
        ShownLine(
            UUID(line["id"]), line["kind"], line["text"], line["quantity_milli"], line["unit_price_cm"],
            UUID(line["part"]) if line["part"] else None,
        )
        for line in body["lines"]
    ]  # fmt: skip
    return _take(title=body["title"], price_kind=body["price_kind"], gross_minor=body["gross_minor"], lines=lines)


def _take(*, title: str, price_kind: str, gross_minor: int, lines: Sequence[Any]) -> dict[str, Any]:
    return fingerprint.take(
        title=title, price_kind=price_kind, gross_minor=gross_minor, limit_minor=gross_minor, lines=lines
    )


def limited(shown: Mapping[str, Any], site_id: UUID, max_minor: int | None) -> dict[str, Any]:
    """The terms with the most the job may become before we ask again: by its price kind and the site's rule."""
    gross = int(shown["gross_minor"])
    limit = gross
    if shown["price_kind"] == "rough":
        limit = gross + tolerance(site_id).of(gross)
    elif shown["price_kind"] == "running":
        limit = UNLIMITED_MINOR if max_minor is None else max_minor
    return {**shown, "limit_minor": limit}
