"""Everything that the shop has, as tables that other programs read."""
