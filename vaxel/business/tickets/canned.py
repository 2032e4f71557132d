"""Applying a canned job: a job with its lines, as a snapshot that no later edit of the template reaches (S-42)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import CannedJob
from vaxel.business.catalog.prices import convert
from vaxel.business.tickets import costing, jobs, lines
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import Conflict


class NotActive(Conflict):
    """A canned job that is a draft or retired."""

    sentence = _("The canned job %(title)s is not in use.")


@action("jobs.apply_canned")
def apply(
    ticket: Ticket, canned: CannedJob, *, language: str = "sv", id: UUID | None = None, by: Actor, at: datetime
) -> Job:
    """The ticket has the canned job as a job of its own: texts, labour, parts and prices as of now.

    Refuses with NotActive.
    """
    title = canned.title_en if language == "en" else canned.title_sv
    if canned.state != "active":
        raise NotActive(title=title)
    job = jobs.add(ticket, title=title, category=canned.category, origin="template", id=id, by=by, at=at)
    job.template_key, job.template_version = canned.key, canned.version
    job.warranty_months, job.warranty_km = canned.warranty_months, canned.warranty_km
    price(job, canned, at)
    job.save()
    wishes = [
        lines.Wish(
            kind=one.kind, part=one.part, operation=one.operation, quantity_milli=one.quantity_milli,
            text=one.text_en if language == "en" else one.text_sv,
        )
        for one in canned.lines.select_related("part", "operation").order_by("position")
    ]  # fmt: skip
    lines.add(job, wishes, language=language, by=by, at=at)
    return job


def price(job: Job, canned: CannedJob, at: datetime) -> None:
    """The unsaved job costs what the template says today, where that is a fixed price."""
    if canned.pricing == "fixed":
        job.pricing = "fixed"
        job.fixed_price_minor = menu_prices(job.ticket, [canned], at)[canned.pk]


def menu_prices(ticket: Ticket, templates: Sequence[CannedJob], at: datetime) -> dict[UUID, int]:
    """Minor units in the ticket's basis, of those templates that have a fixed price."""
    fixed = [one for one in templates if one.pricing == "fixed"]
    if not fixed:
        return {}
    ppm = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))("standard")[1]
    return {one.pk: rdiv(convert(one.fixed_price_cm, "excl", ticket.price_basis, ppm), 100) for one in fixed}
