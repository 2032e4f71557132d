"""A site's catalogue as blocks on disk, each under the hash of what is in it, with a manifest that names them.

Fifty tills fetch the same files; they are made once, gzipped, when what they tell has changed too much for a delta.
"""

import gzip
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.doors.sync import rows_of_parts
from vaxel.doors.sync.columns import block as columns_of
from vaxel.doors.sync.lists import InForce
from vaxel.doors.sync.rows_of_parts import Row, Tables
from vaxel.doors.sync.telling import moment
from vaxel.kernel.db import changes
from vaxel.kernel.db.snapshot import snapshot
from vaxel.kernel.refusals import Busy, NotFound

BLOCK_PARTS = 5_000
KINDS = ("part", "balance")
NOTHING = 4_294_967_295
_NAME = re.compile(r"[0-9a-f]{40}\.bin\Z")
_STOCKING = {"stocked": 0, "on_demand": 1, "not_counted": 2, "kit": 3, "core": 4}
_making = threading.Lock()


class BeingMade(Busy):
    """It takes a few seconds for a large catalogue."""

    retry_after_s = 3
    sentence = _("The catalogue is being prepared. The till asks again in a moment.")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was made: as of which change, under which lists, and the manifest that tills get."""

    seq: int
    epoch: str
    manifest: dict[str, Any]


def folder() -> Path:
    """Where blocks lie."""
    return Path(settings.DATA) / "till"


def newest(site: Site, epoch: str) -> Snapshot | None:
    """The site's last snapshot under the epoch; None when there is none yet."""
    try:
        held = json.loads((folder() / f"site-{site.pk.hex}.json").read_bytes())
    except (OSError, ValueError):
        return None
    if held["epoch"] != epoch or not all((folder() / _file(one)).exists() for one in held["files"]):
        return None
    return Snapshot(held["seq"], held["epoch"], held["manifest"])


def make(site: Site, lists: Sequence[InForce], epoch: str, at: datetime, *, after: int = -1) -> Snapshot:
    """A snapshot of now, or the one that somebody else has just made: one newer than `after`.

    One is made at a time, and whoever asks meanwhile is told so: fifty tills that wait would leave nobody to answer a
    counter. Refuses with BeingMade.
    """
    if not _making.acquire(blocking=False):
        raise BeingMade()
    try:
        held = newest(site, epoch)
        if held is not None and held.seq > after:
            return held
        return _make(site, lists, epoch, at)
    finally:
        _making.release()


def _make(site: Site, lists: Sequence[InForce], epoch: str, at: datetime) -> Snapshot:
    folder().mkdir(parents=True, exist_ok=True)
    with snapshot():
        seq = changes.last(*KINDS)
        tables = Tables.read(lists)
        rows = rows_of_parts.best_first(site, tables)
        kits = rows_of_parts.kits(None)
    blocks = [_keep(_parts_block(some, tables), parts=len(some)) for some in batched(rows, BLOCK_PARTS)]
    layers = [_layer(rows, tables, n) for n, one in enumerate(lists) if one.group_id is not None]
    manifest = {
        "as_of": moment(at), "parts": len(rows), "lists": [str(one.id) for one in lists], "brands": tables.brands,
        "categories": [{"id": str(pk), "sv": sv, "en": en} for pk, sv, en in tables.categories],
        "units": tables.units, "tax_codes": tables.tax_codes, "fees": [str(one) for one in tables.fees],
        "blocks": blocks, "layers": layers,
        "kits": {str(kit): held for kit, held in kits.items()},
    }  # fmt: skip
    made = Snapshot(seq, epoch, manifest)
    files = [one["url"].rsplit("/", 1)[1] for one in (*blocks, *layers)]
    told = {"seq": seq, "epoch": epoch, "manifest": manifest, "files": files}
    _write(folder() / f"site-{site.pk.hex}.json", json.dumps(told).encode())
    _sweep()
    return made


def _parts_block(rows: Sequence[Row], tables: Tables) -> bytes:
    standing = [one.for_everyone(tables.lists) for one in rows]
    return columns_of("parts", len(rows), {
        "id": ("bytes16", [one.id.bytes for one in rows]),
        "norm": ("text", [one.norm for one in rows]),
        "number": ("text", [one.number for one in rows]),
        "name_sv": ("text", [one.name_sv for one in rows]),
        "name_en": ("text", [one.name_en for one in rows]),
        "codes": ("text", [one.codes for one in rows]),
        "barcodes": ("text", [one.barcodes for one in rows]),
        "brand": ("u32", [one.brand for one in rows]),
        "category": ("u32", [NOTHING if one.category is None else one.category for one in rows]),
        "unit": ("u8", [one.unit for one in rows]),
        "tax_code": ("u8", [one.tax_code for one in rows]),
        "stocking": ("u8", [_STOCKING[one.stocking] for one in rows]),
        "flags": ("u8", [one.flags for one in rows]),
        "list": ("u8", [which for which, _price in standing]),
        "price_cm": ("i64", [price for _which, price in standing]),
        "on_hand_milli": ("i32", [one.on_hand_milli for one in rows]),
        "fees": ("text", [" ".join(map(str, one.fees)) for one in rows]),
    })  # fmt: skip


def _layer(rows: Sequence[Row], tables: Tables, which: int) -> dict[str, Any]:
    held = [(place, one.prices[which]) for place, one in enumerate(rows) if which in one.prices]
    data = columns_of("prices", len(held), {
        "place": ("u32", [place for place, _price in held]), "price_cm": ("i64", [price for _place, price in held]),
    })  # fmt: skip
    return {"list": which, **_keep(data, rows=len(held))}


def _keep(data: bytes, **told: int) -> dict[str, Any]:
    """The block is on disk under its hash, gzipped."""
    name = f"{hashlib.sha256(data).hexdigest()[:40]}.bin"
    path = folder() / _file(name)
    if path.exists():
        path.touch()
    else:
        _write(path, gzip.compress(data, compresslevel=5, mtime=0))
    return {"url": f"/till/blocks/{name}", "bytes": len(data), **told}


def _write(path: Path, data: bytes) -> None:
    draft = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    draft.write_bytes(data)
    draft.replace(path)


def _sweep() -> None:
    """Blocks that no manifest names any more go; a till that is fetching them asks anew."""
    named: set[str] = set()
    for path in folder().glob("site-*.json"):
        named.update(map(_file, json.loads(path.read_bytes())["files"]))
    held = sorted(folder().glob("*.gz"), key=lambda path: path.stat().st_mtime_ns)
    spare = [path for path in held if path.name not in named]
    for path in spare[:-SPARES] if len(spare) > SPARES else []:
        path.unlink(missing_ok=True)


SPARES = 300


def _file(name: str) -> str:
    return f"{name}.gz"


def block(name: str, *, packed: bool) -> bytes:
    """The block's bytes, gzipped when `packed`. Refuses with NotFound."""
    if not _NAME.match(name):
        raise NotFound()
    try:
        data = (folder() / _file(name)).read_bytes()
    except OSError:
        raise NotFound() from None
    return data if packed else gzip.decompress(data)


def ids_of(rows: Iterable[Row]) -> set[UUID]:
    """The parts that the rows are of."""
    return {one.id for one in rows}
