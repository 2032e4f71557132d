"""Entries of the ledger become units: a Z report with what it closed, a document, or a day (A-1, A-2, M-66)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.models import Account, LedgerEntry
from vaxel.business.exports import rules
from vaxel.business.exports.models import Target, Unit, UnitEntry
from vaxel.business.exports.rules import Planned, Row
from vaxel.business.locations.models import Register, Site
from vaxel.business.payments.models import ZReport
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict

MOST = 20_000  # entries taken up at once; what is left comes with the next


class TargetOff(Conflict):
    """Nothing is handed over to a system that is not chosen."""

    sentence = _("The export is not switched on. Switch it on under Accounting, and say from which day.")


def left(target: Target, until: date) -> QuerySet[LedgerEntry]:
    """Entries from the target's first day until the day that no unit of it holds."""
    held = UnitEntry.objects.filter(target=target, entry_id=OuterRef("pk"))
    rows = LedgerEntry.objects.filter(business_date__range=(target.starts_on, until)).exclude(Exists(held))
    if target.leaves_out:
        rows = rows.exclude(_left_out(target.leaves_out))
    return rows


def _left_out(kinds: Sequence[str]) -> Q:
    """Entries that the accounting system books itself."""
    return Q(source_kind__in=[source for source, kind in rules.KIND_OF.items() if kind in kinds])


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be collected, and how many entries wait for their Z report or the end of their day."""

    units: Sequence[Planned]
    waiting: int


def plan(target: Target, *, until: date, today: date) -> Plan:
    """What `collect` would collect now; nothing is stored. A fixed number of queries."""
    entries = list(left(target, until).order_by("posted_at", "id").prefetch_related("postings")[:MOST])
    around = _Around(target)
    groups: dict[tuple[str, str, str], list[LedgerEntry]] = defaultdict(list)
    waiting = 0
    for entry in entries:
        key = around.key_of(entry, target, today)
        if key is None:
            waiting += 1
        else:
            groups[key].append(entry)
    units = [around.unit(key, held) for key, held in groups.items()]
    return Plan(sorted(units, key=lambda unit: (unit.business_date, unit.kind, unit.source_ref)), waiting)


class _Around:
    """What is read once for all entries: registers with their Z reports, sites, names of accounts."""

    def __init__(self, target: Target) -> None:
        self.without_stock = rules.STOCK in target.leaves_out
        self.sites = {site.pk: site.code for site in Site.objects.all()}
        self.accounts = {one.number: one.name_sv for one in Account.objects.all()}
        self.registers = {
            f"{one.site.code}-{one.name}-": one.pk for one in Register.objects.select_related("site")
        }  # fmt: skip
        self.closings: dict[UUID, list[tuple[datetime, int, str]]] = defaultdict(list)
        earliest = datetime.combine(target.starts_on - timedelta(days=1), datetime.min.time()).astimezone()
        held = ZReport.objects.filter(at__gte=earliest).order_by("at")
        for register, at, number, name in held.values_list("register_id", "at", "number", "register__name"):
            self.closings[register].append((at, number, name))

    def key_of(self, entry: LedgerEntry, target: Target, today: date) -> tuple[str, str, str] | None:
        """(kind, reference, text) of the unit the entry belongs to; None while that is not closed."""
        register = self.registers.get(entry.series[:-4])
        if register is not None and entry.source_kind not in rules.DOCUMENTS:
            closed_by = self._closing(register, entry.posted_at)
            if closed_by is None:
                return None
            number, name = closed_by
            ref = f"{self.sites[entry.site_id]}-{name}/Z/{number}"
            return rules.Z_DAY, ref, self.z_text(entry, number, name)
        kind = rules.kind_of(entry.source_kind)
        if not target.summary:
            return kind, f"{entry.series}-{entry.number}", entry.text
        if entry.business_date >= today:
            return None
        day = entry.business_date.isoformat()
        return kind, f"{self.sites[entry.site_id]}/{day}", f"{rules.SERIES[kind]} {day} {self.sites[entry.site_id]}"

    def _closing(self, register: UUID, at: datetime) -> tuple[int, str] | None:
        """(number, register's name) of the Z report that closed what happened then."""
        held = self.closings[register]
        n = bisect_left(held, (at, 0, ""))
        return held[n][1:] if n < len(held) else None

    def z_text(self, entry: LedgerEntry, number: int, name: str) -> str:
        """Z 512 kassa K1; with the site's code where there are several."""
        return f"Z {number} kassa {name}" + (f" {self.sites[entry.site_id]}" if len(self.sites) > 1 else "")

    def unit(self, key: tuple[str, str, str], entries: Sequence[LedgerEntry]) -> Planned:
        """The entries of one key as a unit."""
        kind, source_ref, text = key
        last = max(entries, key=lambda one: (one.business_date, one.posted_at))
        return Planned(
            kind, source_ref, last.business_date, text[:100],
            rules.summed(self._rows(entries), without_stock=self.without_stock), [one.pk for one in entries],
            last.currency, last.map_version,
        )  # fmt: skip

    def _rows(self, entries: Iterable[LedgerEntry]) -> Iterable[Row]:
        for entry in entries:
            for one in entry.postings.all():
                centre = self.sites[entry.site_id] if rules.told_per_site(one.account, one.role) else ""
                yield (one.account, one.role, centre, one.base_minor,
                       self.accounts.get(one.account, one.role)[:100])  # fmt: skip


def _company(*_args: Any, **_kwargs: Any) -> None:
    """The books are the company's."""


@action("exports.collect", site=_company)
def collect(target: Target, *, until: date, today: date, by: Actor, at: datetime) -> list[Unit]:
    """All that is closed and not handed over yet, up to the day, stands in units, ready to go. Run twice, it adds
    nothing. What comes late to a day that was collected is a new revision. Refuses with TargetOff."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    if fresh.state == "off":
        raise TargetOff()
    planned = plan(fresh, until=until, today=today).units
    revisions = _revisions(fresh, planned)
    made = []
    for one in planned:
        key = (one.kind, one.source_ref)
        revisions[key] = revisions.get(key, 0) + 1
        unit = Unit(
            target=fresh, kind=one.kind, source_ref=one.source_ref, revision=revisions[key], text=one.text,
            business_date=one.business_date, currency=one.currency, rows=[list(row) for row in one.rows],
            content_hash=one.content_hash, map_version=one.map_version, made_at=at, due_at=at,
            state="ready" if one.rows else "skipped", reason="" if one.rows else "nothing but stock",
        )  # fmt: skip
        made.append((unit, one.entries))
    Unit.objects.bulk_create([unit for unit, _entries in made], batch_size=200)
    UnitEntry.objects.bulk_create(
        (UnitEntry(target=fresh, unit=unit, entry_id=entry) for unit, entries in made for entry in entries),
        batch_size=400,
    )  # fmt: skip
    note(target=fresh.key, units=len(made), until=until.isoformat())
    return [unit for unit, _entries in made]


def _revisions(target: Target, planned: Sequence[Planned]) -> dict[tuple[str, str], int]:
    rows = Unit.objects.filter(target=target, source_ref__in={one.source_ref for one in planned})
    found: dict[tuple[str, str], int] = {}
    for kind, ref, revision in rows.values_list("kind", "source_ref", "revision"):
        found[kind, ref] = max(found.get((kind, ref), 0), revision)
    return found
