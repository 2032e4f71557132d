"""What must always hold of what was handed over (I-11)."""

from collections.abc import Iterator

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.exports.models import Unit, UnitEntry
from vaxel.kernel.checks import check


@check("exports.units")
def _units() -> Iterator[str]:
    """Every unit balances, and names only entries that are there."""
    for unit in Unit.objects.only("source_ref", "rows").iterator():
        if difference := sum(row[3] for row in unit.rows):
            yield f"export {unit.source_ref} is off by {difference}"
    lost = UnitEntry.objects.exclude(entry_id__in=LedgerEntry.objects.values("pk")).count()
    if lost:
        yield f"{lost} exported entries are not in the ledger"
