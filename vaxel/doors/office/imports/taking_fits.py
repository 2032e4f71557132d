"""Long work: an ACES file is tried or taken in, some parts at a time.

The applications of one part lie anywhere in a file; they are laid aside first, sorted by part, so that a part's fitment
is replaced in one piece and is never half of it. What lies aside is made of the file alone: after a kill it is made
again, in the same order, and each portion is taken once under a key of the work and its place.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.catalog import brands, car_terms, fits, numbers
from vaxel.business.catalog.fits import NewFit
from vaxel.business.catalog.models import Brand, Part
from vaxel.doors.office.desk import Signature, by, desk, found, only_who_may
from vaxel.doors.office.imports import reporting, uploads
from vaxel.doors.office.imports.reporting import GONE, NEW, REFUSED, SAME
from vaxel.doors.office.long_work import asking
from vaxel.kernel.db import rows
from vaxel.kernel.long_work import Run
from vaxel.kernel.once import answered
from vaxel.kernel.refusals import NotFound, Refused
from vaxel.links.fitment_files import aces, meaning

PORTION, RANGE = 1_000, 400
OUTCOMES = (NEW, SAME, GONE, REFUSED)
_ASIDE = "CREATE TABLE app (brand TEXT, norm TEXT, row INTEGER, said TEXT)"
_SORTED = "SELECT brand, norm, row, said FROM app ORDER BY brand, norm, row"


class PartMissing(NotFound):
    """Fitment is of parts that the shop has."""

    sentence = gettext_lazy("%(number)s of %(brand)s is not in the shop. Import the brand's price list first.")


class OnlyATest(Refused):
    """The sender says so in its header."""

    sentence = gettext_lazy("The file says of itself that it is a test (SubmissionType TEST). It can be tried only.")


@dataclass(frozen=True, slots=True)
class Said:
    """An application laid aside."""

    row: int
    app: aces.App


def take(run: Run) -> None:
    """The file is tried or taken; its file holds the parts that change, or the applications refused, with why."""
    asked, request = run.question, asking.as_asked(run)
    only_who_may(request, "fitment.take_many")
    upload = uploads.found(asked["upload"], desk(request).actor)
    brand = found(Brand.objects.all(), asked["brand"])
    header = aces.look(upload.path)
    if header.submission == "TEST" and not asked["dry"]:
        raise OnlyATest()
    run.expect(2 * header.many)
    counts = Counter[str]()
    head = [_("Row"), _("Number"), _("New"), _("Removed"), _("Why it was refused")]
    with TemporaryDirectory(dir=upload.path.parent) as folder, closing(sqlite3.connect(f"{folder}/aside")) as aside:
        work = _Taking(run, header, brand, counts=counts, said=by(request), aside=aside)
        reporting.tell(run, upload, head=head, rows=work.rows(upload.path), counts=counts, outcomes=OUTCOMES)


class _Taking:
    """One file on its way."""

    def __init__(
        self, run: Run, header: aces.Header, brand: Brand, *, counts: Counter[str], said: Signature,
        aside: sqlite3.Connection,
    ) -> None:  # fmt: skip
        self._run, self._header, self._brand, self._counts, self._said = run, header, brand, counts, said
        self._aside, self._dry = aside, run.question["dry"]
        self._source = f"ACES {brand.name}"[:80]
        self._named = set[int]()

    def rows(self, path: Path) -> Iterator[Sequence[Any]]:
        """The rows of the work's file, as the work goes on."""
        yield from self._lay_aside(path)
        for place, portion in enumerate(self._portions()):
            yield from self._portion(place, portion)
        if self._header.submission == "FULL":
            yield from self._forget_others()

    def _lay_aside(self, path: Path) -> Iterator[Sequence[Any]]:
        self._aside.execute("PRAGMA journal_mode = OFF")
        self._aside.execute(_ASIDE)
        for row, element in aces.apps(path):
            self._run.step()
            try:
                app = aces.read(element, self._header.brand)
            except Refused as refusal:
                yield self._refused(row, aces.number_of(element), refusal)
                continue
            self._aside.execute("INSERT INTO app VALUES (?, ?, ?, ?)", (*self._key(app), row, _text(app)))
        self._aside.commit()

    def _key(self, app: aces.App) -> tuple[str, str]:
        """The part's brand in the shop, and its number. The file's own brand is the one chosen, others go by name."""
        own = app.brand == self._header.brand
        return self._brand.folded if own else brands.folded(app.brand)[:80], numbers.norm(app.number)

    def _portions(self) -> Iterator[list[Said]]:
        """The applications sorted by part, whole parts together."""
        portion: list[Said] = []
        for _part, some in groupby(self._aside.execute(_SORTED), key=lambda one: one[:2]):
            portion += [Said(row, _app(said)) for _brand, _norm, row, said in some]
            if len(portion) >= PORTION:
                yield portion
                portion = []
        if portion:
            yield portion

    def _portion(self, place: int, portion: Sequence[Said]) -> Iterator[Sequence[Any]]:
        part_ids = self._parts(portion)
        bases = car_terms.bases({one.app.base for one in portion})
        terms = car_terms.names(term for one in portion for term in meaning.terms_in(one.app, bases))
        good: list[tuple[Said, UUID, NewFit]] = []
        for one in portion:
            try:
                part_id = part_ids.get(self._key(one.app))
                if part_id is None:
                    raise PartMissing(number=one.app.number, brand=one.app.brand or self._brand.name)
                fit = meaning.fit_of(one.app, bases, terms)
                fits.check([(part_id, fit)])
                good.append((one, part_id, fit))
            except Refused as refusal:
                yield self._refused(one.row, one.app.number, refusal)
        numbers_of = {part_id: one.app.number for one, part_id, _fit in good}
        self._named |= {self._numbers[part] for one in portion if (part := part_ids.get(self._key(one.app)))}
        for part_id, (came, went, same) in self._taken(place, portion, good).items():
            self._counts.update({NEW: came, GONE: went, SAME: same})
            if self._dry and (came or went):
                yield ["", numbers_of.get(part_id, ""), came, went, ""]
        self._run.step(len(portion))

    def _parts(self, portion: Sequence[Said]) -> dict[tuple[str, str], UUID]:
        wanted = sorted({numbers.norm(one.app.number) for one in portion})
        found: dict[tuple[str, str], UUID] = {}
        for some in rows.chunks(wanted):
            held = Part.objects.filter(norm__in=some).values_list("brand__folded", "norm", "id")
            found |= {(brand, norm): pk for brand, norm, pk in held}
        self._numbers = fits.numbers_of(set(found.values())) if found else {}
        return found

    def _taken(
        self, place: int, portion: Sequence[Said], good: Sequence[tuple[Said, UUID, NewFit]]
    ) -> dict[UUID, tuple[int, int, int]]:
        """Part → (rows that came, went, were there): now, or when it was taken."""
        if not good:
            return {}
        full = self._header.submission == "FULL"
        wanted = [(part_id, fit) for one, part_id, fit in good if not one.app.deletes]
        gone = [] if full else [(part_id, fit) for one, part_id, fit in good if one.app.deletes]
        part_ids = sorted({part_id for _one, part_id, _fit in good})
        asked: dict[str, Any] = {"fits": wanted, "gone": gone, "whole": full, "source": self._source, **self._said}
        if self._dry:
            return reporting.rehearsed(lambda: fits.take_many(part_ids, **asked))
        digest = hashlib.sha256("\n".join(_text(one.app) for one in portion).encode()).hexdigest()
        kept = fits.take_many.once(
            f"{self._run.work.pk}:{place}", part_ids, **asked, kept_as=_packed, asked=[self._source, digest]
        )
        return {UUID(part): (came, went, same) for part, came, went, same in kept}

    def _forget_others(self) -> Iterator[Sequence[Any]]:
        """A full file says of all parts that it does not name that they fit nothing any more: range by range, so that
        after a kill the ranges that are done answer from their keys."""
        for after in range(0, fits.last_number(), RANGE):
            some = fits.parts_of(self._source, after=after, upto=after + RANGE)
            others = [part_id for number, part_id in some if number not in self._named]
            key = f"{self._run.work.pk}:others:{after}"
            before = None if self._dry else answered(key, [self._source])
            if others or before is not None:
                yield from self._emptied(key, others)

    def _emptied(self, key: str, part_ids: Sequence[UUID]) -> Iterator[Sequence[Any]]:
        asked: dict[str, Any] = {"fits": [], "whole": True, "source": self._source, **self._said}
        if self._dry:
            numbers_of = dict(Part.objects.filter(pk__in=part_ids).values_list("pk", "number"))
            for part_id, (_came, went, _same) in reporting.rehearsed(lambda: fits.take_many(part_ids, **asked)).items():
                self._counts[GONE] += went
                yield ["", numbers_of[part_id], 0, went, ""]
            return
        kept = fits.take_many.once(key, part_ids, **asked, kept_as=_packed, asked=[self._source])
        self._counts[GONE] += sum(went for _part, _came, went, _same in kept)

    def _refused(self, row: int, number: str, refusal: Refused) -> Sequence[Any]:
        self._counts[REFUSED] += 1
        return [row, number, "", "", str(refusal)]


def _packed(came: dict[UUID, tuple[int, int, int]]) -> list[list[Any]]:
    return [[str(part_id), *changes] for part_id, changes in came.items()]


def _text(app: aces.App) -> str:
    return json.dumps(app, ensure_ascii=False)


def _app(text: str) -> aces.App:
    said = json.loads(text)
    said[8] = tuple((name, number) for name, number in said[8])
    said[9] = tuple((number, tuple(params), one) for number, params, one in said[9])
    return aces.App(*said)
