"""Paying in parts (delbetalning) in the shop's own house: no interest, no fee, at most four parts, by an invoice.

What is owed is the invoice's open amount, so every till and every tender pays it as any invoice, and a refund or a
payment that comes back opens it again. The plan says when how much of it should have come.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import Document
from vaxel.business.billing.reminders import way_to
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.messaging import outbox
from vaxel.business.messaging.models import Message
from vaxel.business.parties.models import Party
from vaxel.business.payments.instalment_rules import MOST, Covered, Parts, covered, overdue, schedule
from vaxel.business.payments.models import InstalmentLine, InstalmentPlan
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import BadInput, Conflict, Refused
from vaxel.kernel.worker import every

TENDER = "instalments"
FIRST_WITHIN = timedelta(days=60)
REMIND_BEFORE, REMIND_AFTER = timedelta(days=3), timedelta(days=2)
log = logging.getLogger(__name__)

preferences.declare(Preference(
    "instalments.most", 0, _("Parts a customer may pay in, without interest. 0: not offered."), lowest=0, highest=MOST,
))  # fmt: skip
preferences.declare(Preference(
    "instalments.terms", "", _("Terms of paying in parts, as the customer reads them. Ask your lawyer for them."),
))  # fmt: skip


class NotOffered(Refused):
    """The company has not chosen to lend (payments.md §10.3)."""

    sentence = _("Paying in parts is not offered here. The owner may choose it under Settings.")


class WrongParts(BadInput):
    """Two to as many as the company allows, the first within two months."""

    sentence = _("Choose 2 to %(most)s parts, and a first day within two months from today.")


class NeedsName(Refused):
    """Who owes has a name and somewhere to be reached."""

    sentence = _("Paying in parts needs a customer with a name and a phone number or e-mail.")


class PlanThere(Conflict):
    """An invoice is paid by one plan."""

    sentence = _("The invoice is being paid in parts already.")


class NothingToPart(Conflict):
    """Only what is owed on an invoice is paid in parts."""

    sentence = _("Nothing is owed on it that could be paid in parts.")


class PlanOver(Conflict):
    """It is paid, or was ended."""

    sentence = _("This plan is over already.")


class ReasonMissing(BadInput):
    """A plan is ended for a reason."""

    sentence = _("Say why the plan is ended: it is kept.")


def most(site_id: UUID) -> int:
    """How many parts are offered at the site; 0: none."""
    return int(preferences.value("instalments.most", site_id))


def check(site: Site, customer: Party, parts: Parts | None, day: date) -> None:
    """Nothing, when the customer may pay in these parts; refuses with NotOffered, NeedsName, WrongParts."""
    highest = most(site.pk)
    if not highest:
        raise NotOffered()
    if customer.is_walk_in or not (customer.phone or customer.email):
        raise NeedsName()
    if parts is None or not 2 <= parts.count <= highest or not day <= parts.first_due <= day + FIRST_WITHIN:
        raise WrongParts(most=highest)


def begin(
    document_id: UUID, *, site_id: UUID, customer_id: UUID, currency: str, principal_minor: int, parts: Parts,
    at: datetime,
) -> InstalmentPlan:  # fmt: skip
    """So much of the document is to be paid in parts; part of the action that makes it owed."""
    plan = InstalmentPlan.objects.create(
        id=new_id(), document_id=document_id, site_id=site_id, customer_id=customer_id, currency=currency,
        principal_minor=principal_minor, terms=preferences.value("instalments.terms", site_id), made_at=at,
    )  # fmt: skip
    InstalmentLine.objects.bulk_create(
        InstalmentLine(id=new_id(), plan=plan, n=n, due_on=due, amount_minor=amount)
        for n, (due, amount) in enumerate(schedule(principal_minor, parts), 1)
    )
    touch(plan)
    return plan


@action("instalments.agree", site=lambda document, **_: document.site_id)
def agree(document: Document, *, parts: Parts, by: Actor, at: datetime) -> InstalmentPlan:
    """What is open on the invoice is paid in these parts, and the customer is told when.

    Refuses with NotOffered, NeedsName, WrongParts, NothingToPart, PlanThere.
    """
    fresh = Document.objects.select_for_update(of=("self",)).select_related("site", "customer").get(pk=document.pk)
    check(fresh.site, fresh.customer, parts, clock.local(at, fresh.site.time_zone).date())
    if fresh.kind != Document.INVOICE or fresh.open_minor <= 0:
        raise NothingToPart()
    if InstalmentPlan.objects.filter(document=fresh).exists():
        raise PlanThere()
    plan = begin(
        fresh.pk, site_id=fresh.site_id, customer_id=fresh.customer_id, currency=fresh.currency,
        principal_minor=fresh.open_minor, parts=parts, at=at,
    )  # fmt: skip
    touch(fresh)
    return plan


@action("instalments.end", site=lambda plan, **_: plan.site_id)
def end(plan: InstalmentPlan, *, reason: str, by: Actor, at: datetime) -> InstalmentPlan:
    """The plan does not count any more: the rest is owed at once, and is reminded of as any invoice.

    Refuses with ReasonMissing, PlanOver.
    """
    if not reason.strip():
        raise ReasonMissing()
    fresh = InstalmentPlan.objects.select_for_update(of=("self",)).select_related("document").get(pk=plan.pk)
    if fresh.ended_at or fresh.document.open_minor <= 0:
        raise PlanOver()
    note(reason=reason.strip())
    fresh.ended_at = at
    fresh.save(update_fields=["ended_at"])
    touch(fresh)
    return fresh


def standing(plan: InstalmentPlan) -> list[Covered]:
    """The plan's parts, the first due first, with what has been paid of each."""
    lines = [(one.due_on, one.amount_minor) for one in plan.lines.all()]
    return covered(lines, plan.principal_minor - plan.document.open_minor)


