"""Tells the part search what lies on the shelves, so that what is here comes before what must be fetched (K-3)."""

from collections.abc import Sequence
from uuid import UUID

from vaxel.business.catalog.links import as_uuid
from vaxel.business.catalog.search import ask_shelves
from vaxel.kernel.db import rows, statements

_FREE = """SELECT b.part_id,
MAX(CASE WHEN l.site_id = %s THEN 1 ELSE 0 END), MAX(CASE WHEN l.site_id = %s THEN 0 ELSE 1 END)
FROM stock_balance b JOIN stock_stocklocation l ON l.id = b.location_id
WHERE {among} AND b.on_hand_milli > b.reserved_milli AND l.kind IN ('store', 'van') GROUP BY b.part_id"""


@ask_shelves
def in_stock(part_ids: Sequence[UUID], site_id: UUID | None) -> dict[UUID, tuple[bool, bool]]:
    """Part → whether any is free at the site, and at another. Parts that are nowhere are left out. One statement."""
    among, params = statements.among("b.part_id", part_ids)
    site = rows.adapt(site_id)
    found = statements.fetch(_FREE.format(among=among), [site, site, *params])
    return {as_uuid(part): (bool(here), bool(elsewhere)) for part, here, elsewhere in found}
