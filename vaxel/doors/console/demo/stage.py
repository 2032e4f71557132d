"""What the demo's lives find when they begin: places, people, cars, goods and jobs, and the dice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from vaxel.business.catalog.models import CannedJob, Part
from vaxel.business.locations.models import Register, Site, Staff
from vaxel.business.parties.models import Party
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actors import Actor

SETUP = Actor.system("demo")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything. Private cars beyond one a person go to people who have one already."""

    parts: int = 2000
    people: int = 28
    firms: int = 11
    private_cars: int = 38
    fleet_cars: int = 10
    sales: int = 910
    visits: int = 90
    days: int = 150

    @classmethod
    def of(cls, scale: int) -> "Size":
        """`scale` times as much; 0 is a small shop that has not traded. A workshop has so many bays, so that a large
        shop's counter sells the rest.
        """
        if not scale:
            return cls(200, 6, 2, 6, 2, 0, 0, 3)
        visits = 90 * min(scale, 10)
        return cls(
            parts=2000 * scale, people=28 * scale, firms=11 * scale, private_cars=38 * scale, fleet_cars=10 * scale,
            sales=1000 * scale - visits, visits=visits,
        )  # fmt: skip


@dataclass(slots=True)
class Place:
    """A site with its till, who works there, and what it sells over the counter."""

    site: Site
    register: Register
    staff: dict[str, Staff] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    shelf: list[Part] = field(default_factory=list)
    free_at: dict[str, datetime] = field(default_factory=dict)

    def who(self, *roles: str) -> Actor:
        """The first of the roles that somebody here has."""
        return next(self.actors[role] for role in roles if role in self.actors)

    def technicians(self) -> list[str]:
        """Keys of those who repair here."""
        return [key for key in self.actors if key.startswith("technician")]


@dataclass(slots=True)
class Car:
    """A vehicle of the demo, and how far it had gone and goes in a day."""

    vehicle: Vehicle
    owner: Party
    km: int
    km_a_day: int
    since: date
    base: str = "STH"
    shown: int = 0

    def odometer(self, day: date, *, driven: int = 0) -> int:
        """What its instrument shows on the day, `driven` km after it was last read: never less than before."""
        self.shown = max(self.km + self.km_a_day * (day - self.since).days, self.shown + driven)
        return self.shown


@dataclass(slots=True)
class Stage:
    """Everything at hand. `end`: the demo's last moment; `due`: the day for which the board's cars are promised."""

    dice: Random
    size: Size
    first: date
    end: datetime
    due: date
    places: dict[str, Place] = field(default_factory=dict)
    walk_in: Party | None = None
    people: list[Party] = field(default_factory=list)
    firms: list[Party] = field(default_factory=list)
    cars: list[Car] = field(default_factory=list)
    named: dict[str, Part] = field(default_factory=dict)
    canned: dict[str, CannedJob] = field(default_factory=dict)
    price_cm: dict[UUID, int] = field(default_factory=dict)
    finance: Actor = SETUP
    lost_sales: int = 0

    def said(self, at: datetime) -> dict[str, Any]:
        """By the shop's own machinery, at that moment."""
        return {"by": SETUP, "at": at}

    def pick[T](self, among: Sequence[T]) -> T:
        """One of them."""
        return self.dice.choice(among)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.dice.randrange(100) < percent
