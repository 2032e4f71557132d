"""What others may want to hear of the shelves."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class StockLow:
    """A part's position (on hand less reserved) at a location has just gone below its minimum (K-91)."""

    part_id: UUID
    location_id: UUID
    position_milli: int
    min_milli: int


@dataclass(frozen=True)
class GoodsArrived:
    """Goods came into a site's store: work that waited for them may go on (K-38)."""

    site_id: UUID
    part_ids: tuple[UUID, ...]
