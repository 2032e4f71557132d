"""The catalogue for tills: a snapshot in blocks, then what changed since, by version."""

import hashlib
import time
from datetime import datetime
from typing import Any
from uuid import UUID

from vaxel.business.locations.models import Site
from vaxel.business.stock.models import Balance
from vaxel.business.tickets import costing
from vaxel.doors.sync import lists, rows_of_parts, snapshots
from vaxel.doors.sync.lists import InForce
from vaxel.doors.sync.rows_of_parts import Row, Tables
from vaxel.doors.sync.telling import moment
from vaxel.kernel import clock
from vaxel.kernel.db import changes

MOST_ROWS = 5_000
KEPT_S = 2.0
_kept: dict[UUID, tuple[float, str]] = {}


def forget() -> None:
    """What was looked up is looked up anew."""
    _kept.clear()


def version(site: Site) -> str:
    """The newest version for the site's tills; looked up at most every two seconds."""
    held = _kept.get(site.pk)
    if held is None or held[0] < time.monotonic():
        epoch, _lists = _epoch(site)
        held = _kept[site.pk] = (time.monotonic() + KEPT_S, _version(epoch, changes.last(*snapshots.KINDS)))
    return held[1]


def since(site: Site, known: str, at: datetime) -> dict[str, Any] | None:
    """What a till that knows this version must be told: None (nothing), the whole, or what has changed."""
    epoch, in_force = _epoch(site)
    newest = changes.last(*snapshots.KINDS)
    if known == _version(epoch, newest):
        return None
    seq = _seq(known, epoch)
    if seq is not None and seq <= newest:
        changed = _changed(site, seq)
        if changed is not None:
            return _delta(site, in_force, changed, _version(epoch, newest), at)
    return _whole(site, in_force, epoch, at)


def _whole(site: Site, in_force: list[InForce], epoch: str, at: datetime) -> dict[str, Any]:
    """The last snapshot, if what has changed since is a delta; else one of now."""
    held = snapshots.newest(site, epoch)
    if held is None or held.seq > changes.now() or _changed(site, held.seq) is None:
        held = snapshots.make(site, in_force, epoch, at, after=held.seq if held else -1)
    return {"full": True, "version": _version(epoch, held.seq), **held.manifest}


def _delta(site: Site, in_force: list[InForce], changed: set[UUID], newest: str, at: datetime) -> dict[str, Any]:
    tables = Tables.read(in_force)
    rows = rows_of_parts.of(changed, site, tables)
    kits = rows_of_parts.kits(changed)
    gone = sorted(str(pk) for pk in changed - snapshots.ids_of(rows))
    return {
        "full": False, "version": newest, "as_of": moment(at), "gone": gone,
        "rows": [_told(one, tables, kits.get(one.id)) for one in rows],
    }  # fmt: skip


def _told(row: Row, tables: Tables, kit: list[dict[str, Any]] | None) -> dict[str, Any]:
    category = None if row.category is None else str(tables.categories[row.category][0])
    return {
        "id": str(row.id), "number": row.number, "norm": row.norm, "name_sv": row.name_sv, "name_en": row.name_en,
        "codes": row.codes, "barcodes": row.barcodes, "brand": tables.brands[row.brand], "category": category,
        "unit": tables.units[row.unit], "tax_code": tables.tax_codes[row.tax_code], "stocking": row.stocking,
        "flags": row.flags, "on_hand_milli": row.on_hand_milli, "fees": [str(tables.fees[n]) for n in row.fees],
        "prices": {str(tables.lists[n].id): price for n, price in row.prices.items()}, "kit": kit,
    }  # fmt: skip


def _changed(site: Site, seq: int) -> set[UUID] | None:
    """Parts that changed, or whose stock here did; None when they are too many for a delta."""
    parts = changes.since(seq, "part", MOST_ROWS)
    balances = changes.since(seq, "balance", MOST_ROWS)
    if len(parts) > MOST_ROWS or len(balances) > MOST_ROWS:
        return None
    moved = Balance.objects.filter(pk__in=map(int, balances), location__site=site, location__kind="store")
    found = {UUID(one) for one in parts} | set(moved.values_list("part", flat=True))
    return found if len(found) <= MOST_ROWS else None


def _epoch(site: Site) -> tuple[str, list[InForce]]:
    """What must be equal for a delta to be one: the lists that hold, and the site."""
    in_force = lists.in_force(site, costing.business_day(site, clock.now()))
    said = [(str(one.id), one.basis, str(one.group_id), one.strength) for one in in_force]
    return hashlib.sha256(repr((site.pk.hex, said)).encode()).hexdigest()[:12], in_force


def _version(epoch: str, seq: int) -> str:
    return f"c-{epoch}-{seq}"


def _seq(known: str, epoch: str) -> int | None:
    start, _dash, seq = known.rpartition("-")
    return int(seq) if start == f"c-{epoch}" and seq.isdecimal() and len(seq) < 19 else None
