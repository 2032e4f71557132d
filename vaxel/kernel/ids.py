"""Ids made where a thing is born (S-4): 128 bits, ordered by time so that indexes stay dense (RFC 9562, version 7)."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh version 7 UUID: 48 bits of milliseconds, then 74 random bits."""
    moment_ms = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    value = (moment_ms & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (chance >> 68) << 64 | 0b10 << 62 | chance & (2**62 - 1)
    return UUID(int=value)
