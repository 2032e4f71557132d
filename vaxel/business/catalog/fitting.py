"""Whether parts fit a car: the rows of fitment and what was learned, read for many parts at once and answered."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from vaxel.business.catalog import cars, fit_rules, fits
from vaxel.business.catalog.fit_models import LearnedFit
from vaxel.business.catalog.fit_rules import Car, FitRow, Fitting
from vaxel.business.catalog.models import Part
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.db import statements

MOST_ROWS = 20_000
_ROWS = """SELECT f.part, f.car_model, f.year, f.engine, e.name, e.fuel, o.key, c.facts, s.key, f.quantity_milli
FROM catalog_fit f LEFT JOIN catalog_carengine e ON e.id = f.engine LEFT JOIN catalog_fitposition o ON o.id = f.position
LEFT JOIN catalog_fitcondition c ON c.id = f.condition JOIN catalog_fitsource s ON s.id = f.source
WHERE {where} ORDER BY f.part, f.year, f.engine, f.position, f.condition, f.source LIMIT %s"""


def answers(vehicle: Vehicle, part_ids: Sequence[UUID]) -> dict[UUID, Fitting]:
    """Each part's answer for the vehicle (K-11). A fixed number of statements."""
    held = fits.numbers_of(set(part_ids))
    universal = set(Part.objects.filter(pk__in=part_ids, universal=True).values_list("id", flat=True))
    found = of(cars.of(vehicle), {number: part_id in universal for part_id, number in held.items()}, elsewhere=True)
    return {part_id: found[number] for part_id, number in held.items()}


def of(car: Car, parts: Mapping[int, bool], *, elsewhere: bool = False) -> dict[int, Fitting]:
    """Part (by its whole number, with whether it is universal) → its answer for the car. Two statements.

    With `elsewhere` parts that are only known to fit other years of the model are told apart from those of which
    nothing is known, by one statement more.
    """
    if not parts or not car.models:
        return {part: fit_rules.UNIVERSAL if universal else fit_rules.UNKNOWN for part, universal in parts.items()}
    said, learned = _said(car, list(parts), car.year), _learned(car, list(parts))
    found = {}
    for part, universal in parts.items():
        fitted, returned = learned.get(part, (0, 0))
        found[part] = fit_rules.answer(said.get(part, ()), car, fitted=fitted, returned=returned, universal=universal)
    unknown = [part for part, one in found.items() if one.level == "unknown"]
    if elsewhere and unknown and car.year is not None:
        for part, others in _said(car, unknown, None).items():
            found[part] = fit_rules.answer(others, car)
    return found


def every_row(part: Part, most: int = MOST_ROWS) -> list[tuple[FitRow, str]]:
    """What fitment says of one part, with the source's own word for it: for its page and for export."""
    number = fits.numbers_of([part.id])[part.id]
    return [(row, row.source) for _part, row in _read("f.part = %s", [number], most)]


def _said(car: Car, parts: Sequence[int], year: int | None) -> dict[int, list[FitRow]]:
    (models, model_ids), (some, part_ids) = (
        statements.among("f.car_model", car.models),
        statements.among("f.part", parts),
    )
    where, params = f"{models} AND {some}", [*model_ids, *part_ids]
    if year is not None:
        where, params = f"f.year = %s AND {where}", [year, *params]
    found: dict[int, list[FitRow]] = defaultdict(list)
    for part, row in _read(where, params, MOST_ROWS):
        found[part].append(row)
    return found


def _read(where: str, params: Sequence[Any], most: int) -> list[tuple[int, FitRow]]:
    return [
        (row[0], FitRow(
            car_model=row[1], year=row[2], engine=row[3], engine_name=row[4] or "", engine_fuel=row[5] or "",
            position=row[6] or "", facts=_facts(row[7]), source=row[8], quantity_milli=row[9],
        ))
        for row in statements.fetch(_ROWS.format(where=where), [*params, most])
    ]  # fmt: skip


def _facts(stored: Any) -> dict[str, str]:
    return json.loads(stored) if isinstance(stored, str) else stored or {}


def _learned(car: Car, parts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """What was fitted to cars like this one, and came back from them; only of cars that are surely like it."""
    sure = [model for model, is_sure in car.models.items() if is_sure]
    if not sure or car.year is None:
        return {}
    rows = LearnedFit.objects.filter(car_model__in=sure, year=car.year, part__in=parts)
    found: dict[int, tuple[int, int]] = {}
    for part, engine, fitted, returned in rows.values_list("part", "engine", "fitted", "returned"):
        if engine and car.engines and engine not in car.engines:
            continue
        before = found.get(part, (0, 0))
        found[part] = (before[0] + fitted, before[1] + returned)
    return found
