"""Canonical JSON and the hash chain of a register's journal (M-52, M-53)."""

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from vaxel.kernel.money import LARGEST_MINOR

GENESIS = "0" * 64
_KEY = re.compile(r"[a-z0-9_]+")


class NotCanonical(TypeError):
    """A bug: the event holds something canonical JSON has no single form for (fractions, odd keys, huge numbers)."""


def canonical(event: Any) -> str:
    """The one text of the event: sorted keys, no spaces, strings in NFC, whole numbers only (M-53)."""
    return json.dumps(_checked(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _checked(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if value.isascii() else normalize("NFC", value)
    if isinstance(value, int) and abs(value) <= LARGEST_MINOR:
        return value
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) and _KEY.fullmatch(key) for key in value):
        return {key: _checked(item) for key, item in value.items()}
    raise NotCanonical(f"{value!r}")


def link(previous: str, text: str) -> str:
    """The hash, 64 hex digits, of a canonical text after `previous`."""
    return sha256(bytes.fromhex(previous) + text.encode()).hexdigest()


def extend(previous: str, texts: Iterable[str]) -> list[str]:
    """The hash of each text, each chained to the one before."""
    hashes = []
    for text in texts:
        previous = link(previous, text)
        hashes.append(previous)
    return hashes


def first_break(texts: Sequence[str], hashes: Sequence[str], previous: str = GENESIS) -> int | None:
    """Where the first stored hash stands that does not follow from the texts; None in a sound chain (I-12)."""
    for n, (expected, stored) in enumerate(zip(extend(previous, texts), hashes, strict=True)):
        if expected != stored:
            return n
    return None
