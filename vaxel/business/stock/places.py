"""The places that own goods: a site's store first of all, vans, quarantine, and what is on the road (K-29)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import registers, sites
from vaxel.business.locations.models import Site
from vaxel.business.stock.models import StockLocation
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Refused

_stores: dict[UUID, UUID] = {}


class NoStore(Refused):
    """The site has no store yet."""

    sentence = _(
        "This site has no store yet, so nothing can be stocked or taken there. Open one under Settings, Sites."
    )


class NameMissing(BadInput):
    """A place is called something."""

    sentence = _("Give the place a name, such as the van's plate.")


class NoSuchPlace(BadInput):
    """Only some kinds of place are opened by hand."""

    sentence = _("A place is a van or quarantine; the store and what is on the road are there by themselves.")


_NAMES = {
    "quarantine": {"sv": "Karantän", "en": "Quarantine"},
    "transit": {"sv": "Under transport", "en": "In transit"},
}


@action("stock.open_place")
def open_place(site: Site, *, kind: str, name: str, by: Actor, at: datetime) -> StockLocation:
    """The site has a van or a quarantine of this name; asked again, the one it has. Refuses with NoSuchPlace."""
    if kind not in ("van", "quarantine"):
        raise NoSuchPlace()
    if not name.strip():
        raise NameMissing()
    return StockLocation.objects.get_or_create(site=site, kind=kind, name=name.strip()[:80])[0]


def of_kind(site: Site, kind: str) -> UUID:
    """The site's first place of the kind, made at first use. Part of the caller's action."""
    held = StockLocation.objects.filter(site=site, kind=kind).order_by("pk").first()
    if held is None:
        name = _NAMES[kind]["sv" if site.jurisdiction == "SE" else "en"]
        held = StockLocation.objects.create(site=site, kind=kind, name=f"{site.name}, {name}"[:80])
    return held.pk


@action("stock.open_store")
def open_store(site: Site, *, by: Actor, at: datetime) -> StockLocation:
    """The site has its store; asked again, the one it has is returned."""
    store_of_site, _made = StockLocation.objects.get_or_create(site=site, kind="store", defaults={"name": site.name})
    _stores.pop(site.pk, None)
    return store_of_site


def store(site_id: UUID) -> UUID:
    """The id of the site's store, remembered: a site keeps its store for ever. Refuses with NoStore."""
    found = _stores.get(site_id)
    if found is None:
        found = StockLocation.objects.filter(site_id=site_id, kind="store").values_list("pk", flat=True).first()
        if found is None:
            raise NoStore()
        _stores[site_id] = found
    return found


def _nowhere(**_kwargs: Any) -> None:
    """The permission counts for the whole company."""


@action("sites.begin", site=_nowhere)
def begin_site(*, register: str = "K1", by: Actor, at: datetime, **fields: Any) -> Site:
    """The site is open, with a store and, unless `register` is empty, its first till; `fields` as `sites.open` takes.

    Refuses as sites.open and registers.add do.
    """
    site = sites.open(**fields, by=by, at=at)
    open_store(site, by=by, at=at)
    if register:
        registers.add(site, name=register, by=by, at=at)
    return site
