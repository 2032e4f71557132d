"""What must hold in the schedule: no place twice at once, no loan car twice, tickets know their booked time."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from vaxel.business.schedule import planning, rules, work_left
from vaxel.business.schedule.models import Booking, Loan, PlannedTime
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.checks import check

_ALIVE = ("draft", "quoted", "open")


@check("schedule.places")
def places() -> Iterator[str]:
    """No bay, equipment or loan car holds two unfinished jobs at once."""
    held: dict[UUID, list[rules.Holding[UUID]]] = defaultdict(list)
    rows = PlannedTime.objects.filter(resource__kind__in=planning.ONE_AT_A_TIME, job__ticket__state__in=_ALIVE)
    for one in rows.exclude(job__work__in=work_left.OVER).select_related("resource"):
        assert one.resource_id is not None
        held[one.resource_id].append(rules.Holding(one.pk, rules.Span(one.starts_at, one.ends_at)))
    for resource_id, spans in held.items():
        for pk in sorted(rules.clashes(spans), key=str):
            yield f"planned time {pk} shares resource {resource_id} with another"


@check("schedule.loans")
def loans() -> Iterator[str]:
    """No loan car is promised to two at once (S-166)."""
    held: dict[UUID, list[rules.Holding[UUID]]] = defaultdict(list)
    for one in Loan.objects.filter(state__in=("booked", "out")).exclude(ticket__state="void"):
        held[one.resource_id].append(rules.Holding(one.pk, rules.Span(one.starts_at, one.ends_at)))
    for resource_id, spans in held.items():
        for pk in sorted(rules.clashes(spans), key=str):
            yield f"loan {pk} of car {resource_id} shares time with another"


@check("schedule.booked")
def booked() -> Iterator[str]:
    """Every open ticket's booked time is the earliest of its bookings and planned times (S-22, row 10)."""
    first: dict[UUID, list[object]] = defaultdict(list)
    alive = {"ticket__state__in": _ALIVE}
    for ticket_id, starts_at in PlannedTime.objects.filter(job__ticket__state__in=_ALIVE).values_list(
        "job__ticket_id", "starts_at"
    ):
        first[ticket_id].append(starts_at)
    bookings = Booking.objects.filter(state__in=("booked", "arrived"), **alive).values_list("ticket_id", "starts_at")
    for ticket_id, starts_at in bookings:
        first[ticket_id].append(starts_at)
    for pk, ref, at in Ticket.objects.filter(state__in=_ALIVE).values_list("pk", "ref", "booked_at"):
        said = min(first[pk], default=None) if pk in first else None  # type: ignore[type-var]
        if said != at:
            yield f"ticket {ref} is stored as booked {at}, its times say {said}"
