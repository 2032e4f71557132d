"""Where bought goods lie: the store, quarantine for what is damaged or wrong, the bank for cores."""

from uuid import UUID

from vaxel.business.locations.models import Site
from vaxel.business.stock.models import StockLocation
from vaxel.business.stock.places import store

_NAMES = {"quarantine": {"sv": "Karantän", "en": "Quarantine"}, "cores": {"sv": "Stomlager", "en": "Core bank"}}


def quarantine(site: Site) -> UUID:
    """The site's place for goods nobody may sell; made at first use. Part of the caller's action."""
    return _place(site, "quarantine")


def core_bank(site: Site) -> UUID:
    """The site's place for old units on their way back; made at first use. Part of the caller's action."""
    return _place(site, "cores")


def _place(site: Site, kind: str) -> UUID:
    held = StockLocation.objects.filter(site=site, kind=kind).order_by("pk").first()
    if held is None:
        name = _NAMES[kind]["sv" if site.jurisdiction == "SE" else "en"]
        held = StockLocation.objects.create(site=site, kind=kind, name=f"{site.name}, {name}"[:80])
    return held.pk


__all__ = ["core_bank", "quarantine", "store"]
