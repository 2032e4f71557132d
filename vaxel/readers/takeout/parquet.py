"""Parquet, written row group by row group: flat tables of whole numbers, decimals, texts, days and moments.

A file is what https://parquet.apache.org/docs/file-format/ says: one gzipped data page a column and row group, plain
values, each column optional, and a footer in Thrift's compact protocol. Nothing of it needs more than the standard
library, and memory holds one row group.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import IO, Any

GROUP = 20_000
_MAGIC = b"PAR1"
_BOOLEAN, _INT32, _INT64, _BYTES = 0, 1, 2, 6
_UTF8, _DECIMAL, _DATE, _MICROS = 0, 5, 6, 10
_GZIP, _PLAIN, _RLE = 2, 0, 3
_EPOCH_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = 18
type Kind = str  # text, whole, yes_no, day, moment, or decimalN with N decimals


def write(file: IO[bytes], columns: Sequence[tuple[str, Kind]], rows: Iterable[Sequence[Any]]) -> int:
    """The rows are in the file, which need not be seekable; how many they were.

    Values of `decimalN` are whole numbers of their last decimal; None is no value.
    """
    out = _Out(file)
    out.write(_MAGIC)
    groups, total, group = [], 0, list[Sequence[Any]]()
    for row in rows:
        group.append(row)
        if len(group) == GROUP:
            groups.append(_group(out, columns, group))
            total, group = total + len(group), []
    if group:
        groups.append(_group(out, columns, group))
        total += len(group)
    footer = _footer(columns, groups, total)
    out.write(footer + struct.pack("<I", len(footer)) + _MAGIC)
    return total


class _Out:
    """A file that knows how much was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.at = file, 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.at += len(data)


def _group(out: _Out, columns: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[Any]]) -> bytes:
    chunks, size = [], 0
    for (name, kind), values in zip(columns, zip(*rows, strict=True), strict=True):
        at = out.at
        page = _levels(values) + _values(kind, [one for one in values if one is not None])
        packed = _gzipped(page)
        header = _struct(
            (1, _whole(5, 0)), (2, _whole(5, len(page))), (3, _whole(5, len(packed))),
            (5, (12, _struct((1, _whole(5, len(values))), (2, _whole(5, _PLAIN)), (3, _whole(5, _RLE)),
                             (4, _whole(5, _RLE))))),
        )  # fmt: skip
        out.write(header + packed)
        size += len(header) + len(page)
        about = _struct(
            (1, _whole(5, _physical(kind))), (2, _list(5, [_zigzag(_PLAIN), _zigzag(_RLE)])),
            (3, _list(8, [_text(name)])), (4, _whole(5, _GZIP)), (5, _whole(6, len(values))),
            (6, _whole(6, len(header) + len(page))), (7, _whole(6, len(header) + len(packed))), (9, _whole(6, at)),
        )  # fmt: skip
        chunks.append(_struct((2, _whole(6, at)), (3, (12, about))))
    return _struct((1, _list(12, chunks)), (2, _whole(6, size)), (3, _whole(6, len(rows))))


def _levels(values: Sequence[Any]) -> bytes:
    """Which values are there: one run when all are, a bit each when some are not."""
    if None not in values:
        runs = _varint(len(values) << 1) + b"\x01"
    else:
        bits = _bits([one is not None for one in values])
        runs = _varint(len(bits) << 1 | 1) + bits
    return struct.pack("<I", len(runs)) + runs


def _bits(flags: Sequence[bool]) -> bytes:
    packed = bytearray((len(flags) + 7) // 8)
    for place, flag in enumerate(flags):
        packed[place >> 3] |= flag << (place & 7)
    return bytes(packed)


def _values(kind: Kind, values: Sequence[Any]) -> bytes:
    if kind == "text":
        texts = [str(one).encode() for one in values]
        return b"".join(piece for one in texts for piece in (struct.pack("<I", len(one)), one))
    if kind == "yes_no":
        return _bits([bool(one) for one in values])
    if kind == "day":
        return struct.pack(f"<{len(values)}i", *((one - _EPOCH_DAY).days for one in values))
    plain: Callable[[Any], int] = _micros if kind == "moment" else int
    return struct.pack(f"<{len(values)}q", *map(plain, values))


def _micros(moment: datetime) -> int:
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _physical(kind: Kind) -> int:
    return {"text": _BYTES, "yes_no": _BOOLEAN, "day": _INT32}.get(kind, _INT64)


def _gzipped(data: bytes) -> bytes:
    packer = zlib.compressobj(3, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def _footer(columns: Sequence[tuple[str, Kind]], groups: Sequence[bytes], total: int) -> bytes:
    root = _struct((4, (8, _text("schema"))), (5, _whole(5, len(columns))))
    schema = [root, *(_element(name, kind) for name, kind in columns)]
    return _struct(
        (1, _whole(5, 1)), (2, _list(12, schema)), (3, _whole(6, total)), (4, _list(12, groups)),
        (6, (8, _text("Växel"))),
    )  # fmt: skip


def _element(name: str, kind: Kind) -> bytes:
    fields = [(1, _whole(5, _physical(kind))), (3, _whole(5, 1)), (4, (8, _text(name)))]
    meant = {"text": _UTF8, "day": _DATE, "moment": _MICROS}.get(kind)
    if kind.startswith("decimal"):
        fields += [(6, _whole(5, _DECIMAL)), (7, _whole(5, int(kind[7:]))), (8, _whole(5, DIGITS))]
    elif meant is not None:
        fields.append((6, _whole(5, meant)))
    return _struct(*fields)


# Thrift's compact protocol: a field is its distance from the one before and its type, then the value.
type _Value = tuple[int, bytes]


def _struct(*fields: tuple[int, _Value]) -> bytes:
    found, before = bytearray(), 0
    for number, (kind, data) in fields:
        found.append((number - before) << 4 | kind)
        found += data
        before = number
    return bytes(found) + b"\x00"


def _list(kind: int, items: Sequence[bytes]) -> _Value:
    head = bytes([len(items) << 4 | kind]) if len(items) < 15 else bytes([0xF0 | kind]) + _varint(len(items))
    return 9, head + b"".join(items)


def _whole(kind: int, value: int) -> _Value:
    return kind, _zigzag(value)


def _zigzag(value: int) -> bytes:
    return _varint(value << 1)  # none of ours is negative


def _text(value: str) -> bytes:
    data = value.encode()
    return _varint(len(data)) + data


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
