"""Brands: one for each way of writing a name, made when a part first carries it."""

from collections.abc import Iterable
from uuid import UUID

from vaxel.business.catalog import numbers
from vaxel.business.catalog.models import Brand


def folded(name: str) -> str:
    """What two ways of writing one brand share: `BOSCH` and `Bosch`, `Mann-Filter` and `MANN FILTER`."""
    return "".join(numbers.words(name)) or name.casefold()


def ids_of(names: Iterable[str]) -> dict[str, UUID]:
    """Folded name → id of every brand named; those that were missing exist. Part of the action that needs them."""
    wanted = {folded(name)[:80]: name for name in reversed(list(names))}
    known = dict(Brand.objects.filter(folded__in=wanted).values_list("folded", "id"))
    if missing := sorted(wanted.keys() - known.keys()):
        made = [Brand(name=wanted[key], folded=key) for key in missing]
        Brand.objects.bulk_create(made, ignore_conflicts=True)
        known |= dict(Brand.objects.filter(folded__in=missing).values_list("folded", "id"))
    return known
