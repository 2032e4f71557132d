"""Brands: one for each way of writing a name, made when a part first carries it."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import index, numbers
from vaxel.business.catalog.models import Brand, Part
from vaxel.business.catalog.wishes import check_name
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict


class BrandTaken(Conflict):
    """One name, however it is written, is one brand."""

    sentence = _("There is a brand called %(name)s already.")


@lru_cache(maxsize=1 << 12)
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


@action("brands.rename")
def rename(brand: Brand, *, name: str, by: Actor, at: datetime) -> Brand:
    """The brand is written so, and its parts are found by it. Refuses with BrandTaken, BadName."""
    new = check_name(name, _("brand"), 80)
    key = folded(new)[:80]
    held = Brand.objects.filter(folded=key).exclude(pk=brand.pk).first()
    if held:
        raise BrandTaken(name=held.name)
    note(before={"name": brand.name}, after={"name": new})
    brand.name, brand.folded = new, key
    brand.save(update_fields=["name", "folded"])
    index.refresh(list(Part.objects.filter(brand=brand).values_list("pk", flat=True)))
    return brand
