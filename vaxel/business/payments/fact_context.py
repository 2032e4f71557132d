"""A fact while it is booked: who did it at which till and when, what its paper is called, and what clashes."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from vaxel.business.accounting import ledger
from vaxel.business.locations import actors, enrolments
from vaxel.business.locations.models import Device, Register, Site, Staff
from vaxel.business.payments.clashes import Clash
from vaxel.business.payments.fact_rules import Body, Unreadable
from vaxel.business.payments.models import TillFact, ZReport
from vaxel.business.tickets import costing
from vaxel.kernel import clock, numbering
from vaxel.kernel.actors import EVERYWHERE, Actor
from vaxel.kernel.db import reads

MOST_SKIPPED = 10_000


@dataclass
class Told:
    """What a till has told, about to be booked."""

    device: Device
    register: Register
    site: Site
    fact: TillFact
    body: Body
    at: datetime
    prints: bool = False
    odd_number: Unreadable | None = None
    people: dict[UUID, Actor | None] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.register.retired_at is not None:
            self.clash("register_retired")
            self.register = copy(self.register)  # what has happened there has happened
            self.register.retired_at = None

    def clash(self, code: str, **facts: Any) -> None:
        """A person is to look at this."""
        self.clashes.append(Clash(code, {"paper": self.paper, **facts}))

    @property
    def happened_at(self) -> datetime:
        """When it happened, by our clock."""
        return self.fact.happened_at

    @property
    def label(self) -> str:
        """What the till prints before its numbers: `K1A`."""
        return f"{self.register.name}{self.device.series}"

    @property
    def paper(self) -> str:
        """What people find it by at the till."""
        if self.fact.number:
            return f"{self.label}-{self.fact.number}"
        return f"{self.label} {self.local(self.happened_at)}"

    @property
    def site_language(self) -> str:
        """What is kept as a sentence is kept in the language of the shop's papers."""
        return "sv" if self.site.jurisdiction.startswith("SE") else "en"

    def local(self, moment: datetime) -> str:
        """The moment on the site's wall."""
        return clock.local(moment, self.site.time_zone).strftime("%Y-%m-%d %H:%M")

    @cached_property
    def operator(self) -> Actor | None:
        """Who stood there, with what they may really do; None: nobody we know."""
        return self._known(self.body)

    @cached_property
    def second(self) -> Actor | None:
        """The second person who gave their PIN, if any."""
        held = self.body.one("second")
        return self._known(held) if held else None

    @cached_property
    def by(self) -> Actor:
        """Who books it: what has happened needs no permission, but has a name."""
        name, who = (self.operator.name, self.operator.id) if self.operator else (self.label, None)
        kind = "staff" if who else "system"
        return Actor(kind, name, who, self.site.pk, EVERYWHERE, self.register.pk, self.device.pk)  # type: ignore[arg-type]

    def require(self, right: str, what: str) -> None:
        """A clash when neither of the two may do what was done."""
        if not any(one and one.may(right, self.site.pk) for one in (self.operator, self.second)):
            who = self.operator.name if self.operator else "–"
            self.clash("not_permitted", who=who, what=what)

    def _known(self, body: Body) -> Actor | None:
        who = body.id("operator")
        actor = self._actor(who) if who else None
        if actor is None or who is None:
            self.clash("operator_unknown")
            return None
        if not enrolments.is_word_of(body.text("shift", 300), self.device, who):
            self.clash("operator_unproven", who=actor.name)
        return actor

    def _actor(self, who: UUID) -> Actor | None:
        """The person with what they may do, looked up once a request."""
        if who not in self.people:
            known = reads.things(Staff, "t.id = %s", [who])
            self.people[who] = None
            for person in known:
                self.people[who] = actors.for_staff(
                    person, site=self.site, register_id=self.register.pk, device_id=self.device.pk
                )
        return self.people[who]

    def look_at_time(self) -> None:
        """Clashes when the day it belongs to is closed already, at the till or in the books (F-11)."""
        where = "t.register_id = %s AND t.at > %s ORDER BY t.number DESC LIMIT 1"
        for (number,) in reads.select(ZReport, ("number",), where, [self.register.pk, self.happened_at]):
            self.clash("late", happened=self.local(self.happened_at), z=number)
        day = costing.business_day(self.site, self.happened_at)
        if self.fact.document_id and ledger.first_open(day) != day:
            self.clash("period_locked", day=day.isoformat())

    @property
    def event(self) -> dict[str, Any]:
        """What the register's journal keeps besides: both times, and which device's how manyeth fact it was."""
        return {"happened_at": self.happened_at.isoformat(), "device": self.label, "device_seq": self.fact.seq}


def series_of(register_id: UUID | None, letters: str) -> str:
    """The series of a device's receipts."""
    return f"receipt:{register_id}:{letters}"


def take_number(told: Told) -> None:
    """The number on the fact's paper is taken of the device's series; clashes where it is not the next.

    Refuses with Unreadable, and takes none, when it is no number, or none that the device can have come to.
    """
    fact = told.fact
    printed = told.body.whole("number", 0)
    if printed <= 0:
        return
    series = series_of(told.register.pk, told.device.series)
    before = numbering.last(series)
    if printed > before + MOST_SKIPPED:
        raise Unreadable(field="number")
    fact.series = series
    fact.number = numbering.follow(fact.series, printed)
    if fact.number != before + 1 or fact.number != printed:
        fact.skipped = list(range(before + 1, fact.number))
        told.clash("number_differs", printed=printed)
    if told.body.text("series", 24) not in ("", told.label):
        told.clash("number_differs", printed=f"{told.body.text('series', 24)}-{printed}")
