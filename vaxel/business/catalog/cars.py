"""Cars as fitment knows them: makes, models and engines by number, grown from data, and a vehicle found among them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from vaxel.business.catalog import car_names, numbers
from vaxel.business.catalog.fit_models import CarEngine, CarMake, CarModel
from vaxel.business.catalog.fit_rules import Car
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.db import rows

BATCH = 400
ANSWERS = "answers"
# What a register or a VIN said is a fact of fitment under this name.
_SAID = {"body": "body"}


def of(vehicle: Vehicle) -> Car:
    """What fitment can know of the vehicle. Two statements, one more for an engine."""
    known = models_of(vehicle.make)
    said = car_names.model(vehicle.model)
    year = vehicle.model_year or (vehicle.first_registered_on.year if vehicle.first_registered_on else None)
    name = " ".join(piece for piece in (vehicle.make, vehicle.model, str(year or "")) if piece)
    codes = car_names.engine_codes(vehicle.engine)
    return Car(
        models=car_names.matches(said, known), year=year,
        engines=frozenset(CarEngine.objects.filter(folded__in=codes).values_list("id", flat=True) if codes else ()),
        fuel=vehicle.fuel, facts=_facts(vehicle), name=name,
        words=frozenset([*numbers.words(name), *numbers.words(vehicle.engine)]),
    )  # fmt: skip


def models_of(make: str) -> dict[int, str]:
    """Every model of the make: id → as compared. One statement."""
    return dict(CarModel.objects.filter(make__folded=car_names.make(make)).values_list("id", "folded"))


def _facts(vehicle: Vehicle) -> dict[str, str]:
    """What was answered on the vehicle, before what its VIN or a register said."""
    facts: dict[str, str] = {}
    for said in (vehicle.decoded.get("vin"), vehicle.decoded.get("register")):
        if isinstance(said, Mapping):
            facts |= {name: str(said[key]) for key, name in _SAID.items() if said.get(key)}
    answers = vehicle.decoded.get(ANSWERS, {})
    return facts | {key: str(one["value"]) for key, one in answers.items()}


def named(words: Sequence[str]) -> tuple[Car, frozenset[str]] | None:
    """The car that typed words name by its model (`golf`, `v70 ii`), with a year if one is among them, and the words
    it was named by; None when they name none. One statement, one more when they do."""
    grams = car_names.named_in(words)
    found = list(CarModel.objects.filter(folded__in=grams).values_list("id", "folded", "make__name", "name", "make_id"))
    if not found:
        return None
    best = min(grams.index(row[1]) for row in found)
    meant = [row for row in found if row[1] == grams[best]]
    year = car_names.year_in(words)
    known = dict(CarModel.objects.filter(make__in={row[4] for row in meant}).values_list("id", "folded"))
    said = meant[0][1]
    used = {*said.split(), *([str(year)] if year else [])}
    used |= {word for row in meant for word in numbers.words(row[2])}
    name = " ".join(piece for piece in (meant[0][2], meant[0][3], str(year or "")) if piece)
    car = Car(models=car_names.matches(said, known), year=year, name=name, words=frozenset(used))
    return car, frozenset(used)


def intern_models(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(make, model) as written → the model's id, new ones made. A handful of statements for any number."""
    wanted = {pair: (car_names.make(pair[0]), car_names.model(pair[1])) for pair in named}
    makes = _interned(CarMake, {make: pair[0] for pair, (make, _model) in wanted.items()})
    keys = {pair: (makes[make], model) for pair, (make, model) in wanted.items()}
    new = {key: pair[1].strip()[:80] for pair, key in keys.items()}
    held = _known_models(new)
    missing = [(make, name, model) for (make, model), name in new.items() if (make, model) not in held]
    if missing:
        rows.insert_new(CarModel, ("make", "name", "folded"), missing, key="make_id, folded")
        held = _known_models(new)
    return {pair: held[key] for pair, key in keys.items()}


def _known_models(keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    keys = list(keys)
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        query = CarModel.objects.filter(make__in={make for make, _model in some}, folded__in={one for _m, one in some})
        found |= {(make, folded): pk for pk, make, folded in query.values_list("id", "make_id", "folded")}
    return found


def intern_engines(names: Iterable[str]) -> dict[str, int]:
    """Engine as written → its id, new ones made; 0 for none."""
    return {"": 0} | _by_name(CarEngine, {name: car_names.engine(name) for name in names if name})


def _by_name(model: type[models.Model], folded: Mapping[str, str]) -> dict[str, int]:
    ids = _interned(model, {fold: name for name, fold in folded.items()})
    return {name: ids[fold] for name, fold in folded.items()}


def _interned(model: type[models.Model], wanted: Mapping[str, str]) -> dict[str, int]:
    """As compared → id, those that were missing made under the name as written."""
    names = list(wanted)
    held = _ids(model, names)
    unsaid = ("fuel",) if model is CarEngine else ()  # written out: the database has no default of its own for it
    missing = [(wanted[fold].strip()[:60], fold, *("" for _one in unsaid)) for fold in names if fold not in held]
    if missing:
        rows.insert_new(model, ("name", "folded", *unsaid), missing, key="folded")
        held = _ids(model, names)
    return held


def _ids(model: Any, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in rows.chunks(names):
        found |= dict(model.objects.filter(folded__in=some).values_list("folded", "id"))
    return found
