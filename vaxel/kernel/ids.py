"""Ids made where a thing is born (S-4): 128 bits, ordered by time so that indexes stay dense (RFC 9562, version 7)."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh version 7 UUID: 48 bits of milliseconds, then 74 random bits."""
    return _made(time.time_ns() // 1_000_000, os.urandom(10))


def new_ids(many: int) -> list[UUID]:
    """So many fresh ones, all of this millisecond."""
    moment_ms, chance = time.time_ns() // 1_000_000, os.urandom(10 * many)
    return [_made(moment_ms, chance[start : start + 10]) for start in range(0, 10 * many, 10)]


def _made(moment_ms: int, random: bytes) -> UUID:
    chance = int.from_bytes(random, "big")
    value = (moment_ms & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (chance >> 68) << 64 | 0b10 << 62 | chance & (2**62 - 1)
    return UUID(int=value)
