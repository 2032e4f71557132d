"""Ours against theirs (A-7): per account, what units hold, and what is known to be there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from vaxel.business.accounting.models import LedgerEntry
from vaxel.business.exports import collecting, rules
from vaxel.business.exports.models import Target, Unit, UnitEntry


@dataclass(frozen=True, slots=True)
class Compared:
    """One account: ours as handed over, and theirs."""

    account: str
    ours_minor: int
    theirs_minor: int
    waiting_minor: int

    @property
    def difference(self) -> int:
        """What they lack."""
        return self.ours_minor - self.theirs_minor


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The accounts of the days, and what is not there yet, both ways."""

    accounts: Sequence[Compared]
    unexported: int
    states: dict[str, int]
    late: Sequence[Unit]
    changed: Sequence[Unit]


def compare(target: Target, first: date, last: date, today: date) -> Reconciled:
    """The target's books and ours for the days, both included. Six queries."""
    units = Unit.objects.filter(target=target, business_date__range=(first, last))
    ours: dict[str, int] = defaultdict(int)
    theirs: dict[str, int] = defaultdict(int)
    waiting: dict[str, int] = defaultdict(int)
    back = {there: here for here, there in target.accounts.items()}
    changed = []
    for unit in units.exclude(state="skipped").iterator():
        for account, _role, _centre, minor, _text in unit.rows:
            ours[account] += minor
            if unit.state != "confirmed":
                waiting[account] += minor
        for there, minor in unit.theirs or ():
            theirs[back.get(there, there)] += minor
        if unit.theirs is not None and _sums(unit.theirs, back) != _sums([(r[0], r[3]) for r in unit.rows], {}):
            changed.append(unit)
    names = sorted({*ours, *theirs})
    states = dict(units.order_by().values_list("state").annotate(n=Count("id")))
    left = collecting.left(target, last).filter(business_date__gte=first).count()
    late = units.exclude(state__in=["confirmed", "skipped"]).filter(business_date__lt=today - timedelta(days=1))
    return Reconciled(
        [Compared(one, ours[one], theirs[one], waiting[one]) for one in names], left, states,
        list(late.order_by("business_date")[:50]), changed,
    )  # fmt: skip


def _sums(rows: Sequence[tuple[str, int]], back: dict[str, str]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for account, minor in rows:
        sums[back.get(account, account)] += minor
    return {account: minor for account, minor in sums.items() if minor}


def owned(target: Target, first: date, last: date) -> dict[str, int]:
    """Account → what the ledger's entries that are in units say, straight from the postings (I-11)."""
    held = UnitEntry.objects.filter(target=target, unit__business_date__range=(first, last)).exclude(
        unit__state="skipped"
    )
    sums: dict[str, int] = defaultdict(int)
    entries = LedgerEntry.objects.filter(pk__in=held.values("entry_id")).prefetch_related("postings")
    for entry in entries.iterator(500):
        for one in entry.postings.all():
            if rules.STOCK not in target.leaves_out or one.role not in rules.STOCK_ROLES:
                sums[one.account] += one.base_minor
    return {account: minor for account, minor in sums.items() if minor}
