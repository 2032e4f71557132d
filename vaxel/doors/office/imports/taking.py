"""Long work: a price list is tried, or taken in, some rows at a time.

Each portion is taken once, under a key of the work and its place in the file: work that was killed begins at the top,
hears of every portion that was taken what became of it, and goes on where it was.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from vaxel.business.catalog import numbers
from vaxel.business.purchasing import price_lists_in
from vaxel.business.purchasing.models import Supplier
from vaxel.business.purchasing.price_list_rules import OUTCOMES, REFUSED, SAME, Listed, Outcome
from vaxel.business.purchasing.price_lists_in import RowTwice
from vaxel.doors.office.desk import by, desk, found, only_who_may
from vaxel.doors.office.imports import uploads
from vaxel.doors.office.lists.exports import CSV, csv_text
from vaxel.doors.office.long_work import asking
from vaxel.kernel.long_work import Run
from vaxel.kernel.money import format_unit_price
from vaxel.kernel.refusals import Refused
from vaxel.links.price_files import columns, tables

PORTION = 1_000
type Cells = list[str]


def take(run: Run) -> None:
    """The list is tried or taken; the file holds what would change, or the rows that were refused, each with why."""
    asked, request = run.question, asking.as_asked(run)
    only_who_may(request, "offers.take_list")
    upload = uploads.found(asked["upload"], desk(request).actor)
    supplier = found(Supplier.objects.select_related("party"), upload.supplier)
    table, counts = tables.look(upload.path), Counter[str]()
    run.expect(sum(1 for _row in table.rows()))
    head = [*table.head, _("Why it was refused")]
    tried = [_("Row"), _("Number"), _("What happens"), _("Price today"), _("New price"), _("Why it was refused")]
    portions = _portions(run, table, supplier, by(request))
    with run.file(f"{'tried' if asked['dry'] else 'refused'}-{upload.name}.csv", CSV) as file:
        written = (
            row for done in portions
            for row in _written(done, counts, supplier.currency, len(table.head), dry=asked["dry"])
        )  # fmt: skip
        file.writelines(
            piece.encode() for piece in csv_text(tried if asked["dry"] else head, written, run.work.language)
        )
    facts = {"work": str(run.work.pk), "dry": asked["dry"], "counts": {one: counts[one] for one in OUTCOMES}}
    uploads.remember(upload.id, "outcome", facts)


def _portions(
    run: Run, table: tables.Table, supplier: Supplier, said: Any
) -> Iterator[list[tuple[Outcome, Cells]]]:  # fmt: skip
    asked, seen = run.question, set[int]()
    mapping = columns.check(asked["mapping"], table.head)
    for place, some in enumerate(batched(table.rows(), PORTION)):
        listed, refused = _read(some, mapping, supplier.currency, asked["style"], seen)
        if asked["dry"]:
            came = price_lists_in.weigh(supplier, listed)
        else:
            came = _taken(f"{run.work.pk}:{place}", supplier, listed, said)
        of_row = {one.row: one for one in (*came, *refused)}
        yield [(of_row[number], cells) for number, cells in some]
        run.step(len(some))


def _taken(key: str, supplier: Supplier, listed: Sequence[Listed], said: Any) -> list[Outcome]:
    """What became of the rows: now, or when they were taken."""
    digest = hashlib.sha256(repr(listed).encode()).hexdigest()
    kept = price_lists_in.take_list.once(
        key, supplier, listed, asked=[str(supplier.pk), digest], kept_as=_packed, **said
    )  # fmt: skip
    return [Outcome(*one) for one in kept]


def _packed(came: Sequence[Outcome]) -> list[list[Any]]:
    return [[one.row, one.number, one.what, one.old_cm, one.new_cm, one.why] for one in came]


def _read(
    some: Sequence[tuple[int, Cells]], mapping: dict[str, int], currency: str, style: str, seen: set[int]
) -> tuple[list[Listed], list[Outcome]]:
    """The rows that can be read, and those that cannot. A number is taken once, where it first stands."""
    listed, refused = [], []
    for number, cells in some:
        try:
            row = columns.read(number, cells, mapping, currency=currency, style=style)
            key = hash(numbers.norm(row.number))
            if key in seen:
                raise RowTwice(number=row.number)
            seen.add(key)
            listed.append(row)
        except Refused as refusal:
            refused.append(Outcome(number, "", REFUSED, why=str(refusal)))
    return listed, refused


def _written(
    done: Sequence[tuple[Outcome, Cells]], counts: Counter[str], currency: str, width: int, *, dry: bool
) -> Iterator[Sequence[Any]]:
    """The rows of the file: of a trial all that would change, of a run those refused, as they came and with why."""
    for one, cells in done:
        counts[one.what] += 1
        if not dry and one.what == REFUSED:
            yield [*(cells + [""] * width)[:width], one.why]
        elif dry and one.what != SAME:
            yield [one.row, one.number, str(word(one.what)), _price(one.old_cm, currency),
                   _price(one.new_cm, currency), one.why]  # fmt: skip


def _price(unit_price_cm: int | None, currency: str) -> str:
    return "" if unit_price_cm is None else format_unit_price(unit_price_cm, currency)


def word(what: str) -> str:
    """What the outcome is called."""
    return {
        "new": _("New"), "up": _("Dearer"), "down": _("Cheaper"), "changed": _("Other terms"),
        "unchanged": _("Unchanged"), "refused": _("Refused"),
    }[what]  # fmt: skip
