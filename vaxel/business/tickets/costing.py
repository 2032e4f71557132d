"""From stored jobs and lines to sums: loads what a ticket holds, and keeps the caches on the ticket true (S-23)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vaxel.business.accounting import taxes
from vaxel.business.locations.models import Site
from vaxel.business.tickets import choices
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.totals import CostedJob, CostedLine, Rates, Totals, total
from vaxel.kernel import clock

NOT_COUNTED = frozenset({"declined", "later", "not_chosen"})


@dataclass(frozen=True, slots=True)
class Contents:
    """A ticket's jobs with their lines, in order, loaded in two queries."""

    ticket: Ticket
    jobs: Sequence[Job]
    lines: dict[object, list[Line]]

    def counted(self) -> list[Job]:
        """The jobs that would be invoiced as things stand: neither refused nor cancelled, one of each choice."""
        return one_of_each([job for job in self.jobs if counts(job)])


def counts(job: Job) -> bool:
    """Whether the job's lines are part of the ticket's sum."""
    return job.decision not in NOT_COUNTED and job.work != "cancelled"


def one_of_each(jobs: Sequence[Job]) -> list[Job]:
    """The jobs without the options that another one of their choice stands for (S-49)."""
    out = choices.passed_over(jobs)
    return [job for job in jobs if job.pk not in out]


def load(ticket: Ticket) -> Contents:
    """The jobs and lines of the ticket as they stand."""
    jobs = list(Job.objects.filter(ticket=ticket).select_related("payer").order_by("position", "id"))
    lines: dict[object, list[Line]] = {job.pk: [] for job in jobs}
    for line in Line.objects.filter(ticket=ticket).select_related("part").order_by("position", "id"):
        lines[line.job_id].append(line)
    return Contents(ticket, jobs, lines)


def costed_line(line: Line) -> CostedLine:
    """The line as the arithmetic sees it; one without a price counts nothing."""
    return CostedLine(
        id=line.pk, kind=line.kind, quantity_milli=line.quantity_milli, unit_price_cm=line.unit_price_cm,
        tax_code=line.tax_code, discount_ppm=line.discount_ppm, discount_minor=line.discount_minor,
        discountable=line.discountable,
    )  # fmt: skip


def costed_job(job: Job, lines: Iterable[Line]) -> CostedJob:
    """The job as the arithmetic sees it."""
    return CostedJob(
        id=job.pk, lines=[costed_line(line) for line in lines], discount_ppm=job.discount_ppm,
        discount_minor=job.discount_minor,
        fixed_price_minor=job.fixed_price_minor if job.pricing == "fixed" else None,
    )  # fmt: skip


def rates_for(site: Site, day: date) -> Rates:
    """The tax rates of the site's jurisdiction on a day, read once; an unknown code refuses with NoRate."""
    held = taxes.rates_on(site.jurisdiction, day)

    def rates(code: str) -> tuple[str, int]:
        if code not in held:
            raise taxes.NoRate(code=code, day=day.isoformat(), jurisdiction=site.jurisdiction)
        return held[code]

    return rates


def business_day(site: Site, at: datetime) -> date:
    """The site's calendar day of a moment (M-65)."""
    return clock.local(at, site.time_zone).date()


def sum_of(contents: Contents, jobs: Sequence[Job], rates: Rates, *, whole: bool = True) -> Totals:
    """The sums of some of the ticket's jobs; the ticket's own discount counts unless `whole` is False."""
    ticket = contents.ticket
    return total(
        [costed_job(job, contents.lines[job.pk]) for job in jobs],
        basis="incl" if ticket.price_basis == "incl" else "excl",
        rates=rates,
        discount_ppm=ticket.discount_ppm if whole else 0,
        discount_minor=ticket.discount_minor if whole else 0,
    )
