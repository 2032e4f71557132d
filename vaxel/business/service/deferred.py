"""Work the customer declined or postponed: it waits on the vehicle until it is done or dropped (S-108 to S-111)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import CannedJob, Operation, Part
from vaxel.business.service import shown
from vaxel.business.service.models import DeferredWork
from vaxel.business.tickets import canned, choices, costing, jobs, lines, upkeep
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict

if TYPE_CHECKING:
    from vaxel.business.service.approvals import Answer

PRICED_ANEW = ("labour", "part", "sublet", "note", "placeholder")


class OtherVehicle(Conflict):
    """Work lies on its own vehicle."""

    sentence = _("“%(title)s” belongs to another vehicle than the ticket's.")


class NotWaiting(Conflict):
    """Work is taken up once at a time."""

    sentence = _("“%(title)s” is done, dropped, or on a ticket already.")


class WhyMissing(BadInput):
    """Dropping work needs a reason."""

    sentence = _("Say why the work is dropped.")


def waiting(vehicle_id: UUID) -> list[DeferredWork]:
    """What lies waiting on the vehicle, oldest first: open, and on no ticket. One query."""
    found = DeferredWork.objects.filter(vehicle_id=vehicle_id, state="open", on_job__isnull=True)
    return list(found.select_related("customer", "ticket").order_by("made_at"))


def follow(
    contents: costing.Contents, answers: Sequence["Answer"], terms: Mapping[UUID, dict[str, Any]], at: datetime
) -> None:
    """A no or later lies on the vehicle; a yes takes away what the same job left there. Inside an approval."""
    if contents.ticket.vehicle_id is None:
        return
    by_id = {job.pk: job for job in contents.jobs}
    not_offered = _stood_for(contents)
    for one in answers:
        job = by_id[one.job.pk]
        if one.decision == "approve":
            stood = [each.pk for each in contents.jobs if each.pk == job.pk or _same_choice(each, job)]
            DeferredWork.objects.filter(job__in=stood, state="open", on_job__isnull=True).update(
                state="superseded", closed_at=at
            )
        elif job.pk not in not_offered:
            decision = {"decline": "declined"}.get(one.decision, one.decision)
            _lay(contents, job, decision, gross_minor=terms[job.pk]["gross_minor"], at=at, reason=one.reason)


def _same_choice(one: Job, other: Job) -> bool:
    return one.option_group is not None and one.option_group == other.option_group


def _stood_for(contents: costing.Contents) -> frozenset[UUID]:
    """Options that are neither declined nor deferred: another of their choice was chosen, or waits for them (S-49)."""
    return choices.passed_over(contents.jobs)


def _lay(
    contents: costing.Contents, job: Job, decision: str, *, gross_minor: int, at: datetime, reason: str = ""
) -> DeferredWork:
    """The record of this job, or the one it had taken up, is open with the newest no and one more offer (S-111)."""
    ticket = contents.ticket
    assert ticket.vehicle_id is not None
    held = DeferredWork.objects.filter(on_job=job, state="open").first()
    held = held or DeferredWork.objects.filter(job=job).order_by("-made_at").first()
    if held is None:
        held = DeferredWork(vehicle_id=ticket.vehicle_id, customer=ticket.customer, ticket=ticket, job=job, made_at=at)
    held.title, held.decision, held.reason, held.gross_minor = job.title, decision, reason, gross_minor
    held.body = frozen(job, contents.lines[job.pk])
    held.state, held.on_job, held.closed_at = "open", None, None
    day = costing.business_day(ticket.site, at).isoformat()
    held.offers = [*held.offers, {"ticket": ticket.ref, "day": day, "decision": decision, "gross_minor": gross_minor}]
    held.save()
    touch(held)
    return held


def frozen(job: Job, held: Sequence[Line]) -> dict[str, Any]:
    """The job and its lines as plain values, enough to offer it again."""
    return {
        "title": job.title, "concern": job.concern, "cause": job.cause, "category": job.category,
        "price_kind": job.price_kind, "template_key": job.template_key,
        "lines": [
            {"kind": line.kind, "text": line.text, "number": line.number, "quantity_milli": line.quantity_milli,
             "unit": line.unit, "unit_price_cm": line.unit_price_cm, "part": str(line.part_id or ""),
             "operation": str(line.operation_id or "")}
            for line in held
        ],
    }  # fmt: skip


def settle(contents: costing.Contents, at: datetime) -> tuple[UUID, ...]:
    """At posting: what was done closes its record with this ticket; what was not is laid on the vehicle (S-34, S-111).

    The ids of the records that wait now because of this ticket. Part of the posting action.
    """
    ticket = contents.ticket
    if ticket.vehicle_id is None or ticket.kind == "counter":
        return ()
    done = [job.pk for job in contents.jobs if job.work == "completed"]
    DeferredWork.objects.filter(on_job_id__in=done, state="open").update(state="done", closed_at=at)
    named = [job for job in contents.jobs if job.title or contents.lines[job.pk]]
    left_undone = [job for job in named if job.work != "cancelled" and job.pk not in done]
    have = set(DeferredWork.objects.filter(job__in=left_undone, state="open").values_list("job_id", flat=True))
    terms = shown.now(contents, left_undone, at)
    not_offered = _stood_for(contents)
    for job in left_undone:
        if job.pk not in not_offered and job.decision in ("undecided", "declined", "later") and job.pk not in have:
            decision = "declined" if job.decision == "declined" else "later"
            _lay(contents, job, decision, gross_minor=terms[job.pk]["gross_minor"], at=at)
    gone = [job.pk for job in contents.jobs if job.work == "cancelled"]
    DeferredWork.objects.filter(on_job_id__in=gone, state="open").update(on_job=None)
    waits = DeferredWork.objects.filter(job__ticket=ticket, state="open", on_job__isnull=True)
    return tuple(waits.values_list("pk", flat=True))


@action("deferred.take_up")
def take_up(
    ticket: Ticket, *, works: Sequence[DeferredWork], language: str = "sv", by: Actor, at: datetime
) -> list[Job]:
    """Each piece of work stands as a job on the ticket, linked to its record and priced anew (S-110, S-111).

    Refuses with OtherVehicle, NotWaiting, TicketClosed.
    """
    fresh = upkeep.require_open(ticket)
    made = []
    for work in (
        DeferredWork.objects.select_for_update(of=("self",))
        .filter(pk__in=[work.pk for work in works])
        .order_by("made_at")
    ):
        if work.vehicle_id != fresh.vehicle_id:
            raise OtherVehicle(title=work.title)
        if work.state != "open" or work.on_job_id is not None:
            raise NotWaiting(title=work.title)
        made.append(_take_up(fresh, work, language, by, at))
    return made


def _take_up(ticket: Ticket, work: DeferredWork, language: str, by: Actor, at: datetime) -> Job:
    body = work.body
    job = jobs.add(
        ticket, title=work.title, concern=body["concern"], category=body["category"], origin="deferred", by=by, at=at
    )
    template = CannedJob.objects.filter(key=body["template_key"], state="active").first()
    if template is not None:
        job.template_key, job.template_version = template.key, template.version
        canned.price(job, template, at)
        job.save()
    held = [line for line in body["lines"] if line["kind"] in PRICED_ANEW]
    parts = Part.objects.in_bulk([UUID(line["part"]) for line in held if line["part"]])
    operations = Operation.objects.in_bulk([UUID(line["operation"]) for line in held if line["operation"]])
    wishes = [
        lines.Wish(
            kind=line["kind"], text=line["text"], quantity_milli=line["quantity_milli"],
            part=parts.get(UUID(line["part"])) if line["part"] else None,
            operation=operations.get(UUID(line["operation"])) if line["operation"] else None,
        )
        for line in held
    ]  # fmt: skip
    lines.add(job, wishes, language=language, by=by, at=at)
    work.on_job = job
    work.save(update_fields=["on_job"])
    touch(work)
    return job


def _at_site(work: DeferredWork, *_args: Any, by: Actor, **_kwargs: Any) -> UUID | None:
    return by.site_id or work.ticket.site_id


@action("deferred.drop", site=_at_site)
def drop(work: DeferredWork, *, reason: str, by: Actor, at: datetime) -> DeferredWork:
    """Nobody is reminded of the work any more. Refuses with WhyMissing, NotWaiting."""
    if not reason.strip():
        raise WhyMissing()
    fresh = DeferredWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if fresh.state != "open" or fresh.on_job_id is not None:
        raise NotWaiting(title=fresh.title)
    fresh.state, fresh.closed_at, fresh.close_reason = "dropped", at, reason.strip()
    fresh.save(update_fields=["state", "closed_at", "close_reason"])
    note(reason=reason.strip())
    return fresh


@action("deferred.ask_again", site=_at_site)
def ask_again(work: DeferredWork, *, on: date | None, by: Actor, at: datetime) -> DeferredWork:
    """The customer is to be asked again on this day; None: at the next visit."""
    DeferredWork.objects.filter(pk=work.pk).update(ask_again_on=on)
    return DeferredWork.objects.get(pk=work.pk)
