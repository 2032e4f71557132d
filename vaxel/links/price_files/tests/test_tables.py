"""Files as tables: every way a list is written, and every file that is refused before a row is read."""

import errno
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from vaxel.links.price_files import columns, tables
from vaxel.links.price_files.tables import Bomb, EmptyTable, FileTooHuge, NoTable, TooWide, WronglyEncoded
from vaxel.links.price_files.xml_records import HasDoctype, NotThatXml

SWEDISH = 'Artikelnr;Benämning;Nettopris\nA-1;Oljefilter för Volvo;49,50\n\nA-2;"Bromsskiva; bak";1 249,00\n'


def laid(folder: Path, data: bytes) -> Path:
    path = folder / "list"
    path.write_bytes(data)
    return path


def workbook(folder: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "file"  # as an upload lies: without the ending that its name had
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_lists_are_written_in(tmp_path: Path, encoding: str) -> None:
    table = tables.look(laid(tmp_path, SWEDISH.encode(encoding)))
    assert table.head == ("Artikelnr", "Benämning", "Nettopris")
    assert [cells for _number, cells in table.rows()] == [
        ["A-1", "Oljefilter för Volvo", "49,50"],
        ["A-2", "Bromsskiva; bak", "1 249,00"],
    ]
    assert [number for number, _cells in table.rows()] == [2, 4]


@pytest.mark.parametrize("sign", [",", "\t", "|"])
def test_the_delimiter_is_seen(tmp_path: Path, sign: str) -> None:
    assert tables.look(laid(tmp_path, f"no{sign}price\n1{sign}2\n".encode())).head == ("no", "price")


def test_a_workbook_is_read_as_people_typed_it(tmp_path: Path) -> None:
    table = tables.look(workbook(tmp_path, ["Nr", "Pris", "Namn"], [123456, 0.1 + 0.2, "Filter"], ["A", 12.0, None]))
    assert table.head == ("Nr", "Pris", "Namn")
    assert list(table.rows()) == [(2, ["123456", "0.3", "Filter"]), (3, ["A", "12"])]


def test_a_workbooks_number_is_read_by_its_point_whatever_the_lists_style(tmp_path: Path) -> None:
    table = tables.look(workbook(tmp_path, ["Nr", "Pris", "Antal"], ["A", 1.249, 1.125]))
    [(number, cells)] = table.rows()
    mapping = {"number": 0, "price": 1, "pack": 2}
    for style in columns.STYLES:
        read = columns.reader(mapping, currency="SEK", style=style)(number, cells)
        assert (read.unit_price_cm, read.pack_milli) == (12_490, 1_125)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", NoTable),
        (b"%PDF-1.7 a price list", NoTable),
        (b"<?xml version='1.0'?><!DOCTYPE PIES [<!ENTITY a 'b'>]><PIES>&a;</PIES>", HasDoctype),
        (b"<?xml version='1.0'?><ACES/>", NotThatXml),
        (b"<PIES><Items><Item></Items></PIES>", NotThatXml),
        (b"<PIES><Items></Items></PIES>", EmptyTable),
        (b"<?xml version='1.0' encoding='odd'?><PIES/>", NotThatXml),
        (b"just words\nand more\n", NoTable),
        (b"no;price\n", EmptyTable),
        (b"no;price\n\x00\x01;2\n", WronglyEncoded),
        (b"no;price\n\x81\x8d;2\n", WronglyEncoded),
        (b"PK\x03\x04 not a zip at all", Bomb),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        tables.look(laid(tmp_path, data))


def test_what_is_too_large_or_too_wide_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = ";".join("x" for _ in range(tables.MOST_COLUMNS + 1))
    with pytest.raises(TooWide):
        tables.look(laid(tmp_path, f"{wide}\n{wide}\n".encode()))
    with pytest.raises(TooWide):
        tables.look(laid(tmp_path, b"no;price\n" + b"x" * 200_000 + b";1\n"))
    monkeypatch.setattr(tables, "LARGEST_BYTES", 10)
    with pytest.raises(FileTooHuge):
        tables.look(laid(tmp_path, SWEDISH.encode()))


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(Bomb):
        tables.look(path)


def test_a_workbook_with_entities_or_that_is_another_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(Bomb):
        tables.look(path)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("photo.jpg", b"x")
    with pytest.raises(NoTable):
        tables.look(path)
    whole = workbook(tmp_path, ["a", "b"], [1, 2]).read_bytes()
    with pytest.raises(Bomb):
        tables.look(laid(tmp_path, whole[: len(whole) // 2]))


def packed(path: Path, method: int = zipfile.ZIP_DEFLATED, name: str = "xl/workbook.xml") -> bytearray:
    with zipfile.ZipFile(path, "w", method) as book:
        book.writestr(name, f"<workbook>{'<sheet/>' * 50}</workbook>")
    return bytearray(path.read_bytes())


def damaged(path: Path, kind: str) -> bytes:
    """A workbook's archive with one thing wrong with it; each is another exception of zipfile's."""
    data = packed(path)
    member, entry, end = 30 + len("xl/workbook.xml"), data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    if kind == "deflate":
        data[member] = 0xFF
    elif kind == "checksum":
        data[entry + 16] ^= 1
    elif kind == "encrypted":
        data[entry + 8] |= 1
    elif kind == "unknown method":
        data[entry + 10] = 99
    elif kind == "member before the file":
        data[entry + 42], data[end + 16] = 0, data[end + 16] + 1
    elif kind == "name":
        data[entry + 9], data[entry + 46] = 0x08, 0xFF
    elif kind == "cut short":
        data[entry + 20] -= 20
    elif kind == "member beyond any file":  # the last twelve letters of its name are said to be its place, in 64 bits
        data = packed(path, name="a.xml" + "x" * 12)
        entry = data.index(b"PK\x01\x02")
        data[entry + 28], data[entry + 30], data[entry + 42 : entry + 46] = 5, 12, b"\xff" * 4
        data[entry + 51 : entry + 63] = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    return bytes(data)


KINDS = ("deflate", "checksum", "encrypted", "unknown method", "member before the file", "name", "cut short",
         "member beyond any file")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_workbook_is_refused_whatever_is_wrong_with_it(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Bomb):
        tables.look(laid(tmp_path, damaged(tmp_path / "whole", kind)))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_as_no_workbook_is_packed_is_refused(tmp_path: Path, method: int) -> None:
    with pytest.raises(Bomb):
        tables.look(laid(tmp_path, bytes(packed(tmp_path / "whole", method))))


def test_a_disk_that_fails_is_not_called_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = workbook(tmp_path, ["a", "b"], [1, 2])
    monkeypatch.setattr(zipfile.ZipFile, "infolist", fails)
    with pytest.raises(OSError, match="Input/output error"):
        tables.look(path)


@pytest.mark.parametrize("before", [f"<!--{'x' * 5_000}-->", " " * 5_000, f"<!--{'x' * 100_000}-->"])
def test_a_document_type_is_seen_however_far_down_it_stands(tmp_path: Path, before: str) -> None:
    path = tmp_path / "bomb"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", f'<?xml version="1.0"?>{before}<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(Bomb):
        tables.look(path)
