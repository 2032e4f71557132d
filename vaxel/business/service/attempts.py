"""Tries to reach the customer, as rows (S-96), and the work that is done when nobody could be reached (S-102)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.service import approvals, policies, time_entries
from vaxel.business.service.models import Approval, ApprovalItem, ContactAttempt
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Job, Ticket
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION
from vaxel.kernel.refusals import BadInput, Conflict

CHANNELS: Mapping[str, str | Promise] = {
    "phone": _("by phone"), "sms": _("by SMS"), "email": _("by e-mail"), "in_person": _("in person"),
}  # fmt: skip
RESULTS: Mapping[str, str | Promise] = {
    "no_answer": _("no answer"), "busy": _("busy"), "left_message": _("left a message"),
    "wrong_number": _("wrong number"), "waits": _("will call back"), "reached": _("was reached"),
}  # fmt: skip
REASONS: Mapping[str, str | Promise] = {
    "small": _("It is small"), "wanted": _("The customer plainly wants it"), "danger": _("Waiting would be dangerous"),
}  # fmt: skip


class BadAttempt(BadInput):
    """A try has a channel, a number or address, and a result."""

    sentence = _("Say how you tried, the number or address, and what came of it.")


class NoAttempt(Conflict):
    """Unasked work comes after a try to ask (S-102)."""

    sentence = _("Try to reach the customer first, and note the attempt here.")


class NotSmall(Conflict):
    """Small has a figure."""

    sentence = _("This is more than the rule allows unasked. Reach the customer, or say why it cannot wait.")


class WhyUnasked(BadInput):
    """Unasked work has a reason, in kind and in words."""

    sentence = _("Choose why it is done unasked, and write what you saw.")


@action("approvals.note_attempt")
def note_attempt(
    ticket: Ticket, *, channel: str, number: str, result: str, text: str = "", happened_at: datetime | None = None,
    id: UUID | None = None, by: Actor, at: datetime,
) -> ContactAttempt:  # fmt: skip
    """Somebody tried to reach the customer. The same `id` again is the same attempt. Refuses with BadAttempt."""
    if channel not in CHANNELS or result not in RESULTS or not (number.strip() or channel == "in_person"):
        raise BadAttempt()
    held = ContactAttempt.objects.filter(pk=id).first() if id else None
    if held is not None:
        return held
    said = {"id": id} if id else {}
    touch(ticket)
    return ContactAttempt.objects.create(
        ticket=ticket, channel=channel, number=number.strip()[:120], result=result, text=text.strip()[:400],
        taken_by=time_entries.person(by), happened_at=happened_at or at, recorded_at=clock.now(), **said,
    )  # fmt: skip


@action("approvals.do_unasked")
def do_unasked(ticket: Ticket, *, jobs: Sequence[Job], reason: str, text: str, by: Actor, at: datetime) -> Approval:
    """The jobs are done though nobody could be asked: an approval with the method `unreached`, printed (S-102).

    `small` keeps within the policy's share of what is approved and its ceiling. Refuses with WhyUnasked, NoAttempt,
    NotSmall and as an approval does.
    """
    if reason not in REASONS or not text.strip():
        raise WhyUnasked()
    fresh = upkeep.require_open(ticket)
    if not since_last(fresh):
        raise NoAttempt()
    if reason == "small" and not _is_small(fresh, jobs, at):
        raise NotSmall()
    note(reason=reason)
    return approvals.unreached(fresh, jobs, note=text.strip()[:400], by=by, at=at)


def _is_small(ticket: Ticket, jobs: Sequence[Job], at: datetime) -> bool:
    policy = policies.of(ticket, costing.business_day(ticket.site, at))
    contents = costing.load(ticket)
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
    wanted = [job for job in contents.jobs if job in jobs]
    asked = sum(costing.sum_of(contents, [job], rates, whole=False).gross for job in wanted)
    newest: dict[UUID, ApprovalItem] = {}
    for item in ApprovalItem.objects.filter(approval__ticket=ticket).order_by("pk"):
        newest[item.job_id] = item
    agreed = sum(one.gross_minor for one in newest.values() if one.decision == "approve")
    allowed = agreed * policy.unasked_ppm // MILLION
    return asked <= (allowed if policy.unasked_minor is None else min(allowed, policy.unasked_minor))


def of(ticket: Ticket) -> list[ContactAttempt]:
    """Every attempt of the ticket, newest first. One query."""
    return list(ContactAttempt.objects.filter(ticket=ticket).select_related("taken_by").order_by("-happened_at", "-id"))


def by_approval(ticket: Ticket, approvals_in_order: Iterable[Approval]) -> Mapping[UUID, list[ContactAttempt]]:
    """Approval id → the attempts that led to it: those after the approval before. One query."""
    rows = list(ContactAttempt.objects.filter(ticket=ticket).order_by("happened_at", "id"))
    led: dict[UUID, list[ContactAttempt]] = {}
    for one in approvals_in_order:
        led[one.pk] = [row for row in rows if row.happened_at <= one.happened_at]
        rows = rows[len(led[one.pk]) :]
    return led


def since_last(ticket: Ticket) -> list[ContactAttempt]:
    """Attempts after the newest answer: those that a coming approval leads back to."""
    last = Approval.objects.filter(ticket=ticket).order_by("-happened_at").first()
    rows = ContactAttempt.objects.filter(ticket=ticket)
    return list((rows.filter(happened_at__gt=last.happened_at) if last else rows).order_by("happened_at"))
