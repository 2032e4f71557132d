"""A supplier's file as a table: its head, and its rows as text, one by one (CSV, XLSX, PIES)."""

import codecs
import csv
import errno
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput
from vaxel.links.price_files import pies

LARGEST_BYTES = 1_000_000_000
LARGEST_UNPACKED = 4_000_000_000
LARGEST_STRINGS = 100_000_000
MOST_PACKED, PACKED_FROM = 200, 10_000_000  # a part of a workbook this much larger than its packing is a bomb
MOST_MEMBERS, MOST_COLUMNS, LONGEST_CELL = 2_000, 200, 10_000
PROLOG = 1 << 16  # by then the first element of a workbook's part has begun
_PIECE = 1 << 20
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_DELIMITERS = ";,\t|"
# What zipfile raises for an archive that lies: BadZipFile (cut off, wrong offsets or checksum), RuntimeError (a member
# that is encrypted, or packed in a way it does not know), zlib.error and EOFError (the packed bytes are damaged or end
# too soon), ValueError (a member's name is no text, or it begins beyond what a file can hold). A disk that fails is
# none of these and is not called a bomb.
_DAMAGED = (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError, ValueError)


class NoTable(BadInput):
    """Nothing that can be read as rows and columns."""

    sentence = _("The file is not a table. Save it as CSV or XLSX and upload it again.")


class EmptyTable(BadInput):
    """A head and nothing under it, or nothing at all."""

    sentence = _("The file has no rows under its headings.")


class WronglyEncoded(BadInput):
    """Bytes that are letters in no encoding that price lists are written in."""

    sentence = _("The file's letters cannot be read. Save it as CSV in UTF-8, or as XLSX, and upload it again.")


class FileTooHuge(BadInput):
    """A limit on everything."""

    sentence = _("The file is larger than %(most)s MB. Divide it.")


class Bomb(BadInput):
    """A workbook that is small only while it is packed, or that holds what a workbook does not."""

    sentence = _("The workbook unpacks to far more than it should, or is damaged. Save the sheet as CSV and upload it.")


class TooWide(BadInput):
    """A limit on everything."""

    sentence = _("A row has more than %(columns)s columns, or a cell of more than %(letters)s characters.")


class Figure(str):
    """A number of a workbook: its decimal sign is a point, however the list's other numbers are written."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was looked at and can be read as often as needed."""

    path: Path
    kind: str
    head: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(the row's number in the file, its cells as text); rows without anything in them are passed over."""
        if self.kind == "pies":
            yield from pies.rows(self.path, self.head)
            return
        lines = _sheet(self.path) if self.kind == "xlsx" else _lines(self.path, self.encoding, self.delimiter)
        head = False
        for number, cells in lines:
            if any(cells):
                if head:
                    yield number, cells
                head = True

    def many(self) -> int:
        """How many rows there are. Whoever takes rows some at a time asks this first: a fault anywhere refuses here.

        Refuses as `look` does.
        """
        return sum(1 for _row in self.rows())


def look(path: Path) -> Table:
    """The table in the file.

    Refuses with NoTable, EmptyTable, WronglyEncoded, FileTooHuge, Bomb, TooWide, and as `pies` does.
    """
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise FileTooHuge(most=LARGEST_BYTES // 1_000_000)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        _refuse_bomb(path)
        return _with_head(Table(path, "xlsx", ()))
    if not start or start.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8")):
        raise NoTable()
    if start.lstrip(codecs.BOM_UTF8).startswith(b"<"):
        return _xml(path)
    encoding = _encoding(path)
    return _with_head(Table(path, "csv", (), encoding, _delimiter(path, encoding)))


def _xml(path: Path) -> Table:
    table = Table(path, "pies", pies.head(path))
    if next(table.rows(), None) is None:
        raise EmptyTable()
    return table


def _with_head(table: Table) -> Table:
    lines = _sheet(table.path) if table.kind == "xlsx" else _lines(table.path, table.encoding, table.delimiter)
    filled = (cells for _number, cells in lines if any(cells))
    head = next(filled, None)
    if head is None or next(filled, None) is None:
        raise EmptyTable()
    if len([cell for cell in head if cell]) < 2:
        raise NoTable()
    return Table(table.path, table.kind, tuple(head), table.encoding, table.delimiter)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wanted: tuple[str, ...] = ("utf-16",)
    else:
        wanted = ("utf-8-sig", "cp1252")
    for encoding in wanted:
        if _is_text(path, encoding):
            return encoding
    raise WronglyEncoded()


def _is_text(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if _CONTROL.search(decoder.decode(piece)):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(100_000)
    best = max(_DELIMITERS, key=first.count)
    if not first.count(best):
        raise NoTable()
    return best


def _lines(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for cells in reader:
                if len(cells) > MOST_COLUMNS or (cells and len(max(cells, key=len)) > LONGEST_CELL):
                    raise TooWide(columns=MOST_COLUMNS, letters=LONGEST_CELL)
                yield reader.line_num, list(map(str.strip, cells))
        except csv.Error:
            raise TooWide(columns=MOST_COLUMNS, letters=LONGEST_CELL) from None


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as book:
            members = book.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
                raise Bomb()
            for one in members:
                _refuse_member(book, one)
            if "xl/workbook.xml" not in book.namelist():
                raise NoTable()
    except _DAMAGED:
        raise Bomb() from None
    except OSError as fault:
        if fault.errno != errno.EINVAL:  # a member said to begin before the file does
            raise
        raise Bomb() from None


def _refuse_member(book: zipfile.ZipFile, one: zipfile.ZipInfo) -> None:
    """No member grows beyond belief, and none declares entities, which a workbook never does."""
    if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Bomb()
    if one.file_size > PACKED_FROM and one.file_size > MOST_PACKED * max(one.compress_size, 1):
        raise Bomb()
    if one.filename.endswith("sharedStrings.xml") and one.file_size > LARGEST_STRINGS:
        raise Bomb()
    if one.filename.endswith((".xml", ".rels")):
        with book.open(one) as file:
            start = file.read(PROLOG)
        if not _begins_with_an_element(start):
            raise Bomb()


def _begins_with_an_element(start: bytes) -> bool:
    """Whether the first element has begun, and no document type stands before it."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_what: seen.append("document type")
    parser.StartElementHandler = lambda *_what: seen.append("element")
    with suppress(expat.ExpatError, LookupError, ValueError):
        parser.Parse(start, False)
    return seen[:1] == ["element"]


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # seventeen megabytes that a shop without price files need not carry

    try:
        with (
            path.open("rb") as file,  # handed over open: openpyxl goes by the ending of a path, and uploads have none
            closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book,
        ):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
                yield number, _without_end([_text(value) for value in row])
    except (*_DAMAGED, KeyError, IndexError, TypeError, AttributeError, SyntaxError):
        # openpyxl has no error of its own for a damaged workbook: parts that are missing or no XML come out as these.
        raise Bomb() from None


def _without_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    """A cell as people would have typed it. A workbook's numbers are binary: beyond ten decimals is noise."""
    if value is None:
        return ""
    if isinstance(value, float):
        return Figure(f"{value:.10f}".rstrip("0").rstrip("."))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()[:LONGEST_CELL]
