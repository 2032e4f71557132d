"""What is said of one part's cars, years drawn together, each source by itself; and what was learned here (K-13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vaxel.business.catalog import fits, fitting
from vaxel.business.catalog.fit_models import CarEngine, CarModel, LearnedFit
from vaxel.business.catalog.fit_rules import FitRow
from vaxel.business.catalog.models import Part

MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Said:
    """One source says that the part fits these years of the model."""

    make: str
    model: str
    year_from: int
    year_to: int
    engine: str
    position: str
    facts: Mapping[str, str]
    quantity_milli: int
    source: str

    @property
    def by_hand(self) -> bool:
        """Whether somebody typed it here; what a file says is changed by the file."""
        return self.source == fits.TYPED

    @property
    def written(self) -> str:
        """The facts as they are typed: one a line."""
        return "\n".join(f"{key}: {value}" for key, value in self.facts.items())


@dataclass(frozen=True, slots=True)
class Learned:
    """How often it was fitted to this type of car here, and came back because it did not fit (K-12)."""

    make: str
    model: str
    year: int
    engine: str
    fitted: int
    returned: int


def said(part: Part) -> list[Said]:
    """By make, model and year; years that follow each other are one row. Three queries."""
    rows = [row for row, _source in fitting.every_row(part)]
    models = _models(row.car_model for row in rows)
    spread = sorted(
        (_one(row, *models.get(row.car_model, ("?", "?"))) for row in rows),
        key=lambda one: (one.make, one.model, one.source, one.engine, one.position, one.written, one.year_from),
    )  # fmt: skip
    found: list[Said] = []
    for one in spread:
        last = found[-1] if found else None
        if (
            last
            and last.year_to + 1 == one.year_from
            and replace(last, year_from=0, year_to=0) == replace(one, year_from=0, year_to=0)
        ):
            found[-1] = replace(last, year_to=one.year_to)
        else:
            found.append(one)
    return found


def _one(row: FitRow, make: str, model: str) -> Said:
    return Said(make, model, row.year, row.year, row.engine_name, row.position, row.facts, row.quantity_milli,
                row.source)  # fmt: skip


def _models(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    held = CarModel.objects.filter(pk__in=set(ids)).select_related("make")
    return {one.pk: (one.make.name, one.name) for one in held}


def learned(part: Part) -> list[Learned]:
    """What was fitted here, the most often first. Four queries at most."""
    number = fits.numbers_of([part.pk])[part.pk]
    rows: Sequence[LearnedFit] = list(LearnedFit.objects.filter(part=number))
    models = _models(row.car_model for row in rows)
    engines = dict(
        CarEngine.objects.filter(pk__in={row.engine for row in rows if row.engine}).values_list("pk", "name")
    )
    found = [
        Learned(*models.get(row.car_model, ("?", "?")), row.year, engines.get(row.engine, ""), row.fitted, row.returned)
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.fitted, one.make, one.model, one.year))
