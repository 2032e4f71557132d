"""What a row of a supplier's price list says, and what it would change: pure."""

from typing import NamedTuple

NEW, UP, DOWN, CHANGED, SAME, REFUSED = "new", "up", "down", "changed", "unchanged", "refused"
OUTCOMES = (NEW, UP, DOWN, CHANGED, SAME, REFUSED)


class Listed(NamedTuple):
    """A row: the supplier's number and price, in hundredths of a minor unit of its currency. None: not said."""

    row: int
    number: str
    unit_price_cm: int
    brand: str = ""
    part_number: str = ""
    name: str = ""
    barcode: str = ""
    pack_milli: int | None = None
    minimum_milli: int | None = None
    core_cm: int | None = None
    lead_days: int | None = None

    @property
    def makers(self) -> str:
        """The maker's number: the supplier's own when the list has no other."""
        return self.part_number or self.number


class Standing(NamedTuple):
    """The terms that hold today."""

    unit_price_cm: int
    pack_milli: int = 1000
    minimum_milli: int = 0
    core_cm: int = 0
    lead_days: int | None = None
    retired: bool = False


class Outcome(NamedTuple):
    """What became, or would become, of a row."""

    row: int
    number: str
    what: str
    old_cm: int | None = None
    new_cm: int | None = None
    why: str = ""


def terms(row: Listed, held: Standing | None) -> Standing:
    """The terms as they are after the row: what it does not say stays."""
    before = held or Standing(0)
    return Standing(
        row.unit_price_cm,
        before.pack_milli if row.pack_milli is None else row.pack_milli,
        before.minimum_milli if row.minimum_milli is None else row.minimum_milli,
        before.core_cm if row.core_cm is None else row.core_cm,
        before.lead_days if row.lead_days is None else row.lead_days,
    )


def change(held: Standing | None, after: Standing) -> str:
    """What the row does to the terms that hold."""
    if held is None:
        return NEW
    if held == after:
        return SAME
    if after.unit_price_cm == held.unit_price_cm:
        return CHANGED
    return UP if after.unit_price_cm > held.unit_price_cm else DOWN
