"""One search for everything a part is known by (K-2, K-3), with the same answers on every database.

Numbers with or without dashes, barcodes, fragments, words in any order in both languages, words with a typing error.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args
from uuid import UUID

from django.db import connection

from vaxel.business.catalog import barcodes, numbers, rules
from vaxel.business.catalog.models import CannedJob, Operation, Spelling
from vaxel.kernel.db import trigram
from vaxel.kernel.db.ordering import AFTER_ALL

Rank = Literal["barcode", "number", "supplier", "old", "original", "prefix", "words", "look_alike", "spelling"]
_ORDER: dict[str, int] = {rank: place for place, rank in enumerate(get_args(Rank))}
_EXACT = frozenset({"barcode", "number", "supplier", "old", "original"})
LONGEST = 100
MOST_WORDS = 8
MOST_MATCHES = 200
MOST_WAYS = 6
MOST_OTHERS = 5_000
_DETAILS = """p.id, p.number, p.name_sv, p.name_en, b.name, p.unit, p.stocking, p.quality, p.tax_code,
p.retired_at IS NOT NULL, p.norm"""
_NUMBERS = f"""SELECT f.rank, f.matched, f.quantity_milli, {_DETAILS} FROM (
SELECT part_id, kind AS rank, text AS matched, quantity_milli FROM catalog_partcode
WHERE norm IN (%s, %s) AND kind = 'barcode' OR norm = %s AND kind <> 'barcode'
UNION ALL SELECT id, 'number', '', 1000 FROM catalog_part WHERE norm = %s
UNION ALL SELECT id, 'prefix', '', 1000 FROM (
SELECT id FROM catalog_part WHERE norm >= %s AND norm < %s AND retired_at IS NULL ORDER BY norm, id LIMIT %s) AS begun
) AS f JOIN catalog_part p ON p.id = f.part_id JOIN catalog_brand b ON b.id = p.brand_id"""  # noqa: S608 - our own names
_LOOK_ALIKES = f"""SELECT 'look_alike', f.matched, f.quantity_milli, {_DETAILS} FROM (
SELECT part_id, text AS matched, quantity_milli FROM catalog_partcode WHERE loose = %s
UNION ALL SELECT id, '', 1000 FROM catalog_part WHERE loose = %s
) AS f JOIN catalog_part p ON p.id = f.part_id JOIN catalog_brand b ON b.id = p.brand_id
WHERE p.retired_at IS NULL LIMIT %s"""  # noqa: S608 - our own names
_FOUND_BY = trigram.Fragments(
    "catalog_partsearch",
    "text",
    _DETAILS,
    "JOIN catalog_part p ON p.id = t.part_id JOIN catalog_brand b ON b.id = p.brand_id",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A part that was found: by what (`rank`, and the code that matched), and how much of it a scan means."""

    part_id: UUID
    number: str
    name_sv: str
    name_en: str
    brand: str
    rank: Rank
    unit: str
    stocking: str
    quality: str
    tax_code: str
    retired: bool = False
    matched: str = ""
    quantity_milli: int = 1000

    def name(self, language: str) -> str:
        """The name in the language, in Swedish where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name_sv

    @property
    def is_exact(self) -> bool:
        """Whether a whole number or barcode was asked for, not a part of one."""
        return self.rank in _EXACT


def parts(text: str, *, site_id: UUID | None = None, most: int = 20) -> list[Hit]:
    """Parts for what was typed or scanned, the best first (K-3): barcode, number, supplier's, old and original number,
    beginning of the number, words and fragments; where nothing is found, look-alikes, then words with one error.

    `3*` in front makes the hits mean three. Retired parts are found by a whole number alone, and marked. `site_id` is
    where it is asked; what is in stock there is added by the rungs above.
    """
    scan = barcodes.read_scan(text[:LONGEST])
    found: dict[UUID, Hit] = {}
    for hit in _found(scan.text, most):
        found.setdefault(hit.part_id, hit)
        if len(found) >= most:
            break
    return [replace(hit, quantity_milli=hit.quantity_milli * scan.times_milli // 1000) for hit in found.values()]


def certain(hits: Sequence[Hit]) -> Hit | None:
    """The one hit that a scanner may add without asking: the only one by a barcode or by a whole number."""
    best = [hit for hit in hits if hit.rank == hits[0].rank]
    return best[0] if len(best) == 1 and best[0].is_exact and not best[0].retired else None


def _found(text: str, most: int) -> Iterator[Hit]:
    """In the order of K-3; each step asks the database only when what came before was not enough."""
    norm, words = numbers.norm(text), numbers.words(text)[:MOST_WORDS]
    numbered = _numbered(text, norm, most) if norm else []
    yield from numbered
    if numbered and numbered[0].rank == "barcode":
        return
    worded = _holding(_terms(words), "words")
    yield from worded
    if not numbered and not worded:
        alike = _look_alikes(text, most) if norm else []
        yield from alike or _misspelt(words)


def _numbered(text: str, norm: str, most: int) -> list[Hit]:
    """By a whole number or code, and by how a number begins; a scanned barcode stands alone."""
    scanned = barcodes.candidates(text)
    wanted = [scanned[0], scanned[-1], norm, norm, norm, norm + AFTER_ALL, most]
    rows = sorted(_rows(_NUMBERS, wanted), key=lambda row: (_ORDER[row[0]], row[-1], row[7], row[3]))
    if rows and rows[0][0] == "barcode":
        rows = [row for row in rows if row[0] in _EXACT]
    return [_hit(row) for row in rows]


def _terms(words: Sequence[str]) -> list[list[str]]:
    """Where no word has three letters, those of two are looked for at the beginning of a word: the index sees those."""
    if words and max(map(len, words)) < trigram.SHORTEST:
        return [[f" {word}"] if len(word) == trigram.SHORTEST - 1 else [word] for word in words]
    return [[word, size] if (size := numbers.tyre_size(word)) not in ("", word) else [word] for word in words]


def _holding(terms: Sequence[Sequence[str]], rank: Rank) -> list[Hit]:
    if not any(min(map(len, ways)) >= trigram.SHORTEST for ways in terms):
        return []
    rows = trigram.holding(_FOUND_BY, terms, most=MOST_MATCHES)
    rows.sort(key=lambda row: (-sum(_closeness(ways, row[0]) for ways in terms), len(row[0]), row[0], row[-1]))
    return [_hit((rank, "", 1000, *row[1:])) for row in rows]


def _closeness(ways: Iterable[str], text: str) -> int:
    """2 for a whole word, 1 for the beginning of one."""
    around = f"{text} "
    return max(2 if f" {way.strip()} " in around else 1 if f" {way.strip()}" in around else 0 for way in ways)


def _look_alikes(text: str, most: int) -> list[Hit]:
    loose = numbers.loose(text)
    rows = _rows(_LOOK_ALIKES, [loose, loose, MOST_MATCHES])
    return [_hit(row) for row in sorted(rows, key=lambda row: (row[1] != "", row[-1], row[7]))[:most]]


def _misspelt(words: Sequence[str]) -> list[Hit]:
    """Each word may stand for every known word that is one error apart."""
    asked = {word: rules.forms(word) for word in words if rules.is_spelled(word)}
    if not asked:
        return []
    forms = {form for found in asked.values() for form in found}
    rows = list(Spelling.objects.filter(form__in=forms).values_list("form", "word"))
    terms = []
    for word in words:
        meant = {known for form, known in rows if form in asked.get(word, ()) and rules.one_error_apart(word, known)}
        terms.append([word, *sorted(meant - {word})[:MOST_WAYS]])
    return _holding(terms, "spelling") if any(len(ways) > 1 for ways in terms) else []


def _rows(sql: str, wanted: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return list(cursor.fetchall())


def _hit(row: Sequence[Any]) -> Hit:
    """From rank, matched code, quantity and the columns of _DETAILS."""
    (
        rank,
        matched,
        quantity_milli,
        part_id,
        number,
        name_sv,
        name_en,
        brand,
        unit,
        stocking,
        quality,
        tax_code,
        gone,
        _n,
    ) = row
    return Hit(
        part_id=part_id if isinstance(part_id, UUID) else UUID(part_id), number=number, name_sv=name_sv,
        name_en=name_en, brand=brand, rank=rank, unit=unit, stocking=stocking, quality=quality, tax_code=tax_code,
        retired=bool(gone), matched=matched, quantity_milli=quantity_milli,
    )  # fmt: skip


def jobs(text: str, most: int = 20) -> list[CannedJob]:
    """Canned jobs in use whose key or title in either language has all the words. Two queries."""
    known = CannedJob.objects.filter(state="active").order_by("title_sv", "key")
    wanted = _having(text, known.values_list("id", "key", "title_sv", "title_en")[:MOST_OTHERS], most)
    return list(known.filter(pk__in=wanted)) if wanted else []


def operations(text: str, most: int = 20) -> list[Operation]:
    """Operations in use whose code or name in either language has all the words. Two queries."""
    known = Operation.objects.filter(retired_at=None).order_by("name_sv", "code")
    wanted = _having(text, known.values_list("id", "code", "name_sv", "name_en")[:MOST_OTHERS], most)
    return list(known.filter(pk__in=wanted)) if wanted else []


def _having(text: str, known: Iterable[tuple[Any, ...]], most: int) -> list[UUID]:
    """Ids of the first of (id, *names) that have every word: a shop has few thousands, and each is folded once."""
    words = numbers.words(text[:LONGEST])
    if not words:
        return []
    return [row[0] for row in known if all(word in _folded(" ".join(row[1:])) for word in words)][:most]


@lru_cache(maxsize=2 * MOST_OTHERS)
def _folded(said: str) -> str:
    return " ".join(numbers.words(said))
