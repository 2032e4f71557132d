"""One search for everything a part is known by (K-2, K-3), with the same answers on every database.

Numbers with or without dashes, barcodes, fragments, words in any order in both languages, words with a typing error.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from django.db.models import Q

from vaxel.business.catalog import barcodes, numbers, rules
from vaxel.business.catalog.models import CannedJob, Operation, Part, PartCode, PartSearch, Spelling
from vaxel.kernel.db import trigram
from vaxel.kernel.db.ordering import begins

Rank = Literal[
    "barcode", "number", "supplier", "old", "original", "prefix", "words", "look_alike", "spelling"
]  # fmt: skip
_RANKS: dict[str, Rank] = {"barcode": "barcode", "supplier": "supplier", "old": "old", "original": "original"}
_EXACT: tuple[Rank, ...] = ("barcode", "number", "supplier", "old", "original")
LONGEST = 100
MOST_WORDS = 8
MOST_MATCHES = 200
MOST_WAYS = 6
MOST_OTHERS = 5_000


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


@dataclass(frozen=True, slots=True)
class _Lead:
    part_id: UUID
    rank: Rank
    matched: str = ""
    quantity_milli: int = 1000


def parts(text: str, *, site_id: UUID | None = None, most: int = 20) -> list[Hit]:
    """Parts for what was typed or scanned, the best first (K-3): barcode, number, supplier's, old and original number,
    beginning of the number, words and fragments; where nothing is found, look-alikes, then words with one error.

    `3*` in front makes the hits mean three. Retired parts are found by a whole number alone, and marked. `site_id` is
    where it is asked; what is in stock there is added by the rungs above.
    """
    scan = barcodes.read_scan(text[:LONGEST])
    leads: dict[UUID, _Lead] = {}
    for lead in _leads(scan.text, most):
        leads.setdefault(lead.part_id, lead)
        if len(leads) >= most:
            break
    hits = _hits(list(leads.values()))
    return [replace(hit, quantity_milli=hit.quantity_milli * scan.times_milli // 1000) for hit in hits]


def certain(hits: Sequence[Hit]) -> Hit | None:
    """The one hit that a scanner may add without asking: the only one by a barcode or by a whole number."""
    best = [hit for hit in hits if hit.rank == hits[0].rank]
    return best[0] if len(best) == 1 and best[0].is_exact and not best[0].retired else None


def _leads(text: str, most: int) -> Iterator[_Lead]:
    """What the text leads to, in the order of K-3; each step asks the database only when the one before ended."""
    norm, words = numbers.norm(text), numbers.words(text)[:MOST_WORDS]
    exact = _exact(text, norm) if norm else []
    yield from exact
    if exact and exact[0].rank == "barcode":
        return
    found = bool(exact)
    for lead in (*_beginning(norm, most), *_with_words(words, most)):
        found = True
        yield lead
    if not found and norm:
        for lead in _look_alikes(text, most):
            found = True
            yield lead
    if not found:
        yield from _misspelt(words, most)


def _exact(text: str, norm: str) -> list[_Lead]:
    scanned = barcodes.candidates(text)
    ways = Q(norm=norm) & ~Q(kind="barcode") | Q(norm__in=scanned, kind="barcode")
    rows = PartCode.objects.filter(ways).order_by("norm", "id").values_list("part", "kind", "text", "quantity_milli")
    found = [_Lead(part_id, _RANKS[kind], code, quantity) for part_id, kind, code, quantity in rows]
    own = Part.objects.filter(norm=norm).order_by("brand__name", "id").values_list("id", flat=True)
    found += [_Lead(part_id, "number") for part_id in own]
    return sorted(found, key=lambda lead: _EXACT.index(lead.rank))


def _beginning(norm: str, most: int) -> list[_Lead]:
    if not norm:
        return []
    rows = Part.objects.filter(begins("norm", norm), retired_at=None).order_by("norm", "id")
    return [_Lead(part_id, "prefix") for part_id in rows.values_list("id", flat=True)[:most]]


def _with_words(words: Sequence[str], most: int) -> list[_Lead]:
    """Words of two letters only are looked for at the beginning of a word, where the index sees them."""
    terms = [[word] for word in words]
    if terms and max(map(len, words)) < trigram.SHORTEST:
        terms = [[f" {word}"] if len(word) == trigram.SHORTEST - 1 else [word] for word in words]
    return _holding(terms, "words", most)


def _holding(terms: Sequence[Sequence[str]], rank: Rank, most: int) -> list[_Lead]:
    if not any(min(map(len, ways)) >= trigram.SHORTEST for ways in terms):
        return []
    rows = trigram.holding(PartSearch, "text", terms, most=MOST_MATCHES)
    rows.sort(key=lambda row: (-sum(_closeness(ways, row[1]) for ways in terms), len(row[1]), row[1], row[0]))
    best = rows[: 2 * most]  # as many may be known from the steps before
    part_ids = dict(PartSearch.objects.filter(pk__in=[row[0] for row in best]).values_list("id", "part"))
    return [_Lead(part_ids[row[0]], rank) for row in best]


def _closeness(ways: Iterable[str], text: str) -> int:
    """2 for a whole word, 1 for the beginning of one."""
    around = f"{text} "
    return max(2 if f" {way.strip()} " in around else 1 if f" {way.strip()}" in around else 0 for way in ways)


def _look_alikes(text: str, most: int) -> list[_Lead]:
    loose = numbers.loose(text)
    own = Part.objects.filter(loose=loose, retired_at=None).order_by("number", "id").values_list("id", flat=True)[:most]
    other = (
        PartCode.objects.filter(loose=loose, part__retired_at=None)
        .order_by("norm", "id")
        .values_list("part", "text")[:most]
    )
    return [_Lead(part_id, "look_alike") for part_id in own] + [_Lead(part, "look_alike", code) for part, code in other]


def _misspelt(words: Sequence[str], most: int) -> list[_Lead]:
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
    return _holding(terms, "spelling", most) if any(len(ways) > 1 for ways in terms) else []


def _hits(leads: Sequence[_Lead]) -> list[Hit]:
    found = Part.objects.filter(pk__in=[lead.part_id for lead in leads]).select_related("brand")
    known = {part.id: part for part in found}
    return [_hit(lead, known[lead.part_id]) for lead in leads]


def _hit(lead: _Lead, part: Part) -> Hit:
    return Hit(
        part_id=part.id, number=part.number, name_sv=part.name_sv, name_en=part.name_en, brand=part.brand.name,
        rank=lead.rank, unit=part.unit, stocking=part.stocking, quality=part.quality, tax_code=part.tax_code,
        retired=part.retired_at is not None, matched=lead.matched, quantity_milli=lead.quantity_milli,
    )  # fmt: skip


def jobs(text: str, most: int = 20) -> list[CannedJob]:
    """Canned jobs in use whose key or title in either language has all the words."""
    known = CannedJob.objects.filter(state="active").order_by("title_sv", "key")[:MOST_OTHERS]
    return _having(text, [(job, f"{job.key} {job.title_sv} {job.title_en}") for job in known])[:most]


def operations(text: str, most: int = 20) -> list[Operation]:
    """Operations in use whose code or name in either language has all the words."""
    known = Operation.objects.filter(retired_at=None).order_by("name_sv", "code")[:MOST_OTHERS]
    return _having(text, [(one, f"{one.code} {one.name_sv} {one.name_en}") for one in known])[:most]


def _having[T](text: str, known: Iterable[tuple[T, str]]) -> list[T]:
    words = numbers.words(text[:LONGEST])
    return [thing for thing, said in known if words and all(word in " ".join(numbers.words(said)) for word in words)]
