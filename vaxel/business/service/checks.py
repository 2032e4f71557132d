"""What must hold in the workshop: decisions follow approvals, statuses jobs, closed work a job (F-23, S-23)."""

from collections.abc import Iterator

from django.db.models import F, Max

from vaxel.business.locations.models import Site
from vaxel.business.service.models import ApprovalItem, DeferredWork, TimeEntry
from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Job, Ticket
from vaxel.business.tickets.totals import Rates
from vaxel.kernel import clock
from vaxel.kernel.checks import check

AT_ONCE = 400


@check("service.decisions")
def decisions() -> Iterator[str]:
    """Every job says what its newest approval item says, on the terms that item keeps; without an item, nothing."""
    newest = ApprovalItem.objects.values("job").annotate(last=Max("pk")).values("last")
    items = {item.job_id: item for item in ApprovalItem.objects.filter(pk__in=newest)}
    for job in Job.objects.select_related("ticket").iterator():
        item = items.get(job.pk)
        said = item.decision if item else ""
        terms = item.fingerprint if item and said == "approve" else None
        if (job.said, job.terms) != (said, terms):
            shows, says = job.said or "nothing", said or "nothing"
            yield f"job “{job.title}” of ticket {job.ticket.ref} shows {shows}, its approvals say {says}"
        if not said and job.decision not in ("undecided", "not_chosen"):
            yield f"job “{job.title}” of ticket {job.ticket.ref} is {job.decision} without any approval"


@check("service.statuses")
def statuses() -> Iterator[str]:
    """Every open ticket's decisions and order status are what its jobs and answers say now (S-22, S-23)."""
    now = clock.now()
    tickets = Ticket.objects.exclude(state__in=upkeep.CLOSED).select_related("site", "customer").order_by("pk")
    for ticket in tickets.iterator(chunk_size=AT_ONCE):
        contents = costing.load(ticket)
        for job in contents.jobs:
            decision = upkeep.decision_of(contents, job, _rates(ticket.site))
            if decision != job.decision:
                yield f"job “{job.title}” of ticket {ticket.ref} is stored as {job.decision} and is {decision}"
        status = upkeep.status_of(contents, now)
        # A quote expires with the day, not with an action: until the ticket is next touched its cache may be behind.
        if status != ticket.order_status and "lost" not in (status, ticket.order_status):
            yield f"ticket {ticket.ref} is stored as {ticket.order_status} and is {status}"
    closed = Ticket.objects.filter(state__in=upkeep.CLOSED)
    for state, status in (("posted", "invoiced"), ("void", "void")):
        for ref in closed.filter(state=state).exclude(order_status=status).values_list("ref", flat=True):
            yield f"ticket {ref} is {state} and not stored as {status}"


def _rates(site: Site) -> Rates:
    return costing.rates_for(site, costing.business_day(site, clock.now()))


@check("service.deferred")
def deferred() -> Iterator[str]:
    """Work that is done was done by a completed job of a posted ticket; open work is on open tickets only."""
    for work in DeferredWork.objects.filter(state="done").select_related("on_job__ticket"):
        job = work.on_job
        if job is None or job.work != "completed" or work.closed_at is None:
            yield f"deferred work “{work.title}” is done, but no completed job did it"
    for title in DeferredWork.objects.filter(state="open", closed_at__isnull=False).values_list("title", flat=True):
        yield f"deferred work “{title}” is open and has been closed"
    lost = DeferredWork.objects.filter(state="open", on_job__ticket__state__in=upkeep.CLOSED)
    for title in lost.values_list("title", flat=True):
        yield f"deferred work “{title}” is on a ticket that is closed"


@check("service.time")
def time() -> Iterator[str]:
    """A correction is of the same person and clock, and an entry is corrected once (S-122)."""
    wrong = TimeEntry.objects.filter(corrects__isnull=False).exclude(
        corrects__staff_id=F("staff_id"), corrects__kind=F("kind")
    )
    for pk in wrong.values_list("pk", flat=True):
        yield f"time entry {pk} corrects another person's or another clock's entry"
    for pk in TimeEntry.objects.filter(kind="job", job__isnull=True).values_list("pk", flat=True):
        yield f"time entry {pk} is of no job"
