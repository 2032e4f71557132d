"""The end of a visit: gates, posting, and what is left undone laid on the vehicle, at once (S-29 to S-34)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import posting
from vaxel.business.billing.models import Document
from vaxel.business.parties.models import Party
from vaxel.business.payments import cards, corrections, tenders
from vaxel.business.purchasing import cores
from vaxel.business.service import attempts, deferred, gate_facts
from vaxel.business.service.events import TicketHandedOver
from vaxel.business.service.gates import Unmet, blocking, unmet
from vaxel.business.service.models import Approval
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Line, Ticket
from vaxel.business.vehicles import odometer
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, publish
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict, Forbidden

OVERRIDE = "gates.override"


class GatesUnmet(Conflict):
    """Something is not in order; `gates` says all of it at once (S-29)."""

    sentence = _("The ticket cannot be posted yet. %(what)s")

    def __init__(self, gates: Sequence[Unmet]) -> None:
        super().__init__(
            what=" ".join(str(one) for one in gates),
            gates=[
                {"gate": one.gate, "sentence": str(one), "mend": one.mend, "subject": str(one.subject_id or "")}
                for one in gates
            ],
        )
        self.gates = gates


class NotOverridable(Forbidden):
    """To post against a gate needs the permission."""

    sentence = _("You may not post against gate %(gate)s. Ask someone who has the permission %(permission)s.")


class WhyOverride(BadInput):
    """To post against a gate needs a reason."""

    sentence = _("Give a reason for posting against gate %(gate)s.")


@action("invoices.post_ticket")
def post_ticket(
    ticket: Ticket, *, odometer_out_km: int | None = None, overrides: Mapping[str, str] | None = None,
    texts: dict[str, str] | None = None, by: Actor, at: datetime,
) -> Document:  # fmt: skip
    """The approved work is invoiced, to each payer their jobs, and the car may go; the rest lies waiting on it.

    `overrides` are gates and the reasons to post against them; both stay in history. Approvals are printed (S-97); a
    reading is laid in the vehicle's log. Payments that a correction released pay it (S-39).
    Refuses with GatesUnmet (all at once), NotOverridable, WhyOverride, StillUndecided, and as `invoices.post` and
    `odometer.record` do.
    """
    fresh = upkeep.require_open(ticket)
    if odometer_out_km is not None:
        fresh.odometer_out_km = odometer_out_km
        fresh.save(update_fields=["odometer_out_km"])
    for payer in sorted({fresh.customer, *payers_of(fresh)}, key=lambda party: party.pk):
        tenders.lock_account(payer)
    reasons = _permitted(fresh, overrides or {}, by)
    found = unmet(gate_facts.gather(costing.load(fresh), at), gate_facts.levels(fresh.site_id))
    stopped = blocking(found, reasons)
    if stopped:
        raise GatesUnmet(stopped)
    against = {one.gate: reasons[one.gate] for one in found if one.gate in reasons}
    note(overridden=against, warned=[one.gate for one in found if one.level == "warn"])
    if odometer_out_km is not None and fresh.vehicle is not None:
        odometer.record(
            fresh.vehicle, value=odometer_out_km, source="check_out", reason=reasons.get("G8", ""), ticket_id=fresh.pk,
            by=by, at=at,
        )  # fmt: skip
    cards.require_decided(fresh)
    document: Document = posting.post(fresh, approvals=printed(fresh), texts=texts, by=by, at=at)
    for one in posting.invoices_beside(document):
        _keep_cores(fresh, one, by, at)
        corrections.allocate_free(one, by=by, at=at)
    document.refresh_from_db()
    fresh.refresh_from_db()
    waits = deferred.settle(costing.load(fresh), at)
    publish(TicketHandedOver(fresh.pk, waits))
    return document


def payers_of(ticket: Ticket) -> list[Party]:
    """Who else than the customer pays for jobs of the ticket. One query."""
    return list(Party.objects.filter(jobs_paid__ticket=ticket).distinct())


def _keep_cores(ticket: Ticket, document: Document, by: Actor, at: datetime) -> None:
    """Old units that stay with us lie in the bank, each with its tag (K-53 b)."""
    sold = document.lines.exclude(source_line=None).values_list("source_line", flat=True)
    for line in Line.objects.filter(pk__in=list(sold), core_case="ours").select_related("part"):
        if line.part is not None and line.quantity_milli >= 1000:
            cores.take_in(
                ticket.site, part=line.part, pieces=line.quantity_milli // 1000, source_kind="ticket_line",
                source_id=line.pk, by=by, at=at,
            )  # fmt: skip


def _permitted(ticket: Ticket, overrides: Mapping[str, str], by: Actor) -> Mapping[str, str]:
    """The overrides, each with a reason and by someone who may."""
    for gate, reason in overrides.items():
        if not reason.strip():
            raise WhyOverride(gate=gate)
        if not (by.may(OVERRIDE, ticket.site_id) or by.may(f"gates.{gate}", ticket.site_id)):
            raise NotOverridable(gate=gate, permission=OVERRIDE)
    return {gate: reason.strip() for gate, reason in overrides.items()}


def printed(ticket: Ticket) -> list[dict[str, Any]]:
    """Every yes of the ticket, as it is printed on the invoice: when by the site's clock, who, number, what, amount
    (S-97), and the attempts to reach the customer that led there (S-96). Three queries."""
    held = Approval.objects.filter(ticket=ticket).prefetch_related("items__job").order_by("happened_at", "recorded_at")
    tried = attempts.by_approval(ticket, held)
    return [
        {
            "at": clock.local(one.happened_at, ticket.site.time_zone).isoformat(),
            "name": one.said_by, "method": one.method, "contact": one.contact,
            "jobs": [item.job.title for item in one.items.all() if item.decision == "approve"],
            "gross_minor": one.gross_minor, "note": one.note if one.method == "unreached" else "",
            "attempts": [
                {"at": clock.local(each.happened_at, ticket.site.time_zone).isoformat(), "channel": each.channel,
                 "number": each.number, "result": each.result}
                for each in tried.get(one.pk, ())
            ],
        }
        for one in held
    ]  # fmt: skip
