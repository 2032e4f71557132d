"""What the board shows: cards in their columns, today's hours, and the filters of the address. Set-based."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import OWED, Document
from vaxel.business.locations.models import Site, Staff
from vaxel.business.schedule import board_rules, lanes, queries, rules, work_left
from vaxel.business.schedule.models import Booking, PlannedTime
from vaxel.business.schedule.queries import Load
from vaxel.business.tickets.models import Job, Ticket, WorkShare
from vaxel.doors.office.board.kept import kept
from vaxel.doors.office.desk import Desk

MOST_IN_A_COLUMN = 30
LOOKS_BACK = timedelta(days=400)
TITLES: Mapping[str, tuple[str | Promise, str]] = {
    "quotes": (_("Quotes"), "send"), "to_start": (_("To be started"), "circle"),
    "at_work": (_("In progress"), "wrench"),
    "waiting": (_("Waiting"), "circle-pause"), "ready": (_("Ready"), "flag"),
    "handed_over": (_("To be paid"), "receipt-text"),
}  # fmt: skip
_ON_BOARD = tuple(status for statuses in board_rules.STATUSES.values() for status in statuses if status != "invoiced")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the board's address; what is not understood is left out."""

    view: str = "board"
    who: str = "all"
    tech: str = ""
    site: str = ""
    column: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """As the address says."""
        view, who, column = query.get("view", ""), query.get("who", ""), query.get("column", "")
        return cls(
            view if view in ("list", "day") else "board", who if who in ("mine", "late") else "all",
            query.get("tech", ""), query.get("site", ""), column if column in board_rules.COLUMNS else "",
        )  # fmt: skip


