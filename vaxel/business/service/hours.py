"""From the facts of the clocks to spans of time, per person and per job (S-121 to S-124). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

STRUCK_OUT = "nil"


@dataclass(frozen=True, slots=True)
class Fact:
    """One time entry: on or off (or `nil`: the corrected one never happened), a job or the shift."""

    id: UUID
    staff_id: UUID
    kind: str
    direction: str
    happened_at: datetime
    job_id: UUID | None = None
    corrects_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A person was on a job (or, without one, on shift) from a moment to another; `running`: it has not ended."""

    staff_id: UUID
    job_id: UUID | None
    start: datetime
    end: datetime
    running: bool

    @property
    def seconds(self) -> int:
        """Its length."""
        return int((self.end - self.start).total_seconds())


def in_force(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that count, by time: neither corrected by another row nor struck out (S-122)."""
    held = list(facts)
    corrected = {fact.corrects_id for fact in held}
    counting = [fact for fact in held if fact.id not in corrected and fact.direction != STRUCK_OUT]
    return sorted(counting, key=lambda fact: (fact.happened_at, fact.direction == "on", fact.id))


def spans(facts: Iterable[Fact], *, kind: str, until: datetime) -> list[Span]:
    """The spans of one kind of clock, by person. Going on ends what the person was on: one clock runs at a time."""
    since: dict[UUID, tuple[UUID | None, datetime]] = {}
    made: list[Span] = []
    for fact in in_force(facts):
        if fact.kind != kind or fact.happened_at > until:
            continue
        if fact.staff_id in since:
            job_id, start = since.pop(fact.staff_id)
            made.append(Span(fact.staff_id, job_id, start, fact.happened_at, running=False))
        if fact.direction == "on":
            since[fact.staff_id] = (fact.job_id, fact.happened_at)
    made += [Span(staff_id, job_id, start, until, running=True) for staff_id, (job_id, start) in since.items()]
    return made


def per_job(worked: Iterable[Span]) -> Mapping[UUID, Mapping[UUID, int]]:
    """Job → person → seconds."""
    seconds: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for span in worked:
        if span.job_id is not None:
            seconds[span.job_id][span.staff_id] += span.seconds
    return {job_id: dict(people) for job_id, people in seconds.items()}
