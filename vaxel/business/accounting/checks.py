"""What must always hold in the books."""

from collections.abc import Iterator

from vaxel.business.accounting import periods
from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.kernel.checks import check, numbered


@check("accounting.balance")
def _balance() -> Iterator[str]:
    """Every entry balances (I-8)."""
    yield from periods.unbalanced()


@check("accounting.postings")
def _postings() -> Iterator[str]:
    """Every entry has postings, and every posting an entry."""
    empty = periods.empty_entries()
    if empty:
        yield f"{empty} entries have no postings"
    lost = Posting.objects.exclude(entry_id__in=LedgerEntry.objects.values("pk")).count()
    if lost:
        yield f"{lost} postings name an entry that is not there"


@check("accounting.numbers")
def _numbers() -> Iterator[str]:
    """Each series of entries is 1, 2, 3 … without a gap (M-58)."""
    for series in LedgerEntry.objects.order_by().values_list("series", flat=True).distinct():
        yield from numbered(f"ledger:{series}", LedgerEntry.objects.filter(series=series))
