"""Kits kept ready-made: built of their components and taken apart again, worth the same (K-20)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.ledger import worded
from vaxel.business.catalog.models import KitComponent, Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import balances, books, ledger, places
from vaxel.business.stock.balances import Locked
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.receipts import check_shelved
from vaxel.business.stock.rules import component_milli
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import allocate
from vaxel.kernel.refusals import BadInput, Refused

WHOLE = 1000


class NoRecipe(Refused):
    """What is built is built of something."""

    sentence = _("%(number)s has no components, so it cannot be built or taken apart. Give it some first.")


class WholeKits(BadInput):
    """Kits are built whole."""

    sentence = _("Kits are built and taken apart whole: 1, 2, 3 …")


def _site_second(_kit: Part, site: Site, **_kwargs: Any) -> UUID:
    return site.pk


@action("stock.build", site=_site_second)
def build(kit: Part, site: Site, *, quantity_milli: int, by: Actor, at: datetime) -> Moved:
    """So many of the kit lie in the site's store, worth what their components were, which are gone from it.

    Refuses with WholeKits, NotShelved, NoRecipe, Short (every component that lacks), and for tracked parts as
    `lots.choose` does.
    """
    recipe = _recipe(kit, quantity_milli)
    store, document = places.store(site.pk), new_id()
    locked = balances.lock([(part_id, store, "") for part_id in (kit.pk, *recipe)], create=True)
    taken = ledger.make(
        [Move(new_id(), part_id, store, -milli, "build", "stock_build", document) for part_id, milli in recipe.items()],
        locked, at=at,
    )  # fmt: skip
    worth = -sum(one.value_minor for one in taken)
    [made] = ledger.make(
        [Move(new_id(), kit.pk, store, quantity_milli, "build", "stock_build", document, value_minor=worth)],
        locked, at=at,
    )  # fmt: skip
    _book([made], kit, site, document, at)
    note(kit=kit.number, quantity_milli=quantity_milli, worth_minor=worth)
    return made


@action("stock.take_apart", site=_site_second)
def take_apart(kit: Part, site: Site, *, quantity_milli: int, by: Actor, at: datetime) -> list[Moved]:
    """So many of the kit are gone from the site's store; their components lie there, sharing what the kits were worth
    by what the components cost.

    Refuses as `build` does.
    """
    recipe = _recipe(kit, quantity_milli)
    store, document = places.store(site.pk), new_id()
    locked = balances.lock([(part_id, store, "") for part_id in (kit.pk, *recipe)], create=True)
    [gone] = ledger.make(
        [Move(new_id(), kit.pk, store, -quantity_milli, "build", "stock_build", document)], locked, at=at
    )
    values = allocate(-gone.value_minor, _weights(recipe, locked, store))
    back = ledger.make(
        [Move(new_id(), part_id, store, milli, "build", "stock_build", document, value_minor=value)
         for (part_id, milli), value in zip(recipe.items(), values, strict=True)],
        locked, at=at,
    )  # fmt: skip
    _book(back, kit, site, document, at)
    note(kit=kit.number, quantity_milli=-quantity_milli, worth_minor=-gone.value_minor)
    return back


def _book(came: Sequence[Moved], kit: Part, site: Site, document: UUID, at: datetime) -> None:
    text = worded(_("Kit built or taken apart"), kit.number)
    books.post_revalued(came, site=site, text=text, source_kind="stock_build", source_id=document, at=at)


def _recipe(kit: Part, quantity_milli: int) -> dict[UUID, int]:
    """Component → how much of it so many kits take."""
    check_shelved(kit)
    if quantity_milli <= 0 or quantity_milli % WHOLE:
        raise WholeKits()
    components = KitComponent.objects.filter(kit=kit).select_related("part")
    found = {one.part_id: component_milli(quantity_milli, one.quantity_milli) for one in components}
    if not found:
        raise NoRecipe(number=kit.number)
    for one in components:
        check_shelved(one.part)
    return found


def _weights(recipe: dict[UUID, int], locked: dict[balances.Key, Locked], store: UUID) -> list[int]:
    """What the components are worth at the average here, else at their latest cost; alike when nothing is known."""
    costs = dict(Part.objects.filter(pk__in=list(recipe)).values_list("pk", "cost_minor"))
    weights = []
    for part_id, milli in recipe.items():
        shelf = locked[part_id, store, ""].shelf
        known = shelf.at_average(milli) if shelf.on_hand_milli > 0 else costs[part_id] * milli // WHOLE
        weights.append(max(0, known))
    return weights if any(weights) else [1] * len(weights)
