"""One search for everything a part is known by (K-2, K-3), with the same answers on every database.

Numbers with or without dashes, barcodes, fragments, words in any order in both languages, words with a typing error,
what fits a car, and any of them together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args
from uuid import UUID

from django.utils.translation import gettext as _

from vaxel.business.catalog import barcodes, cars, finders, fitting, links, numbers
from vaxel.business.catalog.finders import Found
from vaxel.business.catalog.fit_rules import UNKNOWN, Car, Fitting
from vaxel.business.catalog.models import CannedJob, Operation
from vaxel.business.catalog.names import name_in
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import clock

Rank = Literal[
    "barcode", "number", "supplier", "old", "replacement", "original", "cross", "interchange", "prefix", "words",
    "fits", "look_alike", "spelling",
]  # fmt: skip
_ORDER: dict[str, int] = {rank: place for place, rank in enumerate(get_args(Rank))}
_EXACT = frozenset({"barcode", "number", "supplier", "old", "original", "cross"})
_BY_LINK = {"replaced_by": "replacement", "interchange": "interchange"}
LONGEST = 100
MOST_WORDS = 8
MOST_OTHERS = 5_000
MOST_LINKED = 10


@dataclass(frozen=True, slots=True)
class Other:
    """A part beside a hit, as it is named there."""

    part_id: UUID
    brand: str
    number: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A part that was found: by what (`rank`, and what matched), and how much of it a scan means.

    `fit` is its answer for the car that was asked for; `replaced_by` the chain from it to what is sold today, nearest
    first, `replaces` what it stands for, `interchange` what may be used instead (K-14, K-15). `lot`, `serial` and
    `expires_on` are what the scanned code said of this very piece.
    """

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
    universal: bool = False
    fit: Fitting | None = None
    replaced_by: tuple[Other, ...] = ()
    replaces: tuple[Other, ...] = ()
    interchange: tuple[Other, ...] = ()
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None

    def name(self, language: str) -> str:
        """The name in the language, in Swedish where there is no other."""
        return name_in(self, language)

    @property
    def is_exact(self) -> bool:
        """Whether a whole number or barcode was asked for, not a part of one."""
        return self.rank in _EXACT

    @property
    def why(self) -> str:
        """Why it was found, where the hit itself does not show it; in the active language."""
        said = {
            "supplier": _("supplier's number %(matched)s"), "old": _("used to be %(matched)s"),
            "original": _("original number %(matched)s"), "cross": _("instead of %(matched)s"),
            "replacement": _("replaces %(matched)s"), "interchange": _("instead of %(matched)s"),
            "fits": _("fits %(matched)s"), "look_alike": _("a similar number"), "spelling": _("a similar word"),
        }  # fmt: skip
        return said.get(self.rank, "") % {"matched": self.matched}


def parts(text: str, *, site_id: UUID | None = None, most: int = 20, vehicle: Vehicle | None = None) -> list[Hit]:
    """Parts for what was typed or scanned, the best first (K-3): barcode, number, supplier's, old and original number
    with what stands for them, beginning of the number, words and fragments, what fits a car named among the words;
    where nothing is found, look-alikes, then words with one error.

    Within a rank: what fits the vehicle, what is in stock at the site, then elsewhere, what sells most. With a vehicle
    and no text: what fits it, and words that name the vehicle need not be in the part's name. `3*` in front makes the
    hits mean three. Retired parts are found by a whole number alone, and marked.
    """
    scan = barcodes.read_scan(text[: 2 * LONGEST])
    car = cars.of(vehicle) if vehicle is not None else None
    found = _found(scan.text[:LONGEST], car, most)
    if not found:
        return []
    fit = fitting.of(car, {one.key: bool(one.universal) for one in found}) if car else {}
    kept = _sorted(found, fit, site_id, _words(scan.text))[:most]
    hits = [_hit(one, fit.get(one.key) if car else None) for one in kept]
    hits = _with_links(hits, car, {one.part_id: one for one in kept})
    said = scan.gs1
    return [
        replace(hit, quantity_milli=hit.quantity_milli * scan.times_milli // 1000, lot=said.lot if said else "",
                serial=said.serial if said else "", expires_on=said.expires_on if said else None)
        for hit in hits
    ]  # fmt: skip


def certain(hits: Sequence[Hit]) -> Hit | None:
    """The one hit that a scanner may add without asking: the only one by a barcode or by a whole number."""
    best = [hit for hit in hits if hit.rank == hits[0].rank]
    return best[0] if len(best) == 1 and best[0].is_exact and not best[0].retired else None


def _words(text: str) -> list[str]:
    return numbers.words(text[:LONGEST])[:MOST_WORDS]


def _found(text: str, car: Car | None, most: int) -> list[Found]:
    """Each part once, by its best rank; each step asks the database only when what came before was not enough."""
    norm, words = numbers.norm(text), _words(text)
    numbered = finders.by_number(text, norm, finders.MOST_MATCHES) if norm else []
    if numbered:
        numbered = [*numbered, *_linked(numbered)]
    if any(one.rank == "barcode" for one in numbered):
        return _once(numbered)
    worded = _by_words(words, car, most) if words or car else []
    if not numbered and not worded:
        return _once(finders.by_look(text) if norm else []) or _once(_misspelt(words, car))
    return _once([*numbered, *worded])


def _once(found: Iterable[Found]) -> list[Found]:
    best: dict[UUID, Found] = {}
    for one in sorted(found, key=lambda one: _ORDER[one.rank]):
        best.setdefault(one.part_id, one)
    return list(best.values())


