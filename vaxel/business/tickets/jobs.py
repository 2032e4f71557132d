"""Jobs: pieces of work the customer can say yes to, added, worded, priced by menu or by line, moved and removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from vaxel.business.stock import naming
from vaxel.business.tickets import costing, fees, lines, pricing, upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.permits import NOBODY, Answer, Permit
from vaxel.business.tickets.refusals import BadDiscount, BadPrice
from vaxel.business.tickets.tickets import open_ticket
from vaxel.business.tickets.totals import Totals
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, rdiv
from vaxel.kernel.refusals import Conflict

TEXTS = frozenset({"title", "concern", "cause", "correction", "internal_note", "category", "price_kind", "position"})
HIGHEST_MINOR = 10_000_000_00


class JobInUse(Conflict):
    """Work or an answer hangs on the job."""

    sentence = _("The job %(title)s has been answered or worked on. Cancel it instead of removing it.")


class AnsweredAlready(Conflict):
    """The way of pricing is the customer's agreement once they have answered (S-45)."""

    sentence = _("The customer has answered about this job. Its way of pricing cannot change now.")


@action("jobs.add")
def add(
    ticket: Ticket, *, title: str = "", concern: str = "", category: str = "", origin: str = "typed",
    id: UUID | None = None, by: Actor, at: datetime,
) -> Job:  # fmt: skip
    """The ticket has one more job, last in order."""
    fresh = upkeep.require_open(ticket)
    last = Job.objects.filter(ticket=fresh).aggregate(last=Max("position"))["last"]
    job = Job.objects.create(
        id=id or new_id(), ticket=fresh, position=0 if last is None else last + 1, title=title.strip(),
        concern=concern.strip(), category=category, origin=origin,
    )  # fmt: skip
    upkeep.refresh(fresh, at)
    return job


@action("jobs.change", site=lambda job, **_: job.ticket.site_id)
def change(job: Job, *, by: Actor, at: datetime, **fields: Any) -> Job:
    """The named texts of the job (title, concern, cause, correction …) have these values."""
    unknown = fields.keys() - TEXTS
    if unknown:
        raise TypeError(f"a job has no field {sorted(unknown)} that is changed this way")
    ticket = upkeep.require_open(job.ticket)
    fresh = Job.objects.get(pk=job.pk)
    for name, value in fields.items():
        setattr(fresh, name, value.strip() if isinstance(value, str) else value)
    fresh.version += 1
    fresh.save(update_fields=[*fields, "version"])
    upkeep.refresh(ticket, at)
    return fresh


@action("jobs.set_menu_price", site=lambda job, **_: job.ticket.site_id)
def set_menu_price(
    job: Job, *, price_minor: int | None, language: str = "sv", by: Actor, at: datetime
) -> Job:  # fmt: skip
    """The job has one fixed price in the ticket's basis, or (None) the sum of its lines again (S-45).

    The supplies fee goes with the menu price, which has it in it, and comes back without one (S-75).
    Refuses with AnsweredAlready after the customer's answer, BadPrice.
    """
    if price_minor is not None and not 0 <= price_minor <= HIGHEST_MINOR:
        raise BadPrice()
    ticket = upkeep.require_open(job.ticket)
    fresh = Job.objects.get(pk=job.pk)
    if fresh.said:
        raise AnsweredAlready()
    note(before=fresh.fixed_price_minor if fresh.pricing == "fixed" else None, after=price_minor)
    fresh.pricing, fresh.fixed_price_minor = ("lines", 0) if price_minor is None else ("fixed", price_minor)
    fresh.version += 1
    fresh.save(update_fields=["pricing", "fixed_price_minor", "version"])
    fees.keep_supplies(pricing.terms(ticket, at, language), fresh)
    upkeep.refresh(ticket, at)
    return fresh


@action("jobs.discount", site=lambda job, **_: job.ticket.site_id)
def discount(job: Job, *, ppm: int = 0, minor: int = 0, answer: Answer = NOBODY, by: Actor, at: datetime) -> Job:
    """So much is taken off the job, within the role's limit or with a second person (S-80, S-82)."""
    ticket = upkeep.require_open(job.ticket)
    fresh = Job.objects.get(pk=job.pk)
    fresh.discount_ppm = fresh.discount_minor = 0
    contents = costing.load(ticket)
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
    fresh_total = costing.sum_of(contents, [fresh], rates, whole=False)
    base = _discountable(contents, [fresh], fresh_total)
    Permit(by, answer, ticket.site_id).check_discount(off_minor=_off(base, ppm, minor), base_minor=base)
    note(discount_ppm=ppm, discount_minor=minor, **answer.trail)
    fresh.discount_ppm, fresh.discount_minor = ppm, minor
    fresh.version += 1
    fresh.save(update_fields=["discount_ppm", "discount_minor", "version"])
    upkeep.refresh(ticket, at)
    return fresh


