"""Parquet read back by a small reader of the format's own words, written for this test alone."""

import io
import struct
import zlib
from datetime import UTC, date, datetime
from typing import Any

import pytest

from vaxel.readers.takeout import parquet

COLUMNS = [
    ("name", "text"), ("many", "whole"), ("price", "decimal2"), ("new", "yes_no"), ("on", "day"), ("at", "moment"),
]  # fmt: skip
MOMENT = datetime(2026, 11, 25, 8, 30, 0, 125, tzinfo=UTC)
ROWS = [
    ("Bromsbelägg", 3, 12_550, True, date(2026, 11, 25), MOMENT),
    ("", -4, -1, False, date(1969, 12, 31), datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    (None, None, None, None, None, None),
    ("C", 2**62, 0, True, date(2000, 1, 1), MOMENT),
]


class Reader:
    """Thrift's compact protocol, as its specification says it."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def whole(self) -> int:
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def binary(self) -> bytes:
        size = self.varint()
        self.at += size
        return self.data[self.at - size : self.at]

    def value(self, kind: int) -> Any:
        if kind == 12:
            return self.struct()
        if kind == 9:
            head = self.data[self.at]
            self.at += 1
            many = head >> 4 if head >> 4 < 15 else self.varint()
            return [self.value(head & 15) for _n in range(many)]
        return self.binary() if kind == 8 else self.whole()

    def struct(self) -> dict[int, Any]:
        found, number = {}, 0
        while head := self.data[self.at]:
            self.at += 1
            number += head >> 4
            found[number] = self.value(head & 15)
        self.at += 1
        return found


def read(data: bytes) -> tuple[list[dict[int, Any]], list[tuple[Any, ...]]]:
    """The schema's columns, and the rows as stored."""
    assert data[:4] == data[-4:] == b"PAR1"
    size = struct.unpack("<I", data[-8:-4])[0]
    about = Reader(data[-8 - size : -8]).struct()
    rows: list[tuple[Any, ...]] = []
    for group in about[4]:
        columns = [_column(data, chunk[3]) for chunk in group[1]]
        assert {len(one) for one in columns} == {group[3]}
        rows += zip(*columns, strict=True)
    assert len(rows) == about[3]
    assert about[2][0][5] == len(about[2]) - 1
    return about[2][1:], rows


def _column(data: bytes, about: dict[int, Any]) -> list[Any]:
    reader = Reader(data, about[9])
    header = reader.struct()
    page = zlib.decompress(data[reader.at : reader.at + header[3]], 31)
    assert (len(page), header[5][1], about[4]) == (header[2], about[5], 2)
    size = struct.unpack("<I", page[:4])[0]
    levels, body = Reader(page[4 : 4 + size]), page[4 + size :]
    run = levels.varint()
    if run & 1:
        there = [bool(levels.data[levels.at + n // 8] >> n % 8 & 1) for n in range(about[5])]
    else:
        assert run >> 1 == about[5]
        there = [True] * about[5]
    values = iter(_values(about[1], body, sum(there)))
    return [next(values) if one else None for one in there]


def _values(kind: int, body: bytes, many: int) -> list[Any]:
    if kind == 6:
        found = []
        while body:
            size = struct.unpack("<I", body[:4])[0]
            found.append(body[4 : 4 + size].decode())
            body = body[4 + size :]
        return found
    if kind == 0:
        return [bool(body[n // 8] >> n % 8 & 1) for n in range(many)]
    return list(struct.unpack(f"<{many}{'i' if kind == 1 else 'q'}", body))


def stored(row: tuple[Any, ...]) -> tuple[Any, ...]:
    name, many, price, new, on, at = row
    micros = None if at is None else round((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 10**6)
    return name, many, price, new, None if on is None else (on - date(1970, 1, 1)).days, micros


@pytest.mark.parametrize("group", [1, 3, 4, 100])
def test_what_was_written_is_read_back(monkeypatch: pytest.MonkeyPatch, group: int) -> None:
    monkeypatch.setattr(parquet, "GROUP", group)
    file = io.BytesIO()
    assert parquet.write(file, COLUMNS, iter(ROWS)) == 4
    schema, rows = read(file.getvalue())
    assert [one[4].decode() for one in schema] == [name for name, _kind in COLUMNS]
    assert [(one[1], one.get(6), one.get(7)) for one in schema] == [
        (6, 0, None), (2, None, None), (2, 5, 2), (0, None, None), (1, 6, None), (2, 10, None),
    ]  # fmt: skip
    assert rows == [stored(row) for row in ROWS]


def test_a_table_without_rows_is_a_file_too() -> None:
    file = io.BytesIO()
    assert parquet.write(file, COLUMNS, []) == 0
    assert read(file.getvalue())[1] == []
