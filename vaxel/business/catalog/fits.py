"""What fits what: adding, replacing and removing fitment, one part's or an import's, and what cars are asked once.

Fitment of one source never touches another's, nor what was learned (K-13).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import car_names, cars
from vaxel.business.catalog.fit_models import Fit, FitCondition, FitPosition, FitSource
from vaxel.business.catalog.models import Part, PartSearch
from vaxel.business.catalog.wishes import OutOfRange, check_name, check_range
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows, statements
from vaxel.kernel.refusals import BadInput, NotFound

TYPED = "typed"
FIRST_YEAR, LAST_YEAR = 1885, 2100
MOST_AT_ONCE = 200_000
MOST_FACTS = 30
_COLUMNS = ("car_model", "year", "part", "engine", "position", "condition", "source", "quantity_milli")
_KEY = "car_model, year, part, engine, position, condition, source"
type _Row = tuple[int, int, int, int, int, int, int, int]


class YearsTurned(BadInput):
    """A range begins before it ends."""

    sentence = _("The years %(first)s to %(last)s are the wrong way round.")


class NoModel(BadInput):
    """Fitment names a car by make and model."""

    sentence = _("Say the make and the model of the car: at least one of them is missing.")


class TooMuchFitment(BadInput):
    """A limit on everything: while it is stored, everybody else waits."""

    sentence = _("At most %(most)s rows of fitment (a row is one model in one year) are stored at once.")


class TooManyFacts(BadInput):
    """A condition is a handful of facts."""

    sentence = _("A condition has at most %(most)s facts.")


@dataclass(frozen=True, slots=True)
class NewFit:
    """The part fits these years of the model. `engine` and `position` empty: all. `facts` must all be true of the car
    (`{"brake_disc": "300 mm"}`); the fact `note` is only shown. A car takes `quantity_milli` at the position."""

    make: str
    model: str
    year_from: int
    year_to: int
    engine: str = ""
    position: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    quantity_milli: int = 1000


@action("fitment.add")
def add(part: Part, *, fits: Sequence[NewFit], source: str = TYPED, by: Actor, at: datetime) -> int:
    """The source says that the part fits these cars too; how many rows (a model in a year) that is.

    What the source said already stays, with the new quantity. Refuses with YearsTurned, OutOfRange, NoModel, BadName,
    TooManyFacts, TooMuchFitment.
    """
    return _store([(part.id, one) for one in fits], source)


@action("fitment.add_many")
def add_many(fits: Sequence[tuple[UUID, NewFit]], *, source: str, by: Actor, at: datetime) -> int:
    """As `add`, for many (part's id, fit) at once: for imports. All of it is stored, or nothing."""
    return _store(fits, source)


@action("fitment.replace")
def replace(part: Part, *, fits: Sequence[NewFit], source: str = TYPED, by: Actor, at: datetime) -> int:
    """The source says that the part fits these cars, and no others; how many rows that is. Refuses as `add` does."""
    wanted = [(part.id, one) for one in fits]
    check(wanted)
    _remove([part.id], source)
    return _store(wanted, source)


@action("fitment.replace_many")
def replace_many(
    part_ids: Sequence[UUID], *, fits: Sequence[tuple[UUID, NewFit]], source: str, by: Actor, at: datetime
) -> int:
    """The source says of these parts that they fit these cars and no others: a whole file, some parts at a time.

    `fits` are of those parts alone. All of it happens, or nothing. Refuses as `add` does.
    """
    if not {part_id for part_id, _one in fits} <= set(part_ids):
        raise NotFound()
    check(fits)
    _remove(part_ids, source)
    return _store(fits, source)


@action("fitment.take_many")
def take_many(
    part_ids: Sequence[UUID], *, fits: Sequence[tuple[UUID, NewFit]], gone: Sequence[tuple[UUID, NewFit]] = (),
    whole: bool, source: str, by: Actor, at: datetime,
) -> dict[UUID, tuple[int, int, int]]:  # fmt: skip
    """The source says of these parts that they fit these cars: no others when it is `whole`, else not those `gone`.

    Part → (rows that came, rows that went, rows that were so already). What is as it was is not written again. All of
    it happens, or nothing. Refuses as `add` does, and with NotFound when a fit is of another part.
    """
    if not {part_id for part_id, _one in (*fits, *gone)} <= set(part_ids):
        raise NotFound()
    check(fits)
    check(gone)
    numbers, source_id = numbers_of(set(part_ids)), intern_source(source)
    wanted = {row[:7]: row for row in _rows(fits, source)} if fits else {}
    held = {row[:7]: row for row in _held(list(numbers.values()), source_id)}
    going = held.keys() if whole else held.keys() & {row[:7] for row in (_rows(gone, source) if gone else ())}
    coming = [row for key, row in wanted.items() if held.get(key) != row]
    removed = [held[key] for key in going - wanted.keys()]
    rows.insert_new(Fit, _COLUMNS, coming, key=_KEY, or_replace=("quantity_milli",))
    _delete(removed)
    note(came=len(coming), went=len(removed), source=source)
    return _told(numbers, coming, removed, list(wanted.values()))


def _told(
    numbers: Mapping[UUID, int], coming: Sequence[_Row], removed: Sequence[_Row], wanted: Sequence[_Row]
) -> dict[UUID, tuple[int, int, int]]:
    came, went, said = (Counter(row[2] for row in some) for some in (coming, removed, wanted))
    return {part_id: (came[one], went[one], said[one] - came[one]) for part_id, one in numbers.items()}


def _held(parts: Sequence[int], source_id: int) -> Iterator[_Row]:
    """What the source says of the parts now."""
    for some in rows.chunks(sorted(parts)):
        where, params = statements.among("part", some)
        text = "SELECT car_model, year, part, engine, position, condition, source, quantity_milli FROM catalog_fit "
        yield from (tuple(row) for row in statements.fetch(
            f"{text} WHERE {where} AND source = %s", [*params, source_id]))  # fmt: skip


def parts_of(source: str, *, after: int, upto: int) -> list[tuple[int, UUID]]:
    """(The whole number by which fitment names it, the part): of which the source says something, in a range."""
    read = statements.fetch(
        "SELECT DISTINCT f.part, s.part_id FROM catalog_fit f JOIN catalog_partsearch s ON s.id = f.part "
        "WHERE f.part > %s AND f.part <= %s AND f.source = (SELECT id FROM catalog_fitsource WHERE key = %s) "
        "ORDER BY f.part",
        [after, upto, source],
    )
    return [(number, part if isinstance(part, UUID) else UUID(part)) for number, part in read]


def last_number() -> int:
    """The highest whole number by which fitment can name a part."""
    return PartSearch.objects.aggregate(last=Max("id"))["last"] or 0


@action("fitment.remove")
def remove(part: Part, *, fits: Sequence[NewFit] | None = None, source: str = TYPED, by: Actor, at: datetime) -> int:
    """The source no longer says that the part fits these cars (None: any); how many rows are gone.

    A fit is removed as it was added: with the same engine, position and facts.
    """
    if fits is None:
        gone = _remove([part.id], source)
    else:
        check([(part.id, one) for one in fits])
        gone = _delete(_rows([(part.id, one) for one in fits], source))
    note(rows=gone, source=source)
    return gone


@action("fitment.set_universal")
def set_universal(part: Part, *, universal: bool, by: Actor, at: datetime) -> Part:
    """The part fits by its specification, not by the car (oil, bulbs, wipers by length): or no longer."""
    part.universal = universal
    part.save(update_fields=["universal"])
    return part


@action("vehicles.answer_fit")
def answer_fit(vehicle: Vehicle, *, key: str, value: str, by: Actor, at: datetime) -> Vehicle:
    """What fitment asked of the vehicle is known, and kept with who said so; empty: it is not known any more (K-17).

    An engine is not answered here but is the vehicle's own: `vehicles.change`. Refuses with BadName.
    """
    key, value = check_name(key, _("question"), 60), check_name(value, _("answer"), 120, needed=False)
    vehicle = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    answers = dict(vehicle.decoded.get(cars.ANSWERS, {}))
    before = answers.pop(key, None)
    if value:
        answers[key] = {"value": value, "by": by.name, "day": at.date().isoformat()}
    vehicle.decoded = {**vehicle.decoded, cars.ANSWERS: answers}
    vehicle.save(update_fields=["decoded"])
    note(key=key, value=value, before=before)
    return vehicle


def check(fits: Sequence[tuple[UUID, NewFit]]) -> None:
    """Everything is as it may be stored; refuses as `add` does."""
    total = 0
    for _part_id, one in fits:
        for year in (one.year_from, one.year_to):
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise OutOfRange(field=_("year"), least=FIRST_YEAR, most=LAST_YEAR)
        if one.year_from > one.year_to:
            raise YearsTurned(first=one.year_from, last=one.year_to)
        if not car_names.make(one.make) or not car_names.model(one.model):
            raise NoModel()
        if len(one.facts) > MOST_FACTS:
            raise TooManyFacts(most=MOST_FACTS)
        _check_words(one)
        check_range(one.quantity_milli, _("quantity"), 1, 10**9)
        total += one.year_to - one.year_from + 1
    if total > MOST_AT_ONCE:
        raise TooMuchFitment(most=MOST_AT_ONCE)


def _check_words(one: NewFit) -> None:
    check_name(one.make, _("make"), 60)
    check_name(one.model, _("model"), 80)
    check_name(one.engine, _("engine"), 60, needed=False)
    check_name(one.position, _("position"), 60, needed=False)
    for key, value in one.facts.items():
        check_name(key, _("question"), 60)
        check_name(value, _("answer"), 400)


def _store(fits: Sequence[tuple[UUID, NewFit]], source: str) -> int:
    check(fits)
    made = _rows(fits, source)
    rows.insert_new(Fit, _COLUMNS, made, key=_KEY, or_replace=("quantity_milli",))
    note(rows=len(made), source=source)
    return len(made)


def _rows(fits: Sequence[tuple[UUID, NewFit]], source: str) -> list[_Row]:
    """The rows of these fits, each year its own, in the order in which they lie in the table."""
    parts = numbers_of({part_id for part_id, _one in fits})
    models = cars.intern_models({(one.make, one.model) for _part, one in fits})
    engines = cars.intern_engines({one.engine for _part, one in fits})
    positions = _intern_positions({one.position for _part, one in fits})
    conditions = intern_conditions([one.facts for _part, one in fits])
    source_id = intern_source(source)
    found: dict[tuple[int, ...], _Row] = {}
    for part_id, one in fits:
        model, engine, position = models[one.make, one.model], engines[one.engine], positions[one.position]
        condition, part = conditions[_digest(one.facts)], parts[part_id]
        for year in range(one.year_from, one.year_to + 1):
            row = (model, year, part, engine, position, condition, source_id, one.quantity_milli)
            found[row[:7]] = row
    return [found[key] for key in sorted(found)]


def numbers_of(part_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Part → the whole number by which fitment names it. Refuses with NotFound when one does not exist."""
    wanted = list(part_ids)
    found: dict[UUID, int] = {}
    for some in rows.chunks(wanted):
        found |= dict(PartSearch.objects.filter(part__in=some).values_list("part_id", "id"))
    if len(found) < len(wanted):
        raise NotFound()
    return found


def intern_source(key: str) -> int:
    """The source's id, made if it is new."""
    plain = check_name(key, _("source"), 80)
    rows.insert_new(FitSource, ("key",), [(plain,)], key="key")
    return FitSource.objects.get(key=plain).id


def _intern_positions(keys: Iterable[str]) -> dict[str, int]:
    wanted = {key: " ".join(key.split()).casefold()[:60] for key in keys}
    rows.insert_new(FitPosition, ("key",), [(plain,) for plain in dict.fromkeys(wanted.values()) if plain], key="key")
    held: dict[str, int] = {"": 0}
    for some in rows.chunks(sorted(set(wanted.values()))):
        held |= dict(FitPosition.objects.filter(key__in=some).values_list("key", "id"))
    return {key: held[plain] for key, plain in wanted.items()}


def intern_conditions(sets: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """Digest → the condition's id, new ones made; no facts are condition 0."""
    wanted = {_digest(facts): dict(facts) for facts in sets}
    none = wanted.pop(_digest({}), None)
    new = [(digest, facts) for digest, facts in sorted(wanted.items())]
    rows.insert_new(FitCondition, ("digest", "facts"), new, key="digest")
    held = {} if none is None else {_digest({}): 0}
    for some in rows.chunks(list(wanted)):
        held |= dict(FitCondition.objects.filter(digest__in=some).values_list("digest", "id"))
    return held


def _digest(facts: Mapping[str, str]) -> str:
    plain = json.dumps(sorted(facts.items()), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _remove(part_ids: Sequence[UUID], source: str) -> int:
    source_id, gone = intern_source(source), 0
    for some in rows.chunks(sorted(numbers_of(set(part_ids)).values())):
        where, params = statements.among("part", some)
        gone += statements.change(f"DELETE FROM catalog_fit WHERE {where} AND source = %s", [*params, source_id])  # noqa: S608
    return gone


def _delete(wanted: Sequence[_Row]) -> int:
    gone = 0
    for some in rows.chunks(wanted):
        table, params = rows.table(Fit, _COLUMNS[:7], [row[:7] for row in some])
        where = f"({_KEY}) IN (SELECT {_KEY} FROM {table})"  # noqa: S608 - our own names
        gone += statements.change(f"DELETE FROM catalog_fit WHERE {where}", params)  # noqa: S608 - as above
    return gone
