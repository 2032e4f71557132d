"""What the shop learns from what it sold: how much of each part, and which parts stayed on which cars (K-12).

Whoever reads the papers hands over their lines in order; each line counts once, however often it is handed over.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vaxel.business.catalog import car_names, cars, rules
from vaxel.business.catalog.fit_models import CarEngine, LearnedFit, PartSales, TakenIn
from vaxel.business.catalog.models import Part, PartSearch
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows, statements


@dataclass(frozen=True, slots=True)
class CarType:
    """A car as its owner's card names it; without make, model or year nothing is learned of it."""

    make: str
    model: str
    year: int | None
    engine: str = ""

    @property
    def is_known(self) -> bool:
        """Whether one can learn of it."""
        return bool(car_names.make(self.make) and car_names.model(self.model) and self.year)


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of the shop's papers: a part that was sold (negative: came back) on a day, for a car if one is named.

    `misfit`: it came back because it did not fit. A line that is not ours to learn from (the customer's own part) is
    not handed over.
    """

    part_id: UUID
    quantity_milli: int
    day: date
    car: CarType | None = None
    misfit: bool = False


@action("parts.learn")
def learn(lines: Sequence[Sold], *, since: int, upto: int, by: Actor, at: datetime) -> bool:
    """The lines count towards what sells and what fits: those after `since`, up to and with `upto`, in the papers'
    own numbering. False, and nothing happens, when lines after `since` have been counted already."""
    TakenIn.objects.get_or_create(key="sold")
    mark = TakenIn.objects.select_for_update().get(key="sold")
    if mark.upto != since or upto < since:
        return False
    universal = set(
        Part.objects.filter(pk__in={one.part_id for one in lines}, universal=True).values_list("id", flat=True)
    )
    held = dict(PartSearch.objects.filter(part__in={one.part_id for one in lines}).values_list("part_id", "id"))
    lines = [one for one in lines if one.part_id in held]
    _count(lines, held)
    _remember([one for one in lines if one.part_id not in universal], held)
    mark.upto = upto
    mark.save(update_fields=["upto"])
    note(lines=len(lines), upto=upto)
    return True


def upto() -> int:
    """Up to which line the papers were counted."""
    return TakenIn.objects.filter(key="sold").values_list("upto", flat=True).first() or 0


def _count(lines: Sequence[Sold], held: dict[UUID, int]) -> None:
    """A line weighs by its day, not by its quantity: four spark plugs are one sale."""
    score: Counter[int] = Counter()
    for one in lines:
        score[held[one.part_id]] += rules.freshness(one.day) * (1 if one.quantity_milli > 0 else -1)
    _add(PartSales, ("part",), ("score",), [(part, weight) for part, weight in sorted(score.items()) if weight])


def _remember(lines: Sequence[Sold], held: dict[UUID, int]) -> None:
    named = [(one, one.car) for one in lines if one.car is not None and one.car.is_known]
    if not named:
        return
    models = _models({(car.make, car.model) for _one, car in named})
    engines = _engines({car.engine for _one, car in named})
    counted: dict[tuple[int, int, int, int], list[int]] = {}
    for one, car in named:
        key = (models[car.make, car.model], car.year or 0, held[one.part_id], engines[car.engine])
        pair = counted.setdefault(key, [0, 0])
        pair[0] += 1 if one.quantity_milli > 0 else -1
        pair[1] += one.misfit
    learned = [(*key, *pair) for key, pair in sorted(counted.items()) if any(pair)]
    _add(LearnedFit, ("car_model", "year", "part", "engine"), ("fitted", "returned"), learned)


def _models(named: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The model that fitment knows each by, where it surely means one; a new one of the name as written elsewhere."""
    known = {make: cars.models_of(make) for make in {make for make, _model in named}}
    found = {pair: _sure(car_names.matches(car_names.model(pair[1]), known[pair[0]])) for pair in named}
    new = cars.intern_models({pair for pair, model in found.items() if not model})
    return {pair: model or new[pair] for pair, model in found.items()}


def _sure(models: dict[int, bool]) -> int:
    return min((model for model, is_sure in models.items() if is_sure), default=0)


def _engines(texts: set[str]) -> dict[str, int]:
    """An engine is learned of only by a code that fitment knows: what people type is no type of engine."""
    codes = {text: car_names.engine_codes(text) for text in texts}
    wanted = {code for some in codes.values() for code in some}
    known = dict(CarEngine.objects.filter(folded__in=wanted).values_list("folded", "id"))
    return {text: next((known[code] for code in some if code in known), 0) for text, some in codes.items()}


def _add(model: Any, key: tuple[str, ...], amounts: tuple[str, ...], counted: Sequence[tuple[int, ...]]) -> None:
    """The amounts are added to the rows with these keys, which are made where there are none. One statement a batch."""
    table = model._meta.db_table
    more = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in amounts)
    for some in rows.chunks(counted):
        source, params = rows.table(model, (*key, *amounts), some)
        columns = ", ".join((*key, *amounts))
        statements.change(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source} WHERE true "  # noqa: S608 - our names
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {more}",
            params,
        )
