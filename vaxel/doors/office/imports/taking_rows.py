"""Long work: tables of which parts replace which, and of what lies on the shelves at the start, tried or taken in."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.catalog import interchange_in, numbers
from vaxel.business.catalog.interchange_in import EQUAL, SUPERSEDED, Pair
from vaxel.business.locations.models import Site
from vaxel.business.stock import bins, opening, places, receipts
from vaxel.business.stock.models import StockLocation
from vaxel.business.stock.opening import Line, Opened
from vaxel.doors.office.desk import Signature, by, desk, only_who_may
from vaxel.doors.office.imports import reporting, uploads
from vaxel.doors.office.imports.reporting import NEW, REFUSED, SAME, word
from vaxel.doors.office.long_work import asking
from vaxel.kernel.long_work import Run
from vaxel.kernel.money import exponent
from vaxel.kernel.once import answered
from vaxel.kernel.portions import Portion
from vaxel.kernel.refusals import BadInput, Refused
from vaxel.links.price_files import columns, sheets, tables

PORTION, MOST_OPENED = 1_000, 100_000
OUTCOMES = (NEW, SAME, REFUSED)
type Row = tuple[int, list[str]]
_REPLACED = frozenset((
    "superseded", "supersededby", "replaced", "replacedby", "ersatt", "ersattav", "ersatts", "ersattsav", "utgatt",
))  # fmt: skip
_EQUAL = frozenset(
    ("", "equal", "same", "interchange", "interchangeable", "utbytbar", "lika", "motsvarar", "likvardig")
)


class OddKind(BadInput):
    """One of two words, in either language."""

    sentence = gettext_lazy("“%(kind)s” is neither equal (utbytbar) nor superseded (ersatt).")


class TooMuchToOpen(BadInput):
    """The opening of a site is one entry: a limit on everything."""

    sentence = gettext_lazy("The list has more than %(most)s rows. Divide it by site.")


def take_interchange(run: Run) -> None:
    """The pairs are tried or taken; the file holds what would be new, or the rows refused, each with why."""
    asked, request = run.question, asking.as_asked(run)
    only_who_may(request, "interchange.take_many")
    upload = uploads.found(asked["upload"], desk(request).actor)
    table, counts = tables.look(upload.path), Counter[str]()
    run.expect(table.many())
    rows = _pairs(run, table, upload.name, counts, by(request))
    reporting.tell(run, upload, head=_head(table), rows=rows, counts=counts, outcomes=OUTCOMES)


def _head(table: tables.Table) -> list[str]:
    return [*table.head, _("What happens"), _("Why it was refused")]


def _told(table: tables.Table, cells: Sequence[str], what: str, why: str = "") -> list[str]:
    return [*(list(cells) + [""] * len(table.head))[: len(table.head)], word(what), why]


def _pairs(
    run: Run, table: tables.Table, name: str, counts: Counter[str], said: Signature
) -> Iterator[Sequence[Any]]:  # fmt: skip
    mapping = sheets.INTERCHANGE.check(run.question["mapping"], table.head)
    for place, some in enumerate(batched(table.rows(), PORTION)):
        pairs, came = [], {}
        for row, cells in some:
            try:
                pairs.append(_pair(row, cells, mapping))
            except Refused as refusal:
                came[row] = (REFUSED, str(refusal))
        came |= {row: (what, why) for row, what, why in _interchanged(run, place, pairs, name, said)}
        for row, cells in some:
            what, why = came[row]
            counts[what] += 1
            if what == REFUSED or (what == NEW and run.question["dry"]):
                yield _told(table, cells, what, why)
        run.step(len(some))


def _pair(row: int, cells: Sequence[str], mapping: dict[str, int]) -> Pair:
    said = sheets.INTERCHANGE.said(cells, mapping)
    kind = "".join(numbers.words(said["kind"]))
    if kind not in _REPLACED | _EQUAL:
        raise OddKind(kind=said["kind"][:40])
    return Pair(
        row, said["brand"], said["number"], said["other_brand"], said["other_number"],
        SUPERSEDED if kind in _REPLACED else EQUAL,
    )  # fmt: skip


def _interchanged(run: Run, place: int, pairs: Sequence[Pair], name: str, said: Signature) -> list[Any]:
    if run.question["dry"]:
        return reporting.rehearsed(lambda: interchange_in.take_many(Portion(pairs), source=name[:80], **said))
    digest = hashlib.sha256(repr([tuple(pair) for pair in pairs]).encode()).hexdigest()
    return interchange_in.take_many.once(  # type: ignore[no-any-return]
        f"{run.work.pk}:{place}", Portion(pairs), source=name[:80], asked=[digest],
        kept_as=lambda came: [list(one) for one in came], **said,
    )  # fmt: skip


def take_opening(run: Run) -> None:
    """The balances are tried or booked, one entry a site; the file holds what would be new, or the rows refused."""
    asked, request = run.question, asking.as_asked(run)
    only_who_may(request, "stock.open_balances")
    here = desk(request)
    upload = uploads.found(asked["upload"], here.actor)
    table, counts = tables.look(upload.path), Counter[str]()
    if (many := table.many()) > MOST_OPENED:
        raise TooMuchToOpen(most=MOST_OPENED)
    run.expect(many)
    lines, refused = _lines(table, asked["mapping"], asked["style"], here.site.currency)
    key = _digest(upload)
    good, wrong = opening.plan(
        lines, here=here.site, key=key, may_open=lambda site: here.actor.may("stock.open_balances", site.pk)
    )
    refused |= {row: why for row, _number, why in wrong}
    if not asked["dry"]:
        _booked(run, key, good, by(request))
    mine = {one.site.pk for one in good if answered(_key(run, one.site), [key]) is not None}
    was = {one.row: SAME if one.was and one.site.pk not in mine else NEW for one in good}
    rows = _of_opening(run, table, counts, was, refused)
    reporting.tell(run, upload, head=_head(table), rows=rows, counts=counts, outcomes=OUTCOMES)


def _of_opening(
    run: Run, table: tables.Table, counts: Counter[str], was: dict[int, str], refused: dict[int, str]
) -> Iterator[Sequence[Any]]:
    for row, cells in table.rows():
        what = REFUSED if row in refused else was[row]
        counts[what] += 1
        if what == REFUSED or (what == NEW and run.question["dry"]):
            yield _told(table, cells, what, refused.get(row, ""))
        run.step()


def _lines(
    table: tables.Table, mapping: dict[str, int], style: str, currency: str
) -> tuple[list[Line], dict[int, str]]:  # fmt: skip
    """The rows that can be read, and why the others cannot."""
    sheet, lines, refused = sheets.OPENING, [], {}
    mapping = sheet.check(mapping, table.head)
    for row, cells in table.rows():
        try:
            said = sheet.said(cells, mapping)
            quantity = columns.number(said["quantity"], sheet.fields["quantity"], 3, style)
            cost = columns.number(said["cost"], sheet.fields["cost"], exponent(currency), style)
            lines.append(Line(row, said["number"], said["brand"], said["site"], said["bin"], quantity, cost))
        except Refused as refusal:
            refused[row] = str(refusal)
    return lines, refused


def _digest(upload: uploads.Upload) -> str:
    with upload.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:40]


def _key(run: Run, site: Site) -> str:
    return f"{run.work.pk}:{site.pk}"


def _booked(run: Run, key: str, good: Sequence[Opened], said: Signature) -> None:
    """Each site's goods in one piece, under the list's own key; then their bins, which may be done twice."""
    of_site: dict[Site, list[Opened]] = defaultdict(list)
    for one in good:
        of_site[one.site].append(one)
    for site, some in of_site.items():
        lines = [(one.part_id, one.quantity_milli, one.cost_minor) for one in some if not one.was]
        if lines:
            receipts.open_balances.once(_key(run, site), site, key=key, lines=lines, asked=[key], **said)
        store = StockLocation.objects.get(pk=places.store(site.pk))
        for portion in batched([one for one in some if one.bin], PORTION):
            bins.set_homes(store, homes=[(one.part_id, one.bin) for one in portion], **said)
        run.step(0)
