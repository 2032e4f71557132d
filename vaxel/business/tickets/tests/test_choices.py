"""Which option stands for its choice, as a table."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from vaxel.business.tickets.choices import chosen_instead, groups, lead, passed_over

GROUP = UUID(int=100)


@dataclass(frozen=True)
class Option:
    pk: UUID
    recommended: bool = False
    said: str = ""
    work: str = "pending"
    option_group: UUID | None = GROUP


def option(n: int, **change: object) -> Option:
    return Option(UUID(int=n), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "stands"),
    [
        ([option(1), option(2)], 1),
        ([option(1), option(2, recommended=True)], 2),
        ([option(1, said="approve"), option(2, recommended=True)], 1),
        ([option(1, said="decline"), option(2, recommended=True, said="decline")], 2),
        ([option(1, recommended=True, work="cancelled"), option(2), option(3)], 2),
        ([option(1, said="approve", work="cancelled"), option(2), option(3)], 2),
        ([option(1, work="cancelled"), option(2, work="cancelled")], 1),
    ],
)
def test_what_was_chosen_stands_first_then_what_is_recommended_then_the_first(
    options: list[Option], stands: int
) -> None:
    assert lead(options).pk == UUID(int=stands)
    assert passed_over(options) == {one.pk for one in options} - {UUID(int=stands)}


def test_jobs_without_a_choice_pass_nobody_over() -> None:
    alone = [option(1, option_group=None), option(2, option_group=None)]
    assert passed_over(alone) == frozenset()
    assert groups(alone) == {}
    assert not chosen_instead(alone[0], alone)


def test_only_a_yes_that_stands_takes_the_place_of_the_others() -> None:
    one, two = option(1), option(2, said="approve")
    assert chosen_instead(one, [one, two])
    assert not chosen_instead(two, [one, two])
    gone = option(2, said="approve", work="cancelled")
    assert not chosen_instead(one, [one, gone])
    elsewhere = option(2, said="approve", option_group=UUID(int=101))
    assert not chosen_instead(one, [one, elsewhere])
