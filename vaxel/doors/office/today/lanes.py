"""The lanes of the first screen: each a question, its answer for this site, and the list that shows all of it.

What a person finds follows from their roles here: an advisor's promises, a counter's drawer, a manager's exceptions,
finance's money. A lane is asked only when it is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.models import Period
from vaxel.business.billing.models import OWED as STILL_OWED
from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Assignment
from vaxel.business.payments.models import DrawerSession
from vaxel.business.schedule import board_rules, lanes, queries
from vaxel.business.schedule.models import Booking
from vaxel.business.service.models import Approval, DeferredWork
from vaxel.business.stock import queries as stock
from vaxel.business.tickets.models import Job, Ticket, VisitRequest
from vaxel.doors.office.board import reading as board
from vaxel.doors.office.desk import Desk
from vaxel.doors.templatetags.vaxel import hours

MOST = 8
OPEN = ("draft", "quoted", "open")
type Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Lane:
    """`kind` is the template of its rows: `ticket`, `card`, `booking`, `answer`, `deferred`, `document`, `fact`.

    `shows` (of tickets): `promise`, `chips`, `ages` or the sum. `leads`: where all of it is listed.
    `needs`: only who may do that sees it.
    """

    title: str | Promise
    icon: str
    kind: str
    rows: Callable[[Desk], Rows]
    nothing: str | Promise
    leads: str = ""
    shows: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A lane with what it holds now."""

    lane: Lane
    rows: Rows
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line that leads somewhere: what it is, how it stands, and whether it wants somebody."""

    title: str | Promise
    text: str | Promise
    url: str
    urgent: bool = False


_COLUMNS = (
    "ref", "order_status", "currency", "gross_minor", "promise_at", "made_at", "vehicle__plate", "vehicle__make",
    "vehicle__model", "customer__name", "customer__is_walk_in",
)  # fmt: skip


def _tickets(here: Desk) -> "QuerySet[Ticket]":
    rows = Ticket.objects.filter(site=here.site, state__in=OPEN)
    return rows.select_related("vehicle", "customer").only(*_COLUMNS)


def _tomorrow(here: Desk) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(here.at) + timedelta(days=1), time()))


def _promised(here: Desk) -> Rows:
    rows = _tickets(here).filter(promise_at__lt=_tomorrow(here)).exclude(order_status="lost")
    return list(rows.order_by("promise_at")[:MOST])


def _of(*statuses: str, order: str = "made_at") -> Callable[[Desk], Rows]:
    def rows(here: Desk) -> Rows:
        found = _tickets(here).filter(order_status__in=statuses).exclude(kind="counter", order_status="draft")
        return list(found.order_by(order, "pk")[:MOST])

    return rows


def _late(here: Desk) -> Rows:
    """What will be late, or is tight, before it is (S-146)."""
    return board.pressing(here.site, here.at)[:MOST]


def _coming(here: Desk) -> Rows:
    span = queries.day_span(here.site, lanes.today(here.site, here.at))
    return [one for one in queries.bookings(here.site, span.start, span.end) if one.state != "missed"][:MOST]


def _here_waiting(here: Desk) -> Rows:
    """Customers who sit and wait."""
    rows = Booking.objects.filter(site=here.site, state="arrived", how="waits", ticket__state__in=OPEN)
    return list(rows.select_related("ticket__vehicle", "ticket__customer").prefetch_related("ticket__jobs")
                .order_by("starts_at")[:MOST])  # fmt: skip


def _answers(here: Desk) -> Rows:
    """What customers answered by themselves since yesterday."""
    since = here.at - timedelta(days=1)
    rows = Approval.objects.filter(ticket__site=here.site, happened_at__gte=since, taken_by=None)
    return list(rows.select_related("ticket__vehicle", "ticket__customer").order_by("-happened_at")[:MOST])


def _requests(here: Desk) -> Rows:
    """Those who asked for a time on the public page and have no answer, the oldest first."""
    return list(VisitRequest.objects.filter(site=here.site, state="new").order_by("made_at")[:MOST])


def _deferred(here: Desk) -> Rows:
    """Work that was put off and is to be asked about again by now, or this week."""
    until = lanes.today(here.site, here.at) + timedelta(days=7)
    rows = DeferredWork.objects.filter(state="open", on_job=None, ticket__site=here.site, ask_again_on__lte=until)
    return list(rows.select_related("vehicle", "customer").order_by("ask_again_on")[:MOST])


def _documents(where: Q) -> Callable[[Desk], Rows]:
    def rows(here: Desk) -> Rows:
        found = Document.objects.filter(where, STILL_OWED, site=here.site, open_minor__gt=0, ticket__isnull=False)
        return list(found.select_related("ticket__vehicle", "customer").order_by("due_on", "posted_at")[:MOST])

    return rows


def _overdue(here: Desk) -> Rows:
    return _documents(Q(due_on__lt=lanes.today(here.site, here.at)))(here)


def _shop(here: Desk) -> Rows:
    """The drawer at which one stands, and what is low."""
    session = DrawerSession.objects.filter(register=here.register, closed_at=None).first() if here.register else None
    low = stock.how_many_to_reorder(here.site.pk)
    name = here.register.name if here.register else ""
    if session:
        opened = timezone.localtime(session.opened_at).strftime("%Y-%m-%d %H:%M")
        drawer: str | Promise = _("%(name)s open since %(at)s") % {"name": name, "at": opened}
    else:
        drawer = _("%(name)s is not open") % {"name": name} if name else _("You stand at no register")
    parts = _("%(n)s below their reorder point") % {"n": low} if low else _("nothing is short")
    return [
        Fact(_("Cash drawer"), drawer, reverse("drawers:list")),
        Fact(_("Parts to order"), parts, reverse("parts:list") + "?view=low", bool(low)),
    ]


def _hours(here: Desk) -> Rows:
    """Booked of capacity, and drawers that are still open."""
    _cards, load = board.whole(here.site, here.at)
    booked_, there = hours(load.planned), hours(load.capacity)
    facts = [Fact(_("Hours today"), _("%(booked)s of %(there)s h booked") % {"booked": booked_, "there": there},
                  reverse("schedule:calendar"), load.over)]  # fmt: skip
    for one in DrawerSession.objects.filter(register__site=here.site, closed_at=None).select_related("register"):
        opened = timezone.localtime(one.opened_at).strftime("%Y-%m-%d %H:%M")
        old = one.opened_at < _tomorrow(here) - timedelta(days=1)
        text = _("open since %(at)s") % {"at": opened}
        facts.append(Fact(_("Drawer %(name)s") % {"name": one.register.name}, text, reverse("drawers:list"), old))
    return facts


def _periods(here: Desk) -> Rows:
    """Periods that are over and still open."""
    today = lanes.today(here.site, here.at)
    rows = Period.objects.filter(state="open", last_day__lt=today).order_by("first_day")[:6]
    return [
        Fact(f"{one.first_day} – {one.last_day}", _("over, and still open"), reverse("documents:list")) for one in rows
    ]


PROMISED = Lane(_("Promised today"), "clock", "ticket", _promised, _("Nothing is promised for today."), "/board",
                "promise")  # fmt: skip
LATE = Lane(_("Late or tight"), "triangle-alert", "card", _late, _("Everything will be ready in time."),
            "/board?who=late")  # fmt: skip
COMING = Lane(_("Cars that come today"), "log-in", "booking", _coming, _("No car is booked in today."), "/calendar")
REQUESTS = Lane(_("Asked for a time"), "calendar-clock", "request", _requests, _("Nobody waits for a time."), "/visits",
                needs="bookings.answer_request")  # fmt: skip
SITTING = Lane(_("Customers who wait here"), "coffee", "booking", _here_waiting, _("Nobody waits."), "/board")
ANSWERS = Lane(_("Answers that came in"), "message-square", "answer", _answers, _("No answer since yesterday."))
ASKED = Lane(_("Awaiting the customer's answer"), "send", "ticket", _of("awaiting_approval", "waiting_approval"),
             _("No quote awaits an answer."), "/tickets?view=quotes", "ages")  # fmt: skip
READY = Lane(_("Ready to hand over"), "flag", "ticket", _of("ready", order="promise_at"), _("No car stands ready."),
             "/tickets?view=ready")  # fmt: skip
WORKING = Lane(_("In the workshop"), "wrench", "ticket", _of("in_progress", "open", "scheduled", order="-made_at"),
               _("No work is under way."), "/board", "chips")  # fmt: skip
BLOCKED = Lane(_("On hold"), "circle-pause", "ticket",
               _of(*(one for one in board_rules.STATUSES["waiting"] if one != "waiting_approval")),
               _("Nothing is on hold."), "/board", "chips")  # fmt: skip
DRAFTS = Lane(_("Not sent yet"), "circle-dashed", "ticket", _of("draft", order="-made_at"), _("No draft is waiting."),
              "/tickets?view=quotes", "ages")  # fmt: skip
DEFERRED = Lane(_("To be asked about again"), "history", "deferred", _deferred, _("Nothing is due to be asked about."))
OWED = Lane(_("To be paid"), "wallet", "document", _documents(Q()), _("Everything is paid."), "/documents?view=unpaid")
OVERDUE = Lane(_("Overdue"), "clock-alert", "document", _overdue, _("Nothing is overdue."), "/documents?view=overdue")
SHOP = Lane(_("The shop"), "store", "fact", _shop, "")
HOURS = Lane(_("The day"), "gauge", "fact", _hours, "")
PERIODS = Lane(_("Periods to close"), "calendar-check", "fact", _periods, _("No period is over and open."))

OF_ROLE: Mapping[str, tuple[Lane, ...]] = {
    "technician": (COMING, LATE),
    "advisor": (PROMISED, LATE, SITTING, COMING, REQUESTS, ANSWERS, READY, ASKED, BLOCKED, WORKING, DEFERRED, DRAFTS,
                OWED, SHOP),
    "counter": (SHOP, READY, OWED, PROMISED, COMING, REQUESTS, DRAFTS, ANSWERS),
    "manager": (LATE, BLOCKED, READY, HOURS, REQUESTS, ANSWERS, COMING, PROMISED, ASKED, WORKING, OVERDUE, OWED, SHOP),
    "finance": (OVERDUE, OWED, READY, PERIODS, SHOP),
}  # fmt: skip
_KINDRED = {"owner": "manager"}


def role_of(here: Desk) -> str:
    """Which of the first screens is this person's: by their roles at the site; the technician's by their trade."""
    if here.staff.is_technician:
        return "technician"
    held = Assignment.objects.filter(Q(site=None) | Q(site=here.site), staff=here.staff)
    keys = [_KINDRED.get(key, key) for key in held.values_list("role__key", flat=True)]
    return next((key for key in ("manager", "advisor", "counter", "finance") if key in keys), "advisor")


def shown(here: Desk, role: str) -> list[Shown]:
    """The role's lanes with what they hold now."""
    held = [
        Shown(lane, lane.rows(here), lane.leads) for lane in OF_ROLE[role] if not lane.needs or here.may(lane.needs)
    ]
    tickets = [row for one in held if one.lane.kind == "ticket" for row in one.rows]
    prefetch_related_objects(tickets, Prefetch("jobs", Job.objects.only("ticket_id", "title", "position")))
    return held
