"""What must always hold of documents: for `vaxel check` (I-1, I-2, I-6, I-12, invariant 4)."""

from collections.abc import Callable, Collection, Iterator, Mapping

from django.db.models import Count, F, Max, Min, Sum

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.billing.models import DepositUse, Document, DocumentLine
from vaxel.kernel.checks import check
from vaxel.kernel.models import Series


@check("billing.sums")
def sums() -> Iterator[str]:
    """Lines sum to the document, and so do its taxes."""
    by_lines = Document.objects.annotate(net=Sum("lines__net_minor"), vat=Sum("lines__tax_minor"))
    for one in by_lines.exclude(net=F("net_minor"), vat=F("tax_minor")):
        yield f"{one.series} {one.number}: its lines sum to {one.net} + {one.vat}"
    by_taxes = Document.objects.annotate(net=Sum("taxes__net_minor"), vat=Sum("taxes__tax_minor"))
    for two in by_taxes.exclude(net=F("net_minor"), vat=F("tax_minor")):
        yield f"{two.series} {two.number}: its taxes sum to {two.net} + {two.vat}"
    for odd in Document.objects.exclude(gross_minor=F("net_minor") + F("tax_minor")):
        yield f"{odd.series} {odd.number}: net and tax are not its sum"


_elsewhere: list[Callable[[], Mapping[str, Collection[int]]]] = []


def numbers_elsewhere(told: Callable[[], Mapping[str, Collection[int]]]) -> Callable[[], Mapping[str, Collection[int]]]:
    """A rung above knows of numbers, by series, that were given on paper and whose documents wait."""
    _elsewhere.append(told)
    return told


@check("billing.numbers")
def numbers() -> Iterator[str]:
    """Every series of documents is 1, 2, 3 … and ends where its counter stands, what waits counted."""
    counters = dict(Series.objects.values_list("name", "last"))
    waiting: dict[str, set[int]] = {}
    for told in _elsewhere:
        for series, given in told().items():
            waiting.setdefault(series, set()).update(given)
    rows = Document.objects.values("series").annotate(first=Min("number"), last=Max("number"), count=Count("id"))
    for row in rows.order_by("series"):
        more = waiting.get(row["series"], set())
        first, last = min({row["first"], *more}), max({row["last"], *more})
        if first != 1 or last != row["count"] + len(more) or counters.get(row["series"]) != last:
            yield f"series {row['series']}: {row['count']} documents from {row['first']} to {row['last']}"


@check("billing.entries")
def entries() -> Iterator[str]:
    """Every document has its ledger entry."""
    booked = LedgerEntry.objects.values("source_id")
    for one in Document.objects.exclude(pk__in=booked):
        yield f"{one.series} {one.number} is not in the ledger"


@check("billing.credits")
def credits() -> Iterator[str]:
    """No line has more credited than it holds, component by component."""
    credited = (
        DocumentLine.objects.exclude(credits_line=None)
        .values_list("credits_line")
        .annotate(Sum("quantity_milli"), Sum("net_minor"), Sum("tax_minor"))
    )
    lines = DocumentLine.objects.in_bulk([row[0] for row in credited])
    for line_id, quantity, net, tax in credited:
        line = lines[line_id]
        if -quantity > line.quantity_milli or abs(net) > abs(line.net_minor) or abs(tax) > abs(line.tax_minor):
            yield f"document line {line_id}: more is credited than it holds"


@check("billing.deposits")
def deposits() -> Iterator[str]:
    """No deposit is used beyond what it is."""
    used = dict(DepositUse.objects.values_list("deposit").annotate(Sum("gross_minor")))
    for one in Document.objects.filter(pk__in=used):
        if used[one.pk] > one.gross_minor:
            yield f"deposit {one.number}: {used[one.pk]} used of {one.gross_minor}"
