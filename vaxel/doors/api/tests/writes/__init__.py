"""Each write of the API once, a module per noun. Importing this package fills the table WRITES."""

from vaxel.doors.api.tests.writes import buying, money, parts, people, planning, stock, telling, tickets, tyres, work
from vaxel.doors.api.tests.writes.table import WRITES, World, kr, open_world

__all__ = [
    "WRITES", "World", "buying", "kr", "money", "open_world", "parts", "people", "planning", "stock", "telling",
    "tickets", "tyres", "work",
]  # fmt: skip
