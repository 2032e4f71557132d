"""What the numbers of fitment files mean: makes, models, engines, positions and qualifiers as the association numbers
them, and base vehicles. Loaded by the shop from its own subscription; never shipped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.fit_models import CarBase, CarTerm
from vaxel.business.catalog.wishes import check_name
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows, statements

type Term = tuple[str, int, str]
type Base = tuple[int, int, int, int]


@action("fitment.load_tables")
def load(*, terms: Sequence[Term], bases: Sequence[Base], by: Actor, at: datetime) -> int:
    """The numbers mean this from now on: (table, number, name), and (base vehicle, year, make, model). How many.

    What a number meant before is overwritten; fitment that was taken in stays as it was understood. Refuses with
    BadName.
    """
    for _table, _number, name in terms:
        check_name(name, _("name"), 160)
    once = {(table, number): name for table, number, name in terms}
    by_number = {base[0]: base for base in bases}
    rows.insert_new(
        CarTerm, ("kind", "number", "name"), [(*key, name) for key, name in once.items()], key="kind, number",
        or_replace=("name",),
    )  # fmt: skip
    rows.insert_new(
        CarBase, ("number", "year", "make", "model"), list(by_number.values()), key="number",
        or_replace=("year", "make", "model"),
    )  # fmt: skip
    note(terms=len(once), bases=len(by_number))
    return len(once) + len(by_number)


def names(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """(table, number) → its name, of those that are known."""
    by_kind: dict[str, list[int]] = {}
    for kind, number in sorted(wanted):
        by_kind.setdefault(kind, []).append(number)
    return {
        (kind, number): name for kind, numbers in by_kind.items() for some in rows.chunks(numbers)
        for number, name in CarTerm.objects.filter(kind=kind, number__in=some).values_list("number", "name")
    }  # fmt: skip


def bases(wanted: Iterable[int]) -> Mapping[int, tuple[int, int, int]]:
    """Base vehicle → (year, make, model), of those that are known."""
    found: dict[int, tuple[int, int, int]] = {}
    for some in rows.chunks(sorted(set(wanted))):
        where, params = statements.among("number", some)
        read = statements.fetch(f"SELECT number, year, make, model FROM catalog_carbase WHERE {where}", params)  # noqa: S608
        found |= {number: (year, make, model) for number, year, make, model in read}
    return found


def many() -> int:
    """How many base vehicles are known: 0 before any tables were loaded."""
    return CarBase.objects.count()
