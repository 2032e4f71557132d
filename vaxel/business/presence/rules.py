"""The staff ledger's lines from the facts of coming and going: shifts, and corrections readable backwards. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

NEVER = "nil"


@dataclass(frozen=True, slots=True)
class Fact:
    """Somebody came (`on`) or went (`off`), or an earlier fact never was (`nil`)."""

    id: UUID
    person: UUID
    direction: str
    happened_at: datetime
    recorded_at: datetime
    corrects: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A person on the premises, from when until when; the facts say how it was known."""

    person: UUID
    came: Fact | None
    went: Fact | None

    @property
    def begins(self) -> datetime:
        """The first moment that is known of it."""
        known = self.came or self.went
        assert known is not None
        return known.happened_at


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact stands in place of another: old value, new value, why and when it was said (S-186)."""

    person: UUID
    old: Fact
    new: Fact


def stays(facts: Iterable[Fact]) -> list[Stay]:
    """The stays by person and time. Who came twice without going, or went without coming, is shown as was said."""
    held = list(facts)
    replaced = {fact.corrects for fact in held}
    counting = [fact for fact in held if fact.id not in replaced and fact.direction != NEVER]
    of: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in sorted(counting, key=lambda one: (one.happened_at, one.direction == "on", one.id)):
        of[fact.person].append(fact)
    return [stay for person, own in of.items() for stay in _paired(person, own)]


def _paired(person: UUID, facts: Iterable[Fact]) -> list[Stay]:
    made: list[Stay] = []
    came: Fact | None = None
    for fact in facts:
        if fact.direction == "on":
            if came is not None:
                made.append(Stay(person, came, None))
            came = fact
        else:
            made.append(Stay(person, came, fact))
            came = None
    return [*made, Stay(person, came, None)] if came else made


def corrections(facts: Iterable[Fact]) -> list[Correction]:
    """Every correction with what it replaced, the newest first: read backwards, what stood before."""
    held = {fact.id: fact for fact in facts}
    made = [Correction(fact.person, held[fact.corrects], fact) for fact in held.values() if fact.corrects in held]
    return sorted(made, key=lambda one: (one.new.recorded_at, one.new.id), reverse=True)


def kept_until(tax_year_end: date) -> date:
    """The last day on which the ledger is kept: two years after the calendar year when the tax year ended (R-39)."""
    return date(tax_year_end.year + 2, 12, 31)


def written_day(when: datetime) -> str:
    """ÅÅÅÅ:MM:DD, as the rules on electronic ledgers have it (R-38)."""
    return when.strftime("%Y:%m:%d")


def written_time(when: datetime) -> str:
    """TT:MM:SS."""
    return when.strftime("%H:%M:%S")
