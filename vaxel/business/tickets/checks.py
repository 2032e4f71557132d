"""What must always hold of tickets: their caches are what their contents say (S-23), for `vaxel check`."""

from collections.abc import Iterator

from vaxel.business.tickets import costing, upkeep
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import clock
from vaxel.kernel.checks import check


@check("tickets.caches")
def caches() -> Iterator[str]:
    """Sums, decisions and order status of every ticket that is not closed follow from its jobs and lines."""
    at = clock.now()
    for ticket in Ticket.objects.exclude(state__in=upkeep.CLOSED).select_related("site", "customer").iterator():
        contents = costing.load(ticket)
        rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, at))
        for job in contents.jobs:
            if upkeep.decision_of(contents, job, rates) != job.decision:
                yield f"ticket {ticket.ref}: the decision on {job.title!r} is not what was said"
        sums = costing.sum_of(contents, contents.counted(), rates)
        if (sums.net, sums.tax) != (ticket.net_minor, ticket.tax_minor):
            yield f"ticket {ticket.ref}: {ticket.gross_minor} stored, its lines say {sums.gross}"
        status = upkeep.status_of(contents, at)
        if status not in (ticket.order_status, "lost"):
            yield f"ticket {ticket.ref}: stored as {ticket.order_status}, its jobs say {status}"
