"""Which job of a choice stands for it (S-49). Pure: no database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID


class Option(Protocol):
    """What is looked at."""

    @property
    def pk(self) -> UUID: ...
    @property
    def option_group(self) -> UUID | None: ...
    @property
    def recommended(self) -> bool: ...
    @property
    def said(self) -> str: ...
    @property
    def work(self) -> str: ...


def groups[T: Option](jobs: Iterable[T]) -> Mapping[UUID, Sequence[T]]:
    """Choice → its options in the order given."""
    found: dict[UUID, list[T]] = {}
    for job in jobs:
        if job.option_group is not None:
            found.setdefault(job.option_group, []).append(job)
    return found


def lead[T: Option](options: Sequence[T]) -> T:
    """The option that stands for the others: what the customer chose, else what is recommended, else the first."""
    alive = [one for one in options if one.work != "cancelled"] or list(options)
    chosen = next((one for one in alive if one.said == "approve"), None)
    return chosen or next((one for one in alive if one.recommended), alive[0])


def passed_over(jobs: Iterable[Option]) -> frozenset[UUID]:
    """The options that another one of their choice stands for."""
    return frozenset(
        one.pk for options in groups(jobs).values() for one in options if one.pk != lead(options).pk
    )  # fmt: skip


def chosen_instead(job: Option, jobs: Iterable[Option]) -> bool:
    """Whether the customer has said yes to another option of the same choice."""
    if job.option_group is None or job.said == "approve":
        return False
    return any(
        one.option_group == job.option_group and one.said == "approve" and one.work != "cancelled"
        for one in jobs
        if one.pk != job.pk
    )
