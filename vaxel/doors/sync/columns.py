"""A block of columns, to the byte as the contract says: magic, header, columns at multiples of eight (VXB1)."""

import json
import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

MAGIC = b"VXB1"
_CODES = {"u8": "B", "u32": "I", "i32": "i", "i64": "q"}


def block(kind: str, n: int, columns: Mapping[str, tuple[str, Sequence[Any]]]) -> bytes:
    """The block of `n` rows: name → (type, values) for each column."""
    told: dict[str, dict[str, Any]] = {}
    parts: list[bytes] = []
    at = 0
    for name, (type_, values) in columns.items():
        data = _bytes(type_, values)
        told[name] = {"type": type_, "at": at, "length": len(data)}
        padded = data + bytes(-len(data) % 8)
        parts.append(padded)
        at += len(padded)
    header = json.dumps({"kind": kind, "n": n, "columns": told}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    return MAGIC + struct.pack("<I", len(header)) + header + b"".join(parts)


def _bytes(type_: str, values: Sequence[Any]) -> bytes:
    if type_ == "bytes16":
        return b"".join(values)
    if type_ == "text":
        return "".join(f"{one.translate(_ONE_LINE)}\n" for one in values).encode()
    numbers = array(_CODES[type_], values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


_ONE_LINE = str.maketrans("\r\n\x00", "   ")
