"""Who waits for parts, as buying asks: agreed work and lines that something was ordered for (K-38, K-45)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Max, Q

from vaxel.business.purchasing.needs import Need, in_order
from vaxel.business.service import supply
from vaxel.business.tickets import holding
from vaxel.business.tickets.models import Job, Line, Ticket
from vaxel.business.tickets.upkeep import CLOSED

AGREED = ("approved", "stale")
UNDONE = ("pending", "in_progress", "on_hold")
UNWANTED = Q(job__decision="declined") | Q(job__work="cancelled")


class TicketNeeds:
    """The tickets' answer to `purchasing.needs.Asker`."""

    def waiting(self, site_id: UUID, part_ids: Collection[UUID] | None = None) -> Sequence[Need]:
        """What agreed, unfinished work of the site lacks, by promise, then by the age of the yes. Six queries."""
        lines = Line.objects.filter(
            ticket__site=site_id, ticket__state="open", kind="part", job__decision__in=AGREED, job__work__in=UNDONE
        )
        found = self._needs(list(lines.select_related("part", "ticket__site")))
        return [need for need in found if part_ids is None or need.part_id in part_ids]

    def lacking(self, source_ids: Collection[UUID]) -> Sequence[Need]:
        """What these lines lack while somebody wants them; their tickets are locked, in one order."""
        lines = Line.objects.filter(pk__in=source_ids, kind="part").exclude(UNWANTED)
        tickets = Ticket.objects.select_for_update(of=("self",)).exclude(state__in=CLOSED)
        alive = [one.pk for one in tickets.filter(pk__in=lines.values("ticket")).order_by("pk")]
        return self._needs(list(lines.filter(ticket__in=alive).select_related("part", "ticket__site")))

    def known(self, source_ids: Collection[UUID]) -> Collection[UUID]:
        """Lines that stand on a ticket that is not closed, in a job nobody declined."""
        alive = Line.objects.filter(pk__in=source_ids).exclude(ticket__state__in=CLOSED)
        return set(alive.exclude(UNWANTED).values_list("pk", flat=True))

    def _needs(self, lines: list[Line]) -> list[Need]:
        of = {line.pk: line for line in lines}
        jobs = Job.objects.filter(pk__in={line.job_id for line in lines})
        asked = dict(jobs.annotate(asked=Max("approval_items__approval__happened_at")).values_list("pk", "asked"))
        return in_order([
            Need(
                holding.SOURCE, one.line_id, one.part_id, one.missing_milli,
                f"{of[one.line_id].ticket.site.code}-{of[one.line_id].ticket.ref}",
                of[one.line_id].ticket.promise_at, asked.get(one.job_id),
            )
            for one in supply.missing(lines)
        ])  # fmt: skip
