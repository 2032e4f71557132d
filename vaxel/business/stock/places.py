"""The places that own goods: a site's store first of all (K-29)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.business.stock.models import StockLocation
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused

_stores: dict[UUID, UUID] = {}


class NoStore(Refused):
    """The site has no store yet."""

    sentence = _(
        "This site has no store yet, so nothing can be stocked or taken there. Open one under Settings, Sites."
    )


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
