"""Whether a part fits a car, from what fitment says and what is known of the car. Without database or clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["fits", "maybe", "probably", "universal", "unknown", "does_not_fit"]
STRENGTH: dict[Level, int] = {
    "fits": 5, "maybe": 4, "probably": 3, "universal": 2, "unknown": 1, "does_not_fit": 0,
}  # fmt: skip
NOTE = "note"
LEARNED = "learned"
_MISFIT = (
    "passa inte", "passar inte", "passade inte", "passar ej", "passade ej", "passar icke", "fel bil", "does not fit",
    "did not fit", "doesnt fit", "didnt fit", "not fit", "wrong car", "wrong vehicle", "wrong fit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Car:
    """What is known of a car, in fitment's own words: `models` (id → whether it is surely that one), its year, its
    engines by id (empty: not known), its fuel and other facts. `name` is how it is shown."""

    models: Mapping[int, bool] = field(default_factory=dict)
    year: int | None = None
    engines: frozenset[int] = frozenset()
    fuel: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FitRow:
    """One row of fitment, its names put in. `engine` 0: every engine."""

    car_model: int
    year: int
    engine: int = 0
    engine_name: str = ""
    engine_fuel: str = ""
    position: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    quantity_milli: int = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """What must be known of the car before the part surely fits: `key` must be `wanted` (K-17)."""

    key: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """The answer for a part and a car (K-11), with everything that is shown beside it."""

    level: Level = "unknown"
    positions: tuple[str, ...] = ()
    quantity_milli: int = 0
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    fitted: int = 0
    returned: int = 0
    through: str = ""

    @property
    def strength(self) -> int:
        """For sorting: what fits first, what does not last."""
        return STRENGTH[self.level]


UNKNOWN, UNIVERSAL = Fitting(), Fitting("universal")


def asked(row: FitRow, car: Car) -> tuple[Question, ...] | None:
    """What is still to be asked before the row holds for the car; None: it does not hold."""
    questions = []
    if not car.models.get(row.car_model, False):
        questions.append(Question("model", ""))
    if car.year is None:
        questions.append(Question("year", str(row.year)))
    elif car.year != row.year:
        return None
    if row.engine and row.engine not in car.engines:
        if car.engines or (row.engine_fuel and car.fuel and row.engine_fuel != car.fuel):
            return None
        questions.append(Question("engine", row.engine_name))
    for key, wanted in sorted(row.facts.items()):
        if key == NOTE:
            continue
        known = car.facts.get(key, "")
        if known and not _same(known, wanted):
            return None
        if not known:
            questions.append(Question(key, wanted))
    return tuple(questions)


def _same(known: str, wanted: str) -> bool:
    return " ".join(known.split()).casefold() == " ".join(wanted.split()).casefold()


def answer(rows: Iterable[FitRow], car: Car, *, fitted: int = 0, returned: int = 0, universal: bool = False) -> Fitting:
    """What the rows of one part say for the car, beside what was learned. Rows of one part are OR, facts in one AND.

    What was fitted here and stayed fits (K-12); what came back for not fitting does not, unless it was fitted more
    often. Neither changes what the catalogue says, and both are told (K-13).
    """
    rows = list(rows)
    held = [(row, questions) for row in rows if (questions := asked(row, car)) is not None]
    sure = [one for one in held if not one[1]]
    learned = fitted > returned
    if sure or learned:
        level: Level = "does_not_fit" if returned > fitted else "fits"
    elif returned > fitted:
        level = "does_not_fit"
    elif held:
        level = "maybe"
    elif universal:
        return UNIVERSAL
    else:
        level = "does_not_fit" if rows else "unknown"
    return _told(level, sure or held, fitted, returned)


def _told(level: Level, held: Sequence[tuple[FitRow, tuple[Question, ...]]], fitted: int, returned: int) -> Fitting:
    sources = dict.fromkeys(row.source for row, _questions in held if row.source)
    return Fitting(
        level=level,
        positions=tuple(dict.fromkeys(row.position for row, _questions in held if row.position)),
        quantity_milli=max((row.quantity_milli for row, _questions in held), default=0),
        questions=tuple(dict.fromkeys(one for _row, questions in held for one in questions))
        if level == "maybe"
        else (),
        notes=tuple(dict.fromkeys(row.facts[NOTE] for row, _questions in held if NOTE in row.facts)),
        sources=(*sources, LEARNED) if fitted or returned else tuple(sources),
        fitted=fitted,
        returned=returned,
    )


def says_misfit(reason: str) -> bool:
    """Whether what is written as the reason of a return means that the part did not fit the car."""
    plain = " ".join(reason.casefold().replace("'", "").replace("’", "").split())
    return any(words in plain for words in _MISFIT)
