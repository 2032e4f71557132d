"""How parts are found in the database: by numbers, by words, among what sells, among what fits. Rows, not ranked."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from vaxel.business.catalog import barcodes, numbers, rules
from vaxel.business.catalog.fit_rules import Car
from vaxel.business.catalog.models import Spelling
from vaxel.kernel.db import statements, trigram
from vaxel.kernel.db.ordering import AFTER_ALL

MOST_MATCHES = 200
MOST_BEST = 2_000
MOST_FITTING = 10_000
MOST_WAYS = 6
_COLUMNS = """p.id, p.number, p.name_sv, p.name_en, b.name, p.unit, p.stocking, p.quality, p.tax_code,
p.retired_at IS NOT NULL, p.norm, p.universal, t.id, COALESCE(s.score, 0)"""
_JOINS = """JOIN catalog_part p ON p.id = t.part_id JOIN catalog_brand b ON b.id = p.brand_id
LEFT JOIN catalog_partsales s ON s.part = t.id"""
_OF_PARTS = """AS f JOIN catalog_part p ON p.id = f.part_id
JOIN catalog_partsearch t ON t.part_id = p.id JOIN catalog_brand b ON b.id = p.brand_id
LEFT JOIN catalog_partsales s ON s.part = t.id"""
_BY_NUMBER = f"""SELECT f.rank, f.matched, f.quantity_milli, '', {_COLUMNS} FROM (
SELECT part_id, kind AS rank, text AS matched, quantity_milli FROM catalog_partcode
WHERE norm IN (%s, %s) AND kind = 'barcode' OR norm = %s AND kind <> 'barcode'
UNION ALL SELECT id, 'number', '', 1000 FROM catalog_part WHERE norm = %s
UNION ALL SELECT id, 'prefix', '', 1000 FROM (
SELECT id FROM catalog_part WHERE norm >= %s AND norm < %s AND retired_at IS NULL ORDER BY norm, id LIMIT %s) AS begun
) {_OF_PARTS}"""  # noqa: S608 - our own names
_LOOK_ALIKES = f"""SELECT 'look_alike', f.matched, f.quantity_milli, '', {_COLUMNS} FROM (
SELECT part_id, text AS matched, quantity_milli FROM catalog_partcode WHERE loose = %s
UNION ALL SELECT id, '', 1000 FROM catalog_part WHERE loose = %s
) {_OF_PARTS} WHERE p.retired_at IS NULL ORDER BY p.norm, p.id LIMIT %s"""  # noqa: S608 - our own names
_BY_ID = f"""SELECT '', '', 1000, '', {_COLUMNS} FROM catalog_partsearch t {_JOINS} WHERE """  # noqa: S608 - as above
_WORDS = trigram.Fragments("catalog_partsearch", "text", _COLUMNS, _JOINS)
_BEST = f"""SELECT part AS id, -score AS n FROM (
SELECT part, score FROM catalog_partsales ORDER BY score DESC, part LIMIT {MOST_BEST}) AS best"""  # noqa: S608 - a number
_FITTING = """SELECT f.part AS id, -COALESCE(s.score, 0) AS n FROM (
SELECT part FROM (SELECT DISTINCT part FROM catalog_fit WHERE {fit} ORDER BY part LIMIT %s) AS said
UNION SELECT part FROM catalog_learnedfit WHERE {learned} AND fitted > returned) AS f
LEFT JOIN catalog_partsales s ON s.part = f.part"""


class Found(NamedTuple):
    """A part that was found: by what, and what is known of it without asking again."""

    rank: str
    matched: str
    quantity_milli: int
    text: str
    part_id: UUID
    number: str
    name_sv: str
    name_en: str
    brand: str
    unit: str
    stocking: str
    quality: str
    tax_code: str
    retired: bool
    norm: str
    universal: bool
    key: int
    sold: int


def by_number(text: str, norm: str, most: int) -> list[Found]:
    """By a whole number or code, and by how a number begins; a scanned barcode stands alone among whole numbers."""
    scanned = barcodes.candidates(text)
    found = _rows(_BY_NUMBER, [scanned[0], scanned[-1], norm, norm, norm, norm + AFTER_ALL, most])
    if any(one.rank == "barcode" for one in found):
        return [one for one in found if one.rank != "prefix"]
    return found


def by_look(text: str) -> list[Found]:
    """By a number that looks like this one, or that a swapped keyboard makes of it."""
    loose = numbers.loose(text)
    return _rows(_LOOK_ALIKES, [loose, loose, MOST_MATCHES])


def by_id(part_ids: Iterable[UUID]) -> dict[UUID, Found]:
    """These parts."""
    where, params = statements.among("p.id", part_ids)
    return {one.part_id: one for one in _rows(_BY_ID + where, params)}


def by_words(terms: Sequence[Sequence[str]], rank: str, *, best: bool = True) -> list[Found]:
    """By fragments in any order: the oldest that hold one way of writing each term, and of what sells best all that do.

    Where a term is in more parts than are looked at, those that nobody buys are left out, never those that sell;
    without `best` (somebody asks for a car, and what fits it comes first) the oldest are enough.
    """
    if not any(min(map(len, ways)) >= trigram.SHORTEST for ways in terms):
        return []
    rows = trigram.holding(_WORDS, terms, most=MOST_MATCHES)
    if best and len(rows) == MOST_MATCHES:
        rows = list(dict.fromkeys([*trigram.holding_among(_WORDS, _BEST, [], terms, most=MOST_MATCHES), *rows]))
    return _read(rows, rank, "")


def by_car(car: Car, terms: Sequence[Sequence[str]], rank: str) -> list[Found]:
    """Among what fits the car, or may: those that hold the terms, what sells best first."""
    if not car.models:
        return []
    fit, values = statements.among("car_model", car.models)
    learned, more = fit, list(values)
    if car.year is not None:
        fit, values = f"{fit} AND year = %s", [*values, car.year]
        learned, more = fit, values
    source = _FITTING.format(fit=fit, learned=learned)
    rows = trigram.holding_among(_WORDS, source, [*values, MOST_FITTING, *more], terms, most=MOST_MATCHES)
    return _read(rows, rank, car.name)


def terms(words: Sequence[str]) -> list[list[str]]:
    """Ways of writing each word. Where no word has three letters, those of two are looked for at the beginning of a
    word: the index sees those."""
    if words and max(map(len, words)) < trigram.SHORTEST:
        return [[f" {word}"] if len(word) == trigram.SHORTEST - 1 else [word] for word in words]
    return [[word, size] if (size := numbers.tyre_size(word)) not in ("", word) else [word] for word in words]


def spelled_alike(words: Sequence[str]) -> list[list[str]]:
    """Each word may stand for every known word that is one error apart; nothing when none of them does."""
    asked = {word: rules.forms(word) for word in words if rules.is_spelled(word)}
    if not asked:
        return []
    forms = {form for found in asked.values() for form in found}
    known_by = list(Spelling.objects.filter(form__in=forms).values_list("form", "word"))
    found = []
    for word in words:
        of_word = asked.get(word, ())
        meant = {known for form, known in known_by if form in of_word and rules.one_error_apart(word, known)}
        found.append([word, *sorted(meant - {word})[:MOST_WAYS]])
    return found if any(len(ways) > 1 for ways in found) else []


def _read(rows: Iterable[Sequence[Any]], rank: str, matched: str) -> list[Found]:
    return [_found((rank, matched, 1000, *row)) for row in rows]


def _rows(sql: str, params: Sequence[Any]) -> list[Found]:
    return [_found(row) for row in statements.fetch(sql, params)]


def _found(row: Sequence[Any]) -> Found:
    found = Found(*row)
    return found if isinstance(found.part_id, UUID) else found._replace(part_id=UUID(found.part_id))