def _by_words(words: Sequence[str], car: Car | None, most: int) -> list[Found]:
    found = finders.by_words(finders.terms(words), "words", best=car is None)
    if car is not None:
        rest = [word for word in words if word not in car.words]
        return [*found, *finders.by_car(car, finders.terms(rest), "words" if len(rest) == len(words) else "fits")]
    if len(found) < most and len(words) > 1 and (named := cars.named(words)):
        other, used = named
        rest = [word for word in words if word not in used]
        found = [*found, *finders.by_car(other, finders.terms(rest), "fits")]
    return found


def _misspelt(words: Sequence[str], car: Car | None) -> list[Found]:
    if car is not None:
        words = [word for word in words if word not in car.words]
    terms = finders.spelled_alike(words)
    if not terms:
        return []
    return [
        *finders.by_words(terms, "spelling", best=car is None),
        *(finders.by_car(car, terms, "spelling") if car else ()),
    ]


def _linked(numbered: Sequence[Found]) -> list[Found]:
    """What stands for the parts whose whole number was asked for: what the chain leads to, the group's others."""
    asked = {one.part_id: one for one in numbered if one.rank in _EXACT}
    ways = links.around(asked, clock.now().date()) if asked else {}
    meant = {
        link.part_id: (_BY_LINK[link.how], asked[start].number)
        for start, some in ways.items() for link in some if link.how in _BY_LINK and link.part_id not in asked
    }  # fmt: skip
    if not meant:
        return []
    return [
        one._replace(rank=meant[part_id][0], matched=meant[part_id][1])
        for part_id, one in finders.by_id(meant).items()
        if not one.retired
    ]


type Shelves = Callable[[Sequence[UUID], UUID | None], Mapping[UUID, tuple[bool, bool]]]
_shelves: list[Shelves] = []


def ask_shelves(shelves: Shelves) -> Shelves:
    """A rung above says of parts whether they are in stock at the site, and elsewhere; those left out are neither."""
    _shelves.append(shelves)
    return shelves


def _sorted(
    found: Sequence[Found], fit: Mapping[int, Fitting], site_id: UUID | None, words: Sequence[str]
) -> list[Found]:
    ids = [one.part_id for one in found]
    stocked: dict[UUID, tuple[bool, bool]] = {}
    for shelves in _shelves if len(ids) > 1 or not _EXACT.issuperset(one.rank for one in found) else ():
        stocked |= shelves(ids, site_id)
    terms = finders.terms(words)

    def place(one: Found) -> tuple[Any, ...]:
        here, elsewhere = stocked.get(one.part_id, (False, False))
        near = sum(_closeness(ways, one.text) for ways in terms) if one.text else 0
        return (
            _ORDER[one.rank], one.retired, -fit.get(one.key, UNKNOWN).strength, -near, not here, not elsewhere,
            -one.sold, one.matched != "", len(one.text), one.text, one.norm, one.brand,
        )  # fmt: skip

    return sorted(found, key=place)


def _closeness(ways: Iterable[str], text: str) -> int:
    """2 for a whole word, 1 for the beginning of one."""
    around = f"{text} "
    return max(2 if f" {way.strip()} " in around else 1 if f" {way.strip()}" in around else 0 for way in ways)


def _with_links(hits: Sequence[Hit], car: Car | None, held: Mapping[UUID, Found]) -> list[Hit]:
    """The hits with what stands for them; what is unknown fits probably when something in its group fits (K-11)."""
    ways = links.around([hit.part_id for hit in hits], clock.now().date())
    others = finders.by_id({link.part_id for some in ways.values() for link in some}) if ways else {}
    shown = []
    fit = _doubtful(hits, car, held, others) if car else {}
    for hit in hits:
        near: dict[str, list[Other]] = {"replaced_by": [], "replaces": [], "interchange": []}
        alike = []
        for link in ways.get(hit.part_id, ()):
            one = others[link.part_id]
            if len(near[link.how]) < MOST_LINKED:
                near[link.how].append(Other(one.part_id, one.brand, one.number))
            if link.how == "interchange" and fit.get(one.key, UNKNOWN).level == "fits":
                alike.append(one)
        answer = fit.get(held[hit.part_id].key, hit.fit)
        if answer is not None and answer.level == "unknown" and alike:
            answer = Fitting("probably", through=f"{alike[0].brand} {alike[0].number}")
        shown.append(replace(
            hit, fit=answer, replaced_by=tuple(near["replaced_by"]), replaces=tuple(near["replaces"]),
            interchange=tuple(near["interchange"]),
        ))  # fmt: skip
    return shown


def _doubtful(
    hits: Sequence[Hit], car: Car, held: Mapping[UUID, Found], others: Mapping[UUID, Found]
) -> dict[int, Fitting]:
    """The answers of those hits of which nothing is known yet, other years asked too, and of the parts beside them."""
    unsure = [held[hit.part_id] for hit in hits if hit.fit is not None and hit.fit.level == "unknown"]
    if not unsure:
        return {}
    wanted = {one.key: bool(one.universal) for one in [*unsure, *others.values()]}
    return fitting.of(car, wanted, elsewhere=True)


def _hit(one: Found, fit: Fitting | None) -> Hit:
    return Hit(
        part_id=one.part_id, number=one.number, name_sv=one.name_sv, name_en=one.name_en, brand=one.brand,
        rank=one.rank, unit=one.unit, stocking=one.stocking, quality=one.quality, tax_code=one.tax_code,  # type: ignore[arg-type]
        retired=bool(one.retired), matched=one.matched, quantity_milli=one.quantity_milli,
        universal=bool(one.universal), fit=fit,
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
