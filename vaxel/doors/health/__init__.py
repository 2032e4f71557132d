"""An address outside log-in where a monitor asks whether the shop is open."""
