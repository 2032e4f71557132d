"""Seven exercises, each ticked by what the person has really done in the practice shop."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.tickets.models import Ticket
from vaxel.doors.office.desk import Desk
from vaxel.kernel.models import History, HistoryTouch

SOLD = ("sales.ring_up", "sales.finish")
WORKED = (
    "lines.add", "lines.change", "jobs.add", "jobs.apply_canned", "jobs.change", "tickets.change", "tickets.add_line",
)  # fmt: skip
OPENED = ("tickets.open_ticket", "tickets.take_in", "tickets.start_sale", "tickets.take_up_request")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: what to do, how, where it begins, whether it is done. `later`: it cannot be done yet."""

    name: str | Promise
    how: str | Promise
    url: str
    done: bool
    later: bool = False


def of(here: Desk) -> list[Exercise]:
    """The seven, as far as this person has come. A handful of queries."""
    mine = History.objects.filter(actor_id=here.staff.pk, outcome="done")
    done = set(mine.values_list("action", flat=True).distinct())
    counter = reverse("counter:sale")
    return [
        Exercise(_("Sell something"), _("Counter: type brake or scan, press Enter, then Pay and Finish."), counter,
                 bool(done & set(SOLD))),
        Exercise(_("Park a sale"), _("Put something in the cart, then press Park and begin another."), counter,
                 _parked(here)),
        Exercise(_("Find a job"), _("Press Ctrl K, write a plate, open its ticket and add a line or change one."),
                 reverse("tickets:list"), _worked_on_others(here)),
        Exercise(_("Split a payment"), _("Pay one part in cash and the rest by card."), counter, _split(here)),
        Exercise(_("Take something back"), _("Find a receipt by its number and take a line back."),
                 reverse("office:find"), "sales.take_back" in done),
        Exercise(_("Sell without a network"), _("Comes with the till."), "", done=False, later=True),
        Exercise(_("Close the day"), _("Cash drawer: count and close; look at the Z report."),
                 reverse("drawers:list"), "drawers.close" in done),
    ]  # fmt: skip


def _parked(here: Desk) -> bool:
    """Two carts of the person's own have been under way: one was put aside for the other."""
    return Ticket.objects.filter(kind="counter", made_by=here.staff).count() >= 2


def _worked_on_others(here: Desk) -> bool:
    """The person changed a ticket that somebody else had opened."""
    opened_by_me = HistoryTouch.objects.filter(
        object_id=OuterRef("object_id"), history__actor_id=here.staff.pk, history__action__in=OPENED
    )
    touched = HistoryTouch.objects.filter(
        kind="tickets.ticket", history__actor_id=here.staff.pk, history__action__in=WORKED, history__outcome="done"
    )
    return touched.filter(~Exists(opened_by_me)).exists()


def _split(here: Desk) -> bool:
    """A ticket that the person took payment for was paid in two ways."""
    paid = HistoryTouch.objects.filter(
        object_id=OuterRef("pk"), history__actor_id=here.staff.pk, history__action__in=(*SOLD, "payments.take")
    )
    ways = Count("payments__tender", distinct=True, filter=Q(payments__amount_minor__gt=0))
    return Ticket.objects.filter(Exists(paid)).annotate(ways=ways).filter(ways__gte=2).exists()