def state(plan: InstalmentPlan, day: date) -> str:
    """paid, ended, late or running."""
    if plan.document.open_minor <= 0:
        return "paid"
    if plan.ended_at:
        return "ended"
    return "late" if overdue(standing(plan), day) else "running"


def running() -> QuerySet[InstalmentPlan]:
    """Plans that are being paid."""
    return InstalmentPlan.objects.filter(ended_at=None, document__open_minor__gt=0)


@action("instalments.remind", site=lambda plan, **_: plan.site_id)
def remind(plan: InstalmentPlan, *, by: Actor, at: datetime) -> int:
    """The customer is told of the part that falls due within three days, and of one that is two days late, each once.

    How many messages were laid. Refuses as messaging does.
    """
    day, laid = clock.local(at, plan.site.time_zone).date(), 0
    for n, one in enumerate(standing(plan), 1):
        soon, late = one.due - REMIND_BEFORE <= day <= one.due, one.due + REMIND_AFTER <= day
        if one.left_minor <= 0 or not (soon or late):
            continue
        kind = "late" if late else "soon"
        key = f"instalment:{plan.pk}:{n}:{kind}"
        if Message.objects.filter(key=key).exists():  # by other words perhaps: some of it has been paid since
            continue
        with translation.override(plan.customer.language):
            outbox.lay(
                plan.site, plan.customer, to=way_to(plan.customer), subject=_now("Your instalment"),
                text=_told(plan, one, kind), key=key, asked=False, by=by, at=at,
            )  # fmt: skip
        laid += 1
    return laid


def _told(plan: InstalmentPlan, one: Covered, kind: str) -> str:
    said: Mapping[str, object] = {
        "sum": Money(one.left_minor, plan.currency), "day": one.due.isoformat(), "number": plan.document.number,
        "shop": plan.site.name,
    }  # fmt: skip
    if kind == "late":
        return _now("%(sum)s of invoice %(number)s was due on %(day)s. Please pay it now, or call us. %(shop)s") % said
    return _now("%(sum)s of invoice %(number)s is due on %(day)s. %(shop)s") % said


@every(3600)
def remind_all() -> None:
    """Every customer whose part falls due, or is late, has been told once."""
    now = clock.now()
    for plan in to_remind(now):
        try:
            remind.once(
                f"instalments:{plan.pk}:{now.date()}",
                plan,
                by=Actor.system("instalments", site_id=plan.site_id),
                at=now,
            )
        except Refused as refusal:
            log.info("plan %s is not reminded of: %s", plan.pk, refusal)


def to_remind(now: datetime) -> Sequence[InstalmentPlan]:
    """Running plans with a part that is due in days, or late."""
    soon = running().filter(lines__due_on__lte=(now + REMIND_BEFORE).date()).distinct()
    return list(soon.select_related("document", "customer", "site").prefetch_related("lines"))