@dataclass(slots=True)
class Card:
    """One ticket on the board."""

    ticket: Ticket
    column: str
    jobs: list[Job]
    done: int = 0
    planned: int = 0
    people: list[Staff] = field(default_factory=list)
    clocked_on: set[UUID] = field(default_factory=set)
    colour: str = ""
    finish: datetime | None = None
    how: str = ""
    deposit: bool = False
    owed_minor: int = 0

    @property
    def title(self) -> str:
        """Its jobs in words."""
        return ", ".join(job.title for job in self.jobs if job.title) or self.ticket.concern

    @property
    def holds(self) -> list[str]:
        """Why it waits, each reason once."""
        return list(dict.fromkeys(job.hold_reason for job in self.jobs if job.work == "on_hold"))

    @property
    def percent(self) -> int:
        """How much of the sold time has been worked, for the bar: never above all of it."""
        return min(100, 100 * self.done // self.planned) if self.planned else 0

    @property
    def order(self) -> tuple[Any, ...]:
        """The most urgent first."""
        rank = {rules.RED: 0, rules.AMBER: 1}.get(self.colour, 2)
        return rank, self.ticket.promise_at is None, self.ticket.promise_at or self.ticket.made_at, self.ticket.ref


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with the cards it shows, and how many and how much there are in all."""

    key: str
    title: str | Promise
    icon: str
    cards: Sequence[Card]
    count: int
    minutes: int

    @property
    def more(self) -> int:
        """Cards that are not shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole board at a moment."""

    columns: Sequence[ColumnView]
    load: Load
    counts: Mapping[str, int]
    technicians: Sequence[Staff]
    sites: Sequence[Site]
    late: int


def draw(here: Desk, asked: Asked, *, fresh: bool = False) -> Picture:
    """The board of the desk's site, of another, or of all the person may see. A fixed number of queries a site.

    `fresh`: for whoever has just changed something.
    """
    sites = _sites(here, asked)
    cards, load = [], Load(0, 0)
    for site in sites:
        of_site, of_day = whole(site, here.at, fresh=fresh)
        cards += of_site
        load += of_day
    mine = _mine(here)
    counts = {"all": len(cards), "mine": sum(1 for card in cards if mine(card)),
              "late": sum(1 for card in cards if card.colour == rules.RED)}  # fmt: skip
    shown = [
        card for card in cards
        if (asked.who != "mine" or mine(card)) and (asked.who != "late" or card.colour == rules.RED)
        and (not asked.tech or _is_on(card, asked.tech))
    ]  # fmt: skip
    people = Staff.objects.filter(is_active=True, is_technician=True, home_site__in=sites).order_by("name")
    return Picture(columns_of(shown), load, counts, list(people), known_sites(here), counts["late"])


def _sites(here: Desk, asked: Asked) -> list[Site]:
    if not asked.site or asked.site == str(here.site.pk):
        return [here.site]
    known = known_sites(here)
    return known if asked.site == "all" else [site for site in known if str(site.pk) == asked.site] or [here.site]


def whole(site: Site, now: datetime, *, fresh: bool = False) -> tuple[list[Card], Load]:
    """The site's cards and its load today, drawn once for all who look."""

    def make() -> tuple[list[Card], Load]:
        return _cards(site, now), today_load(site, now)

    return kept(("cards", site.pk), [site.pk], now, make, fresh=fresh)


def known_sites(here: Desk) -> list[Site]:
    """Sites whose tickets the person may look at."""
    return [site for site in Site.objects.filter(closed_at=None) if here.actor.may("tickets.read", site.pk)]


def _mine(here: Desk) -> Callable[[Card], bool]:
    """A technician's are those with their name on; everyone else's those they opened."""
    if here.staff.is_technician:
        return lambda card: _is_on(card, str(here.staff.pk))
    return lambda card: card.ticket.made_by_id == here.staff.pk


def _is_on(card: Card, staff_id: str) -> bool:
    return any(str(one.pk) == staff_id for one in card.people)


def columns_of(cards: Iterable[Card]) -> list[ColumnView]:
    """The cards in their columns, the most urgent first."""
    of: dict[str, list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda one: one.order):
        of[card.column].append(card)
    found = []
    for key in board_rules.COLUMNS:
        title, icon = TITLES[key]
        minutes = sum(max(0, card.planned - card.done) for card in of[key])
        found.append(ColumnView(key, title, icon, of[key][:MOST_IN_A_COLUMN], len(of[key]), minutes))
    return found


def today_load(site: Site, now: datetime) -> Load:
    """Booked of what there is today, all technicians together."""
    day = lanes.today(site, now)
    span = queries.day_span(site, day)
    calendar = lanes.load(site, day, day)
    return queries.load_of(calendar, day, queries.planned(site, span.start, span.end))


def one_card(ticket: Ticket, now: datetime) -> Card | None:
    """The card of one ticket."""
    return next((card for card in _cards(ticket.site, now, Q(pk=ticket.pk))), None)


def _cards(site: Site, now: datetime, where: Q | None = None) -> list[Card]:
    """The site's cards; what belongs to them is asked for by the same condition, never by long lists of ids."""
    going = _going(site, where or Q())
    over = [] if where else _over(site, now)
    tickets = [*going.select_related("vehicle", "customer").only(*_COLUMNS).order_by("made_at"), *over]
    inside = going.order_by().values("pk")
    jobs: dict[UUID, list[Job]] = defaultdict(list)
    for those in (Q(ticket__in=inside), Q(ticket__in=[one.pk for one in over])):
        rows = Job.objects.filter(those).exclude(work="cancelled")
        for job in rows.only(*_JOB_COLUMNS).order_by("position", "id"):
            jobs[job.ticket_id].append(job)
    cards = []
    for ticket in tickets:
        ticket.site = site
        column = board_rules.column_of(ticket.order_status)
        if column is not None:
            held = [job for job in jobs[ticket.pk] if ticket.state != "open" or _is_bought(ticket, job)]
            cards.append(Card(ticket, column, held))
    running = queries.running(site)
    _add_hours(cards, inside, now)
    _add_people(cards, inside, running)
    _add_promises(site, cards, running, now)
    _add_visits(cards, inside)
    _add_money(cards, inside)
    return cards


_COLUMNS = (
    "ref", "kind", "state", "order_status", "currency", "concern", "promise_at", "booked_at", "made_at", "made_by_id",
    "site_id", "vehicle_id", "customer_id", "vehicle__plate", "vehicle__make", "vehicle__model", "customer__name",
    "customer__is_walk_in",
)  # fmt: skip
_JOB_COLUMNS = ("ticket_id", "title", "work", "decision", "hold_reason", "clocked", "position")


def _is_bought(ticket: Ticket, job: Job) -> bool:
    return ticket.kind == "internal" or job.decision in ("approved", "stale")


def _going(site: Site, where: Q) -> "QuerySet[Ticket]":
    """Those under way."""
    rows = Ticket.objects.filter(where, site=site, order_status__in=_ON_BOARD, state__in=queries.OPEN)
    return rows.exclude(kind="counter")


def _over(site: Site, now: datetime) -> list[Ticket]:
    """The latest that were handed over and are not paid."""
    most = 2 * MOST_IN_A_COLUMN
    # Unpaid papers are few and have an index of their own; asked for by time as well, another one would be used.
    owed = Document.objects.filter(OWED, site=site, open_minor__gt=0)
    owed = owed.filter(ticket__order_status="invoiced").exclude(ticket__kind="counter").order_by()
    newest = sorted(owed.values_list("posted_at", "ticket_id"), reverse=True)
    since = now - LOOKS_BACK
    ids = list(dict.fromkeys(ticket_id for posted_at, ticket_id in newest if posted_at >= since))[:most]
    rows = Ticket.objects.filter(pk__in=ids).select_related("vehicle", "customer").only(*_COLUMNS)
    return list(rows.order_by("-posted_at"))


type _Inside = Any


def _add_hours(cards: Sequence[Card], inside: _Inside, now: datetime) -> None:
    sold = work_left.quoted(Job.objects.filter(ticket__in=inside).values("pk"))
    worked = work_left.clocked([job for card in cards for job in card.jobs if card.column != "handed_over"], now)
    for card in cards:
        card.planned = sum(sold.get(job.pk, 0) for job in card.jobs)
        card.done = sum(worked.get(job.pk, 0) for job in card.jobs)


def _add_people(cards: Sequence[Card], inside: _Inside, running: Mapping[UUID, UUID]) -> None:
    """Who is on the labour lines, is planned, or has the clock running."""
    of_job = {job.pk: card for card in cards for job in card.jobs}
    pairs = set(WorkShare.objects.filter(line__ticket__in=inside).values_list("line__job_id", "staff_id"))
    planned = PlannedTime.objects.filter(job__ticket__in=inside, staff__isnull=False)
    pairs |= set(planned.values_list("job_id", "staff_id"))
    pairs |= {(job_id, staff_id) for staff_id, job_id in running.items()}
    people = Staff.objects.in_bulk({staff_id for _job, staff_id in pairs})
    for job_id, staff_id in sorted(pairs, key=lambda pair: people[pair[1]].name):
        card = of_job.get(job_id)
        if card is None:
            continue
        if people[staff_id] not in card.people:
            card.people.append(people[staff_id])
        if running.get(staff_id) == job_id:
            card.clocked_on.add(staff_id)


def _add_promises(site: Site, cards: Sequence[Card], running: Mapping[UUID, UUID], now: datetime) -> None:
    open_ = [card for card in cards if card.column in ("to_start", "at_work", "waiting")]
    finishes = queries.finishes(site, [job for card in open_ for job in card.jobs], now, on=running)
    for card in cards:
        card.finish = finishes.get(card.ticket.pk)
        done = card.column in ("ready", "handed_over")
        card.colour = rules.promise_colour(card.finish, card.ticket.promise_at, now, done=done)


def _add_visits(cards: Sequence[Card], inside: _Inside) -> None:
    rows = Booking.objects.filter(ticket__in=inside, state__in=("booked", "arrived"))
    hows = dict(rows.order_by("starts_at").values_list("ticket_id", "how"))
    for card in cards:
        card.how = hows.get(card.ticket.pk, "")


def _add_money(cards: Collection[Card], inside: _Inside) -> None:
    over = Document.objects.filter(ticket__in=[card.ticket.pk for card in cards if card.column == "handed_over"])
    owed = dict(over.order_by().values_list("ticket").annotate(owed=Sum("open_minor")))
    ahead = set(Document.objects.filter(ticket__in=inside, kind="deposit").values_list("ticket_id", flat=True))
    for card in cards:
        card.owed_minor = owed.get(card.ticket.pk, 0) or 0
        card.deposit = card.ticket.pk in ahead


@dataclass(frozen=True, slots=True)
class DayRow:
    """A technician's day: what is planned today, in order, and how full it is."""

    name: str
    key: str
    times: Sequence[PlannedTime]
    load: Load
    clashes: Collection[UUID]


def day_of(site: Site, now: datetime) -> list[DayRow]:
    """Today by technician, with what is booked on each."""
    day = lanes.today(site, now)
    span = queries.day_span(site, day)
    calendar = lanes.load(site, day, day)
    times = list(queries.planned(site, span.start, span.end))
    clashes, loads = queries.clashing(times, calendar), queries.loads(calendar, [day], times)
    return [
        DayRow(lane.name, lane.key, [one for one in times if lane.id in (one.staff_id, one.resource_id)],
               loads[lane.id, day], clashes)
        for lane in calendar.lanes
    ]  # fmt: skip


def pressing(site: Site, now: datetime) -> list[Card]:
    """Cards that will be late, or have less than an hour to spare, the worst first."""
    cards, _load = whole(site, now)
    return sorted((card for card in cards if card.colour in (rules.RED, rules.AMBER)), key=lambda card: card.order)


def colours(site: Site, now: datetime) -> dict[UUID, str]:
    """Ticket on the board → the colour of its promise."""
    cards, _load = whole(site, now)
    return {card.ticket.pk: card.colour for card in cards}
