"""One archive with every table as a file, and a manifest: what each file is, its rows, its size and its SHA-256."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import IO, Any

from vaxel.doors.office.lists.exports import EXCEL_ROWS, csv_text, write_xlsx
from vaxel.kernel.refusals import BadInput
from vaxel.readers.takeout import parquet
from vaxel.readers.takeout.tables import Column, Table

FORMATS = ("csv", "xlsx", "parquet")
VERSION = 1
SHEET_ROWS = EXCEL_ROWS - 1
type Step = Callable[[], None]


class NotAFormat(BadInput):
    """One of three."""


def pack(file: IO[bytes], tables: Sequence[Table], *, kind: str, at: datetime, step: Step = lambda: None) -> None:
    """The archive is in the file, which need not be seekable; `step` is called for each row. Refuses with NotAFormat.

    Memory does not grow with the rows. Each table is as it stood when its first row was read.
    """
    if kind not in FORMATS:
        raise NotAFormat()
    told = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for table in tables:
            for member, rows in _members(table, kind, step):
                with _opened(archive, member, kind) as into:
                    many = _written(into, table, kind, rows)
                told.append(_of_file(table, member, many, into))
        about = {"export": VERSION, "format": kind, "made_at": at.isoformat(), "files": told}
        archive.writestr("manifest.json", json.dumps(about, indent=1, ensure_ascii=False))


def _members(table: Table, kind: str, step: Step) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    """The files of a table: one, or as many workbooks as its rows need."""
    rows = _counted(table.rows(), step)
    if kind != "xlsx":
        yield f"{table.name}.{kind}", rows
        return
    held = next(rows, None)
    for number in count(1):
        first, some = held, _Some(rows, SHEET_ROWS)
        yield f"{table.name}{'' if number == 1 else f'-{number}'}.xlsx", some.after(first)
        held = next(rows, None)
        if held is None:
            return


class _Some:
    """So many of the rows, no more."""

    def __init__(self, rows: Iterator[Sequence[Any]], most: int) -> None:
        self._rows, self._most = rows, most

    def after(self, first: Sequence[Any] | None) -> Iterator[Sequence[Any]]:
        """The first, then the others."""
        if first is None:
            return
        yield first
        for _n in range(self._most - 1):
            row = next(self._rows, None)
            if row is None:
                return
            yield row


def _counted(rows: Iterable[Sequence[Any]], step: Step) -> Iterator[Sequence[Any]]:
    for row in rows:
        yield row
        step()


class _Hashed:
    """A member of the archive that knows its size and hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.size, self.hash = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """As a file does."""
        self.size += len(data)
        self.hash.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """As a file does."""
        self._file.flush()


@contextmanager
def _opened(archive: zipfile.ZipFile, name: str, kind: str) -> Iterator[_Hashed]:
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED if kind == "csv" else zipfile.ZIP_STORED
    with archive.open(member, "w", force_zip64=True) as file:
        yield _Hashed(file)


def _written(into: _Hashed, table: Table, kind: str, rows: Iterable[Sequence[Any]]) -> int:
    """The rows are in the file; how many they were."""
    if kind == "parquet":
        plain = ([_plain(one, value) for one, value in zip(table.columns, row, strict=True)] for row in rows)
        return parquet.write(into, [(one.name, one.kind) for one in table.columns], plain)  # type: ignore[arg-type]
    many = 0

    def cells() -> Iterator[list[Any]]:
        nonlocal many
        for row in rows:
            many += 1
            yield [_cell(one, value) for one, value in zip(table.columns, row, strict=True)]

    titles = [one.name for one in table.columns]
    if kind == "xlsx":
        write_xlsx(into, table.name, titles, cells())  # type: ignore[arg-type]
    else:
        for text in csv_text(titles, cells(), "en"):
            into.write(text.encode())
    return many


def _plain(column: Column, value: Any) -> Any:
    return str(value) if value is not None and column.kind == "text" else value


def _cell(column: Column, value: Any) -> Any:
    """As CSV and XLSX hold it: decimals with their point, moments in UTC as ISO 8601 writes them."""
    if value is None:
        return None
    if column.kind.startswith("decimal"):
        return Decimal(value).scaleb(-int(column.kind[7:]))
    if column.kind == "moment":
        return value.isoformat()
    if column.kind == "yes_no":
        return "true" if value else "false"
    return value if isinstance(value, (int, date)) else str(value)


def _of_file(table: Table, member: str, many: int, into: _Hashed) -> dict[str, Any]:
    columns = [{"name": one.name, "kind": one.kind, "about": one.about} for one in table.columns]
    return {
        "table": table.name, "file": member, "rows": many, "bytes": into.size, "sha256": into.hash.hexdigest(),
        "about": table.about, "columns": columns,
    }  # fmt: skip