@action("tickets.discount")
def discount_ticket(
    ticket: Ticket, *, ppm: int = 0, minor: int = 0, answer: Answer = NOBODY, by: Actor, at: datetime
) -> Ticket:
    """So much is taken off the whole ticket, spread over its lines at the sum (S-80, S-81, S-82)."""
    fresh = upkeep.require_open(ticket)
    contents = costing.load(fresh)
    rates = costing.rates_for(fresh.site, costing.business_day(fresh.site, at))
    whole = costing.sum_of(contents, contents.counted(), rates, whole=False)
    base = _discountable(contents, contents.counted(), whole)
    Permit(by, answer, fresh.site_id).check_discount(off_minor=_off(base, ppm, minor), base_minor=base)
    note(discount_ppm=ppm, discount_minor=minor, **answer.trail)
    fresh.discount_ppm, fresh.discount_minor, fresh.discount_reason = ppm, minor, answer.reason
    fresh.save(update_fields=["discount_ppm", "discount_minor", "discount_reason"])
    upkeep.refresh(fresh, at)
    return fresh


def _discountable(contents: costing.Contents, jobs: Sequence[Job], sums: Totals) -> int:
    """What the jobs' lines that a discount may touch (M-15) come to; a menu price may be discounted whole."""
    lines = [line for job in jobs for line in contents.lines[job.pk] if line.discountable or job.pricing == "fixed"]
    return sum(max(0, sums.lines[line.pk].amount) for line in lines if line.pk in sums.lines)


def _off(base: int, ppm: int, minor: int) -> int:
    if not 0 <= ppm <= MILLION or minor < 0:
        raise BadDiscount()
    return rdiv(base * ppm, MILLION) + minor


@action("jobs.remove", site=lambda job, **_: job.ticket.site_id)
def remove(job: Job, *, by: Actor, at: datetime) -> Ticket:
    """The job and its lines are off the ticket; refuses with JobInUse once it was answered or worked on."""
    ticket = upkeep.require_open(job.ticket)
    fresh = Job.objects.get(pk=job.pk)
    if fresh.said or fresh.sent or fresh.clocked or fresh.work not in ("pending", "cancelled"):
        raise JobInUse(title=fresh.title)
    line_ids = list(Line.objects.filter(job=fresh).values_list("pk", flat=True))
    note(title=fresh.title, lines=len(line_ids))
    naming.forget(line_ids)
    _leave_choices(ticket, [fresh.pk])
    fresh.delete()
    upkeep.refresh(ticket, at)
    return ticket


@action("tickets.split")
def split(ticket: Ticket, *, jobs: list[Job], id: UUID | None = None, by: Actor, at: datetime) -> Ticket:
    """The chosen jobs have moved, with their lines and answers, to a new ticket of the same customer and car (S-11)."""
    fresh = upkeep.require_open(ticket)
    other = open_ticket(
        fresh.site, customer=fresh.customer, vehicle=fresh.vehicle, kind=fresh.kind, id=id, by=by, at=at
    )
    ids = [job.pk for job in jobs]
    Job.objects.filter(pk__in=ids, ticket=fresh).update(ticket=other)
    Line.objects.filter(job__in=ids, ticket=fresh).update(ticket=other)
    _leave_choices(fresh, ids)
    other.price_basis, other.state = fresh.price_basis, fresh.state
    other.work_order_number = None
    other.save(update_fields=["price_basis", "state"])
    touch(other)
    note(moved=[str(one) for one in ids], to=other.ref)
    upkeep.refresh(fresh, at)
    upkeep.refresh(other, at)
    return other


@dataclass(frozen=True, slots=True)
class Removed:
    """A job that was removed, as far as it can be put back: texts, menu price, lines as wishes, and where it stood."""

    texts: Mapping[str, str]
    wishes: Sequence[lines.Wish] = field(default_factory=tuple)
    menu_price_minor: int | None = None
    position: int = 0


@action("jobs.put_back")
def put_back(ticket: Ticket, *, remembered: Removed, language: str = "sv", by: Actor, at: datetime) -> Job:
    """The job stands on the ticket again where it stood, its lines priced anew and its menu price as it was.

    Refuses with TicketClosed and as `lines.add` and `jobs.set_menu_price` do.
    """
    texts = {name: text for name, text in remembered.texts.items() if name in TEXTS and name != "position"}
    job = add(ticket, title=texts.get("title", ""), by=by, at=at)
    Job.objects.filter(ticket=ticket, position__gte=remembered.position).update(position=F("position") + 1)
    job = change(job, position=remembered.position, by=by, at=at, **texts)
    if remembered.wishes:
        lines.add(job, remembered.wishes, language=language, by=by, at=at)
    if remembered.menu_price_minor is not None:
        job = set_menu_price(job, price_minor=remembered.menu_price_minor, language=language, by=by, at=at)
    return job


def _leave_choices(ticket: Ticket, ids: Sequence[UUID]) -> None:
    """The jobs are options no more, and neither is a job that is left alone in its choice (S-49)."""
    left = set(Job.objects.filter(pk__in=ids, option_group__isnull=False).values_list("option_group", flat=True))
    Job.objects.filter(pk__in=ids).update(option_group=None, recommended=False)
    for group_id in left:
        rest = Job.objects.filter(option_group=group_id, ticket=ticket)
        if rest.count() == 1:
            rest.update(option_group=None, recommended=False)
