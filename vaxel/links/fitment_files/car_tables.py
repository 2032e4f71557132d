"""The association's tables as the shop got them by subscription: a ZIP with a text file for each (VCdb, Qdb, PCdb).

They are nobody's to pass on: the shop loads its own. Of a table its number and its name are read, of base vehicles
year, make and model; other columns, and tables without a name, are passed over.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput

MOST_MEMBERS, LARGEST_MEMBER, MOST_PACKED, LARGEST_ALL = 400, 1_000_000_000, 100, 3_000_000_000
PACKED_FROM = 10_000_000
_ALIASES = {"positions": "position", "qualifier": "qual", "qualifiers": "qual", "submodels": "submodel"}
_NAMES = ("{0}name", "{0}", "qualifiertext", "position", "name", "{0}description")
BASE = "basevehicle"
_DAMAGED = (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError, ValueError, UnicodeError, csv.Error)
type Row = tuple[str, int, str] | tuple[str, int, int, int, int]


class NotTheTables(BadInput):
    """An archive of something else, or a damaged one."""

    sentence = _(
        "The file is not a ZIP with tables of vehicles (BaseVehicle, Make, Model …) as text, one file a table, "
        "or it is damaged."
    )


def rows(path: Path) -> Iterator[Row]:
    """("basevehicle", number, year, make, model) and (table, number, name). Refuses with NotTheTables."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_bomb(members)
            for one in members:
                if one.filename.lower().endswith((".txt", ".csv")):
                    with archive.open(one) as file:
                        yield from _table(PurePosixPath(one.filename).stem, file)
    except _DAMAGED:
        raise NotTheTables() from None


def look(path: Path) -> int:
    """How many rows the tables have. Refuses with NotTheTables, also when no make, model and base vehicle is there."""
    seen: dict[str, int] = {}
    for row in rows(path):
        seen[row[0]] = seen.get(row[0], 0) + 1
    if not {"make", "model", BASE} <= seen.keys() and not {"qual", "position"} & seen.keys():
        raise NotTheTables()
    return sum(seen.values())


def _refuse_bomb(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_ALL:
        raise NotTheTables()
    for one in members:
        packed = one.file_size > PACKED_FROM and one.file_size > MOST_PACKED * max(one.compress_size, 1)
        if packed or one.file_size > LARGEST_MEMBER:
            raise NotTheTables()


def _table(stem: str, file: object) -> Iterator[Row]:
    stem = _ALIASES.get(stem.lower(), stem.lower())
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")  # type: ignore[type-var]
    first = text.readline(10_000)
    delimiter = max("|\t,;", key=first.count)
    head = [one.strip().strip('"').lower() for one in first.split(delimiter)]
    known = {name: place for place, name in reversed(list(enumerate(head)))}
    number = known.get(f"{stem}id", known.get("qualifierid" if stem == "qual" else f"{stem}sid"))
    if number is None:
        return
    lines = csv.reader(text, delimiter=delimiter)
    if stem == BASE:
        places = [known.get(one) for one in ("yearid", "makeid", "modelid")]
        if None not in places:
            for cells in lines:
                yield BASE, _whole(cells, number), *(_whole(cells, place or 0) for place in places)  # type: ignore[misc]
        return
    if stem == "enginebase":
        yield from _engines(lines, known, number)
        return
    name = next((known[one] for pattern in _NAMES if (one := pattern.format(stem)) in known), None)
    if name is not None:
        for cells in lines:
            if len(cells) > max(number, name) and (said := " ".join(cells[name].split())[:160]):
                yield stem, _whole(cells, number), said


def _engines(lines: Iterator[list[str]], known: dict[str, int], number: int) -> Iterator[Row]:
    """An engine has no name: litres, and how its cylinders stand, as one says it (`2.0 L4`)."""
    for cells in lines:
        said = {name: cells[place].strip() for name, place in known.items() if place < len(cells)}
        block = said.get("blocktype", "") + said.get("cylinders", "")
        if name := " ".join(filter(None, (said.get("liter", ""), block))).replace("-", "").strip():
            yield "enginebase", _whole(cells, number), name[:60]


def _whole(cells: Sequence[str], place: int) -> int:
    text = cells[place].strip() if place < len(cells) else ""
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise NotTheTables()
    return int(text)
