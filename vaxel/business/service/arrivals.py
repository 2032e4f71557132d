"""When goods arrive, the jobs that wait for them get them: by promise, then by the age of the yes (K-38, S-21)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from vaxel.business.service import supply, work
from vaxel.business.stock.events import GoodsArrived
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Job
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.events import subscribe


@action("jobs.cover", site=work.site_of)
def cover(job: Job, *, by: Actor, at: datetime) -> Job:
    """What the job still lacks is held as far as the store has it; when nothing is missing its hold `parts` is lifted.

    Asked again, nothing changes. Refuses with TicketClosed.
    """
    ticket, fresh = work.lock(job)
    waits = fresh.work == "on_hold" and fresh.hold_reason == "parts"
    if fresh.decision not in ("approved", "stale") or not waits:
        return fresh
    lines = costing.load(ticket).lines[fresh.pk]
    if not supply.cover(ticket, lines, at):
        work.move(fresh, "in_progress" if fresh.clocked else "pending")
        upkeep.refresh(ticket, at)
    return fresh


def waiting(site_id: UUID) -> Sequence[Job]:
    """The site's jobs on hold for parts, in the order in which they are served. One query."""
    held = Job.objects.filter(ticket__site=site_id, ticket__state="open", work="on_hold", hold_reason="parts")
    return list(
        held.select_related("ticket").annotate(asked_at=Max("approval_items__approval__happened_at"))
        .order_by(F("ticket__promise_at").asc(nulls_last=True), "asked_at", "pk")
    )  # fmt: skip


@subscribe(GoodsArrived)
def serve(body: dict[str, Any], at: datetime) -> None:
    """Each waiting job of the site is looked at in turn, in a transaction of its own."""
    site_id = UUID(body["site_id"])
    for job in waiting(site_id):
        cover(job, by=Actor.system("goods arrived", site_id), at=at)
