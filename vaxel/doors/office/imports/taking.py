"""Long work: a price list is tried, or taken in, some rows at a time.

Each portion is taken once, under a key of the work and its place in the file: work that was killed begins at the top,
hears of every portion that was taken what became of it, and goes on where it was.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from vaxel.business.catalog import numbers
from vaxel.business.purchasing import price_lists_in
from vaxel.business.purchasing.models import Supplier
from vaxel.business.purchasing.price_list_rules import OUTCOMES, REFUSED, SAME, Listed, Outcome
from vaxel.business.purchasing.price_lists_in import RowTwice
from vaxel.doors.office.desk import by, desk, found, only_who_may
from vaxel.doors.office.imports import reporting, uploads
from vaxel.doors.office.long_work import asking
from vaxel.kernel.long_work import Run
from vaxel.kernel.money import format_unit_price
from vaxel.kernel.portions import Portion
from vaxel.kernel.refusals import Refused
from vaxel.links.price_files import columns, tables

PORTION = 2_000
type Row = tuple[int, list[str]]
type Came = tuple[Mapping[str, int], list[Outcome]]  # how many of each outcome, and those that the file names


def take(run: Run) -> None:
    """The list is tried or taken; the file holds what would change, or the rows that were refused, each with why."""
    asked, request = run.question, asking.as_asked(run)
    only_who_may(request, "offers.take_list")
    upload = uploads.found(asked["upload"], desk(request).actor)
    supplier = found(Supplier.objects.select_related("party"), upload.supplier)
    table, counts = tables.look(upload.path), Counter[str]()
    run.expect(table.many())
    head = [*table.head, _("Why it was refused")]
    tried = [_("Row"), _("Number"), _("What happens"), _("Price today"), _("New price"), _("Why it was refused")]
    told = {"currency": supplier.currency, "width": len(table.head), "dry": asked["dry"]}
    written = (
        row for some, named in _portions(run, table, supplier, counts, by(request))
        for row in _written(some, named, **told)
    )  # fmt: skip
    reporting.tell(
        run, upload, head=tried if asked["dry"] else head, rows=written, counts=counts, outcomes=OUTCOMES
    )  # fmt: skip


def _portions(
    run: Run, table: tables.Table, supplier: Supplier, counts: Counter[str], said: Any
) -> Iterator[tuple[Sequence[Row], list[Outcome]]]:
    """Some rows, and what became of those that the file names; the others are only counted."""
    asked, seen = run.question, set[int]()
    mapping = columns.PRICE_LIST.check(asked["mapping"], table.head)
    read = columns.reader(mapping, currency=supplier.currency, style=asked["style"])
    for place, some in enumerate(batched(table.rows(), PORTION)):
        listed, refused = _read(some, read, seen)
        if asked["dry"]:
            many, named = _sorted_out(price_lists_in.weigh(supplier, listed))
        else:
            many, named = _taken(f"{run.work.pk}:{place}", supplier, listed, some, said)
        counts.update(many)
        counts[REFUSED] += len(refused)
        yield some, [*named, *refused]
        run.step(len(some))


def _taken(key: str, supplier: Supplier, listed: Sequence[Listed], some: Sequence[Row], said: Any) -> Came:
    """What became of the rows: now, or when they were taken. Kept are the counts and the refused rows."""
    text = "\n".join("\t".join(cells) for _number, cells in some)
    kept = price_lists_in.take_list.once(
        key, supplier, Portion(listed), asked=[str(supplier.pk), hashlib.sha256(text.encode()).hexdigest()],
        kept_as=_packed, **said,
    )  # fmt: skip
    return kept["counts"], [Outcome(row, number, REFUSED, why=why) for row, number, why in kept["refused"]]


def _packed(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    counts, _named = _sorted_out(outcomes)
    return {"counts": counts, "refused": [(one.row, one.number, one.why) for one in outcomes if one.what == REFUSED]}


def _sorted_out(outcomes: Sequence[Outcome]) -> Came:
    return Counter(one.what for one in outcomes), [one for one in outcomes if one.what != SAME]


def _read(some: Sequence[Row], read: columns.Reader, seen: set[int]) -> tuple[list[Listed], list[Outcome]]:
    """The rows that can be read, and those that cannot. A number is taken once, where it first stands."""
    listed, refused = [], []
    for number, cells in some:
        try:
            row = read(number, cells)
            key = hash(numbers.norm(row.number))
            if key in seen:
                raise RowTwice(number=row.number)
            seen.add(key)
            listed.append(row)
        except Refused as refusal:
            refused.append(Outcome(number, "", REFUSED, why=str(refusal)))
    return listed, refused


def _written(
    some: Sequence[Row], named: Sequence[Outcome], *, currency: str, width: int, dry: bool
) -> Iterator[Sequence[Any]]:
    """The rows of the file: of a trial all that would change, of a run those refused, as they came and with why."""
    cells_of = {} if dry or not named else dict(some)
    for one in sorted(named):
        if dry:
            yield [one.row, one.number, reporting.word(one.what), _price(one.old_cm, currency),
                   _price(one.new_cm, currency), one.why]  # fmt: skip
        else:
            yield [*(cells_of[one.row] + [""] * width)[:width], one.why]


def _price(unit_price_cm: int | None, currency: str) -> str:
    return "" if unit_price_cm is None else format_unit_price(unit_price_cm, currency)
